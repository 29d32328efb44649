//! Held against the original: every case runs one `powershift image …` command line twice, with
//! powershift-image as it is on `PyPI` and with s2ibox, in identical application roots at the default
//! paths, and everything that can be seen from outside must be the same: exit status, output, files,
//! and what the hooks themselves saw. What differs on purpose stands in one table, [`differences`].
//!
//! A case is data; to add one, put a line into a file of [`cases`]:
//!
//! ```ignore
//! a_default_that_can_be_overridden: Case::deploy_env("LOGLEVEL=${LOGLEVEL:-1}"),
//! ```
//!
//! [`random`] puts cases together by chance, and [`imitation`] holds the suite itself to its word.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is the report"
)]

mod agree;
mod case;
mod cases;
mod diff;
mod differences;
mod imitation;
mod locale;
mod observed;
mod original;
mod page;
mod plant;
mod random;
mod side;
mod snapshot;
