//! The row about `--env-of` an application with a large environment.

use std::fs;

use anyhow::Result;

use crate::application::Application;
use crate::counted::Counted;
use crate::launch::{Workload, words};
use crate::probes::bare_root;
use crate::row::{Row, Verdict, digits, time};
use crate::workbench::{Root, Workbench, script};

/// The numbers of variables.
const FEW: usize = 2_000;
const MANY: usize = 16_000;
/// The longest time for many variables, in seconds.
const ALLOWED_TIME: f64 = 0.020;
/// The largest ratio of the counts for one variable among many to those among few: names and
/// addresses grow by a digit.
const ALLOWED_GROWTH: f64 = 1.1;

/// Measures a probe that takes many variables, and counts the work for one of them.
pub fn env_of_many(bench: &Workbench) -> Result<Row> {
    let root = bare_root(bench)?;
    let application = Application::start(&application(bench, &root, MANY), "application")?;
    let command = words([&bench.command("ready"), &"--env-of", &application.id()]);
    let ours = root.workload("s2i-ready --env-of, 16,000 variables", 5, command);
    let timed = bench.launcher.measure(&ours, bench.samples(50), || Ok(()))?;
    let hook = Workload {
        name: "the hook alone, with 16,000 variables".to_owned(),
        command: words([&root.hook("ready")]),
        ..application_environment(&root, MANY)
    };
    let hook = bench.launcher.measure(&hook, bench.samples(20), || Ok(()))?;
    let growth = growth(bench)?;
    let (cpu, wall) = (timed.cpu.median, timed.wall.median);
    let row = Row {
        id: "env-of-many",
        label: "--env-of 16,000 variables: of 20 ms",
        work: "`s2i-ready --env-of` a process with 16,000 variables".to_owned(),
        against: "20 ms; and itself with 2,000".to_owned(),
        result: format!(
            "CPU {}; wall {}; {} × the counts for a variable",
            time(cpu),
            time(wall),
            digits(growth)
        ),
        target: "≤ 20 ms, linear".to_owned(),
        verdict: Verdict::from_bool(cpu.max(wall) <= ALLOWED_TIME && growth <= ALLOWED_GROWTH),
        share: cpu.max(wall) / ALLOWED_TIME,
        share_allowed: 1.0,
        measurements: vec![timed, hook],
        ..Row::default()
    };
    Ok(row.noted(format!(
        "Called linear up to {ALLOWED_GROWTH} ×, in system calls and instructions of s2ibox (strace, callgrind)."
    )))
}

/// Returns the counts for a variable among many, divided by those among few.
fn growth(bench: &Workbench) -> Result<f64> {
    // The kernel refuses the hook, so that callgrind, which ends at execve(2), can print its counts.
    let root = bench.root("refused", &[])?;
    script(&root.hook("ready"), "")?;
    fs::write(root.hook("ready"), [&b"\x7fELF"[..], &[0; 60]].concat())?;
    let count = |variables: usize| {
        let application = Application::start(&application(bench, &root, variables), "application")?;
        let command = words([&bench.command("ready"), &"--env-of", &application.id()]);
        let refused = root.workload("s2i-ready --env-of, hook refused", 1, command);
        Counted::of(bench, &Workload { status: 126, ..refused })
    };
    let (idle, few, many) = (count(0)?, count(FEW)?, count(MANY)?);
    Ok(many.per_entry(&idle, MANY).growth_from(&few.per_entry(&idle, FEW)))
}

/// Returns an application with this number of variables and the marker of a complete environment.
fn application(bench: &Workbench, root: &Root, variables: usize) -> Workload {
    let command = words([&bench.program("application")]);
    Workload { command, ..application_environment(root, variables) }
}

fn application_environment(root: &Root, variables: usize) -> Workload {
    let mut workload = root.workload("application", 5, Vec::new());
    let marker = ("S2I_MARKERS_ENVIRON".into(), "Thu Jan  1 00:00:00 UTC 1970".into());
    workload.environment.push(marker);
    for number in 0..variables {
        let value = "a value of thirty-two characters".into();
        workload.environment.push((format!("VARIABLE_{number:05}").into(), value));
    }
    workload
}
