//! The binary `s2ibox`, which is every command.
#![no_main]

mod entry_point;

common::main!(multicall::main);
