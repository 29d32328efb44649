//! Kills and errors at every system call by which a command changes files.
//!
//! A command runs once undisturbed, and strace records its system calls. Then it runs again for each of them, in a new
//! tree, and strace kills it there or makes the call fail. The command is started a second time, undisturbed. Afterwards
//! the tree is the one of the undisturbed run, or the second run has ended with an error.
//!
//! `cargo test` tries a sample of the points, `make faults` all of them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "in a test a panic is the report"
)]

mod point;
mod refused_calls;
mod scenario;
mod scenarios;
mod signals;
mod tree;
