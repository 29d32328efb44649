//! How a command finds itself again after bash has sourced the hooks.
//!
//! bash becomes our program again with the arguments that [`Handoff::to_arguments`] wrote: what was
//! settled before travels there, for variables and files are the hooks' to change. A last argument
//! that must arrive shows that nothing was lost on the way.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::cli::options::Options;
use crate::command::timing::Times;
use crate::environment::netstrings;
use crate::error::Error;
use crate::hooks::paths::Paths;
use crate::output::level::Level;

/// The last argument, to bash and back.
pub const END: &str = "s2ibox:end";

/// How the sourcing ended; bash chooses between them, the texts stand in `environment/inline.sh`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was sourced; bash is gone, or above us if the hook left an EXIT trap behind.
    Sourced {
        /// Whether bash stays as our parent.
        below_bash: bool,
    },
    /// The container user script has called `exit`; the env hook is still to be sourced.
    UserScriptExited,
    /// Not at an end: bash tries whether anything can be executed with the environment.
    Fits,
    /// The environment is too large to become anything; its export list is on standard input.
    TooLarge,
    /// Not at an end: a snapshot is to be taken, see [`crate::environment::snapshot`].
    Reached(Stage),
}

/// Where bash stands when a snapshot is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It has begun, and sourced what `BASH_ENV` names.
    BashEnv,
    /// It has sourced the container user script.
    UserScript,
}

impl Stage {
    /// What the snapshot is taken after.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BashEnv => "BASH_ENV",
            Self::UserScript => "container user script",
        }
    }
}

impl Outcome {
    const ALL: [(&'static str, Self); 7] = [
        ("--s2ibox-sourced", Self::Sourced { below_bash: false }),
        ("--s2ibox-sourced-below-bash", Self::Sourced { below_bash: true }),
        ("--s2ibox-user-script-exited", Self::UserScriptExited),
        ("--s2ibox-fits", Self::Fits),
        ("--s2ibox-too-large", Self::TooLarge),
        ("--s2ibox-after-bash-env", Self::Reached(Stage::BashEnv)),
        ("--s2ibox-after-user-script", Self::Reached(Stage::UserScript)),
    ];

    /// The outcome that the first argument after the program's name stands for.
    #[must_use]
    pub fn from_argument(argument: &OsStr) -> Option<Self> {
        let known = Self::ALL.iter().find(|(text, _)| argument == *text);
        known.map(|(_, outcome)| *outcome)
    }
}

/// What is carried through bash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handoff {
    /// The command's name.
    pub command: OsString,
    /// The index of the step that sources.
    pub step: usize,
    /// The paths as they were settled at the start.
    pub paths: Paths,
    /// The env hook that is sourced, if there is one.
    pub env_hook: Option<PathBuf>,
    /// The options that the steps to come must know.
    pub options: Options,
    /// How much is said.
    pub log: Level,
    /// What the steps took by then.
    pub times: Times,
    /// What SHELLOPTS and BASHOPTS were when everything was sourced; bash tells.
    pub shell_options: [OsString; 2],
    /// The words that the command was given.
    pub words: Vec<OsString>,
}

impl Handoff {
    /// As arguments, without the program and the outcome before them: one for what was settled, for each costs bash
    /// time, then the words.
    #[must_use]
    pub fn to_arguments(&self) -> Vec<OsString> {
        let paths = &self.paths;
        let step = self.step.to_string();
        let times = self.times.to_argument();
        let settled: [&OsStr; 10] = [
            &self.command,
            step.as_ref(),
            paths.scripts.as_ref(),
            paths.application.as_ref(),
            paths.source.as_ref(),
            paths.upload.as_ref(),
            self.env_hook.as_deref().map_or(OsStr::new(""), Path::as_os_str),
            &self.options.to_argument(),
            self.log.name().as_ref(),
            times.as_ref(),
        ];
        // What is empty at the end is left out: the fast path knows nothing of it, and writes the same.
        let last = settled.iter().rposition(|part| !part.is_empty());
        let mut arguments = vec![netstrings::joined(&settled[..=last.unwrap_or(0)])];
        arguments.extend(self.words.iter().cloned());
        arguments.push(END.into());
        arguments
    }

    /// From what bash puts before what [`Handoff::to_arguments`] wrote, and that.
    ///
    /// # Errors
    /// The arguments are not whole: usage, for only a person can have written them.
    pub fn from_arguments(arguments: &[OsString]) -> Result<Self> {
        let [shell_options, bash_options, settled, words @ .., end] = arguments else {
            return Err(not_ours());
        };
        let settled = netstrings::split(settled).unwrap_or_default();
        let [command, step, scripts, application, source, upload, env_hook, options, told @ ..] =
            settled.as_slice()
        else {
            return Err(not_ours());
        };
        let told = |index| told.get(index).map(OsString::as_os_str).unwrap_or_default();
        let step = step.to_str().and_then(|step| step.parse().ok());
        match step {
            Some(step) if end == END => Ok(Self {
                command: command.clone(),
                step,
                paths: Paths {
                    scripts: scripts.into(),
                    application: application.into(),
                    source: source.into(),
                    upload: upload.into(),
                },
                env_hook: (!env_hook.is_empty()).then(|| env_hook.into()),
                options: Options::from_argument(options),
                log: Level::from_name(told(0)).unwrap_or(Level::Normal),
                times: Times::from_argument(told(1).to_str().unwrap_or_default()),
                shell_options: [shell_options.clone(), bash_options.clone()],
                words: words.to_vec(),
            }),
            _ => Err(not_ours()),
        }
    }
}

/// The error for arguments of ours that only a person can have written.
#[must_use]
pub fn not_ours() -> anyhow::Error {
    Error::Usage(
        "arguments that begin with --s2ibox- are for this program's own use; leave them out"
            .to_owned(),
    )
    .into()
}

#[cfg(test)]
mod tests {
    use std::ffi::{OsStr, OsString};
    use std::os::unix::ffi::OsStrExt;

    use pretty_assertions::assert_eq;

    use super::Handoff;
    use crate::cli::options::{Options, Scope};
    use crate::command::timing::Times;
    use crate::hooks::paths::Paths;
    use crate::output::level::Level;

    #[test]
    fn what_is_written_is_read_back() -> anyhow::Result<()> {
        let resume = Handoff {
            command: "exec".into(),
            step: 1,
            paths: Paths {
                scripts: "/s".into(),
                application: "/a b".into(),
                source: OsStr::from_bytes(b"/\xff\n").into(),
                upload: "/u".into(),
            },
            env_hook: None,
            options: Options { init: Some(Scope::Group), require: true, ..Options::default() },
            log: Level::Quiet,
            times: Times::default(),
            shell_options: ["a:b".into(), OsString::new()],
            words: vec![OsString::new(), "--".into(), "s2ibox:end".into()],
        };
        let arguments = [resume.shell_options.to_vec(), resume.to_arguments()].concat();
        assert_eq!(Handoff::from_arguments(&arguments)?, resume);
        Ok(())
    }

    #[test]
    fn a_lost_argument_is_an_error() {
        let words = ["", "", "4:exec1:1", "s2ibox:end"].map(OsString::from);
        assert!(Handoff::from_arguments(&words).is_err());
        assert!(Handoff::from_arguments(&[]).is_err());
    }
}
