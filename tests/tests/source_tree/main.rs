//! `check` and `init`, seen from outside: each fault is planted alone, its report is compared whole, and the command
//! that the report gives is run and must mend it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "in a test a panic is the report"
)]

mod document;
mod env_hooks;
mod environment;
mod fixing;
mod formats;
mod image;
mod index;
mod init;
mod names;
mod scripts;
mod source;
mod usage;
