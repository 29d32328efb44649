//! The variables that are set on top of the process's own environment.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::env;
use std::ffi::{CStr, OsStr, OsString};
use std::path::PathBuf;

use crate::environment::variable::{self, Variable};

/// A variable of the next program's environment.
#[derive(Clone, Copy)]
pub enum Entry<'a> {
    /// `NAME=VALUE`, as this process has it.
    Inherited(&'static CStr),
    /// The name and the value that are set.
    Set(&'a OsStr, &'a OsStr),
}

/// What the next program gets beside the process's own environment.
#[derive(Default)]
pub struct Overrides {
    /// The variables that are set; the last value of a name counts.
    variables: Vec<Variable>,
    /// The env hook that made the environment, if one was sourced.
    pub env_hook: Option<PathBuf>,
}

impl Overrides {
    /// Sets a variable for every program that is executed from now on.
    pub fn set(&mut self, name: impl Into<OsString>, value: impl Into<OsString>) {
        self.variables.push((name.into(), value.into()));
    }

    /// Sets several variables.
    pub fn extend(&mut self, variables: Vec<Variable>) {
        self.variables.extend(variables);
    }

    /// Returns the environment of the next program: the variables of this process in their order,
    /// then new ones.
    #[must_use]
    pub fn environment(&self) -> Vec<Variable> {
        let mut environment = Vec::new();
        let Ok(()) = self.try_for_each_entry(|entry| {
            let variable = match entry {
                Entry::Inherited(entry) => variable::split(entry.to_bytes()),
                Entry::Set(name, value) => Some((name, value)),
            };
            environment.extend(variable.map(|(name, value)| (name.to_owned(), value.to_owned())));
            Ok::<_, Infallible>(())
        });
        environment
    }

    /// Calls `visit` with each variable of the same environment, without copies.
    ///
    /// # Errors
    /// The first error of `visit`.
    pub fn try_for_each_entry<'a, E>(
        &'a self,
        mut visit: impl FnMut(Entry<'a>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut values: BTreeMap<&OsStr, &OsStr> =
            self.variables.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect();
        for entry in variable::entries() {
            if let Some((name, _)) = variable::split(entry.to_bytes()) {
                let value = values.remove(name);
                visit(value.map_or(Entry::Inherited(entry), |value| Entry::Set(name, value)))?;
            }
        }
        for (name, _) in &self.variables {
            if let Some(value) = values.remove(name.as_os_str()) {
                visit(Entry::Set(name, value))?;
            }
        }
        Ok(())
    }

    /// Returns the largest number of variables that [`Overrides::try_for_each_entry`] visits.
    #[must_use]
    pub fn entry_limit(&self) -> usize {
        variable::entries().count() + self.variables.len()
    }

    /// Returns the value that the next program gets.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<OsString> {
        let set = self.variables.iter().rev().find(|(set, _)| set == name);
        set.map(|(_, value)| value.clone()).or_else(|| env::var_os(name))
    }

    /// Returns the directories in which the next program looks for programs.
    #[must_use]
    pub fn path(&self) -> Option<OsString> {
        self.get("PATH")
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::Overrides;

    #[test]
    fn the_last_value_counts_and_new_variables_follow_in_order() {
        let mut overrides = Overrides::default();
        let own = overrides.environment();
        let (first, _) = own.first().cloned().unwrap_or_default();
        for (name, value) in [("S2IBOX_B", "1"), ("S2IBOX_A", "2"), ("S2IBOX_B", "3")] {
            overrides.set(name, value);
        }
        overrides.set(first.clone(), "own");
        let environment = overrides.environment();
        assert_eq!(environment.first(), Some(&(first, "own".into())));
        let new = environment.get(own.len()..).unwrap_or_default();
        let expected = [("S2IBOX_B", "3"), ("S2IBOX_A", "2")];
        assert_eq!(new, expected.map(|(name, value)| (name.into(), value.into())));
    }
}
