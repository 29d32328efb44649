//! What is checked before anything has run: every hook and job that the command will need.
//!
//! A build that would fail in its tenth minute fails in its first second. Each is looked at again when
//! its turn comes, for an earlier step may have made or unmade it.

use std::path::Path;

use anyhow::Result;

use crate::invocation::Invocation;
use crate::layout::hook_below;
use crate::phase::Step;
use crate::program::check_first_line;
use crate::target::Target;
use crate::{hook, jobs, report};

/// Checks what `steps` will need.
///
/// # Errors
/// The first hook or job that is broken.
pub fn before_anything_runs(invocation: &Invocation, steps: &[Step]) -> Result<()> {
    let layout = &invocation.layout;
    let takes = steps.iter().any(|step| matches!(step, Step::TakeHooks));
    let tree = if takes && layout.upload.join(".s2i").is_dir() {
        &layout.upload
    } else {
        &layout.source
    };
    for step in steps {
        match step {
            Step::Source(environment) | Step::SourceSilently(environment) => {
                if !invocation.environment_taken
                    && let Some(name) = environment.hook_name()
                {
                    hook::is_ready_to_source(&hook_below(tree, name))?;
                }
            }
            Step::Run(Target::Hook(name))
            | Step::Become(Target::Hook(name))
            | Step::BecomeSilently(Target::Hook(name)) => {
                executable("hook", &hook_below(tree, name))?;
            }
            Step::RunJobs => {
                for job in jobs::all(tree, jobs::category(invocation)?)? {
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
    if hook::is_ready(kind, file)? {
        check_first_line(kind, file)?;
    }
    Ok(())
}

/// A build does not fail for a probe, but somebody should read of it before the deployment does.
fn warn_of_what_comes_later(tree: &Path) {
    let deploy_env = hook::is_ready_to_source(&hook_below(tree, hook::DEPLOY_ENV)).map(drop);
    let hooks = hook::AFTER_BUILD.map(|name| executable("hook", &hook_below(tree, name)));
    let jobs = jobs::of_every_category(tree);
    let jobs = jobs.iter().map(|job| executable("job", job));
    for checked in std::iter::once(deploy_env).chain(hooks).chain(jobs) {
        if let Err(error) = checked {
            report::warning(format!("{error:#}; a later command will fail for it"));
        }
    }
}
