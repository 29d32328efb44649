//! The single-purpose binary `s2i-exec`.
#![no_main]

common::main!(|arguments| s2i_exec::COMMAND.call(arguments.get(1..).unwrap_or_default()));
