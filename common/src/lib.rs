//! What every command of s2ibox stands on; it knows no command itself.
//!
//! A command is data ([`command::Command`]): its arguments and a list of steps ([`phase::Step`]).
//! Everything else here is what the steps need. What this program promises is written down in the
//! repository's `README.md`; where a rule comes from a man page, the item names it.

pub mod arguments;
pub mod checks;
pub mod colour;
pub mod command;
pub mod command_line;
pub mod copy;
pub mod declare;
pub mod env_of;
pub mod environment;
pub mod error;
pub mod hook;
pub mod image;
pub mod init;
pub mod invocation;
pub mod jobs;
pub mod layout;
pub mod live;
pub mod log;
pub mod marker;
pub mod netstrings;
pub mod options;
pub mod ourselves;
pub mod permissions;
pub mod phase;
pub mod process;
pub mod program;
pub mod reap;
pub mod report;
#[cfg(all(target_env = "gnu", target_feature = "crt-static"))]
mod resolver;
pub mod resume;
pub mod shell;
pub mod signals;
pub mod size;
pub mod snapshot;
pub mod start;
pub mod surroundings;
pub mod target;
pub mod time_limit;
pub mod timing;
pub mod tool;
pub mod transfer;
pub mod walk;
