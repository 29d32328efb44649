//! The single-purpose binary `s2i-init`.
#![no_main]

common::main!(|arguments| s2i_init::ALONE.call(arguments.get(1..).unwrap_or_default()));
