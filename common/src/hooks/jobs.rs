//! The job scripts of a category: which there are, in which order, and running them.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use walkdir::WalkDir;

use crate::command::context::Context;
use crate::error::Error;
use crate::hooks::hook_file;
use crate::output::lines;
use crate::output::quoting::escaped;
use crate::process::lookup::{Lookup, on_path};
use crate::process::program::Program;
use crate::process::run;
use crate::{broken, debug};

/// The folders of categories below `.s2i`, in the order in which they are run; the first is the name
/// that the second `OpenShift` had for it.
const FOLDERS: [&str; 2] = ["cron_jobs", "jobs"];

/// The category that the command was given.
///
/// # Errors
/// It is not one or more plain names (empty, absolute, a pattern, or with an empty part, `.` or `..` in it): usage.
pub fn category(context: &Context) -> Result<&Path> {
    let category = context.words.first().map(OsString::as_os_str).unwrap_or_default();
    let plain = |part: &[u8]| {
        !matches!(part, b"" | b"." | b"..") && !part.iter().any(|byte| b"*?[".contains(byte))
    };
    if category.as_bytes().split(|&byte| byte == b'/').all(plain) {
        return Ok(Path::new(category));
    }
    Err(Error::Usage(format!(
        "s2i-jobs: '{}' is no category; give the name of a folder below .s2i/jobs, such as hourly",
        escaped(category)
    ))
    .into())
}

/// The jobs of `category` in the source tree `tree`, in the order in which they are run.
///
/// # Errors
/// A folder cannot be read.
pub fn all(tree: &Path, category: &Path) -> Result<Vec<PathBuf>> {
    let mut jobs = Vec::new();
    for folder in FOLDERS {
        jobs.extend(listed(&tree.join(".s2i").join(folder).join(category))?);
    }
    Ok(jobs)
}

/// The jobs of every category in the source tree `tree`, as far as they can be listed.
#[must_use]
pub fn of_every_category(tree: &Path) -> Vec<PathBuf> {
    let folders = FOLDERS.iter().map(|folder| tree.join(".s2i").join(folder));
    let below = folders.flat_map(|folder| WalkDir::new(folder).min_depth(1).sort_by_file_name());
    below
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_dir())
        .flat_map(|folder| listed(folder.path()).unwrap_or_default())
        .collect()
}

/// Runs the jobs of the category one after the other.
///
/// # Errors
/// The first that fails; those after it are not run.
pub fn run(context: &Context) -> Result<()> {
    let category = category(context)?;
    let mut text = OsString::from("Executing jobs (");
    text.push(category);
    text.push(")");
    lines::progress(text);
    let stdbuf = on_path(OsStr::new("stdbuf"), context.overrides.path());
    let line_buffered = if let Lookup::Found(stdbuf) = stdbuf {
        debug!("{} makes the jobs write line by line", escaped(&stdbuf));
        Some(stdbuf)
    } else {
        debug!("stdbuf is not on PATH: the jobs buffer what they write");
        None
    };
    let mut some = false;
    for folder in FOLDERS {
        for job in listed(&context.paths.s2i().join(folder).join(category))? {
            context.signals.check()?;
            if !hook_file::is_ready("job", &job)? {
                continue;
            }
            some = true;
            lines::running(&job);
            let mut program = Program::from_file("job", &job)?;
            if let Some(stdbuf) = &line_buffered
                && program.may_be_wrapped()
            {
                program = program.behind(stdbuf, &["-oL"]);
            }
            run::run(&program, &context.signals, &context.overrides)?;
        }
    }
    if !some {
        lines::note(format!(
            "there are no jobs in the category {}; they would lie in {}",
            escaped(category),
            escaped(&context.paths.s2i().join("jobs").join(category))
        ));
    }
    Ok(())
}

/// The jobs in `folder` in byte order of their names, without dotfiles and folders; none where there is
/// no such folder.
fn listed(folder: &Path) -> Result<Vec<PathBuf>> {
    let reading = || format!("the jobs in {} cannot be listed", escaped(folder));
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => broken!(
            "the category {} is not a folder; make it one and put the job scripts into it",
            escaped(folder)
        ),
        Err(error) => return Err(error).with_context(reading),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry.with_context(reading)?.file_name();
        if !name.as_bytes().starts_with(b".") && !folder.join(&name).is_dir() {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names.into_iter().map(|name| folder.join(name)).collect())
}
