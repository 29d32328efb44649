//! The harness of the integration tests. It builds the real binaries, makes application roots with hostile names, runs a
//! command in a cleared environment, and compares the complete status, stdout and stderr. It tests only behaviour that is
//! visible from outside.
#![cfg(feature = "harness")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    missing_docs,
    reason = "in a test a panic is the report, and the harness is read by tests only"
)]

mod binaries;
mod called;
mod hooks;
mod init;
mod lock;
mod mounts;
mod needs;
mod outcome;
mod page;
mod root;
mod running;
mod screen;
mod signals;
mod stream;
mod terminal;
mod test;
mod times;

pub use binaries::{own_binary, s2ibox, static_hook};
pub use called::{Called, commands, hook_of};
pub use hooks::{actions, executed_after_build, hooks};
pub use init::Scratch;
pub use lock::{copy_program, output, write_program};
pub use mounts::{NestedTree, Overlay, Tmpfs, bind_over};
pub use needs::require_root;
pub use nix::sys::signal::Signal;
pub use outcome::{Outcome, Status, Text};
pub use page::Page;
pub use root::{Root, Tree};
pub use running::{DEADLINE, Running};
pub use signals::{ENDING_SIGNALS, Gate, both_ways};
pub use terminal::Terminal;
pub use test::Test;
