//! A command as data, and how one is called: from the command line, or again by bash.

use std::ffi::{OsStr, OsString};
use std::io::{self, Read};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;

use anyhow::Result;
use argh::{EarlyExit, FromArgs};

use crate::error::Error;
use crate::layout::Layout;
use crate::phase::{self, Step};
use crate::process::Surroundings;
use crate::report::{self, shown};
use crate::resume::{Outcome, Resume};
use crate::signals::Signals;
use crate::{checks, environment, ourselves, size};

/// What `--version` prints.
pub const VERSION: &str = concat!("s2ibox ", env!("CARGO_PKG_VERSION"), "\n");

/// A command: what it is called, what it takes, what it does.
pub struct Command {
    /// Its name, as in `s2ibox NAME` and `s2i-NAME`.
    pub name: &'static str,
    /// One line for the list of commands.
    pub summary: &'static str,
    /// What it takes beside options.
    pub words: Words,
    /// Reads the options; see [`options`].
    pub options: fn(&[&str], &[&str]) -> Result<Options, EarlyExit>,
    /// Checks the words beyond their number.
    pub check: fn(&[OsString]) -> Result<()>,
    /// What it does, in order.
    pub steps: &'static [Step],
}

/// What a command takes beside options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// Nothing.
    None,
    /// One word, called this in the help.
    One(&'static str),
    /// A command line, called this in the help: from its first word on nothing is ours.
    CommandLine(&'static str),
}

/// The options that commands have; each command fills in those it knows.
#[derive(Debug, Default)]
pub struct Options {
    /// `--version`.
    pub version: bool,
}

/// Reads the options of a command with argh, for [`Command::options`].
///
/// # Errors
/// Help was asked for, or an option is not known.
pub fn options<T: FromArgs + Into<Options>>(
    name: &[&str],
    words: &[&str],
) -> Result<Options, EarlyExit> {
    T::from_args(name, words).map(Into::into)
}

/// For [`Command::check`]: any words will do.
///
/// # Errors
/// None.
pub fn any_words(_: &[OsString]) -> Result<()> {
    Ok(())
}

/// One call of a command.
pub struct Invocation {
    /// The command's name.
    pub name: &'static str,
    /// The words it was given.
    pub words: Vec<OsString>,
    /// Where everything lies.
    pub layout: Layout,
    /// Our own program.
    pub program: PathBuf,
    /// What is done about signals.
    pub signals: Signals,
    /// What is set for the programs that are run.
    pub surroundings: Surroundings,
    /// Whether `BASH_ENV` and the container user script have been sourced for the coming step.
    pub user_script_done: bool,
}

impl Command {
    /// Calls the command with `arguments`, without a name before them.
    ///
    /// # Errors
    /// Everything that can go wrong; [`crate::error`] has the exit statuses.
    pub fn call(&'static self, arguments: &[OsString]) -> Result<()> {
        if let Some((first, rest)) = arguments.split_first()
            && let Some(outcome) = Outcome::from_argument(first)
        {
            return self.resume(outcome, &Resume::from_arguments(rest)?);
        }
        let (options, words) = self.split(arguments);
        if self.stop_at_options(&options)? {
            return Ok(());
        }
        self.check_number(&words)?;
        (self.check)(&words)?;
        let layout = Layout::from_environment();
        let mut invocation = self.invocation(layout, words)?;
        invocation.layout.check_working_directory()?;
        for (name, path) in invocation.layout.exported() {
            invocation.surroundings.variables.push((name.into(), path.into()));
        }
        if self.steps.iter().any(Step::waits) {
            invocation.signals.hold()?;
        }
        checks::before_anything_runs(&invocation, self.steps)?;
        phase::perform(&mut invocation, self.steps, 0)
    }

    /// Goes on after bash has sourced the hooks of a step.
    ///
    /// # Errors
    /// As [`Command::call`].
    pub fn resume(&'static self, outcome: Outcome, resume: &Resume) -> Result<()> {
        if outcome == Outcome::TooLarge {
            return Err(too_large(resume));
        }
        let mut invocation = self.invocation(resume.layout.clone(), resume.words.clone())?;
        invocation.surroundings.env_hook.clone_from(&resume.env_hook);
        invocation.signals.below_bash = outcome == Outcome::Sourced { below_bash: true };
        if self.steps.iter().any(Step::waits) {
            invocation.signals.hold()?;
        }
        environment::return_to_source(&mut invocation)?;
        let next = match outcome {
            Outcome::UserScriptExited => {
                invocation.user_script_done = true;
                resume.step
            }
            _ => resume.step + 1,
        };
        phase::perform(&mut invocation, self.steps, next)
    }

    fn invocation(&self, layout: Layout, words: Vec<OsString>) -> Result<Invocation> {
        Ok(Invocation {
            name: self.name,
            words,
            layout,
            program: ourselves::path()?.to_owned(),
            signals: Signals::default(),
            surroundings: Surroundings::default(),
            user_script_done: false,
        })
    }

    /// Tells our options from the words. A command line begins with the first word that is no option;
    /// otherwise options may stand anywhere before `--`.
    fn split(&self, arguments: &[OsString]) -> (Vec<OsString>, Vec<OsString>) {
        let is_option = |word: &OsString| word.as_bytes().starts_with(b"-");
        let own = arguments
            .iter()
            .position(|word| {
                word == "--" || (matches!(self.words, Words::CommandLine(_)) && !is_option(word))
            })
            .unwrap_or(arguments.len());
        let (own, rest) = arguments.split_at(own);
        let rest = match rest.split_first() {
            Some((first, rest)) if first == "--" => rest,
            _ => rest,
        };
        let (options, mut words): (Vec<_>, Vec<_>) = own.iter().cloned().partition(is_option);
        words.extend_from_slice(rest);
        (options, words)
    }

    /// Acts on the options; `true` where that was all (help, version).
    fn stop_at_options(&self, options: &[OsString]) -> Result<bool> {
        let name = format!("s2i-{}", self.name);
        let options: Vec<_> = options.iter().map(|word| word.to_string_lossy()).collect();
        let options: Vec<_> = options.iter().map(AsRef::as_ref).collect();
        match (self.options)(&[&name], &options) {
            Ok(options) if options.version => report::output(VERSION.as_bytes()),
            Ok(_) => return Ok(false),
            Err(EarlyExit { output, status: Ok(()) }) => report::output(output.as_bytes()),
            Err(EarlyExit { output, .. }) => {
                let text = output.lines().next().unwrap_or_default();
                let wrong = options.iter().find(|option| text.ends_with(**option));
                let nearest = wrong.and_then(|wrong| nearest(wrong, &["--help", "--version"]));
                let hint = nearest.map_or_else(String::new, |known| format!("did you mean {known}? "));
                return Err(Error::Usage(format!(
                    "{name}: {}; {hint}see {name} --help",
                    lower_case_first(text)
                ))
                .into());
            }
        }
        Ok(true)
    }

    fn check_number(&self, words: &[OsString]) -> Result<()> {
        let name = self.name;
        let text = match (self.words, words) {
            (Words::None, []) | (Words::One(_), [_]) | (Words::CommandLine(_), [_, ..]) => {
                return Ok(());
            }
            (Words::One(word) | Words::CommandLine(word), []) => {
                format!("s2i-{name}: {word} is missing; see s2i-{name} --help")
            }
            (Words::None, [first, ..]) => {
                format!("s2i-{name}: unexpected argument {}; it takes none", shown(first))
            }
            (Words::One(word), [_, second, ..]) => {
                format!("s2i-{name}: unexpected argument {}; it takes one {word}", shown(second))
            }
        };
        Err(Error::Usage(text).into())
    }
}

/// The word of `known` that `word` is a near miss of.
#[must_use]
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|known| (strsim::osa_distance(word, known), *known))
        .filter(|(distance, known)| *distance <= 2.min(known.trim_start_matches('-').len() / 2))
        .min()
        .map(|(_, known)| known)
}

/// The error that bash cannot give: its environment lies in standard input, as `export -p` prints it.
fn too_large(resume: &Resume) -> anyhow::Error {
    let mut exported = Vec::new();
    let _ = io::stdin().lock().read_to_end(&mut exported);
    let mut largest: (&[u8], usize) = (b"", 0);
    let mut rest = exported.as_slice();
    while let Some(line) = rest.strip_prefix(b"export ") {
        let end = line.windows(8).position(|bytes| bytes == b"\nexport ");
        let (entry, next) = line.split_at(end.map_or(line.len(), |end| end + 1));
        let name = entry.split(|&byte| byte == b'=').next().unwrap_or_default();
        let size = entry.len().saturating_sub(name.len() + 4); // ="" and the line's end
        if size > largest.1 {
            largest = (name, size);
        }
        rest = next;
    }
    size::environment_too_large(resume.env_hook.as_deref(), OsStr::from_bytes(largest.0), largest.1)
        .into()
}

fn lower_case_first(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map(|first| first.to_lowercase().chain(characters).collect())
        .unwrap_or_default()
}
