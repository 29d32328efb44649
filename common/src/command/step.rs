//! A command as a list of steps, and the one loop that performs them.
//!
//! The steps of the ten commands read like the table in the contract; what a step means stands here
//! or in the module that it names.

use std::path::PathBuf;

use anyhow::Result;

use crate::command::context::Context;
use crate::command::target::Target;
use crate::environment::source;
use crate::environment::source::{Environment, Setting};
use crate::fs::{permissions, transfer};
use crate::hooks::jobs;
use crate::hooks::paths::Paths;
use crate::output::{level, lines};
use crate::process::program::Program;
use crate::process::run::become_program;
use crate::process::{command_line, init, run};

/// One step of a command.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// A progress line.
    Say(&'static str),
    /// Tell at the end what each step from here on took.
    TakeTimes,
    /// Take `.s2i` from the upload.
    TakeHooks,
    /// Set up an environment and say which env hook runs.
    Source(Environment),
    /// The same, saying nothing.
    SourceSilently(Environment),
    /// The same with the environment that this chooses, or none.
    SourceChosen(fn(&mut Context) -> Result<Option<Environment>>),
    /// Run it, if it is there, and wait for its end.
    Run(Target),
    /// Run the jobs of the category that the first word names.
    RunJobs,
    /// Apply the rule for arbitrary user ids to the source, and to the application around it.
    FixPermissions,
    /// Become it, if it is there, and say so.
    Become(Target),
    /// The same, saying nothing.
    BecomeSilently(Target),
    /// Become the command line that the words are.
    BecomeWords,
    /// The same, without a shell in front of it that does nothing.
    BecomeEntry,
    /// Become an interactive shell.
    BecomeShell,
    /// Do this, which is the command's own.
    Do(fn(&mut Context) -> Result<()>),
}

impl Step {
    /// Whether it is done in the source path, with its hooks; only an entry point is not.
    #[must_use]
    pub const fn is_in_source(&self) -> bool {
        !matches!(self, Self::BecomeEntry)
    }

    /// Whether we stay a process for longer than a moment in it, so that signals matter.
    #[must_use]
    pub const fn waits(&self) -> bool {
        matches!(self, Self::TakeHooks | Self::Run(_) | Self::RunJobs | Self::FixPermissions)
    }
}

/// Performs `steps` from the index `from` on, and tells what they took if that is one of them.
///
/// # Errors
/// The first that a step ends with; the steps after it are not performed.
pub fn perform(context: &mut Context, steps: &[Step], from: usize) -> Result<()> {
    let done = perform_each(context, steps, from);
    context.times.tell(context.name, done.is_ok());
    done
}

fn perform_each(context: &mut Context, steps: &[Step], from: usize) -> Result<()> {
    for (index, step) in steps.iter().enumerate().skip(from) {
        context.times.end_step();
        context.signals.check()?;
        match *step {
            Step::Say(text) => lines::progress(text),
            Step::TakeTimes => context.times.begin(),
            Step::TakeHooks => transfer::take_hooks(context)?,
            Step::Source(environment) | Step::SourceSilently(environment) => {
                let setting = Setting {
                    environment,
                    step: index,
                    said: matches!(step, Step::Source(_)) && !level::is_quiet(),
                    last: last_hook(&context.paths, &steps[index + 1..]),
                };
                source::source(context, &setting)?;
            }
            Step::SourceChosen(choose) => {
                if let Some(environment) = choose(context)? {
                    let setting = Setting { environment, step: index, said: false, last: None };
                    source::source(context, &setting)?;
                }
            }
            Step::Do(what) => what(context)?,
            Step::Run(target) => {
                if let Some(program) = target.program(context, true)? {
                    context.times.step(target);
                    run::run(&program, &context.signals, &context.overrides)?;
                }
            }
            Step::RunJobs => jobs::run(context)?,
            Step::FixPermissions => {
                context.times.step("permissions");
                permissions::fix(context)?;
            }
            Step::Become(target) => {
                if let Some(program) = target.wanted(context, true)? {
                    return become_it(context, &program);
                }
            }
            Step::BecomeSilently(target) => {
                if let Some(program) = target.wanted(context, false)? {
                    return become_it(context, &program);
                }
            }
            Step::BecomeWords => {
                return become_it(context, &command_line::program(context, &context.words)?);
            }
            Step::BecomeEntry => {
                let words = command_line::without_shell(&context.words);
                return become_it(context, &command_line::program(context, &words)?);
            }
            Step::BecomeShell => {
                return become_it(context, &command_line::shell(context)?);
            }
        }
    }
    context.signals.check()
}

/// The hook to become, and whether to say so, where `rest` is nothing but that.
fn last_hook(paths: &Paths, rest: &[Step]) -> Option<(PathBuf, bool)> {
    match rest {
        [Step::Become(Target::Hook(name))] => Some((paths.hook(name), !level::is_quiet())),
        [Step::BecomeSilently(Target::Hook(name))] => Some((paths.hook(name), false)),
        _ => None,
    }
}

/// Becomes the program; as an init, runs it to its end and takes over its status.
fn become_it(context: &Context, program: &Program) -> Result<()> {
    let (signals, overrides) = (&context.signals, &context.overrides);
    match context.options.init {
        Some(scope) => init::run(program, scope, signals, overrides),
        None => Err(become_program(program, signals, overrides)),
    }
}
