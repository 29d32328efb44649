//! The documents: `README.md`, `docs/*.md`, the READMEs of the examples and the wheel's. Every command line in them is run, every
//! file that they show is put where they say, every link leads somewhere.
//!
//! What a page does with its fenced blocks, so that anybody can write one:
//!
//! | block | what is done with it |
//! |---|---|
//! | after a line that begins with a path in backquotes and ends in a colon | is that file; executable if it begins with `#!` |
//! | `sh` | run by bash, which ends at the first command that fails |
//! | `fish` | run by fish |
//! | `console` | each `$ ` line is run, and the lines below it are what it must print; it must succeed, unless `echo $?` comes next. `…` stands for anything within a line, alone for any lines |
//! | `yaml` | each `command:` in it is run; `tests/containers/documents.py` holds it against the schemas |
//! | `Dockerfile` | `tests/containers/documents.py` builds it |
//!
//! A comment before a block, which nobody sees, declares what else there is to know:
//!
//! ```html
//! <!-- test: in=laptop
//! git init --quiet
//! -->
//! ```
//!
//! `in=` is where it is run: `app` (the source path of an image, if nothing is said), `laptop` (a source tree) or
//! `repository` (this one). The lines below are run before it. `not-run: REASON` is for what cannot be run;
//! [`unrun`] holds the list of those. The blocks of a page are run one after the other in one place, see [`place`].
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is the report"
)]

mod block;
mod links;
mod page;
mod place;
mod planted;
mod run;
mod said;
mod spans;
mod unrun;
