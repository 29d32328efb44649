//! The options of one call, and the types of their values.

use std::time::Duration;

use anyhow::{Result, anyhow};
use argh::{ArgsInfo, FromArgs};

use crate::cli::description;
use crate::process::rewrite::Rewrites;

/// The processes to which an init passes signals on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Only the program that the init runs.
    Child,
    /// Every process in the program's process group.
    Group,
}

/// The options of one call.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Options {
    /// `--init`: remain as an init.
    pub init: bool,
    /// `--init-group`: remain as an init that passes signals on to the process group.
    pub init_group: bool,
    /// `--rewrite`: the signals that an init passes on in place of others.
    pub rewrite: Vec<Rewrites>,
    /// `--grace`: the time of the other processes between TERM and the end of an init that is
    /// process 1.
    pub grace: Option<Duration>,
    /// `--require`: a missing hook is an error.
    pub require: bool,
    /// `--timeout`: the time for the environment and the hook, from the start of the process.
    pub timeout: Option<Duration>,
    /// `--env-of`: the id of the process whose environment is taken.
    pub env_of: Option<u32>,
    /// The arguments that all options were read from, those from variables included.
    pub arguments: Vec<String>,
    /// The descriptor for the snapshots of [`crate::environment::snapshot`], if they are taken.
    pub snapshots: Option<i32>,
}

impl Options {
    /// Returns the processes to which signals are passed on; `None` without an init.
    #[must_use]
    pub const fn init_scope(&self) -> Option<Scope> {
        match self {
            Self { init_group: true, .. } => Some(Scope::Group),
            Self { init: true, .. } => Some(Scope::Child),
            _ => None,
        }
    }

    /// Adds `--init`, unless the options ask for another supervisor.
    pub fn add_init(&mut self) {
        if self.init_scope().is_none() && self.timeout.is_none() {
            self.init = true;
            self.arguments.push("--init".to_owned());
        }
    }

    /// Returns whether the switch `option`, such as `--build`, is given.
    #[must_use]
    pub fn has(&self, option: &str) -> bool {
        self.arguments.iter().any(|argument| argument == option)
    }

    /// Returns the options as the command's own type.
    ///
    /// # Errors
    /// `T` is not the type that the command line was parsed by.
    pub fn typed<T: FromArgs + ArgsInfo>(&self) -> Result<T> {
        let arguments = description::with_placeholder(&self.arguments, &T::get_args_info());
        T::from_args(&[], &arguments).map_err(|early_exit| anyhow!(early_exit.output))
    }
}

/// Returns the words of a list that is separated by commas, without blanks around them.
pub fn comma_separated(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|word| !word.is_empty())
}

/// Parses a duration in seconds, such as `2.5`, for argh. It is not parsed as `f64`, because the
/// tables for that are a hundredth of the program.
///
/// # Errors
/// A description of the values that are allowed.
pub fn seconds(text: &str) -> Result<Duration, String> {
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, ""));
    // A leading zero makes ".5" valid. The fraction becomes nanoseconds; further digits are cut.
    let (seconds, nanoseconds) = (format!("0{seconds}"), format!("{fraction:0<9.9}"));
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    Some(())
        .filter(|()| are_digits(&seconds) && are_digits(fraction))
        // No longer than 32 bits hold: a later sum of times never overflows.
        .and_then(|()| {
            let seconds: u32 = seconds.parse().ok()?;
            Some(Duration::new(seconds.into(), nanoseconds.parse().ok()?))
        })
        .filter(|duration| !duration.is_zero())
        .ok_or_else(|| "a number of seconds above 0, such as 2.5".to_owned())
}

/// Parses a duration in seconds as [`seconds`] does, and 0, for argh.
///
/// # Errors
/// A description of the values that are allowed.
pub fn seconds_or_zero(text: &str) -> Result<Duration, String> {
    if text == "0" {
        return Ok(Duration::ZERO);
    }
    seconds(text).map_err(|_| "a number of seconds, such as 2.5 or 0".to_owned())
}

/// Parses a process id, for argh.
///
/// # Errors
/// A description of the values that are allowed.
pub fn process_id(text: &str) -> Result<u32, String> {
    text.parse().ok().filter(|id| *id > 0).ok_or_else(|| "a process id, such as 1".to_owned())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use pretty_assertions::assert_eq;

    use super::seconds;

    #[test]
    fn seconds_may_have_a_fraction() {
        let parsed = |text| seconds(text).ok();
        assert_eq!(parsed(".5"), Some(Duration::from_millis(500)));
        assert_eq!(parsed("2"), Some(Duration::from_secs(2)));
        assert_eq!(parsed("2.5"), Some(Duration::from_millis(2500)));
        assert_eq!(parsed("0.0000000019"), Some(Duration::from_nanos(1)));
        for wrong in ["", ".", "0", "0.0", "-1", "1e3", "x", "1.x", "inf", "1.2.3", "4294967296"] {
            assert_eq!(parsed(wrong), None, "{wrong}");
        }
    }
}
