//! A source tree with one fault, and the report of `check`.

use std::fs;
use std::process::Command;

use s2ibox_tests::{Outcome, Root, Status, Test};

/// The directories of git, bash and shellcheck.
pub const PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// Returns a run of `s2ibox check` in the source of `root`.
pub fn check(root: &Root) -> Test {
    check_with(root, "hooks-not-called")
}

/// Returns a run of `s2ibox check` that leaves out the rules in `ignored`. Most trees of the tests have no `.s2i/bin`.
pub fn check_with(root: &Root, ignored: &str) -> Test {
    root.command("check").env("PATH", PATH).args(["--ignore", ignored])
}

/// Checks that the report has these lines and a last line with the numbers; `files` is the number of files.
#[track_caller]
pub fn reported(root: &Root, lines: &str, errors: usize, warnings: usize, files: usize) {
    let plural =
        |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
    let last = format!(
        ".s2i: {} and {} in {}\n",
        plural(errors, "error"),
        plural(warnings, "warning"),
        plural(files, "file")
    );
    check(root).stdout([lines, &last].concat()).status(i32::from(errors > 0)).check();
}

/// Runs the command of the only `help:` line, which begins after `before`, and checks that no finding is left.
#[track_caller]
pub fn fixed_by_help(root: &Root, before: &str) {
    fix_by_help(root, before);
    clean(root);
}

/// Runs the command of the only `help:` line.
#[track_caller]
pub fn fix_by_help(root: &Root, before: &str) {
    let report = check(root).run().out();
    let mut helps = report.lines().filter_map(|line| line.strip_prefix("  help: "));
    let help = helps.next().expect("there is a help");
    assert_eq!(helps.next(), None, "{report}");
    let (_, command) = help.split_once(before).expect("the help has a command");
    bash(root, command);
}

/// Runs a command line in the source, as a user would.
#[track_caller]
pub fn bash(root: &Root, command: &str) {
    let output = Command::new("/bin/bash")
        .args(["-c", command])
        .current_dir(&root.src)
        .env_clear()
        .env("PATH", PATH)
        .env("HOME", &root.top)
        .output()
        .expect("start bash");
    assert!(output.status.success(), "{command}\n{output:?}");
}

/// Checks that there is no finding.
#[track_caller]
pub fn clean(root: &Root) {
    let outcome: Outcome = check(root).run();
    assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
    assert!(outcome.err().is_empty(), "{outcome:?}");
    assert!(outcome.out().starts_with(".s2i: no problems in "), "{outcome:?}");
}

/// Returns every file below `.s2i` with its mode and content, to compare trees.
pub fn everything(root: &Root) -> String {
    let output = Command::new("/bin/bash")
        .args(["-c", "find . | sort | while IFS= read -r f; do stat -c '%n %a %s' \"$f\"; [ ! -f \"$f\" ] || cksum <\"$f\"; done"])
        .current_dir(&root.src)
        .output()
        .expect("start bash");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Returns the text of a file below `.s2i`.
pub fn text(root: &Root, below: &str) -> String {
    fs::read_to_string(root.path(below)).expect("read the file")
}
