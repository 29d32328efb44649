//! The row about the size of the program.

use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::row::{Row, Verdict};
use crate::stats::as_f64;
use crate::workbench::Workbench;

/// Measures the size of the program, and checks that a build refuses a larger one.
pub fn size(bench: &Workbench) -> Result<Row> {
    const ALLOWED: usize = 1_000_000; // bytes
    let bytes = usize::try_from(fs::metadata(bench.program("s2ibox"))?.len())?;
    let accepted = Command::new("make")
        .args(["build", "SIZE_MAX=1000"])
        .env_remove("CARGO") // cargo run sets it, and the Makefile would use it
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .context("make cannot be started")?
        .success();
    let refusal = if accepted { "is NOT" } else { "is" };
    let share = as_f64(bytes) / as_f64(ALLOWED);
    Ok(Row {
        id: "size",
        label: "size: of 1.0 MB",
        work: "`dist/s2ibox`, with all commands".to_owned(),
        against: "the budget in the Makefile".to_owned(),
        result: format!("{bytes} bytes; a build beyond the budget {refusal} refused"),
        target: "≤ 1.0 MB".to_owned(),
        verdict: Verdict::from_bool(bytes <= ALLOWED && !accepted),
        share,
        share_allowed: 1.0,
        ..Row::default()
    })
}
