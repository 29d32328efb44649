//! One run of one program, and its expected outcome. Output that a test does not name must be empty, and the status
//! must be 0.

mod start;

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use crate::{Outcome, Signal, Status, Text};

/// A run of a program, and its expected outcome.
#[must_use = "a test that is neither checked nor run tests nothing"]
#[derive(Clone)]
pub struct Test {
    program: OsString,
    args: Vec<OsString>,
    around: Vec<OsString>,
    env: BTreeMap<OsString, OsString>,
    entries: Vec<OsString>,
    directory: PathBuf,
    stdin: Option<Vec<u8>>,
    user: Option<(u32, u32)>,
    init: bool,
    reports_times: bool,
    places: Vec<(&'static str, OsString)>,
    expected: Outcome,
}

impl Test {
    pub(crate) fn new(program: OsString, directory: &Path) -> Self {
        Self {
            program,
            args: vec![],
            around: vec![],
            env: BTreeMap::new(),
            entries: vec![],
            directory: directory.to_owned(),
            stdin: None,
            user: None,
            init: false,
            reports_times: false,
            places: vec![],
            expected: Outcome {
                status: Status::Exit(0),
                stdout: Text::default(),
                stderr: Text::default(),
                times: None,
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
        self.env.insert(name.as_ref().to_owned(), value.as_ref().to_owned());
        self
    }

    pub fn without(mut self, name: impl AsRef<OsStr>) -> Self {
        self.env.remove(name.as_ref());
        self
    }

    /// Adds an entry of the environment byte for byte, after the variables, such as a duplicate or one without `=`.
    pub fn entry(mut self, entry: impl AsRef<OsStr>) -> Self {
        self.entries.push(entry.as_ref().to_owned());
        self
    }

    /// Sets the working directory. The default is the source path.
    pub fn directory(mut self, directory: impl AsRef<Path>) -> Self {
        directory.as_ref().clone_into(&mut self.directory);
        self
    }

    /// Sets the content of stdin. The default is empty.
    pub fn stdin(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.stdin = Some(bytes.as_ref().to_owned());
        self
    }

    /// Runs as another user and group, without further groups.
    pub fn user(mut self, uid: u32, gid: u32) -> Self {
        crate::require_root();
        self.user = Some((uid, gid));
        self
    }

    /// Puts arguments before the program: `unshare`, `env`, `setsid` and the like, which become the program.
    pub fn within<A: AsRef<OsStr>>(mut self, words: impl IntoIterator<Item = A>) -> Self {
        let words = words.into_iter().map(|word| word.as_ref().to_owned());
        self.around = words.chain(self.around).collect();
        self
    }

    /// Starts the program with this shell redirection, such as `>/dev/full`.
    pub fn redirected(self, redirection: &str) -> Self {
        let script = format!("exec \"$@\" {redirection}");
        self.within(["/bin/sh", "-c", &script, "sh"])
    }

    /// Starts the program as process 1 of a pid namespace. Signals are then sent to it.
    pub fn as_init(mut self) -> Self {
        crate::require_root();
        self.init = true;
        self.within(["/usr/bin/unshare", "--pid", "--fork", "--kill-child", "--mount-proc"])
    }

    pub(crate) fn bare_init(mut self, unshare: Vec<OsString>) -> Self {
        self.init = true;
        self.within(unshare)
    }

    pub(crate) fn placeholders(mut self, places: Vec<(&'static str, OsString)>) -> Self {
        self.places.extend(places);
        self
    }

    /// Declares that the program is, or becomes, this command of s2ibox. The times of `assemble` on stderr are not compared.
    pub fn calling(mut self, command: &str) -> Self {
        self.reports_times = command == "assemble";
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

    /// Sets the expected stdout. `{src}`, `{hooks}`, `{app}`, `{upload}`, `{scripts}`, `{bin}` and `{top}` stand for the
    /// paths of the root.
    pub fn stdout(mut self, text: impl AsRef<[u8]>) -> Self {
        self.expected.stdout = self.filled_in(text.as_ref());
        self
    }

    /// Sets the expected stderr, with the same placeholders as stdout.
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

    pub(crate) fn reports_times(&self) -> bool {
        let quiet = self.env.get(OsStr::new("S2I_LOG")).is_some_and(|level| level == "quiet");
        let only_asked = self.args.iter().any(|arg| arg.as_bytes().starts_with(b"-"));
        self.reports_times && !quiet && !only_asked
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

    /// Returns the command line, for the report of a failure.
    pub(crate) fn called(&self) -> String {
        let words = self.around.iter().chain([&self.program]).chain(&self.args);
        let words: Vec<_> = words.map(|word| format!("{}", word.display())).collect();
        words.join(" ")
    }
}
