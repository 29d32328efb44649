//! `make bench`: measures s2ibox against the floor, the original, and what people do without it.
//!
//! bench S2IBOX WORK SOURCES CHART
//!
//! `ROWS` in the environment chooses rows (`probe-floor,size`), `QUICK=1` takes fewer samples. A target that is
//! missed is shown; only a row that cannot be measured is a failure.
#![allow(missing_docs, reason = "a program that is read from its source only")]

mod builds;
mod chart;
mod counted;
mod hyperfine;
mod launch;
mod machine;
mod permissions;
mod place;
mod probes;
mod report;
mod row;
mod stats;
mod trees;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use anyhow::{Context as _, Result, ensure};

use crate::place::Place;
use crate::row::Row;
use crate::trees::State;

type Measure = fn(&Place) -> Result<Row>;

/// Every row, in the order of the table.
const ROWS: [(&str, Measure); 13] = [
    ("probe-floor", probes::floor),
    ("probe-original", probes::original),
    ("probe-env", probes::deploy_env),
    ("probe-env-of", probes::env_of),
    ("run-original", probes::run_original),
    ("run-bash", probes::run_bash),
    ("permissions-wrong", |place| permissions::against_find(place, State::Wrong)),
    ("permissions-right", |place| permissions::against_find(place, State::Right)),
    ("permissions-scale", permissions::scale),
    ("take", builds::take),
    ("jobs", probes::jobs),
    ("memory", probes::memory),
    ("size", builds::size),
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

/// Measures what was asked for; returns how many rows could not be.
fn measure() -> Result<usize> {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let [s2ibox, work, sources, chart] = &arguments[..] else {
        anyhow::bail!("usage: bench S2IBOX WORK SOURCES CHART");
    };
    let quick = env::var("QUICK").is_ok_and(|value| !matches!(value.as_str(), "" | "0"));
    let place = Place::new(Path::new(work), Path::new(s2ibox), Path::new(sources), quick)?;
    let wanted = wanted()?;
    let complete = wanted.len() == ROWS.len();
    let (mut rows, mut failed) = (Vec::new(), 0);
    for (id, measure) in wanted {
        eprintln!("{id} …");
        match measure(&place) {
            Ok(row) => rows.push(row),
            Err(error) => {
                failed += 1;
                eprintln!("ERROR: {id} could not be measured: {error:#}");
            }
        }
    }
    let context = report::Context {
        machine: machine::described(quick),
        resolution: builds::resolution(&place)?,
        second_opinion: hyperfine::opinion(&place),
    };
    let text = report::markdown(&rows, &context);
    fs::write(place.work.join("report.md"), &text).context("the report cannot be written")?;
    fs::write(place.work.join("report.json"), report::json(&rows, &context))?;
    // The chart is part of the documentation: all rows, measured as well as can be, or as it was.
    if complete && failed == 0 && !quick {
        let chart = Path::new(chart);
        if let Some(directory) = chart.parent() {
            fs::create_dir_all(directory)?;
        }
        fs::write(chart, chart::svg(&rows))?;
    } else {
        fs::write(place.work.join("bench.svg"), chart::svg(&rows))?;
    }
    print!("{text}");
    Ok(failed)
}

/// The rows that `ROWS` names, or all.
fn wanted() -> Result<Vec<(&'static str, Measure)>> {
    let named = env::var("ROWS").unwrap_or_default();
    let named: Vec<_> = named.split([',', ' ']).filter(|name| !name.is_empty()).collect();
    for name in &named {
        ensure!(
            ROWS.iter().any(|(id, _)| id == name),
            "there is no row {name}; there are: {}",
            ROWS.map(|(id, _)| id).join(", ")
        );
    }
    Ok(ROWS.into_iter().filter(|(id, _)| named.is_empty() || named.contains(id)).collect())
}
