//! The single-purpose binary `s2i-entrypoint`.
#![no_main]

common::main!(|arguments| s2i_entrypoint::COMMAND.call(arguments.get(1..).unwrap_or_default()));
