//! Every error, warning and note that s2ibox can print: provoked in the real binary, compared whole, and explained.
//!
//! A case is data, see [`case`]; to add one, put it into a file of [`cases`]. From the same table `docs/errors.md` is
//! made, by `make errors`, and [`complete`] fails where a text in the sources has no case.
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
