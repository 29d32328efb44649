#!/bin/sh
# S2I calls this in place of the builder's run.
exec s2i-run
