//! The documentation: `README.md`, `CONTRIBUTING.md`, `SECURITY.md`, `docs/*.md`, and the READMEs of the examples and the
//! wheel. The suite runs every command line in them, writes every file that they show, and follows every link.
//!
//! How the suite treats the fenced blocks of a page:
//!
//! | block | treatment |
//! |---|---|
//! | after a line that begins with a path in backquotes and ends in a colon | is the content of that file, which is executable if it begins with `#!` |
//! | `sh` | bash runs it, and ends at the first command that fails |
//! | `fish` | fish runs it |
//! | `console` | bash runs each `$ ` line; the lines below it are the expected output. The command must succeed, unless `echo $?` follows. `…` stands for any text within a line, and alone for any lines |
//! | `yaml` | each `command:` in it is run; `tests/containers/documents.py` checks it against the schemas |
//! | `Dockerfile` | `tests/containers/documents.py` builds it |
//!
//! A comment before a block, which is not displayed, gives more details:
//!
//! ```html
//! <!-- test: in=laptop
//! git init --quiet
//! -->
//! ```
//!
//! `in=` is the place of the commands: `app` (the source path of an image, the default), `laptop` (a source tree) or
//! `repository` (a copy of this one). The lines below it are run first. `not-run: REASON` marks a block that cannot be
//! run; [`unrun`] lists these. The blocks of a page are run one after the other in one root, see [`place`].
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is the report"
)]

mod block;
mod expected_output;
mod links;
mod page;
mod place;
mod planted;
mod run;
mod spans;
mod unrun;
