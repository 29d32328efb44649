//! A command as data, and how one is called: from the command line, or again by bash.

use std::ffi::OsString;
use std::time::Instant;

use anyhow::Result;

use crate::arguments::{self, Given, Reader, Words};
use crate::invocation::Invocation;
use crate::layout::Layout;
use crate::options::Options;
use crate::phase::{self, Step};
use crate::resume::{Outcome, Resume};
use crate::{checks, debug, env_of, environment, log, report, size, snapshot, time_limit};

/// A command: what it is called, what it takes, what it does.
pub struct Command {
    /// Its name, as in `s2ibox NAME` and `s2i-NAME`.
    pub name: &'static str,
    /// One line for the list of commands.
    pub summary: &'static str,
    /// What it takes beside options.
    pub words: Words,
    /// Reads the options.
    pub options: Reader,
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
            return self.resume(outcome, &Resume::from_arguments(rest)?);
        }
        let given = arguments::read(self.name, self.words, &self.options, arguments)?;
        let Some(Given { options, words }) = given else {
            return Ok(());
        };
        if let Some(limit) = options.timeout {
            time_limit::go_on_in_child(self.name, limit, started)?;
        }
        let layout = Layout::from_environment();
        if log::is_debug() {
            layout.explain();
        }
        let mut invocation = self.begin(options, layout, words)?;
        let greeting = self
            .steps
            .iter()
            .take_while(|step| matches!(step, Step::Say(_)))
            .count();
        phase::perform(&mut invocation, &self.steps[..greeting], 0)?;
        if self.steps.iter().any(Step::is_in_source) {
            prepare(&mut invocation)?;
            checks::before_anything_runs(&invocation, self.steps)?;
        }
        phase::perform(&mut invocation, self.steps, greeting)
    }

    /// Goes on after bash has sourced the hooks of a step.
    ///
    /// # Errors
    /// As [`Command::call`].
    pub fn resume(&'static self, outcome: Outcome, resume: &Resume) -> Result<()> {
        if let Outcome::Reached(stage) = outcome {
            return snapshot::take_for_bash(&resume.options, stage);
        }
        if outcome == Outcome::Fits {
            return Ok(());
        }
        if outcome == Outcome::TooLarge {
            return Err(size::told_by_bash(resume.env_hook.as_deref()).into());
        }
        log::settle(resume.log);
        let (options, layout) = (resume.options.clone(), resume.layout.clone());
        let mut invocation = self.begin(options, layout, resume.words.clone())?;
        invocation
            .surroundings
            .env_hook
            .clone_from(&resume.env_hook);
        invocation.signals.below_bash = outcome == Outcome::Sourced { below_bash: true };
        invocation.user_script_done = outcome == Outcome::UserScriptExited;
        invocation.times = resume.times.clone();
        debug!(
            "bash is through{}",
            if invocation.signals.below_bash {
                ", and stays for an EXIT trap"
            } else {
                ""
            }
        );
        environment::take_back_options(&mut invocation, &resume.shell_options);
        environment::return_to_source(&mut invocation)?;
        let next = match outcome {
            Outcome::UserScriptExited => resume.step,
            _ => resume.step + 1,
        };
        phase::perform(&mut invocation, self.steps, next)
    }

    /// Begins a call; a command that will wait for something takes care of signals from here on.
    fn begin(&self, options: Options, layout: Layout, words: Vec<OsString>) -> Result<Invocation> {
        let invocation = Invocation::new(self.name, options, layout, words)?;
        if invocation.options.init.is_some() || self.steps.iter().any(Step::waits) {
            invocation.signals.hold()?;
        }
        Ok(invocation)
    }
}

/// Checks where we are, exports the paths, and takes the application's environment if that is wanted.
fn prepare(invocation: &mut Invocation) -> Result<()> {
    invocation.layout.check_working_directory()?;
    for (name, path) in invocation.layout.exported() {
        invocation.surroundings.set(name, path);
    }
    if let Some(pid) = invocation.options.env_of {
        match env_of::take(pid, &mut invocation.surroundings) {
            Ok(()) => {
                debug!("the environment is that of process {pid}; nothing is sourced");
                invocation.environment_taken = true;
            }
            Err(why) => report::note(format!(
                "the environment of process {pid} is not taken: {why}; it is set up anew"
            )),
        }
    }
    Ok(())
}
