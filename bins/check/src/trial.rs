//! A trial of an env hook: bash sources it in a scratch copy of the source, in a sandbox, without
//! input and for at most [`LIMIT`].

use std::ffi::CString;
use std::fs::{self, File as Open};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::Result;
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::environment_file::variables;
use crate::sandbox;
use crate::scratch::Scratch;
use crate::source_file::{File, Role};
use crate::source_tree::Tree;
use crate::subprocess::with_env;

const TRIAL: &str = include_str!("trial.sh");
/// The longest time for a hook: a probe would have given up long before.
pub const LIMIT: Duration = Duration::from_secs(10);
/// The time between TERM and KILL for a hook that has reached the limit.
const GRACE: Duration = Duration::from_millis(500);
/// The time between two looks at whether the hook has ended.
const PERIOD: Duration = Duration::from_millis(2);

/// The outcome of a trial.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The time that the hook took; none if it was stopped.
    pub took: Option<Duration>,
    /// The last line that was run.
    pub line: Option<usize>,
    /// The standard output.
    pub printed: Vec<u8>,
    /// The first line of the hook that printed.
    pub printed_at: Option<usize>,
    /// The line that took longest.
    pub slowest: Option<usize>,
    /// The status, if the hook did not come to its end.
    pub failed: Option<u8>,
    /// Whether a call of `exit` ended it.
    pub exited: bool,
    /// The last line on standard error.
    pub last_error_line: String,
    /// The variables that the hook has added to the environment.
    pub variables: Vec<String>,
    /// The functions that it has exported.
    pub functions: Vec<String>,
}

/// Returns a path for a system call.
fn c_string(path: &Path) -> Result<CString> {
    Ok(CString::new(path.as_os_str().as_bytes())?)
}

/// Tries the env hook `file`; with `line_by_line` the lines are known, but it takes longer. With
/// `unprotected` it is also tried where the kernel does not protect the files outside of the copy.
///
/// # Errors
/// The scratch copy cannot be made, bash cannot be started, or there can be no sandbox.
pub fn run(
    file: &File,
    tree: &Tree,
    bash: &Path,
    line_by_line: bool,
    unprotected: bool,
) -> Result<Outcome> {
    let scratch = Scratch::new(&tree.top)?;
    let [notes, out, err] = ["notes", "out", "err"].map(|name| scratch.top.join(name));
    let source = scratch.source();
    // The text has the line ends of Unix, and is not written through a link.
    let hook = source.join(&file.below);
    fs::remove_file(&hook)?;
    fs::write(&hook, file.text())?;
    let environment = environment(tree, &scratch);
    let mut command = with_env(&["-i"]);
    for (name, value) in &environment {
        command.arg(format!("{name}={value}"));
    }
    command
        .arg(bash)
        .args(["--norc", "-c", TRIAL, "s2i-check"])
        .args([&hook, &notes, &out])
        .arg(if line_by_line { "y" } else { "" })
        .current_dir(&source)
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Open::options().create(true).append(true).open(&out)?)
        .stderr(Open::create(&err)?);
    let (writable, working) = (c_string(&scratch.top)?, c_string(&source)?);
    // SAFETY: `enter` only makes system calls; it allocates nothing and takes no lock.
    unsafe {
        command.pre_exec(move || match sandbox::enter(&writable, &working) {
            Err(_) if unprotected => Ok(()),
            entered => entered,
        });
    }
    let began = Instant::now();
    let mut child = command.spawn()?;
    let group = Pid::from_raw(i32::try_from(child.id()).unwrap_or(i32::MAX));
    let mut ended = false;
    while !ended && began.elapsed() < LIMIT {
        sleep(PERIOD);
        ended = child.try_wait()?.is_some();
    }
    let took = ended.then(|| began.elapsed());
    if !ended {
        let _ = killpg(group, Signal::SIGTERM);
        while began.elapsed() < LIMIT + GRACE && child.try_wait()?.is_none() {
            sleep(PERIOD);
        }
    }
    // The group also has the processes that the hook left in the background.
    let _ = killpg(group, Signal::SIGKILL);
    child.wait()?;
    let known: Vec<_> = environment.iter().map(|(name, _)| name.as_str()).collect();
    let mut outcome = read(&fs::read_to_string(notes).unwrap_or_default(), &known);
    outcome.took = took;
    outcome.printed = fs::read(out)?;
    let err = fs::read(err)?;
    let err = String::from_utf8_lossy(&err).replace(&format!("{}: ", hook.display()), "");
    err.lines().last().unwrap_or_default().clone_into(&mut outcome.last_error_line);
    Ok(outcome)
}

/// Returns the environment of the hook: that of a command, with the variables of
/// `.s2i/environment`.
fn environment(tree: &Tree, scratch: &Scratch) -> Vec<(String, String)> {
    let path = |below: &str| scratch.top.join(below).to_string_lossy().into_owned();
    let inherited =
        |name: &str, default: &str| std::env::var(name).unwrap_or_else(|_| default.to_owned());
    let mut environment: Vec<_> = [
        ("PATH", inherited("PATH", "/usr/local/bin:/usr/bin:/bin")),
        ("LANG", "C.UTF-8".to_owned()),
        ("HOME", path("home")),
        ("TMPDIR", path("tmp")),
        ("S2I_APPLICATION_PATH", path("app")),
        ("S2I_SOURCE_PATH", path("app/src")),
        ("S2I_SCRIPTS_PATH", inherited("S2I_SCRIPTS_PATH", "/usr/libexec/s2i")),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    let file = tree.files.iter().find(|file| file.role == Role::Environment);
    environment.extend(file.map(|file| variables(file.text())).unwrap_or_default());
    environment
}

/// Reads the notes of the script; the variables in `known` were there before the hook.
fn read(notes: &str, known: &[&str]) -> Outcome {
    let mut outcome = Outcome::default();
    let mut done = false;
    for line in notes.lines() {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "line" => outcome.line = rest.parse().ok(),
            "printed" => outcome.printed_at = rest.parse().ok(),
            "slowest" => outcome.slowest = rest.parse().ok(),
            "status" => {
                let (status, command) = rest.split_once(' ').unwrap_or((rest, ""));
                outcome.failed = status.parse().ok();
                outcome.exited = command == "exit";
            }
            "variable" => {
                done = true;
                if !known.contains(&rest) && !["PWD", "OLDPWD", "SHLVL", "_"].contains(&rest) {
                    outcome.variables.push(rest.to_owned());
                }
            }
            "declare" => outcome.functions.extend(rest.split(' ').nth(1).map(String::from)),
            _ => {}
        }
    }
    if done {
        outcome.failed = None;
    }
    outcome
}
