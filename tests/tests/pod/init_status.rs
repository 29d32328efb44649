//! `--init` ends with the status of the program.

use s2ibox_tests::{Root, Status};

#[test]
fn every_exit_status_comes_through() {
    let root = Root::new();
    for status in 0..=255 {
        root.command("exec")
            .args(["--init", "sh", "-c", &format!("exit {status}")])
            .status(status)
            .check();
    }
}

#[test]
#[ignore = "needs root"]
fn some_exit_statuses_come_through_process_1_and_the_group() {
    let root = Root::new();
    for status in [0, 1, 2, 32, 64, 126, 127, 128, 143, 254, 255] {
        let script = format!("exit {status}");
        for option in ["--init", "--init=group"] {
            let outcome = root.command("exec").args([option, "sh", "-c", &script]).as_init().run();
            assert_eq!(outcome.status, Status::Exit(status), "{outcome:?}");
        }
    }
}

#[test]
fn death_by_each_signal_is_128_and_its_number() {
    let root = Root::new();
    // Those whose default is to be ignored or to stop are left out; 32 and 33 are the C library's.
    let mild = [17, 18, 19, 20, 21, 22, 23, 28, 32, 33];
    for signal in (1..=64).filter(|signal| !mild.contains(signal)) {
        // The program is not bash, which ignores QUIT.
        let script = format!("ulimit -c 0; kill -{signal} $$; sleep 5");
        root.command("exec")
            .args(["--init", "/bin/dash", "-c", &script])
            .status(128 + signal)
            .check();
    }
}

#[test]
fn a_program_that_cannot_be_started_is_an_error() {
    let root = Root::new();
    root.command("exec")
        .args(["--init", "/nowhere"])
        .stderr(
            "ERROR: command '/nowhere' not found; check its spelling, and PATH in the deploy \
             environment\n",
        )
        .status(127)
        .check();
    root.command("exec")
        .args(["--init", "/etc"])
        .stderr("ERROR: command /etc is a directory; name a program in it\n")
        .status(126)
        .check();
}

#[test]
fn a_program_that_fails_causes_no_message() {
    let root = Root::new();
    root.hook("run", "echo out; echo err >&2; exit 9");
    root.command("run")
        .arg("--init")
        .stdout(" -----> Running application run script.\n -----> Running {hooks}/run\nout\n")
        .stderr("err\n")
        .status(9)
        .check();
}

#[test]
fn an_orphan_that_dies_of_a_real_time_signal_changes_nothing() {
    let root = Root::new();
    let script = "(bash -c 'sleep 0.1; kill -34 $$' & true); sleep 0.4; exit 3";
    root.command("exec").args(["--init", "/bin/bash", "-c", script]).status(3).check();
}
