//! The texts in the sources that may become part of an error: a scanner for Rust's string literals, and bash's.
//!
//! It knows which calls a literal stands in, so that what is printed as progress or written as help is left out.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

/// A text.
#[derive(Debug, PartialEq, Eq)]
pub struct Literal {
    /// The file, from the top of the repository on.
    pub file: String,
    /// What stands between its placeholders.
    pub parts: Vec<String>,
}

/// What is inside of these calls is no error: it goes to stdout, or is not printed.
const OTHERWISE: [&str; 13] = [
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
/// A line that begins so is none.
const PROGRESS: &str = " -----> ";
/// What stands behind these is none either.
const FIELDS: [&str; 2] = ["summary: ", "SUMMARY: &str = "];
/// In files that are full of other texts, only what is inside of these calls is one.
const ERRORS: [&str; 8] =
    ["bail", "broken", "context", "note", "usage", "warning", "with_context", "Usage"];

/// All texts in the sources that hold a space and some letters.
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

/// The texts of one file.
pub fn in_file(file: &str, text: &str) -> Vec<Literal> {
    let texts = match file.rsplit_once('.') {
        Some((_, "sh")) => of_bash(text),
        _ => of_rust(text, is_full_of_other_texts(file)),
    };
    let texts = texts.into_iter().filter(|parts| {
        let letters = |part: &String| part.chars().filter(|letter| letter.is_alphabetic()).count();
        parts.iter().any(|part| part.trim_matches('\n').contains(' '))
            && parts.iter().map(letters).sum::<usize>() > 3
            && !parts[0].starts_with(PROGRESS)
    });
    let file = file.to_owned();
    texts.map(|parts| Literal { file: file.clone(), parts }).collect()
}

fn is_full_of_other_texts(file: &str) -> bool {
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
                if !inside(&OTHERWISE)
                    && (!only_errors || inside(&ERRORS))
                    && !FIELDS.iter().any(|field| before.ends_with(field))
                {
                    found.push(parts_of_format(&literal));
                }
                at += length;
                continue;
            }
            // A letter, not a lifetime: `'x'` or `'\n'`.
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

/// The name before a parenthesis, without a macro's `!`.
fn last_word(before: &str) -> &str {
    let before = before.trim_end_matches('!');
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let start = before.rfind(|letter| !is_part(letter)).map_or(0, |at| at + 1);
    &before[start..]
}

/// What a literal says, and how long it is with its quotes.
fn literal(text: &str) -> (String, usize) {
    let mut said = String::new();
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (said, at + 1),
            '\\' => match letters.next().map(|(_, escaped)| escaped) {
                Some('\n') => {
                    while letters.next_if(|(_, letter)| letter.is_whitespace()).is_some() {}
                }
                Some('n') => said.push('\n'),
                Some('r') => said.push('\r'),
                Some('t') => said.push('\t'),
                Some(escaped) => said.push(escaped),
                None => break,
            },
            letter => said.push(letter),
        }
    }
    (said, text.len())
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

/// Of bash only the lines that say something.
fn of_bash(text: &str) -> Vec<Vec<String>> {
    let says = ["ERROR: ", "WARNING: ", "__s2ibox_say "];
    let lines = text.lines().filter(|line| says.iter().any(|word| line.contains(word)));
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

/// What a quoted word of bash says around what it expands, and how long it is with its quotes.
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
