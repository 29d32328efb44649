//! The steps that commands are made of, as data.

use anyhow::Result;

use crate::command::context::Context;
use crate::command::target::Target;
use crate::environment::source::Environment;

/// One step of a command; [`crate::command::runner`] performs it.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// Prints a progress line.
    PrintProgress(&'static str),
    /// Checks the working directory and exports the paths.
    EnterSource,
    /// Checks what the later steps need, and measures them; the times are printed at the end.
    MeasureTimes,
    /// Takes `.s2i` from the upload.
    TakeHooks,
    /// Sets up an environment.
    Source {
        /// The environment.
        environment: Environment,
        /// Whether a progress line names the env hook.
        announce: bool,
    },
    /// Runs a program, if it exists, and waits for its end.
    Run(Target),
    /// Runs the jobs of the category that the first operand names.
    RunJobs,
    /// Applies the rule for arbitrary user ids to the source, and to the application around it.
    FixPermissions,
    /// Becomes a program, if it exists.
    Become {
        /// The program.
        target: Target,
        /// Whether a progress line names it.
        announce: bool,
    },
    /// Becomes a program that ends by itself, if it exists; a progress line names it.
    ///
    /// As process 1 the command stays as its init: the kernel drops TERM for a process 1 that does
    /// not handle it, and bash does not handle it. A deleted pod would run the task until the
    /// platform kills it.
    BecomeTask(Target),
    /// Becomes the command line that the operands are.
    BecomeOperands,
    /// Becomes the command line that the operands are, without a shell in front of it that would
    /// do nothing.
    BecomeEntryPoint,
    /// Becomes an interactive shell.
    BecomeShell,
    /// Calls a function that only this command has.
    Call(fn(&mut Context) -> Result<()>),
}

/// What must exist for a step, so that it can be checked before anything runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// The env hook of an environment, where there is one, must be readable.
    EnvHook(Environment),
    /// A program must be executable; an action hook may be absent.
    Program(Target),
    /// The jobs of the category that the first operand names must be executable.
    Jobs,
}

/// The part that a step has in a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It takes the hooks from the upload, in which they lie before.
    TakesHooks,
    /// It replaces this process by a program.
    Becomes,
    /// It replaces this process by a program that ends by itself.
    BecomesTask,
    /// Any other.
    Other,
}

/// The facts about a step that others than the runner act on.
#[derive(Debug, Clone, Copy)]
pub struct Facts {
    /// Whether the process stays for longer than a moment, so that it must not lose signals.
    pub waits: bool,
    /// What must be there.
    pub needs: Needs,
    /// The part that the step has in a command.
    pub role: Role,
}

impl Step {
    /// Returns the facts about the step. There is no wildcard: a new step must say what it is.
    #[must_use]
    pub const fn facts(&self) -> Facts {
        let (waits, needs, role) = match self {
            Self::TakeHooks => (true, Needs::Nothing, Role::TakesHooks),
            Self::FixPermissions => (true, Needs::Nothing, Role::Other),
            Self::Source { environment, .. } => (false, Needs::EnvHook(*environment), Role::Other),
            Self::Run(target) => (true, Needs::Program(*target), Role::Other),
            Self::RunJobs => (true, Needs::Jobs, Role::Other),
            Self::Become { target, .. } => (false, Needs::Program(*target), Role::Becomes),
            Self::BecomeTask(target) => (false, Needs::Program(*target), Role::BecomesTask),
            Self::BecomeOperands | Self::BecomeEntryPoint | Self::BecomeShell => {
                (false, Needs::Nothing, Role::Becomes)
            }
            Self::PrintProgress(_) | Self::EnterSource | Self::MeasureTimes | Self::Call(_) => {
                (false, Needs::Nothing, Role::Other)
            }
        };
        Facts { waits, needs, role }
    }
}
