//! Compares s2ibox with the original. Every case runs one `powershift image …` command line twice, with powershift-image
//! from `PyPI` and with s2ibox, in identical application roots at the default paths. Everything that is visible from
//! outside must be the same: exit status, output, files, and the observations of the hooks. The table [`differences`] lists
//! the deliberate differences.
//!
//! A case is data; to add one, put a line into a file of [`cases`]:
//!
//! ```ignore
//! a_default_that_can_be_overridden: Case::deploy_env("LOGLEVEL=${LOGLEVEL:-1}"),
//! ```
//!
//! [`random`] generates random cases, and [`imitation`] tests the suite itself.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is the report"
)]

mod agree;
mod cache;
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
mod quick_start;
mod random;
mod side;
mod snapshot;
