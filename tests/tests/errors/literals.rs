//! Finds the texts in the sources that may become part of a message: a scanner for the string literals of Rust and bash.
//!
//! The scanner knows the call around a literal, so it leaves out progress lines and help texts.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

/// A string literal.
#[derive(Debug, PartialEq, Eq)]
pub struct Literal {
    /// The file, relative to the top of the repository.
    pub file: String,
    /// The texts between its placeholders.
    pub parts: Vec<String>,
}

/// A text inside these calls is not a message: it goes to stdout, or is not printed.
const NOT_MESSAGES: [&str; 13] = [
    "Say",
    "add",
    "allow",
    "argh",
    "constant",
    "debug",
    "extend",
    "global_asm",
    "output",
    "progress",
    "push_str",
    "show",
    "step",
];
/// A text with one of these beginnings is not a message: progress lines, and lines of the script for bash.
const NOT_MESSAGE_STARTS: [&str; 3] = [" -----> ", "__s2ibox_", "builtin "];
/// A text after one of these is not a message.
const FIELDS: [&str; 2] = ["summary: ", "SUMMARY: &str = "];
/// In files with many other texts, only a text inside these calls is a message.
const ERRORS: [&str; 8] =
    ["bail", "broken", "context", "note", "usage", "warning", "with_context", "Usage"];

/// Returns all texts in the sources that contain a space and some letters.
pub fn in_sources() -> Vec<Literal> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut found = vec![];
    for directory in ["bins", "common", "multicall"] {
        for entry in WalkDir::new(top.join(directory)).sort_by_file_name() {
            let entry = entry.expect("list the sources");
            let file = entry.path().strip_prefix(&top).expect("it is below");
            let file = file.to_str().expect("a name in ASCII");
            if let Some((_, end)) = file.rsplit_once('.')
                && ["rs", "sh"].contains(&end)
                && file.contains("/src/")
            {
                let text = fs::read_to_string(entry.path()).expect("read a source");
                found.extend(in_file(file, &text));
            }
        }
    }
    found
}

/// Returns the texts of one file.
pub fn in_file(file: &str, text: &str) -> Vec<Literal> {
    let texts = match file.rsplit_once('.') {
        Some((_, "sh")) => of_bash(text),
        _ => of_rust(text, has_many_other_texts(file)),
    };
    let texts = texts.into_iter().filter(|parts| {
        let letters = |part: &String| part.chars().filter(|letter| letter.is_alphabetic()).count();
        parts.iter().any(|part| part.trim_matches('\n').contains(' '))
            && parts.iter().map(letters).sum::<usize>() > 3
            && !NOT_MESSAGE_STARTS.iter().any(|start| parts[0].starts_with(start))
    });
    let file = file.to_owned();
    texts.map(|parts| Literal { file: file.clone(), parts }).collect()
}

fn has_many_other_texts(file: &str) -> bool {
    let own = ["lib.rs", "fix.rs", "scratch.rs"];
    let other = [
        "tests.rs",
        "completion.rs",
        "help.rs",
        "man.rs",
        "hooks/table.rs",
        "init/src/templates.rs",
    ];
    let is = |names: &[&str]| names.iter().any(|name| file.ends_with(&format!("/{name}")));
    file.starts_with("bins/check/") && !is(&own) || file.contains("/templates/") || is(&other)
}

fn of_rust(text: &str, only_errors: bool) -> Vec<Vec<String>> {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut calls: Vec<&str> = vec![];
    let mut found = vec![];
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let inside = |names: &[&str]| calls.iter().any(|call| names.contains(call));
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        }
        match first {
            '"' => {
                let (literal, length) = literal(rest);
                let before = &text[..at];
                if !inside(&NOT_MESSAGES)
                    && (!only_errors || inside(&ERRORS))
                    && !FIELDS.iter().any(|field| before.ends_with(field))
                {
                    found.push(parts_of_format(&literal));
                }
                at += length;
                continue;
            }
            // A character literal, `'x'` or `'\n'`, and not a lifetime.
            '\'' => {
                let letter = rest[1..].strip_prefix('\\').unwrap_or(&rest[1..]);
                let letter_length = letter.chars().next().map_or(0, char::len_utf8);
                if letter[letter_length..].starts_with('\'') {
                    at = text.len() - letter.len() + letter_length + 1;
                    continue;
                }
            }
            '(' => calls.push(last_word(&text[..at])),
            ')' => {
                calls.pop();
            }
            _ => {}
        }
        at += first.len_utf8();
    }
    found
}

/// Returns the name before a parenthesis, without the `!` of a macro.
fn last_word(before: &str) -> &str {
    let before = before.trim_end_matches('!');
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let start = before.rfind(|letter| !is_part(letter)).map_or(0, |at| at + 1);
    &before[start..]
}

/// Returns the value of a literal, and its length with its quotes.
fn literal(text: &str) -> (String, usize) {
    let mut value = String::new();
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (value, at + 1),
            '\\' => match letters.next().map(|(_, escaped)| escaped) {
                Some('\n') => {
                    while letters.next_if(|(_, letter)| letter.is_whitespace()).is_some() {}
                }
                Some('n') => value.push('\n'),
                Some('r') => value.push('\r'),
                Some('t') => value.push('\t'),
                Some(escaped) => value.push(escaped),
                None => break,
            },
            letter => value.push(letter),
        }
    }
    (value, text.len())
}

fn parts_of_format(text: &str) -> Vec<String> {
    let mut parts = vec![];
    let mut rest = text;
    while let Some((part, behind)) = rest.split_once('{') {
        parts.push(part.to_owned());
        rest = behind.split_once('}').map_or("", |(_, behind)| behind);
    }
    parts.push(rest.to_owned());
    parts
}

/// Returns the texts in the lines of bash that print a message.
fn of_bash(text: &str) -> Vec<Vec<String>> {
    let prints = ["ERROR: ", "WARNING: ", "__s2ibox_say "];
    let lines = text.lines().filter(|line| prints.iter().any(|word| line.contains(word)));
    let mut found = vec![];
    for line in lines {
        let mut rest = line;
        while let Some(at) = rest.find(['"', '\'']) {
            let (parts, length) = word(&rest[at..]);
            found.push(parts);
            rest = &rest[at + length..];
        }
    }
    found
}

/// Returns the texts of a quoted word of bash around its expansions, and its length with its quotes.
fn word(text: &str) -> (Vec<String>, usize) {
    if let Some(plain) = text.strip_prefix('\'') {
        let end = plain.find('\'').unwrap_or(plain.len());
        return (vec![plain[..end].to_owned()], end + 2);
    }
    let mut parts = vec![String::new()];
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (parts, at + 1),
            '\\' => parts.last_mut().unwrap().extend(letters.next().map(|(_, letter)| letter)),
            '$' => {
                let mut depth = 0;
                while let Some((_, letter)) = letters.next_if(|(_, letter)| {
                    depth > 0 || *letter == '{' || letter.is_alphanumeric() || *letter == '_'
                }) {
                    depth += i32::from(letter == '{') - i32::from(letter == '}');
                    if depth == 0 && letter == '}' {
                        break;
                    }
                }
                parts.push(String::new());
            }
            letter => parts.last_mut().unwrap().push(letter),
        }
    }
    (parts, text.len())
}
