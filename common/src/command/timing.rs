//! What the steps of a command took, told in one line at its end.
//!
//! The line is written step by step and travels through bash as an argument with the moments on the monotonic clock,
//! which is the same before and after an exec: no variable is left in the environment for it.

use std::fmt::{self, Display, Write as _};

use nix::time::{ClockId, clock_gettime};

use crate::output::lines;

/// Milliseconds on the monotonic clock.
pub type Moment = u64;

/// Now.
#[must_use]
pub fn now() -> Moment {
    let Ok(now) = clock_gettime(ClockId::CLOCK_MONOTONIC) else {
        return 0; // Linux has this clock
    };
    let positive = |part| u64::try_from(part).unwrap_or(0);
    positive(now.tv_sec()) * 1000 + positive(now.tv_nsec()) / 1_000_000
}

/// The times that are taken of one command; none before [`Times::begin`].
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Times {
    begun: Option<Moment>,
    step: Option<(String, Moment)>,
    told: String,
}

impl Times {
    /// Takes them from here on.
    pub fn begin(&mut self) {
        self.begun = Some(now());
    }

    /// Something begins to be done that will be called `what`.
    pub fn step(&mut self, what: impl Display) {
        if self.begun.is_some() {
            self.step = Some((what.to_string(), now()));
        }
    }

    /// The same, when `what` is for bash to do, and to be ended after it.
    #[must_use]
    pub fn through_bash(&self, what: &str) -> Self {
        let mut times = self.clone();
        times.step(what);
        times
    }

    /// It is at its end, if anything was done.
    pub fn end_step(&mut self) {
        if let Some((what, begun)) = self.step.take() {
            let between = if self.told.is_empty() { ":" } else { "," };
            let _ = write!(self.told, "{between} {what} {}", Seconds(now() - begun));
        }
    }

    /// Tells the times of the command `name`, which has succeeded or not.
    pub fn tell(&mut self, name: &str, succeeded: bool) {
        self.end_step();
        if let Some(begun) = self.begun {
            let how = if succeeded { "took" } else { "failed after" };
            let whole = Seconds(now() - begun);
            lines::note(format_args!("{name} {how} {whole} s{}", self.told));
        }
    }

    /// As one argument; empty where none are taken.
    #[must_use]
    pub fn to_argument(&self) -> String {
        let Some(begun) = self.begun else {
            return String::new();
        };
        let (what, since) = self.step.as_ref().map_or(("", 0), |(what, since)| (what, *since));
        format!("{begun} {since} {what}{}", self.told)
    }

    /// From what [`Times::to_argument`] wrote.
    #[must_use]
    pub fn from_argument(argument: &str) -> Self {
        let mut parts = argument.splitn(3, ' ');
        let mut next = || parts.next().unwrap_or_default();
        let (begun, since, rest) = (next().parse().ok(), next().parse().ok(), next());
        let (what, told) = rest.split_at(rest.find(':').unwrap_or(rest.len()));
        Self {
            begun,
            step: since.filter(|_| !what.is_empty()).map(|since| (what.to_owned(), since)),
            told: told.to_owned(),
        }
    }
}

/// A length of time in seconds, to the tenth; without `f64`, whose tables are a hundredth of the program.
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

    use super::{Seconds, Times};

    #[test]
    fn what_is_written_is_read_back() {
        let mut times = Times::default();
        assert_eq!(Times::from_argument(&times.to_argument()), times);
        times.step("never");
        assert_eq!(times, Times::default());
        times.begin();
        assert_eq!(Times::from_argument(&times.to_argument()), times);
        for what in ["taking .s2i", "builder's assemble"] {
            times.step(what);
            assert_eq!(Times::from_argument(&times.to_argument()), times);
            times.end_step();
            assert_eq!(Times::from_argument(&times.to_argument()), times);
        }
    }

    #[test]
    fn seconds_are_rounded_to_tenths() {
        let escaped = [0, 49, 50, 999, 42_149, 7_200_000].map(|time| Seconds(time).to_string());
        assert_eq!(escaped, ["0.0", "0.0", "0.1", "1.0", "42.1", "7200.0"]);
    }
}
