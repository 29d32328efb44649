//! Running a program and measuring its whole process tree, through the small static launcher.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::stats::{Stats, count};

/// A program, where and with what it is run.
#[derive(Clone)]
pub struct Case {
    /// What it is called in the report.
    pub name: String,
    /// Its path and arguments.
    pub line: Vec<OsString>,
    /// The working directory.
    pub directory: PathBuf,
    /// The whole environment.
    pub environment: Vec<(OsString, OsString)>,
    /// How often it is run in a row for one sample: what is short is measured many times.
    pub runs: usize,
}

/// What one run took; the mean, where a sample is many.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// Seconds of user and system time of all its processes.
    pub cpu: f64,
    /// Seconds.
    pub wall: f64,
    /// Bytes.
    pub peak: f64,
}

/// The samples of a case.
#[derive(Debug, Clone, Default)]
pub struct Measured {
    pub name: String,
    pub cpu: Stats,
    pub wall: Stats,
    pub peak: Stats,
}

/// Two cases measured in turn; the ratios are those of neighbours, so that a slower minute of the machine
/// counts for both.
#[derive(Debug, Clone, Default)]
pub struct Pair {
    pub ours: Measured,
    pub other: Measured,
    pub cpu: Stats,
    pub wall: Stats,
}

/// The launcher.
pub struct Launcher(pub PathBuf);

impl Launcher {
    /// Takes one sample.
    pub fn sample(&self, case: &Case) -> Result<Sample> {
        let output = Command::new(&self.0)
            .arg(case.runs.to_string())
            .args(&case.line)
            .env_clear()
            .envs(case.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(&case.directory)
            .stdin(Stdio::null())
            .output()
            .with_context(|| format!("{} cannot be started", self.0.display()))?;
        let said = String::from_utf8_lossy(&output.stderr);
        let text = String::from_utf8_lossy(&output.stdout);
        let numbers: Vec<f64> =
            text.split_ascii_whitespace().filter_map(|number| number.parse().ok()).collect();
        let [wall, cpu, peak, status] = numbers[..] else {
            bail!("{}: the launcher said {text:?}, {said}", case.name);
        };
        ensure!(status == 0.0, "{} ended with status {status}: {said}", case.name);
        let unexpected = |line: &str| !line.starts_with("NOTE: assemble took ");
        ensure!(!said.lines().any(unexpected), "{} wrote to standard error: {said}", case.name);
        let runs = count(case.runs) * 1e9;
        Ok(Sample { cpu: cpu / runs, wall: wall / runs, peak: peak * 1024.0 })
    }

    /// Takes `samples` of a case, after one that does not count.
    pub fn alone(
        &self,
        case: &Case,
        samples: usize,
        mut before: impl FnMut() -> Result<()>,
    ) -> Result<Measured> {
        let mut taken = Vec::new();
        for _ in 0..=samples {
            before()?;
            taken.push(self.sample(case)?);
        }
        Ok(measured(case, &taken[1..]))
    }

    /// Takes `samples` of both in turn, after one that does not count; `before` each, something is put in order.
    pub fn pair(
        &self,
        ours: &Case,
        other: &Case,
        samples: usize,
        mut before: impl FnMut() -> Result<()>,
    ) -> Result<Pair> {
        let mut taken = Vec::new();
        for _ in 0..=samples {
            before()?;
            let one = self.sample(ours)?;
            before()?;
            taken.push((one, self.sample(other)?));
        }
        let (one, two): (Vec<_>, Vec<_>) = taken[1..].iter().copied().unzip();
        let ratios = |of: fn(&Sample) -> f64| {
            Stats::of(one.iter().zip(&two).map(|(ours, other)| of(ours) / of(other).max(1e-9)))
        };
        Ok(Pair {
            ours: measured(ours, &one),
            other: measured(other, &two),
            cpu: ratios(|sample| sample.cpu),
            wall: ratios(|sample| sample.wall),
        })
    }
}

fn measured(case: &Case, samples: &[Sample]) -> Measured {
    Measured {
        name: case.name.clone(),
        cpu: Stats::of(samples.iter().map(|sample| sample.cpu)),
        wall: Stats::of(samples.iter().map(|sample| sample.wall)),
        peak: Stats::of(samples.iter().map(|sample| sample.peak)),
    }
}

/// A command line out of its words.
pub fn line<const N: usize>(words: [&dyn AsRef<std::ffi::OsStr>; N]) -> Vec<OsString> {
    words.iter().map(|word| word.as_ref().to_owned()).collect()
}

/// The same file by a path that does not change with the working directory.
pub fn absolute(path: &Path) -> Result<PathBuf> {
    path.canonicalize().with_context(|| format!("{} is not there", path.display()))
}
