//! A command as a list of steps, and the one loop that performs them.
//!
//! The steps of the ten commands read like the table in the contract; what a step means stands here
//! or in the module that it names.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::environment::{self, Environment};
use crate::error::Error;
use crate::invocation::Invocation;
use crate::process::{self, become_program};
use crate::program::Program;
use crate::report::{self, shown};
use crate::shell::{self, Lookup};
use crate::{hook, jobs, ourselves, permissions, transfer};

/// One step of a command.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// A progress line.
    Say(&'static str),
    /// Take `.s2i` from the upload.
    TakeHooks,
    /// Set up an environment and say which env hook runs.
    Source(Environment),
    /// The same, saying nothing.
    SourceSilently(Environment),
    /// Run it, if it is there, and wait for its end.
    Run(Target),
    /// Run the jobs of the category that the first word names.
    RunJobs,
    /// Apply the rule for arbitrary user ids to the source, and to the application around it.
    FixPermissions,
    /// Become it, if it is there, and say so.
    Become(Target),
    /// The same, saying nothing.
    BecomeSilently(Target),
    /// Become the command line that the words are.
    BecomeWords,
    /// Become an interactive shell.
    BecomeShell,
}

/// What a step runs or becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The action hook of this name; one that is absent is skipped.
    Hook(&'static str),
    /// The builder's own script of this name; it must be there.
    Builder(&'static str),
}

impl Step {
    /// Whether we stay a process for longer than a moment in it, so that signals matter.
    #[must_use]
    pub const fn waits(&self) -> bool {
        matches!(
            self,
            Self::TakeHooks | Self::Run(_) | Self::RunJobs | Self::FixPermissions
        )
    }
}

/// Performs `steps` from the index `from` on.
///
/// # Errors
/// The first that a step ends with; the steps after it are not performed.
pub fn perform(invocation: &mut Invocation, steps: &[Step], from: usize) -> Result<()> {
    for (index, step) in steps.iter().enumerate().skip(from) {
        invocation.signals.check()?;
        match *step {
            Step::Say(text) => report::progress(text),
            Step::TakeHooks => transfer::take_hooks(invocation)?,
            Step::Source(environment) => {
                environment::source(invocation, index, environment, true)?;
            }
            Step::SourceSilently(environment) => {
                environment::source(invocation, index, environment, false)?;
            }
            Step::Run(target) => {
                if let Some(program) = target.program(invocation, true)? {
                    process::run(&program, &invocation.signals, &invocation.surroundings)?;
                }
            }
            Step::RunJobs => jobs::run(invocation)?,
            Step::FixPermissions => permissions::fix(invocation)?,
            Step::Become(target) => become_target(invocation, target, true)?,
            Step::BecomeSilently(target) => become_target(invocation, target, false)?,
            Step::BecomeWords => return Err(become_it(invocation, &command_line(invocation)?)),
            Step::BecomeShell => return Err(become_it(invocation, &interactive_shell()?)),
        }
    }
    invocation.signals.check()
}

fn become_target(invocation: &Invocation, target: Target, said: bool) -> Result<()> {
    match target.program(invocation, said)? {
        Some(program) => Err(become_it(invocation, &program)),
        None => Ok(()),
    }
}

fn become_it(invocation: &Invocation, program: &Program) -> anyhow::Error {
    become_program(program, &invocation.signals, &invocation.surroundings)
}

impl Target {
    /// What is to be executed, after the progress line for it; `None` where an absent hook is skipped.
    fn program(self, invocation: &Invocation, said: bool) -> Result<Option<Program>> {
        match self {
            Self::Hook(name) => {
                let file = invocation.layout.hook(name);
                if !hook::is_ready(&file)? {
                    return Ok(None);
                }
                let program = Program::from_file("hook", &file)?;
                if said {
                    report::running(&file);
                }
                Ok(Some(program))
            }
            Self::Builder(name) => {
                let file = invocation.layout.scripts.join(name);
                let program = builder_script(name, &file)?;
                let mut text = OsStr::new("Running builder ").to_os_string();
                text.push(name);
                text.push(" script (");
                text.push(&file);
                text.push(")");
                report::progress(text);
                Ok(Some(program))
            }
        }
    }
}

fn builder_script(name: &str, file: &Path) -> Result<Program> {
    let shown_file = shown(file);
    if !file.exists() {
        return Err(Error::NotFound(format!(
            "the builder's {name} script {shown_file} is not there; \
             set S2I_SCRIPTS_PATH to the folder that holds it"
        ))
        .into());
    }
    if !shell::is_program(file) {
        return Err(Error::NotExecutable(format!(
            "the builder's {name} script {shown_file} is not an executable file; run: chmod +x {shown_file}"
        ))
        .into());
    }
    if ourselves::is(file)? {
        return Err(Error::Broken(format!(
            "the builder's {name} script {shown_file} is s2ibox itself and would start itself for ever; \
             set S2I_SCRIPTS_PATH to the builder's own scripts"
        ))
        .into());
    }
    Program::from_file("builder script", file)
}

/// The words as a command line, the first looked for as a shell does it.
fn command_line(invocation: &Invocation) -> Result<Program> {
    let Some((command, arguments)) = invocation.words.split_first() else {
        return Err(Error::Usage("COMMAND is missing".to_owned()).into());
    };
    let file = find_command(command)?;
    Ok(Program::from_file("command", &file)?
        .called(command)
        .with(arguments.iter().cloned()))
}

fn find_command(command: &OsStr) -> Result<PathBuf> {
    let name = shown(command);
    let path = Path::new(command);
    let found = if path.as_os_str().as_encoded_bytes().contains(&b'/') {
        match path.exists() {
            true if shell::is_program(path) => Lookup::Found(path.into()),
            true => Lookup::NotExecutable(path.into()),
            false => Lookup::Missing,
        }
    } else if command.is_empty() {
        Lookup::Missing
    } else {
        shell::on_path(command)
    };
    match found {
        Lookup::Found(file) => Ok(file),
        Lookup::NotExecutable(file) if file.is_dir() => Err(Error::NotExecutable(format!(
            "command {name} is a folder; name a program in it"
        ))
        .into()),
        Lookup::NotExecutable(file) => Err(Error::NotExecutable(format!(
            "command {name} cannot be executed: {} is not executable; run: chmod +x {}",
            shown(&file),
            shown(&file)
        ))
        .into()),
        Lookup::Missing => Err(Error::NotFound(format!(
            "command {name} not found; check its spelling, and PATH in the deploy environment"
        ))
        .into()),
    }
}

fn interactive_shell() -> Result<Program> {
    let bash = Path::new("/bin/bash");
    if shell::is_program(bash) {
        return Ok(Program::binary("shell", bash));
    }
    match shell::on_path(OsStr::new("sh")) {
        Lookup::Found(sh) => Ok(Program::binary("shell", &sh)),
        _ => Err(Error::NotFound(
            "there is no shell in this image, neither /bin/bash nor sh on PATH; \
             run a program with: s2i-exec COMMAND"
                .to_owned(),
        )
        .into()),
    }
}
