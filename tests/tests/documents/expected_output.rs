//! Compares the output of a command with the output on the page, in which `…` stands for any text.

/// Stands for any text within a line. Alone on a line, it stands for any number of lines.
const ANYTHING: char = '…';

/// Returns whether `printed` matches `wanted`.
pub fn matches(wanted: &str, printed: &str) -> bool {
    let wanted: Vec<_> = wanted.lines().collect();
    let printed: Vec<_> = printed.lines().collect();
    lines_match(&wanted, &printed)
}

fn lines_match(wanted: &[&str], printed: &[&str]) -> bool {
    match (wanted.split_first(), printed.split_first()) {
        (None, None) => true,
        (Some((first, rest)), _) if first.trim().chars().eq([ANYTHING]) => {
            (0..=printed.len()).any(|skipped| lines_match(rest, &printed[skipped..]))
        }
        (Some((first, rest)), Some((line, others))) => {
            line_matches(first, line) && lines_match(rest, others)
        }
        _ => false,
    }
}

fn line_matches(wanted: &str, mut line: &str) -> bool {
    let mut parts = wanted.split(ANYTHING);
    let first = parts.next().unwrap_or_default();
    let Some(rest) = line.strip_prefix(first) else {
        return false;
    };
    line = rest;
    let mut parts: Vec<_> = parts.collect();
    let Some(last) = parts.pop() else {
        return line.is_empty();
    };
    for part in parts {
        match line.find(part) {
            Some(at) => line = &line[at + part.len()..],
            None => return false,
        }
    }
    line.ends_with(last)
}

#[test]
fn an_ellipsis_matches_any_text_in_a_line_and_alone_any_lines() {
    assert!(matches("a\n", "a\n"));
    assert!(!matches("a\n", "b\n"));
    assert!(!matches("a\n", "a\nb\n"));
    assert!(!matches("a\nb\n", "a\n"));
    assert!(matches("a … c … e\n", "a b c d e\n"));
    assert!(!matches("a … c\n", "a b d\n"));
    assert!(!matches("aa…aa\n", "aaa\n"));
    assert!(matches("a\n…\nd\n", "a\nb\nc\nd\n"));
    assert!(matches("…\nd\n", "d\n"));
    assert!(!matches("…\nd\n", "c\n"));
}
