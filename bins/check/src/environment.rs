//! `.s2i/environment`, as S2I reads it: `NAME=VALUE` a line, a comment only in the first column, blanks
//! around both taken off, and everything else as it stands.

use common::hooks::table::DEPLOY_ENV;
use common::output::quoting::{escaped, quoted};

use crate::fix::Fix;
use crate::kind::{COMMENT, DROPPED, EXPANSION, NAME, QUOTES};
use crate::problem::{Problems, appended, sed};
use crate::tree::{File, Tree};

/// The variables that S2I would set.
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

/// Looks at each line.
pub fn look(file: &File, tree: &Tree, problems: &mut Problems) {
    let text = String::from_utf8_lossy(file.text.as_deref().unwrap_or_default());
    for (index, line) in text.lines().enumerate() {
        if !line.starts_with('#') && !line.trim().is_empty() {
            look_at_line(file, tree, index + 1, line, problems);
        }
    }
}

fn look_at_line(file: &File, tree: &Tree, at: usize, line: &str, problems: &mut Problems) {
    let path = &file.path;
    if line.trim_start().starts_with('#') {
        let text = "only a # in the first column begins a comment";
        problems
            .add(&COMMENT, path, &text)
            .at(at)
            .sed(&format_args!("{at}s/^[[:space:]]*//"))
            .fix(Fix::Line(at, |line| line.trim_ascii_start().to_vec()));
        return;
    }
    let Some((name, value)) = line.split_once('=') else {
        let text = format_args!("S2I drops this line, for it has no =: {}", escaped(line.trim()));
        problems.add(&DROPPED, path, &text).at(at).sed(&format_args!("{at}s/^/# /"));
        return;
    };
    let (name, value) = (name.trim(), value.trim());
    if name.starts_with("export ") {
        problems
            .add(&NAME, path, &"S2I takes export as part of the name")
            .at(at)
            .sed(&format_args!("{at}s/^[[:space:]]*export[[:space:]]*//"))
            .fix(Fix::Line(at, without_export));
    } else if name.is_empty() || name.contains([' ', '\t']) {
        problems
            .add(&NAME, path, &format!("'{}' is no name of a variable", escaped(name)))
            .at(at)
            .sed(&format_args!("{at}s/^/# /"));
    }
    if let Some(quote) = is_quoted(value) {
        let text = "the quotes become part of the value; leave them out";
        problems
            .add(&QUOTES, path, &text)
            .at(at)
            .sed(&format_args!(r"{at}s/=[[:space:]]*{quote}\(.*\){quote}[[:space:]]*$/=\1/"));
    } else if value.contains(" #") {
        let text = "the comment becomes part of the value";
        problems
            .add(&COMMENT, path, &text)
            .at(at)
            .sed(&format_args!("{at}s/[[:space:]][[:space:]]*#.*$//"));
    }
    if expands(value) {
        let text = format_args!("S2I expands nothing: {} is taken as it stands", escaped(value));
        problems.add(&EXPANSION, path, &text).at(at).help(&moved(file, tree, at, name, value));
    }
}

fn without_export(line: &[u8]) -> Vec<u8> {
    let line = line.trim_ascii_start();
    line.strip_prefix(b"export").unwrap_or(line).trim_ascii_start().to_vec()
}

fn is_quoted(value: &str) -> Option<char> {
    let quote = value.chars().next().filter(|first| "\"'".contains(*first))?;
    (value.len() > 1 && value.ends_with(quote)).then_some(quote)
}

fn expands(value: &str) -> bool {
    let begins = |next: char| next.is_ascii_alphabetic() || "_{(".contains(next);
    value.contains('`')
        || value.match_indices('$').any(|(at, _)| value[at + 1..].starts_with(begins))
}

/// The command that puts a line into `deploy_env`, where bash expands it, and makes it a comment where it was, so that
/// the lines behind it keep their numbers.
fn moved(file: &File, tree: &Tree, at: usize, name: &str, value: &str) -> String {
    let value = is_quoted(value).map_or(value, |_| &value[1..value.len() - 1]);
    // Within a substitution quotes are its own.
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
        sed(&format!("{at}s/^/# /"), &file.path)
    )
}
