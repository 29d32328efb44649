//! The single-purpose binary `s2i-ready`.
#![no_main]

common::main!(|arguments| s2i_ready::COMMAND.call(arguments.get(1..).unwrap_or_default()));
