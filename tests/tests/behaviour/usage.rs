//! Usage errors: the status is 2, one line on stderr names the wrong argument and the right one, and nothing has run.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use s2ibox_tests::{Root, Test, commands, executed_after_build};

fn root() -> Root {
    let root = Root::new();
    root.env_hook("deploy_env", "echo sourced");
    for hook in executed_after_build() {
        root.hook(&hook.name, "echo executed");
    }
    root
}

/// Checks for an empty stdout, status 2, and a first line on stderr that contains each of these texts.
#[track_caller]
fn refuses(test: Test, parts: &[&str]) {
    let outcome = test.run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(2), "{outcome:?}");
    assert!(outcome.stdout.0.is_empty(), "{outcome:?}");
    let stderr = outcome.err();
    assert!(stderr.starts_with("ERROR: ") && stderr.ends_with('\n'), "{outcome:?}");
    for part in parts {
        assert!(stderr.contains(part), "no {part:?} in {outcome:?}");
    }
}

#[test]
fn a_near_miss_is_suggested() {
    let root = root();
    for (wrong, right) in [
        ("redy", "ready"),
        ("alvie", "alive"),
        ("asemble", "assemble"),
        ("job", "jobs"),
        ("migrat", "migrate"),
        ("Run", "run"),
        ("set-up", "setup"),
    ] {
        let suggestion = format!("did you mean {right}?");
        refuses(root.command(wrong), &[wrong, &suggestion]);
        let powershift = root.start(root.link("powershift"));
        refuses(powershift.args(["image", wrong]), &[wrong, &suggestion]);
        refuses(root.start(root.link(&format!("s2i-{wrong}"))), &[wrong, right]);
    }
    let powershift = root.start(root.link("powershift"));
    refuses(powershift.args(["imgae", "ready"]), &["imgae", "image"]);
}

#[test]
fn an_unknown_argument_is_named_without_a_suggestion() {
    let root = root();
    let outcome = root.command("xyzzy").status(2).run();
    assert!(!outcome.err().contains("did you mean"), "{outcome:?}");
    refuses(root.command("xyzzy"), &["xyzzy", "assemble, run, verify"]);
}

#[test]
fn an_argument_that_is_not_text_is_escaped() {
    let root = root();
    let word = OsStr::from_bytes(b"\xff\nready");
    refuses(root.start(s2ibox_tests::s2ibox()).arg(word), &["\\xff\\nready"]);
    refuses(root.command("ready").arg(word), &["\\xff\\nready"]);
    refuses(root.start(s2ibox_tests::s2ibox()).arg(""), &[]);
}

#[test]
#[ignore = "needs root"]
fn a_command_without_arguments_takes_none() {
    let root = root();
    for command in commands() {
        if !["exec", "jobs"].contains(&command) {
            refuses(root.command(command).arg("superfluous"), &["superfluous"]);
            refuses(root.command(command).arg("--superfluous"), &["--superfluous"]);
        }
    }
}

#[test]
fn exec_and_jobs_name_a_missing_operand() {
    let root = root();
    refuses(root.command("exec"), &["exec"]);
    refuses(root.command("exec").arg("--"), &["exec"]);
    refuses(root.command("jobs"), &["jobs", "CATEGORY"]);
    refuses(root.command("jobs").args(["hourly", "daily"]), &["daily"]);
    refuses(root.command("jobs").arg("--hourly"), &["--hourly"]);
}

#[test]
fn reserved_arguments_cannot_be_forged() {
    let root = root();
    for forged in [&["--s2ibox-resume"][..], &["--s2ibox-resume", "sourced", "", "", "4:exec"]] {
        refuses(root.start(s2ibox_tests::s2ibox()).args(forged), &[]);
        refuses(root.command("ready").args(forged), &[]);
    }
}
