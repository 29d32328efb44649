//! A case: a command line and its application root. It is plain data with a fluent interface.

use std::fmt::Write as _;

/// The source path of the application.
pub const SOURCE: &str = "/opt/app-root/src";
/// The upload, where the build leaves the source.
pub const UPLOAD: &str = "/tmp/src";
/// The builder's own scripts.
pub const BUILDER: &str = "/usr/libexec/s2i";
/// An arbitrary user id, as the platform assigns it.
pub const ARBITRARY: u32 = 1_000_680_000;

/// An entry of the application root. Paths are those that the program sees.
#[derive(Clone, Debug)]
pub enum Plant {
    File(String, Vec<u8>, u32),
    Link(String, String),
    Directory(String, u32),
    /// The recorder itself, as a program of its own.
    Program(String),
    /// Gives a path to a user and a group, after all other entries.
    Owned(String, u32, u32),
}

/// The state that a hook or a job can be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Ready,
    Absent,
    NotExecutable,
    Failing,
    Killed,
    Plain,
    Script,
    Linked,
    Dangling,
    Program,
    Directory,
}

/// A case; see the module.
#[derive(Clone, Debug)]
pub struct Case {
    pub words: Vec<Vec<u8>>,
    pub plants: Vec<Plant>,
    pub variables: Vec<(String, Option<Vec<u8>>)>,
    pub input: Vec<u8>,
    pub user: Option<u32>,
    pub directory: String,
    pub as_init: bool,
    pub upload_elsewhere: bool,
    /// The locale, which is compiled for the case from glibc's source text.
    pub locale: Option<String>,
}

impl Case {
    /// Returns the case of `powershift image COMMAND`. [`Case::words`] adds arguments.
    pub fn call(command: &str) -> Self {
        Self {
            words: vec![b"image".to_vec(), command.into()],
            plants: Vec::new(),
            variables: Vec::new(),
            input: Vec::new(),
            user: None,
            directory: SOURCE.to_owned(),
            as_init: false,
            upload_elsewhere: false,
            locale: None,
        }
        .file(&format!("{BUILDER}/assemble"), "#!/recorder\n", 0o755)
        .file(&format!("{BUILDER}/run"), "#!/recorder\n", 0o755)
    }

    /// Returns the usual case for an env hook: `run`, with a `deploy` hook and a `run` hook that record.
    pub fn run_after(deploy_env: impl AsRef<[u8]>) -> Self {
        let case = Self::call("run").deploy_env(deploy_env);
        case.hook("deploy", State::Ready).hook("run", State::Ready)
    }

    /// Returns the usual case for a build: `assemble`, with `pre_build` and `build` hooks and the builder's script.
    pub fn assemble_after(build_env: impl AsRef<[u8]>) -> Self {
        let case = Self::call("assemble").build_env(build_env);
        case.hook("pre_build", State::Ready).hook("build", State::Ready)
    }

    /// Returns the case of `exec` with the recorder and these arguments.
    pub fn exec(words: &[&str]) -> Self {
        Self::call("exec").words(words)
    }

    /// Returns the case of `/bin/bash` with this standard input.
    pub fn shell(input: &str) -> Self {
        Self { input: input.into(), ..Self::call("shell") }
    }

    pub fn words<W: AsRef<[u8]>>(mut self, words: &[W]) -> Self {
        let words = words.iter().map(|word| word.as_ref().to_owned());
        self.words.extend(words);
        self
    }

    pub fn command(&self) -> &[u8] {
        self.words.get(1).map_or(b"", Vec::as_slice)
    }

    /// Returns the directory that contains `.s2i` when the command starts.
    pub fn tree(&self) -> &'static str {
        if self.command() == b"assemble" { UPLOAD } else { SOURCE }
    }

    fn hook_path(&self, name: &str) -> String {
        format!("{}/.s2i/action_hooks/{name}", self.tree())
    }

    pub fn deploy_env(self, text: impl AsRef<[u8]>) -> Self {
        let path = self.hook_path("deploy_env");
        self.file(&path, text, 0o644)
    }

    pub fn build_env(self, text: impl AsRef<[u8]>) -> Self {
        let path = self.hook_path("build_env");
        self.file(&path, text, 0o644)
    }

    pub fn container_user(self, text: impl AsRef<[u8]>) -> Self {
        self.file("/opt/app-root/etc/generate_container_user", text, 0o644)
    }

    /// Adds a hook that records, in this state.
    pub fn hook(self, name: &str, state: State) -> Self {
        let path = self.hook_path(name);
        self.in_state(&path, name, state)
    }

    /// Adds a hook with this text.
    pub fn hook_with(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.hook_path(name);
        self.file(&path, text, 0o755)
    }

    /// Adds a job that records: `jobs/hourly/NAME` or `cron_jobs/hourly/NAME`.
    pub fn job(self, below: &str, state: State) -> Self {
        let path = format!("{}/.s2i/{below}", self.tree());
        let name = below.rsplit('/').next().unwrap_or_default().to_owned();
        self.in_state(&path, &name, state)
    }

    pub fn in_state(self, path: &str, name: &str, state: State) -> Self {
        let recorder = format!("#!/recorder\nsay this is {name}\n");
        match state {
            State::Absent => self,
            State::Ready => self.file(path, recorder, 0o755),
            State::NotExecutable => self.file(path, recorder, 0o644),
            State::Failing => self.file(path, recorder + "exit 3\n", 0o755),
            State::Killed => self.file(path, recorder + "kill KILL\n", 0o755),
            State::Plain => self.file(path, format!("/recorder from {name}\necho done\n"), 0o755),
            State::Script => {
                let text = format!("#!/bin/bash\n/recorder from {name}\necho $# words >&2\n");
                self.file(path, text, 0o755)
            }
            State::Linked => {
                let target = format!("{}/elsewhere of {name}", self.tree());
                self.file(&target, recorder, 0o755).link(path, &target)
            }
            State::Dangling => self.link(path, "/nowhere/at all"),
            State::Program => self.plant(Plant::Program(path.to_owned())),
            State::Directory => self.directory(path, 0o755),
        }
    }

    /// Adds a builder's script with this text.
    pub fn builder(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        self.file(&format!("{BUILDER}/{name}"), text, 0o755)
    }

    pub fn file(self, path: &str, text: impl AsRef<[u8]>, mode: u32) -> Self {
        self.plant(Plant::File(path.to_owned(), text.as_ref().to_owned(), mode))
    }

    pub fn link(self, path: &str, target: &str) -> Self {
        self.plant(Plant::Link(path.to_owned(), target.to_owned()))
    }

    pub fn directory(self, path: &str, mode: u32) -> Self {
        self.plant(Plant::Directory(path.to_owned(), mode))
    }

    pub fn owned(self, path: &str, user: u32, group: u32) -> Self {
        self.plant(Plant::Owned(path.to_owned(), user, group))
    }

    fn plant(mut self, plant: Plant) -> Self {
        self.plants.push(plant);
        self
    }

    pub fn variable(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let value = value.as_ref().to_owned();
        self.variables.push((name.to_owned(), Some(value)));
        self
    }

    pub fn without_variable(mut self, name: &str) -> Self {
        self.variables.push((name.to_owned(), None));
        self
    }

    /// Whether a variable is set whose name begins so.
    pub fn has_variable(&self, start: &str) -> bool {
        self.variables.iter().any(|(name, value)| name.starts_with(start) && value.is_some())
    }

    pub fn input(mut self, input: impl AsRef<[u8]>) -> Self {
        input.as_ref().clone_into(&mut self.input);
        self
    }

    /// Runs as an arbitrary user in group 0, in a root that belongs to 1001:0.
    pub fn by_arbitrary_user(mut self) -> Self {
        self.user = Some(ARBITRARY);
        self
    }

    pub fn in_directory(mut self, directory: &str) -> Self {
        self.directory = directory.into();
        self
    }

    pub fn being_init(mut self) -> Self {
        self.as_init = true;
        self
    }

    /// Puts the upload on a file system of its own, as in a build in Dockerfile mode.
    pub fn upload_elsewhere(mut self) -> Self {
        self.upload_elsewhere = true;
        self
    }

    /// Runs in this locale, such as `sv_SE.UTF-8`.
    pub fn locale(mut self, name: &str) -> Self {
        self.locale = Some(name.to_owned());
        self
    }

    /// Returns the case as source text for a file of cases.
    pub fn as_source(&self) -> String {
        let bytes = |bytes: &[u8]| format!("b\"{}\"", bytes.escape_ascii());
        let mut text =
            format!("a_name_for_it: Case::call({:?})", String::from_utf8_lossy(self.command()));
        if let Some(words) = self.words.get(2..).filter(|words| !words.is_empty()) {
            let words: Vec<_> = words.iter().map(|word| format!("&{}[..]", bytes(word))).collect();
            let _ = write!(text, "\n    .words(&[{}])", words.join(", "));
        }
        for plant in &self.plants[2..] {
            let _ = match plant {
                Plant::File(path, content, mode) => {
                    write!(text, "\n    .file({path:?}, {}, 0o{mode:o})", bytes(content))
                }
                Plant::Link(path, target) => write!(text, "\n    .link({path:?}, {target:?})"),
                Plant::Directory(path, mode) => {
                    write!(text, "\n    .directory({path:?}, 0o{mode:o})")
                }
                Plant::Program(path) => {
                    write!(text, "\n    .in_state({path:?}, \"\", State::Program)")
                }
                Plant::Owned(path, user, group) => {
                    write!(text, "\n    .owned({path:?}, {user}, {group})")
                }
            };
        }
        for (name, value) in &self.variables {
            let _ = match value {
                Some(value) => write!(text, "\n    .variable({name:?}, {})", bytes(value)),
                None => write!(text, "\n    .without_variable({name:?})"),
            };
        }
        if !self.input.is_empty() {
            let _ = write!(text, "\n    .input({})", bytes(&self.input));
        }
        if self.directory != SOURCE {
            let _ = write!(text, "\n    .in_directory({:?})", self.directory);
        }
        if let Some(locale) = &self.locale {
            let _ = write!(text, "\n    .locale({locale:?})");
        }
        for (set, word) in [
            (self.user.is_some(), "by_arbitrary_user"),
            (self.as_init, "being_init"),
            (self.upload_elsewhere, "upload_elsewhere"),
        ] {
            if set {
                let _ = write!(text, "\n    .{word}()");
            }
        }
        text + ",\n"
    }
}
