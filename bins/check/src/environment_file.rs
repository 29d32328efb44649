//! Checks `.s2i/environment`, by S2I's rules: a line is `NAME=VALUE`, a comment begins in the first
//! column, blanks around name and value are removed, and everything else is literal.

use common::hooks::table::DEPLOY_ENV;
use common::output::quoting::{escaped, quoted};

use crate::finding::{Findings, Fix, appended, sed};
use crate::rule::{COMMENT, DROPPED, EXPANSION, NAME, QUOTES};
use crate::source_file::File;
use crate::source_tree::Tree;

/// Returns the variables that S2I would set.
#[must_use]
pub fn variables(text: &[u8]) -> Vec<(String, String)> {
    let text = String::from_utf8_lossy(text);
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .filter(|(name, _)| !name.is_empty() && !name.starts_with('-'))
        .collect()
}

/// Checks each line.
pub fn check(file: &File, tree: &Tree, findings: &mut Findings) {
    let text = String::from_utf8_lossy(file.text());
    for (index, line) in text.lines().enumerate() {
        if !line.starts_with('#') && !line.trim().is_empty() {
            check_line(file, tree, index + 1, line, findings);
        }
    }
}

fn check_line(file: &File, tree: &Tree, number: usize, line: &str, findings: &mut Findings) {
    let path = &file.path;
    if line.trim_start().starts_with('#') {
        let message = "only a # in the first column begins a comment";
        findings
            .add(&COMMENT, path, &message)
            .at(number)
            .sed(&format_args!("{number}s/^[[:space:]]*//"))
            .fix(Fix::Line(number, |line| line.trim_ascii_start().to_vec()));
        return;
    }
    let Some((name, value)) = line.split_once('=') else {
        let message =
            format_args!("S2I drops this line, because it has no =: {}", escaped(line.trim()));
        findings.add(&DROPPED, path, &message).at(number).sed(&format_args!("{number}s/^/# /"));
        return;
    };
    let (name, value) = (name.trim(), value.trim());
    if name.starts_with("export ") {
        findings
            .add(&NAME, path, &"S2I takes export as part of the name")
            .at(number)
            .sed(&format_args!("{number}s/^[[:space:]]*export[[:space:]]*//"))
            .fix(Fix::Line(number, without_export));
    } else if name.is_empty() || name.contains([' ', '\t']) {
        findings
            .add(&NAME, path, &format!("'{}' is not the name of a variable", escaped(name)))
            .at(number)
            .sed(&format_args!("{number}s/^/# /"));
    }
    if let Some(quote) = quote(value) {
        let message = "the quotes become part of the value; leave them out";
        findings
            .add(&QUOTES, path, &message)
            .at(number)
            .sed(&format_args!(r"{number}s/=[[:space:]]*{quote}\(.*\){quote}[[:space:]]*$/=\1/"));
    } else if value.contains(" #") {
        let message = "the comment becomes part of the value";
        findings
            .add(&COMMENT, path, &message)
            .at(number)
            .sed(&format_args!("{number}s/[[:space:]][[:space:]]*#.*$//"));
    }
    if expands(value) {
        let message = format_args!("S2I expands nothing: {} is taken as it stands", escaped(value));
        findings
            .add(&EXPANSION, path, &message)
            .at(number)
            .help(&moved(file, tree, number, name, value));
    }
}

fn without_export(line: &[u8]) -> Vec<u8> {
    let line = line.trim_ascii_start();
    line.strip_prefix(b"export").unwrap_or(line).trim_ascii_start().to_vec()
}

/// Returns the quotation mark around a value.
fn quote(value: &str) -> Option<char> {
    let quote = value.chars().next().filter(|first| "\"'".contains(*first))?;
    (value.len() > 1 && value.ends_with(quote)).then_some(quote)
}

/// Returns whether bash would expand something in a value.
fn expands(value: &str) -> bool {
    let begins = |next: char| next.is_ascii_alphabetic() || "_{(".contains(next);
    value.contains('`')
        || value.match_indices('$').any(|(at, _)| value[at + 1..].starts_with(begins))
}

/// Returns the command that moves a line to `deploy_env`, where bash expands it. The old line
/// becomes a comment, so that the lines behind it keep their numbers.
fn moved(file: &File, tree: &Tree, number: usize, name: &str, value: &str) -> String {
    let value = quote(value).map_or(value, |_| &value[1..value.len() - 1]);
    // Quotes within a substitution belong to the substitution.
    let value = if value.contains(['`', '(']) {
        value.to_owned()
    } else {
        value.replace('\\', "\\\\").replace('"', "\\\"")
    };
    let line = format!("{name}=\"{value}\"");
    let hooks = tree.path(".s2i/action_hooks");
    format!(
        "mkdir -p {} && {} && {}",
        quoted(&hooks),
        appended(&hooks.join(DEPLOY_ENV.name), &line),
        sed(&format!("{number}s/^/# /"), &file.path)
    )
}
