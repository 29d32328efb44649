#!/bin/sh
# S2I calls this in place of the builder's assemble, and s2ibox calls that one.
exec s2i-assemble
