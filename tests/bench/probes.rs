//! The rows about what a container runs again and again, or once at its start: probes, the start, jobs.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::launch::line;
use crate::place::{DEPLOY_ENV, Place, Root, script};
use crate::row::{Decides, Row, size};

/// How often a probe is run in a row for one sample.
const BATCH: usize = 20;

/// What a deploy environment costs at least: bash with the same safety, and nothing else.
const MINIMAL: &str = "set -eo pipefail; set -a; . .s2i/action_hooks/deploy_env; set +a; exec .s2i/action_hooks/ready";

fn bare(place: &Place) -> Result<Root> {
    place.root("bare", &[("ready", None)])
}

fn with_deploy_env(place: &Place) -> Result<Root> {
    place.root(
        "deploy-env",
        &[("ready", None), ("deploy", None), ("run", None), ("deploy_env", Some(DEPLOY_ENV))],
    )
}

/// A probe against the least that a program can do.
pub fn floor(place: &Place) -> Result<Row> {
    let root = bare(place)?;
    let hook = root.source().join(".s2i/action_hooks/ready");
    let ours = root.case("s2i-ready", BATCH, line([&place.command("ready")]));
    let floor = line([&place.work.join("bin/floor"), &hook]);
    let floor = root.case("static C program", BATCH, floor);
    let pair = place.launcher.pair(&ours, &floor, place.samples(100), || Ok(()))?;
    let alone = root.case("the hook alone", BATCH, line([&hook]));
    let alone = place.launcher.alone(&alone, place.samples(50), || Ok(()))?;
    let mut row = Row::about(
        "probe-floor",
        "`s2i-ready`, no env hook",
        "a static C program that checks the hook and execs it",
        &pair,
        Decides::Cpu,
        1.2,
        "≤ 1.2 ×",
    )
    .noted("The hook, in all rows, is a program without a C library that ends with its first instruction; \
            its own share, below, is in both figures.");
    row.figures.push(alone);
    Ok(row)
}

/// A probe against the original's.
pub fn original(place: &Place) -> Result<Row> {
    let root = bare(place)?;
    let ours = root.case("s2i-ready", BATCH, line([&place.command("ready")]));
    let original = line([&place.original(), &"image", &"ready"]);
    let original = root.case("powershift image ready", 1, original);
    let pair = place.launcher.pair(&ours, &original, place.samples(20), || Ok(()))?;
    Ok(Row::about(
        "probe-original",
        "`s2i-ready`, no env hook",
        "powershift-image 1.4.2",
        &pair,
        Decides::Cpu,
        0.01,
        "≥ 100 × less CPU",
    ))
}

/// A probe with an env hook.
pub fn deploy_env(place: &Place) -> Result<Row> {
    let root = with_deploy_env(place)?;
    let ours = root.case("s2i-ready with deploy_env", BATCH / 4, line([&place.command("ready")]));
    let bash = root.bash("minimal bash", BATCH / 4, MINIMAL, &[]);
    let pair = place.launcher.pair(&ours, &bash, place.samples(100), || Ok(()))?;
    let nothing = root.bash("bash with nothing to do", BATCH / 4, ":", &[]);
    let nothing = place.launcher.alone(&nothing, place.samples(50), || Ok(()))?;
    let mut row = Row::about(
        "probe-env",
        "`s2i-ready`, a ten-line `deploy_env`",
        "`bash -c 'set -eo pipefail; set -a; . deploy_env; set +a; exec hook'`",
        &pair,
        Decides::Cpu,
        1.3,
        "≤ 1.3 ×",
    );
    row.figures.push(nothing);
    Ok(row)
}

/// A probe that takes its environment from the application.
pub fn env_of(place: &Place) -> Result<Row> {
    let slow = format!("{DEPLOY_ENV}sleep 0.1\n");
    let root = place.root("slow-env", &[("ready", None), ("deploy_env", Some(&slow))])?;
    // As large as runtimes are that are one file, such as node: to look at all of it would show.
    let program = root.source().join(".s2i/action_hooks/run");
    fs::copy(place.work.join("bin/application"), &program)?;
    OpenOptions::new().write(true).open(&program)?.set_len(100 << 20)?;
    let application = Application::start(place, &root)?;
    let id = application.0.id().to_string();
    let bare = bare(place)?;
    let ours = line([&place.command("ready"), &"--env-of", &id]);
    let ours = root.case("s2i-ready --env-of", BATCH, ours);
    let none = bare.case("s2i-ready, no env hook", BATCH, line([&place.command("ready")]));
    let pair = place.launcher.pair(&ours, &none, place.samples(100), || Ok(()))?;
    let evaluated = root.case("s2i-ready, evaluating it", 1, line([&place.command("ready")]));
    let evaluated = place.launcher.alone(&evaluated, place.samples(10), || Ok(()))?;
    let mut row = Row::about(
        "probe-env-of",
        "`s2i-ready --env-of`, a `deploy_env` that takes 100 ms",
        "`s2i-ready` with no env hook",
        &pair,
        Decides::Both,
        1.3,
        "≤ 1.3 ×",
    );
    row.figures.push(evaluated);
    Ok(row)
}

/// An application that runs, with the complete deploy environment; ended when dropped.
struct Application(Child);

impl Application {
    fn start(place: &Place, root: &Root) -> Result<Self> {
        let case = root.case("application", 1, line([&place.command("run")]));
        let child = Command::new(&case.line[0])
            .env_clear()
            .envs(case.environment)
            .current_dir(case.directory)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .context("the application cannot be started")?;
        let application = Self(child);
        let name = format!("/proc/{}/comm", application.0.id());
        let started = Instant::now();
        while fs::read_to_string(&name)?.trim() != "run" {
            ensure!(
                started.elapsed() < Duration::from_secs(20),
                "the application does not come up"
            );
            sleep(Duration::from_millis(20));
        }
        Ok(application)
    }
}

impl Drop for Application {
    fn drop(&mut self) {
        let _ = self.0.kill().and_then(|()| self.0.wait());
    }
}

/// The start of an application, against the original.
pub fn run_original(place: &Place) -> Result<Row> {
    let root = with_deploy_env(place)?;
    let ours = root.case("s2i-run", BATCH / 4, line([&place.command("run")]));
    let original = line([&place.original(), &"image", &"run"]);
    let original = root.case("powershift image run", 1, original);
    let pair = place.launcher.pair(&ours, &original, place.samples(20), || Ok(()))?;
    Ok(Row::about(
        "run-original",
        "`s2i-run` up to the application's first instruction, with `deploy_env` and `deploy`",
        "powershift-image 1.4.2",
        &pair,
        Decides::Cpu,
        1.0 / 30.0,
        "≥ 30 × less CPU",
    ))
}

/// The start of an application, against the least that bash needs for it.
pub fn run_bash(place: &Place) -> Result<Row> {
    let root = with_deploy_env(place)?;
    let ours = root.case("s2i-run", BATCH / 4, line([&place.command("run")]));
    let mut text = String::from(
        "set -eo pipefail\ncd \"$S2I_APPLICATION_PATH/src\"\nhooks=$PWD/.s2i/action_hooks\n",
    );
    text.push_str("echo ' -----> Running application run script.'\n");
    text.push_str(
        "echo \" -----> Running $hooks/deploy_env\"\nset -a; . \"$hooks/deploy_env\"; set +a\n",
    );
    for (hook, how) in [("deploy", ""), ("run", "exec ")] {
        let _ = writeln!(
            text,
            "if [ -x \"$hooks/{hook}\" ]; then echo \" -----> Running $hooks/{hook}\"; {how}\"$hooks/{hook}\"; fi"
        );
    }
    let bash = place.work.join("run-in-bash");
    script(&bash, &format!("#!/bin/bash\n{text}"))?;
    let bash = root.case("minimal bash script", BATCH / 4, line([&bash]));
    let pair = place.launcher.pair(&ours, &bash, place.samples(100), || Ok(()))?;
    Ok(Row::about(
        "run-bash",
        "`s2i-run` up to the application's first instruction, with `deploy_env` and `deploy`",
        "a minimal bash script that does the same steps",
        &pair,
        Decides::Cpu,
        1.3,
        "≤ 1.3 ×",
    ))
}

/// Many jobs in a row.
pub fn jobs(place: &Place) -> Result<Row> {
    let root = place.root("jobs", &[])?;
    let directory = root.source().join(".s2i/jobs/hourly");
    fs::create_dir_all(&directory)?;
    for number in 0..1000 {
        script(&directory.join(format!("job-{number:03}")), "#!/bin/sh\nexit 0\n")?;
    }
    let ours = root.case("s2i-jobs", 1, line([&place.command("jobs"), &"hourly"]));
    let text = "for job in \"$PWD\"/.s2i/jobs/hourly/*; do \
                echo \" -----> Running $job\"; stdbuf -oL \"$job\" || exit; done";
    let bash = root.bash("bash loop", 1, text, &[]);
    let pair = place.launcher.pair(&ours, &bash, place.samples(7), || Ok(()))?;
    Ok(Row::about(
        "jobs",
        "`jobs` with 1,000 trivial jobs",
        "a bash `for` loop over them through `stdbuf -oL`",
        &pair,
        Decides::Both,
        0.999,
        "faster",
    ))
}

/// How much memory a probe takes.
pub fn memory(place: &Place) -> Result<Row> {
    const ALLOWED: f64 = 2e6;
    let root = bare(place)?;
    let measure = |name: &str, words| {
        place.launcher.alone(&root.case(name, 1, words), place.samples(10), || Ok(()))
    };
    let ours = measure("s2i-ready", line([&place.command("ready")]))?;
    let original =
        measure("powershift image ready", line([&place.original(), &"image", &"ready"]))?;
    let hook = root.source().join(".s2i/action_hooks/ready");
    let alone = measure("the hook alone, which is the launcher", line([&hook]))?;
    let (peak, theirs) = (ours.peak.median, original.peak.median);
    Ok(Row {
        id: "memory",
        work: "peak memory of a probe".to_owned(),
        against: "powershift-image 1.4.2".to_owned(),
        measured: format!("{} against {}", size(peak), size(theirs)),
        to_reach: "≤ 2 MB against 30 MB".to_owned(),
        reached: peak <= ALLOWED,
        share: peak / theirs,
        share_allowed: ALLOWED / theirs,
        figures: vec![ours, original, alone],
        ..Row::default()
    })
}
