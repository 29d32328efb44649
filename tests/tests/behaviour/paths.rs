//! The four paths: their defaults, the exported variables, and the check of the working directory.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};

use s2ibox_tests::{Root, Scratch, Test, actions, commands, executed_after_build};

const SHOW: [&str; 3] = [
    "/bin/sh",
    "-c",
    "printf '%s\\n' \"$S2I_SCRIPTS_PATH\" \"$S2I_APPLICATION_PATH\" \"$S2I_SOURCE_PATH\"",
];

fn show(test: Test) -> Test {
    test.args(SHOW)
}

#[test]
fn the_paths_are_exported_with_the_source_below_the_application() {
    let root = Root::new();
    show(root.command("exec")).stdout("{scripts}\n{app}\n{src}\n").check();
}

#[test]
#[ignore = "needs root"]
fn every_program_and_env_hook_sees_the_paths() {
    let look = "printf '%s\\n' \"$S2I_SCRIPTS_PATH|$S2I_APPLICATION_PATH|$S2I_SOURCE_PATH\"";
    let seen = "{scripts}|{app}|{src}\n";
    let root = Root::new();
    root.container_user(look).env_hook("deploy_env", look).hook("deploy", look);
    root.builder("run", look).builder("assemble", look);
    root.command("run")
        .stdout(format!(
            " -----> Running application run script.\n{seen} \
             -----> Running {{hooks}}/deploy_env\n{seen} \
             -----> Running {{hooks}}/deploy\n{seen} \
             -----> Running builder run script ({{scripts}}/run)\n{seen}"
        ))
        .check();
    root.uploaded().hook("pre_build", look).env_hook("build_env", look).hook("build", look);
    root.command("assemble")
        .stdout(format!(
            " -----> Running application assemble script.\n \
             -----> Running {{hooks}}/pre_build\n{seen} \
             -----> Running {{hooks}}/build_env\n{seen} \
             -----> Running builder assemble script ({{scripts}}/assemble)\n{seen} \
             -----> Running {{hooks}}/build\n{seen}"
        ))
        .check();
}

#[test]
#[ignore = "needs root"]
fn the_defaults_are_those_of_the_builder_images() {
    let scratch = Scratch::new();
    scratch.static_hook("ready");
    scratch
        .command("ready")
        .env(
            "HOOK_ready",
            "env S2I_SCRIPTS_PATH; env S2I_APPLICATION_PATH; env S2I_SOURCE_PATH; env S2I_UPLOAD_PATH",
        )
        .stdout(
            "S2I_SCRIPTS_PATH=/usr/libexec/s2i\nS2I_APPLICATION_PATH=/opt/app-root\n\
             S2I_SOURCE_PATH=/opt/app-root/src\nS2I_UPLOAD_PATH=(unset)\n",
        )
        .check();
}

#[test]
#[ignore = "needs root"]
fn an_empty_value_counts_as_unset() {
    let root = Root::new();
    show(root.command("exec"))
        .env("S2I_SOURCE_PATH", "")
        .env("S2I_SCRIPTS_PATH", "")
        .env("STI_SCRIPTS_PATH", "")
        .stdout("/usr/libexec/s2i\n{app}\n{src}\n")
        .check();
    let scratch = Scratch::new();
    scratch.static_hook("ready");
    scratch
        .command("ready")
        .env("S2I_APPLICATION_PATH", "")
        .env("HOOK_ready", "env S2I_APPLICATION_PATH")
        .stdout("S2I_APPLICATION_PATH=/opt/app-root\n")
        .check();
}

#[test]
fn the_older_name_of_the_scripts_path_is_the_second_choice() {
    let root = Root::new();
    let both = |test: Test| show(test).env("STI_SCRIPTS_PATH", "/older");
    both(root.command("exec")).stdout("{scripts}\n{app}\n{src}\n").check();
    both(root.command("exec")).without("S2I_SCRIPTS_PATH").stdout("/older\n{app}\n{src}\n").check();
    both(root.command("exec")).env("S2I_SCRIPTS_PATH", "").stdout("/older\n{app}\n{src}\n").check();
}

#[test]
fn relative_values_are_made_absolute() {
    let root = Root::new();
    show(root.command("exec"))
        .env("S2I_SCRIPTS_PATH", "my scripts")
        .env("S2I_APPLICATION_PATH", "..")
        .env("S2I_SOURCE_PATH", ".")
        .stdout("{src}/my scripts\n{src}/..\n{src}/.\n")
        .check();
}

#[test]
fn other_values_stay_byte_for_byte() {
    let root = Root::hostile();
    let link = root.top.join("link\n\"$(touch pwned)\"");
    symlink(&root.app, &link).expect("make the link");
    let source = format!("{}/./src//", link.display());
    show(root.command("exec"))
        .env("S2I_APPLICATION_PATH", &link)
        .env("S2I_SOURCE_PATH", &source)
        .stdout(format!("{{scripts}}\n{}\n{source}\n", link.display()))
        .check();
}

#[test]
#[ignore = "needs root"]
fn a_source_path_with_a_slash_or_through_a_link_is_the_same_directory() {
    let root = Root::new();
    let link = root.top.join("link");
    symlink(&root.src, &link).expect("make the link");
    for command in commands() {
        root.hook("run", "true");
        root.builder("assemble", "true");
        let test = |source: &str| {
            let test = match command {
                "jobs" => root.command(command).arg("none"),
                "exec" => root.command(command).arg("true"),
                _ => root.command(command),
            };
            let status = test.env("S2I_SOURCE_PATH", source).run().status;
            assert_eq!(status, s2ibox_tests::Status::Exit(0), "{command} {source}");
        };
        test(&format!("{}/", root.src.display()));
        test(&link.display().to_string());
    }
}

#[test]
#[ignore = "needs root"]
fn another_working_directory_is_an_error_that_gives_both() {
    let root = Root::new();
    for command in commands() {
        let announced = match command {
            "assemble" | "run" => format!(" -----> Running application {command} script.\n"),
            _ => String::new(),
        };
        let test = match command {
            "jobs" | "exec" => root.command(command).arg("x"),
            _ => root.command(command),
        };
        test.directory(&root.app)
            .stdout(announced)
            .stderr(
                "ERROR: the working directory {app} is not the source path {src}; go there first \
                 (WORKDIR in a Containerfile), or set S2I_SOURCE_PATH\n",
            )
            .status(1)
            .check();
    }
}

#[test]
fn a_missing_source_path_is_an_error_that_gives_both() {
    let root = Root::new();
    root.command("ready")
        .env("S2I_SOURCE_PATH", "/no/such")
        .stderr(
            "ERROR: the source path /no/such cannot be accessed from the working directory {src}: \
             No such file or directory (os error 2); create it, or set S2I_SOURCE_PATH or \
             S2I_APPLICATION_PATH\n",
        )
        .status(1)
        .check();
}

#[test]
#[ignore = "needs root"]
fn a_working_directory_that_this_user_may_not_enter_is_an_error_about_access() {
    let root = Root::new();
    fs::set_permissions(&root.src, Permissions::from_mode(0o700)).expect("set the mode");
    root.command("ready")
        .within(["/usr/bin/setpriv", "--reuid=1000680000", "--regid=0", "--clear-groups"])
        .stderr(
            "ERROR: the working directory {src} cannot be accessed: Permission denied (os error 13); \
             give user 1000680000 access to it, or go to the source path {src} if that is another\n",
        )
        .status(1)
        .check();
}

#[test]
#[ignore = "needs root"]
fn a_source_path_that_this_user_may_not_reach_is_an_error_about_access() {
    let root = Root::new();
    fs::set_permissions(&root.app, Permissions::from_mode(0o700)).expect("set the mode");
    root.command("ready")
        .within(["/usr/bin/setpriv", "--reuid=1000680000", "--regid=4000", "--clear-groups"])
        .stderr(
            "ERROR: the source path {src} cannot be accessed from the working directory {src}: \
             Permission denied (os error 13); give user 1000680000 access to it and to the \
             directories above it\n",
        )
        .status(1)
        .check();
}

#[test]
fn every_command_works_in_directories_with_hostile_names() {
    let root = Root::hostile();
    root.env_hook("deploy_env", "A='from deploy_env'");
    for hook in executed_after_build() {
        root.hook(&hook.name, "echo \"$A\"; pwd -P; printf '%s\\n' \"$0\"");
    }
    let by = |hook: &str| format!("from deploy_env\n{{src}}\n{{hooks}}/{hook}\n");
    for action in actions() {
        let hook = &action.name;
        let expected = match action.command.as_str() {
            "ready" | "alive" => String::new(),
            _ => format!(" -----> Running {{hooks}}/{hook}\n"),
        };
        root.command(&action.command)
            .stdout(format!(" -----> Running {{hooks}}/deploy_env\n{expected}{}", by(hook)))
            .check();
    }
    root.command("run")
        .stdout(format!(
            " -----> Running application run script.\n \
             -----> Running {{hooks}}/deploy_env\n \
             -----> Running {{hooks}}/deploy\n{} -----> Running {{hooks}}/run\n{}",
            by("deploy"),
            by("run")
        ))
        .check();
    root.command("exec").args(["pwd", "-P"]).stdout("{src}\n").check();
    root.command("shell").stdin("pwd -P").stdout("{src}\n").check();
}
