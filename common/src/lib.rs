//! The modules that every command of s2ibox is built on; none of them knows a command.
//!
//! A command is data ([`command::definition::Command`]): its arguments and a list of steps. Each
//! directory owns one concern, and dependencies between files have no circles. The repository's
//! `README.md` states what s2ibox promises; an item names its man page where a rule comes from one.

pub mod c_main;
pub mod cli;
pub mod command;
pub mod environment;
pub mod error;
pub mod fs;
pub mod hooks;
pub mod output;
pub mod process;
