//! `S2I_LOG`: the amount of output. `quiet` is tested here, `debug` in a file of its own.

use std::fs;

use s2ibox_tests::{Called, Root};

fn furnished() -> Root {
    let root = Root::new();
    root.container_user("true")
        .env_hook("deploy_env", "true")
        .hook("deploy", "echo deployed")
        .hook("run", "echo running")
        .hook("verify", "echo verified")
        .job("jobs/x/y", "echo job");
    root.uploaded()
        .hook("pre_build", "echo pre_build")
        .env_hook("build_env", "true")
        .hook("build", "echo built");
    root.builder("assemble", "echo assembled");
    root
}

#[test]
#[ignore = "needs root"]
fn quiet_prints_no_progress() {
    for (command, words, expected) in [
        ("run", &[][..], "deployed\nrunning\n"),
        ("verify", &[], "verified\n"),
        ("jobs", &["x"], "job\n"),
        ("jobs", &["none"], ""),
        ("assemble", &[], "pre_build\nassembled\nbuilt\n"),
    ] {
        for called in [Called::Multicall, Called::Link] {
            let root = furnished();
            root.called(called, command)
                .args(words)
                .env("S2I_LOG", "quiet")
                .stdout(expected)
                .check();
        }
    }
}

#[test]
fn quiet_prints_no_progress_from_bash() {
    let root = furnished();
    fs::remove_file(root.app.join("etc/generate_container_user")).expect("take it away");
    for called in [Called::Multicall, Called::Link] {
        root.called(called, "verify").env("S2I_LOG", "quiet").stdout("verified\n").check();
        root.called(called, "run").env("S2I_LOG", "quiet").stdout("deployed\nrunning\n").check();
    }
    let file = root.top.join("bash_env");
    fs::write(&file, "true\n").expect("write a file");
    root.command("verify")
        .env("BASH_ENV", file)
        .env("S2I_LOG", "quiet")
        .stdout("verified\n")
        .check();
}

#[test]
fn warnings_and_errors_are_never_silenced() {
    let root = furnished();
    root.container_user("false").hook("deploy", "exit 3");
    root.command("run")
        .env("S2I_LOG", "quiet")
        .stderr(
            "WARNING: container user script {app}/etc/generate_container_user ended with status 1; the command continues\n\
             ERROR: hook {hooks}/deploy failed with status 3\n",
        )
        .status(3)
        .check();
}

#[test]
fn a_level_that_an_env_hook_sets_is_for_later_commands() {
    let expected = " -----> Running application run script.\n \
         -----> Running {hooks}/deploy_env\n";
    let root = Root::new();
    root.env_hook("deploy_env", "S2I_LOG=quiet").hook("deploy", "echo $S2I_LOG");
    root.builder("run", "echo $S2I_LOG");
    let loud = root.command("run").stdout(format!(
        "{expected} -----> Running {{hooks}}/deploy\nquiet\n \
         -----> Running builder run script ({{scripts}}/run)\nquiet\n"
    ));
    loud.clone().check();
    loud.env("S2I_LOG", "").check();
    root.env_hook("deploy_env", "unset S2I_LOG");
    root.command("run").env("S2I_LOG", "quiet").stdout("\n\n").check();
}

#[test]
fn an_unknown_level_is_one_warning_and_not_a_failure() {
    for (value, shown) in [("loud", "loud"), ("QUIET", "QUIET"), ("a\nb", "a\\nb")] {
        let root = furnished();
        root.command("run")
            .env("S2I_LOG", value)
            .stdout(
                " -----> Running application run script.\n \
                 -----> Running {hooks}/deploy_env\n \
                 -----> Running {hooks}/deploy\ndeployed\n \
                 -----> Running {hooks}/run\nrunning\n",
            )
            .stderr(format!(
                "WARNING: S2I_LOG is '{shown}'; it must be quiet, debug or empty, and counts as empty\n"
            ))
            .check();
    }
}
