//! s2ibox as process 1 of a pid namespace.

use s2ibox_tests::{Root, Scratch, Signal, Status, actions};

#[test]
#[ignore = "needs root"]
fn the_application_is_process_1() {
    for deploy_env in [true, false] {
        let root = Root::new();
        if deploy_env {
            root.env_hook("deploy_env", "trap true EXIT");
        }
        root.hook("deploy", "echo deploy is child of $PPID")
            .hook("run", "echo application is process $$; exit 6");
        let outcome = root.command("run").as_init().run();
        assert_eq!(outcome.status, Status::Exit(6), "{outcome:?}");
        let out = outcome.out();
        assert!(out.contains("deploy is child of 1\n"), "{outcome:?}");
        assert!(out.ends_with("application is process 1\n"), "{outcome:?}");
    }
}

#[test]
#[ignore = "needs root"]
fn orphans_are_reaped_while_a_hook_is_waited_for() {
    let root = Root::new();
    // The grandchild loses its parent and dies. Only process 1 can reap it.
    root.hook(
        "deploy",
        "orphan=$(sh -c 'sleep 0.01 >/dev/null 2>&1 & echo $!')\n\
         for i in {1..2000}; do [ -e /proc/$orphan ] || { echo reaped; exit; }; sleep 0.01; done\n\
         cat /proc/$orphan/status",
    )
    .hook("run", "true");
    root.command("run")
        .as_init()
        .stdout(
            " -----> Running application run script.\n -----> Running {hooks}/deploy\nreaped\n \
             -----> Running {hooks}/run\n",
        )
        .check();
}

#[test]
#[ignore = "needs root"]
fn orphans_are_reaped_while_jobs_and_builds_run() {
    let look = "orphan=$(sh -c 'sleep 0.01 >/dev/null 2>&1 & echo $!')\n\
         for i in {1..2000}; do [ -e /proc/$orphan ] || { echo reaped; exit; }; sleep 0.01; done";
    let root = Root::new();
    root.job("jobs/x/y", look);
    let out = root.command("jobs").arg("x").as_init().run().out();
    assert!(out.ends_with("reaped\n"), "{out}");
    root.builder("assemble", look);
    let out = root.command("assemble").as_init().run().out();
    assert!(out.ends_with("reaped\n"), "{out}");
    root.uploaded().env_hook("build_env", "trap 'echo trap' EXIT");
    let out = root.command("assemble").as_init().run().out();
    assert!(out.ends_with("reaped\ntrap\n"), "{out}");
}

#[test]
#[ignore = "needs root"]
fn an_orphan_that_dies_is_not_taken_for_the_hook() {
    let root = Root::new();
    root.hook("deploy", "for i in {1..20}; do sh -c 'sh -c \"exit 9\" & true'; done; exit 3")
        .hook("run", "echo never");
    let outcome = root.command("run").as_init().run();
    assert_eq!(outcome.status, Status::Exit(3), "{outcome:?}");
}

#[test]
#[ignore = "needs root"]
fn a_status_and_a_death_come_through() {
    let root = Root::new();
    root.hook("run", "true");
    for (script, status) in [("exit 5", 5), ("kill -KILL $$", 137), ("kill -TERM $$", 143)] {
        root.hook("deploy", script);
        let outcome = root.command("run").as_init().run();
        assert_eq!(outcome.status, Status::Exit(status), "{outcome:?}");
    }
}

#[test]
#[ignore = "needs root"]
fn every_command_works_in_a_scratch_image_under_an_arbitrary_user() {
    let scratch = Scratch::new();
    scratch.static_hook("deploy").static_hook("run");
    let mut running = scratch
        .command("run")
        .env("HOOK_deploy", "ids; env S2I_MARKERS_ENVIRON_; exit 0")
        .env("HOOK_run", "ids; pid; trap; ready; until SIGTERM; exit 4")
        .stdout(
            " -----> Running application run script.\n \
             -----> Running /opt/app-root/src/.s2i/action_hooks/deploy\n\
             deploy runs as 1000680000:0\nS2I_MARKERS_ENVIRON_=(unset)\n \
             -----> Running /opt/app-root/src/.s2i/action_hooks/run\n\
             run runs as 1000680000:0\nrun is process 1\nready (pid: 1)\n\
             run got SIGHUP\nrun got SIGUSR1\nrun got SIGTERM\n",
        )
        .status(4)
        .spawn();
    running.wait_for("ready (pid: 1)").signal(Signal::SIGHUP);
    running.wait_for("run got SIGHUP").signal(Signal::SIGUSR1);
    running.wait_for("run got SIGUSR1").signal(Signal::SIGTERM);
    running.check();
}

#[test]
#[ignore = "needs root"]
fn term_during_deploy_starts_no_application_in_a_scratch_image() {
    let scratch = Scratch::new();
    scratch.static_hook("deploy").static_hook("run");
    for (deploy, last, error) in [
        (
            "ready; sleep",
            "ready (pid: 2)\n",
            "hook /opt/app-root/src/.s2i/action_hooks/deploy was killed by SIGTERM",
        ),
        (
            "trap; ready; until SIGTERM; exit 0",
            "ready (pid: 2)\ndeploy got SIGTERM\n",
            "stopped by SIGTERM; the remaining steps were skipped",
        ),
    ] {
        let mut running = scratch
            .command("run")
            .env("HOOK_deploy", deploy)
            .env("HOOK_run", "say never")
            .stdout(format!(
                " -----> Running application run script.\n \
                 -----> Running /opt/app-root/src/.s2i/action_hooks/deploy\n{last}"
            ))
            .stderr(format!("ERROR: {error}\n"))
            .status(143)
            .spawn();
        running.wait_for("ready (pid: 2)").signal(Signal::SIGTERM);
        running.check();
    }
}

#[test]
#[ignore = "needs root"]
fn each_command_works_in_a_scratch_image() {
    let scratch = Scratch::new();
    for action in actions() {
        let (hook, command) = (&action.name, &action.command);
        scratch.static_hook(hook);
        let outcome = scratch.command(command).env(format!("HOOK_{hook}"), "pid; exit 7").run();
        assert_eq!(outcome.status, Status::Exit(7), "{outcome:?}");
        // Process 1 stays as an init for these.
        let number = if ["setup", "migrate", "verify"].contains(&&**hook) { 2 } else { 1 };
        assert!(outcome.out().ends_with(&format!("{hook} is process {number}\n")), "{outcome:?}");
    }
    scratch.static_program("/opt/app-root/src/.s2i/jobs/x/job");
    scratch
        .command("jobs")
        .arg("x")
        .env("HOOK_job", "say job; exit 0")
        .stdout(
            " -----> Executing jobs (x)\n \
             -----> Running /opt/app-root/src/.s2i/jobs/x/job\njob\n",
        )
        .check();
    scratch.static_program("/usr/bin/tool");
    scratch
        .command("exec")
        .args(["tool", "a"])
        .env("PATH", "/usr/bin")
        .env("HOOK_tool", "pid")
        .stdout("tool is process 1\n")
        .check();
}

#[test]
#[ignore = "needs root"]
fn assemble_works_in_a_scratch_image() {
    let scratch = Scratch::new();
    scratch.static_program("/usr/libexec/s2i/assemble");
    scratch.static_program("/tmp/src/.s2i/action_hooks/build");
    scratch.give_away();
    scratch
        .command("assemble")
        .env("HOOK_assemble", "say builder; pid")
        .env("HOOK_build", "say build; pid")
        .stdout(
            " -----> Running application assemble script.\n \
             -----> Running builder assemble script (/usr/libexec/s2i/assemble)\n\
             builder\nassemble is process 2\n \
             -----> Running /opt/app-root/src/.s2i/action_hooks/build\nbuild\nbuild is process 3\n",
        )
        .check();
    assert!(!scratch.outside("/tmp/src/.s2i").exists());
}
