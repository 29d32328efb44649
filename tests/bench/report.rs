//! The report: the table in Markdown with the figures behind it, and all figures as JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::row::{Row, Verdict, digits, kibibytes, time};
use crate::stats::Stats;

/// The results of a run.
pub struct Report {
    pub rows: Vec<Row>,
    /// A sentence about the resolution of CPU times.
    pub resolution: String,
    /// The table that hyperfine wrote.
    pub hyperfine: String,
    /// Name and value of each property of the machine.
    pub machine: Vec<(&'static str, String)>,
}

impl Report {
    /// Returns the report as Markdown.
    pub fn markdown(&self) -> String {
        let mut text = String::from("# Results\n\n");
        self.table(&mut text);
        self.cluster(&mut text);
        self.figures(&mut text);
        let _ = write!(text, "\n## Wall time by hyperfine\n\n{}", self.hyperfine);
        text.push_str("\n## Machine\n\n");
        for (name, value) in &self.machine {
            let _ = writeln!(text, "- {name}: {value}");
        }
        text
    }

    fn table(&self, text: &mut String) {
        text.push_str("| work | against | measured | target | reached |\n|---|---|---|---|---|\n");
        for row in &self.rows {
            let verdict = match &row.verdict {
                Verdict::Reached => "yes".to_owned(),
                Verdict::Missed => "**no**".to_owned(),
                Verdict::Skipped(reason) => format!("not measured: {reason}"),
            };
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {verdict} |",
                row.work, row.against, row.result, row.target
            );
        }
        text.push_str(
            "\nA ratio is the median of the ratios of neighbouring samples, with quartiles in brackets. \
             CPU is user and system time of the whole process tree.\n",
        );
    }

    /// Writes the number of processors that probes use in a cluster.
    fn cluster(&self, text: &mut String) {
        const PROBES_PER_SECOND: f64 = 1000.0 * 2.0 / 10.0;
        let measured = |id: &str, index: usize| {
            let row = self.rows.iter().find(|row| row.id == id);
            row.and_then(|row| row.measurements.get(index)).map(|figure| figure.cpu.median)
        };
        let lines = [
            ("powershift-image 1.4.2", measured("probe-original", 1)),
            ("s2ibox, no env hook", measured("probe-original", 0)),
            ("s2ibox, a ten-line `deploy_env`", measured("probe-env", 0)),
            ("s2ibox, `--env-of` the application", measured("probe-env-of", 0)),
        ];
        let _ = write!(
            text,
            "\n## In a cluster\n\n1,000 pods with two probes every 10 s run {PROBES_PER_SECOND:.0} probes \
             a second. Without the hook's own work they use:\n\n\
             | | CPU of a probe | processors |\n|---|---:|---:|\n"
        );
        for (name, cpu) in lines {
            if let Some(cpu) = cpu {
                let used = digits(cpu * PROBES_PER_SECOND);
                let _ = writeln!(text, "| {name} | {} | {used} |", time(cpu));
            }
        }
    }

    fn figures(&self, text: &mut String) {
        text.push_str(
            "\n## Figures\n\nThe median of one run, with the minimum and the quartiles in brackets.\n\n\
             | row | measured | CPU | wall | peak memory | samples |\n|---|---|---|---|---:|---:|\n",
        );
        for row in &self.rows {
            for figure in &row.measurements {
                let _ = writeln!(
                    text,
                    "| {} | {} | {} | {} | {} | {} |",
                    row.id,
                    figure.name,
                    spread(&figure.cpu),
                    spread(&figure.wall),
                    kibibytes(figure.peak.median),
                    figure.cpu.count
                );
            }
        }
        text.push('\n');
        for row in &self.rows {
            for note in &row.notes {
                let _ = writeln!(text, "- {}: {note}", row.id);
            }
        }
        let _ = writeln!(text, "- {}", self.resolution);
    }

    /// Returns the report as JSON: times in seconds, sizes in bytes.
    pub fn json(&self) -> String {
        let machine: serde_json::Map<_, _> =
            self.machine.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        let rows: Vec<_> = self.rows.iter().map(row_json).collect();
        format!("{:#}\n", json!({ "machine": machine, "rows": rows }))
    }
}

fn spread(stats: &Stats) -> String {
    format!(
        "{} ({}, {}–{})",
        time(stats.median),
        time(stats.min),
        time(stats.lower_quartile),
        time(stats.upper_quartile)
    )
}

fn row_json(row: &Row) -> Value {
    let measurements: Vec<_> = row
        .measurements
        .iter()
        .map(|figure| {
            json!({
                "name": figure.name,
                "cpu": stats_json(&figure.cpu),
                "wall": stats_json(&figure.wall),
                "peak": stats_json(&figure.peak),
            })
        })
        .collect();
    let ratios: Vec<_> = row
        .ratios
        .iter()
        .map(|(name, ratio)| json!({ "of": name, "ratio": stats_json(ratio) }))
        .collect();
    let (verdict, reason) = match &row.verdict {
        Verdict::Reached => ("reached", None),
        Verdict::Missed => ("missed", None),
        Verdict::Skipped(reason) => ("skipped", Some(reason)),
    };
    json!({
        "id": row.id,
        "work": row.work,
        "against": row.against,
        "result": row.result,
        "target": row.target,
        "verdict": verdict,
        "reason": reason,
        "share": row.share,
        "share_allowed": row.share_allowed,
        "measurements": measurements,
        "ratios": ratios,
        "notes": row.notes,
    })
}

fn stats_json(stats: &Stats) -> Value {
    json!({
        "median": stats.median,
        "min": stats.min,
        "lower_quartile": stats.lower_quartile,
        "upper_quartile": stats.upper_quartile,
        "samples": stats.count,
    })
}
