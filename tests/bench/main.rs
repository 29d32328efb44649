//! `make bench`: compares s2ibox with static C programs, the original, and common tools.
//!
//! bench S2IBOX DIRECTORY SOURCES CHART
//!
//! `ROWS` in the environment selects rows (`probe-musl,size`), `QUICK=1` takes fewer samples. A missed
//! target is shown as missed; a row that cannot be measured makes the program fail.
#![allow(missing_docs, reason = "nothing of this program is used by others")]

mod application;
mod chart;
mod counted;
mod depth;
mod hyperfine;
mod large_environment;
mod launch;
mod machine;
mod permissions;
mod probes;
mod report;
mod row;
mod size;
mod start;
mod stats;
mod transfer;
mod trees;
mod workbench;

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;
use std::{env, fs};

use anyhow::{Context as _, Result, bail, ensure};

use crate::report::Report;
use crate::row::{Row, Verdict};
use crate::trees::State;
use crate::workbench::Workbench;

type Measure = fn(&Workbench) -> Result<Row>;

/// The rows, in the order of the table.
const ROWS: [(&str, Measure); 19] = [
    ("probe-musl", probes::musl_floor),
    ("probe-glibc", probes::glibc_floor),
    ("probe-original", probes::original),
    ("probe-env", probes::deploy_env),
    ("probe-env-of", probes::env_of),
    ("env-of-many", large_environment::env_of_many),
    ("probe-timeout", probes::timeout),
    ("exec-glibc", start::exec),
    ("run-original", start::run_original),
    ("run-bash", start::run_bash),
    ("init-start", start::init),
    ("init-idle", start::idle_init),
    ("permissions-wrong", |bench| permissions::against_find(bench, State::Wrong)),
    ("permissions-right", |bench| permissions::against_find(bench, State::Right)),
    ("permissions-scale", permissions::scale),
    ("take", transfer::take),
    ("jobs", start::jobs),
    ("memory", probes::memory),
    ("size", size::size),
];

fn main() -> ExitCode {
    match measure() {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("ERROR: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Measures the selected rows and writes the report. Returns the number of rows that failed.
fn measure() -> Result<usize> {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let [s2ibox, directory, sources, chart] = &arguments[..] else {
        bail!("usage: bench S2IBOX DIRECTORY SOURCES CHART");
    };
    let quick = env::var("QUICK").is_ok_and(|value| !matches!(value.as_str(), "" | "0"));
    let (directory, s2ibox) = (Path::new(directory), Path::new(s2ibox));
    let bench = Workbench::new(directory, s2ibox, Path::new(sources), quick)?;
    let selected = selected_rows()?;
    let complete = selected.len() == ROWS.len() && !quick;
    let (mut rows, mut failed) = (Vec::new(), 0);
    for (id, measure) in selected {
        let started = Instant::now();
        let measured = measure(&bench);
        eprintln!("{id}: {} s", started.elapsed().as_secs());
        match measured {
            Ok(row) => rows.push(row),
            Err(error) => {
                failed += 1;
                eprintln!("ERROR: {id} cannot be measured: {error:#}");
            }
        }
    }
    let resolution = machine::resolution(&bench)?;
    let hyperfine = hyperfine::table(&bench)?;
    let report = Report { rows, resolution, hyperfine, machine: machine::properties(&bench) };
    let text = report.markdown();
    fs::write(bench.directory.join("report.md"), &text).context("the report cannot be written")?;
    fs::write(bench.directory.join("report.json"), report.json())?;
    // The chart in the documentation shows complete runs only.
    let measured = report.rows.iter().all(|row| !matches!(row.verdict, Verdict::Skipped(_)));
    let latest = bench.directory.join("bench.svg");
    let chart = if complete && measured && failed == 0 { Path::new(chart) } else { &latest };
    fs::write(chart, chart::svg(&report.rows))?;
    print!("{text}");
    Ok(failed)
}

/// Returns the rows that the variable `ROWS` names, or all.
fn selected_rows() -> Result<Vec<(&'static str, Measure)>> {
    let names = env::var("ROWS").unwrap_or_default();
    let names: Vec<_> = names.split([',', ' ']).filter(|name| !name.is_empty()).collect();
    for name in &names {
        ensure!(
            ROWS.iter().any(|(id, _)| id == name),
            "there is no row {name}; the rows are: {}",
            ROWS.map(|(id, _)| id).join(", ")
        );
    }
    Ok(ROWS.into_iter().filter(|(id, _)| names.is_empty() || names.contains(id)).collect())
}
