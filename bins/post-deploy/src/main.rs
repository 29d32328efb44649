//! The single-purpose binary `s2i-post-deploy`.
#![no_main]

common::main!(|arguments| s2i_post_deploy::COMMAND.call(arguments.get(1..).unwrap_or_default()));
