//! Checks every hook and job that a command will need, before anything has run.
//!
//! A build that would fail in its tenth minute fails in its first second. Each file is examined
//! again at its turn, for an earlier step may have made or removed it.

use std::path::Path;

use anyhow::Result;

use crate::command::context::Context;
use crate::command::run_jobs;
use crate::command::step::{Needs, Step};
use crate::command::target::Target;
use crate::hooks::paths::hook_below;
use crate::hooks::script_kind::{ScriptKind, check_env_hook};
use crate::hooks::table::HOOKS;
use crate::hooks::{hook_file, jobs};
use crate::output::lines;

/// Checks what `steps` need; in a build also warns of hooks that would fail a later command.
///
/// # Errors
/// The first hook or job that is broken.
pub fn check(context: &Context, steps: &[Step]) -> Result<()> {
    let paths = &context.paths;
    let takes_hooks = steps.iter().any(|step| matches!(step, Step::TakeHooks));
    let from_upload = takes_hooks && paths.upload.join(".s2i").is_dir();
    let tree = if from_upload { &paths.upload } else { &paths.source };
    for step in steps {
        match step.facts().needs {
            Needs::EnvHook(environment) if !context.environment_taken => {
                if let Some(name) = environment.hook_name() {
                    check_sourced(&hook_below(tree, name))?;
                }
            }
            Needs::Program(Target::Hook(hook)) => {
                check_executable("hook", &hook_below(tree, hook.name))?;
            }
            Needs::Jobs => {
                for job in jobs::of_category(tree, &run_jobs::category(context)?)? {
                    check_executable("job", &job)?;
                }
            }
            Needs::Program(Target::Builder(_)) | Needs::EnvHook(_) | Needs::Nothing => {}
        }
    }
    if takes_hooks {
        warn_of_later_commands(tree);
    }
    Ok(())
}

fn check_sourced(file: &Path) -> Result<()> {
    if hook_file::is_ready_to_source(file)? {
        check_env_hook(file)?;
    }
    Ok(())
}

fn check_executable(kind: &str, file: &Path) -> Result<()> {
    if hook_file::is_ready(kind, file)? {
        ScriptKind::of(kind, file)?;
    }
    Ok(())
}

/// Warns of broken hooks that a build does not need, for the deployment would fail for them.
fn warn_of_later_commands(tree: &Path) {
    let hooks = HOOKS.iter().filter(|hook| hook.is_for_deployment()).map(|hook| {
        let file = hook_below(tree, hook.name);
        if hook.is_sourced() { check_sourced(&file) } else { check_executable("hook", &file) }
    });
    let jobs = jobs::of_every_category(tree);
    let jobs = jobs.iter().map(|job| check_executable("job", job));
    for checked in hooks.chain(jobs) {
        if let Err(error) = checked {
            lines::warning(format!("{error:#}; a later command will fail for it"));
        }
    }
}
