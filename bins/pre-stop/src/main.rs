//! The single-purpose binary `s2i-pre-stop`.
#![no_main]

common::main!(|arguments| s2i_pre_stop::COMMAND.call(arguments.get(1..).unwrap_or_default()));
