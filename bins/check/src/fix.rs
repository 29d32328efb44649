//! Makes the changes of `--fix`, within the source tree only.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;

use anyhow::{Context as _, Result};
use common::output::lines;
use common::output::quoting::escaped;

use crate::finding::{Finding, Fix};
use crate::git_index::Index;

/// Makes the changes of the findings in the tree `top`, and marks those findings; a failure is a warning.
pub fn all(findings: &mut [Finding], top: &Path, index: Option<&Index>) {
    // Renames come last: the other changes go by the paths as they are.
    for renames in [false, true] {
        for finding in &mut *findings {
            let is_due = |fix: &mut Fix| matches!(fix, Fix::Rename(_)) == renames;
            let Some(fix) = finding.fix.take_if(is_due) else {
                continue;
            };
            match apply(&fix, &finding.path, top, index) {
                Ok(fixed) => finding.fixed = fixed,
                Err(error) => {
                    lines::warning(format!("{} was not fixed: {error:#}", escaped(&finding.path)));
                }
            }
        }
    }
}

fn apply(fix: &Fix, path: &Path, top: &Path, index: Option<&Index>) -> Result<bool> {
    let real = fs::canonicalize(path)?;
    let top = if top == Path::new("") { Path::new(".") } else { top };
    if !real.starts_with(fs::canonicalize(top)?) {
        return Ok(false); // a link to a file outside of the tree
    }
    match fix {
        Fix::Execute(below) => {
            let mode = fs::metadata(&real)?.permissions().mode();
            // Execute permission goes to those who have read permission.
            let executable = mode | ((mode & 0o444) >> 2);
            if executable != mode {
                fs::set_permissions(&real, Permissions::from_mode(executable))?;
            }
            if let Some(index) = index {
                index.make_executable(below)?;
            }
        }
        Fix::Content(change) => write(&real, &change(&fs::read(&real)?))?,
        Fix::Line(number, change) => {
            let content = fs::read(&real)?;
            let lines = content.split_inclusive(|&byte| byte == b'\n').enumerate();
            let mut changed = Vec::with_capacity(content.len());
            for (at, line) in lines {
                let text = line.strip_suffix(b"\n").unwrap_or(line);
                if at + 1 == *number {
                    changed.extend(change(text));
                    changed.extend(&line[text.len()..]);
                } else {
                    changed.extend(line);
                }
            }
            write(&real, &changed)?;
        }
        Fix::Rename(to) => fs::rename(path, to)?,
    }
    Ok(true)
}

/// Replaces the file `path` by a new one with this content, and with the owner and mode of the old one.
fn write(path: &Path, content: &[u8]) -> Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".s2ibox-check");
    let new = path.with_file_name(name);
    let put = || {
        fs::write(&new, content)?;
        let old = fs::metadata(path)?;
        // Only root may give a file away; the file of another user already has the right owner.
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
