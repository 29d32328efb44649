//! The loop that performs the steps of a command: from the command line on, or again after bash.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Result;

use crate::cli::options::Options;
use crate::cli::parser::Call;
use crate::command::context::Context;
use crate::command::definition::Command;
use crate::command::step::{Role, Step};
use crate::command::take_hooks::take_hooks;
use crate::command::target::Target;
use crate::command::{preflight, run_jobs};
use crate::debug;
use crate::environment::handoff::{self, Handoff, Outcome};
use crate::environment::source::{self, Setting};
use crate::environment::{failure, from_process, snapshot, too_large};
use crate::fs::permissions;
use crate::hooks::paths::Paths;
use crate::output::{level, lines};
use crate::process::program::Program;
use crate::process::signal_queue::is_process_1;
use crate::process::supervision::Supervision;
use crate::process::{command_line, run};

impl Command {
    /// Calls the command with `arguments`, without a name before them.
    ///
    /// # Errors
    /// The first error of a step; [`crate::error`] has the exit statuses.
    pub fn call(&'static self, arguments: &[OsString]) -> Result<()> {
        if let Some(resumed) = Handoff::from_arguments(arguments) {
            let (outcome, handoff) = resumed?;
            return self.resume(outcome, handoff);
        }
        let Some(Call { mut options, operands }) = self.arguments.parse(self.name, arguments)?
        else {
            return Ok(());
        };
        let is_task = self.steps.iter().any(|step| step.facts().role == Role::BecomesTask);
        if is_task && is_process_1() {
            options.add_init();
        }
        let paths = Paths::from_environment();
        if level::is_debug() {
            paths.explain();
        }
        let supervision = Supervision::new(self.name, &options);
        let mut context = self.begin(options, supervision, paths, operands)?;
        self.perform(&mut context, 0)
    }

    /// Goes on after bash has sourced the hooks of a step.
    ///
    /// # Errors
    /// As [`Command::call`].
    pub fn resume(&'static self, outcome: Outcome, handoff: Handoff) -> Result<()> {
        level::settle(handoff.log);
        match outcome {
            Outcome::Reached(stage) => {
                return snapshot::take(&handoff.options, stage.name(), env::vars_os());
            }
            Outcome::Fits => return Ok(()),
            Outcome::TooLarge => {
                return Err(too_large::exported(handoff.env_hook.as_deref()).into());
            }
            Outcome::Failed => return Err(failure::error(&handoff)),
            Outcome::Sourced | Outcome::SourcedBelowBash | Outcome::UserScriptExited => {}
        }
        let Options { arguments, snapshots, .. } = handoff.options;
        let options =
            self.arguments.parse_options(arguments).map_err(|_| handoff::no_resumption())?;
        let options = Options { snapshots, ..options };
        // The supervisor that the options ask for is the parent of bash, and so of this process.
        let (paths, operands) = (handoff.paths, handoff.operands);
        let mut context = self.begin(options, Supervision::None, paths, operands)?;
        context.overrides.env_hook = handoff.env_hook;
        context.signals.below_bash = outcome == Outcome::SourcedBelowBash;
        if context.signals.below_bash {
            source::signal_readiness();
        }
        context.user_script_done = outcome == Outcome::UserScriptExited;
        context.times = handoff.times;
        context.checked = true;
        let stays = if context.signals.below_bash { ", and stays for an EXIT trap" } else { "" };
        debug!("bash has sourced everything{stays}");
        if context.user_script_done {
            failure::warn_of_exit(&context.paths, &handoff.facts);
        } else {
            source::restore_shell_options(&mut context, &handoff.facts);
        }
        source::return_to_source(&mut context)?;
        let next = if context.user_script_done { handoff.step } else { handoff.step + 1 };
        self.perform(&mut context, next)
    }

    /// Returns a fresh context; blocks the signals where the command will wait for something.
    fn begin(
        &self,
        options: Options,
        supervision: Supervision,
        paths: Paths,
        operands: Vec<OsString>,
    ) -> Result<Context> {
        let mut context = Context::new(self.name, options, paths, operands)?;
        context.signals.below_init = !supervision.waits() && context.options.init_scope().is_some();
        let steps = self.selected_steps(&context);
        if supervision.waits() || steps.iter().any(|step| step.facts().waits) {
            context.signals.block()?;
        }
        context.supervision = supervision;
        Ok(context)
    }

    /// Returns the steps that the options select.
    fn selected_steps(&self, context: &Context) -> &'static [Step] {
        match self.alternative {
            Some((option, steps)) if context.options.has(option) => steps,
            _ => self.steps,
        }
    }

    /// Performs the steps from the index `from` on, and prints the times where they are measured.
    fn perform(&self, context: &mut Context, from: usize) -> Result<()> {
        let steps = self.selected_steps(context);
        let mut indices = from..steps.len();
        let performed = indices
            .try_for_each(|index| {
                context.times.end_step();
                context.signals.check()?;
                perform_step(context, steps, index)
            })
            .and_then(|()| context.signals.check());
        context.times.print(context.name, performed.is_ok());
        performed
    }
}

/// Performs the step at `index`; does not return where the process becomes a program.
fn perform_step(context: &mut Context, steps: &[Step], index: usize) -> Result<()> {
    match steps[index] {
        Step::PrintProgress(text) => lines::progress(text),
        Step::EnterSource => enter_source(context)?,
        Step::MeasureTimes => {
            check_once(context, steps)?;
            context.times.begin();
        }
        Step::TakeHooks => take_hooks(context)?,
        Step::Source { environment, announce } => {
            let announce = announce && !level::is_quiet();
            let last = last_hook(&context.paths, &steps[index + 1..]);
            let setting = Setting { environment, step: index, announce, last };
            source::source(context, setting, |context| check_once(context, steps))?;
        }
        Step::Run(target) => {
            check_once(context, steps)?;
            if let Some(program) = target.program(context, true)? {
                context.times.begin_step(target);
                run::run(&program, &context.signals, &context.overrides)?;
            }
        }
        Step::RunJobs => {
            check_once(context, steps)?;
            run_jobs::run(context)?;
        }
        Step::FixPermissions => {
            context.times.begin_step("permissions");
            let (source, application) = (&context.paths.source, &context.paths.application);
            permissions::fix(source, application, &|| context.signals.check())?;
        }
        Step::Become { target, announce } => become_target(context, target, announce)?,
        Step::BecomeTask(target) => become_target(context, target, true)?,
        Step::BecomeOperands => {
            return replace_process(context, &command_line::program(context, &context.operands)?);
        }
        Step::BecomeEntryPoint => {
            let operands = command_line::without_shell(&context.operands);
            return replace_process(context, &command_line::program(context, &operands)?);
        }
        Step::BecomeShell => return replace_process(context, &command_line::shell(context)?),
        Step::Call(function) => function(context)?,
    }
    Ok(())
}

/// Becomes the target, if it exists.
fn become_target(context: &Context, target: Target, announce: bool) -> Result<()> {
    match target.required_program(context, announce)? {
        Some(program) => replace_process(context, &program),
        None => Ok(()),
    }
}

/// Checks everything that `steps` need, once, before the first step that runs something.
///
/// A command that only becomes a hook does not call this: it examines the hook when it becomes it.
fn check_once(context: &mut Context, steps: &[Step]) -> Result<()> {
    if !context.checked {
        preflight::check(context, steps)?;
        context.checked = true;
    }
    Ok(())
}

/// Checks the working directory, exports the paths, and takes the application's environment where
/// that is asked for.
fn enter_source(context: &mut Context) -> Result<()> {
    context.paths.check_working_directory()?;
    for (name, path) in context.paths.exported() {
        context.overrides.set(name, path);
    }
    if let Some(pid) = context.options.env_of {
        match from_process::variables(pid) {
            Ok(variables) => {
                debug!("the environment is that of process {pid}; nothing is sourced");
                context.overrides.extend(variables);
                context.environment_taken = true;
            }
            Err(why) => lines::note(format!(
                "the environment of process {pid} is not taken: {why}; it is set up anew"
            )),
        }
    }
    Ok(())
}

/// Returns the hook to become, and whether a progress line names it, where that is all of `rest`:
/// bash then becomes the hook without a detour.
fn last_hook(paths: &Paths, rest: &[Step]) -> Option<(PathBuf, bool)> {
    match rest {
        [Step::Become { target: Target::Hook(hook), announce }] => {
            Some((paths.hook(hook.name), *announce && !level::is_quiet()))
        }
        [Step::BecomeTask(Target::Hook(hook))] => Some((paths.hook(hook.name), !level::is_quiet())),
        _ => None,
    }
}

/// Becomes the program, or supervises it to its end.
fn replace_process(context: &Context, program: &Program) -> Result<()> {
    Err(context.supervision.perform(program, &context.signals, &context.overrides))
}
