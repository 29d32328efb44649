//! Takes `.s2i` from the upload into the source path (contract, "`assemble` takes `.s2i`").
//!
//! This process can be killed between any two system calls, and is then started again. So the names
//! tell how far it got:
//!
//! - in the source path, [`NEW`] is complete: the next run puts it in place;
//! - in the source path, [`COPY`] is a copy that may be half: the next run removes it, and fails if the upload is gone;
//! - in the source path, [`place::OLD`] is an older `.s2i` that was replaced: the next run removes it;
//! - in the upload, [`TAKEN`] was copied before: the next run removes it.
//!
//! A name is created by rename(2) or mkdir(2) only, so nothing is ever written into an entry that
//! exists.

mod place;

use std::cell::Cell;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use nix::errno::Errno;
use nix::fcntl::{OFlag, openat};
use nix::sys::stat::{FileStat, Mode};
use nix::unistd::{AccessFlags, access};
use walkdir::{DirEntry, WalkDir};

use crate::fs::copy::{Progress, copy_tree};
use crate::fs::file_stat::identity;
use crate::output::lines;
use crate::output::progress::ProgressCount;
use crate::output::quoting::escaped;
use crate::{broken, debug};

use place::{COPY, NEW, Place, S2I, TAKEN};

/// A `.s2i` in the upload that is to be taken.
pub struct Transfer<'a> {
    upload: Place<'a>,
    source: Place<'a>,
}

impl<'a> Transfer<'a> {
    /// Examines the upload, and completes what a killed build has begun. Returns `None` if there is
    /// nothing to take.
    ///
    /// # Errors
    /// The upload cannot be searched, its `.s2i` is not a directory, or a killed build has left
    /// only half of it.
    pub fn prepare(upload: &'a Path, source: &'a Path) -> Result<Option<Self>> {
        let source = Place::open(source).with_context(|| cannot_open(source))?;
        let upload = match Place::open(upload) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                if !source.complete_interrupted(upload)? {
                    lines::note(format!(
                        "the upload {} does not exist, so no hooks are taken from it; S2I_UPLOAD_PATH names it",
                        escaped(upload)
                    ));
                }
                return Ok(None);
            }
            opened => opened.with_context(|| cannot_open(upload))?,
        };
        let transfer = Self { upload, source };
        Ok(if transfer.is_needed()? { Some(transfer) } else { None })
    }

    /// Returns the path of `.s2i` in the upload.
    #[must_use]
    pub fn from(&self) -> PathBuf {
        self.upload.path.join(S2I)
    }

    /// Returns the path of `.s2i` in the source.
    #[must_use]
    pub fn to(&self) -> PathBuf {
        self.source.path.join(S2I)
    }

    fn is_needed(&self) -> Result<bool> {
        let (from, shown) = (self.from(), escaped(&self.from()).to_string());
        let examined = self.upload.directory.examine(S2I.as_ref());
        let Some(metadata) = examined.with_context(|| {
            format!(
                "cannot look for {shown}; let this user search the upload, or set S2I_UPLOAD_PATH"
            )
        })?
        else {
            self.upload.remove_taken(false)?;
            self.source.complete_interrupted(self.upload.path)?;
            debug!("{shown} does not exist, so nothing is taken");
            return Ok(false);
        };
        match fs::metadata(&from) {
            Ok(target) if target.is_dir() => {}
            Ok(_) => broken!("{shown} is not a directory; hooks lie in {shown}/action_hooks"),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                broken!("{shown} is a link that leads nowhere; replace it by the directory itself")
            }
            Err(error) => broken!("{shown} cannot be examined: {error}"),
        }
        let own = self.source.directory.examine(S2I.as_ref())?;
        if own.is_some_and(|own| identity(&own) == identity(&metadata)) {
            debug!("the upload is the source itself, so {shown} stays");
            return Ok(false);
        }
        self.upload.remove_taken(true)?;
        Ok(true)
    }

    /// Takes `.s2i`; an older one is replaced. `check` is called for every entry that is copied.
    ///
    /// # Errors
    /// Says what failed, and whether the upload is as it was; or returns the error of `check`.
    pub fn perform(&self, check: &dyn Fn() -> Result<()>) -> Result<()> {
        self.try_perform(check).with_context(|| {
            let untouched = matches!(self.upload.directory.examine(S2I.as_ref()), Ok(Some(_)));
            let untouched = if untouched { "; the upload is as it was" } else { "" };
            format!("cannot take {} to {}{untouched}", escaped(&self.from()), escaped(&self.to()))
        })
    }

    fn try_perform(&self, check: &dyn Fn() -> Result<()>) -> Result<()> {
        self.source.remove_leftovers()?;
        let (upload, source) = (&self.upload.directory, &self.source.directory);
        match upload.rename(S2I.as_ref(), source, NEW.as_ref()) {
            Ok(()) => self.source.put_in_place().map_err(|error| {
                match source.rename(NEW.as_ref(), upload, S2I.as_ref()) {
                    Ok(()) => error,
                    Err(refused) => anyhow::Error::new(refused).context(format!(
                        "{error:#}, and it is left in {}, because it cannot be put back",
                        escaped(&self.source.path.join(NEW))
                    )),
                }
            }),
            Err(error) if error.kind() == ErrorKind::CrossesDevices => {
                debug!("{} is on another file system, so it is copied", escaped(&self.from()));
                self.copy(check).and_then(|()| self.source.put_in_place()).inspect_err(|_| {
                    let _ = self.source.discard_copies();
                })?;
                self.remove_from_upload();
                Ok(())
            }
            Err(error) => Err(error)
                .context("it cannot be moved, for which both directories must be writable"),
        }
    }

    fn copy(&self, check: &dyn Fn() -> Result<()>) -> Result<()> {
        check_removable(self.upload.path, &self.from())?;
        let (count, so_far) = (ProgressCount::begin(), Cell::new((0, 0)));
        let report = |more_entries: usize, more_bytes: u64| {
            let (entries, bytes) = so_far.get();
            so_far.set((entries + more_entries, bytes + more_bytes));
            let megabytes = bytes >> 20;
            count.show(format_args!("copying .s2i: {entries} entries, {megabytes} MB"));
            check()
        };
        let progress = Progress {
            entry: &|_: &FileStat| report(1, 0).map(|()| true),
            bytes: &|more| report(0, more),
        };
        copy_tree(&self.from(), &self.source.path.join(COPY), &progress)?;
        let directory = &self.source.directory;
        Ok(directory.rename(COPY.as_ref(), directory, NEW.as_ref())?)
    }

    /// Removes `.s2i`, which was copied, from the upload. Its name goes in one step, so that half
    /// of it is never taken. A directory in a lower layer of an overlay cannot be renamed; then a
    /// file marks it.
    fn remove_from_upload(&self) {
        let directory = &self.upload.directory;
        let removed = match directory.rename(S2I.as_ref(), directory, TAKEN.as_ref()) {
            Ok(()) => self.upload.remove(TAKEN),
            Err(error) if error.kind() == ErrorKind::CrossesDevices => {
                let flags = OFlag::O_WRONLY | OFlag::O_CREAT | OFlag::O_EXCL | OFlag::O_CLOEXEC;
                openat(directory, TAKEN, flags, Mode::S_IRUSR | Mode::S_IWUSR)
                    .map_err(io::Error::from)
                    .and_then(|_| self.upload.remove(S2I))
                    .and_then(|()| self.upload.remove(TAKEN))
            }
            Err(error) => Err(error),
        };
        if let Err(error) = removed {
            lines::warning(format!(
                "{} was copied, but it cannot be removed from the upload: {error}",
                escaped(&self.from())
            ));
        }
    }
}

fn cannot_open(path: &Path) -> String {
    format!("{} cannot be opened", escaped(path))
}

/// Checks that the tree can be removed once it is copied: each of its directories, and the one that
/// holds it, must be writable.
fn check_removable(upload: &Path, tree: &Path) -> Result<()> {
    let below = WalkDir::new(tree).follow_root_links(false).into_iter().filter_map(Result::ok);
    let below = below.filter(|entry| entry.file_type().is_dir()).map(DirEntry::into_path);
    for directory in [upload.to_owned()].into_iter().chain(below) {
        match access(&directory, AccessFlags::W_OK | AccessFlags::X_OK) {
            Ok(()) | Err(Errno::ENOENT) => {}
            Err(error) => {
                return Err(io::Error::from(error)).with_context(|| {
                    format!(
                        "it could not be removed afterwards, because {} is not writable",
                        escaped(&directory)
                    )
                });
            }
        }
    }
    Ok(())
}
