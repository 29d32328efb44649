//! What `--fix` does: only what leaves the meaning of a file as it was meant, and only within the tree.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use common::output::lines;
use common::output::quoting::escaped;

use crate::git::Index;
use crate::problem::Problem;

/// A change that mends a problem.
#[derive(Debug, Clone)]
pub enum Fix {
    /// Gives the file execute permission, and so in the index, by its path from the source tree on.
    Execute(PathBuf),
    /// Changes the content as a whole.
    Content(fn(&[u8]) -> Vec<u8>),
    /// Changes one line, from 1, given without its end.
    Line(usize, fn(&[u8]) -> Vec<u8>),
    /// Renames it.
    Rename(PathBuf),
}

/// Mends what can be mended in the tree `top`; those problems are marked. What fails is a warning.
pub fn all(problems: &mut [Problem], top: &Path, index: Option<&Index>) {
    // Renames last: all other changes go by the paths as they are.
    for renames in [false, true] {
        for problem in &mut *problems {
            let Some(fix) = problem.fix.take_if(|fix| matches!(fix, Fix::Rename(_)) == renames)
            else {
                continue;
            };
            match apply(&fix, &problem.path, top, index) {
                Ok(mended) => problem.mended = mended,
                Err(error) => {
                    lines::warning(format!("{} was not mended: {error:#}", escaped(&problem.path)));
                }
            }
        }
    }
}

fn apply(fix: &Fix, path: &Path, top: &Path, index: Option<&Index>) -> Result<bool> {
    let real = fs::canonicalize(path)?;
    let top = if top == Path::new("") { Path::new(".") } else { top };
    if !real.starts_with(fs::canonicalize(top)?) {
        return Ok(false); // a link to somebody else's file
    }
    match fix {
        Fix::Execute(below) => {
            let mode = fs::metadata(&real)?.permissions().mode();
            // Whoever may read it may execute it.
            let executable = mode | ((mode & 0o444) >> 2);
            if executable != mode {
                fs::set_permissions(&real, Permissions::from_mode(executable))?;
            }
            if let Some(index) = index {
                index.make_executable(below)?;
            }
        }
        Fix::Content(change) => write(&real, change(&fs::read(&real)?))?,
        Fix::Line(number, change) => {
            let content = fs::read(&real)?;
            let mut changed = Vec::with_capacity(content.len());
            for (at, line) in content.split_inclusive(|&byte| byte == b'\n').enumerate() {
                if at + 1 == *number {
                    let text = line.strip_suffix(b"\n").unwrap_or(line);
                    changed.extend(change(text));
                    changed.extend(&line[text.len()..]);
                } else {
                    changed.extend(line);
                }
            }
            write(&real, changed)?;
        }
        Fix::Rename(to) => fs::rename(path, to)?,
    }
    Ok(true)
}

/// Puts the new content in place as a whole, beside the old one first.
fn write(path: &Path, content: Vec<u8>) -> Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".s2ibox-check");
    let new = path.with_file_name(name);
    let put = || {
        fs::write(&new, content)?;
        let old = fs::metadata(path)?;
        // Root's copy would be root's; anybody else can only keep it his.
        let _ = chown(&new, Some(old.uid()), Some(old.gid()));
        fs::set_permissions(&new, old.permissions())?;
        fs::rename(&new, path)
    };
    put()
        .inspect_err(|_| {
            let _ = fs::remove_file(&new);
        })
        .context("it cannot be written")
}
