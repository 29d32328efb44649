//! Provokes every error, warning and note of s2ibox in the real binary, compares it, and explains it.
//!
//! A case is data, see [`case`]. To add one, write it into a file of [`cases`]. `make errors` writes `docs/errors.md`
//! from the same table. [`complete`] fails if a message in the sources has no case.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is the report"
)]

mod case;
mod cases;
mod complete;
mod literals;
mod page;
mod scene;
