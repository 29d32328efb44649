//! Tests of the suite itself: an imitation of s2ibox copies only variables from a subshell. The cases about other effects
//! must detect it, and plain cases must not.

use crate::agree::Pair;
use crate::case::{Case, State};
use crate::cases::inline;
use crate::side::Side;

/// A case of `inline`, and the beginning of the line in which the imitation must differ.
const CAUGHT: &[(&str, &str)] = &[
    ("umask", "umask: "),
    ("limit", "limit: Max open files"),
    ("core_limit", "limit: Max core file size"),
    ("open_descriptor", "descriptor: 7 "),
    ("descriptor_to_read", "descriptor: 5 "),
    ("closed_stdin", "descriptor: 0 "),
    ("ignored_signal", "ignored signals: "),
    ("exported_function", "variable: BASH_FUNC_greet"),
    ("background_child", "background: "),
    ("own_process_id", "variable: STARTED_AS"),
];

#[test]
#[ignore = "needs root and PyPI"]
fn the_imitation_is_caught_where_it_should_be() {
    for (name, line) in CAUGHT {
        let case = inline::case(name);
        let pair = Pair::with(&case, Side::Imitation).forgive(&case, None);
        let difference = pair.difference().unwrap_or_default();
        let seen = |sign: char| {
            let here = |shown: &str| {
                shown.starts_with(&format!("{sign}hook ")) && shown.contains(&format!(" {line}"))
            };
            difference.lines().any(here)
        };
        assert!(
            seen('-') || seen('+'),
            "the suite does not see that the imitation differs in {line:?}:\n{}\n{difference}",
            case.as_source()
        );
    }
}

#[test]
#[ignore = "needs root and PyPI"]
fn the_imitation_is_caught_by_its_process_id() {
    let case = Case::call("run").deploy_env("A=1").hook("run", State::Ready);
    let pair = Pair::with(&case, Side::Imitation).forgive(&case, None);
    let difference = pair.difference().unwrap_or_default();
    assert!(difference.contains("-hook 1 process: the one that was started"), "{difference}");
}

/// Checks that plain cases accept the imitation; otherwise the suite would reject everything.
#[test]
#[ignore = "needs root and PyPI"]
fn the_imitation_is_as_good_as_any_with_variables() {
    let case = Case::call("run")
        .deploy_env("A=1\nB=\"$A and more\"\nexport C=3\n")
        .hook("deploy", State::Ready);
    let pair = Pair::with(&case, Side::Imitation).forgive(&case, None);
    let of_the_hook = |observed: &crate::observed::Observed| observed.seen.first().cloned();
    assert_eq!(of_the_hook(&pair.original), of_the_hook(&pair.ours));
}
