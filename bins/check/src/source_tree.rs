//! The files of a source tree's `.s2i`.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use common::hooks::jobs;
use walkdir::WalkDir;

use crate::source_file::{File, Role};

/// A source tree.
pub struct Tree {
    /// The directory, as it was given; empty for the working directory.
    pub top: PathBuf,
    /// The files that have a role, by path.
    pub files: Vec<File>,
    /// The directories that could not be read, with the error.
    pub unread: Vec<(PathBuf, io::Error)>,
}

impl Tree {
    /// Reads the tree in `top`, which has a `.s2i`.
    #[must_use]
    pub fn read(top: &Path) -> Self {
        let mut tree = Self { top: top.into(), files: Vec::new(), unread: Vec::new() };
        for (directory, role_of) in [
            (".s2i/action_hooks", Role::of_hook as fn(&OsStr) -> Role),
            (".s2i/bin", Role::of_script),
        ] {
            match names(&top.join(directory)) {
                Ok(names) => {
                    let below = |name: &OsString| Path::new(directory).join(name);
                    let files = names.iter().map(|name| (below(name), role_of(name)));
                    tree.files.extend(files.map(|(below, role)| File::read(top, below, role)));
                }
                Err(error) => tree.unread.push((top.join(directory), error)),
            }
        }
        for directory in jobs::DIRECTORIES {
            tree.read_jobs(&Path::new(".s2i").join(directory));
        }
        let environment = Path::new(".s2i/environment");
        if top.join(environment).symlink_metadata().is_ok() {
            tree.files.push(File::read(top, environment.into(), Role::Environment));
        }
        tree.files.sort_by(|one, other| one.below.cmp(&other.below));
        tree.unread.retain(|(_, error)| error.kind() != ErrorKind::NotFound);
        tree
    }

    fn read_jobs(&mut self, directory: &Path) {
        for entry in WalkDir::new(self.top.join(directory)).min_depth(1) {
            match entry {
                Ok(entry) => {
                    let is_job =
                        !entry.path().is_dir() && !entry.file_name().as_bytes().starts_with(b".");
                    if is_job && let Ok(below) = entry.path().strip_prefix(&self.top) {
                        let role = match entry.depth() {
                            1 => Role::BesideCategories,
                            _ => Role::of_job(entry.file_name()),
                        };
                        self.files.push(File::read(&self.top, below.into(), role));
                    }
                }
                Err(error) => {
                    let path = error.path().unwrap_or(&self.top).to_owned();
                    self.unread.extend(error.into_io_error().map(|error| (path, error)));
                }
            }
        }
    }

    /// Returns the path of something in the tree, as the user would give it.
    #[must_use]
    pub fn path(&self, below: impl AsRef<Path>) -> PathBuf {
        self.top.join(below)
    }
}

/// Returns the names in a directory, without dotfiles.
///
/// # Errors
/// It cannot be read.
pub fn names(directory: &Path) -> io::Result<Vec<OsString>> {
    let names = fs::read_dir(directory)?.map(|entry| Ok(entry?.file_name()));
    names.filter(|name| !matches!(name, Ok(name) if name.as_bytes().starts_with(b"."))).collect()
}
