//! Runs the jobs of a category one after the other.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::Path;

use anyhow::Result;

use crate::cli::usage_error::{nearest, usage_error};
use crate::command::context::Context;
use crate::debug;
use crate::hooks::category::Category;
use crate::hooks::{hook_file, jobs, moved_link};
use crate::output::lines;
use crate::output::quoting::escaped;
use crate::process::lookup::{Lookup, on_path};
use crate::process::program::Program;
use crate::process::run;

/// Returns the category that the operand of the command names.
///
/// # Errors
/// It is not the name of a category: usage.
pub fn category(context: &Context) -> Result<Category> {
    let name = context.operands.first().map(OsString::as_os_str).unwrap_or_default();
    Ok(Category::parse(name).map_err(|text| usage_error(context.name, text))?)
}

/// Runs the jobs of the category that the operand names; without jobs, a note says so.
///
/// # Errors
/// The first job that fails; the remaining jobs are not run.
pub fn run(context: &Context) -> Result<()> {
    let category = category(context)?;
    let name: &Path = category.as_ref();
    let mut text = OsString::from("Executing jobs (");
    text.push(name);
    text.push(")");
    lines::progress(text);
    let stdbuf = on_path(OsStr::new("stdbuf"), context.overrides.path());
    let stdbuf = if let Lookup::Found(stdbuf) = stdbuf {
        debug!("{} makes the jobs write line by line", escaped(&stdbuf));
        Some(stdbuf)
    } else {
        debug!("stdbuf is not on PATH: the jobs buffer what they write");
        None
    };
    let mut is_empty = true;
    // Each directory is listed when its turn comes: a job may add jobs to the later one.
    for directory in jobs::directories(&context.paths.source, &category) {
        for job in jobs::in_directory(&directory)? {
            context.signals.check()?;
            if !hook_file::is_ready("job", &job)? {
                moved_link::check_after_move("job", &job, &context.paths)?;
                continue;
            }
            is_empty = false;
            lines::running(&job);
            let mut program = Program::from_file("job", &job)?;
            if let Some(stdbuf) = &stdbuf
                && program.may_be_wrapped()
            {
                program = program.behind(stdbuf, &["-oL"]);
            }
            run::run(&program, &context.signals, &context.overrides)?;
        }
    }
    if is_empty {
        note_no_jobs(context, name);
    }
    Ok(())
}

/// Writes a note that the category `name` has no jobs, and which categories have some.
fn note_no_jobs(context: &Context, name: &Path) {
    let categories = jobs::categories(&context.paths.source);
    let known: BTreeSet<_> = categories.iter().map(|(name, _)| escaped(name).to_string()).collect();
    let known: Vec<_> = known.iter().map(String::as_str).collect();
    let hint = match nearest(&name.to_string_lossy(), &known) {
        Some(near) => format!("did you mean {near}?"),
        None if known.is_empty() => {
            format!("they would lie in {}", escaped(&context.paths.s2i().join("jobs").join(name)))
        }
        None => format!("there are jobs in: {}", known.join(", ")),
    };
    lines::note(format!("there are no jobs in the category {}; {hint}", escaped(name)));
}
