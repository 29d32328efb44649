//! Behaviour that matters in a pod, tested without a container engine: the duties of process 1, the entry point, probes
//! with a limit, required hooks, the environment of the running application. `tests/containers` tests it in real
//! containers.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "in a test a panic is the report"
)]

mod entrypoint;
mod env_of;
mod env_of_refused;
mod init_early;
mod init_grace;
mod init_group;
mod init_job_control;
mod init_options;
mod init_orphans;
mod init_rewrite;
mod init_signals;
mod init_status;
mod init_terminal;
mod processes;
mod refused_calls;
mod require;
mod time_limit;
mod time_limit_killed;
mod time_limit_refused;
mod time_limit_terminal;
