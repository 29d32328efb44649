//! The single-purpose binary `s2i-jobs`.
#![no_main]

common::main!(|arguments| s2i_jobs::COMMAND.call(arguments.get(1..).unwrap_or_default()));
