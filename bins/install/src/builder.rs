//! `--builder`: puts s2ibox in front of a builder image's own scripts.
//!
//! A script first gets its second name by a hard link, and is then replaced by a link to s2ibox in
//! one step. So there is no moment without a script, and a run that is killed between the two
//! leaves a builder that works. Where the file system has no hard links, the script is renamed, and
//! the next run adds the missing link. The way back is one rename.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use anyhow::Result;
use common::broken;
use common::fs::same_file::same_file;
use common::hooks::builder::{SCRIPTS, moved_aside};
use common::output::lines::progress;
use common::output::quoting::{escaped, quoted};

use crate::place::{Found, cannot, look, put_link};

/// The state of one script.
enum State {
    /// The builder's own script has its name.
    Untouched,
    /// The builder's own script has both names.
    Linked,
    /// The builder's own script has its second name only, and nothing has the first.
    Missing,
    /// The builder's own script has its second name, and s2ibox the first.
    Done,
}

/// Checks that s2ibox can stand in front of the scripts in the directory `scripts`.
///
/// # Errors
/// A script is missing, or two files could each be the builder's.
pub fn check(scripts: &Path) -> Result<()> {
    for name in SCRIPTS {
        state(&scripts.join(name))?;
    }
    Ok(())
}

/// Moves the builder's scripts aside and puts links in their place.
///
/// # Errors
/// Those of [`check`], or the directory cannot be written.
pub fn stand_in_front(scripts: &Path, program: &Path) -> Result<()> {
    for name in SCRIPTS {
        let script = scripts.join(name);
        let aside = moved_aside(&script);
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
/// Those of [`check`], or the directory cannot be written.
pub fn take_back(scripts: &Path) -> Result<()> {
    check(scripts)?;
    for name in SCRIPTS {
        let script = scripts.join(name);
        let aside = moved_aside(&script);
        let done = match state(&script)? {
            State::Untouched => Ok(()),
            // Both names are one file, and then rename(2) does nothing.
            State::Linked => fs::remove_file(&aside),
            State::Missing | State::Done => fs::rename(&aside, &script),
        };
        done.map_err(|error| cannot("put back", &script, &error))?;
        progress(format!("{} is the builder's own", escaped(&script)));
    }
    Ok(())
}

fn state(script: &Path) -> Result<State> {
    let aside = &moved_aside(script);
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
                "{} and {} both exist, and neither is s2ibox; keep the builder's: if it is the \
                 first, as after an update, run: rm {}",
                escaped(script),
                escaped(aside),
                quoted(aside)
            )
        }
        (Found::Nothing, Found::Nothing) => broken!(
            "the builder's script {} does not exist; set S2I_SCRIPTS_PATH to the directory that holds \
             assemble and run",
            escaped(script)
        ),
        (Found::Link | Found::Program, Found::Nothing) => broken!(
            "{} is s2ibox, but the builder's own script {} does not exist; put it there, or set \
             S2I_SCRIPTS_PATH to the directory that holds it",
            escaped(script),
            escaped(aside)
        ),
        (_, Found::Link | Found::Program) => broken!(
            "{} is s2ibox; remove it, because the builder's own script is to have this name: rm {}",
            escaped(aside),
            quoted(aside)
        ),
    }
}
