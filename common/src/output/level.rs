//! `S2I_LOG`: which lines are printed beside warnings and errors.
//!
//! The level is read when the command line is parsed and travels through bash with the other
//! settled values: an env hook that sets `S2I_LOG` sets it for later commands only.

use std::ffi::OsStr;
use std::sync::OnceLock;

use crate::environment::variable;

/// The variable that sets the level.
pub const VARIABLE: &str = "S2I_LOG";

/// Which lines are printed beside warnings and errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Neither progress lines nor notes.
    Quiet,
    /// Progress lines and notes.
    Normal,
    /// Progress lines, notes, and the reason why each step was performed or skipped.
    Debug,
}

static LEVEL: OnceLock<Level> = OnceLock::new();

/// Returns the level of this process; an unknown value of `S2I_LOG` counts as unset.
#[must_use]
#[inline(never)] // many callers, and each inlined copy would repeat the initialization
pub fn level() -> Level {
    *LEVEL.get_or_init(|| {
        let value = variable::non_empty(VARIABLE).unwrap_or_default();
        Level::from_name(&value).unwrap_or(Level::Normal)
    })
}

/// Returns whether only warnings and errors are printed.
#[must_use]
pub fn is_quiet() -> bool {
    level() == Level::Quiet
}

/// Returns whether `DEBUG:` lines are printed.
#[must_use]
pub fn is_debug() -> bool {
    level() == Level::Debug
}

/// Sets the level that was settled before bash; the environment is no longer read.
pub fn settle(settled: Level) {
    let _ = LEVEL.set(settled); // it fails only if the level was read before
}

impl Level {
    /// Returns the value of `S2I_LOG` that selects this level.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Normal => "",
            Self::Debug => "debug",
        }
    }

    /// Returns the level that the value `name` of `S2I_LOG` selects; `None` for an unknown value.
    #[must_use]
    pub fn from_name(name: &OsStr) -> Option<Self> {
        [Self::Quiet, Self::Normal, Self::Debug].into_iter().find(|level| name == level.name())
    }
}
