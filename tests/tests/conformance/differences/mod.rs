//! The one table of deliberate differences. Each row is a case: it must show exactly the difference that
//! the row says, no more and no less. A row that other cases run into as well forgives its difference
//! there, and nothing else.

mod errors;
mod forgive;
mod start;
mod undisturbed;
mod wider;

use crate::agree::Pair;
use crate::case::Case;
use crate::diff;
use crate::observed::Observed;

/// Takes a difference out of what the original (first) and s2ibox have shown.
pub type Forgive = fn(&Case, &mut Observed, &mut Observed);

/// A row of the table.
pub struct Difference {
    pub name: &'static str,
    /// What the original does.
    pub original: &'static str,
    /// What s2ibox does.
    pub ours: &'static str,
    pub reason: &'static str,
    pub case: fn() -> Case,
    /// The lines that differ, `-` the original's, `+` ours, as [`condensed`] has them.
    pub shows: &'static [&'static str],
    pub forgive: Option<Forgive>,
}

/// Defines rows; each is a test, and all of them stand in `ROWS`.
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

/// Fails unless the row's case shows exactly what the row says.
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

/// A listed line that ends in `…` stands for all that begin so; a last line `…` for any number of lines.
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

/// What a row is about: of a hook that only one side has run, that it ran; of our messages, that there is
/// one, for their words are the behaviour tests' business.
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
