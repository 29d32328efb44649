//! `docs/errors.md`, made from the table of cases.

use std::fmt::Write as _;

use s2ibox_tests::Page;

use crate::case::Case;
use crate::cases::AREAS;
use crate::scene::PLACES;

const PAGE: Page =
    Page { file: "errors.md", variable: "S2IBOX_ERRORS_UPDATE", command: "make errors" };

#[test]
fn the_page_has_every_error() {
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
fn every_case_can_be_read() {
    let cases = || AREAS.iter().flat_map(|area| area.cases);
    for case in cases() {
        let same = cases().filter(|other| other.title == case.title).count();
        assert_eq!(same, 1, "two cases are called: {}", case.title);
        let begins = ["ERROR: ", "WARNING: ", "NOTE: "];
        let last = case.said.lines().last().unwrap_or_default();
        assert!(begins.iter().any(|begin| last.starts_with(begin)), "{}", case.title);
        assert!(case.means.ends_with('.'), "{}", case.title);
    }
}

fn entry(case: &Case) -> String {
    // In italics, for a code span is one line of what is said.
    let call = shown(case.call);
    let status = match case.status {
        0 => format!("*{call}*, exit status 0: no failure"),
        status => format!("*{call}*, exit status {status}"),
    };
    let said = shown(case.said);
    let facts = said.lines().map(code).chain([status]);
    let facts: Vec<_> = facts.map(|fact| format!("> {fact}\n")).collect();
    let (title, means) = (case.title, wrapped(case.means));
    format!("\n### {title}\n\n{}\n{means}\n", facts.join(">\n"))
}

/// In lines as long as the other pages have them; a code span stays whole.
fn wrapped(text: &str) -> String {
    let mut in_code = false;
    let words = text.split(|letter| {
        in_code ^= letter == '`';
        letter == ' ' && !in_code
    });
    let mut lines = vec![String::new()];
    for word in words {
        let line = lines.last_mut().expect("there is one");
        if line.is_empty() || line.chars().count() + word.chars().count() < 118 {
            *line += if line.is_empty() { "" } else { " " };
            *line += word;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join("\n")
}

/// A code span, which is wrapped where a code block would be cut off at the margin.
fn code(text: &str) -> String {
    assert!(!text.contains('`'), "a backquote ends a code span: {text}");
    format!("`{text}`")
}

/// With the paths of an image in the place of a test's.
fn shown(text: &str) -> String {
    let places = PLACES.iter();
    places.fold(text.to_owned(), |text, (place, path, _)| text.replace(place, path))
}

/// How a heading is called in a link (GitHub's rule).
fn anchor(heading: &str) -> String {
    let letters =
        heading.chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
    letters.collect::<String>().to_lowercase().replace(' ', "-")
}
