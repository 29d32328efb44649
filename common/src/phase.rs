//! A command as a list of steps, and the one loop that performs them.
//!
//! The steps of the ten commands read like the table in the contract; what a step means stands here
//! or in the module that it names.

use std::path::PathBuf;

use anyhow::Result;

use crate::environment::{self, Environment, Setting};
use crate::invocation::Invocation;
use crate::layout::Layout;
use crate::process::{self, become_program};
use crate::program::Program;
use crate::target::Target;
use crate::{command_line, init, jobs, log, permissions, report, transfer};

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
    SourceChosen(fn(&mut Invocation) -> Result<Option<Environment>>),
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
    Do(fn(&mut Invocation) -> Result<()>),
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
        matches!(
            self,
            Self::TakeHooks | Self::Run(_) | Self::RunJobs | Self::FixPermissions
        )
    }
}

/// Performs `steps` from the index `from` on, and tells what they took if that is one of them.
///
/// # Errors
/// The first that a step ends with; the steps after it are not performed.
pub fn perform(invocation: &mut Invocation, steps: &[Step], from: usize) -> Result<()> {
    let done = perform_each(invocation, steps, from);
    invocation.times.tell(invocation.name, done.is_ok());
    done
}

fn perform_each(invocation: &mut Invocation, steps: &[Step], from: usize) -> Result<()> {
    for (index, step) in steps.iter().enumerate().skip(from) {
        invocation.times.end_step();
        invocation.signals.check()?;
        match *step {
            Step::Say(text) => report::progress(text),
            Step::TakeTimes => invocation.times.begin(),
            Step::TakeHooks => transfer::take_hooks(invocation)?,
            Step::Source(environment) | Step::SourceSilently(environment) => {
                let setting = Setting {
                    environment,
                    step: index,
                    said: matches!(step, Step::Source(_)) && !log::is_quiet(),
                    last: last_hook(&invocation.layout, &steps[index + 1..]),
                };
                environment::source(invocation, &setting)?;
            }
            Step::SourceChosen(choose) => {
                if let Some(environment) = choose(invocation)? {
                    let setting = Setting {
                        environment,
                        step: index,
                        said: false,
                        last: None,
                    };
                    environment::source(invocation, &setting)?;
                }
            }
            Step::Do(what) => what(invocation)?,
            Step::Run(target) => {
                if let Some(program) = target.program(invocation, true)? {
                    invocation.times.step(target);
                    process::run(&program, &invocation.signals, &invocation.surroundings)?;
                }
            }
            Step::RunJobs => jobs::run(invocation)?,
            Step::FixPermissions => {
                invocation.times.step("permissions");
                permissions::fix(invocation)?;
            }
            Step::Become(target) => {
                if let Some(program) = target.wanted(invocation, true)? {
                    return become_it(invocation, &program);
                }
            }
            Step::BecomeSilently(target) => {
                if let Some(program) = target.wanted(invocation, false)? {
                    return become_it(invocation, &program);
                }
            }
            Step::BecomeWords => {
                return become_it(
                    invocation,
                    &command_line::program(invocation, &invocation.words)?,
                );
            }
            Step::BecomeEntry => {
                let words = command_line::without_shell(&invocation.words);
                return become_it(invocation, &command_line::program(invocation, &words)?);
            }
            Step::BecomeShell => {
                return become_it(invocation, &command_line::shell(invocation)?);
            }
        }
    }
    invocation.signals.check()
}

/// The hook to become, and whether to say so, where `rest` is nothing but that.
fn last_hook(layout: &Layout, rest: &[Step]) -> Option<(PathBuf, bool)> {
    match rest {
        [Step::Become(Target::Hook(name))] => Some((layout.hook(name), !log::is_quiet())),
        [Step::BecomeSilently(Target::Hook(name))] => Some((layout.hook(name), false)),
        _ => None,
    }
}

/// Becomes the program; as an init, runs it to its end and takes over its status.
fn become_it(invocation: &Invocation, program: &Program) -> Result<()> {
    let (signals, surroundings) = (&invocation.signals, &invocation.surroundings);
    match invocation.options.init {
        Some(scope) => init::run(program, scope, signals, surroundings),
        None => Err(become_program(program, signals, surroundings)),
    }
}
