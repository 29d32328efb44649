//! The trees for the rows about permissions and the transfer: makes, resets and checks them.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::Write;
use std::os::unix::fs::{
    DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, lchown, symlink,
};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use nix::unistd::Uid;

/// A group id that no file of the system has.
pub const SOME_GROUP: u32 = 12345;

/// The state of all entries of a tree: as the platform requires them, or as a build under the usual
/// umask leaves them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Right,
    Wrong,
}

/// The kind of an entry, which decides its permissions.
pub enum Kind {
    Directory,
    Program,
    Text,
    Link,
}

impl Kind {
    pub const fn mode(&self, state: State) -> u32 {
        match (self, state) {
            (Self::Directory | Self::Program, State::Right) => 0o775,
            (Self::Directory | Self::Program, State::Wrong) => 0o755,
            (Self::Text | Self::Link, State::Right) => 0o664,
            (Self::Text | Self::Link, State::Wrong) => 0o644,
        }
    }
}

/// A tree with twenty entries in a directory: one in twenty a program, one in fifty a link.
pub struct Tree {
    top: PathBuf,
    entries: Vec<(PathBuf, Kind)>,
}

impl Tree {
    /// Returns a tree of `count` entries below `top`; makes a missing one.
    pub fn new(top: &Path, count: usize) -> Result<Self> {
        let mut entries = Vec::with_capacity(count);
        let (mut group, mut directory) = (PathBuf::new(), PathBuf::new());
        for index in 0..count {
            if index % 1000 == 0 {
                group = top.join(format!("package-{}", index / 1000));
                entries.push((group.clone(), Kind::Directory));
            } else if index % 20 == 1 {
                directory = group.join(format!("directory-{}", index / 20));
                entries.push((directory.clone(), Kind::Directory));
            } else {
                let kind = match index {
                    _ if index % 50 == 5 => Kind::Link,
                    _ if index % 20 == 7 => Kind::Program,
                    _ => Kind::Text,
                };
                entries.push((directory.join(format!("file-{index}")), kind));
            }
        }
        let tree = Self { top: top.to_owned(), entries };
        let complete = top.with_extension(format!("{count}-entries"));
        if !complete.exists() {
            if top.exists() {
                fs::remove_dir_all(top)?;
            }
            tree.make().with_context(|| format!("{} cannot be created", top.display()))?;
            File::create(complete)?;
        }
        Ok(tree)
    }

    /// Returns the number of entries, the top included.
    pub fn entry_count(&self) -> usize {
        self.entries.len() + 1
    }

    fn make(&self) -> Result<()> {
        fs::create_dir_all(&self.top)?;
        for (path, kind) in &self.entries {
            match kind {
                Kind::Directory => fs::create_dir(path)?,
                Kind::Link => symlink(neighbour(path), path)?,
                Kind::Program | Kind::Text => drop(File::create(path)?),
            }
        }
        Ok(())
    }

    /// Puts every entry into this state.
    pub fn put(&self, state: State) -> Result<()> {
        set_permissions(&self.top, &Kind::Directory, state)?;
        for (path, kind) in &self.entries {
            if !matches!(kind, Kind::Link) {
                set_permissions(path, kind, state)?;
            }
        }
        Ok(())
    }

    /// Checks that every entry is right.
    pub fn check_right(&self) -> Result<()> {
        for (path, kind) in &self.entries {
            if !matches!(kind, Kind::Link) {
                let found = fs::symlink_metadata(path)?;
                ensure!(
                    found.mode() & 0o7777 == kind.mode(State::Right) && found.gid() == 0,
                    "{} is still wrong: {:o}, group {}",
                    path.display(),
                    found.mode(),
                    found.gid()
                );
            }
        }
        Ok(())
    }

    /// Returns the change time of each inode.
    pub fn change_times(&self) -> Result<Vec<(i64, i64)>> {
        let paths = self.entries.iter().map(|(path, _)| path);
        [&self.top]
            .into_iter()
            .chain(paths)
            .map(|path| {
                let found = fs::symlink_metadata(path)?;
                Ok((found.ctime(), found.ctime_nsec()))
            })
            .collect()
    }
}

/// Returns the name of the file that follows `path` in its directory.
fn neighbour(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let number = name.rsplit('-').next().and_then(|number| number.parse().ok());
    format!("file-{}", number.map_or(0, |number: usize| number + 1))
}

fn set_permissions(path: &Path, kind: &Kind, state: State) -> Result<()> {
    let group = match state {
        State::Right => 0,
        State::Wrong => SOME_GROUP,
    };
    if Uid::effective().is_root() {
        lchown(path, None, Some(group))?;
    }
    fs::set_permissions(path, Permissions::from_mode(kind.mode(state)))?;
    Ok(())
}

/// Makes a `.s2i` with this number of small files in it, with the right permissions.
pub fn make_upload(top: &Path, files: usize) -> Result<()> {
    let text = "a line of a file in a source repository, of the usual average length\n".repeat(15);
    let mut directory = PathBuf::new();
    DirBuilder::new().recursive(true).mode(0o775).create(top)?;
    for index in 0..files {
        if index % 20 == 0 {
            directory = top.join(format!(".s2i/assets/directory-{}", index / 20));
            DirBuilder::new().recursive(true).mode(0o775).create(&directory)?;
        }
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o664)
            .open(directory.join(format!("file-{index}")))?;
        file.write_all(text.as_bytes())?;
    }
    Ok(())
}

/// Removes a tree; a missing one is no error.
pub fn remove(top: &Path) -> Result<()> {
    match fs::remove_dir_all(top) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed", top.display()))
        }
        _ => Ok(()),
    }
}
