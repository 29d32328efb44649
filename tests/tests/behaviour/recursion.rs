//! If the builder's `assemble` or `run` is s2ibox itself, it is refused, and not started for ever.

use std::os::unix::fs::symlink;
use std::path::Path;

use s2ibox_tests::{Called, Root, Status, copy_program, own_binary, s2ibox};

/// Makes the builder's scripts with this function, and checks that both commands refuse them by every name.
fn refuses(make: impl Fn(&Root, &Path, &str)) {
    for command in ["assemble", "run"] {
        for called in Called::ALL {
            let root = Root::new();
            make(&root, &root.scripts.join(command), command);
            let outcome = root.called(called, command).run();
            assert_eq!(outcome.status, Status::Exit(1), "{called:?} {command}: {outcome:?}");
            let script = format!("{}/{command}", root.scripts.display());
            let named = outcome.err().starts_with("ERROR: ") && outcome.err().contains(&script);
            assert!(named && outcome.err().contains("S2I_SCRIPTS_PATH"), "{outcome:?}");
            assert_eq!(outcome.out().matches("Running application").count(), 1, "{outcome:?}");
        }
    }
}

#[test]
#[ignore = "needs root"]
fn a_link_to_s2ibox_is_refused() {
    refuses(|_, script, _| symlink(s2ibox(), script).expect("make the link"));
}

#[test]
#[ignore = "needs root"]
fn a_link_to_a_link_to_s2ibox_is_refused() {
    refuses(|root, script, command| {
        symlink(root.link(&format!("s2i-{command}")), script).expect("make the link");
    });
}

#[test]
#[ignore = "needs root"]
fn a_copy_of_s2ibox_is_refused() {
    refuses(|_, script, _| copy_program(&s2ibox(), script));
}

#[test]
#[ignore = "needs root"]
fn a_single_purpose_binary_is_refused() {
    refuses(|_, script, command| copy_program(&own_binary(command), script));
    refuses(|_, script, command| symlink(own_binary(command), script).expect("make the link"));
}

#[test]
fn a_hard_link_to_s2ibox_is_refused() {
    let root = Root::new();
    let copy = root.top.join("s2ibox");
    copy_program(&s2ibox(), &copy);
    for command in ["assemble", "run"] {
        std::fs::hard_link(&copy, root.scripts.join(command)).expect("make the link");
        let outcome = root.start(&copy).arg(command).run();
        assert_eq!(outcome.status, Status::Exit(1), "{outcome:?}");
        assert!(outcome.err().contains("S2I_SCRIPTS_PATH"), "{outcome:?}");
    }
}

#[test]
fn a_script_that_only_mentions_s2ibox_is_run() {
    let root = Root::new();
    root.builder("run", "echo s2ibox s2i-run powershift image run");
    let outcome = root.command("run").run();
    assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
}

#[test]
fn s2ibox_as_the_builders_script_is_refused_after_env_hooks_too() {
    let root = Root::new();
    root.env_hook("deploy_env", "true");
    symlink(s2ibox(), root.scripts.join("run")).expect("make the link");
    let outcome = root.command("run").run();
    assert_eq!(outcome.status, Status::Exit(1), "{outcome:?}");
    assert!(outcome.err().contains("S2I_SCRIPTS_PATH"), "{outcome:?}");
}

#[test]
fn a_run_hook_needs_no_builders_run() {
    let root = Root::new();
    root.hook("run", "echo application");
    symlink(s2ibox(), root.scripts.join("run")).expect("make the link");
    root.command("run")
        .stdout(
            " -----> Running application run script.\n -----> Running {hooks}/run\napplication\n",
        )
        .check();
}
