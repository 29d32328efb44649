//! The last step of a command: it becomes a program, or stays as the parent that supervises the
//! program.
//!
//! Where an environment must be evaluated first, the program is bash. bash becomes this program
//! again, in the same child, and that becomes the application or the hook without a supervisor of
//! its own. So the supervisor is there before the first line of an env hook runs.

use std::time::Instant;

use crate::cli::options::Options;
use crate::environment::overrides::Overrides;
use crate::process::init::Init;
use crate::process::program::Program;
use crate::process::run::become_program;
use crate::process::signals::Signals;
use crate::process::time_limit::TimeLimit;

/// How the program is supervised.
#[derive(Default)]
pub enum Supervision {
    /// The program is not supervised: this process becomes the program.
    #[default]
    None,
    /// An init supervises it.
    Init(Init),
    /// A process supervises it that ends it when its time is up.
    TimeLimit(TimeLimit),
}

impl Supervision {
    /// Returns the supervision that the options of the command `name` ask for. The time of a limit
    /// counts from here.
    #[must_use]
    pub fn new(name: &'static str, options: &Options) -> Self {
        match (options.timeout, options.init_scope()) {
            (Some(limit), _) => Self::TimeLimit(TimeLimit { name, limit, started: Instant::now() }),
            (None, Some(scope)) => Self::Init(Init::new(scope, options)),
            (None, None) => Self::None,
        }
    }

    /// Returns whether this process stays until the program has ended.
    #[must_use]
    pub const fn waits(&self) -> bool {
        !matches!(self, Self::None)
    }

    /// Becomes `program`, or supervises it to its end; returns only to end this process: with the
    /// reason why the program could not be started, or with the program's status.
    #[must_use]
    pub fn perform(
        &self,
        program: &Program,
        signals: &Signals,
        overrides: &Overrides,
    ) -> anyhow::Error {
        let ended = match self {
            Self::None => return become_program(program, signals, overrides),
            Self::Init(init) => init.run(program, signals, overrides),
            Self::TimeLimit(limit) => limit.run(program, signals, overrides),
        };
        ended.map_or_else(|error| error, Into::into)
    }
}
