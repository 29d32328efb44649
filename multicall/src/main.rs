//! The binary `s2ibox`, which is every command.
#![no_main]

common::main!(multicall::main);
