//! The files that `init` writes.

use std::fs;

use s2ibox_tests::{Called, Root, actions, hooks};

use crate::source::{bash, check, clean, everything, text};

#[test]
fn an_empty_directory_becomes_a_checked_tree_in_two_commands() {
    let root = Root::new();
    root.command("init")
        .stdout(
            "wrote .s2i/action_hooks/build\nwrote .s2i/action_hooks/deploy_env\nwrote .s2i/action_hooks/deploy\n\
             wrote .s2i/action_hooks/ready\nwrote .s2i/action_hooks/alive\nwrote .s2i/bin/assemble\n\
             wrote .s2i/bin/run\nwrote .s2i/environment\nnext: s2ibox check\n",
        )
        .check();
    check(&root).stdout(".s2i: no problems in 8 files\n").check();
}

#[test]
fn only_the_requested_files_are_written() {
    let root = Root::new();
    root.command("init")
        .args(["--hooks", "deploy,ready", "--jobs=hourly,a/b", "new directory"])
        .stdout(
            "wrote new directory/.s2i/action_hooks/deploy\nwrote new directory/.s2i/action_hooks/ready\n\
             wrote new directory/.s2i/jobs/hourly/example\nwrote new directory/.s2i/jobs/a/b/example\n\
             wrote new directory/.s2i/bin/assemble\nwrote new directory/.s2i/bin/run\n\
             wrote new directory/.s2i/environment\nnext: s2ibox check 'new directory'\n",
        )
        .check();
    check(&root)
        .arg("new directory")
        .stdout("new directory/.s2i: no problems in 7 files\n")
        .check();
}

#[test]
fn a_directory_that_looks_like_an_option_can_be_pasted() {
    let root = Root::new();
    root.command("init")
        .args(["--hooks=", "--", "-x"])
        .stdout(
            "wrote ./-x/.s2i/bin/assemble\nwrote ./-x/.s2i/bin/run\nwrote ./-x/.s2i/environment\n\
             next: s2ibox check ./-x\n",
        )
        .check();
}

#[test]
fn no_incomplete_file_stays() {
    let root = Root::new();
    let limited = "ulimit -f 1; trap '' XFSZ; exec \"$@\"";
    let outcome = root
        .start("/bin/bash")
        .args(["-c", limited, "bash"])
        .arg(root.link("s2ibox"))
        .args(["init", "--embed", "--hooks="])
        .run();
    assert!(outcome.err().contains("cannot write .s2i/bin/s2ibox"), "{outcome:?}");
    assert!(!root.path("bin/s2ibox").exists());
}

#[test]
fn every_hook_passes_the_check_and_explains_itself() {
    let root = Root::new();
    let _ = root.command("init").args(["--hooks", "all", "--jobs", "daily"]).run();
    clean(&root);
    for hook in hooks() {
        let text = text(&root, &format!("action_hooks/{}", hook.name));
        assert!(text.lines().filter(|line| line.starts_with("# ")).count() >= 2, "{text}");
    }
}

#[test]
fn the_hooks_can_be_listed() {
    let root = Root::new();
    let listed = root.command("init").arg("--list").run();
    let line =
        |name: &str| listed.out().lines().find(|line| line.starts_with(name)).map(String::from);
    let ready = "ready        becomes  ready        The readiness probe, every few seconds: can the \
                 application answer requests now?";
    assert_eq!(line("ready ").as_deref(), Some(ready), "{listed:?}");
    assert!(line("deploy_env   sourced  others ").is_some(), "{listed:?}");
    assert!(!root.path("").exists());
}

#[test]
fn every_hook_runs() {
    let root = Root::new();
    let _ = root.command("init").args(["--hooks", "all", "--jobs", "daily"]).run();
    root.builder("run", "echo started");
    for action in actions() {
        let outcome = root.command(&action.command).run();
        assert!(outcome.err().is_empty(), "{outcome:?}");
    }
    let outcome = root.command("run").run();
    assert!(outcome.out().ends_with("started\n"), "{outcome:?}");
    let outcome = root.command("jobs").arg("daily").run();
    assert!(outcome.err().is_empty(), "{outcome:?}");
}

#[test]
fn init_overwrites_no_file() {
    let root = Root::new();
    root.program("action_hooks/deploy", "mine", 0o600).link_at("bin/run", "nowhere");
    let wrote = root.command("init").args(["--hooks", "deploy"]).run();
    assert_eq!(
        wrote.out(),
        "left as it is: .s2i/action_hooks/deploy\nwrote .s2i/bin/assemble\nleft as it is: .s2i/bin/run\n\
         wrote .s2i/environment\nnext: s2ibox check\n"
    );
    assert_eq!(text(&root, "action_hooks/deploy"), "mine");
    assert_eq!(fs::read_link(root.path("bin/run")).expect("a link").to_str(), Some("nowhere"));
}

#[test]
fn a_second_run_changes_nothing() {
    let root = Root::new();
    let _ = root.command("init").args(["--embed", "--jobs", "hourly"]).run();
    let before = everything(&root);
    let outcome = root.command("init").args(["--embed", "--jobs", "hourly"]).run();
    assert!(!outcome.out().contains("wrote"), "{outcome:?}");
    assert_eq!(everything(&root), before);
}

#[test]
fn an_embedded_program_and_its_links_work_from_the_source() {
    let root = Root::new();
    let _ = root.command("init").args(["--embed", "--hooks", "ready,verify"]).run();
    clean(&root);
    let actions = actions().map(|action| action.command.as_str());
    for name in actions.chain(["jobs", "exec", "shell", "env"]) {
        bash(&root, &format!(".s2i/bin/s2i-{name} --help >/dev/null"));
    }
    root.start(root.path("bin/s2i-exec")).args(["echo", "a b"]).stdout("a b\n").check();
    root.builder("run", "echo started");
    let outcome = root.start(root.path("bin/run")).run();
    assert!(outcome.out().ends_with("started\n"), "{outcome:?}");
}

#[test]
fn embedded_scripts_build_and_start_an_application() {
    let root = Root::new();
    let upload = root.upload.clone();
    let _ = root.command("init").args(["--embed", "--hooks", "build"]).arg(&upload).run();
    root.builder("assemble", "echo built").builder("run", "echo started");
    let outcome = root.start(upload.join(".s2i/bin/assemble")).run();
    assert!(outcome.out().contains("\nbuilt\n"), "{outcome:?}");
    let outcome = root.start(root.path("bin/run")).run();
    assert!(outcome.out().ends_with("started\n"), "{outcome:?}");
}

#[test]
fn a_usage_error_of_init_is_2() {
    let root = Root::new();
    for (arguments, message) in [
        (["--hooks", "redy"], "s2i-init: unknown hook redy; did you mean ready?"),
        (
            ["--jobs", "../x"],
            "s2i-init: '../x' is not a category; give the name of a directory below .s2i/jobs, such as hourly",
        ),
        (["a", "b"], "s2i-init: unexpected argument b; s2i-init takes one DIR"),
    ] {
        root.command("init")
            .args(arguments)
            .stderr(format!("ERROR: {message}\n"))
            .status(2)
            .check();
    }
    assert!(!root.path("").exists());
}

#[test]
fn a_directory_that_cannot_be_made_is_an_error() {
    let root = Root::new();
    fs::write(root.src.join(".s2i"), "").expect("write");
    root.command("init")
        .args(["--hooks", "deploy"])
        .stderr("ERROR: cannot create the directory .s2i/action_hooks: .s2i is a file or a link; move it away\n")
        .status(1)
        .check();
}

#[test]
fn init_by_its_link_does_the_same() {
    let root = Root::new();
    let outcome = root.called(Called::Link, "init").args(["--hooks", "deploy"]).run();
    assert!(outcome.out().starts_with("wrote .s2i/action_hooks/deploy\n"), "{outcome:?}");
}

#[test]
fn init_writes_through_no_link_that_the_tree_has() {
    let root = Root::new();
    let outside = root.top.join("outside");
    fs::create_dir(&outside).expect("make a directory");
    root.link_at("action_hooks", &outside);
    root.command("init")
        .args(["--hooks", "deploy"])
        .stderr("ERROR: cannot create the directory .s2i/action_hooks: .s2i/action_hooks is a file or a link; move it away\n")
        .status(1)
        .check();
    assert_eq!(fs::read_dir(&outside).expect("list").count(), 0);
}
