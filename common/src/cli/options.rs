//! The options of all commands, and the variables that stand in for them.
//!
//! An option on the command line comes before its variable. A variable counts only for the commands that
//! know the option, and an empty one counts as unset.

use std::time::Duration;

use anyhow::Result;

use crate::debug;
use crate::environment::variable;
use crate::error::Error;
use crate::output::quoting::escaped;

/// To whom an init passes signals on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// To the program that it runs.
    Child,
    /// To everything in that program's process group.
    Group,
}

/// What a command was told.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Options {
    /// `--version`.
    pub version: bool,
    /// `--init`: stay and be an init.
    pub init: Option<Scope>,
    /// `--require`: a hook that is missing is an error.
    pub require: bool,
    /// `--timeout`: how long the environment and the hook may take, from our start.
    pub timeout: Option<Duration>,
    /// `--env-of`: the process whose environment is taken.
    pub env_of: Option<u32>,
    /// A command's own options, in a writing of its own.
    pub own: String,
    /// The descriptor that [`crate::environment::snapshot`] writes to, if it is wanted.
    pub snapshots: Option<i32>,
}

/// An option that only some commands know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// `--init`.
    Init,
    /// `--require`.
    Require,
    /// `--timeout`.
    Timeout,
    /// `--env-of`.
    EnvOf,
}

impl Options {
    /// Returns whether the command's own option is given.
    #[must_use]
    pub fn has(&self, option: &str) -> bool {
        self.own.contains(option)
    }

    /// Fills in what the command line left open from the variables of the options in `known`.
    ///
    /// # Errors
    /// A variable has a value that the option cannot have: usage.
    pub fn fill_in(&mut self, known: &[Known]) -> Result<()> {
        for option in known {
            let Some(value) = variable::non_empty(option.variable()) else {
                continue;
            };
            debug!(
                "{} is {}, which counts where the command line says nothing",
                option.variable(),
                escaped(&value)
            );
            let wrong = |wanted: &str| {
                Error::Usage(format!(
                    "{} is '{}'; it must be {wanted}",
                    option.variable(),
                    escaped(&value)
                ))
            };
            let text = value.to_str().unwrap_or_default();
            match option {
                Known::Init if self.init.is_some() => {}
                Known::Init if text == "group" => self.init = Some(Scope::Group),
                Known::Init => {
                    let on = switch(text).ok_or_else(|| wrong("1, group or 0"))?;
                    self.init = on.then_some(Scope::Child);
                }
                Known::Require => {
                    self.require |= switch(text).ok_or_else(|| wrong("1 or 0"))?;
                }
                Known::Timeout if self.timeout.is_some() => {}
                Known::Timeout => self.timeout = Some(seconds(text).map_err(|text| wrong(&text))?),
                Known::EnvOf if self.env_of.is_some() => {}
                Known::EnvOf => self.env_of = Some(process(text).map_err(|text| wrong(&text))?),
            }
        }
        Ok(())
    }
}

impl Known {
    const fn variable(self) -> &'static str {
        match self {
            Self::Init => "S2I_INIT",
            Self::Require => "S2I_REQUIRE_HOOKS",
            Self::Timeout => "S2I_PROBE_TIMEOUT",
            Self::EnvOf => "S2I_ENV_OF",
        }
    }
}

fn switch(text: &str) -> Option<bool> {
    match text {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
}

/// A length of time in seconds, fractions allowed; for argh. Not through `f64`, whose tables are a hundredth of the
/// program.
///
/// # Errors
/// What the value must be.
pub fn seconds(text: &str) -> Result<Duration, String> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    // One zero more, for what is missing; nanoseconds, and what is finer does not count.
    let (whole, nanoseconds) = (format!("0{whole}"), format!("{fraction:0<9.9}"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    Some(())
        .filter(|()| digits(&whole) && digits(fraction))
        .and_then(|()| Some(Duration::new(whole.parse().ok()?, nanoseconds.parse().ok()?)))
        .filter(|length| !length.is_zero())
        .ok_or_else(|| "a number of seconds above 0, such as 2.5".to_owned())
}

/// A process id; for argh.
///
/// # Errors
/// What the value must be.
pub fn process(text: &str) -> Result<u32, String> {
    text.parse().ok().filter(|id| *id > 0).ok_or_else(|| "a process id, such as 1".to_owned())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use pretty_assertions::assert_eq;

    use super::seconds;

    #[test]
    fn seconds_may_have_a_fraction() {
        let read = |text| seconds(text).ok();
        assert_eq!(read(".5"), Some(Duration::from_millis(500)));
        assert_eq!(read("2"), Some(Duration::from_secs(2)));
        assert_eq!(read("2.5"), Some(Duration::from_millis(2500)));
        assert_eq!(read("0.0000000019"), Some(Duration::from_nanos(1)));
        for wrong in ["", ".", "0", "0.0", "-1", "1e3", "x", "1.x", "inf", "1.2.3"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
