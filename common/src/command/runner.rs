//! A command as data, and how one is called: from the command line, or again by bash.

use std::ffi::OsString;
use std::time::Instant;

use anyhow::Result;

use crate::cli::options::Options;
use crate::cli::parse;
use crate::cli::parse::{Given, OptionParser, Words};
use crate::command::context::Context;
use crate::command::step::Step;
use crate::command::{preflight, step};
use crate::debug;
use crate::environment::handoff::{Handoff, Outcome};
use crate::environment::{from_process, snapshot, source, too_large};
use crate::hooks::paths::Paths;
use crate::output::{level, lines};
use crate::process::timeout;

/// A command: what it is called, what it takes, what it does.
pub struct Command {
    /// Its name, as in `s2ibox NAME` and `s2i-NAME`.
    pub name: &'static str,
    /// One line for the list of commands.
    pub summary: &'static str,
    /// What it takes beside options.
    pub words: Words,
    /// Reads the options.
    pub options: OptionParser,
    /// What it does, in order.
    pub steps: &'static [Step],
}

impl Command {
    /// Calls the command with `arguments`, without a name before them.
    ///
    /// # Errors
    /// Everything that can go wrong; [`crate::error`] has the exit statuses.
    pub fn call(&'static self, arguments: &[OsString]) -> Result<()> {
        let started = Instant::now();
        if let Some((first, rest)) = arguments.split_first()
            && let Some(outcome) = Outcome::from_argument(first)
        {
            return self.resume(outcome, &Handoff::from_arguments(rest)?);
        }
        let given = parse::read(self.name, self.words, &self.options, arguments)?;
        let Some(Given { options, words }) = given else {
            return Ok(());
        };
        if let Some(limit) = options.timeout {
            timeout::go_on_in_child(self.name, limit, started)?;
        }
        let paths = Paths::from_environment();
        if level::is_debug() {
            paths.explain();
        }
        let mut context = self.begin(options, paths, words)?;
        let greeting = self.steps.iter().take_while(|step| matches!(step, Step::Say(_))).count();
        step::perform(&mut context, &self.steps[..greeting], 0)?;
        if self.steps.iter().any(Step::is_in_source) {
            prepare(&mut context)?;
            preflight::before_anything_runs(&context, self.steps)?;
        }
        step::perform(&mut context, self.steps, greeting)
    }

    /// Goes on after bash has sourced the hooks of a step.
    ///
    /// # Errors
    /// As [`Command::call`].
    pub fn resume(&'static self, outcome: Outcome, resume: &Handoff) -> Result<()> {
        if let Outcome::Reached(stage) = outcome {
            return snapshot::take_for_bash(&resume.options, stage);
        }
        if outcome == Outcome::Fits {
            return Ok(());
        }
        if outcome == Outcome::TooLarge {
            return Err(too_large::told_by_bash(resume.env_hook.as_deref()).into());
        }
        level::settle(resume.log);
        let (options, paths) = (resume.options.clone(), resume.paths.clone());
        let mut context = self.begin(options, paths, resume.words.clone())?;
        context.overrides.env_hook.clone_from(&resume.env_hook);
        context.signals.below_bash = outcome == Outcome::Sourced { below_bash: true };
        context.user_script_done = outcome == Outcome::UserScriptExited;
        context.times = resume.times.clone();
        debug!(
            "bash is through{}",
            if context.signals.below_bash { ", and stays for an EXIT trap" } else { "" }
        );
        source::take_back_options(&mut context, &resume.shell_options);
        source::return_to_source(&mut context)?;
        let next = match outcome {
            Outcome::UserScriptExited => resume.step,
            _ => resume.step + 1,
        };
        step::perform(&mut context, self.steps, next)
    }

    /// Begins a call; a command that will wait for something takes care of signals from here on.
    fn begin(&self, options: Options, paths: Paths, words: Vec<OsString>) -> Result<Context> {
        let context = Context::new(self.name, options, paths, words)?;
        if context.options.init.is_some() || self.steps.iter().any(Step::waits) {
            context.signals.hold()?;
        }
        Ok(context)
    }
}

/// Checks where we are, exports the paths, and takes the application's environment if that is wanted.
fn prepare(context: &mut Context) -> Result<()> {
    context.paths.check_working_directory()?;
    for (name, path) in context.paths.exported() {
        context.overrides.set(name, path);
    }
    if let Some(pid) = context.options.env_of {
        match from_process::take(pid, &mut context.overrides) {
            Ok(()) => {
                debug!("the environment is that of process {pid}; nothing is sourced");
                context.environment_taken = true;
            }
            Err(why) => lines::note(format!(
                "the environment of process {pid} is not taken: {why}; it is set up anew"
            )),
        }
    }
    Ok(())
}
