//! The single-purpose binary `s2i-alive`.
#![no_main]

common::main!(|arguments| s2i_alive::COMMAND.call(arguments.get(1..).unwrap_or_default()));
