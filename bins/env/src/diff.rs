//! The changes of the environment, and the file that made each.
//!
//! The snapshots are in the order in which they were taken. Of several that changed a variable, the
//! last set it.

use std::collections::BTreeSet;
use std::env;
use std::ffi::{OsStr, OsString};

use anyhow::Result;
use common::command::context::Context;
use common::environment::handoff::Stage;
use common::environment::marker::MARKER;
use common::environment::snapshot::{self, Snapshot};
use common::output::quoting::escaped;

use crate::variables::by_name;

/// The origin of the variables that s2ibox sets.
const S2IBOX: &str = "s2ibox";
/// The origin of the variables that every bash sets.
const BASH: &str = "bash";
/// The variables that bash sets at its start and at each command.
const SET_BY_BASH: [&str; 4] = ["PWD", "OLDPWD", "SHLVL", "_"];

/// A variable that differs.
#[derive(Debug, PartialEq, Eq)]
pub struct Change {
    /// The name.
    pub name: OsString,
    /// The value before, if the variable was set.
    pub before: Option<OsString>,
    /// The value after, if the variable is set.
    pub after: Option<OsString>,
    /// The origin of the change: a file, `bash`, `s2ibox`, or the process given to `--env-of`.
    pub by: String,
}

/// Takes the first two snapshots: the environment of the call, and the one with the variables that
/// s2ibox sets.
///
/// # Errors
/// A snapshot cannot be written.
pub fn begin(context: &mut Context) -> Result<()> {
    snapshot::begin(&mut context.options)?;
    snapshot::take(&context.options, "", env::vars_os())?;
    let by = match context.options.env_of {
        Some(process) if context.environment_taken => format!("process {process}"),
        _ => S2IBOX.to_owned(),
    };
    snapshot::take(&context.options, &by, context.overrides.environment())
}

/// Returns the changes in order of their names.
///
/// # Errors
/// The snapshots cannot be read.
pub fn end(context: &mut Context) -> Result<Vec<Change>> {
    let hook = context.overrides.env_hook.as_deref();
    let last = hook.map_or_else(|| S2IBOX.to_owned(), |hook| escaped(hook).to_string());
    let mut snapshots = snapshot::read(&mut context.options)?;
    snapshots.push(Snapshot { after: last, variables: context.overrides.environment() });
    let mut changes = changes(&snapshots);
    let script = context.paths.container_user_script();
    // The first value of BASH_ENV counts, because the file that it names may unset it.
    let first = snapshots.first().map(|first| by_name(&first.variables)).unwrap_or_default();
    let bash_env = first.get(OsStr::new("BASH_ENV")).filter(|file| !file.is_empty());
    for change in &mut changes {
        let is_set_by_bash = SET_BY_BASH.iter().any(|name| change.name == *name);
        change.by = match change.by.as_str() {
            _ if change.name == MARKER => S2IBOX.to_owned(),
            _ if change.name == "_" || change.name == "SHLVL" => BASH.to_owned(),
            by if by == Stage::BashEnv.name() => match bash_env {
                Some(file) if !is_set_by_bash => format!("BASH_ENV, {}", escaped(file)),
                _ => BASH.to_owned(),
            },
            by if by == Stage::UserScript.name() => escaped(&script).to_string(),
            _ => continue,
        };
    }
    Ok(changes)
}

fn changes(snapshots: &[Snapshot]) -> Vec<Change> {
    let values: Vec<_> = snapshots.iter().map(|snapshot| by_name(&snapshot.variables)).collect();
    let (Some(first), Some(last)) = (values.first(), values.last()) else {
        return Vec::new();
    };
    let names: BTreeSet<_> = first.keys().chain(last.keys()).copied().collect();
    let mut changes = Vec::new();
    for name in names {
        let (before, after) = (first.get(name), last.get(name));
        if before != after {
            let pairs = values.windows(2).zip(&snapshots[1..]).rev();
            let mut origins = pairs.filter(|(pair, _)| pair[0].get(name) != pair[1].get(name));
            changes.push(Change {
                name: name.to_owned(),
                before: before.map(|value| (*value).to_owned()),
                after: after.map(|value| (*value).to_owned()),
                by: origins.next().map(|(_, snapshot)| snapshot.after.clone()).unwrap_or_default(),
            });
        }
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
