//! The single-purpose binary `s2i-check`.
#![no_main]

common::main!(|arguments| s2i_check::TOOL.call(arguments.get(1..).unwrap_or_default()));
