//! Runs programs through the static launcher and measures their whole process trees.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use crate::stats::{Stats, as_f64};

/// A command line with its working directory and its environment.
#[derive(Clone)]
pub struct Workload {
    /// The name in the report.
    pub name: String,
    /// The path of the program and its arguments.
    pub command: Vec<OsString>,
    pub directory: PathBuf,
    /// The complete environment.
    pub environment: Vec<(OsString, OsString)>,
    /// The number of runs that make one sample: short programs are run many times.
    pub runs: usize,
    /// The exit status that the program must end with.
    pub status: u8,
}

/// The result of one sample: the mean of its runs.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// User and system time of all processes, in seconds.
    pub cpu: f64,
    /// Wall time in seconds.
    pub wall: f64,
    /// Peak resident memory in bytes.
    pub peak: f64,
}

/// The statistics of a workload.
#[derive(Debug, Clone, Default)]
pub struct Measurement {
    pub name: String,
    pub cpu: Stats,
    pub wall: Stats,
    pub peak: Stats,
}

/// Two workloads measured in turn. Each ratio is that of two neighbouring samples, so that a slow
/// minute of the machine affects both.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    pub ours: Measurement,
    pub other: Measurement,
    pub cpu: Stats,
    pub wall: Stats,
}

/// The program `launch`, at this path.
pub struct Launcher(pub PathBuf);

impl Launcher {
    /// Takes one sample.
    ///
    /// # Errors
    /// The program ended with another status than expected, or wrote to standard error.
    pub fn sample(&self, workload: &Workload) -> Result<Sample> {
        let output = Command::new(&self.0)
            .arg(workload.runs.to_string())
            .args(&workload.command)
            .env_clear()
            .envs(workload.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(&workload.directory)
            .stdin(Stdio::null())
            .output()
            .with_context(|| format!("{} cannot be started", self.0.display()))?;
        let stderr = String::from_utf8_lossy(&output.stderr);
        let stdout = String::from_utf8_lossy(&output.stdout);
        let numbers: Vec<usize> =
            stdout.split_ascii_whitespace().filter_map(|number| number.parse().ok()).collect();
        let [wall, cpu, peak, status] = numbers[..] else {
            bail!("{}: the launcher printed {stdout:?}, {stderr}", workload.name);
        };
        ensure!(
            status == usize::from(workload.status),
            "{} ended with status {status}: {stderr}",
            workload.name
        );
        let unexpected = |line: &str| !line.starts_with("NOTE: assemble took ");
        ensure!(
            !stderr.lines().any(unexpected),
            "{} wrote to standard error: {stderr}",
            workload.name
        );
        let [wall, cpu, peak] = [wall, cpu, peak].map(as_f64);
        let runs = as_f64(workload.runs) * 1e9;
        Ok(Sample { cpu: cpu / runs, wall: wall / runs, peak: peak * 1024.0 })
    }

    /// Measures one workload. The first sample is discarded; `before` runs before each sample.
    pub fn measure(
        &self,
        workload: &Workload,
        samples: usize,
        mut before: impl FnMut() -> Result<()>,
    ) -> Result<Measurement> {
        let mut taken = Vec::new();
        for _ in 0..=samples {
            before()?;
            taken.push(self.sample(workload)?);
        }
        Ok(measurement(workload, &taken[1..]))
    }

    /// Measures two workloads in turn. The first pair is discarded; `before` runs before each sample.
    pub fn compare(
        &self,
        ours: &Workload,
        other: &Workload,
        samples: usize,
        mut before: impl FnMut() -> Result<()>,
    ) -> Result<Comparison> {
        let mut taken = Vec::new();
        for _ in 0..=samples {
            before()?;
            let first = self.sample(ours)?;
            before()?;
            taken.push((first, self.sample(other)?));
        }
        let (first, second): (Vec<_>, Vec<_>) = taken[1..].iter().copied().unzip();
        let ratios = |figure: fn(&Sample) -> f64| {
            let pairs = first.iter().zip(&second);
            Stats::of(pairs.map(|(ours, other)| figure(ours) / figure(other).max(1e-9)))
        };
        Ok(Comparison {
            ours: measurement(ours, &first),
            other: measurement(other, &second),
            cpu: ratios(|sample| sample.cpu),
            wall: ratios(|sample| sample.wall),
        })
    }
}

fn measurement(workload: &Workload, samples: &[Sample]) -> Measurement {
    Measurement {
        name: workload.name.clone(),
        cpu: Stats::of(samples.iter().map(|sample| sample.cpu)),
        wall: Stats::of(samples.iter().map(|sample| sample.wall)),
        peak: Stats::of(samples.iter().map(|sample| sample.peak)),
    }
}

/// Collects words of different types into a command line.
pub fn words<const N: usize>(words: [&dyn AsRef<OsStr>; N]) -> Vec<OsString> {
    words.iter().map(|word| word.as_ref().to_owned()).collect()
}

/// Returns the absolute path of an existing file.
pub fn absolute(path: &Path) -> Result<PathBuf> {
    path.canonicalize().with_context(|| format!("{} does not exist", path.display()))
}
