//! The options that several commands share, and the variables that stand in for them.
//!
//! An option on the command line overrides its variable. A variable counts only for commands that
//! know its option. Variables become arguments when the command line is parsed: what an env hook
//! does to them is for later commands only.

use crate::cli::description::Description;
use crate::cli::usage_error::listed;
use crate::debug;
use crate::environment::variable;
use crate::error::Error;
use crate::output::quoting::escaped;

/// A shared option that a variable stands in for; type and help are in [`crate::arguments!`].
pub struct SharedOption {
    /// The option, as in the help.
    pub long: &'static str,
    /// The variable.
    pub variable: &'static str,
    /// For a switch: the values of the variable, and the argument that each stands for. Any other
    /// option has the value of the variable.
    pub values: &'static [(&'static str, Option<&'static str>)],
}

/// The shared options.
pub static SHARED: [SharedOption; 6] = [
    SharedOption {
        long: "--init",
        variable: "S2I_INIT",
        values: &[("1", Some("--init")), ("group", Some("--init-group")), ("0", None)],
    },
    SharedOption { long: "--rewrite", variable: "S2I_INIT_REWRITE", values: &[] },
    SharedOption { long: "--grace", variable: "S2I_INIT_GRACE", values: &[] },
    SharedOption {
        long: "--require",
        variable: "S2I_REQUIRE_HOOKS",
        values: &[("1", Some("--require")), ("0", None)],
    },
    SharedOption { long: "--timeout", variable: "S2I_PROBE_TIMEOUT", values: &[] },
    SharedOption { long: "--env-of", variable: "S2I_ENV_OF", values: &[] },
];

impl SharedOption {
    /// Returns whether `arguments` have the option, in any form.
    fn is_in(&self, arguments: &[String]) -> bool {
        let forms = self.values.iter().filter_map(|(_, argument)| *argument).chain([self.long]);
        forms.into_iter().any(|form| arguments.iter().any(|argument| argument == form))
    }
}

/// Appends the options that variables stand for to `arguments`; returns the options added so.
///
/// # Errors
/// [`Error::Usage`] for a value that a switch cannot have. argh checks the other values.
pub fn add_variables(
    arguments: &mut Vec<String>,
    description: &Description,
) -> Result<Vec<&'static SharedOption>, Error> {
    let mut added = Vec::new();
    for option in &SHARED {
        if !description.flags.iter().any(|flag| flag.long == option.long) || option.is_in(arguments)
        {
            continue;
        }
        let Some(value) = variable::non_empty(option.variable) else {
            continue;
        };
        debug!("{} is {}, and {} is not given", option.variable, escaped(&value), option.long);
        if option.values.is_empty() {
            arguments.extend([option.long.to_owned(), value.to_string_lossy().into_owned()]);
        } else if let Some((_, argument)) = option.values.iter().find(|(known, _)| value == *known)
        {
            arguments.extend(argument.map(str::to_owned));
        } else {
            let values: Vec<_> = option.values.iter().map(|(value, _)| *value).collect();
            return Err(Error::Usage(format!(
                "{} is '{}'; it must be {}",
                option.variable,
                escaped(&value),
                listed(&values, "or")
            )));
        }
        added.push(option);
    }
    Ok(added)
}
