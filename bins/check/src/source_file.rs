//! A file of `.s2i`, read once, with its role.

use std::ffi::OsStr;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use common::hooks::builder::SCRIPTS;
use common::hooks::script_kind::{BYTE_ORDER_MARK, Fault, ScriptKind};
use common::hooks::table::HOOKS;

/// The size of the largest file that is read, in bytes: no script is as long as 1 MiB.
const LARGEST: u64 = 1 << 20;
/// The endings that editors and packagers give to the names of copies.
const BACKUPS: [&[u8]; 13] = [
    b"~",
    b".bak",
    b".old",
    b".orig",
    b".rej",
    b".save",
    b".swo",
    b".swp",
    b".tmp",
    b".rpmnew",
    b".rpmsave",
    b".dpkg-old",
    b".dpkg-dist",
];

/// The use of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// An action hook that is executed.
    Hook,
    /// An action hook that is sourced.
    EnvHook,
    /// Another file among the action hooks.
    BesideHooks,
    /// `assemble` or `run` of `.s2i/bin`.
    Script,
    /// Another file in `.s2i/bin`.
    BesideScripts,
    /// A job.
    Job,
    /// An editor's backup or a document in a category, which is run as a job.
    NotAJob,
    /// A file that lies beside the categories of jobs.
    BesideCategories,
    /// `.s2i/environment`.
    Environment,
}

impl Role {
    /// Returns the role of a file of this name among the action hooks.
    #[must_use]
    pub fn of_hook(name: &OsStr) -> Self {
        match HOOKS.iter().find(|hook| name == hook.name) {
            Some(hook) if hook.is_sourced() => Self::EnvHook,
            Some(_) => Self::Hook,
            None => Self::BesideHooks,
        }
    }

    /// Returns the role of a file of this name in `.s2i/bin`.
    #[must_use]
    pub fn of_script(name: &OsStr) -> Self {
        if SCRIPTS.iter().any(|script| name == *script) {
            Self::Script
        } else {
            Self::BesideScripts
        }
    }

    /// Returns the role of a file of this name among the jobs.
    #[must_use]
    pub fn of_job(name: &OsStr) -> Self {
        if is_backup(name) || is_document(name) { Self::NotAJob } else { Self::Job }
    }
}

/// A file of `.s2i`.
pub struct File {
    /// The path, as the user would give it.
    pub path: PathBuf,
    /// The path from the source tree on: `.s2i/…`.
    pub below: PathBuf,
    /// The use of the file.
    pub role: Role,
    /// Whether it is a link.
    pub link: bool,
    /// The metadata of the file, or of the target of the link; none for a link that dangles.
    pub metadata: Option<Metadata>,
    /// The content, if it is text: without a byte-order mark, and without carriage returns at the
    /// line ends.
    pub text: Option<Vec<u8>>,
    /// Whether the content begins with a byte-order mark.
    pub has_mark: bool,
    /// Whether the content is UTF-16, and so not read as text.
    pub is_utf_16: bool,
    /// The first line, from 1, with a Windows line end.
    pub windows_line: Option<usize>,
    /// The error of reading the file.
    pub error: Option<io::Error>,
}

impl File {
    /// Reads the file with the path `below` from the source tree `top` on.
    #[must_use]
    pub fn read(top: &Path, below: PathBuf, role: Role) -> Self {
        let path = top.join(&below);
        let metadata = fs::metadata(&path).ok();
        let is_small = |metadata: &&Metadata| metadata.is_file() && metadata.len() <= LARGEST;
        let content = match metadata.as_ref().filter(is_small) {
            Some(_) => fs::read(&path).map(Some),
            None => Ok(None),
        };
        let mut file = Self {
            link: path.is_symlink(),
            metadata,
            text: None,
            has_mark: false,
            is_utf_16: false,
            windows_line: None,
            error: None,
            role,
            path,
            below,
        };
        match content {
            Ok(Some(content)) if content.contains(&0) => {
                file.is_utf_16 = ScriptKind::of_bytes(&content) == Err(Fault::Utf16);
            }
            Ok(Some(content)) => {
                let text = content.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&content);
                file.has_mark = text.len() < content.len();
                let mut lines = text.split_inclusive(|&byte| byte == b'\n');
                file.windows_line = lines.position(|line| line.ends_with(b"\r\n")).map(|at| at + 1);
                file.text = Some(without_carriage_returns(text));
            }
            Ok(None) => {}
            Err(error) => file.error = Some(error),
        }
        file
    }

    /// Returns the file's own name.
    #[must_use]
    pub fn name(&self) -> &OsStr {
        self.path.file_name().unwrap_or_default()
    }

    /// Returns the content, which is empty where it is not text.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        self.text.as_deref().unwrap_or_default()
    }

    /// Returns the noun for the file in a message.
    #[must_use]
    pub const fn noun(&self) -> &'static str {
        match self.role {
            Role::Hook | Role::BesideHooks => "hook",
            Role::EnvHook => "env hook",
            Role::Script | Role::BesideScripts => "script",
            Role::Job | Role::NotAJob | Role::BesideCategories => "job",
            Role::Environment => "file",
        }
    }

    /// Returns whether the file is executed.
    #[must_use]
    pub const fn is_executed(&self) -> bool {
        matches!(self.role, Role::Hook | Role::Script | Role::Job)
    }

    /// Returns whether the file lies beside hooks, scripts or categories, and so is used only by
    /// other files.
    #[must_use]
    pub const fn is_beside(&self) -> bool {
        matches!(self.role, Role::BesideHooks | Role::BesideScripts | Role::BesideCategories)
    }
}

/// Returns whether a name is one that editors and packagers give to copies.
#[must_use]
pub fn is_backup(name: &OsStr) -> bool {
    let name = name.as_bytes();
    BACKUPS.iter().any(|end| name.ends_with(end))
        || (name.starts_with(b"#") && name.ends_with(b"#"))
}

/// Returns whether a name is one of a text for people.
fn is_document(name: &OsStr) -> bool {
    let ending = Path::new(name).extension().and_then(OsStr::to_str);
    matches!(ending, Some("md" | "rst" | "adoc" | "txt")) || name == "README" || name == "LICENSE"
}

/// Returns the text with the line ends of Unix.
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
