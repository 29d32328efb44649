//! The trees that permissions are measured on, and those that are taken: making them, putting them back, and
//! looking at what became of them.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::Write;
use std::os::fd::OwnedFd;
use std::os::unix::fs::{
    DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, lchown, symlink,
};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use nix::fcntl::{OFlag, open, openat};
use nix::sys::stat::{Mode, fchmod, fstat, mkdirat};
use nix::unistd::{Gid, Uid, fchown};

/// A group that nothing of the system is in.
const SOME_GROUP: u32 = 12345;

/// Whether a tree is as the platform wants it, or, as a build under the usual umask leaves it, not in a single
/// entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Right,
    Wrong,
}

/// An entry of a tree, as far as its permissions are concerned.
enum Kind {
    Directory,
    Program,
    Text,
    Link,
}

impl Kind {
    const fn mode(&self, state: State) -> u32 {
        match (self, state) {
            (Self::Directory | Self::Program, State::Right) => 0o775,
            (Self::Directory | Self::Program, State::Wrong) => 0o755,
            (Self::Text | Self::Link, State::Right) => 0o664,
            (Self::Text | Self::Link, State::Wrong) => 0o644,
        }
    }
}

/// A tree in which a directory holds twenty entries: one in twenty a program, one in fifty a link.
pub struct Tree {
    top: PathBuf,
    entries: Vec<(PathBuf, Kind)>,
}

impl Tree {
    /// A tree of `size` entries below `top`, which is made if it is not there.
    pub fn new(top: &Path, size: usize) -> Result<Self> {
        let mut entries = Vec::with_capacity(size);
        let (mut group, mut directory) = (PathBuf::new(), PathBuf::new());
        for index in 0..size {
            if index % 1000 == 0 {
                group = top.join(format!("package-{}", index / 1000));
                entries.push((group.clone(), Kind::Directory));
            } else if index % 20 == 1 {
                directory = group.join(format!("folder-{}", index / 20));
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
        let complete = top.with_extension(format!("{size}-entries"));
        if !complete.exists() {
            if top.exists() {
                fs::remove_dir_all(top)?;
            }
            tree.make().with_context(|| format!("{} cannot be made", top.display()))?;
            File::create(complete)?;
        }
        Ok(tree)
    }

    /// How many entries there are, the top included.
    pub fn size(&self) -> usize {
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

    /// Puts every entry into a state.
    pub fn put(&self, state: State) -> Result<()> {
        give(&self.top, &Kind::Directory, state)?;
        for (path, kind) in &self.entries {
            if !matches!(kind, Kind::Link) {
                give(path, kind, state)?;
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

    /// When each entry was last changed in any way.
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

/// The file of a tree that follows `path`.
fn neighbour(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let number = name.rsplit('-').next().and_then(|number| number.parse().ok());
    format!("file-{}", number.map_or(0, |number: usize| number + 1))
}

fn give(path: &Path, kind: &Kind, state: State) -> Result<()> {
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

/// Directories in directories, one a level, with a file in each.
pub struct Depth {
    top: PathBuf,
    levels: usize,
}

const DIRECTORY: OFlag = OFlag::O_DIRECTORY.union(OFlag::O_CLOEXEC);

impl Depth {
    /// As many levels below `top`, which is made if it is not there.
    pub fn new(top: &Path, levels: usize) -> Result<Self> {
        let complete = top.with_extension(format!("{levels}-levels"));
        if !complete.exists() {
            ensure!(!top.exists(), "{} is there, but not complete; remove it", top.display());
            fs::create_dir_all(top)?;
            let mut directory = open(top, DIRECTORY, Mode::empty())?;
            for _ in 0..levels {
                mkdirat(&directory, "d", Mode::from_bits_truncate(0o755))?;
                directory = openat(&directory, "d", DIRECTORY, Mode::empty())?;
                openat(&directory, "f", OFlag::O_CREAT, Mode::from_bits_truncate(0o644))?;
            }
            File::create(complete)?;
        }
        Ok(Self { top: top.to_owned(), levels })
    }

    /// Goes down, and does something with each directory and each file on the way.
    fn each(&self, mut act: impl FnMut(&OwnedFd, &Kind) -> Result<()>) -> Result<()> {
        let mut directory = open(&self.top, DIRECTORY, Mode::empty())?;
        for _ in 0..self.levels {
            directory = openat(&directory, "d", DIRECTORY, Mode::empty())?;
            act(&directory, &Kind::Directory)?;
            act(&openat(&directory, "f", OFlag::O_CLOEXEC, Mode::empty())?, &Kind::Text)?;
        }
        Ok(())
    }

    /// How many entries there are, the top included.
    pub fn size(&self) -> usize {
        2 * self.levels + 1
    }

    /// Makes every entry wrong.
    pub fn put_wrong(&self) -> Result<()> {
        self.each(|file, kind| {
            if Uid::effective().is_root() {
                fchown(file, None, Some(Gid::from_raw(SOME_GROUP)))?;
            }
            Ok(fchmod(file, Mode::from_bits_truncate(kind.mode(State::Wrong)))?)
        })
    }

    /// Checks that every entry is right.
    pub fn check_right(&self) -> Result<()> {
        let mut level = 0;
        self.each(|file, kind| {
            level += 1;
            let found = fstat(file)?;
            ensure!(
                found.st_mode & 0o7777 == kind.mode(State::Right) && found.st_gid == 0,
                "entry {level} on the way down is still wrong: {:o}, group {}",
                found.st_mode,
                found.st_gid
            );
            Ok(())
        })
    }
}

/// Makes a `.s2i` with `files` small files in it whose permissions are right, as a build would upload it.
pub fn make_upload(top: &Path, files: usize) -> Result<()> {
    let text = "a line of a file of a source repository, as they are on the average\n".repeat(15);
    let mut directory = PathBuf::new();
    DirBuilder::new().recursive(true).mode(0o775).create(top)?;
    for index in 0..files {
        if index % 20 == 0 {
            directory = top.join(format!(".s2i/assets/folder-{}", index / 20));
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

/// Removes a tree if it is there.
pub fn remove(top: &Path) -> Result<()> {
    match fs::remove_dir_all(top) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed", top.display()))
        }
        _ => Ok(()),
    }
}
