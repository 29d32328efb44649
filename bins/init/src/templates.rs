//! The text of each file that `init` writes.

use common::hooks::table::Hook;

/// An example job.
pub const JOB: &str = include_str!("templates/job");

/// `.s2i/environment`.
pub const ENVIRONMENT: &str = include_str!("templates/environment");

/// `assemble` and `run` of `.s2i/bin`, for a builder image that has s2ibox.
pub const IN_IMAGE: [&str; 2] =
    [include_str!("templates/assemble.sh"), include_str!("templates/run.sh")];

/// `assemble` and `run` of `.s2i/bin`, for a program that is embedded in the source tree.
pub const EMBEDDED: [&str; 2] =
    [include_str!("templates/assemble-embedded.sh"), include_str!("templates/run-embedded.sh")];

/// Returns the template of a hook: its description as a comment, and its example.
#[must_use]
pub fn of_hook(hook: &Hook) -> String {
    // Bash exports what an env hook sets, so shellcheck's "appears unused" (SC2034) does not apply.
    let (begin, settings) = if hook.is_sourced() {
        ("# shellcheck shell=bash disable=SC2034", "")
    } else {
        ("#!/bin/bash", "set -eo pipefail\n")
    };
    let comment = hook.description.replace('\n', "\n# ");
    format!("{begin}\n# {comment}\n{settings}\n{}\n", hook.example)
}
