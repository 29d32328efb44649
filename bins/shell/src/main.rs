//! The single-purpose binary `s2i-shell`.
#![no_main]

common::main!(|arguments| s2i_shell::COMMAND.call(arguments.get(1..).unwrap_or_default()));
