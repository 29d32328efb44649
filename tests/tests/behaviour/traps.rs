//! Traps of env hooks: they win over those of s2ibox, and end when bash becomes another program. An EXIT trap of
//! `build_env` runs when `assemble` ends.

use s2ibox_tests::{Root, Signal, Test};

fn building(build_env: &str, assemble: &str) -> Root {
    let root = Root::new();
    root.uploaded().env_hook("build_env", build_env);
    root.builder("assemble", assemble);
    root
}

fn assembling(root: &Root) -> Test {
    root.command("assemble")
}

const BEGIN: &str = " -----> Running application assemble script.\n \
     -----> Running {hooks}/build_env\n";
const BUILDER: &str = " -----> Running builder assemble script ({scripts}/assemble)\n";

fn failed(status: i32) -> String {
    format!("ERROR: builder script {{scripts}}/assemble failed with status {status}\n")
}

#[test]
fn an_err_trap_of_the_hook_wins() {
    let root = Root::new();
    root.env_hook("deploy_env", "trap 'echo mine: $?' ERR\nfalse");
    let outcome = root.command("exec").arg("true").run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(1), "{outcome:?}");
    assert_eq!(outcome.out(), "mine: 1\n");
    assert!(outcome.err().contains("ERROR: env hook"), "{outcome:?}");
}

#[test]
fn an_err_trap_of_the_hook_runs_as_often_as_in_a_plain_script() {
    for (hook, runs) in [
        ("set +e; false", 1),
        ("set +e; false; true", 1),
        ("set +e; false; false", 2),
        ("set +e; return 5", 0),
        ("false", 1),
        ("return 5", 0),
        (". .s2i/action_hooks/more", 1),
    ] {
        let root = Root::new();
        root.env_hook("more", "false");
        root.env_hook("deploy_env", format!("trap 'echo mine' ERR\n{hook}"));
        let outcome = root.command("exec").arg("true").run();
        assert_eq!(outcome.out().matches("mine").count(), runs, "{hook}: {outcome:?}");
    }
}

#[test]
fn an_exit_trap_of_the_hook_wins() {
    let root = Root::new();
    root.env_hook("deploy_env", "trap 'echo mine: $?' EXIT\nexit 5");
    let outcome = root.command("exec").arg("true").run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(5), "{outcome:?}");
    assert_eq!(outcome.out(), "mine: 5\n");
}

#[test]
fn an_exit_trap_of_deploy_env_never_runs_once_it_is_sourced() {
    let root = Root::new();
    root.env_hook("deploy_env", "trap 'echo never' EXIT")
        .hook("deploy", "true")
        .hook("ready", "echo ready")
        .job("jobs/x/y", "echo job");
    root.builder("run", "echo run");
    root.command("ready").stdout(" -----> Running {hooks}/deploy_env\nready\n").check();
    root.command("exec").args(["echo", "exec"]).stdout("exec\n").check();
    root.command("run")
        .stdout(
            " -----> Running application run script.\n \
             -----> Running {hooks}/deploy_env\n \
             -----> Running {hooks}/deploy\n \
             -----> Running builder run script ({scripts}/run)\nrun\n",
        )
        .check();
    root.command("jobs")
        .arg("x")
        .stdout(
            " -----> Running {hooks}/deploy_env\n -----> Executing jobs (x)\n \
             -----> Running {src}/.s2i/jobs/x/y\njob\n",
        )
        .check();
}

#[test]
#[ignore = "needs root"]
fn an_exit_trap_of_build_env_runs_when_assemble_ends() {
    let root = building("trap 'echo trap: $A' EXIT; A=1", "echo assemble");
    root.uploaded().hook("build", "echo build");
    assembling(&root)
        .stdout(format!(
            "{BEGIN}{BUILDER}assemble\n -----> Running {{hooks}}/build\nbuild\ntrap: 1\n"
        ))
        .check();
}

#[test]
#[ignore = "needs root"]
fn an_exit_trap_of_build_env_sees_and_keeps_the_status() {
    let root = building("trap 'echo trap: $?; true' EXIT", "exit 7");
    assembling(&root)
        .stdout(format!("{BEGIN}{BUILDER}trap: 7\n"))
        .stderr(failed(7))
        .status(7)
        .check();
}

#[test]
#[ignore = "needs root"]
fn an_exit_trap_of_build_env_keeps_the_status_of_success() {
    let root = building("trap 'echo trap: $?; false' EXIT", "true");
    assembling(&root).stdout(format!("{BEGIN}{BUILDER}trap: 0\n")).check();
}

#[test]
#[ignore = "needs root"]
fn an_exit_trap_of_build_env_runs_in_the_hooks_own_shell() {
    let root = building(
        "secret=$(mktemp); chmod 600 \"$secret\"; forget() { rm \"$secret\"; echo forgotten; }\n\
         trap forget EXIT",
        "test -f \"$secret\" && echo there",
    );
    assembling(&root).stdout(format!("{BEGIN}{BUILDER}there\nforgotten\n")).check();
}

#[test]
#[ignore = "needs root"]
fn an_exit_trap_of_build_env_runs_after_a_broken_hook_too() {
    let root = building("trap 'echo trap: $?' EXIT", "chmod -x .s2i/action_hooks/build");
    root.uploaded().hook("build", "echo never");
    assembling(&root)
        .stdout(format!("{BEGIN}{BUILDER}trap: 1\n"))
        .stderr(
            "ERROR: hook {hooks}/build is not executable; run: git update-index --chmod=+x \
             .s2i/action_hooks/build (or chmod +x)\n",
        )
        .status(1)
        .check();
}

#[test]
#[ignore = "needs root"]
fn signals_reach_the_running_step_below_an_exit_trap_of_build_env() {
    for (signal, name, status) in [
        (Signal::SIGTERM, "TERM", 143),
        (Signal::SIGINT, "INT", 130),
        (Signal::SIGHUP, "HUP", 129),
        (Signal::SIGQUIT, "QUIT", 131),
    ] {
        let root = building(
            "trap 'echo trap: $?' EXIT",
            &format!(
                "trap 'echo got {name}; kill $!; exit 0' {name}; sleep 60 >/dev/null 2>&1 & echo ready; wait"
            ),
        );
        for test in [assembling(&root), assembling(&root).as_init()] {
            let mut running = test
                .stdout(format!("{BEGIN}{BUILDER}ready\ngot {name}\ntrap: {status}\n"))
                .stderr(format!("ERROR: stopped by SIG{name}; the remaining steps were skipped\n"))
                .status(status)
                .spawn();
            running.wait_for("ready").signal(signal);
            running.check();
            // The second build finds the tree that the first has taken.
        }
    }
}

#[test]
#[ignore = "needs root"]
fn usr1_is_only_passed_on_below_an_exit_trap_of_build_env() {
    let root = building(
        "trap 'echo trap: $?' EXIT",
        "trap 'echo got USR1; kill $!' USR1; sleep 60 & echo ready; wait; wait; exit 4",
    );
    let mut running = assembling(&root)
        .stdout(format!("{BEGIN}{BUILDER}ready\ngot USR1\ntrap: 4\n"))
        .stderr(failed(4))
        .status(4)
        .spawn();
    running.wait_for("ready").signal(Signal::SIGUSR1);
    running.check();
}

#[test]
#[ignore = "needs root"]
fn an_exit_trap_of_build_env_runs_once_as_process_1() {
    let root = building("trap 'echo trap: $?' EXIT", "echo assemble; exit 3");
    assembling(&root)
        .as_init()
        .stdout(format!("{BEGIN}{BUILDER}assemble\ntrap: 3\n"))
        .stderr(failed(3))
        .status(3)
        .check();
}

#[test]
#[ignore = "needs root"]
fn an_exit_trap_of_build_env_changes_nothing_for_the_build() {
    let look = "echo $A; umask; ulimit -S -n; cat <&3; kill -USR1 $$ && echo survived; cat";
    let root = building(
        "trap 'echo trap' EXIT; A=1; umask 027; ulimit -S -n 77; exec 3<<<'from the hook'; trap '' USR1",
        look,
    );
    assembling(&root)
        .stdin("its stdin\n")
        .stdout(format!("{BEGIN}{BUILDER}1\n0027\n77\nfrom the hook\nsurvived\nits stdin\ntrap\n"))
        .check();
}

#[test]
#[ignore = "needs root"]
fn an_exit_trap_of_build_env_cannot_change_the_status_but_by_exit() {
    for (trap, status) in [("true", 5), ("false", 5), ("(exit 9)", 5), ("exit 9", 9)] {
        let root = building(&format!("trap '{trap}' EXIT"), "exit 5");
        assembling(&root)
            .stdout(format!("{BEGIN}{BUILDER}"))
            .stderr(failed(5))
            .status(status)
            .check();
    }
}

#[test]
fn signal_traps_of_the_hook_end_with_bash() {
    let root = Root::new();
    root.env_hook("deploy_env", "trap 'echo never' TERM INT HUP USR1")
        .hook("run", "trap -p; kill -TERM $$");
    let expected = " -----> Running application run script.\n \
         -----> Running {hooks}/deploy_env\n -----> Running {hooks}/run\n";
    root.command("run").stdout(expected).killed_by(Signal::SIGTERM).check();
}
