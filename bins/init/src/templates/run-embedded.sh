#!/bin/sh
# S2I calls this in place of the builder's run.
exec "${S2I_SOURCE_PATH:-${S2I_APPLICATION_PATH:-/opt/app-root}/src}/.s2i/bin/s2ibox" run
