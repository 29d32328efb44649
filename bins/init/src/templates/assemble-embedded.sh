#!/bin/sh
# S2I calls this in place of the builder's assemble, and s2ibox calls that one. At this time the
# program is still in the upload.
exec "${S2I_UPLOAD_PATH:-/tmp/src}/.s2i/bin/s2ibox" assemble
