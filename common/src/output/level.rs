//! How much is said beside warnings and errors: `S2I_LOG`.
//!
//! It is settled where a command starts and carried through bash with everything else that was: what an env hook sets
//! is for later commands. It is looked at once, by whoever has something to say first.

use std::env;
use std::ffi::OsStr;

use once_cell::sync::OnceCell;

use crate::output::lines;
use crate::output::quoting::escaped;

/// The variable that says how much.
const VARIABLE: &str = "S2I_LOG";

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Neither progress lines nor notes.
    Quiet,
    /// Both.
    Normal,
    /// Both, and why each step was taken or not.
    Debug,
}

static LEVEL: OnceCell<Level> = OnceCell::new();

/// How much this command says.
#[must_use]
#[inline(never)] // it is looked at in many places, and small in each
pub fn level() -> Level {
    *LEVEL.get_or_init(|| {
        let value = env::var_os(VARIABLE).unwrap_or_default();
        Level::named(&value).unwrap_or_else(|| {
            lines::warning(format!(
                "{VARIABLE} is '{}'; it must be quiet, debug or empty, and counts as empty",
                escaped(&value)
            ));
            Level::Normal
        })
    })
}

/// Whether nothing but warnings and errors is wanted.
#[must_use]
pub fn is_quiet() -> bool {
    level() == Level::Quiet
}

/// Whether why each step was taken or not is wanted; for where something must be found out for it first.
#[must_use]
pub fn is_debug() -> bool {
    level() == Level::Debug
}

/// Goes on with what was settled before bash, whatever the environment says now.
pub fn settle(settled: Level) {
    let _ = LEVEL.set(settled); // nobody has asked so early
}

impl Level {
    /// As the variable has it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Normal => "",
            Self::Debug => "debug",
        }
    }

    /// What the variable means; nothing where it cannot mean anything.
    #[must_use]
    pub fn named(name: &OsStr) -> Option<Self> {
        let known = [Self::Quiet, Self::Normal, Self::Debug];
        known.into_iter().find(|level| name == level.name())
    }
}

/// Writes `DEBUG: …` to standard error where `S2I_LOG=debug` asks for it; else nothing is formatted, not even what
/// the text is made of is looked up.
#[macro_export]
macro_rules! debug {
    ($($text:tt)*) => {
        if $crate::output::level::is_debug() {
            $crate::output::lines::debug(format_args!($($text)*));
        }
    };
}
