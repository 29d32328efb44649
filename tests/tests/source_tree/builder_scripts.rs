//! Findings about the scripts of `.s2i/bin`.

use s2ibox_tests::Root;

use crate::source::{PATH, bash, fixed_by_help, reported};

/// The report without the rule that the other tests leave out.
fn report(root: &Root) -> String {
    root.command("check").env("PATH", PATH).run().out()
}

#[test]
fn hooks_that_nothing_calls_are_a_note() {
    let root = Root::new();
    root.hook("build", "true");
    let missing = |name: &str| {
        format!(
            ".s2i/bin/{name}: note: there is no {name} here, so nothing calls the hooks, unless the builder image has \
             s2ibox in front of its own (install --builder) [hooks-not-called]\n  help: s2ibox init --hooks=\n"
        )
    };
    let last = ".s2i: no problems in 1 file\n";
    assert_eq!(report(&root), [missing("assemble"), missing("run"), last.to_owned()].concat());
    bash(&root, "mkdir .s2i/bin");
    root.command("init").args(["--hooks="]).run();
    assert_eq!(report(&root), ".s2i: no problems in 4 files\n");
}

#[test]
fn scripts_that_call_only_the_builder_are_a_note() {
    let root = Root::new();
    root.hook("build", "true");
    for name in ["assemble", "run"] {
        let text = format!("#!/bin/bash\nset -e\nexec /usr/libexec/s2i/{name}\n");
        root.program(format!("bin/{name}"), text, 0o755);
    }
    let found = report(&root);
    for name in ["assemble", "run"] {
        let finding = format!(
            ".s2i/bin/{name}: note: this does not call s2i-{name}, so nothing calls the hooks, unless the builder image \
             has s2ibox in front of its own {name} (install --builder) [hooks-not-called]\n  \
             help: call s2i-{name} in place of the builder's {name}\n"
        );
        assert!(found.contains(&finding), "{found}");
    }
}

#[test]
fn a_script_that_installs_the_original_is_a_finding() {
    let root = Root::new();
    root.hook("build", "true");
    let text = "#!/bin/bash\nset -e\npip install 'powershift-cli[image]'\nexec powershift image assemble\n";
    root.program("bin/assemble", text, 0o755);
    root.program("bin/run", "#!/bin/sh\nexec powershift image run\n", 0o755);
    reported(
        &root,
        ".s2i/bin/assemble: warning: this installs powershift-cli, which runs the hooks in place of s2ibox \
         [other-runner]\n  help: remove the installation, and end with: exec s2i-assemble\n",
        0,
        1,
        3,
    );
}

#[test]
fn a_tree_without_hooks_needs_no_call() {
    let root = Root::new();
    root.job("jobs/hourly/clean", "true");
    assert_eq!(report(&root), ".s2i: no problems in 1 file\n");
}

#[test]
fn a_save_artifacts_that_prints_is_a_finding() {
    let root = Root::new();
    let text = "#!/bin/bash\nset -e\npushd /tmp >/dev/null\necho saving >&2\necho saving\ntar -cf - .npm\n";
    root.program("bin/save-artifacts", text, 0o755);
    reported(
        &root,
        ".s2i/bin/save-artifacts:5: error: this prints into the archive, which goes to standard output \
         [archive-output]\n  help: sed -i '5s/echo/>\\&2 &/' .s2i/bin/save-artifacts\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
}
