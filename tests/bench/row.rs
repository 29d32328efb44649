//! A row of the table: what was compared, what came out, what it is to reach.

use crate::launch::{Measured, Pair};
use crate::stats::Stats;

/// What decides whether a row has reached its target.
#[derive(Debug, Clone, Copy)]
pub enum Decides {
    /// CPU time of the whole process tree.
    Cpu,
    /// Wall time, where something is to be faster and may use both cores for it.
    Wall,
    /// The worse of the two.
    Both,
}

/// A row of the table.
#[derive(Debug, Default)]
pub struct Row {
    /// By which it is chosen: `make bench ROWS=probe-floor,size`.
    pub id: &'static str,
    pub work: String,
    pub against: String,
    /// What was measured, as a text.
    pub measured: String,
    pub to_reach: String,
    pub reached: bool,
    /// What ours takes of what the other takes, as it decides; for the chart.
    pub share: f64,
    /// What it may take of that at most.
    pub share_allowed: f64,
    /// The figures behind it.
    pub figures: Vec<Measured>,
    /// Ratios behind it, each with its name.
    pub ratios: Vec<(String, Stats)>,
    /// What else is to be said, a sentence each.
    pub notes: Vec<String>,
}

impl Row {
    /// A row about a pair. `allowed` is the share of the other's figure that ours may take; below 1 it is said the
    /// other way round, as so many times less.
    pub fn about(
        id: &'static str,
        work: &str,
        against: &str,
        pair: &Pair,
        decides: Decides,
        allowed: f64,
        to_reach: &str,
    ) -> Self {
        let (cpu, wall) = (pair.cpu.median, pair.wall.median);
        let share = match decides {
            Decides::Cpu => cpu,
            Decides::Wall => wall,
            Decides::Both => cpu.max(wall),
        };
        let said = |stats: &Stats| {
            if allowed < 0.9 {
                let (least, most) = (1.0 / stats.upper, 1.0 / stats.lower);
                format!(
                    "{} × less ({}–{})",
                    digits(1.0 / stats.median),
                    digits(least),
                    digits(most)
                )
            } else {
                let (lower, upper) = (digits(stats.lower), digits(stats.upper));
                format!("{} × ({lower}–{upper})", digits(stats.median))
            }
        };
        Self {
            id,
            work: work.to_owned(),
            against: against.to_owned(),
            measured: format!("CPU {}; wall {}", said(&pair.cpu), said(&pair.wall)),
            to_reach: to_reach.to_owned(),
            reached: share <= allowed,
            share,
            share_allowed: allowed,
            figures: vec![pair.ours.clone(), pair.other.clone()],
            ratios: vec![("CPU".to_owned(), pair.cpu), ("wall".to_owned(), pair.wall)],
            notes: Vec::new(),
        }
    }

    /// The same with one more thing to say.
    pub fn noted(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }
}

/// A ratio with as many digits as mean something.
pub fn digits(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// Seconds in the unit that suits them.
pub fn time(seconds: f64) -> String {
    match seconds.abs() {
        size if size >= 1.0 => format!("{seconds:.2} s"),
        size if size >= 0.01 => format!("{:.1} ms", seconds * 1e3),
        size if size >= 0.001 => format!("{:.2} ms", seconds * 1e3),
        _ => format!("{:.0} µs", seconds * 1e6),
    }
}

/// Bytes in KiB.
pub fn size(bytes: f64) -> String {
    format!("{:.0} KiB", bytes / 1024.0)
}
