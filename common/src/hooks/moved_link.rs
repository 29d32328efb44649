//! Links of `.s2i` into the source beside it. `assemble` moves `.s2i` out of the upload first, so
//! such a link dangles until the builder's `assemble` has put the source into its place.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::Result;

use crate::broken;
use crate::hooks::hook_file::fixed_in_source;
use crate::hooks::paths::Paths;
use crate::output::quoting::{escaped, quoted};

/// Checks that the file `file` of the upload's `.s2i` is still there once `.s2i` has been moved;
/// `kind` is its name in errors.
///
/// # Errors
/// It is a link to a file that only the upload has, outside of `.s2i`.
pub fn check_before_move(kind: &str, file: &Path, paths: &Paths) -> Result<()> {
    if fs::read_link(file).is_ok_and(|target| target.is_absolute()) {
        return Ok(()); // it still leads into the upload
    }
    let (Ok(real), Ok(upload)) = (fs::canonicalize(file), fs::canonicalize(&paths.upload)) else {
        return Ok(());
    };
    match real.strip_prefix(&upload) {
        Ok(below) if !below.starts_with(".s2i") && !paths.source.join(below).exists() => {
            leads_into_upload(kind, file, below)
        }
        _ => Ok(()),
    }
}

/// Checks the file `file` of the source's `.s2i`, which is not there.
///
/// # Errors
/// It is a link that dangles, and that led to a file of the upload before `.s2i` was moved.
pub fn check_after_move(kind: &str, file: &Path, paths: &Paths) -> Result<()> {
    let Ok(target) = fs::read_link(file) else {
        return Ok(());
    };
    let Some(below) = file.parent().and_then(|parent| parent.strip_prefix(&paths.source).ok())
    else {
        return Ok(());
    };
    let below = without_dots(&below.join(target));
    if paths.upload.join(&below).exists() {
        leads_into_upload(kind, file, &below)?;
    }
    Ok(())
}

fn leads_into_upload(kind: &str, file: &Path, below: &Path) -> Result<()> {
    broken!(
        "{kind} {} is a link to {}, which only the upload has: assemble moves .s2i out of the upload before \
         the builder's assemble takes the source; put the file itself into .s2i; run: \
         cp --remove-destination {} {}",
        escaped(file),
        escaped(below),
        quoted(below),
        fixed_in_source(file)
    )
}

/// Returns the path without `.` and `..`, as if no directory in it were a link.
fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}
