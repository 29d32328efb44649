//! The single-purpose binary `s2i-assemble`.
#![no_main]

common::main!(|arguments| s2i_assemble::COMMAND.call(arguments.get(1..).unwrap_or_default()));
