//! What is checked before anything has run: every hook and job that the command will need.
//!
//! A build that would fail in its tenth minute fails in its first second. Each is looked at again when
//! its turn comes, for an earlier step may have made or unmade it.

use std::path::Path;

use anyhow::Result;

use crate::command::context::Context;
use crate::command::step::Step;
use crate::command::target::Target;
use crate::hooks::paths::hook_below;
use crate::hooks::{hook_file, jobs};
use crate::output::lines;
use crate::process::program::check_first_line;

/// Checks what `steps` will need.
///
/// # Errors
/// The first hook or job that is broken.
pub fn before_anything_runs(context: &Context, steps: &[Step]) -> Result<()> {
    let paths = &context.paths;
    let takes = steps.iter().any(|step| matches!(step, Step::TakeHooks));
    let tree =
        if takes && paths.upload.join(".s2i").is_dir() { &paths.upload } else { &paths.source };
    for step in steps {
        match step {
            Step::Source(environment) | Step::SourceSilently(environment) => {
                if !context.environment_taken
                    && let Some(name) = environment.hook_name()
                {
                    hook_file::is_ready_to_source(&hook_below(tree, name))?;
                }
            }
            Step::Run(Target::Hook(name))
            | Step::Become(Target::Hook(name))
            | Step::BecomeSilently(Target::Hook(name)) => {
                executable("hook", &hook_below(tree, name))?;
            }
            Step::RunJobs => {
                for job in jobs::all(tree, jobs::category(context)?)? {
                    executable("job", &job)?;
                }
            }
            _ => {}
        }
    }
    if takes {
        warn_of_what_comes_later(tree);
    }
    Ok(())
}

fn executable(kind: &str, file: &Path) -> Result<()> {
    if hook_file::is_ready(kind, file)? {
        check_first_line(kind, file)?;
    }
    Ok(())
}

/// A build does not fail for a probe, but somebody should read of it before the deployment does.
fn warn_of_what_comes_later(tree: &Path) {
    let deploy_env =
        hook_file::is_ready_to_source(&hook_below(tree, hook_file::DEPLOY_ENV)).map(drop);
    let hooks = hook_file::AFTER_BUILD.map(|name| executable("hook", &hook_below(tree, name)));
    let jobs = jobs::of_every_category(tree);
    let jobs = jobs.iter().map(|job| executable("job", job));
    for checked in std::iter::once(deploy_env).chain(hooks).chain(jobs) {
        if let Err(error) = checked {
            lines::warning(format!("{error:#}; a later command will fail for it"));
        }
    }
}
