//! Writes `docs/errors.md` from the table of cases, or compares the two.

use std::fmt::Write as _;

use s2ibox_tests::Page;

use crate::case::Case;
use crate::cases::AREAS;
use crate::scene::{PLACES, with_commands};

const PAGE: Page =
    Page { file: "errors.md", variable: "S2IBOX_ERRORS_UPDATE", command: "make errors" };

#[test]
fn the_page_has_every_message() {
    let mut made = String::from("\n");
    for area in AREAS {
        let _ = writeln!(made, "- [{}](#{})", area.heading, anchor(area.heading));
    }
    for area in AREAS {
        let _ = writeln!(made, "\n## {}\n\n{}", area.heading, wrapped(area.about));
        for case in area.cases {
            made += &entry(case);
        }
    }
    PAGE.holds(&(made + "\n"));
}

#[test]
fn every_case_has_a_title_a_message_and_a_meaning() {
    let cases = || AREAS.iter().flat_map(|area| area.cases);
    for case in cases() {
        let same = cases().filter(|other| other.title == case.title).count();
        assert_eq!(same, 1, "two cases are called: {}", case.title);
        let begins = ["ERROR: ", "WARNING: ", "NOTE: "];
        let last = case.stderr.lines().last().unwrap_or_default();
        assert!(begins.iter().any(|begin| last.starts_with(begin)), "{}", case.title);
        assert!(case.means.ends_with('.'), "{}", case.title);
    }
}

fn entry(case: &Case) -> String {
    // The command is in italics, because a code span holds a line of the message.
    let call = shown(case.call);
    let status = match case.status {
        0 => format!("*{call}*, exit status 0: not a failure"),
        status => format!("*{call}*, exit status {status}"),
    };
    let stderr = shown(case.stderr);
    let facts = stderr.lines().map(code).chain([status]);
    let facts: Vec<_> = facts.map(|fact| format!("> {fact}\n")).collect();
    let (title, means) = (case.title, wrapped(case.means));
    format!("\n### {title}\n\n{}\n{means}\n", facts.join(">\n"))
}

/// Wraps a text at 100 columns. A code span is not broken.
fn wrapped(text: &str) -> String {
    let mut in_code = false;
    let words = text.split(|letter| {
        in_code ^= letter == '`';
        letter == ' ' && !in_code
    });
    let mut lines = vec![String::new()];
    for word in words {
        let line = lines.last_mut().expect("there is one");
        if line.is_empty() || line.chars().count() + word.chars().count() < 100 {
            *line += if line.is_empty() { "" } else { " " };
            *line += word;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join("\n")
}

/// Returns a code span. A browser wraps it, but would cut a code block off at the margin.
fn code(text: &str) -> String {
    assert!(!text.contains('`'), "a backquote ends a code span: {text}");
    format!("`{text}`")
}

/// Replaces the placeholders with the paths of an image.
fn shown(text: &str) -> String {
    let places = PLACES.iter();
    places.fold(with_commands(text), |text, (place, path, _)| text.replace(place, path))
}

/// Returns the anchor of a heading, as GitHub makes it.
fn anchor(heading: &str) -> String {
    let letters =
        heading.chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
    letters.collect::<String>().to_lowercase().replace(' ', "-")
}
