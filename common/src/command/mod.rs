//! What a command is, and how its steps are performed.

pub mod context;
pub mod definition;
pub mod preflight;
pub mod run_jobs;
pub mod runner;
pub mod step;
pub mod take_hooks;
pub mod target;
pub mod timing;
