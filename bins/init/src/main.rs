//! The single-purpose binary `s2i-init`.
#![no_main]

common::main!(|arguments| s2i_init::alone(arguments.get(1..).unwrap_or_default()));
