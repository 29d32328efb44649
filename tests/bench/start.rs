//! The rows about starting an application, a command, or an init, and about jobs.

use std::fmt::Write as _;
use std::fs;
use std::thread::sleep;
use std::time::Duration;

use anyhow::Result;

use crate::application::Application;
use crate::launch::words;
use crate::probes::{BATCH, bare_root};
use crate::row::{Criterion, Goal, Row, Verdict, kibibytes};
use crate::stats::Stats;
use crate::workbench::{DEPLOY_ENV, Root, Workbench, script};

const RUN: &str =
    "`s2i-run` up to the application's first instruction, with `deploy_env` and `deploy`";

fn start_root(bench: &Workbench) -> Result<Root> {
    bench.root("start", &[("deploy", None), ("run", None), ("deploy_env", Some(DEPLOY_ENV))])
}

/// Compares the start of an application with that of the original.
pub fn run_original(bench: &Workbench) -> Result<Row> {
    let goal = Goal {
        id: "run-original",
        label: "run: CPU of the original",
        work: RUN,
        against: "powershift-image 1.4.2",
        criterion: Criterion::Cpu,
        allowed: 1.0 / 30.0,
        target: "≥ 30 × less CPU",
    };
    let root = start_root(bench)?;
    let ours = root.workload("s2i-run", BATCH / 4, words([&bench.command("run")]));
    let command = words([&bench.original(), &"image", &"run"]);
    let other = root.workload("powershift image run", 1, command);
    let comparison = bench.launcher.compare(&ours, &other, bench.samples(20), || Ok(()))?;
    Ok(goal.row(&comparison))
}

/// Compares the start of an application with a minimal bash script.
pub fn run_bash(bench: &Workbench) -> Result<Row> {
    let goal = Goal {
        id: "run-bash",
        label: "run: CPU of minimal bash",
        work: RUN,
        against: "a minimal bash script with the same steps",
        criterion: Criterion::Cpu,
        allowed: 1.4,
        target: "≤ 1.4 ×",
    };
    let root = start_root(bench)?;
    let ours = root.workload("s2i-run", BATCH / 4, words([&bench.command("run")]));
    let mut text = String::from(
        "set -eo pipefail\ncd \"$S2I_APPLICATION_PATH/src\"\nhooks=$PWD/.s2i/action_hooks\n\
         echo ' -----> Running application run script.'\n\
         echo \" -----> Running $hooks/deploy_env\"\nset -a; . \"$hooks/deploy_env\"; set +a\n",
    );
    for (hook, exec) in [("deploy", ""), ("run", "exec ")] {
        let _ = writeln!(
            text,
            "if [ -x \"$hooks/{hook}\" ]; then echo \" -----> Running $hooks/{hook}\"; {exec}\"$hooks/{hook}\"; fi"
        );
    }
    let bash = bench.directory.join("run-in-bash");
    script(&bash, &format!("#!/bin/bash\n{text}"))?;
    let other = root.workload("minimal bash script", BATCH / 4, words([&bash]));
    let comparison = bench.launcher.compare(&ours, &other, bench.samples(100), || Ok(()))?;
    Ok(goal.row(&comparison))
}

/// Compares `exec` with that of the last program that was built with glibc.
pub fn exec(bench: &Workbench) -> Result<Row> {
    let goal = Goal {
        id: "exec-glibc",
        label: "exec: CPU of the glibc build before",
        work: "`s2i-exec hook`, no env hook",
        against: "the last s2ibox built with glibc (commit 5e30af8)",
        criterion: Criterion::Cpu,
        allowed: 0.5,
        target: "≤ 0.5 ×",
    };
    let before = bench.directory.join("glibc/dist/s2ibox");
    if !before.exists() {
        return Ok(goal.skipped("the history of this source tree lacks commit 5e30af8".to_owned()));
    }
    let root = bare_root(bench)?;
    let hook = bench.program("hook");
    let ours = root.workload("s2i-exec", BATCH, words([&bench.command("exec"), &hook]));
    let command = words([&before, &"exec", &hook]);
    let other = root.workload("s2ibox exec of commit 5e30af8", BATCH, command);
    let comparison = bench.launcher.compare(&ours, &other, bench.samples(100), || Ok(()))?;
    Ok(goal.row(&comparison))
}

/// Compares the start of a program below the init with tini.
pub fn init(bench: &Workbench) -> Result<Row> {
    let goal = Goal {
        id: "init-start",
        label: "init: CPU of tini-static",
        work: "`s2i-entrypoint --init hook`, from start to end",
        against: "`tini-static -s hook`",
        criterion: Criterion::Cpu,
        allowed: 0.7,
        target: "≤ 0.7 ×",
    };
    let root = bare_root(bench)?;
    let hook = bench.program("hook");
    let command = words([&bench.command("entrypoint"), &"--init", &hook]);
    let ours = root.workload("s2i-entrypoint --init", BATCH, command);
    let other = root.workload("tini-static", BATCH, words([&"/usr/bin/tini-static", &"-s", &hook]));
    let comparison = bench.launcher.compare(&ours, &other, bench.samples(100), || Ok(()))?;
    let catatonit = root.workload("catatonit", BATCH, words([&"/usr/bin/catatonit", &hook]));
    let catatonit = bench.launcher.measure(&catatonit, bench.samples(20), || Ok(()))?;
    Ok(goal.row(&comparison).with(catatonit))
}

/// Compares the memory of an idle init with that of catatonit.
pub fn idle_init(bench: &Workbench) -> Result<Row> {
    let root = bare_root(bench)?;
    let application = bench.program("application");
    let measure = |name: &str, command| {
        let workload = root.workload(name, 1, command);
        let sizes = (0..bench.samples(10)).map(|_| {
            let init = Application::start(&workload, "application")?;
            sleep(Duration::from_millis(100)); // until the init waits
            init.proportional_set_size()
        });
        Ok::<_, anyhow::Error>(Stats::of(sizes.collect::<Result<Vec<_>>>()?).median)
    };
    let command = words([&bench.command("entrypoint"), &"--init", &application]);
    let ours = measure("s2i-entrypoint --init", command)?;
    let catatonit = measure("catatonit", words([&"/usr/bin/catatonit", &application]))?;
    let tini = measure("tini-static", words([&"/usr/bin/tini-static", &"-s", &application]))?;
    let row = Row {
        id: "init-idle",
        label: "idle init: memory of catatonit",
        work: "memory of an idle init (PSS)".to_owned(),
        against: "catatonit".to_owned(),
        result: format!("{} against {}", kibibytes(ours), kibibytes(catatonit)),
        target: "≤ 1 ×".to_owned(),
        verdict: Verdict::from_bool(ours <= catatonit),
        share: ours / catatonit,
        share_allowed: 1.0,
        ..Row::default()
    };
    Ok(row.noted(format!("tini-static, for comparison: {}.", kibibytes(tini))))
}

/// Compares a thousand jobs with a loop in bash.
pub fn jobs(bench: &Workbench) -> Result<Row> {
    let goal = Goal {
        id: "jobs",
        label: "1,000 jobs: of a bash loop",
        work: "`jobs` with 1,000 trivial jobs",
        against: "a bash `for` loop over them through `stdbuf -oL`",
        criterion: Criterion::Both,
        allowed: 0.999,
        target: "faster",
    };
    let root = bench.root("jobs", &[])?;
    let directory = root.source().join(".s2i/jobs/hourly");
    fs::create_dir_all(&directory)?;
    for number in 0..1000 {
        script(&directory.join(format!("job-{number:03}")), "#!/bin/sh\nexit 0\n")?;
    }
    let ours = root.workload("s2i-jobs", 1, words([&bench.command("jobs"), &"hourly"]));
    let text = "for job in \"$PWD\"/.s2i/jobs/hourly/*; do \
                echo \" -----> Running $job\"; stdbuf -oL \"$job\" || exit; done";
    let other = root.bash("bash loop", 1, text, &[]);
    let comparison = bench.launcher.compare(&ours, &other, bench.samples(7), || Ok(()))?;
    Ok(goal.row(&comparison))
}
