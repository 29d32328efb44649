//! The marker of a complete deploy environment.

use std::time::SystemTime;

/// The variable that holds the date at which the deploy environment was completed (contract, "The
/// marker").
pub const MARKER: &str = "S2I_MARKERS_ENVIRON";

/// Returns the present time in UTC, in the form that date(1) prints: `Thu Jan  1 00:00:00 UTC
/// 1970`.
#[must_use]
pub fn date() -> String {
    rearranged(&httpdate::fmt_http_date(SystemTime::now()))
}

/// Rearranges the form of RFC 9110, `Thu, 01 Jan 1970 00:00:00 GMT`.
fn rearranged(date: &str) -> String {
    let part = |from, to| date.get(from..to).unwrap_or_default();
    let (weekday, month, year, time) = (part(0, 3), part(8, 11), part(12, 16), part(17, 25));
    let day = part(5, 7).strip_prefix("0").unwrap_or(part(5, 7));
    format!("{weekday} {month} {day:>2} {time} UTC {year}")
}

#[cfg(test)]
mod tests {
    use super::rearranged;

    #[test]
    fn the_date_is_in_the_form_that_date_prints() {
        assert_eq!(rearranged("Thu, 01 Jan 1970 00:00:00 GMT"), "Thu Jan  1 00:00:00 UTC 1970");
        assert_eq!(rearranged("Sun, 22 Nov 2026 14:05:44 GMT"), "Sun Nov 22 14:05:44 UTC 2026");
    }
}
