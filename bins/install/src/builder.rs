//! In front of a builder image's own scripts.
//!
//! A script is first given its second name by a hard link, then replaced by our link in one step: there is no moment
//! without a script, and a run that is interrupted between the two leaves a builder that works. Where the file
//! system has no hard links it is a rename; then the next run puts in what is missing. The way back is one rename.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use anyhow::Result;
use common::broken;
use common::fs::same_file::same_file;
use common::hooks::builder::{MOVED_ASIDE, SCRIPTS};
use common::output::lines::progress;
use common::output::quoting::{escaped, quoted};

use crate::place::{Found, beside, cannot, look, put_link};

/// How one script stands.
enum State {
    /// The builder's own, and nothing beside it.
    Untouched,
    /// The builder's own, which has its second name already.
    Linked,
    /// Moved aside, and nothing in its place.
    Missing,
    /// Moved aside, ours in its place.
    Done,
}

/// Checks that we can stand in front of the scripts in the folder.
///
/// # Errors
/// A script is missing, or there are two of which it cannot be said which is the builder's.
pub fn check(scripts: &Path) -> Result<()> {
    for name in SCRIPTS {
        state(&scripts.join(name))?;
    }
    Ok(())
}

/// Moves the builder's scripts aside and puts links in their place.
///
/// # Errors
/// As [`check`], or the folder cannot be written.
pub fn stand_in_front(scripts: &Path, program: &Path) -> Result<()> {
    for name in SCRIPTS {
        let script = scripts.join(name);
        let aside = beside(&script, MOVED_ASIDE);
        if matches!(state(&script)?, State::Untouched) && fs::hard_link(&script, &aside).is_err() {
            fs::rename(&script, &aside).map_err(|error| cannot("move aside", &script, &error))?;
        }
        put_link(&script, program)?;
        progress(format!(
            "{} is s2ibox; the builder's own is {}",
            escaped(&script),
            escaped(&aside)
        ));
    }
    Ok(())
}

/// Puts the builder's scripts back.
///
/// # Errors
/// As [`check`], or the folder cannot be written.
pub fn take_back(scripts: &Path) -> Result<()> {
    check(scripts)?;
    for name in SCRIPTS {
        let script = scripts.join(name);
        let aside = beside(&script, MOVED_ASIDE);
        let done = match state(&script)? {
            State::Untouched => Ok(()),
            // Both are one file: a rename would do nothing (rename(2)).
            State::Linked => fs::remove_file(&aside),
            State::Missing | State::Done => fs::rename(&aside, &script),
        };
        done.map_err(|error| cannot("put back", &script, &error))?;
        progress(format!("{} is the builder's own", escaped(&script)));
    }
    Ok(())
}

fn state(script: &PathBuf) -> Result<State> {
    let aside = &beside(script, MOVED_ASIDE);
    match (look(script)?, look(aside)?) {
        (Found::Foreign, Found::Nothing) => Ok(State::Untouched),
        (Found::Nothing, Found::Foreign) => Ok(State::Missing),
        (Found::Link | Found::Program, Found::Foreign) => Ok(State::Done),
        (Found::Foreign, Found::Foreign) => {
            let (one, other) = (fs::symlink_metadata(script)?, fs::symlink_metadata(aside)?);
            if same_file(&one, &other) && one.nlink() > 1 {
                return Ok(State::Linked);
            }
            broken!(
                "{} and {} are both there, and neither is s2ibox; keep the builder's: if it is the \
                 first, as after an update, run: rm {}",
                escaped(script),
                escaped(aside),
                quoted(aside)
            )
        }
        (Found::Nothing, Found::Nothing) => broken!(
            "the builder's script {} is not there; set S2I_SCRIPTS_PATH to the folder that holds \
             assemble and run",
            escaped(script)
        ),
        (Found::Link | Found::Program, Found::Nothing) => broken!(
            "{} is s2ibox, but the builder's own is not beside it as {}; put it there, or set \
             S2I_SCRIPTS_PATH to the folder that holds it",
            escaped(script),
            escaped(aside)
        ),
        (_, Found::Link | Found::Program) => broken!(
            "{} is s2ibox; remove it, for it is where the builder's own script goes: rm {}",
            escaped(aside),
            quoted(aside)
        ),
    }
}
