//! What s2ibox does, seen from outside: one binary of tests, a module a behaviour, each test named
//! after the sentence of the contract that it holds.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "in a test a panic is the report"
)]

mod container_user;
mod env_failure;
mod help;
mod inline;
mod names;
mod paths;
mod sourcing;
mod traps;
mod undisturbed;
mod usage;
