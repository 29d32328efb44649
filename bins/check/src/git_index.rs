//! The git index: which files have execute permission in it. A build from a repository gets the
//! mode from there, whatever the mode in the checkout is.

use std::env;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::{self, Path, PathBuf};
use std::process::Stdio;

use anyhow::{Result, bail};
use common::output::quoting::quoted;

use crate::subprocess::{output_of, with_env};

/// Lists the files below `.s2i` that git neither tracks nor would add.
const IGNORED: [&str; 7] = ["ls-files", "-o", "-i", "--exclude-standard", "-z", "--", ".s2i"];

/// The entries of the files below `.s2i`, by their paths from the source tree on.
pub struct Index {
    top: PathBuf,
    entries: Vec<(PathBuf, Entry)>,
    ignored: Vec<PathBuf>,
    /// `core.fileMode`: whether git reads the modes of the checkout.
    pub sees_modes: bool,
}

/// An entry of the index.
pub struct Entry {
    /// Whether the file has execute permission.
    pub executable: bool,
    /// Whether it is a link.
    pub link: bool,
    /// The id of its object.
    pub object: String,
}

/// The result of asking git for the index.
pub enum Found {
    /// The index.
    Index(Index),
    /// The tree is not in a repository.
    None,
    /// The tree is in a repository, but git failed, with this error.
    Unknown(String),
}

impl Index {
    /// Reads the index of the repository that `top` is in.
    #[must_use]
    pub fn of(top: &Path) -> Found {
        let Ok(absolute) = path::absolute(Path::new(".").join(top)) else {
            return Found::None;
        };
        if !absolute.ancestors().any(|above| above.join(".git").exists()) {
            return Found::None;
        }
        match Self::read(top) {
            Ok(index) => Found::Index(index),
            Err(error) => Found::Unknown(format!("{error:#}")),
        }
    }

    fn read(top: &Path) -> Result<Self> {
        let listing = git(top, &["ls-files", "-s", "-z", "--", ".s2i"].map(OsStr::new))?;
        let file_mode =
            git(top, &["config", "--type=bool", "--get", "core.fileMode"].map(OsStr::new));
        Ok(Self {
            top: top.into(),
            entries: entries(&listing),
            ignored: git(top, &IGNORED.map(OsStr::new))
                .map(|list| paths(&list))
                .unwrap_or_default(),
            sees_modes: file_mode.map_or(true, |value| value.trim_ascii() != b"false"),
        })
    }

    /// Returns the entry of a regular file, if git tracks it.
    #[must_use]
    pub fn entry(&self, below: &Path) -> Option<&Entry> {
        self.find(below).filter(|entry| !entry.link)
    }

    /// Returns whether git tracks a link with this path.
    #[must_use]
    pub fn is_link(&self, below: &Path) -> bool {
        self.find(below).is_some_and(|entry| entry.link)
    }

    /// Returns whether git does not track the file because `.gitignore` or a similar file keeps it
    /// out.
    #[must_use]
    pub fn is_ignored(&self, below: &Path) -> bool {
        self.ignored.iter().any(|path| path == below)
    }

    fn find(&self, below: &Path) -> Option<&Entry> {
        let mut entries = self.entries.iter();
        entries.find(|(path, _)| path == below).map(|(_, entry)| entry)
    }

    /// Returns the command that gives a file execute permission in the index.
    #[must_use]
    pub fn fix(&self, below: &Path) -> String {
        format!("{} update-index --chmod=+x {}", self.git(), quoted(below))
    }

    /// Returns the beginning of a git command for this tree.
    #[must_use]
    pub fn git(&self) -> String {
        if self.top == Path::new("") {
            "git".to_owned()
        } else {
            format!("git -C {}", quoted(&self.top))
        }
    }

    /// Gives a file execute permission in the index, and leaves its content there as it is.
    ///
    /// # Errors
    /// git fails.
    pub fn make_executable(&self, below: &Path) -> Result<()> {
        let Some(entry) = self.entry(below) else {
            return Ok(());
        };
        let prefix = git(&self.top, &["rev-parse", "--show-prefix"].map(OsStr::new))?;
        let mut info = OsString::from(format!("100755,{},", entry.object));
        info.push(OsStr::from_bytes(prefix.trim_ascii_end()));
        info.push(below);
        let words = ["update-index", "--cacheinfo"].map(OsStr::new);
        git(&self.top, &[words[0], words[1], info.as_os_str()]).map(drop)
    }
}

/// Reads a list of paths that end in a NUL byte.
fn paths(list: &[u8]) -> Vec<PathBuf> {
    let paths = list.split(|&byte| byte == 0).filter(|path| !path.is_empty());
    paths.map(|path| OsStr::from_bytes(path).into()).collect()
}

/// Reads the listing of `git ls-files -s -z`: `MODE OBJECT STAGE\tPATH\0` for each entry. An entry
/// that is neither a regular file nor a link is left out.
pub fn entries(listing: &[u8]) -> Vec<(PathBuf, Entry)> {
    let entry = |entry: &[u8]| {
        let tab = entry.iter().position(|&byte| byte == b'\t')?;
        let head = String::from_utf8_lossy(&entry[..tab]);
        let (mode, rest) = head.split_once(' ')?;
        let (object, _stage) = rest.split_once(' ')?;
        let (executable, link) = (mode == "100755", mode == "120000");
        let path = PathBuf::from(OsStr::from_bytes(&entry[tab + 1..]));
        let object = object.to_owned();
        (link || mode.starts_with("100")).then_some((path, Entry { executable, link, object }))
    };
    listing.split(|&byte| byte == 0).filter_map(entry).collect()
}

/// Returns the output of git for `words` in the directory `top`. Within a git hook, git's own
/// variables would make that directory the top of the work tree, so they are removed, except for
/// the index of the commit.
fn git(top: &Path, words: &[&OsStr]) -> Result<Vec<u8>> {
    let mut command = with_env(&["-u", "GIT_DIR", "-u", "GIT_WORK_TREE", "-u", "GIT_PREFIX"]);
    if let Some(index) = env::var_os("GIT_INDEX_FILE") {
        let mut variable = OsString::from("GIT_INDEX_FILE=");
        variable.push(path::absolute(index)?);
        command.arg(variable);
    }
    command.arg("git");
    if top != Path::new("") {
        command.arg("-C").arg(top);
    }
    let (succeeded, output) = output_of(command.args(words), Stdio::null())?;
    if !succeeded {
        let error = String::from_utf8_lossy(&output);
        bail!("git failed: {}", error.lines().next().unwrap_or_default());
    }
    Ok(output)
}
