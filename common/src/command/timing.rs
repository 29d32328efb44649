//! The times of a command's steps, printed in one line at its end.
//!
//! The line grows step by step. It travels through bash as an argument, with moments of the
//! monotonic clock, which stays the same across an exec: no variable is needed for it.

use std::fmt::{self, Display, Write as _};

use nix::time::{ClockId, clock_gettime};

use crate::output::lines;

/// Milliseconds on the monotonic clock.
pub type Moment = u64;

/// Returns the current moment.
#[must_use]
pub fn now() -> Moment {
    let Ok(now) = clock_gettime(ClockId::CLOCK_MONOTONIC) else {
        return 0; // Linux always has this clock.
    };
    let positive = |part| u64::try_from(part).unwrap_or(0);
    positive(now.tv_sec()) * 1000 + positive(now.tv_nsec()) / 1_000_000
}

/// The times of one command; none are measured before [`Times::begin`].
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Times {
    /// The moment of [`Times::begin`].
    pub begun: Option<Moment>,
    /// The step that has begun, with its name and its moment.
    pub step: Option<(String, Moment)>,
    /// The steps that have ended, as the line has them.
    pub line: String,
}

impl Times {
    /// Measures from now on.
    pub fn begin(&mut self) {
        self.begun = Some(now());
    }

    /// Begins a step that the line will call `name`.
    pub fn begin_step(&mut self, name: impl Display) {
        if self.begun.is_some() {
            self.step = Some((name.to_string(), now()));
        }
    }

    /// Returns a copy in which the step `name` has begun; it ends when bash has come back.
    #[must_use]
    pub fn through_bash(&self, name: &str) -> Self {
        let mut times = self.clone();
        times.begin_step(name);
        times
    }

    /// Ends the step that has begun, if there is one.
    pub fn end_step(&mut self) {
        if let Some((name, begun)) = self.step.take() {
            let between = if self.line.is_empty() { ":" } else { "," };
            let _ = write!(self.line, "{between} {name} {}", Seconds(now() - begun));
        }
    }

    /// Prints the line for the command `name`.
    pub fn print(&mut self, name: &str, succeeded: bool) {
        self.end_step();
        if let Some(begun) = self.begun {
            let how = if succeeded { "took" } else { "failed after" };
            let total = Seconds(now() - begun);
            lines::note(format_args!("{name} {how} {total} s{}", self.line));
        }
    }
}

/// A duration in milliseconds, printed in seconds to the tenth; without `f64`, whose tables would
/// be a hundredth of the program.
struct Seconds(u64);

impl Display for Seconds {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = (self.0 + 50) / 100;
        write!(formatter, "{}.{}", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::Seconds;

    #[test]
    fn seconds_are_rounded_to_tenths() {
        let seconds = [0, 49, 50, 999, 42_149, 7_200_000].map(|time| Seconds(time).to_string());
        assert_eq!(seconds, ["0.0", "0.0", "0.1", "1.0", "42.1", "7200.0"]);
    }
}
