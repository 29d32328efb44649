//! Processes and signals.

pub mod broken_pipe;
pub mod command_line;
pub mod current_exe;
pub mod evaluation;
pub mod exec;
pub mod init;
pub mod lookup;
pub mod memory;
pub mod program;
pub mod reap;
pub mod rewrite;
pub mod run;
pub mod signal_queue;
pub mod signal_set;
pub mod signals;
pub mod supervision;
pub mod supervisor;
pub mod system_call;
pub mod terminal;
pub mod time_limit;
pub mod watcher;
