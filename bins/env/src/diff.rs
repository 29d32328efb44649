//! What differs from the environment before, and what set it.
//!
//! The snapshots stand in the order in which they were taken; of several that changed a variable, the last set it.

use std::env;
use std::ffi::{OsStr, OsString};

use anyhow::Result;
use common::command::context::Context;
use common::environment::handoff::Stage;
use common::environment::marker::MARKER;
use common::environment::snapshot;
use common::environment::snapshot::Snapshot;
use common::output::quoting::escaped;

use crate::show::{sorted, value};

/// What a snapshot after the container user script is called, whoever takes it.
pub const USER_SCRIPT: &str = Stage::UserScript.name();

/// Where what s2ibox itself sets comes from.
const OURSELVES: &str = "s2ibox";
/// Where what every bash sets comes from.
const BASH: &str = "bash";
/// The variables that bash itself sets when it starts, and at each command.
const OF_BASH: [&str; 4] = ["PWD", "OLDPWD", "SHLVL", "_"];

/// A variable that differs.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    /// Its name.
    pub name: OsString,
    /// Its value before, if it was there.
    pub before: Option<OsString>,
    /// Its value now, if it is there.
    pub after: Option<OsString>,
    /// What set or unset it: a file, `bash`, `s2ibox`, or the process that it was taken from.
    pub by: String,
}

/// Takes the first two snapshots: what was there, and what it is with our own variables.
pub fn begin(context: &mut Context) -> Result<()> {
    snapshot::begin(&mut context.options)?;
    snapshot::take(&context.options, "", env::vars_os())?;
    let by = match context.options.env_of {
        Some(process) if context.environment_taken => format!("process {process}"),
        _ => OURSELVES.to_owned(),
    };
    let whole = context.overrides.whole();
    snapshot::take(&context.options, &by, whole)
}

/// What differs, in order of the names.
pub fn end(context: &mut Context) -> Result<Vec<Change>> {
    let hook = context.overrides.env_hook.as_deref();
    let last = hook.map_or_else(|| OURSELVES.to_owned(), |hook| escaped(hook).to_string());
    let mut snapshots = snapshot::read(&mut context.options)?;
    snapshots.push(Snapshot { after: last, variables: context.overrides.whole() });
    let mut changes = changes(&snapshots);
    let script = context.paths.container_user_script();
    // As it was at first, for such a file may unset it.
    let first = snapshots.first();
    let bash_env = first.and_then(|first| value(&first.variables, OsStr::new("BASH_ENV")));
    let bash_env = bash_env.filter(|file| !file.is_empty());
    for change in &mut changes {
        let of_bash = OF_BASH.iter().any(|name| change.name == *name);
        change.by = match change.by.as_str() {
            _ if change.name == MARKER => OURSELVES.to_owned(),
            _ if change.name == "_" || change.name == "SHLVL" => BASH.to_owned(),
            by if by == Stage::BashEnv.name() => match &bash_env {
                Some(file) if !of_bash => format!("BASH_ENV, {}", escaped(file)),
                _ => BASH.to_owned(),
            },
            by if by == USER_SCRIPT => escaped(&script).to_string(),
            by => by.to_owned(),
        };
    }
    Ok(changes)
}

fn changes(snapshots: &[Snapshot]) -> Vec<Change> {
    let (Some(first), Some(last)) = (snapshots.first(), snapshots.last()) else {
        return Vec::new();
    };
    let mut changes = Vec::new();
    for name in sorted([&first.variables, &last.variables]) {
        let (before, after) = (value(&first.variables, name), value(&last.variables, name));
        if before == after {
            continue;
        }
        let mut by = "";
        for pair in snapshots.windows(2) {
            if value(&pair[0].variables, name) != value(&pair[1].variables, name) {
                by = &pair[1].after;
            }
        }
        changes.push(Change {
            name: name.to_owned(),
            before: before.map(OsStr::to_owned),
            after: after.map(OsStr::to_owned),
            by: by.to_owned(),
        });
    }
    changes
}

#[cfg(test)]
mod tests {
    use common::environment::snapshot::Snapshot;
    use pretty_assertions::assert_eq;

    use super::{Change, changes};

    fn snapshot(after: &str, variables: &[(&str, &str)]) -> Snapshot {
        Snapshot {
            after: after.to_owned(),
            variables: variables.iter().map(|(name, value)| (name.into(), value.into())).collect(),
        }
    }

    #[test]
    fn the_last_that_changed_a_variable_set_it() {
        let snapshots = [
            snapshot("", &[("A", "1"), ("B", "1"), ("C", "1"), ("D", "1")]),
            snapshot("one", &[("A", "2"), ("B", "2"), ("C", "1")]),
            snapshot("two", &[("A", "2"), ("B", "1"), ("C", "3"), ("E", "1")]),
        ];
        let change = |name: &str, before: Option<&str>, after: Option<&str>, by: &str| Change {
            name: name.into(),
            before: before.map(Into::into),
            after: after.map(Into::into),
            by: by.to_owned(),
        };
        assert_eq!(
            changes(&snapshots),
            [
                change("A", Some("1"), Some("2"), "one"),
                change("C", Some("1"), Some("3"), "two"),
                change("D", Some("1"), None, "one"),
                change("E", None, Some("1"), "two"),
            ]
        );
    }
}
