//! The single-purpose binary `s2i-migrate`.
#![no_main]

common::main!(|arguments| s2i_migrate::COMMAND.call(arguments.get(1..).unwrap_or_default()));
