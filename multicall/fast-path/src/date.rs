//! The date as `date` prints it: `Thu Jan  1 00:00:00 UTC 1970`.

use crate::bytes::{Word, two_digits};
use crate::memory::Memory;

const WEEKDAYS: &[u8] = b"ThuFriSatSunMonTueWed";
const MONTHS: &[u8] = b"MarAprMayJunJulAugSepOctNovDecJanFeb";
const DAY: u64 = 24 * 60 * 60;

/// The date of so many seconds after the beginning of 1970, in UTC.
pub fn date(seconds: u64, memory: &mut Memory) -> Option<Word> {
    let (days, second) = (seconds / DAY, seconds % DAY);
    let (year, month, day) = civil(days);
    let [tens, ones] = two_digits(day);
    let day = [if tens == b'0' { b' ' } else { tens }, ones];
    let [hours, minutes, seconds] = [second / 3600, second / 60 % 60, second % 60].map(two_digits);
    let [century, year] = [year / 100, year].map(two_digits);
    memory.word(&[
        three(WEEKDAYS, days % 7)?,
        b" ",
        three(MONTHS, month)?,
        b" ",
        &day,
        b" ",
        &hours,
        b":",
        &minutes,
        b":",
        &seconds,
        b" UTC ",
        &century,
        &year,
    ])
}

fn three(names: &'static [u8], index: u64) -> Option<&'static [u8]> {
    let from = usize::try_from(index).ok()? * 3;
    names.get(from..from + 3)
}

/// Year, month counted from March, and day of the month: in years that begin in March a leap day comes last, and
/// every 400 of them have 146,097 days.
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468; // from the first of March of the year 0
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let january_or_february = u64::from(month >= 10);
    (
        era * 400 + year + january_or_february,
        month,
        day - (153 * month + 2) / 5 + 1,
    )
}

#[cfg(test)]
mod tests {
    use super::{DAY, civil, date};
    use crate::bytes::Word;
    use crate::memory::Memory;

    const LAST_YEAR: u64 = 2400;

    /// Day after day as a calendar on a wall does it; the year, the month from 1 on, the day.
    fn days() -> impl Iterator<Item = (u64, u64, u64)> {
        let is_leap = |year: u64| {
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
        };
        let days = move |year, month| match month {
            2 => 28 + u64::from(is_leap(year)),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        (1970..=LAST_YEAR).flat_map(move |year| {
            (1..=12)
                .flat_map(move |month| (1..=days(year, month)).map(move |day| (year, month, day)))
        })
    }

    #[test]
    fn every_day_is_the_calendars() {
        let mut last = 0;
        for (number, (year, month, day)) in (0..).zip(days()) {
            let from_march = (month + 9) % 12;
            assert_eq!(civil(number), (year, from_march, day), "day {number}");
            last = year;
        }
        assert_eq!(last, LAST_YEAR);
    }

    #[test]
    fn it_is_written_as_date_writes_it() {
        let mut memory = Memory::of(1 << 10);
        let mut is = |seconds, expected: &str| {
            let written = date(seconds, &mut memory).map(Word::bytes);
            assert_eq!(written, Some(expected.as_bytes()));
        };
        is(0, "Thu Jan  1 00:00:00 UTC 1970");
        is(DAY - 1, "Thu Jan  1 23:59:59 UTC 1970");
        is(951_782_399, "Mon Feb 28 23:59:59 UTC 2000");
        is(951_782_400, "Tue Feb 29 00:00:00 UTC 2000");
        is(951_868_800, "Wed Mar  1 00:00:00 UTC 2000");
        is(1_795_356_344, "Sun Nov 22 14:05:44 UTC 2026");
        is(4_107_542_399, "Sun Feb 28 23:59:59 UTC 2100");
        is(4_107_542_400, "Mon Mar  1 00:00:00 UTC 2100");
    }
}
