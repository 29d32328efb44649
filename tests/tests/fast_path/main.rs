//! The fast path of the shipped program: that it stays within itself, when it is taken, and that nobody can tell it
//! from the ordinary way.
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "in a test a panic is the report"
)]

mod application;
#[path = "../behaviour/arbitrary.rs"]
#[allow(dead_code, reason = "the other tests draw more")]
mod arbitrary;
mod bash;
mod case;
mod disassembly;
mod doubts;
mod program;
mod random;
mod seen;
mod stays_within;
mod trace;
mod ways;
