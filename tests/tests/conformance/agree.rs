//! The comparison: deliberate differences are removed, and everything else must be the same.

use crate::cache;
use crate::case::Case;
use crate::diff;
use crate::differences::{self, Difference};
use crate::observed::Observed;
use crate::side::Side;

/// Defines cases: each is a test of its own, and `ALL` holds all of them.
macro_rules! cases {
    ($($name:ident: $case:expr,)*) => {
        pub const ALL: &[(&str, fn() -> crate::case::Case)] = &[$((stringify!($name), || $case)),*];
        $(
            #[test]
            #[ignore = "needs root and PyPI"]
            fn $name() {
                crate::agree::agrees(&$case);
            }
        )*
    };
}
pub(crate) use cases;

/// The observations of both sides in a case.
pub struct Pair {
    pub original: Observed,
    pub ours: Observed,
}

impl Pair {
    pub fn of(case: &Case) -> Self {
        Self::with(case, Side::Ours)
    }

    pub fn with(case: &Case, side: Side) -> Self {
        Self { original: cache::outcome(case), ours: side.run(case) }
    }

    /// Removes the differences that the table allows, except those of one row.
    pub fn forgive(mut self, case: &Case, but: Option<&Difference>) -> Self {
        for row in differences::table() {
            if let Some(forgive) = row.forgive
                && but.is_none_or(|but| but.name != row.name)
            {
                forgive(case, &mut self.original, &mut self.ours);
            }
        }
        self
    }

    /// Returns a report of the remaining differences; `None` if there are none.
    pub fn difference(&self) -> Option<String> {
        let (original, ours) = (self.original.lines(), self.ours.lines());
        (original != ours).then(|| diff::shown(&original, &ours))
    }
}

/// Returns a report of the differences that are not in the table, if there are any.
pub fn unlisted(case: &Case) -> Option<String> {
    let pair = Pair::of(case);
    let stderr = pair.ours.stderr.join("\n  ");
    let difference = pair.forgive(case, None).difference()?;
    Some(format!(
        "{}\n- powershift-image, + s2ibox:\n{difference}\ns2ibox printed on stderr:\n  {stderr}\n",
        case.as_source()
    ))
}

#[track_caller]
pub fn agrees(case: &Case) {
    if let Some(difference) = unlisted(case) {
        panic!(
            "s2ibox differs from powershift-image, and no row of the table of differences says so:\n\n{difference}"
        );
    }
}
