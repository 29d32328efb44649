//! The single-purpose binary `s2i-run`.
#![no_main]

common::main!(|arguments| s2i_run::COMMAND.call(arguments.get(1..).unwrap_or_default()));
