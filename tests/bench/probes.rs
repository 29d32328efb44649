//! The rows about probes, which a container runs every few seconds.

use anyhow::Result;

use crate::application::{Application, make_large_program};
use crate::launch::{Workload, words};
use crate::row::{Criterion, Goal, Row, Verdict, kibibytes};
use crate::workbench::{DEPLOY_ENV, Root, Workbench};

/// The number of runs of a probe that make one sample.
pub const BATCH: usize = 20;

/// A deploy environment in the fewest lines of bash that have the same safety.
const MINIMAL_BASH: &str = "set -eo pipefail; set -a; . .s2i/action_hooks/deploy_env; set +a; \
                            exec .s2i/action_hooks/ready";

/// Returns a root with the hook `ready` and without an env hook.
pub fn bare_root(bench: &Workbench) -> Result<Root> {
    bench.root("bare", &[("ready", None)])
}

fn ready(bench: &Workbench, root: &Root, name: &str, runs: usize) -> Workload {
    root.workload(name, runs, words([&bench.command("ready")]))
}

fn floor(bench: &Workbench, root: &Root, library: &str) -> Workload {
    let command = words([&bench.program(&format!("floor-{library}")), &root.hook("ready")]);
    root.workload(&format!("static C program, {library}"), BATCH, command)
}

/// Compares a probe with the musl floor.
pub fn musl_floor(bench: &Workbench) -> Result<Row> {
    let goal = Goal {
        id: "probe-musl",
        label: "probe: CPU of a static C program, musl",
        work: "`s2i-ready`, no env hook",
        against: "a static C program, musl, that checks the hook and executes it",
        criterion: Criterion::Cpu,
        allowed: 1.4,
        target: "≤ 1.4 × (better: 1.2 ×)",
    };
    let root = bare_root(bench)?;
    let ours = ready(bench, &root, "s2i-ready", BATCH);
    let other = floor(bench, &root, "musl");
    let comparison = bench.launcher.compare(&ours, &other, bench.samples(100), || Ok(()))?;
    let hook = root.workload("the hook alone", BATCH, words([&root.hook("ready")]));
    let hook = bench.launcher.measure(&hook, bench.samples(50), || Ok(()))?;
    Ok(goal.row(&comparison).with(hook).noted(
        "The hook, in all rows, is a program without a C library that ends with its first instruction. \
         Both figures include it.",
    ))
}

/// Compares a probe with the glibc floor.
pub fn glibc_floor(bench: &Workbench) -> Result<Row> {
    let goal = Goal {
        id: "probe-glibc",
        label: "probe: CPU of a static C program, glibc",
        work: "`s2i-ready`, no env hook",
        against: "a static C program, glibc, that checks the hook and executes it",
        criterion: Criterion::Cpu,
        allowed: 0.5,
        target: "≤ 0.5 ×",
    };
    let root = bare_root(bench)?;
    let ours = ready(bench, &root, "s2i-ready", BATCH);
    let other = floor(bench, &root, "glibc");
    let comparison = bench.launcher.compare(&ours, &other, bench.samples(100), || Ok(()))?;
    Ok(goal.row(&comparison))
}

/// Compares a probe with that of the original.
pub fn original(bench: &Workbench) -> Result<Row> {
    let goal = Goal {
        id: "probe-original",
        label: "probe: CPU of the original",
        work: "`s2i-ready`, no env hook",
        against: "powershift-image 1.4.2",
        criterion: Criterion::Cpu,
        allowed: 0.01,
        target: "≥ 100 × less CPU",
    };
    let root = bare_root(bench)?;
    let ours = ready(bench, &root, "s2i-ready", BATCH);
    let command = words([&bench.original(), &"image", &"ready"]);
    let other = root.workload("powershift image ready", 1, command);
    let comparison = bench.launcher.compare(&ours, &other, bench.samples(20), || Ok(()))?;
    Ok(goal.row(&comparison))
}

/// Compares a probe with an env hook with minimal bash.
pub fn deploy_env(bench: &Workbench) -> Result<Row> {
    let goal = Goal {
        id: "probe-env",
        label: "probe, deploy_env: CPU of minimal bash",
        work: "`s2i-ready`, a ten-line `deploy_env`",
        against: "`bash -c 'set -eo pipefail; set -a; . deploy_env; set +a; exec hook'`",
        criterion: Criterion::Cpu,
        allowed: 1.4,
        target: "≤ 1.4 ×",
    };
    let root = bench.root("deploy-env", &[("ready", None), ("deploy_env", Some(DEPLOY_ENV))])?;
    let ours = ready(bench, &root, "s2i-ready with deploy_env", BATCH / 4);
    let other = root.bash("minimal bash", BATCH / 4, MINIMAL_BASH, &[]);
    let comparison = bench.launcher.compare(&ours, &other, bench.samples(100), || Ok(()))?;
    let idle = root.bash("bash with nothing to do", BATCH / 4, ":", &[]);
    let idle = bench.launcher.measure(&idle, bench.samples(50), || Ok(()))?;
    Ok(goal.row(&comparison).with(idle))
}

/// Compares a probe that takes the environment from the application with one that needs none.
pub fn env_of(bench: &Workbench) -> Result<Row> {
    let goal = Goal {
        id: "probe-env-of",
        label: "probe, --env-of: of one without",
        work: "`s2i-ready --env-of`, a `deploy_env` that takes 100 ms",
        against: "`s2i-ready` with no env hook",
        criterion: Criterion::Both,
        allowed: 1.3,
        target: "≤ 1.3 ×",
    };
    let slow = format!("{DEPLOY_ENV}sleep 0.1\n");
    let root = bench.root("slow-env", &[("ready", None), ("deploy_env", Some(&slow))])?;
    make_large_program(bench, &root.hook("run"))?;
    let run = root.workload("application", 1, words([&bench.command("run")]));
    let application = Application::start(&run, "run")?;
    let command = words([&bench.command("ready"), &"--env-of", &application.id()]);
    let ours = root.workload("s2i-ready --env-of", BATCH, command);
    let bare = bare_root(bench)?;
    let other = ready(bench, &bare, "s2i-ready, no env hook", BATCH);
    let comparison = bench.launcher.compare(&ours, &other, bench.samples(100), || Ok(()))?;
    let sourced = ready(bench, &root, "s2i-ready, deploy_env sourced", 1);
    let sourced = bench.launcher.measure(&sourced, bench.samples(10), || Ok(()))?;
    Ok(goal.row(&comparison).with(sourced))
}

/// Compares a probe with a time limit with timeout(1).
pub fn timeout(bench: &Workbench) -> Result<Row> {
    let goal = Goal {
        id: "probe-timeout",
        label: "probe, --timeout: CPU of timeout(1)",
        work: "`s2i-ready --timeout 5`, no env hook",
        against: "`timeout 5 hook` of coreutils",
        criterion: Criterion::Cpu,
        allowed: 0.8,
        target: "≤ 0.8 ×",
    };
    let root = bare_root(bench)?;
    let command = words([&bench.command("ready"), &"--timeout", &"5"]);
    let ours = root.workload("s2i-ready --timeout 5", BATCH, command);
    let command = words([&"/usr/bin/timeout", &"5", &root.hook("ready")]);
    let other = root.workload("timeout 5", BATCH, command);
    let comparison = bench.launcher.compare(&ours, &other, bench.samples(100), || Ok(()))?;
    Ok(goal.row(&comparison))
}

/// Measures the peak memory of a probe.
pub fn memory(bench: &Workbench) -> Result<Row> {
    const ALLOWED: f64 = 1e6; // bytes
    let root = bare_root(bench)?;
    let measure = |name: &str, command| {
        bench.launcher.measure(&root.workload(name, 1, command), bench.samples(10), || Ok(()))
    };
    let ours = measure("s2i-ready", words([&bench.command("ready")]))?;
    let other = measure("powershift image ready", words([&bench.original(), &"image", &"ready"]))?;
    let launcher = measure("the launcher and the hook alone", words([&root.hook("ready")]))?;
    let (peak, share_allowed) = (ours.peak.median, ALLOWED / other.peak.median);
    let row = Row {
        id: "memory",
        label: "probe: peak memory of the original",
        work: "peak resident memory of a probe".to_owned(),
        against: "powershift-image 1.4.2".to_owned(),
        result: format!("{} against {}", kibibytes(peak), kibibytes(other.peak.median)),
        target: "≤ 1 MB".to_owned(),
        verdict: Verdict::from_bool(peak <= ALLOWED),
        share: peak / other.peak.median,
        share_allowed,
        measurements: vec![ours, other, launcher],
        ..Row::default()
    };
    Ok(row.noted("The kernel counts no less for any program than the launcher has: see its line."))
}
