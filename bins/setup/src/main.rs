//! The single-purpose binary `s2i-setup`.
#![no_main]

common::main!(|arguments| s2i_setup::COMMAND.call(arguments.get(1..).unwrap_or_default()));
