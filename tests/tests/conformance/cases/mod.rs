//! The cases, one file for each concern. Most cases are one line of data.

mod actions;
mod activation;
mod assemble;
mod env_hooks;
mod env_in_every_command;
mod exec;
mod hooks;
pub mod inline;
mod jobs;
mod nested;
mod paths;
mod run;
mod shell;
mod usage;

use crate::case::Case;

/// Every case that is a line of data, without the hooks in all their states.
pub fn all() -> impl Iterator<Item = &'static (&'static str, fn() -> Case)> {
    let files = [
        actions::ALL,
        activation::ALL,
        assemble::ALL,
        env_hooks::ALL,
        env_in_every_command::ALL,
        exec::ALL,
        hooks::ALL,
        inline::ALL,
        jobs::ALL,
        nested::ALL,
        paths::ALL,
        run::ALL,
        shell::ALL,
        usage::ALL,
    ];
    files.into_iter().flatten()
}

#[test]
fn no_case_is_written_twice() {
    let mut sources: Vec<_> = all().map(|(name, case)| (case().as_source(), name)).collect();
    sources.sort();
    for pair in sources.windows(2) {
        assert_ne!(pair[0].0, pair[1].0, "{} and {}", pair[0].1, pair[1].1);
    }
}
