//! Checks every hook and job that a command will need, before anything has run.
//!
//! A build that would fail in its tenth minute fails in its first second. Each file is examined
//! again at its turn, because an earlier step may have made or removed it.

use std::path::Path;

use anyhow::Result;

use crate::command::context::Context;
use crate::command::run_jobs;
use crate::command::step::{Facts, Needs, Role, Step};
use crate::command::target::Target;
use crate::hooks::paths::hook_below;
use crate::hooks::script_kind::{ScriptKind, check_env_hook};
use crate::hooks::table::HOOKS;
use crate::hooks::{builder, hook_file, jobs, moved_link};
use crate::output::lines;

/// Checks what `steps` need; in a build also warns of hooks that would fail a later command.
///
/// # Errors
/// The first hook, job or builder's script that is broken.
pub fn check(context: &Context, steps: &[Step]) -> Result<()> {
    let paths = &context.paths;
    let takes_hooks = steps.iter().any(|step| step.facts().role == Role::TakesHooks);
    let mut moves = takes_hooks && paths.upload.join(".s2i").is_dir();
    let tree = if moves { &paths.upload } else { &paths.source };
    // Whether the `run` hook takes the place of the builder's script, which may then be missing.
    let mut replaces = false;
    for Facts { needs, role, .. } in steps.iter().map(Step::facts) {
        match needs {
            Needs::EnvHook(environment) if !context.environment_taken => {
                if let Some(name) = environment.hook_name() {
                    let file = hook_below(tree, name);
                    check_sourced(&file)?;
                    if moves {
                        moved_link::check_before_move(hook_file::ENV_HOOK, &file, paths)?;
                    }
                }
            }
            Needs::Program(Target::Hook(hook)) => {
                let file = hook_below(tree, hook.name);
                replaces |= check_executable("hook", &file)? && role == Role::Becomes;
                if moves {
                    moved_link::check_before_move("hook", &file, paths)?;
                }
            }
            Needs::Program(Target::Builder(name)) => {
                if !replaces {
                    builder::check(name, &builder::script(&paths.scripts, name))?;
                }
                moves = false; // from here on, the source is in its place
            }
            Needs::Jobs => {
                for job in jobs::of_category(tree, &run_jobs::category(context)?)? {
                    check_executable("job", &job)?;
                }
            }
            Needs::EnvHook(_) | Needs::Nothing => {}
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

/// Returns whether the file exists. One that exists and cannot be executed is an error.
fn check_executable(kind: &str, file: &Path) -> Result<bool> {
    let is_ready = hook_file::is_ready(kind, file)?;
    if is_ready {
        ScriptKind::of(kind, file)?;
    }
    Ok(is_ready)
}

/// Warns of broken hooks that the build does not need, because the deployment would fail because of
/// them.
fn warn_of_later_commands(tree: &Path) {
    let hooks = HOOKS.iter().filter(|hook| hook.is_for_deployment()).map(|hook| {
        let file = hook_below(tree, hook.name);
        if hook.is_sourced() {
            check_sourced(&file)
        } else {
            check_executable("hook", &file).map(drop)
        }
    });
    let jobs = jobs::categories(tree).into_iter().flat_map(|(_, jobs)| jobs);
    let jobs = jobs.map(|job| check_executable("job", &job).map(drop));
    for checked in hooks.chain(jobs) {
        if let Err(error) = checked {
            lines::warning(format!("{error:#}; a later command will fail because of it"));
        }
    }
}
