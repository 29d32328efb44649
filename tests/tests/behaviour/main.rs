//! The behaviour of s2ibox, seen from outside. Each module tests one behaviour, and the name of a test is the sentence
//! of the contract that it checks.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "in a test a panic is the report"
)]

mod actions;
mod arbitrary;
mod assemble;
mod bash_env;
mod becoming;
mod categories;
mod checks_first;
mod colour;
mod container_user;
mod embedded;
mod env_failure;
mod exec;
mod help;
mod hook_kinds;
mod hook_states;
mod init;
mod inline;
mod interrupted;
mod itself;
mod jobs;
mod large_trees;
mod live_count;
mod log;
mod log_debug;
mod marker;
mod moved_links;
mod moved_meanwhile;
mod names;
mod no_shell;
mod paths;
mod permissions;
mod progress;
mod properties;
mod recursion;
mod run;
mod shell;
mod shipped;
mod signals;
mod signals_while_sourcing;
mod sourcing;
mod statuses;
mod terminal;
mod times;
mod too_large;
mod transfer;
mod traps;
mod trees;
mod undisturbed;
mod usage;
mod walking;
mod which_bash;
