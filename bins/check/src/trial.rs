//! Trying an env hook: bash sources it in a scratch copy, without input, without a network where the
//! kernel lets us, and not for longer than [`LIMIT`]. What it prints, leaves and takes is then known.

use std::fs::{self, File as Open};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::Result;
use nix::sched::{CloneFlags, unshare};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::child::with_env;
use crate::environment::variables;
use crate::scratch::Scratch;
use crate::tree::{File, Role, Tree};

const TRIAL: &str = include_str!("trial.sh");
/// No hook is waited for longer.
pub const LIMIT: Duration = Duration::from_secs(10);
/// How long a hook that was told to end may take for that.
const GRACE: Duration = Duration::from_millis(500);
/// How often we look whether it has ended.
const PERIOD: Duration = Duration::from_millis(2);

/// What came of a trial.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How long it took; none if it was stopped.
    pub took: Option<Duration>,
    /// The line that was run last.
    pub line: Option<usize>,
    /// What it wrote to standard output, and the line that wrote first.
    pub printed: Vec<u8>,
    /// See `printed`.
    pub printed_at: Option<usize>,
    /// The line that took longest.
    pub slowest: Option<usize>,
    /// Its status, where it did not come to its end.
    pub failed: Option<u8>,
    /// Whether that was a call of `exit`.
    pub exited: bool,
    /// The last line it wrote to standard error.
    pub said: String,
    /// The variables that it has set, beside those that were there.
    pub variables: Vec<String>,
    /// The functions that it has exported.
    pub functions: Vec<String>,
}

/// Tries the env hook `file`; line by line, or else only for the time that it takes.
///
/// # Errors
/// There can be no scratch copy, or bash cannot be started.
pub fn run(file: &File, tree: &Tree, bash: &Path, line_by_line: bool) -> Result<Outcome> {
    let scratch = Scratch::new(&tree.top)?;
    let [notes, out, err] = ["notes", "out", "err"].map(|name| scratch.top.join(name));
    let source = scratch.source();
    // Its text as it would be with the line ends mended, and not through a link.
    let hook = source.join(&file.below);
    fs::remove_file(&hook)?;
    fs::write(&hook, file.text.as_deref().unwrap_or_default())?;
    let given = given(tree, &scratch);
    let mut command = with_env(&["-i"]);
    for (name, value) in &given {
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
    // SAFETY: `unshare(2)` is one system call, which allocates nothing and takes no lock.
    unsafe {
        command.pre_exec(|| {
            let _ = unshare(CloneFlags::CLONE_NEWNET)
                .or_else(|_| unshare(CloneFlags::CLONE_NEWUSER | CloneFlags::CLONE_NEWNET));
            Ok(())
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
    // Whatever it has left in the background as well.
    let _ = killpg(group, Signal::SIGKILL);
    child.wait()?;
    let known: Vec<_> = given.iter().map(|(name, _)| name.as_str()).collect();
    let mut outcome = read(&fs::read_to_string(notes).unwrap_or_default(), &known);
    outcome.took = took;
    outcome.printed = fs::read(out)?;
    let err = fs::read(err)?;
    let err = String::from_utf8_lossy(&err).replace(&format!("{}: ", hook.display()), "");
    err.lines().last().unwrap_or_default().clone_into(&mut outcome.said);
    Ok(outcome)
}

/// The variables that the hook gets to see: ours, and those of `.s2i/environment`.
fn given(tree: &Tree, scratch: &Scratch) -> Vec<(String, String)> {
    let path = |below: &str| scratch.top.join(below).to_string_lossy().into_owned();
    let outside =
        |name: &str, otherwise: &str| std::env::var(name).unwrap_or_else(|_| otherwise.to_owned());
    let mut given = vec![
        ("PATH", outside("PATH", "/usr/local/bin:/usr/bin:/bin")),
        ("LANG", "C.UTF-8".to_owned()),
        ("HOME", path("home")),
        ("TMPDIR", path("tmp")),
        ("S2I_APPLICATION_PATH", path("app")),
        ("S2I_SOURCE_PATH", path("app/src")),
        ("S2I_SCRIPTS_PATH", outside("S2I_SCRIPTS_PATH", "/usr/libexec/s2i")),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect::<Vec<_>>();
    let file = tree.files.iter().find(|file| file.role == Role::Environment);
    if let Some(text) = file.and_then(|file| file.text.as_ref()) {
        given.extend(variables(text));
    }
    given
}

fn read(notes: &str, given: &[&str]) -> Outcome {
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
                if !given.contains(&rest) && !["PWD", "OLDPWD", "SHLVL", "_"].contains(&rest) {
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
