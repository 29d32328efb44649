//! What there is in a source tree's `.s2i`: each file with its part in it, read once.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File as Open, Metadata};
use std::io::{self, Read};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use common::hooks::builder::SCRIPTS;
use common::hooks::table::HOOKS;
use walkdir::WalkDir;

use crate::names::is_backup;

/// No script is larger; what is, is not looked into.
const LARGEST: u64 = 1 << 20;
/// A byte-order mark in UTF-8.
pub const MARK: &[u8] = b"\xef\xbb\xbf";

/// What a file is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// An action hook that is executed.
    Hook,
    /// An action hook that is sourced.
    EnvHook,
    /// Anything else among the action hooks.
    BesideHooks,
    /// `assemble` or `run` of `.s2i/bin`.
    Script,
    /// Anything else in `.s2i/bin`.
    BesideScripts,
    /// A job.
    Job,
    /// An editor's backup among the jobs.
    Backup,
    /// `.s2i/environment`.
    Environment,
}

/// A file of `.s2i`.
pub struct File {
    /// Its path, as the user would give it.
    pub path: PathBuf,
    /// Its path from the source tree on: `.s2i/…`.
    pub below: PathBuf,
    /// What it is there for.
    pub role: Role,
    /// Whether it is a link.
    pub link: bool,
    /// What is known of it, or of what the link leads to; none for a link that dangles.
    pub metadata: Option<Metadata>,
    /// Its content, if it is text: without a byte-order mark and carriage returns at the line ends.
    pub text: Option<Vec<u8>>,
    /// Whether it began with a byte-order mark.
    pub marked: bool,
    /// The first line that ends as on Windows, from 1.
    pub windows_line: Option<usize>,
    /// Why it could not be read.
    pub unread: Option<io::Error>,
}

/// A source tree.
pub struct Tree {
    /// Its folder, as it was given.
    pub top: PathBuf,
    /// The files that have a part in it, by path.
    pub files: Vec<File>,
    /// The folders that could not be looked into, and why.
    pub unread: Vec<(PathBuf, io::Error)>,
}

impl Tree {
    /// Reads the tree in `top`, which has a `.s2i`.
    #[must_use]
    pub fn read(top: &Path) -> Self {
        let (mut files, mut unread) = (Vec::new(), Vec::new());
        let mut add = |below: PathBuf, role| {
            let place = files.partition_point(|known: &File| known.below < below);
            files.insert(place, File::read(top, below, role));
        };
        for (folder, role_of) in [
            (".s2i/action_hooks", role_of_hook as fn(&OsStr) -> Role),
            (".s2i/bin", role_of_script),
        ] {
            match names(&top.join(folder)) {
                Ok(names) => {
                    for name in names {
                        add(Path::new(folder).join(&name), role_of(&name));
                    }
                }
                Err(error) => unread.push((top.join(folder), error)),
            }
        }
        for folder in [".s2i/cron_jobs", ".s2i/jobs"] {
            for entry in WalkDir::new(top.join(folder)).min_depth(2) {
                let entry = match entry {
                    Ok(entry) => entry,
                    Err(error) => {
                        let path = error.path().unwrap_or(top).to_owned();
                        unread.extend(error.into_io_error().map(|error| (path, error)));
                        continue;
                    }
                };
                if !entry.path().is_dir()
                    && !entry.file_name().as_bytes().starts_with(b".")
                    && let Ok(below) = entry.path().strip_prefix(top)
                {
                    let role = if is_backup(entry.file_name()) { Role::Backup } else { Role::Job };
                    add(below.to_owned(), role);
                }
            }
        }
        if top.join(".s2i/environment").symlink_metadata().is_ok() {
            add(".s2i/environment".into(), Role::Environment);
        }
        Self {
            top: top.into(),
            files,
            unread: unread
                .into_iter()
                .filter(|(_, error)| error.kind() != io::ErrorKind::NotFound)
                .collect(),
        }
    }

    /// The path of something in the tree, as the user would give it.
    #[must_use]
    pub fn path(&self, below: impl AsRef<Path>) -> PathBuf {
        self.top.join(below)
    }
}

fn role_of_hook(name: &OsStr) -> Role {
    match HOOKS.iter().find(|hook| name == hook.name) {
        Some(hook) if hook.is_sourced() => Role::EnvHook,
        Some(_) => Role::Hook,
        None => Role::BesideHooks,
    }
}

fn role_of_script(name: &OsStr) -> Role {
    if SCRIPTS.iter().any(|script| name == *script) { Role::Script } else { Role::BesideScripts }
}

/// The names in a folder.
///
/// # Errors
/// It cannot be read.
pub fn names(folder: &Path) -> io::Result<Vec<OsString>> {
    let names = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name()));
    names.filter(|name| !matches!(name, Ok(name) if name.as_bytes().starts_with(b"."))).collect()
}

impl File {
    fn read(top: &Path, below: PathBuf, role: Role) -> Self {
        let path = top.join(&below);
        let metadata = fs::metadata(&path).ok();
        let content = match &metadata {
            Some(metadata) if metadata.is_file() && metadata.len() <= LARGEST => content(&path),
            _ => Ok(None),
        };
        let (content, unread) = match content {
            Ok(content) => (content, None),
            Err(error) => (None, Some(error)),
        };
        let mut file = Self {
            link: path.is_symlink(),
            metadata,
            text: None,
            marked: false,
            windows_line: None,
            unread,
            role,
            path,
            below,
        };
        if let Some(content) = content {
            let text = content.strip_prefix(MARK).unwrap_or(&content);
            file.marked = text.len() < content.len();
            let mut lines = text.split_inclusive(|&byte| byte == b'\n');
            file.windows_line = lines.position(|line| line.ends_with(b"\r\n")).map(|at| at + 1);
            file.text = Some(without_carriage_returns(text));
        }
        file
    }

    /// Its own name.
    #[must_use]
    pub fn name(&self) -> &OsStr {
        self.path.file_name().unwrap_or_default()
    }

    /// What it is called in a report.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self.role {
            Role::Hook | Role::BesideHooks => "hook",
            Role::EnvHook => "env hook",
            Role::Script | Role::BesideScripts => "script",
            Role::Job | Role::Backup => "job",
            Role::Environment => "file",
        }
    }

    /// Whether it is executed.
    #[must_use]
    pub const fn executed(&self) -> bool {
        matches!(self.role, Role::Hook | Role::Script | Role::Job)
    }
}

/// The content of a text; none of what holds a NUL byte.
fn content(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut content = Vec::new();
    let open = Open::open(path)?;
    open.take(LARGEST).read_to_end(&mut content)?;
    Ok((!content.contains(&0)).then_some(content))
}

/// The same text with the line ends of Unix.
#[must_use]
pub fn without_carriage_returns(text: &[u8]) -> Vec<u8> {
    let mut unix = Vec::with_capacity(text.len());
    for line in text.split_inclusive(|&byte| byte == b'\n') {
        match line.strip_suffix(b"\r\n") {
            Some(line) => unix.extend([line, b"\n"].concat()),
            None => unix.extend(line.strip_suffix(b"\r").unwrap_or(line)),
        }
    }
    unix
}
