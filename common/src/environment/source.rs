//! The build and the deploy environment: what must be sourced; becoming bash and coming back.
//!
//! Env hooks run *inline*: this process becomes bash, sources them, and bash becomes this program
//! again, so that umask, limits, descriptors, ignored signals and background children arrive with the
//! variables. What bash is given to do is the constant text of `inline.sh`; paths are its arguments.
//! Where nothing is to be sourced, no shell starts.

use std::env;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::environment::sources::Sources;
use crate::environment::{script, snapshot};

use crate::command::context::Context;
use crate::debug;
use crate::environment::handoff::{Handoff, Stage};
use crate::environment::marker;
use crate::error::Error;
use crate::hooks::hook_file;
use crate::hooks::paths::Paths;
use crate::hooks::table::{BUILD_ENV, DEPLOY_ENV};
use crate::output::quoting::escaped;
use crate::output::{level, lines};
use crate::process::lookup;
use crate::process::program::Program;
use crate::process::run::become_program;

/// One of the environments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Environment {
    /// What `BASH_ENV` sets up, for the `pre_build` hook, which comes before the build environment.
    Entry,
    /// `build_env`.
    Build,
    /// The container user script, then `deploy_env`; sets the marker.
    Deploy,
}

impl Environment {
    /// The file of its env hook.
    #[must_use]
    pub fn hook(self, paths: &Paths) -> Option<PathBuf> {
        self.hook_name().map(|name| paths.hook(name))
    }

    /// The name of its env hook.
    #[must_use]
    pub const fn hook_name(self) -> Option<&'static str> {
        match self {
            Self::Entry => None,
            Self::Build => Some(BUILD_ENV.name),
            Self::Deploy => Some(DEPLOY_ENV.name),
        }
    }
}

/// Sets up an environment, as the step `step` of the command.
pub struct Setting {
    /// Which one.
    pub environment: Environment,
    /// The index of the step.
    pub step: usize,
    /// Whether to say what is sourced.
    pub announce: bool,
    /// The hook to become, and whether to say so, if that is all that is left to do.
    pub last: Option<(PathBuf, bool)>,
}

impl Setting {
    fn last_is_said(&self) -> bool {
        self.last.as_ref().is_some_and(|(_, said)| *said)
    }
}

/// Sets up an environment.
///
/// Returns only where there was nothing to source; else the process becomes bash, and bash this
/// program again, which goes on with the next step, or, where that is all, the last hook.
///
/// `before` is called where something is to be sourced, before bash starts.
///
/// # Errors
/// That of `before`; the env hook is broken, or there is no bash to source it (127).
pub fn source(
    context: &mut Context,
    setting: &Setting,
    before: impl FnOnce(&mut Context) -> Result<()>,
) -> Result<()> {
    if context.environment_taken {
        return Ok(());
    }
    if context.user_script_done {
        let variables = context.overrides.whole();
        snapshot::take(&context.options, Stage::UserScript.name(), variables)?;
    }
    let sources = Sources::of(setting.environment, context)?;
    if level::is_debug() {
        sources.explain(setting.environment, &context.paths);
    }
    if !sources.is_empty() {
        before(context)?;
        match lookup::bash() {
            Ok(bash) => return Err(become_bash(&bash, context, setting, sources)),
            Err(no_bash) => do_without(&sources, &no_bash.0)?,
        }
    }
    if setting.environment == Environment::Deploy {
        context.overrides.set(marker::MARKER, marker::date());
    }
    Ok(())
}

/// What cannot be sourced is a warning, but for the env hook.
fn do_without(sources: &Sources, no_bash: &str) -> Result<()> {
    if let Some(hook) = &sources.env_hook {
        return Err(Error::NotFound(format!(
            "env hook {} must be sourced by bash, but {no_bash}; add bash to the image, \
             or set S2I_BASH to where it is",
            escaped(hook)
        ))
        .into());
    }
    let what = sources.user_script.as_ref().map_or_else(
        || "BASH_ENV".to_owned(),
        |script| format!("container user script {}", escaped(script)),
    );
    lines::warning(format!("{what} was not sourced: {no_bash}"));
    Ok(())
}

fn become_bash(
    bash: &Path,
    context: &mut Context,
    setting: &Setting,
    sources: Sources,
) -> anyhow::Error {
    let resume = Handoff {
        command: context.name.into(),
        step: setting.step,
        paths: context.paths.clone(),
        env_hook: sources.env_hook.clone(),
        options: context.options.clone(),
        log: level::level(),
        times: context.times.through_bash(sources.name(setting.environment)),
        shell_options: Default::default(),
        words: context.words.clone(),
    };
    let last = last_program(context, setting);
    if let Some(hook) = &last {
        debug!("bash then becomes {} itself", hook.what());
    }
    let say_last = last.is_some() && setting.last_is_said();
    // Where something comes before the env hook, it is for bash to say.
    let first = sources.user_script.is_none() && !sources.bash_env;
    let say_env_hook = setting.announce && !first && sources.env_hook.is_some();
    if setting.announce
        && first
        && let Some(hook) = &sources.env_hook
    {
        lines::running(hook);
    }
    let applies = [
        ("bash_env", sources.bash_env),
        ("user_script", sources.user_script.is_some()),
        ("env_hook", sources.env_hook.is_some()),
        ("say_env_hook", say_env_hook),
        ("say", say_env_hook || say_last),
        ("deploy", setting.environment == Environment::Deploy),
        ("build", setting.environment == Environment::Build),
        ("last", last.is_some()),
        ("say_last", say_last),
        ("snapshot", context.options.snapshots.is_some()),
    ];
    let applies: Vec<_> = applies.iter().filter(|(_, does)| *does).map(|(word, _)| *word).collect();
    let (file, argument) = last.map_or_else(Default::default, |program| {
        (program.file, program.arguments.into_iter().next().unwrap_or_default())
    });
    let hook = setting.last.as_ref().map(|(hook, _)| hook.clone());
    // In the order of the table in `inline.sh`.
    let mut arguments: Vec<OsString> = vec![
        context.program.clone().into(),
        context.paths.source.clone().into(),
        sources.user_script.unwrap_or_default().into(),
        sources.env_hook.unwrap_or_default().into(),
        marker::date().into(),
        hook.unwrap_or_default().into(),
        file.into(),
        argument,
    ];
    arguments.extend(resume.to_arguments());
    let count = (arguments.len() + 1).to_string();
    let program = Program::binary("bash", bash)
        .with(["--norc".into(), "-c".into(), script::inline(&applies).into()])
        .with([format!("s2i-{}", context.name).into(), count.into()])
        .with(arguments);
    context.overrides.set("__s2ibox_ended", OsStr::from_bytes(script::ENDED));
    context.overrides.set("__s2ibox_back", OsStr::from_bytes(script::BACK));
    become_program(&program, &context.signals, &context.overrides)
}

/// What bash may become itself: nothing where something is left for us to do, or to explain.
fn last_program(context: &Context, setting: &Setting) -> Option<Program> {
    let (hook, _) = setting.last.as_ref()?;
    if context.options.init.is_some() || !hook_file::is_ready("hook", hook).unwrap_or(false) {
        return None;
    }
    Program::from_file("hook", hook).ok().filter(Program::may_be_wrapped)
}

/// Takes back what our own text has changed about options that a hook has exported; `were` is what they were.
pub fn take_back_options(context: &mut Context, were: &[OsString; 2]) {
    for (name, were) in ["SHELLOPTS", "BASHOPTS"].into_iter().zip(were) {
        if env::var_os(name).is_some()
            && let Some(options) = were.to_str()
        {
            let theirs = options.split(':').filter(|option| *option != "allexport");
            context.overrides.set(name, theirs.collect::<Vec<_>>().join(":"));
        }
    }
}

/// Goes back to the source path after a hook has run inline, wherever it went.
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
