//! The choice of the command: the exact base name of the call, else the first argument.

use std::fs;

use s2ibox_tests::{Called, Root, Test, actions, commands, s2ibox};

/// Returns a root where every command has work to do.
fn furnished() -> Root {
    let root = Root::new();
    for action in actions() {
        let (hook, command) = (&action.name, &action.command);
        root.hook(hook, format!("echo {command}: $FROM_DEPLOY_ENV; exit 3"));
    }
    root.hook("deploy", "echo deploy: $FROM_DEPLOY_ENV");
    root.hook("run", "echo run: $FROM_DEPLOY_ENV; exit 3");
    root.env_hook("deploy_env", "FROM_DEPLOY_ENV='from deploy_env'");
    root.job("jobs/hourly/expire", "echo expire: $FROM_DEPLOY_ENV; exit 3");
    root.uploaded()
        .hook("pre_build", "echo pre_build")
        .env_hook("build_env", "FROM_BUILD_ENV='from build_env'")
        .hook("build", "echo build: $FROM_BUILD_ENV; exit 3");
    root.builder("assemble", "echo assemble: $FROM_BUILD_ENV");
    root
}

fn with_arguments(test: Test, command: &str) -> Test {
    match command {
        "jobs" => test.arg("hourly"),
        "exec" => test.args(["/bin/sh", "-c", "echo exec: $FROM_DEPLOY_ENV; exit 3"]),
        "shell" => test.stdin("echo shell: $FROM_DEPLOY_ENV; exit 3"),
        _ => test,
    }
}

fn stdout_of(command: &str) -> String {
    let env = " -----> Running {hooks}/deploy_env\n";
    let hook = |name: &str| format!(" -----> Running {{hooks}}/{name}\n{name}: from deploy_env\n");
    match command {
        "assemble" => " -----> Running application assemble script.\n \
             -----> Running {hooks}/pre_build\npre_build\n \
             -----> Running {hooks}/build_env\n \
             -----> Running builder assemble script ({scripts}/assemble)\nassemble: from build_env\n \
             -----> Running {hooks}/build\nbuild: from build_env\n"
            .to_owned(),
        "run" => {
            let begin = " -----> Running application run script.\n";
            format!("{begin}{env}{}{}", hook("deploy"), hook("run"))
        }
        "jobs" => format!(
            "{env} -----> Executing jobs (hourly)\n \
             -----> Running {{src}}/.s2i/jobs/hourly/expire\nexpire: from deploy_env\n"
        ),
        "exec" | "shell" => format!("{command}: from deploy_env\n"),
        "ready" | "alive" => format!("{env}{command}: from deploy_env\n"),
        _ => {
            let hook = command.replace('-', "_");
            format!("{env} -----> Running {{hooks}}/{hook}\n{command}: from deploy_env\n")
        }
    }
}

/// An error names a program that s2ibox has waited for. A program that s2ibox has become prints its own errors.
fn complaint_of(command: &str) -> &'static str {
    match command {
        "assemble" => "ERROR: hook {hooks}/build failed with status 3\n",
        "jobs" => "ERROR: job {src}/.s2i/jobs/hourly/expire failed with status 3\n",
        _ => "",
    }
}

#[test]
#[ignore = "needs root"]
fn every_command_answers_in_the_same_way_by_every_name() {
    for command in commands() {
        for called in Called::ALL {
            let root = furnished();
            with_arguments(root.called(called, command), command)
                .stdout(stdout_of(command))
                .stderr(complaint_of(command))
                .status(3)
                .check();
        }
    }
}

#[test]
#[ignore = "needs root"]
fn every_command_fails_in_the_same_way_by_every_name() {
    for command in commands() {
        for called in Called::ALL {
            let root = furnished();
            with_arguments(root.called(called, command), command)
                .directory(&root.top)
                .stdout(match command {
                    "assemble" | "run" => {
                        format!(" -----> Running application {command} script.\n")
                    }
                    _ => String::new(),
                })
                .stderr(
                    "ERROR: the working directory {top} is not the source path {src}; go there \
                     first (WORKDIR in a Containerfile), or set S2I_SOURCE_PATH\n",
                )
                .status(1)
                .check();
        }
    }
}

#[test]
#[ignore = "needs root"]
fn a_usage_error_is_the_same_by_every_name() {
    let root = Root::new();
    for command in commands() {
        let outcomes = Called::ALL.map(|called| root.called(called, command).arg("--bogus").run());
        for outcome in &outcomes[1..] {
            outcome.assert(&outcomes[0], command);
        }
    }
}

#[test]
fn assemble_and_run_are_names_as_s2i_calls_them() {
    for command in ["assemble", "run"] {
        let root = furnished();
        root.start(root.link(command))
            .calling(command)
            .stdout(stdout_of(command))
            .stderr(complaint_of(command))
            .status(3)
            .check();
    }
}

#[test]
fn the_name_is_what_was_called_and_not_what_the_file_is_called() {
    let root = furnished();
    root.start("/bin/bash")
        .args(["-c", "exec -a /any/where/s2i-ready \"$0\""])
        .arg(s2ibox())
        .stdout(stdout_of("ready"))
        .status(3)
        .check();
}

#[test]
fn a_part_of_a_name_is_not_a_name() {
    for name in [
        "ready",
        "concat-run",
        "xrun",
        "run2",
        "Run",
        "s2i-",
        "s2i-Ready",
        "s2i-s2i-ready",
        "s2i",
        "a",
    ] {
        let root = furnished();
        let outcome = root.start(root.link(name)).arg("ready").run();
        let first = outcome.err().lines().next().unwrap_or_default().to_owned();
        assert!(
            outcome.status == s2ibox_tests::Status::Exit(2)
                && outcome.stdout.0.is_empty()
                && first.starts_with("ERROR: ")
                && first.contains(name),
            "{name}: {outcome:?}"
        );
    }
}

#[test]
fn an_empty_name_is_a_usage_error() {
    let root = furnished();
    let outcome =
        root.start("/bin/bash").args(["-c", "exec -a '' \"$0\" ready"]).arg(s2ibox()).run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(2), "{outcome:?}");
    assert!(outcome.stdout.0.is_empty(), "{outcome:?}");
}

#[test]
fn powershift_knows_only_image() {
    let root = furnished();
    for words in [&["ready"][..], &["imag", "ready"], &["--bogus"], &["image", "imagine"]] {
        let outcome = root.start(root.link("powershift")).args(words).run();
        let wrong = words.last().unwrap_or(&"");
        assert_eq!(outcome.status, s2ibox_tests::Status::Exit(2), "{outcome:?}");
        assert!(outcome.stdout.0.is_empty(), "{outcome:?}");
        let named = outcome.err().contains(wrong) || outcome.err().contains(words[0]);
        assert!(named, "{outcome:?}");
    }
}

#[test]
#[ignore = "needs root"]
fn the_version_is_the_same_by_every_name() {
    let root = Root::new();
    let version = |test: Test| {
        test.stdout(concat!("s2ibox ", env!("CARGO_PKG_VERSION"), "\n")).check();
    };
    for option in ["--version", "-V"] {
        for command in commands() {
            for called in Called::ALL {
                version(root.called(called, command).arg(option));
            }
        }
        for name in ["s2ibox", "powershift", "assemble", "run"] {
            version(root.start(root.link(name)).arg(option));
        }
        version(root.start(root.link("powershift")).args(["image", option]));
    }
}

#[test]
#[ignore = "needs root"]
fn the_list_has_the_names_of_all_commands_one_a_line() {
    let root = Root::new();
    let outcome = root.start(s2ibox()).arg("--list").run();
    let mut listed: Vec<_> = outcome.out().lines().map(str::to_owned).collect();
    listed.sort();
    let crates = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../bins")).expect("list");
    let names = crates.map(|entry| entry.expect("read").file_name().to_string_lossy().into_owned());
    let mut names: Vec<_> = names.chain(["completion".to_owned()]).collect();
    names.sort();
    assert_eq!(listed, names);
    for name in &listed {
        root.start(s2ibox())
            .args([name, "--version"])
            .run()
            .assert(&root.start(s2ibox()).arg("--version").run(), name);
    }
}
