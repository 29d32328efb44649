//! Rules that rewrite a signal before an init passes it on: `15:3`, `HUP:0`.

use nix::libc::{self, c_int};
use nix::sys::signal::Signal;

/// The number of SIGRTMIN and of SIGRTMAX for users, as in glibc and `kill -l`; musl counts from 35
/// on.
const REAL_TIME: (c_int, c_int) = (34, 64);

/// The rules of one option or variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewrites(Vec<(c_int, c_int)>);

impl Rewrites {
    /// Returns the signal that takes the place of `signal`, 0 where it is dropped; `None` without a
    /// rule.
    #[must_use]
    pub fn get(&self, signal: c_int) -> Option<c_int> {
        self.0.iter().find(|(from, _)| *from == signal).map(|(_, to)| *to)
    }
}

/// Parses rules `FROM:TO`, separated by commas, for argh. A signal is a name or a number; 0 for TO
/// drops it.
///
/// # Errors
/// A description of the values that are allowed.
pub fn rewrites(text: &str) -> Result<Rewrites, String> {
    let rule = |rule: &str| {
        let (from, to) = rule.split_once(':')?;
        let from = number(from.trim())?;
        let to = if to.trim() == "0" { 0 } else { number(to.trim())? };
        let is_passed_on = ![libc::SIGKILL, libc::SIGSTOP, libc::SIGCHLD].contains(&from);
        is_passed_on.then_some((from, to))
    };
    let rules: Option<Vec<_>> = text.split(',').map(rule).collect();
    rules.map(Rewrites).ok_or_else(|| {
        "signals FROM:TO, such as TERM:QUIT or 15:3, where 0 for TO drops the signal".to_owned()
    })
}

/// Returns the number of a signal: `15`, `TERM`, `SIGTERM`, `RTMIN+3`, `SIGRTMAX-1`.
fn number(text: &str) -> Option<c_int> {
    if let Ok(number) = text.parse() {
        return (1..=64).contains(&number).then_some(number);
    }
    let name = text.to_ascii_uppercase();
    let name = name.strip_prefix("SIG").unwrap_or(&name);
    let (first, last) = REAL_TIME;
    let number = if let Some(offset) = name.strip_prefix("RTMIN") {
        first + if offset.is_empty() { 0 } else { offset.strip_prefix('+')?.parse().ok()? }
    } else if let Some(offset) = name.strip_prefix("RTMAX") {
        last - if offset.is_empty() { 0 } else { offset.strip_prefix('-')?.parse().ok()? }
    } else {
        return format!("SIG{name}").parse::<Signal>().ok().map(|signal| signal as c_int);
    };
    (first..=last).contains(&number).then_some(number)
}

#[cfg(test)]
#[allow(clippy::panic, reason = "in a test a panic is the report")]
mod tests {
    use pretty_assertions::assert_eq;

    use super::{Rewrites, rewrites};

    #[test]
    fn signals_are_numbers_and_names() {
        for (text, from, to) in [
            ("15:3", 15, 3),
            ("TERM:QUIT", 15, 3),
            ("sigterm:SIGWINCH", 15, 28),
            ("1:0", 1, 0),
            ("RTMIN+3:RTMAX-2", 37, 62),
            ("SIGRTMIN:64", 34, 64),
            ("15:9", 15, 9),
        ] {
            let rules = rewrites(text).unwrap_or_else(|wanted| panic!("{text}: {wanted}"));
            assert_eq!(rules.get(from), Some(to), "{text}");
            assert_eq!(rules.get(2), None, "{text}");
        }
        assert_eq!(rewrites("15:3, HUP:0"), Ok(Rewrites(vec![(15, 3), (1, 0)])));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "15",
            "15:",
            ":3",
            "0:3",
            "15:65",
            "TERM:NO",
            "9:15",
            "CHLD:1",
            "1:2:3",
            "RTMIN-1:1",
            "1:2,",
        ] {
            assert!(rewrites(text).is_err(), "{text}");
        }
    }
}
