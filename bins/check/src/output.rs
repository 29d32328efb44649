//! The report, in the three formats.

use std::fmt::Write as _;
use std::path::Path;

use common::output::json::push_string;
use common::output::quoting::escaped;

use crate::kind::Severity;
use crate::problem::Problem;

/// How the report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people: `path:line: severity: problem [kind]`, and an indented `help:`.
    Text,
    /// For programs: one object.
    Json,
    /// For GitHub's annotations.
    Github,
}

impl Format {
    /// For argh.
    ///
    /// # Errors
    /// What it must be.
    pub fn named(name: &str) -> Result<Self, String> {
        match name {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            "github" => Ok(Self::Github),
            _ => Err("text, json or github".to_owned()),
        }
    }

    /// The whole report on the tree below `top`.
    #[must_use]
    pub fn write(self, problems: &[Problem], files: usize, top: &Path) -> String {
        match self {
            Self::Text => text(problems, files, top),
            Self::Json => json(problems),
            Self::Github => github(problems),
        }
    }
}

/// How many problems of this severity are left.
#[must_use]
pub fn count(problems: &[Problem], severity: Severity) -> usize {
    problems.iter().filter(|problem| problem.kind.severity == severity && !problem.mended).count()
}

fn text(problems: &[Problem], files: usize, top: &Path) -> String {
    let mut text = String::new();
    for problem in problems {
        let _ = write!(text, "{}:", escaped(&problem.path));
        if let Some(line) = problem.line {
            let _ = write!(text, "{line}:");
        }
        let severity = if problem.mended { "mended" } else { problem.kind.severity.name() };
        let _ = writeln!(text, " {severity}: {} [{}]", problem.text, problem.kind.name);
        if !problem.mended && !problem.help.is_empty() {
            let _ = writeln!(text, "  help: {}", problem.help);
        }
    }
    let (errors, warnings) = (count(problems, Severity::Error), count(problems, Severity::Warning));
    let _ = match (errors, warnings) {
        (0, 0) => writeln!(text, "{}: no problems in {}", escaped(top), number(files, "file")),
        _ => writeln!(
            text,
            "{}: {} and {} in {}",
            escaped(top),
            number(errors, "error"),
            number(warnings, "warning"),
            number(files, "file")
        ),
    };
    text
}

fn number(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn json(problems: &[Problem]) -> String {
    let mut text = format!(
        "{{\"errors\":{},\"warnings\":{},\"problems\":[",
        count(problems, Severity::Error),
        count(problems, Severity::Warning)
    );
    for (index, problem) in problems.iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str("{\"path\":");
        push_string(&mut text, escaped(&problem.path).to_string());
        if let Some(line) = problem.line {
            let _ = write!(text, ",\"line\":{line}");
        }
        let fields = [
            ("kind", problem.kind.name),
            ("severity", problem.kind.severity.name()),
            ("problem", &problem.text),
            ("help", &problem.help),
        ];
        for (name, value) in fields {
            let _ = write!(text, ",\"{name}\":");
            push_string(&mut text, value);
        }
        let _ = write!(text, ",\"mended\":{}}}", problem.mended);
    }
    text.push_str("\n]}\n");
    text
}

/// Workflow commands; what is mended is no annotation.
fn github(problems: &[Problem]) -> String {
    let mut text = String::new();
    for problem in problems.iter().filter(|problem| !problem.mended) {
        let severity = match problem.kind.severity {
            Severity::Note => "notice",
            other => other.name(),
        };
        let path = annotation_escaped(&escaped(&problem.path).to_string());
        let path = path.replace(':', "%3A").replace(',', "%2C");
        let line = problem.line.map_or_else(String::new, |line| format!(",line={line}"));
        let help = if problem.help.is_empty() {
            String::new()
        } else {
            format!("\nhelp: {}", problem.help)
        };
        let _ = writeln!(
            text,
            "::{severity} file={path}{line},title=s2ibox {}::{}",
            problem.kind.name,
            annotation_escaped(&format!("{}{help}", problem.text))
        );
    }
    text
}

fn annotation_escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}
