//! The operands of a command: how many there are, and what they can be.

use std::ffi::OsString;

use argh::Optionality;

use crate::cli::description::Description;
use crate::cli::usage_error::{listed, usage_error};
use crate::error::Error;
use crate::hooks::category::Category;
use crate::output::quoting::escaped;

/// Checks the number of the operands and their values.
///
/// # Errors
/// [`Error::Usage`] for a missing operand, for one too many, and for a wrong value.
pub fn check(name: &str, description: &Description, operands: &[OsString]) -> Result<(), Error> {
    let expected = description.positionals.first();
    let problem = match (expected.map(|operand| (operand.name, &operand.optionality)), operands) {
        (None, [first, ..]) => {
            format!("unexpected argument {}; s2i-{name} takes no operand", escaped(first))
        }
        (Some((operand, Optionality::Required | Optionality::Greedy)), []) => {
            match choices(operand) {
                Some(choices) => format!("the argument is missing; give {choices}"),
                None => format!("{operand} is missing; see s2i-{name} --help"),
            }
        }
        (Some((operand, Optionality::Required | Optionality::Optional)), [_, second, ..]) => {
            let second = escaped(second);
            match choices(operand) {
                Some(choices) => format!("unexpected argument {second}; give one of {choices}"),
                None => format!("unexpected argument {second}; s2i-{name} takes one {operand}"),
            }
        }
        (Some(("CATEGORY", _)), [category]) => match Category::parse(category) {
            Ok(_) => return Ok(()),
            Err(problem) => problem,
        },
        _ => return Ok(()),
    };
    Err(usage_error(name, problem))
}

/// Returns the values of an operand that is called after them, such as `bash|zsh|fish`, as an
/// enumeration.
fn choices(operand: &str) -> Option<String> {
    let choices: Vec<_> = operand.split('|').collect();
    (choices.len() > 1).then(|| listed(&choices, "or"))
}
