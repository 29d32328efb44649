//! `env --diff`: the differences from the environment before, below the file that set them.

use s2ibox_tests::{Root, Test};

fn diff(root: &Root) -> Test {
    root.command("env").args(["--diff"])
}

/// Removes the date, and bash's own counter and name.
fn steady(text: &str) -> String {
    let lines = text.lines().filter(|line| {
        !["+ S2I_MARKERS", "+ SHLVL", "- _=", "+ _=", "+ PWD", "+ OLDPWD", "# bash"]
            .iter()
            .any(|start| line.starts_with(start))
    });
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[test]
fn each_variable_is_listed_below_the_file_that_set_it() {
    let root = Root::named(b"a");
    root.env_hook("deploy_env", "BOTH=hook\nunset GONE\nPATH=/x:$PATH\nSAME=1");
    root.container_user("export BOTH=script SCRIPT=1");
    let bash_env = root.top.join("bash_env");
    std::fs::write(&bash_env, "export BOTH=be BE=$'1\\n2'\nunset BASH_ENV\n").unwrap();
    let outcome = diff(&root).env("GONE", "x").env("SAME", "1").env("BASH_ENV", &bash_env).run();
    let (app, top, scripts) = (root.app.display(), root.top.display(), root.scripts.display());
    assert_eq!(
        steady(&outcome.out()),
        format!(
            "# {app}/etc/generate_container_user\n\
             + SCRIPT=1\n\
             # {app}/src/.s2i/action_hooks/deploy_env\n\
             + BOTH=hook\n\
             - GONE=x\n\
             - PATH=/usr/bin:/bin\n\
             + PATH=/x:/usr/bin:/bin\n\
             # BASH_ENV, {top}/bash_env\n\
             - BASH_ENV={top}/bash_env\n\
             + BE=1\\n2\n\
             # s2ibox\n\
             + S2I_SOURCE_PATH={app}/src\n"
        ),
        "{outcome:?} {scripts}"
    );
    assert!(outcome.out().contains("# s2ibox\n+ S2I_MARKERS_ENVIRON="), "{outcome:?}");
    assert!(outcome.stderr.0.is_empty(), "{outcome:?}");
}

#[test]
fn a_script_that_exits_is_named_for_its_variables() {
    let root = Root::named(b"a");
    root.env_hook("deploy_env", "HOOK=1");
    root.container_user("export SCRIPT=1; exit 3");
    let outcome = diff(&root).run();
    let app = root.app.display();
    let expected = format!(
        "# {app}/etc/generate_container_user\n+ SCRIPT=1\n# {app}/src/.s2i/action_hooks/deploy_env\n+ HOOK=1\n# s2ibox\n"
    );
    assert!(steady(&outcome.out()).starts_with(&expected), "{outcome:?}");
}

#[test]
fn without_a_shell_only_s2ibox_has_set_variables() {
    let root = Root::new();
    let outcome = diff(&root).run();
    let first = outcome.out().lines().next().map(str::to_owned);
    assert_eq!(first.as_deref(), Some("# s2ibox"), "{outcome:?}");
    assert_eq!(outcome.out().matches("# ").count(), 1, "{outcome:?}");
}

#[test]
fn a_hook_with_many_descriptors_and_a_large_environment_does_not_disturb() {
    let root = Root::new();
    root.env_hook(
        "deploy_env",
        "exec 3>/dev/null 4>&3 9>&3\nfor i in {1..300}; do declare \"V$i=$(printf %4000s x)\"; done",
    );
    let outcome = diff(&root).run();
    assert_eq!(outcome.out().matches("+ V").count(), 300, "{}", outcome.err());
}

#[test]
fn without_diff_no_descriptor_is_left_for_hooks() {
    let root = Root::new();
    root.env_hook("deploy_env", "OPEN=$(echo /proc/self/fd/*)");
    let outcome = root.command("env").run();
    assert!(!outcome.out().contains("/100"), "{outcome:?}");
    let outcome = diff(&root).run();
    assert!(outcome.out().contains("/100"), "{outcome:?}");
}
