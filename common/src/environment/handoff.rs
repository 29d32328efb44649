//! The trip through bash: what a command takes along when it becomes bash, and how it is resumed.
//!
//! Variables and files are the hooks' to change, so everything that was settled before bash starts
//! travels as arguments: one packed string, cut where it exceeds what one argument may hold. bash
//! hands the pieces back unread. This module alone knows the packing and the `--s2ibox-` arguments.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::Result;

use crate::cli::options::Options;
use crate::command::timing::Times;
use crate::error::Error;
use crate::hooks::paths::Paths;
use crate::output::level::Level;

/// The last argument of bash; a file of `BASH_ENV` that shifts or replaces the arguments loses it.
pub const END: &str = "s2ibox:end";
/// The first argument of s2ibox when bash resumes or calls it.
pub const RESUME: &str = "--s2ibox-resume";
/// Bytes in one argument, at most: the kernel refuses 128 KiB (`MAX_ARG_STRLEN`, execve(2)).
const PIECE: usize = 100 << 10;

/// The reason why bash executes s2ibox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was sourced, and bash became this process.
    Sourced,
    /// Everything was sourced, and bash stays as the parent for an EXIT trap of the env hook.
    SourcedBelowBash,
    /// The container user script called `exit`; the env hook is still to be sourced.
    UserScriptExited,
    /// bash tests whether a program can be executed with this environment.
    Fits,
    /// The environment is too large to execute anything; its export list is on standard input.
    TooLarge,
    /// The shell ends before everything was sourced, see [`crate::environment::failure`].
    Failed,
    /// bash asks for a snapshot of the environment, see [`crate::environment::snapshot`].
    Reached(Stage),
}

/// Where bash stands when a snapshot is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// bash has sourced the file that `BASH_ENV` names.
    BashEnv,
    /// bash has sourced the container user script.
    UserScript,
}

impl Stage {
    /// Returns the name under which `s2i-env --diff` lists the changes of this stage.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::BashEnv => "BASH_ENV",
            Self::UserScript => "container user script",
        }
    }
}

impl Outcome {
    /// Every outcome with the word that the shell text has for it, and the number of its facts.
    const ALL: [(&'static str, Self, usize); 8] = [
        ("sourced", Self::Sourced, 2),
        ("sourced-below-bash", Self::SourcedBelowBash, 2),
        ("user-script-exited", Self::UserScriptExited, 1),
        ("fits", Self::Fits, 0),
        ("too-large", Self::TooLarge, 0),
        ("failed", Self::Failed, 8),
        ("after-bash-env", Self::Reached(Stage::BashEnv), 0),
        ("after-user-script", Self::Reached(Stage::UserScript), 0),
    ];
}

/// What a command takes along through bash.
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
    /// The options, of which only `arguments` and `snapshots` are carried: the others are parsed
    /// from the arguments again.
    pub options: Options,
    /// The level of `S2I_LOG`.
    pub log: Level,
    /// The times of the steps so far.
    pub times: Times,
    /// The operands of the command.
    pub operands: Vec<OsString>,
    /// What bash itself adds: `SHELLOPTS` and `BASHOPTS` after everything was sourced, the status
    /// of the container user script, or the facts of [`crate::environment::failure`].
    pub facts: Vec<OsString>,
}

impl Handoff {
    /// Packs everything but the facts into arguments.
    #[must_use]
    pub fn to_arguments(&self) -> Vec<OsString> {
        let mut packed = Packed::default();
        packed.put(&self.command);
        packed.put(self.step.to_string());
        let paths = &self.paths;
        for path in [&paths.scripts, &paths.application, &paths.source, &paths.upload] {
            packed.put(path);
        }
        packed.put_all(self.env_hook.iter());
        packed.put_all(self.options.arguments.iter());
        packed.put_all(self.options.snapshots.map(|descriptor| descriptor.to_string()).iter());
        packed.put(self.log.name());
        packed.put_all(self.times.begun.map(|begun| begun.to_string()).iter());
        let step = self.times.step.as_ref();
        packed.put_all(step.map(|(name, _)| name).iter());
        packed.put(step.map_or(0, |(_, begun)| *begun).to_string());
        packed.put(&self.times.line);
        packed.put_all(self.operands.iter());
        packed.0.chunks(PIECE).map(|piece| OsString::from_vec(piece.to_vec())).collect()
    }

    /// Reads the arguments that bash passes when it executes s2ibox; `None` if bash did not.
    ///
    /// # Errors
    /// [`Error::Usage`] if they begin with [`RESUME`] but are not complete: a person wrote them.
    pub fn from_arguments(arguments: &[OsString]) -> Option<Result<(Outcome, Self)>> {
        let rest = arguments.strip_prefix(&[RESUME.into()])?;
        Some(Self::parse(rest).ok_or_else(no_resumption))
    }

    fn parse(arguments: &[OsString]) -> Option<(Outcome, Self)> {
        let (outcome, rest) = arguments.split_first()?;
        let (_, outcome, count) = Outcome::ALL.into_iter().find(|(word, ..)| outcome == word)?;
        let (facts, pieces) = rest.split_at_checked(count)?;
        let pieces: Vec<&[u8]> = pieces.iter().map(|piece| piece.as_bytes()).collect();
        let packed = pieces.concat();
        let mut fields = Fields(&packed);
        let handoff = Self {
            command: fields.next()?.into(),
            step: fields.number()?,
            paths: Paths {
                scripts: fields.next()?.into(),
                application: fields.next()?.into(),
                source: fields.next()?.into(),
                upload: fields.next()?.into(),
            },
            env_hook: fields.list()?.pop().map(PathBuf::from),
            options: Options {
                arguments: fields
                    .list()?
                    .into_iter()
                    .map(|argument| argument.into_string().ok())
                    .collect::<Option<_>>()?,
                snapshots: fields.list()?.pop().and_then(|number| number.to_str()?.parse().ok()),
                ..Options::default()
            },
            log: Level::from_name(fields.next()?)?,
            times: Times {
                begun: fields.list()?.pop().and_then(|begun| begun.to_str()?.parse().ok()),
                step: fields
                    .list()?
                    .pop()
                    .and_then(|name| name.into_string().ok())
                    .zip(fields.number()),
                line: fields.text()?,
            },
            operands: fields.list()?,
            facts: facts.to_vec(),
        };
        fields.0.is_empty().then_some((outcome, handoff))
    }
}

/// Byte strings packed into one: each as its length in decimal, a colon, and the bytes (netstrings,
/// without their commas). A list is its number of strings, then the strings.
#[derive(Default)]
struct Packed(Vec<u8>);

impl Packed {
    fn put(&mut self, string: impl AsRef<OsStr>) {
        let bytes = string.as_ref().as_bytes();
        self.0.extend_from_slice(bytes.len().to_string().as_bytes());
        self.0.push(b':');
        self.0.extend_from_slice(bytes);
    }

    fn put_all(&mut self, strings: impl ExactSizeIterator<Item = impl AsRef<OsStr>>) {
        self.put(strings.len().to_string());
        strings.for_each(|string| self.put(string));
    }
}

/// The rest of what [`Packed`] holds; every method is `None` where it holds something else.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn next(&mut self) -> Option<&'a OsStr> {
        let colon = self.0.iter().position(|&byte| byte == b':')?;
        let length = std::str::from_utf8(&self.0[..colon]).ok()?.parse().ok()?;
        let (string, rest) = self.0[colon + 1..].split_at_checked(length)?;
        self.0 = rest;
        Some(OsStr::from_bytes(string))
    }

    fn text(&mut self) -> Option<String> {
        self.next()?.to_str().map(str::to_owned)
    }

    fn number<T: FromStr>(&mut self) -> Option<T> {
        self.next()?.to_str()?.parse().ok()
    }

    fn list(&mut self) -> Option<Vec<OsString>> {
        (0..self.number::<usize>()?).map(|_| self.next().map(OsStr::to_owned)).collect()
    }
}

/// Returns the error for `--s2ibox-…` arguments that bash did not write.
#[must_use]
pub fn no_resumption() -> anyhow::Error {
    Error::Usage(
        "arguments that begin with --s2ibox- are for this program's own use; leave them out"
            .to_owned(),
    )
    .into()
}

#[cfg(test)]
mod tests;
