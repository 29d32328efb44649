//! All hooks and jobs that a command needs are checked before anything runs.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use s2ibox_tests::{Root, Status, actions, executed_after_build};

fn not_executable(path: &str, repository: &str) -> String {
    format!(
        "ERROR: hook {path} is not executable; run: git update-index --chmod=+x {repository} (or \
         chmod +x)\n"
    )
}

#[test]
fn run_checks_its_run_hook_before_deploy_env() {
    let root = Root::new();
    root.env_hook("deploy_env", "echo never").hook("deploy", "echo never").program(
        "action_hooks/run",
        "#!/bin/sh\n",
        0o644,
    );
    root.command("run")
        .stdout(" -----> Running application run script.\n")
        .stderr(not_executable("{hooks}/run", ".s2i/action_hooks/run"))
        .status(1)
        .check();
}

#[test]
fn run_checks_its_deploy_hook_before_deploy_env() {
    let root = Root::new();
    root.env_hook("deploy_env", "echo never")
        .program("action_hooks/deploy", "#!/bin/sh\n", 0o644)
        .hook("run", "echo never");
    root.command("run")
        .stdout(" -----> Running application run script.\n")
        .stderr(not_executable("{hooks}/deploy", ".s2i/action_hooks/deploy"))
        .status(1)
        .check();
}

#[test]
fn an_action_checks_its_hook_before_deploy_env() {
    for action in actions() {
        let (hook, command) = (&action.name, &action.command);
        let root = Root::new();
        root.env_hook("deploy_env", "echo never").directory(format!("action_hooks/{hook}"));
        root.command(command)
            .stderr(format!(
                "ERROR: hook {{hooks}}/{hook} is a directory, not a file; put a script or a program \
                 in its place\n"
            ))
            .status(1)
            .check();
    }
}

#[test]
fn jobs_checks_every_job_before_deploy_env() {
    let root = Root::new();
    root.env_hook("deploy_env", "echo never").job("jobs/x/1", "echo never").program(
        "jobs/x/2",
        "#!/bin/sh\n",
        0o644,
    );
    root.command("jobs")
        .arg("x")
        .stderr(
            "ERROR: job {src}/.s2i/jobs/x/2 is not executable; run: git update-index --chmod=+x \
             .s2i/jobs/x/2 (or chmod +x)\n",
        )
        .status(1)
        .check();
}

#[test]
#[ignore = "needs root"]
fn assemble_checks_in_the_upload_before_anything_moves() {
    for hook in ["pre_build", "build"] {
        let root = Root::new();
        root.builder("assemble", "echo never");
        root.uploaded()
            .hook("pre_build", "echo never")
            .env_hook("build_env", "echo never")
            .program(format!("action_hooks/{hook}"), "#!/bin/sh\n", 0o644);
        root.command("assemble")
            .stdout(" -----> Running application assemble script.\n")
            .stderr(not_executable(
                &format!("{{upload}}/.s2i/action_hooks/{hook}"),
                &format!(".s2i/action_hooks/{hook}"),
            ))
            .status(1)
            .check();
        assert!(root.uploaded().path("action_hooks").exists());
        assert!(!root.path("").exists());
    }
}

#[test]
#[ignore = "needs root"]
fn assemble_warns_about_broken_hooks_of_later_commands() {
    for hook in executed_after_build() {
        let hook = &hook.name;
        let root = Root::new();
        root.builder("assemble", "echo assemble");
        root.uploaded().program(format!("action_hooks/{hook}"), "#!/bin/sh\n", 0o644);
        let outcome = root.command("assemble").run();
        assert_eq!(outcome.status, s2ibox_tests::Status::Exit(0), "{outcome:?}");
        assert!(outcome.out().ends_with("assemble\n"), "{outcome:?}");
        assert_eq!(outcome.err().lines().count(), 1, "{outcome:?}");
        let warned = outcome.err().starts_with("WARNING: ")
            && outcome.err().contains(&format!(".s2i/action_hooks/{hook} is not executable"));
        assert!(warned, "{outcome:?}");
    }
}

#[test]
#[ignore = "needs root"]
fn assemble_warns_about_a_broken_deploy_env_and_broken_jobs() {
    let root = Root::new();
    root.builder("assemble", "true");
    root.uploaded().directory("action_hooks/deploy_env").program("jobs/x/y", "#!/bin/sh\n", 0o644);
    let outcome = root.command("assemble").run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(0), "{outcome:?}");
    assert!(outcome.err().contains("action_hooks/deploy_env is a directory"), "{outcome:?}");
}

#[test]
fn a_hook_is_checked_again_when_its_turn_comes() {
    let root = Root::new();
    root.hook("deploy", "echo deploy; chmod -x .s2i/action_hooks/run").hook("run", "echo never");
    root.command("run")
        .stdout(
            " -----> Running application run script.\n \
             -----> Running {hooks}/deploy\ndeploy\n",
        )
        .stderr(not_executable("{hooks}/run", ".s2i/action_hooks/run"))
        .status(1)
        .check();
}

#[test]
fn a_hook_that_an_earlier_step_makes_runs() {
    let root = Root::new();
    root.env_hook(
        "deploy_env",
        "printf 'echo made by deploy_env\\n' >.s2i/action_hooks/deploy; chmod +x .s2i/action_hooks/deploy",
    );
    root.builder("run", "echo never");
    root.hook("prepared", "echo made by deploy");
    root.program("prepare", "#!/bin/sh\n", 0o755);
    let outcome = root.command("run").run();
    assert!(outcome.out().contains("deploy\nmade by deploy_env\n"), "{outcome:?}");

    let root = Root::new();
    root.hook("prepared", "echo made by deploy")
        .hook("deploy", "cd .s2i/action_hooks && mv prepared run");
    root.builder("run", "echo never");
    root.command("run")
        .stdout(
            " -----> Running application run script.\n \
             -----> Running {hooks}/deploy\n -----> Running {hooks}/run\nmade by deploy\n",
        )
        .check();
}

#[test]
fn a_hook_that_an_earlier_step_removes_is_absent() {
    let root = Root::new();
    root.hook("deploy", "rm .s2i/action_hooks/run").hook("run", "echo never");
    root.builder("run", "echo builder");
    root.command("run")
        .stdout(
            " -----> Running application run script.\n \
             -----> Running {hooks}/deploy\n \
             -----> Running builder run script ({scripts}/run)\nbuilder\n",
        )
        .check();
}

#[test]
#[ignore = "needs root"]
fn the_build_hook_is_looked_for_again_after_the_builder() {
    let root = Root::new();
    root.builder(
        "assemble",
        "mkdir -p .s2i/action_hooks; printf 'echo made by the builder\\n' >.s2i/action_hooks/build\n\
         chmod +x .s2i/action_hooks/build",
    );
    root.command("assemble")
        .stdout(
            " -----> Running application assemble script.\n \
             -----> Running builder assemble script ({scripts}/assemble)\n \
             -----> Running {hooks}/build\nmade by the builder\n",
        )
        .check();
    let mode =
        std::fs::metadata(root.path("action_hooks/build")).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o775);
}

#[test]
#[ignore = "needs root"]
fn a_missing_builder_script_is_reported_before_anything_runs() {
    let root = Root::new();
    root.hook("deploy", "echo never").env_hook("deploy_env", "echo never");
    root.uploaded().hook("pre_build", "echo never");
    for command in ["run", "assemble"] {
        root.command(command)
            .stdout(format!(" -----> Running application {command} script.\n"))
            .stderr(format!(
                "ERROR: the builder's {command} script {{scripts}}/{command} is not there; set \
                 S2I_SCRIPTS_PATH to the directory that holds it\n"
            ))
            .status(127)
            .check();
    }
    assert!(root.upload.join(".s2i").exists());
    // With a run hook, no builder is needed to start.
    root.env_hook("deploy_env", "A=1").hook("deploy", "true").hook("run", "exit 3");
    assert_eq!(root.command("run").run().status, Status::Exit(3));
}

#[test]
#[ignore = "needs root"]
fn a_builder_script_that_this_user_may_not_reach_is_an_error_about_access() {
    let root = Root::new();
    root.builder("run", "echo never");
    fs::set_permissions(&root.scripts, Permissions::from_mode(0o700)).expect("set the mode");
    root.command("run")
        .user(1_000_680_000, 0)
        .stdout(" -----> Running application run script.\n")
        .stderr(
            "ERROR: the builder's run script {scripts}/run cannot be accessed: Permission denied (os \
             error 13); give user 1000680000 access to the directories above it\n",
        )
        .status(126)
        .check();
}
