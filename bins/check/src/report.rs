//! The report, in the three formats.

use std::fmt::Write as _;
use std::path::Path;

use common::output::json::push_string;
use common::output::quoting::escaped;

use crate::finding::Finding;
use crate::rule::Severity;

/// The format of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people: `path:line: severity: message [rule]`, and an indented `help:`.
    Text,
    /// For programs: one JSON object.
    Json,
    /// For GitHub: workflow commands, which become annotations.
    Github,
}

impl Format {
    /// Reads the name of a format, for argh.
    ///
    /// # Errors
    /// The names, where `name` is none of them.
    pub fn named(name: &str) -> Result<Self, String> {
        match name {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            "github" => Ok(Self::Github),
            _ => Err("text, json or github".to_owned()),
        }
    }

    /// Returns the report on the directory `s2i`, of which `files` files were checked.
    #[must_use]
    pub fn report(self, findings: &[Finding], files: usize, s2i: &Path) -> String {
        match self {
            Self::Text => text(findings, files, s2i),
            Self::Json => json(findings),
            Self::Github => github(findings),
        }
    }
}

/// Returns the number of findings of this severity that were not fixed.
fn count(findings: &[Finding], severity: Severity) -> usize {
    let counts = |finding: &&Finding| finding.rule.severity == severity && !finding.fixed;
    findings.iter().filter(counts).count()
}

fn text(findings: &[Finding], files: usize, s2i: &Path) -> String {
    let mut text = String::new();
    for finding in findings {
        let line = finding.line.map_or_else(String::new, |line| format!("{line}:"));
        let severity = if finding.fixed { "fixed" } else { finding.rule.severity.name() };
        let (path, rule) = (escaped(&finding.path), finding.rule.name);
        let _ = writeln!(text, "{path}:{line} {severity}: {} [{rule}]", finding.message);
        if !finding.fixed && !finding.help.is_empty() {
            let _ = writeln!(text, "  help: {}", finding.help);
        }
    }
    let (errors, warnings) = (count(findings, Severity::Error), count(findings, Severity::Warning));
    let found = match (errors, warnings) {
        (0, 0) => "no problems".to_owned(),
        _ => format!("{} and {}", number(errors, "error"), number(warnings, "warning")),
    };
    let _ = writeln!(text, "{}: {found} in {}", escaped(s2i), number(files, "file"));
    text
}

fn number(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn json(findings: &[Finding]) -> String {
    let mut text = format!(
        "{{\"errors\":{},\"warnings\":{},\"findings\":[",
        count(findings, Severity::Error),
        count(findings, Severity::Warning)
    );
    for (index, finding) in findings.iter().enumerate() {
        text.push_str(if index == 0 { "\n{" } else { ",\n{" });
        if let Some(line) = finding.line {
            let _ = write!(text, "\"line\":{line},");
        }
        let fields = [
            ("path", &*escaped(&finding.path).to_string()),
            ("rule", finding.rule.name),
            ("severity", finding.rule.severity.name()),
            ("message", &finding.message),
            ("help", &finding.help),
        ];
        for (name, value) in fields {
            let _ = write!(text, "\"{name}\":");
            push_string(&mut text, value);
            text.push(',');
        }
        let _ = write!(text, "\"fixed\":{}}}", finding.fixed);
    }
    text.push_str("\n]}\n");
    text
}

/// Returns a workflow command for each finding that was not fixed.
fn github(findings: &[Finding]) -> String {
    let escape = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let mut text = String::new();
    for finding in findings.iter().filter(|finding| !finding.fixed) {
        let severity = match finding.rule.severity {
            Severity::Note => "notice",
            other => other.name(),
        };
        let path = escape(&escaped(&finding.path).to_string());
        let path = path.replace(':', "%3A").replace(',', "%2C");
        let line = finding.line.map_or_else(String::new, |line| format!(",line={line}"));
        let mut message = finding.message.clone();
        if !finding.help.is_empty() {
            let _ = write!(message, "\nhelp: {}", finding.help);
        }
        let (rule, message) = (finding.rule.name, escape(&message));
        let _ = writeln!(text, "::{severity} file={path}{line},title=s2ibox {rule}::{message}");
    }
    text
}
