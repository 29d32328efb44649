//! Starts the run of a test.

use std::ffi::{CString, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};

use nix::unistd::execve;

use super::Test;
use crate::{Outcome, Running, Terminal, copy_program, s2ibox, static_hook};

impl Test {
    /// Runs the program and compares its outcome with the expected one.
    #[track_caller]
    pub fn check(self) {
        self.spawn().check();
    }

    /// Runs the program and returns its outcome.
    #[track_caller]
    pub fn run(self) -> Outcome {
        self.spawn().outcome()
    }

    /// Starts the program, for tests that act while it runs.
    pub fn spawn(self) -> Running {
        let mut command = self.to_command();
        command
            .stdin(self.stdin.as_ref().map_or_else(Stdio::null, |_| Stdio::piped()))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0);
        Running::start(command, self)
    }

    /// Starts the program as the leader of a session on a terminal of its own, whose width is unknown.
    pub fn on_terminal(self) -> Terminal {
        self.on_terminal_of(0)
    }

    /// Starts the program as the leader of a session on a terminal with this number of columns.
    pub fn on_terminal_of(self, columns: u16) -> Terminal {
        let test = self.within(["/usr/bin/setsid", "--ctty"]);
        Terminal::start(test.to_command(), &test, columns)
    }

    fn to_command(&self) -> Command {
        let program = self.reachable();
        let words: Vec<_> = self.around.iter().chain([&program]).collect();
        let words = [words, self.args.iter().collect()].concat();
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).env_clear().envs(&self.env).current_dir(&self.directory);
        if let Some((uid, gid)) = self.user {
            command.uid(uid).gid(gid);
        }
        if !self.entries.is_empty() {
            let variables = self.env.iter().map(|(name, value)| {
                OsString::from_vec([name.as_bytes(), b"=", value.as_bytes()].concat())
            });
            let environment: Vec<_> = variables.chain(self.entries.iter().cloned()).collect();
            let environment = c_strings(environment.iter().collect());
            let words = c_strings(words);
            // SAFETY: the arguments were made before the fork, and the child only calls `execve`.
            unsafe {
                command.pre_exec(move || match execve(&words[0], &words, &environment) {
                    Ok(never) => match never {},
                    Err(error) => Err(error.into()),
                });
            }
        }
        command
    }

    /// Returns a copy of the program that another user can execute: the build directory may be closed to other users.
    fn reachable(&self) -> OsString {
        let program = Path::new(&self.program);
        if self.user.is_none() || ![s2ibox(), static_hook()].iter().any(|ours| ours == program) {
            return self.program.clone();
        }
        let bin = self.places.iter().find(|(place, _)| *place == "{bin}");
        let (_, bin) = bin.expect("another user needs a root");
        let copy = Path::new(bin).join("copies").join(program.file_name().expect("a name"));
        if !copy.exists() {
            copy_program(program, &copy);
        }
        copy.into()
    }
}

fn c_strings(words: Vec<&OsString>) -> Vec<CString> {
    let words = words.into_iter().map(|word| CString::new(word.as_bytes()));
    words.collect::<Result<_, _>>().expect("no NUL in it")
}
