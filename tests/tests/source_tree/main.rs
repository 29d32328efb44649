//! `check` and `init`, tested from outside. Each test makes a tree with one fault, compares the complete report, and runs
//! the command of the report, which must fix the fault.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "in a test a panic is the report"
)]

mod builder_scripts;
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
