//! Help at every level: it is on stdout with status 0, even in a root where everything is wrong.

use s2ibox_tests::{Called, Outcome, Root, Status, commands};

fn is_help(outcome: &Outcome) {
    assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
    assert!(outcome.stderr.0.is_empty(), "{outcome:?}");
    let longest = outcome.out().lines().map(|line| line.chars().count()).max();
    assert!(longest.is_some_and(|longest| longest <= 100), "{outcome:?}");
}

fn summary_of(command: &str, help: &str) -> Option<String> {
    let lines = help.lines().map(str::trim_start);
    let after = lines.filter_map(|line| line.strip_prefix(command));
    let mut summaries = after.filter(|rest| rest.starts_with("  "));
    summaries.next().map(|rest| rest.trim().to_owned())
}

#[test]
fn help_lists_every_command_with_one_line() {
    let root = Root::new();
    let ways: [(&str, &[&str]); 10] = [
        ("s2ibox", &[]),
        ("s2ibox", &["--help"]),
        ("s2ibox", &["-h"]),
        ("s2ibox", &["help"]),
        ("powershift", &[]),
        ("powershift", &["--help"]),
        ("powershift", &["help"]),
        ("powershift", &["image"]),
        ("powershift", &["image", "--help"]),
        ("powershift", &["image", "help"]),
    ];
    for (name, words) in ways {
        let outcome = root.start(root.link(name)).args(words).directory("/").run();
        is_help(&outcome);
        for command in commands() {
            let summary = summary_of(command, &outcome.out());
            let long_enough = summary.is_some_and(|summary| summary.split(' ').count() > 2);
            assert!(long_enough, "{command} in {name} {words:?}: {outcome:?}");
        }
    }
}

#[test]
#[ignore = "needs root"]
fn every_command_has_help_of_its_own_by_every_name() {
    let root = Root::new();
    for command in commands() {
        let ways = Called::ALL.map(|called| root.called(called, command).arg("--help").run());
        for outcome in &ways {
            is_help(outcome);
            assert!(outcome.out().contains(command), "{outcome:?}");
            outcome.assert(&ways[0], command);
        }
    }
}

#[test]
#[ignore = "needs root"]
fn help_and_a_command_is_the_help_of_that_command() {
    let root = Root::new();
    for command in commands() {
        let long = root.command(command).arg("--help").run();
        for words in [&["help", command][..], &["powershift", "image", "help", command]] {
            root.start(s2ibox_tests::s2ibox()).args(words).run().assert(&long, command);
        }
    }
}

#[test]
#[ignore = "needs root"]
fn assemble_and_run_print_help_by_the_names_that_s2i_calls() {
    let root = Root::new();
    for command in ["assemble", "run"] {
        let bare = root.start(root.link(command)).arg("--help").run();
        let long = root.command(command).arg("--help").run();
        bare.assert(&long, command);
    }
}

#[test]
fn help_into_a_closed_pipe_is_not_a_failure() {
    let root = Root::new();
    for redirection in [">/dev/full", ">&-"] {
        root.start(s2ibox_tests::s2ibox()).arg("--help").redirected(redirection).check();
    }
}
