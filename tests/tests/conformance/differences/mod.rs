//! The table of deliberate differences. Each row is a case, which must show exactly the difference of the row. If other
//! cases show the difference too, the row removes it there, and nothing else.

mod errors;
mod forgive;
mod start;
mod undisturbed;
mod wider;

use crate::agree::Pair;
use crate::case::Case;
use crate::diff;
use crate::observed::Observed;

/// Removes a difference from the observations of the original (first) and s2ibox.
pub type Forgive = fn(&Case, &mut Observed, &mut Observed);

/// A row of the table.
pub struct Difference {
    pub name: &'static str,
    /// The behaviour of the original.
    pub original: &'static str,
    /// The behaviour of s2ibox.
    pub ours: &'static str,
    pub reason: &'static str,
    pub case: fn() -> Case,
    /// The lines that differ, as [`condensed`] returns them: `-` the original's, `+` those of s2ibox.
    pub shows: &'static [&'static str],
    pub forgive: Option<Forgive>,
}

/// Defines rows: each is a test, and `ROWS` holds all of them.
macro_rules! rows {
    ($($name:ident {
        original: $original:expr,
        ours: $ours:expr,
        reason: $reason:expr,
        case: $case:expr,
        shows: $shows:expr,
        $(forgive: $forgive:expr,)?
    })*) => {
        pub const ROWS: &[crate::differences::Difference] = &[$(crate::differences::Difference {
            name: stringify!($name),
            original: $original,
            ours: $ours,
            reason: $reason,
            case: || $case,
            shows: &$shows,
            forgive: crate::differences::rows!(@ $($forgive)?),
        }),*];
        $(
            #[test]
            #[ignore = "needs root and PyPI"]
            fn $name() {
                crate::differences::occurs(stringify!($name));
            }
        )*
    };
    (@) => { None };
    (@ $forgive:expr) => { Some($forgive) };
}
pub(crate) use rows;

pub fn table() -> impl Iterator<Item = &'static Difference> {
    let parts = [errors::ROWS, start::ROWS, undisturbed::ROWS, wider::ROWS];
    parts.into_iter().flatten()
}

/// Fails unless the case of the row shows exactly its difference.
#[track_caller]
fn occurs(name: &str) {
    let row = table().find(|row| row.name == name).expect("a row");
    let case = (row.case)();
    let pair = Pair::of(&case).forgive(&case, Some(row));
    let shown = condensed(diff::differing(&pair.original.lines(), &pair.ours.lines()));
    if !shown.is_empty() && is_as_listed(row.shows, &shown) {
        return;
    }
    let shown_as_rows: Vec<_> =
        shown.iter().map(|line| format!("            {line:?},\n")).collect();
    let listed: Vec<_> = row.shows.iter().map(|line| (*line).to_owned()).collect();
    panic!(
        "{}\n\nthe difference that is listed does not occur any more, or another one does:\n{}\n\
         if that is right, the row shows:\n{}",
        case.as_source(),
        diff::shown(&listed, &shown),
        shown_as_rows.concat()
    );
}

/// Returns whether the lines match. A listed line that ends in `…` matches all lines with that beginning, and a last line
/// `…` matches any number of lines.
fn is_as_listed(listed: &[&str], shown: &[String]) -> bool {
    let (listed, open) = match listed {
        [start @ .., "…"] => (start, true),
        all => (all, false),
    };
    let same = |(listed, shown): (&&str, &String)| match listed.strip_suffix('…') {
        Some(start) => shown.starts_with(start),
        None => shown == listed,
    };
    (shown.len() == listed.len() || (open && shown.len() > listed.len()))
        && listed.iter().zip(shown).all(same)
}

/// Shortens the lines to the essential difference. Of a hook that only one side has run, one line stays. Of a message of
/// s2ibox only its kind stays, because the behaviour tests check the words.
fn condensed(lines: Vec<String>) -> Vec<String> {
    let of_hook = |line: &str| {
        let (sign, rest) = line.split_at_checked(1)?;
        let number = rest.strip_prefix("hook ")?.split(' ').next()?;
        Some(format!("{sign}hook {number} "))
    };
    let ran: Vec<_> =
        lines.iter().filter(|line| line.contains(" @ ")).filter_map(|line| of_hook(line)).collect();
    let kept = lines.into_iter().filter(|line| {
        of_hook(line)
            .is_none_or(|hook| line.starts_with(&format!("{hook}@ ")) || !ran.contains(&hook))
    });
    kept.map(|line| shortened(&line)).collect()
}

fn shortened(line: &str) -> String {
    for kind in ["ERROR: ", "WARNING: ", "NOTE: "] {
        let start = format!("+stderr| {kind}");
        if line.starts_with(&start) {
            return start + "…";
        }
    }
    line.to_owned()
}

#[test]
fn every_row_has_a_name_of_its_own() {
    let mut names: Vec<_> = table().map(|row| row.name).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
}
