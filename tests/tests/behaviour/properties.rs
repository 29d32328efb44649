//! Variables, arguments and file names of any bytes arrive as `bash -c 'exec env'` would pass them, and unchanged if no
//! shell starts.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use s2ibox_tests::{Root, Status, Test, commands, hook_of, write_program};

use crate::arbitrary::{
    BASHS_OWN, OF_STDBUF, OURS, byte, file_name, holds, value, variables, variables_of_bash, words,
};

fn with(test: Test, variables: &BTreeMap<OsString, OsString>) -> Test {
    variables.iter().fold(test, |test, (name, value)| test.env(name, value))
}

/// Returns the entries of a list that is separated by NUL, without those of these names.
fn entries(written: &[u8], without: &[&str]) -> BTreeSet<Vec<u8>> {
    let entries = written.split(|byte| *byte == 0).filter(|entry| {
        let name = entry.split(|byte| *byte == b'=').next().unwrap_or_default();
        let name = String::from_utf8_lossy(name);
        let left_out = [without, &OURS, &OF_STDBUF].concat().contains(&&*name);
        entry.contains(&b'=') && !left_out
    });
    entries.map(<[u8]>::to_vec).collect()
}

/// Returns the output of the hook of `command`: see `Tree::environ_hook`.
fn written_by(root: &Root, command: &str, variables: &BTreeMap<OsString, OsString>) -> Vec<u8> {
    let test = match command {
        "jobs" => root.command(command).arg("x"),
        "exec" => root.command(command).args(["/bin/cat", "/proc/self/environ"]),
        "shell" => root.command(command).stdin("exec /bin/cat /proc/$$/environ"),
        _ => root.command(command),
    };
    let outcome = with(test, variables).run();
    assert_eq!(outcome.status, Status::Exit(0), "{command}: {outcome:?}");
    assert!(outcome.stderr.0.is_empty(), "{command}: {outcome:?}");
    let mut written = &outcome.stdout.0[..];
    while let Some(rest) = written.strip_prefix(b" -----> ") {
        let end = rest.iter().position(|byte| *byte == b'\n').expect("a line");
        written = &rest[end + 1..];
    }
    written.to_vec()
}

fn root_for(command: &str, env_hook: bool) -> Root {
    let root = Root::new();
    if env_hook {
        root.env_hook("deploy_env", "true").env_hook("build_env", "true");
    }
    root.environ_hook(&hook_of(command)).program(
        "jobs/x/y",
        "#!/bin/cat /proc/self/environ\n",
        0o755,
    );
    write_program(&root.scripts.join("assemble"), "#!/bin/cat /proc/self/environ\n", 0o755);
    root
}

fn as_given(variables: &BTreeMap<OsString, OsString>) -> BTreeSet<Vec<u8>> {
    let entry =
        |(name, value): (&OsString, &OsString)| [name.as_bytes(), b"=", value.as_bytes()].concat();
    variables.iter().map(entry).collect()
}

#[test]
#[ignore = "needs root"]
fn variables_arrive_unchanged_where_no_shell_starts() {
    let roots: Vec<_> =
        commands().into_iter().map(|command| (command, root_for(command, false))).collect();
    holds(60, &variables_of_bash(), |variables| {
        // `shell` becomes a shell, and these names have a meaning for it.
        for (command, root) in roots.iter().filter(|(command, _)| *command != "shell") {
            let written = written_by(root, command, &variables);
            prop_assert_eq!(entries(&written, &[]), as_given(&variables), "{}", command);
        }
        Ok(())
    });
}

#[test]
#[ignore = "needs root"]
fn variables_arrive_as_bash_would_pass_them() {
    let roots: Vec<_> =
        commands().into_iter().map(|command| (command, root_for(command, true))).collect();
    holds(60, &variables(), |variables| {
        let bash = roots[0].1.start("/bin/bash");
        let bash = bash.args(["-c", "exec /bin/cat /proc/self/environ"]);
        let by_bash = entries(&with(bash, &variables).run().stdout.0, &BASHS_OWN);
        for (command, root) in &roots {
            let written = written_by(root, command, &variables);
            prop_assert_eq!(&entries(&written, &BASHS_OWN), &by_bash, "{}", command);
        }
        Ok(())
    });
}

#[test]
fn arguments_arrive_untouched() {
    let with_shell = root_for("ready", true);
    let without = root_for("ready", false);
    holds(150, &words(), |words| {
        let mut expected = vec![];
        for word in &words {
            expected.extend_from_slice(word.as_bytes());
            expected.push(0);
        }
        for root in [&with_shell, &without] {
            let print = ["/bin/sh", "-c", "[ $# = 0 ] || printf '%s\\0' \"$@\"", "sh"];
            let outcome = root.command("exec").args(print).args(&words).run();
            prop_assert_eq!(&outcome.stdout.0, &expected, "{:?}", outcome);
            prop_assert_eq!(outcome.status, Status::Exit(0));
        }
        Ok(())
    });
}

#[test]
fn job_and_category_names_of_any_bytes_run() {
    // A category with a pattern is a usage error.
    let category = file_name().prop_filter("no pattern", |name| {
        !name.as_bytes().iter().any(|byte| b"*?[".contains(byte))
    });
    let strategy = (category, file_name(), any::<bool>());
    holds(150, &strategy, |(category, job, env_hook)| {
        let root = Root::new();
        if env_hook {
            root.env_hook("deploy_env", "true");
        }
        root.job(Path::new("jobs").join(&category).join(&job), "echo ran");
        let outcome = root.command("jobs").arg("--").arg(&category).run();
        prop_assert_eq!(outcome.status, Status::Exit(0), "{:?}", &outcome);
        prop_assert!(outcome.stdout.0.ends_with(b"\nran\n"), "{:?}", &outcome);
        prop_assert!(outcome.stderr.0.is_empty(), "{:?}", &outcome);
        Ok(())
    });
}

#[test]
fn directories_of_any_name_work() {
    holds(100, &(vec(byte(), 1..40), any::<bool>()), |(mut name, env_hook)| {
        name.retain(|byte| *byte != b'/');
        let root = Root::named(&name);
        if env_hook {
            root.env_hook("deploy_env", "cd /; A=1");
        }
        root.hook("deploy", "pwd -P").hook("run", "pwd -P");
        let outcome = root.command("run").run();
        prop_assert_eq!(outcome.status, Status::Exit(0), "{:?}", &outcome);
        let here = [root.src.as_os_str().as_bytes(), b"\n"].concat();
        prop_assert!(outcome.stdout.0.ends_with(&here), "{:?}", &outcome);
        prop_assert!(outcome.stderr.0.is_empty(), "{:?}", &outcome);
        Ok(())
    });
}

#[test]
fn what_deploy_env_sets_arrives() {
    let root = Root::new();
    root.env_hook("deploy_env", "IFS= read -r -d '' VALUE <value || true");
    holds(100, &value(), |value: OsString| {
        std::fs::write(root.src.join("value"), value.as_bytes()).expect("write the value");
        let outcome = root
            .command("exec")
            .args([OsStr::new("/bin/sh"), OsStr::new("-c"), OsStr::new("printf %s \"$VALUE\"")])
            .run();
        prop_assert_eq!(&outcome.stdout.0, value.as_bytes());
        Ok(())
    });
}
