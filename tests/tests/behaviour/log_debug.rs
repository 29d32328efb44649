//! `S2I_LOG=debug`: the reason for each step, on stderr.

use s2ibox_tests::{Called, Root, Test};

const PATHS: &str = "DEBUG: the scripts path is {scripts}, from S2I_SCRIPTS_PATH\n\
     DEBUG: the application path is {app}, from S2I_APPLICATION_PATH\n\
     DEBUG: the source path is {src}, because S2I_SOURCE_PATH is not set\n\
     DEBUG: the upload path is {upload}, from S2I_UPLOAD_PATH\n";

fn debugging(test: Test) -> Test {
    test.env("S2I_LOG", "debug")
}

#[test]
fn debug_explains_a_probe_without_anything_to_source() {
    let root = Root::new();
    let nothing = format!(
        "{PATHS}DEBUG: BASH_ENV is not set\n\
         DEBUG: container user script {{app}}/etc/generate_container_user is not there\n\
         DEBUG: env hook {{hooks}}/deploy_env is not there\n\
         DEBUG: nothing is to be sourced, so no bash starts\n"
    );
    debugging(root.command("ready"))
        .stderr(format!("{nothing}DEBUG: hook ready is skipped: {{hooks}}/ready is not there\n"))
        .check();
    root.hook("ready", "true");
    debugging(root.command("ready"))
        .stderr(format!(
            "{nothing}DEBUG: the first line of hook {{hooks}}/ready names /bin/bash\n\
             DEBUG: becomes hook {{hooks}}/ready\n"
        ))
        .check();
    root.program("action_hooks/ready", "true\n", 0o755);
    debugging(root.called(Called::Link, "ready"))
        .stderr(format!(
            "{nothing}DEBUG: bash is /bin/bash: S2I_BASH is not set\n\
             DEBUG: hook {{hooks}}/ready has no #! line: /bin/bash runs it\n\
             DEBUG: becomes hook {{hooks}}/ready\n"
        ))
        .check();
}

#[test]
fn debug_explains_which_files_are_sourced_by_which_bash() {
    let root = Root::new();
    root.container_user("true").env_hook("deploy_env", "true");
    debugging(root.command("ready"))
        .env("S2I_BASH", "/usr/bin/bash")
        .env("BASH_ENV", "/dev/null")
        .stdout(" -----> Running {hooks}/deploy_env\n")
        .stderr(format!(
            "{PATHS}DEBUG: BASH_ENV is left to later shells, /dev/null\n\
             DEBUG: bash sources container user script {{app}}/etc/generate_container_user\n\
             DEBUG: bash sources env hook {{hooks}}/deploy_env\n\
             DEBUG: bash is /usr/bin/bash, from S2I_BASH\n\
             DEBUG: becomes bash /usr/bin/bash\n\
             DEBUG: bash has sourced everything\n\
             DEBUG: hook ready is skipped: {{hooks}}/ready is not there\n"
        ))
        .check();
    let file = root.top.join("bash_env");
    std::fs::write(&file, "true\n").expect("write a file");
    root.hook("ready", "true");
    debugging(root.command("ready"))
        .env("BASH_ENV", &file)
        .stdout(" -----> Running {hooks}/deploy_env\n")
        .stderr(format!(
            "{PATHS}DEBUG: bash sources BASH_ENV, {{top}}/bash_env\n\
             DEBUG: bash sources container user script {{app}}/etc/generate_container_user\n\
             DEBUG: bash sources env hook {{hooks}}/deploy_env\n\
             DEBUG: bash is /bin/bash: S2I_BASH is not set\n\
             DEBUG: the first line of hook {{hooks}}/ready names /bin/bash\n\
             DEBUG: bash then becomes hook {{hooks}}/ready itself\n\
             DEBUG: becomes bash /bin/bash\n"
        ))
        .check();
}

#[test]
#[ignore = "needs root"]
fn debug_explains_a_build() {
    let root = Root::new();
    root.builder("assemble", "true");
    root.uploaded().env_hook("build_env", "trap : EXIT");
    let build = debugging(root.command("assemble"));
    let report = build.clone().run().err();
    for line in [
        "bash sources env hook {hooks}/build_env",
        "bash has sourced everything, and stays for an EXIT trap",
        "hook pre_build is skipped: {hooks}/pre_build is not there",
        "setting the permissions of {src} and everything below it",
        "permissions of {app} are left alone because the source lies directly in it",
    ] {
        let line = line.replace("{hooks}", &root.path("action_hooks").display().to_string());
        let line = line.replace("{src}", &root.src.display().to_string());
        let line = line.replace("{app}", &root.app.display().to_string());
        let line = format!("DEBUG: {line}");
        assert!(report.lines().any(|printed| printed == line), "{line}\nis not in\n{report}");
    }
    let report = build.run().err();
    let line = format!("DEBUG: {}/.s2i does not exist, so nothing is taken", root.upload.display());
    assert!(report.lines().any(|printed| printed.starts_with(&line)), "{report}");
}

#[test]
fn debug_explains_options_from_variables() {
    let root = Root::new();
    let outcome = debugging(root.command("ready")).env("S2I_REQUIRE_HOOKS", "0").run();
    let first = "DEBUG: S2I_REQUIRE_HOOKS is 0, and --require is not given\n";
    assert!(outcome.err().starts_with(first), "{outcome:?}");
}

#[test]
fn stdout_does_not_change_with_debug() {
    let root = Root::new();
    root.container_user("true")
        .env_hook("deploy_env", "echo sourced")
        .hook("deploy", "echo deployed")
        .hook("run", "echo running");
    let without = root.command("run").run();
    let with = debugging(root.command("run")).run();
    assert_eq!(with.out(), without.out());
    assert_eq!(without.err(), "");
    let debug = |line: &str| line.starts_with("DEBUG: ");
    assert!(with.err().lines().all(debug), "{with:?}");
}
