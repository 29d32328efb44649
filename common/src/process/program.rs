//! A file as a program: with its interpreter, its name and its arguments.
//!
//! [`crate::hooks::script_kind`] reads the kind of the file; a shell executes a text without a `#!`
//! line.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::debug;
use crate::error::Error;
use crate::fs::directory::is_absence;
use crate::hooks::script_kind::{ScriptKind, machine};
use crate::output::quoting::escaped;
use crate::process::lookup::Lookup;
use crate::process::{current_exe, lookup};

/// A program and its arguments, for `execve(2)` and for errors.
#[derive(Debug, Clone)]
pub struct Program {
    /// The file that is executed.
    pub file: PathBuf,
    /// `argv[0]`.
    pub name: OsString,
    /// The other arguments.
    pub arguments: Vec<OsString>,
    kind: &'static str,
    /// The path in errors: that of the script where a shell is executed.
    shown_as: PathBuf,
    /// Whether only the kernel can judge whether the file can be executed.
    for_the_kernel: bool,
}

impl Program {
    /// Returns the program that the file at `path` is; `kind` is its name in errors: hook, job,
    /// command.
    ///
    /// # Errors
    /// Its `#!` line cannot work (127, 126), or it is a script and there is no shell (127).
    pub fn from_file(kind: &'static str, path: &Path) -> Result<Self> {
        let mut program = Self::binary(kind, path);
        match ScriptKind::of(kind, path)? {
            ScriptKind::Binary => {
                debug!("{} has a NUL byte and no #! line: the kernel judges it", program.what());
                program.for_the_kernel = true;
            }
            ScriptKind::Interpreted(interpreter) => {
                debug!("the first line of {} names {}", program.what(), escaped(&interpreter));
                check_interpreter(&program, Path::new(&interpreter))?;
            }
            ScriptKind::Plain => {
                program.file = shell_for(&program)?;
                debug!("{} has no #! line: {} runs it", program.what(), escaped(&program.file));
                program.name = program.file.clone().into();
                program.arguments.push(path.into());
            }
        }
        Ok(program)
    }

    /// Returns the program at `path`, which is known to be one that the kernel can execute.
    #[must_use]
    pub fn binary(kind: &'static str, path: &Path) -> Self {
        Self {
            file: path.into(),
            name: path.into(),
            arguments: Vec::new(),
            kind,
            shown_as: path.into(),
            for_the_kernel: false,
        }
    }

    /// Returns the program with another `argv[0]`. A script without a `#!` line still sees its
    /// path.
    #[must_use]
    pub fn called(mut self, name: &OsStr) -> Self {
        if self.file == self.shown_as {
            self.name = name.into();
        }
        self
    }

    /// Returns the program with more arguments.
    #[must_use]
    pub fn with(mut self, arguments: impl IntoIterator<Item = OsString>) -> Self {
        self.arguments.extend(arguments);
        self
    }

    /// Returns whether a wrapper may start the program. A wrapper hands a file that the kernel
    /// refuses to `sh`, so it must not be a binary for another machine.
    #[must_use]
    pub fn may_be_wrapped(&self) -> bool {
        let own = || current_exe::path().ok().and_then(machine);
        !self.for_the_kernel
            || machine(&self.shown_as).is_some_and(|machine| Some(machine) == own())
    }

    /// Returns the program that starts this one by `wrapper` with `options`.
    #[must_use]
    pub fn behind(mut self, wrapper: &Path, options: &[&str]) -> Self {
        let own = std::mem::replace(&mut self.file, wrapper.into());
        self.name = wrapper.into();
        let options = options.iter().map(OsString::from);
        self.arguments = options.chain([own.into()]).chain(self.arguments).collect();
        self
    }

    /// Returns kind and path for an error: `hook /opt/app-root/src/.s2i/action_hooks/deploy`.
    #[must_use]
    pub fn what(&self) -> String {
        format!("{} {}", self.kind, escaped(&self.shown_as))
    }
}

/// Checks that the interpreter of a script can be executed.
fn check_interpreter(script: &Program, interpreter: &Path) -> Result<()> {
    if lookup::is_program(interpreter) {
        return Ok(());
    }
    let (what, name) = (script.what(), escaped(interpreter));
    Err(match fs::metadata(interpreter) {
        Ok(_) => Error::NotExecutable(format!(
            "{what} cannot be started: its interpreter {name} is not an executable file; \
             correct its first line"
        )),
        Err(error) if is_absence(&error) => Error::NotFound(format!(
            "{what} cannot be started: its interpreter {name} is not in this image; \
                 correct its first line, or install it"
        )),
        Err(error) => Error::NotExecutable(format!(
            "{what} cannot be started: its interpreter {name} cannot be accessed: {error}"
        )),
    }
    .into())
}

/// Returns the shell for a script without a `#!` line: bash, else sh.
fn shell_for(script: &Program) -> Result<PathBuf> {
    let no_bash = match lookup::bash() {
        Ok(bash) => return Ok(bash),
        Err(no_bash) => no_bash,
    };
    match lookup::on_path(OsStr::new("sh"), env::var_os("PATH")) {
        Lookup::Found(sh) => Ok(sh),
        _ if lookup::is_program(Path::new("/bin/sh")) => Ok("/bin/sh".into()),
        _ => Err(Error::NotFound(format!(
            "{} is a shell script (it has no #! line), but {}, nor is there an sh; \
             add a shell to the image, or make it a static program",
            script.what(),
            no_bash.0
        ))
        .into()),
    }
}
