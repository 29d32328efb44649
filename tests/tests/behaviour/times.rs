//! The times of the steps of `assemble`: one line on stderr at its end.

use s2ibox_tests::{Root, Status, s2ibox, write_program};

/// Returns the names of the steps in a line with their tenths of a second. The sum comes first.
fn parsed(line: &str) -> Vec<(&str, u32)> {
    let rest = line.strip_prefix("NOTE: assemble ").expect("the line");
    let (sum, steps) = rest.trim_end().split_once(" s: ").expect("a step");
    let each = std::iter::once(sum).chain(steps.split(", "));
    let pairs = each.map(|step| step.rsplit_once(' ').expect("a name and a time"));
    pairs.map(|(name, time)| (name, time.replace('.', "").parse().expect("tenths"))).collect()
}

fn names(line: Option<String>) -> Vec<String> {
    let line = line.expect("the times");
    parsed(&line).iter().map(|(name, _)| (*name).to_owned()).collect()
}

#[test]
#[ignore = "needs root"]
fn every_step_is_listed_in_order_with_its_complete_time() {
    for trap in ["", "trap 'echo trap' EXIT"] {
        let root = Root::hostile();
        let step = "sleep 0.2";
        root.uploaded()
            .hook("pre_build", step)
            .env_hook("build_env", format!("{step}; {trap}"))
            .hook("build", step);
        root.builder("assemble", step);
        let outcome = root.command("assemble").run();
        assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
        assert!(outcome.stderr.0.is_empty(), "{outcome:?}");
        let line = outcome.times.expect("the times");
        let times = parsed(&line);
        let names: Vec<_> = times.iter().map(|(name, _)| *name).collect();
        let steps =
            ["taking .s2i", "pre_build", "build_env", "builder's assemble", "build", "permissions"];
        assert_eq!(names[0], "took", "{line}");
        assert_eq!(names[1..], steps, "{line}");
        for (name, tenths) in &times {
            let least = match *name {
                "took" => 8,
                "taking .s2i" | "permissions" => 0,
                _ => 2,
            };
            assert!(*tenths >= least, "{name} in {line}");
        }
    }
}

#[test]
#[ignore = "needs root"]
fn a_step_that_did_not_happen_is_not_listed() {
    let root = Root::new();
    root.builder("assemble", "true");
    let steps = names(root.command("assemble").run().times);
    assert_eq!(steps, ["took", "builder's assemble", "permissions"]);
    root.hook("build", "true");
    let steps = names(root.command("assemble").run().times);
    assert_eq!(steps, ["took", "builder's assemble", "build", "permissions"]);
}

#[test]
#[ignore = "needs root"]
fn the_time_of_bash_env_is_listed() {
    let root = Root::new();
    root.builder("assemble", "true");
    root.uploaded().hook("pre_build", "true");
    let file = root.top.join("bash_env");
    std::fs::write(&file, "A=1\n").expect("write a file");
    let test = root.command("assemble").env("BASH_ENV", &file);
    let steps = names(test.clone().run().times);
    assert_eq!(
        steps,
        [
            "took",
            "taking .s2i",
            "BASH_ENV",
            "pre_build",
            "BASH_ENV",
            "builder's assemble",
            "permissions"
        ]
    );
    root.env_hook("build_env", "true");
    let steps = names(test.run().times);
    assert_eq!(
        steps,
        ["took", "BASH_ENV", "pre_build", "build_env", "builder's assemble", "permissions"]
    );
}

#[test]
fn a_failed_step_is_the_last_and_the_error_follows() {
    for (step, steps) in [
        ("pre_build", &["pre_build"][..]),
        ("assemble", &["pre_build", "builder's assemble"]),
        ("build", &["pre_build", "builder's assemble", "build"]),
    ] {
        let root = Root::new();
        let script = |at: &str| if at == step { "exit 8" } else { "true" };
        root.builder("assemble", script("assemble"));
        root.hook("pre_build", script("pre_build")).hook("build", script("build"));
        let outcome = root.start(s2ibox()).arg("assemble").run();
        assert_eq!(outcome.status, Status::Exit(8), "{outcome:?}");
        let stderr = outcome.err();
        let (line, error) = stderr.split_once('\n').expect("two lines");
        assert!(line.starts_with("NOTE: assemble failed after "), "{outcome:?}");
        let listed = names(Some(line.to_owned()));
        assert_eq!(listed, [&["failed after"], steps].concat(), "{outcome:?}");
        assert!(error.starts_with("ERROR: "), "{outcome:?}");
        assert_eq!(error.lines().count(), 1, "{outcome:?}");
    }
}

#[test]
#[ignore = "needs root"]
fn a_build_that_bash_or_a_check_ends_has_no_times() {
    let root = Root::new();
    root.builder("assemble", "true");
    root.env_hook("build_env", "false");
    assert_eq!(root.command("assemble").run().times, None);
    root.env_hook("build_env", "true").program("action_hooks/build", "", 0o644);
    assert_eq!(root.command("assemble").run().times, None);
}

#[test]
#[ignore = "needs root"]
fn the_times_come_after_the_output_of_the_build_and_before_an_exit_trap() {
    let root = Root::new();
    root.env_hook("build_env", "trap 'echo trap' EXIT").hook("build", "echo built");
    root.builder("assemble", "echo assembled");
    let outcome = root.start(s2ibox()).arg("assemble").redirected("2>&1").run();
    let stdout = outcome.out();
    let last: Vec<_> = stdout.lines().rev().take(3).collect();
    assert_eq!([last[0], last[2]], ["trap", "built"], "{outcome:?}");
    assert!(last[1].starts_with("NOTE: assemble took "), "{outcome:?}");
}

#[test]
#[ignore = "needs root"]
fn no_variable_of_the_times_is_in_the_environment_of_the_build() {
    let root = Root::new();
    root.env_hook("build_env", "true").hook("pre_build", "true");
    let list = "#!/bin/cat /proc/self/environ\n";
    write_program(&root.scripts.join("assemble"), list, 0o755);
    let out = root.command("assemble").run().out();
    let (_, environment) = out.split_once("/assemble)\n").expect("the builder's assemble");
    let mut names: Vec<_> = environment
        .split_terminator('\0')
        .filter_map(|entry| Some(entry.split_once('=')?.0))
        .collect();
    names.sort_unstable();
    let paths = ["S2I_APPLICATION_PATH", "S2I_SCRIPTS_PATH", "S2I_SOURCE_PATH", "S2I_UPLOAD_PATH"];
    assert_eq!(names, [&["PATH", "PWD"][..], &paths, &["SHLVL"]].concat());
}
