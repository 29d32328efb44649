//! Taking `.s2i` from the upload into the source path.
//!
//! The upload stays whole until the new folder is in place: it is staged beside its place, by a rename or,
//! across file systems, by a copy; an older one makes room; the staged one gets its name; and only then
//! what was copied is removed from the upload. Whatever fails on the way is taken back; what a killed build
//! has left half done is finished.

use std::cell::Cell;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use nix::errno::Errno;
use nix::unistd::{AccessFlags, access};
use walkdir::WalkDir;

use crate::command::context::Context;
use crate::fs::copy::copy_tree;
use crate::fs::same_file::is_same;
use crate::output::lines;
use crate::output::progress::ProgressCount;
use crate::output::quoting::escaped;
use crate::process::signals::Signals;
use crate::{broken, debug};

/// Takes `.s2i` from the upload, if it has one, in place of one that is there already.
///
/// # Errors
/// What failed (disk full, permission); the upload is whole then.
pub fn take_hooks(context: &mut Context) -> Result<()> {
    let paths = &context.paths;
    let (from, to) = (paths.upload.join(".s2i"), paths.s2i());
    let take = Take::new(&from, &to);
    if !from.is_dir() {
        debug!("{} is not there, so nothing is taken", escaped(&from));
        return take.finish();
    }
    if is_same(&from, &to) {
        debug!("{} is the source's own", escaped(&from));
        return Ok(()); // the upload is the source
    }
    let program = after_the_move(&context.program, &from, &to);
    check_that_we_stay(&context.program, &from, &to)?;
    context.times.begin_step("taking .s2i");
    take.perform(&context.signals).with_context(|| {
        let whole = if from.is_dir() { "; the upload is as it was" } else { "" };
        format!("cannot take {} to {}{whole}", escaped(&from), escaped(&to))
    })?;
    if let Some(program) = program {
        context.program = program;
    }
    Ok(())
}

/// Where our program will be, if it lies in the folder that is taken.
fn after_the_move(program: &Path, from: &Path, to: &Path) -> Option<PathBuf> {
    let moved =
        |program: &Path, from: &Path| program.strip_prefix(from).map(|name| to.join(name)).ok();
    moved(program, from).or_else(|| {
        let (program, from) = (fs::canonicalize(program).ok()?, fs::canonicalize(from).ok()?);
        moved(&program, &from)
    })
}

/// Checks that our own program is not in the older folder that makes room, unless the new one has it as well.
fn check_that_we_stay(program: &Path, from: &Path, to: &Path) -> Result<()> {
    match program.strip_prefix(to) {
        Ok(name) if !from.join(name).exists() => broken!(
            "{} is this program, and would be replaced by the .s2i of the upload, which lacks it; \
             call the one in the upload, or put it there: {}",
            escaped(program),
            escaped(&from.join(name))
        ),
        _ => Ok(()),
    }
}

/// One transfer, with the names that it uses on the way.
struct Take<'a> {
    from: &'a Path,
    to: &'a Path,
    staged: PathBuf,
    older: PathBuf,
}

impl<'a> Take<'a> {
    fn new(from: &'a Path, to: &'a Path) -> Self {
        let beside = |what: &str| to.with_file_name(format!(".s2i.{what}-by-s2ibox"));
        Self { from, to, staged: beside("new"), older: beside("old") }
    }

    /// Puts in place what an earlier build, killed at the wrong moment, had already taken from the upload.
    fn finish(&self) -> Result<()> {
        if self.staged.is_dir() && !self.to.exists() {
            self.put_in_place()?;
        }
        Ok(())
    }

    fn perform(&self, signals: &Signals) -> Result<()> {
        for left_over in [&self.staged, &self.older] {
            match remove_whatever(left_over) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(error).with_context(|| {
                        format!(
                            "{}, left by an earlier build, cannot be removed; remove it",
                            escaped(left_over)
                        )
                    });
                }
                _ => {}
            }
        }
        let renamed = match fs::rename(self.from, &self.staged) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                debug!("{} is copied, for it is on another file system", escaped(self.from));
                let copied = removable(self.from).and_then(|()| self.copy(signals));
                if let Err(error) = copied {
                    let _ = remove_whatever(&self.staged);
                    return Err(error);
                }
                false
            }
            Err(error) => {
                return Err(error)
                    .context("it cannot be moved, for which both folders must be writable");
            }
        };
        if let Err(error) = self.put_in_place() {
            if renamed {
                fs::rename(&self.staged, self.from).with_context(|| {
                    format!(
                        "{error:#}, and it is left in {}, for it cannot be put back",
                        escaped(&self.staged)
                    )
                })?;
            } else {
                let _ = remove_whatever(&self.staged);
            }
            return Err(error);
        }
        if !renamed && let Err(error) = remove_whatever(self.from) {
            lines::warning(format!(
                "{} was copied, but what is left of it in the upload cannot be removed: {error}",
                escaped(self.from)
            ));
        }
        Ok(())
    }

    fn copy(&self, signals: &Signals) -> Result<()> {
        let (live, so_far) = (ProgressCount::begin(), Cell::new((0, 0)));
        let go_on = |more_entries: usize, more_bytes: u64| {
            let (entries, bytes) = so_far.get();
            so_far.set((entries + more_entries, bytes + more_bytes));
            let megabytes = bytes >> 20;
            live.show(format_args!("copying .s2i: {entries} entries, {megabytes} MB"));
            signals.check()
        };
        let wanted = |_: &Metadata| go_on(1, 0).map(|()| true);
        copy_tree(self.from, &self.staged, &wanted, &|more| go_on(0, more))
    }

    /// Gives the staged folder its name; an older one is moved aside and put back if that fails. One that
    /// cannot be moved, as in a lower layer of an overlay, is removed.
    fn put_in_place(&self) -> Result<()> {
        let moved = match fs::rename(self.to, &self.older) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
                remove_whatever(self.to)
                    .with_context(|| format!("the older {} cannot be removed", escaped(self.to)))?;
                false
            }
            Err(error) => {
                return Err(error).with_context(|| {
                    format!("the older {} cannot be moved aside", escaped(self.to))
                });
            }
        };
        if let Err(error) = fs::rename(&self.staged, self.to) {
            if moved {
                let _ = fs::rename(&self.older, self.to);
            }
            return Err(error).context("it cannot be put in place");
        }
        if moved && let Err(error) = remove_whatever(&self.older) {
            lines::warning(format!(
                "the older .s2i, moved to {}, cannot be removed: {error}",
                escaped(&self.older)
            ));
        }
        Ok(())
    }
}

/// Removes a folder with all that it holds, or a file.
fn remove_whatever(path: &Path) -> io::Result<()> {
    if fs::symlink_metadata(path)?.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    }
}

/// Checks that the tree can be removed once it is copied: each of its folders, and the one around it,
/// must be writable.
fn removable(tree: &Path) -> Result<()> {
    let above = tree.parent().map(Path::to_owned);
    let below = WalkDir::new(tree).into_iter().filter_map(|entry| match entry {
        Ok(entry) => entry.file_type().is_dir().then(|| entry.into_path()),
        Err(_) => None, // copying it will say so
    });
    for folder in above.into_iter().chain(below) {
        match access(&folder, AccessFlags::W_OK | AccessFlags::X_OK) {
            Ok(()) | Err(Errno::ENOENT) => {}
            Err(error) => {
                return Err(io::Error::from(error)).with_context(|| {
                    format!(
                        "it could not be removed afterwards, for {} is not writable",
                        escaped(&folder)
                    )
                });
            }
        }
    }
    Ok(())
}
