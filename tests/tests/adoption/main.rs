//! The tools that make s2ibox easy to adopt: `install`, `env` and completion, tested from outside in real shells.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "in a test a panic is the report"
)]

mod bash;
mod env;
mod env_diff;
mod env_forms;
mod fish;
mod install;
mod install_builder;
mod zsh;
