//! The single-purpose binary `s2i-verify`.
#![no_main]

common::main!(|arguments| s2i_verify::COMMAND.call(arguments.get(1..).unwrap_or_default()));
