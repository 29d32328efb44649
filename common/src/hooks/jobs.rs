//! The job scripts of a category, in the order in which they are run.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use walkdir::WalkDir;

use crate::broken;
use crate::hooks::category::Category;
use crate::output::quoting::escaped;

/// The directories of categories below `.s2i`, in the order in which they are run. The first is the
/// name of `OpenShift` version 2.
pub const DIRECTORIES: [&str; 2] = ["cron_jobs", "jobs"];

/// Returns the directories of `category` in the source tree `tree`, in the order in which they are
/// run.
pub fn directories(tree: &Path, category: &Category) -> impl Iterator<Item = PathBuf> {
    DIRECTORIES.iter().map(move |directory| tree.join(".s2i").join(directory).join(category))
}

/// Returns the jobs of `category` in the source tree `tree`, in the order in which they are run.
///
/// # Errors
/// A directory cannot be read.
pub fn of_category(tree: &Path, category: &Category) -> Result<Vec<PathBuf>> {
    let mut jobs = Vec::new();
    for directory in directories(tree, category) {
        jobs.extend(in_directory(&directory)?);
    }
    Ok(jobs)
}

/// Returns the categories in the source tree `tree` with their jobs, as far as these can be listed.
/// A category is there twice where both directories have it.
#[must_use]
pub fn categories(tree: &Path) -> Vec<(PathBuf, Vec<PathBuf>)> {
    let mut categories = Vec::new();
    for directory in DIRECTORIES {
        let top = tree.join(".s2i").join(directory);
        let entries = WalkDir::new(&top).min_depth(1).sort_by_file_name();
        for entry in entries.into_iter().filter_map(Result::ok) {
            if entry.file_type().is_dir()
                && let Ok(name) = entry.path().strip_prefix(&top)
                && let Ok(jobs) = in_directory(entry.path())
                && !jobs.is_empty()
            {
                categories.push((name.to_owned(), jobs));
            }
        }
    }
    categories
}

/// Returns the jobs in `directory` in byte order of their names, without dotfiles and directories;
/// none where there is no such directory.
///
/// # Errors
/// It cannot be read, or is not a directory.
pub fn in_directory(directory: &Path) -> Result<Vec<PathBuf>> {
    let reading = || format!("the jobs in {} cannot be listed", escaped(directory));
    let entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => broken!(
            "the category {} is not a directory; make it one and put the job scripts into it",
            escaped(directory)
        ),
        Err(error) => return Err(error).with_context(reading),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.with_context(reading)?.file_name();
        if !name.as_bytes().starts_with(b".") && !directory.join(&name).is_dir() {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names.into_iter().map(|name| directory.join(name)).collect())
}
