//! Compares `docs/check.md` with the program.

use s2ibox_tests::Root;

use crate::source::check;

const DOCUMENT: &str = include_str!("../../../docs/check.md");

/// Returns the rows of `--list`: rule, severity, whether `--fix` fixes it, and description.
fn listed() -> Vec<[String; 4]> {
    let report = check(&Root::new()).arg("--list").run().out();
    let rows = report.lines().map(|line| {
        let (rule, rest) = line.split_once(' ').expect("a rule");
        let (severity, what) = rest.trim_start().split_once(' ').expect("a severity");
        let what = what.trim_start();
        let plain = what.strip_suffix("; --fix fixes it");
        let fixed = if plain.is_some() { "yes" } else { "" };
        [rule, severity, fixed, plain.unwrap_or(what)].map(str::to_owned)
    });
    rows.collect()
}

#[test]
fn the_table_has_every_rule_as_the_program_lists_it() {
    let rows = DOCUMENT.lines().filter(|line| line.starts_with("| `"));
    let documented: Vec<[String; 4]> = rows
        .map(|row| {
            let cells: Vec<_> = row.trim_matches('|').split(" | ").map(str::trim).collect();
            let [rule, severity, what, _fix, fixed] = cells.as_slice() else {
                panic!("five cells: {row}");
            };
            [rule.trim_matches('`'), severity, fixed, &what.replace('`', "")].map(str::to_owned)
        })
        .collect();
    assert_eq!(documented, listed());
}
