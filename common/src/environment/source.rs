//! Setting up an environment: this process becomes bash, bash sources the hooks and becomes this
//! program again.
//!
//! Env hooks run *inline*, in this process, so that umask, limits, descriptors, ignored signals and
//! background children arrive together with the variables. Where there is nothing to source, no
//! shell starts.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use nix::libc::SIGURG;
use nix::unistd::getppid;

use crate::command::context::Context;
use crate::debug;
use crate::environment::handoff::{Handoff, Stage};
use crate::environment::marker;
use crate::environment::script::{Hook, Script, SignalSource};
use crate::environment::snapshot;
pub use crate::environment::sources::Environment;
use crate::environment::sources::Sources;
use crate::error::Error;
use crate::hooks::hook_file;
use crate::output::quoting::escaped;
use crate::output::{level, lines};
use crate::process::lookup;
use crate::process::program::Program;
use crate::process::signal_queue::is_process_1;
use crate::process::signal_set::send;
use crate::process::supervision::Supervision;

/// How an environment is set up.
pub struct Setting {
    /// The environment.
    pub environment: Environment,
    /// The index of the step.
    pub step: usize,
    /// Whether a progress line names the env hook.
    pub announce: bool,
    /// The hook to become, if that is all that is left to do, and whether a progress line names it.
    pub last: Option<(PathBuf, bool)>,
}

/// Sets up an environment.
///
/// Returns only where there was nothing to source. Otherwise the process becomes bash, and bash
/// becomes either this program again, which continues with the next step, or the last hook.
///
/// `before` is called where something is to be sourced, before bash starts.
///
/// # Errors
/// The error of `before`; the env hook is broken, or there is no bash to source it (127).
pub fn source(
    context: &mut Context,
    setting: Setting,
    before: impl FnOnce(&mut Context) -> Result<()>,
) -> Result<()> {
    if context.environment_taken {
        return Ok(());
    }
    if context.user_script_done {
        let variables = context.overrides.environment();
        snapshot::take(&context.options, Stage::UserScript.name(), variables)?;
    }
    let sources = Sources::find(setting.environment, context)?;
    if level::is_debug() {
        sources.explain(setting.environment, &context.paths);
    }
    if !sources.is_empty() {
        before(context)?;
        match lookup::bash() {
            Ok(bash) => return Err(become_bash(&bash, context, setting, sources)),
            Err(no_bash) => require_no_bash(&sources, &no_bash.0)?,
        }
    }
    if setting.environment == Environment::Deploy {
        context.overrides.set(marker::MARKER, marker::date());
    }
    Ok(())
}

/// Warns of the files that are not sourced; an env hook among them is an error.
fn require_no_bash(sources: &Sources, no_bash: &str) -> Result<()> {
    if let Some(hook) = &sources.env_hook {
        return Err(Error::NotFound(format!(
            "env hook {} must be sourced by bash, but {no_bash}; add bash to the image, \
             or set S2I_BASH to where it is",
            escaped(hook)
        ))
        .into());
    }
    let source = sources.user_script.as_ref().map_or_else(
        || "BASH_ENV".to_owned(),
        |script| format!("container user script {}", escaped(script)),
    );
    lines::warning(format!("{source} was not sourced: {no_bash}"));
    Ok(())
}

fn become_bash(
    bash: &Path,
    context: &Context,
    setting: Setting,
    sources: Sources,
) -> anyhow::Error {
    let handoff = Handoff {
        command: context.name.into(),
        step: setting.step,
        paths: context.paths.clone(),
        env_hook: sources.env_hook.clone(),
        options: context.options.clone(),
        log: level::level(),
        times: context.times.through_bash(sources.name(setting.environment)),
        operands: context.operands.clone(),
        facts: Vec::new(),
    };
    // bash prints the line if something is sourced before the env hook.
    let is_first = sources.user_script.is_none() && !sources.bash_env;
    let announced = sources.env_hook.as_deref().filter(|_| setting.announce);
    if let Some(hook) = announced.filter(|_| is_first) {
        lines::running(hook);
    }
    let script = Script {
        program: context.program.clone(),
        environment: setting.environment,
        bash_env: sources.bash_env,
        announces_env_hook: announced.is_some() && !is_first,
        user_script: sources.user_script,
        env_hook: sources.env_hook,
        signals: match context.supervision {
            Supervision::None if is_process_1() => SignalSource::Kernel,
            Supervision::None | Supervision::Init(_) => SignalSource::Any,
            Supervision::TimeLimit(_) => SignalSource::TimeLimit,
        },
        hook: setting.last.and_then(|(file, is_announced)| hook(file, is_announced)),
        snapshots: context.options.snapshots.is_some(),
    };
    let program = Program::binary("bash", bash)
        .with(["--norc".into(), "-c".into()])
        .with(script.render(&handoff));
    context.supervision.perform(&program, &context.signals, &context.overrides)
}

/// Returns the hook for bash to execute, unless s2ibox has to stay for it, or to explain why it
/// cannot be executed.
fn hook(file: PathBuf, is_announced: bool) -> Option<Hook> {
    if !hook_file::is_ready("hook", &file).unwrap_or(false) {
        return None;
    }
    let program = Program::from_file("hook", &file).ok().filter(Program::may_be_wrapped)?;
    debug!("bash then becomes {} itself", program.what());
    let words = [program.file.into()].into_iter().chain(program.arguments).collect();
    Some(Hook { file, words, is_announced })
}

/// Removes the option of bash that the script has set (`allexport`) from options that a hook has
/// exported.
///
/// `facts` are the values of `SHELLOPTS` and `BASHOPTS` when everything was sourced.
pub fn restore_shell_options(context: &mut Context, facts: &[OsString]) {
    for (name, value) in ["SHELLOPTS", "BASHOPTS"].into_iter().zip(facts) {
        if env::var_os(name).is_some()
            && let Some(options) = value.to_str()
        {
            let own = options.split(':').filter(|option| *option != "allexport");
            context.overrides.set(name, own.collect::<Vec<_>>().join(":"));
        }
    }
}

/// Tells the bash that stays as the parent that the signals of this process are blocked: from now
/// on none is lost.
pub fn signal_readiness() {
    let _ = send(getppid().as_raw(), SIGURG); // ignored by default, should the parent be gone
}

/// Changes back to the source path, from wherever a hook has gone.
///
/// # Errors
/// The source path is gone.
pub fn return_to_source(context: &mut Context) -> Result<()> {
    let source = &context.paths.source;
    if context.paths.check_working_directory().is_err() {
        env::set_current_dir(source)
            .with_context(|| format!("cannot go back to the source path {}", escaped(source)))?;
        if env::var_os("PWD").is_some() {
            context.overrides.set("PWD", source);
        }
    }
    Ok(())
}
