//! A row of the table: two things compared, the result, and the target.

use crate::launch::{Comparison, Measurement};
use crate::stats::Stats;

/// The figure that decides whether a row reaches its target.
#[derive(Debug, Clone, Copy)]
pub enum Criterion {
    /// CPU time of the whole process tree.
    Cpu,
    /// Wall time, for work that may use several processors to end sooner.
    Wall,
    /// The larger of the two ratios.
    Both,
}

/// The outcome of a row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Verdict {
    #[default]
    Missed,
    Reached,
    /// The row was not measured, for this reason.
    Skipped(String),
}

impl Verdict {
    pub const fn from_bool(reached: bool) -> Self {
        if reached { Self::Reached } else { Self::Missed }
    }
}

/// The texts and the limit of a row that compares two workloads.
pub struct Goal {
    /// The name that `make bench ROWS=…` selects the row by.
    pub id: &'static str,
    /// The name in the chart.
    pub label: &'static str,
    pub work: &'static str,
    pub against: &'static str,
    pub criterion: Criterion,
    /// The largest allowed ratio of the s2ibox figure to the other one. Below 0.3 the result is
    /// printed the other way round, as "… × less".
    pub allowed: f64,
    pub target: &'static str,
}

impl Goal {
    /// Returns the row for the result `comparison`.
    pub fn row(self, comparison: &Comparison) -> Row {
        let (cpu, wall) = (comparison.cpu.median, comparison.wall.median);
        let share = match self.criterion {
            Criterion::Cpu => cpu,
            Criterion::Wall => wall,
            Criterion::Both => cpu.max(wall),
        };
        let ratio = if self.allowed < 0.3 { times_less } else { times };
        Row {
            id: self.id,
            label: self.label,
            work: self.work.to_owned(),
            against: self.against.to_owned(),
            result: format!("CPU {}; wall {}", ratio(&comparison.cpu), ratio(&comparison.wall)),
            target: self.target.to_owned(),
            verdict: Verdict::from_bool(share <= self.allowed),
            share,
            share_allowed: self.allowed,
            measurements: vec![comparison.ours.clone(), comparison.other.clone()],
            ratios: vec![("CPU".to_owned(), comparison.cpu), ("wall".to_owned(), comparison.wall)],
            notes: Vec::new(),
        }
    }

    /// Returns the row without a result.
    pub fn skipped(self, reason: String) -> Row {
        let row = self.row(&Comparison::default());
        Row { result: "–".to_owned(), verdict: Verdict::Skipped(reason), ..row }
    }
}

fn times(ratio: &Stats) -> String {
    let (lower, upper) = (digits(ratio.lower_quartile), digits(ratio.upper_quartile));
    format!("{} × ({lower}–{upper})", digits(ratio.median))
}

fn times_less(ratio: &Stats) -> String {
    let (least, most) = (1.0 / ratio.upper_quartile, 1.0 / ratio.lower_quartile);
    format!("{} × less ({}–{})", digits(1.0 / ratio.median), digits(least), digits(most))
}

/// A row of the table.
#[derive(Debug, Default)]
pub struct Row {
    pub id: &'static str,
    pub label: &'static str,
    pub work: String,
    pub against: String,
    pub result: String,
    pub target: String,
    pub verdict: Verdict,
    /// The ratio of the s2ibox figure to the other one, by the criterion; for the chart.
    pub share: f64,
    pub share_allowed: f64,
    /// The measurements that the result was computed from.
    pub measurements: Vec<Measurement>,
    /// Further ratios, with their names.
    pub ratios: Vec<(String, Stats)>,
    /// Remarks, a sentence each.
    pub notes: Vec<String>,
}

impl Row {
    /// Adds a remark.
    pub fn noted(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds a measurement that has no part in the result.
    pub fn with(mut self, measurement: Measurement) -> Self {
        self.measurements.push(measurement);
        self
    }
}

/// Formats a ratio or a count with three significant digits.
pub fn digits(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// Formats seconds in a suitable unit.
pub fn time(seconds: f64) -> String {
    match seconds.abs() {
        size if size >= 1.0 => format!("{seconds:.2} s"),
        size if size >= 0.01 => format!("{:.1} ms", seconds * 1e3),
        size if size >= 0.001 => format!("{:.2} ms", seconds * 1e3),
        _ => format!("{:.0} µs", seconds * 1e6),
    }
}

/// Formats bytes in KiB.
pub fn kibibytes(bytes: f64) -> String {
    format!("{:.0} KiB", bytes / 1024.0)
}
