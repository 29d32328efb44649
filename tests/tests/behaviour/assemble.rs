//! `assemble`: the order of its steps, its builder, its failures.

use s2ibox_tests::{Root, Status};

#[test]
#[ignore = "needs root"]
fn the_steps_come_in_order_in_the_source_path() {
    let root = Root::new();
    root.uploaded()
        .hook("pre_build", "echo pre_build in \"$(pwd -P)\"; echo from pre_build >>log")
        .env_hook("build_env", "FROM_ENV=yes; pwd -P")
        .hook("build", "echo build; cat log; echo $FROM_ENV");
    root.builder("assemble", "echo assemble, $# words; echo from the builder >>log");
    root.command("assemble")
        .stdout(
            " -----> Running application assemble script.\n \
             -----> Running {hooks}/pre_build\npre_build in {src}\n \
             -----> Running {hooks}/build_env\n{src}\n \
             -----> Running builder assemble script ({scripts}/assemble)\nassemble, 0 words\n \
             -----> Running {hooks}/build\nbuild\nfrom pre_build\nfrom the builder\nyes\n",
        )
        .check();
}

#[test]
#[ignore = "needs root"]
fn assemble_without_hooks_is_the_builders_assemble() {
    let root = Root::new();
    root.builder("assemble", "echo assemble");
    root.command("assemble")
        .stdout(
            " -----> Running application assemble script.\n \
             -----> Running builder assemble script ({scripts}/assemble)\nassemble\n",
        )
        .check();
}

#[test]
#[ignore = "needs root"]
fn the_first_failure_ends_the_build() {
    for (step, named) in [
        ("pre_build", "hook {hooks}/pre_build"),
        ("assemble", "builder script {scripts}/assemble"),
        ("build", "hook {hooks}/build"),
    ] {
        let root = Root::new();
        let script = |at: &str| if at == step { "exit 8" } else { "true" };
        root.builder("assemble", script("assemble"));
        root.uploaded().hook("pre_build", script("pre_build")).hook("build", script("build"));
        let steps = [
            " -----> Running {hooks}/pre_build\n",
            " -----> Running builder assemble script ({scripts}/assemble)\n",
            " -----> Running {hooks}/build\n",
        ];
        let count = ["pre_build", "assemble", "build"].iter().position(|at| *at == step);
        let expected = steps[..=count.expect("one of them")].concat();
        root.command("assemble")
            .stdout(format!(" -----> Running application assemble script.\n{expected}"))
            .stderr(format!("ERROR: {named} failed with status 8\n"))
            .status(8)
            .check();
    }
}

#[test]
#[ignore = "needs root"]
fn a_missing_builders_assemble_is_127_naming_it() {
    let root = Root::new();
    root.uploaded().hook("build", "echo never");
    let outcome = root.command("assemble").run();
    assert_eq!(outcome.status, Status::Exit(127), "{outcome:?}");
    assert!(outcome.err().contains("S2I_SCRIPTS_PATH"), "{outcome:?}");
    assert!(!outcome.out().contains("never"), "{outcome:?}");
}

#[test]
#[ignore = "needs root"]
fn assemble_looks_for_neither_powershift_nor_fix_permissions() {
    let root = Root::new();
    for name in ["powershift", "fix-permissions", "which", "date", "stdbuf"] {
        s2ibox_tests::write_program(&root.bin.join(name), "#!/bin/echo never\n", 0o755);
    }
    root.builder("assemble", "echo assemble");
    root.command("assemble")
        .env("PATH", &root.bin)
        .stdout(
            " -----> Running application assemble script.\n \
             -----> Running builder assemble script ({scripts}/assemble)\nassemble\n",
        )
        .check();
    let names = std::fs::read_dir(&root.bin).expect("list the directory").count();
    assert_eq!(names, 5, "nothing is renamed or wrapped");
}

#[test]
#[ignore = "needs root"]
fn a_second_build_on_top_of_the_first_works() {
    let root = Root::new();
    root.builder("assemble", "true");
    for build in ["first", "second"] {
        root.uploaded().hook("build", format!("echo {build}"));
        root.command("assemble")
            .stdout(format!(
                " -----> Running application assemble script.\n \
                 -----> Running builder assemble script ({{scripts}}/assemble)\n \
                 -----> Running {{hooks}}/build\n{build}\n"
            ))
            .check();
    }
}
