//! A file that can be executed, with its name and its arguments.
//!
//! A text without `#!` is a bash script; [`crate::hooks::script_kind`] reads the kind of the file.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::debug;
use crate::error::Error;
use crate::hooks::script_kind::{ScriptKind, machine};
use crate::output::quoting::escaped;
use crate::process::{current_exe, lookup};

/// What is executed, and how it is called in errors.
#[derive(Debug, Clone)]
pub struct Program {
    /// What `execve(2)` gets.
    pub file: PathBuf,
    /// The name it is called by, `argv[0]`.
    pub name: OsString,
    /// The other arguments.
    pub arguments: Vec<OsString>,
    kind: &'static str,
    shown_as: PathBuf,
    /// Whether only the kernel knows if it can be executed.
    for_the_kernel: bool,
}

impl Program {
    /// The program that the file `path` is; `kind` says in errors what it is: hook, job, command.
    ///
    /// # Errors
    /// Its `#!` line cannot work, or it is a script and there is no shell: 127.
    pub fn from_file(kind: &'static str, path: &Path) -> Result<Self> {
        let mut program = Self::binary(kind, path);
        match ScriptKind::of(kind, path)? {
            ScriptKind::Binary => {
                debug!("{} has no #! line and is no text: it is executed as it is", program.what());
                program.for_the_kernel = true;
            }
            ScriptKind::Interpreted(interpreter) => {
                let what = program.what();
                debug!("{what} is for {}, says its first line", escaped(&interpreter));
                let interpreter = Path::new(&interpreter);
                if !interpreter.exists() {
                    return Err(Error::NotFound(format!(
                        "{what} cannot be started: its interpreter {} is not in this image; \
                         correct its first line, or install it",
                        escaped(interpreter)
                    ))
                    .into());
                }
                if !lookup::is_program(interpreter) {
                    return Err(Error::NotExecutable(format!(
                        "{what} cannot be started: its interpreter {} is not an executable file; \
                         correct its first line",
                        escaped(interpreter)
                    ))
                    .into());
                }
            }
            ScriptKind::Plain => {
                program.file = interpreter_of_plain_scripts(&program.what())?;
                debug!("{} has no #! line: {} runs it", program.what(), escaped(&program.file));
                program.name = program.file.clone().into();
                program.arguments.push(path.into());
            }
        }
        Ok(program)
    }

    /// A program that is known to be one the kernel can execute.
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

    /// The same, called by another name; scripts get to see the path all the same.
    #[must_use]
    pub fn called(mut self, name: &OsStr) -> Self {
        if self.file == self.shown_as {
            self.name = name.into();
        }
        self
    }

    /// The same with more arguments.
    #[must_use]
    pub fn with(mut self, arguments: impl IntoIterator<Item = OsString>) -> Self {
        self.arguments.extend(arguments);
        self
    }

    /// Whether a wrapper may start it: not what the kernel may refuse, for a wrapper hands that to `sh`.
    #[must_use]
    pub fn may_be_wrapped(&self) -> bool {
        let own = || current_exe::path().ok().and_then(machine);
        !self.for_the_kernel
            || machine(&self.shown_as).is_some_and(|machine| Some(machine) == own())
    }

    /// The same, started by `wrapper` with `options`.
    #[must_use]
    pub fn behind(mut self, wrapper: &Path, options: &[&str]) -> Self {
        let own = std::mem::replace(&mut self.file, wrapper.into());
        self.name = wrapper.into();
        let options = options.iter().map(OsString::from);
        self.arguments = options.chain([own.into()]).chain(self.arguments).collect();
        self
    }

    /// What it is, for an error: `hook /opt/app-root/src/.s2i/action_hooks/deploy`.
    #[must_use]
    pub fn what(&self) -> String {
        format!("{} {}", self.kind, escaped(&self.shown_as))
    }
}

fn interpreter_of_plain_scripts(what: &str) -> Result<PathBuf> {
    let no_bash = match lookup::bash() {
        Ok(bash) => return Ok(bash),
        Err(no_bash) => no_bash,
    };
    match lookup::on_path(OsStr::new("sh"), env::var_os("PATH")) {
        lookup::Lookup::Found(sh) => Ok(sh),
        _ if lookup::is_program(Path::new("/bin/sh")) => Ok("/bin/sh".into()),
        _ => Err(Error::NotFound(format!(
            "{what} is a shell script (it has no #! line), but {}, nor is there an sh; \
             add a shell to the image, or make it a static program",
            no_bash.0
        ))
        .into()),
    }
}
