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
