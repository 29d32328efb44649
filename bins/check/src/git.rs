//! The git index: which of the files have execute permission in it. That is what a build from a
//! repository gets, whatever the mode in the checkout is.

use std::env;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::{self, Path, PathBuf};
use std::process::Stdio;

use anyhow::{Result, bail};
use common::output::quoting::quoted;

use crate::child::{ask, with_env};

/// What the index says of the files below `.s2i`, by their path from the source tree on.
pub struct Index {
    top: PathBuf,
    entries: Vec<(PathBuf, Entry)>,
    /// `core.fileMode`: whether git looks at the modes in the checkout.
    pub sees_modes: bool,
}

/// An entry of the index.
pub struct Entry {
    /// Whether it has execute permission.
    pub executable: bool,
    /// Its object.
    pub object: String,
}

/// What can be known of an index.
pub enum Found {
    /// This.
    Index(Index),
    /// The tree is in no repository.
    None,
    /// It is, but git cannot be asked; why.
    Unknown(String),
}

impl Index {
    /// The index of the repository that `top` is in.
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
        let listed = git(top, &["ls-files", "-s", "-z", "--", ".s2i"].map(OsStr::new))?;
        let mut entries = Vec::new();
        // Each is `MODE OBJECT STAGE\tPATH\0`.
        for entry in listed.split(|&byte| byte == 0) {
            let Some(tab) = entry.iter().position(|&byte| byte == b'\t') else {
                continue;
            };
            let head = String::from_utf8_lossy(&entry[..tab]);
            let mut words = head.split(' ');
            let (Some(mode), Some(object)) = (words.next(), words.next()) else {
                continue;
            };
            if mode.starts_with("100") {
                let path = PathBuf::from(OsStr::from_bytes(&entry[tab + 1..]));
                let (executable, object) = (mode == "100755", object.to_owned());
                entries.push((path, Entry { executable, object }));
            }
        }
        let file_mode =
            git(top, &["config", "--type=bool", "--get", "core.fileMode"].map(OsStr::new));
        Ok(Self {
            top: top.into(),
            entries,
            sees_modes: file_mode.map_or(true, |value| value.trim_ascii() != b"false"),
        })
    }

    /// The entry of a file, if git knows it.
    #[must_use]
    pub fn entry(&self, below: &Path) -> Option<&Entry> {
        let mut entries = self.entries.iter();
        entries.find(|(path, _)| path == below).map(|(_, entry)| entry)
    }

    /// The command line that gives a file execute permission in the index.
    #[must_use]
    pub fn mend(&self, below: &Path) -> String {
        format!("{} update-index --chmod=+x {}", self.git(), quoted(below))
    }

    /// How git is called for this tree.
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
    /// What git says.
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

/// What git writes for `words` in the folder `top`. Git's own variables, which a git hook has, would turn
/// that folder into the top of the work tree; all but the index that is being committed are left out.
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
    let (well, said) = ask(command.args(words), Stdio::null())?;
    if !well {
        let said = String::from_utf8_lossy(&said);
        bail!("git says: {}", said.lines().next().unwrap_or_default());
    }
    Ok(said)
}
