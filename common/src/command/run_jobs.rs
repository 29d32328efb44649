//! Runs the jobs of a category one after the other.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use anyhow::Result;

use crate::command::context::Context;
use crate::debug;
use crate::error::Error;
use crate::hooks::category::Category;
use crate::hooks::{hook_file, jobs};
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
    let wrong = |text| Error::Usage(format!("s2i-{}: {text}", context.name));
    Ok(Category::parse(name).map_err(wrong)?)
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
        lines::note(format!(
            "there are no jobs in the category {}; they would lie in {}",
            escaped(name),
            escaped(&context.paths.s2i().join("jobs").join(name))
        ));
    }
    Ok(())
}
