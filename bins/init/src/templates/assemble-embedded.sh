#!/bin/sh
# S2I calls this in place of the builder's assemble, which is called from there. The program is still
# in the upload.
exec "${S2I_UPLOAD_PATH:-/tmp/src}/.s2i/bin/s2ibox" assemble
