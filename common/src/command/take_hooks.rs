//! The step of `assemble` that takes `.s2i` from the upload.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::broken;
use crate::command::context::Context;
use crate::fs::transfer::Transfer;
use crate::output::quoting::escaped;

/// Takes `.s2i` from the upload, if there is one. The running program may lie in it.
///
/// # Errors
/// Those of [`Transfer`]; or the program lies in the older `.s2i` and the new one does not have it.
pub fn take_hooks(context: &mut Context) -> Result<()> {
    let (upload, source) = (&context.paths.upload, &context.paths.source);
    let Some(transfer) = Transfer::prepare(upload, source)? else {
        return Ok(());
    };
    let (from, to) = (transfer.from(), transfer.to());
    let new_program = path_after_transfer(&context.program, &from, &to);
    check_program_stays(&context.program, &from, &to)?;
    context.times.begin_step("taking .s2i");
    transfer.perform(&|| context.signals.check())?;
    if let Some(program) = new_program {
        context.program = program;
    }
    Ok(())
}

/// Returns the path that the program will have, if it lies in the directory that is taken.
fn path_after_transfer(program: &Path, from: &Path, to: &Path) -> Option<PathBuf> {
    let moved =
        |program: &Path, from: &Path| program.strip_prefix(from).map(|name| to.join(name)).ok();
    moved(program, from).or_else(|| {
        let (program, from) = (fs::canonicalize(program).ok()?, fs::canonicalize(from).ok()?);
        moved(&program, &from)
    })
}

/// Checks that the program is not in the older directory, which is replaced, unless the new one has
/// it too.
fn check_program_stays(program: &Path, from: &Path, to: &Path) -> Result<()> {
    match program.strip_prefix(to) {
        Ok(name) if !from.join(name).try_exists()? => broken!(
            "{} is this program, and would be replaced by the .s2i of the upload, which lacks it; \
             call the one in the upload, or put it there: {}",
            escaped(program),
            escaped(&from.join(name))
        ),
        _ => Ok(()),
    }
}
