//! The report: one table in Markdown, the figures behind it, and the same as JSON.

use std::fmt::Write as _;

use crate::row::{Row, digits, size, time};
use crate::stats::Stats;

/// What is measured on, and what follows from the figures.
#[derive(Default)]
pub struct Context {
    /// Name and value of what the figures depend on.
    pub machine: Vec<(&'static str, String)>,
    /// How fine the figures are.
    pub resolution: String,
    /// What the same says when another tool measures it.
    pub second_opinion: Option<String>,
}

/// The report as Markdown.
pub fn markdown(rows: &[Row], context: &Context) -> String {
    let mut text = String::from("# Measured\n\n");
    text.push_str("| work | against | measured | to reach | reached |\n|---|---|---|---|---|\n");
    for row in rows {
        let reached = if row.reached { "yes" } else { "**no**" };
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {reached} |",
            row.work, row.against, row.measured, row.to_reach
        );
    }
    text.push_str(
        "\nEvery ratio is the median of those of neighbouring samples, taken in turn, with the quartiles in \
         brackets. CPU is user and system time of the whole process tree.\n",
    );
    if let Some(cluster) = cluster(rows) {
        let _ = write!(text, "\n## In a cluster\n\n{cluster}");
    }
    text.push_str("\n## The figures\n\nMedian, and in brackets the smallest and the quartiles, of one run.\n\n");
    text.push_str(
        "| row | what | CPU | wall | peak memory | samples |\n|---|---|---|---|---:|---:|\n",
    );
    for row in rows {
        for figure in &row.figures {
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} | {} |",
                row.id,
                figure.name,
                spread(&figure.cpu),
                spread(&figure.wall),
                size(figure.peak.median),
                figure.cpu.count
            );
        }
    }
    text.push('\n');
    for row in rows {
        for note in &row.notes {
            let _ = writeln!(text, "- {}: {note}", row.id);
        }
    }
    let _ = writeln!(text, "- {}", context.resolution);
    if let Some(opinion) = &context.second_opinion {
        let _ = write!(text, "\n## A second opinion\n\n{opinion}");
    }
    text.push_str("\n## Measured on\n\n");
    for (name, value) in &context.machine {
        let _ = writeln!(text, "- {name}: {value}");
    }
    text
}

fn spread(stats: &Stats) -> String {
    format!(
        "{} ({}, {}–{})",
        time(stats.median),
        time(stats.min),
        time(stats.lower),
        time(stats.upper)
    )
}

/// CPU cores that probes take in a cluster of 1,000 pods with two probes every ten seconds.
fn cluster(rows: &[Row]) -> Option<String> {
    const PROBES_A_SECOND: f64 = 1000.0 * 2.0 / 10.0;
    let row = rows.iter().find(|row| row.id == "probe-original")?;
    let [ours, original, ..] = &row.figures[..] else {
        return None;
    };
    let cores = |cpu: f64| cpu * PROBES_A_SECOND;
    let mut text = format!(
        "1,000 pods with two probes every 10 s are {PROBES_A_SECOND:.0} probes a second. The hook's own work \
         aside, they keep busy:\n\n| | CPU of a probe | cores |\n|---|---:|---:|\n"
    );
    let mut line = |name: &str, cpu: f64| {
        let _ = writeln!(text, "| {name} | {} | {} |", time(cpu), digits(cores(cpu)));
    };
    line("powershift-image 1.4.2", original.cpu.median);
    line("s2ibox, no env hook", ours.cpu.median);
    for (id, name) in [
        ("probe-env", "s2ibox, a ten-line `deploy_env`"),
        ("probe-env-of", "s2ibox, `--env-of` the application"),
    ] {
        let row = rows.iter().find(|row| row.id == id);
        if let Some(figure) = row.and_then(|row| row.figures.first()) {
            line(name, figure.cpu.median);
        }
    }
    Some(text)
}

/// The report as JSON: times in seconds, sizes in bytes.
pub fn json(rows: &[Row], context: &Context) -> String {
    let rows = rows.iter().map(|row| {
        let figures = row.figures.iter().map(|figure| {
            object([
                ("name", string(&figure.name)),
                ("cpu", stats(&figure.cpu)),
                ("wall", stats(&figure.wall)),
                ("peak", stats(&figure.peak)),
            ])
        });
        let ratios = row
            .ratios
            .iter()
            .map(|(name, ratio)| object([("of", string(name)), ("ratio", stats(ratio))]));
        object([
            ("id", string(row.id)),
            ("work", string(&row.work)),
            ("against", string(&row.against)),
            ("measured", string(&row.measured)),
            ("to_reach", string(&row.to_reach)),
            ("reached", row.reached.to_string()),
            ("share", number(row.share)),
            ("share_allowed", number(row.share_allowed)),
            ("figures", array(figures)),
            ("ratios", array(ratios)),
            ("notes", array(row.notes.iter().map(|note| string(note)))),
        ])
    });
    let machine = context.machine.iter().map(|(name, value)| (*name, string(value)));
    let whole = object([("machine", object(machine)), ("rows", array(rows))]);
    whole + "\n"
}

fn stats(stats: &Stats) -> String {
    object([
        ("median", number(stats.median)),
        ("min", number(stats.min)),
        ("lower_quartile", number(stats.lower)),
        ("upper_quartile", number(stats.upper)),
        ("samples", stats.count.to_string()),
    ])
}

fn number(value: f64) -> String {
    format!("{value:.9}")
}

fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            control if control.is_control() => {
                let _ = write!(quoted, "\\u{:04x}", u32::from(control));
            }
            _ => quoted.push(character),
        }
    }
    quoted + "\""
}

fn array(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(",\n"))
}

fn object<'a>(members: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let members = members.into_iter().map(|(name, value)| format!("{}: {value}", string(name)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
}
