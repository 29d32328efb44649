//! One run of one program and what is expected of it. What a test does not name must be empty, and the
//! status 0.

use std::collections::BTreeMap;
use std::ffi::{CString, OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nix::unistd::execve;

use crate::{Outcome, Running, Signal, Status, Terminal, Text, copy_program, s2ibox, static_hook};

/// A program to be run, and the outcome that is expected.
#[must_use = "a test that is neither checked nor run tests nothing"]
#[derive(Clone)]
pub struct Test {
    program: OsString,
    args: Vec<OsString>,
    around: Vec<OsString>,
    env: BTreeMap<OsString, OsString>,
    entries: Vec<OsString>,
    folder: PathBuf,
    stdin: Option<Vec<u8>>,
    user: Option<(u32, u32)>,
    init: bool,
    places: Vec<(&'static str, OsString)>,
    expected: Outcome,
}

impl Test {
    pub(crate) fn new(program: OsString, folder: &Path) -> Self {
        Self {
            program,
            args: vec![],
            around: vec![],
            env: BTreeMap::new(),
            entries: vec![],
            folder: folder.to_owned(),
            stdin: None,
            user: None,
            init: false,
            places: vec![],
            expected: Outcome {
                status: Status::Exit(0),
                stdout: Text::default(),
                stderr: Text::default(),
            },
        }
    }

    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.args.push(arg.as_ref().to_owned());
        self
    }

    pub fn args<A: AsRef<OsStr>>(self, args: impl IntoIterator<Item = A>) -> Self {
        args.into_iter().fold(self, Self::arg)
    }

    pub fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.env
            .insert(name.as_ref().to_owned(), value.as_ref().to_owned());
        self
    }

    pub fn without(mut self, name: impl AsRef<OsStr>) -> Self {
        self.env.remove(name.as_ref());
        self
    }

    /// An entry of the environment byte for byte, behind the variables: another of a name, one without `=`.
    pub fn entry(mut self, entry: impl AsRef<OsStr>) -> Self {
        self.entries.push(entry.as_ref().to_owned());
        self
    }

    /// The working directory; the source path unless a test says otherwise.
    pub fn folder(mut self, folder: impl AsRef<Path>) -> Self {
        folder.as_ref().clone_into(&mut self.folder);
        self
    }

    /// What can be read on stdin; nothing unless a test says otherwise.
    pub fn stdin(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.stdin = Some(bytes.as_ref().to_owned());
        self
    }

    /// Another user and group, with no other groups.
    pub fn user(mut self, uid: u32, gid: u32) -> Self {
        crate::require_root();
        self.user = Some((uid, gid));
        self
    }

    /// Puts words before the program: `unshare`, `env`, `setsid` and the like, which become it.
    pub fn within<A: AsRef<OsStr>>(mut self, words: impl IntoIterator<Item = A>) -> Self {
        let words = words.into_iter().map(|word| word.as_ref().to_owned());
        self.around = words.chain(self.around).collect();
        self
    }

    /// Starts the program with this shell redirection, as `>/dev/full`.
    pub fn redirected(self, redirection: &str) -> Self {
        let script = format!("exec \"$@\" {redirection}");
        self.within(["/bin/sh", "-c", &script, "sh"])
    }

    /// Starts the program as process 1 of a pid namespace; signals then go to it.
    pub fn as_init(mut self) -> Self {
        crate::require_root();
        self.init = true;
        self.within([
            "/usr/bin/unshare",
            "--pid",
            "--fork",
            "--kill-child",
            "--mount-proc",
        ])
    }

    pub(crate) fn bare_init(mut self, unshare: Vec<OsString>) -> Self {
        self.init = true;
        self.within(unshare)
    }

    pub(crate) fn placeholders(mut self, places: Vec<(&'static str, OsString)>) -> Self {
        self.places.extend(places);
        self
    }

    pub fn status(mut self, status: i32) -> Self {
        self.expected.status = Status::Exit(status);
        self
    }

    pub fn killed_by(mut self, signal: Signal) -> Self {
        self.expected.status = Status::Signal(signal as i32);
        self
    }

    /// All that must be on stdout. `{src}`, `{hooks}`, `{app}`, `{upload}`, `{scripts}`, `{bin}` and
    /// `{top}` stand for the root's paths.
    pub fn stdout(mut self, text: impl AsRef<[u8]>) -> Self {
        self.expected.stdout = self.filled_in(text.as_ref());
        self
    }

    /// All that must be on stderr, with the same placeholders.
    pub fn stderr(mut self, text: impl AsRef<[u8]>) -> Self {
        self.expected.stderr = self.filled_in(text.as_ref());
        self
    }

    pub(crate) fn filled_in(&self, text: &[u8]) -> Text {
        let mut filled = Vec::new();
        let mut rest = text;
        'text: while let Some((&first, tail)) = rest.split_first() {
            for (place, path) in &self.places {
                if let Some(after) = rest.strip_prefix(place.as_bytes()) {
                    filled.extend_from_slice(path.as_bytes());
                    rest = after;
                    continue 'text;
                }
            }
            filled.push(first);
            rest = tail;
        }
        Text(filled)
    }

    /// Runs it and compares everything that came out with everything that was expected.
    #[track_caller]
    pub fn check(self) {
        self.spawn().check();
    }

    /// Runs it and gives what came out.
    #[track_caller]
    pub fn run(self) -> Outcome {
        self.spawn().outcome()
    }

    /// Starts it, for tests that do something meanwhile.
    pub fn spawn(self) -> Running {
        let mut command = self.to_command();
        command
            .stdin(
                self.stdin
                    .as_ref()
                    .map_or_else(Stdio::null, |_| Stdio::piped()),
            )
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0);
        Running::start(command, self)
    }

    /// Starts it as the leader of a session on a terminal of its own.
    pub fn on_terminal(self) -> Terminal {
        let test = self.within(["/usr/bin/setsid", "--ctty"]);
        Terminal::start(test.to_command(), &test)
    }

    fn to_command(&self) -> Command {
        let program = self.reachable();
        let words: Vec<_> = self.around.iter().chain([&program]).collect();
        let words = [words, self.args.iter().collect()].concat();
        let mut command = Command::new(words[0]);
        command
            .args(&words[1..])
            .env_clear()
            .envs(&self.env)
            .current_dir(&self.folder);
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
            // SAFETY: what is executed was made before; the child only calls `execve`.
            unsafe {
                command.pre_exec(move || match execve(&words[0], &words, &environment) {
                    Ok(never) => match never {},
                    Err(error) => Err(error.into()),
                });
            }
        }
        command
    }

    /// Whoever runs the tests may have built in a folder that another user cannot enter.
    fn reachable(&self) -> OsString {
        let program = Path::new(&self.program);
        if self.user.is_none() || ![s2ibox(), static_hook()].iter().any(|ours| ours == program) {
            return self.program.clone();
        }
        let bin = self.places.iter().find(|(place, _)| *place == "{bin}");
        let (_, bin) = bin.expect("another user needs a root");
        let copy = Path::new(bin)
            .join("copies")
            .join(program.file_name().expect("a name"));
        if !copy.exists() {
            copy_program(program, &copy);
        }
        copy.into()
    }

    pub(crate) fn is_init(&self) -> bool {
        self.init
    }

    pub(crate) fn input(&self) -> Option<&[u8]> {
        self.stdin.as_deref()
    }

    pub(crate) fn expected(&self) -> &Outcome {
        &self.expected
    }

    /// The command line, for the report of a failure.
    pub(crate) fn called(&self) -> String {
        let words = self.around.iter().chain([&self.program]).chain(&self.args);
        let words: Vec<_> = words.map(|word| format!("{}", word.display())).collect();
        words.join(" ")
    }
}

fn c_strings(words: Vec<&OsString>) -> Vec<CString> {
    let words = words.into_iter().map(|word| CString::new(word.as_bytes()));
    words.collect::<Result<_, _>>().expect("no NUL in it")
}
