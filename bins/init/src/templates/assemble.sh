#!/bin/sh
# S2I calls this in place of the builder's assemble, which is called from there.
exec s2i-assemble
