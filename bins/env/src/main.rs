//! The single-purpose binary `s2i-env`.
#![no_main]

common::main!(|arguments| s2i_env::COMMAND.call(arguments.get(1..).unwrap_or_default()));
