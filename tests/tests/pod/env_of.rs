//! `--env-of PID` takes the environment of the running application and sources nothing.

use std::fs;

use s2ibox_tests::{Root, Running, Status};

use crate::processes::{child_of, wait_until};

/// Starts an application with a marker, a value of its own and one from its env hook.
fn application(root: &Root, options: &[&str]) -> Running {
    root.env_hook("deploy_env", "FROM_HOOK=hook; umask 027")
        .hook("run", "export OWN=own FROM_CALLER=application; echo ready; exec sleep 60");
    let mut running = root.command("run").args(options).spawn();
    running.wait_for("ready");
    let pid = running.pid();
    let name = || fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
    if options.is_empty() {
        wait_until("it has become sleep", || name() == "sleep\n");
    } else {
        let child = child_of(pid);
        let name = || fs::read_to_string(format!("/proc/{child}/comm")).unwrap_or_default();
        wait_until("its child has become sleep", || name() == "sleep\n");
    }
    running
}

const SHOWN: &str = "echo $FROM_HOOK $OWN $FROM_CALLER $ADDED";

#[test]
#[ignore = "needs root"]
fn every_deploy_command_but_run_takes_env_of() {
    let root = Root::new();
    let app = application(&root, &[]);
    let pid = app.pid().to_string();
    for action in s2ibox_tests::actions() {
        root.hook(&action.name, SHOWN);
        let outcome = root
            .command(&action.command)
            .args(["--env-of", &pid])
            .env("FROM_CALLER", "caller")
            .env("ADDED", "added")
            .run();
        assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
        assert!(outcome.out().ends_with("hook own application added\n"), "{outcome:?}");
        assert!(!outcome.out().contains("deploy_env"), "{outcome:?}");
        assert!(outcome.err().is_empty(), "{outcome:?}");
    }
    root.job("jobs/x/y", SHOWN);
    root.command("jobs")
        .args(["--env-of", &pid, "x"])
        .stdout(" -----> Executing jobs (x)\n -----> Running {src}/.s2i/jobs/x/y\nhook own application\n")
        .check();
    root.command("shell")
        .args(["--env-of", &pid])
        .stdin(format!("{SHOWN}\n"))
        .stdout("hook own application\n")
        .check();
    for command in ["run", "assemble"] {
        let outcome = root.command(command).args(["--env-of", &pid]).run();
        assert_eq!(outcome.status, Status::Exit(2), "{outcome:?}");
    }
}

#[test]
fn the_variable_has_the_same_effect_and_an_empty_one_has_none() {
    let root = Root::new();
    let app = application(&root, &[]);
    root.hook("ready", SHOWN);
    root.command("ready")
        .env("S2I_ENV_OF", app.pid().to_string())
        .stdout("hook own application\n")
        .check();
    root.command("ready")
        .env("S2I_ENV_OF", "")
        .stdout(" -----> Running {hooks}/deploy_env\nhook\n")
        .check();
}

#[test]
fn the_environment_is_byte_for_byte_that_of_the_application() {
    let root = Root::hostile();
    root.environ_hook("ready")
        .hook("run", "echo ready; A=$'a\\nb=c' B= C=$'\\xff\\xfe' exec sleep 60");
    let mut app = root.command("run").spawn();
    app.wait_for("ready");
    let environ = format!("/proc/{}/environ", app.pid());
    let sorted = |bytes: &[u8]| {
        let mut entries: Vec<Vec<u8>> = bytes.split(|&byte| byte == 0).map(Into::into).collect();
        entries.sort();
        entries
    };
    wait_until("it has become sleep", || {
        fs::read(&environ).is_ok_and(|text| text.windows(4).any(|part| part == b"\0B=\0"))
    });
    let outcome = root.command("ready").args(["--env-of", &app.pid().to_string()]).run();
    let own = outcome.stdout.0.strip_suffix(b"#!/bin/cat /proc/self/environ\n");
    let application = fs::read(&environ).expect("read its environment");
    assert_eq!(sorted(own.expect("its own text at the end")), sorted(&application));
}

#[test]
fn a_command_line_can_override_a_value() {
    let root = Root::new();
    let app = application(&root, &[]);
    root.command("exec")
        .args(["--env-of", &app.pid().to_string()])
        .args(["env", "OWN=other", "sh", "-c", SHOWN])
        .stdout("hook other application\n")
        .check();
}

#[test]
fn nothing_is_evaluated_and_no_bash_starts() {
    let root = Root::new();
    let app = application(&root, &[]);
    let alarm = root.top.join("alarm");
    s2ibox_tests::write_program(&alarm, "#!/bin/sh\necho bash was started; exit 99\n", 0o755);
    root.container_user("echo evaluated")
        .env_hook("deploy_env", "echo evaluated; exit 98")
        .program("bash_env", "echo evaluated\n", 0o644)
        .program("action_hooks/ready", "#!/bin/echo hook\n", 0o755);
    root.command("ready")
        .args(["--env-of", &app.pid().to_string()])
        .env("S2I_BASH", &alarm)
        .env("BASH_ENV", root.path("bash_env"))
        .stdout("hook {hooks}/ready\n")
        .check();
}

#[test]
fn umask_and_limits_are_not_taken() {
    let root = Root::new();
    let app = application(&root, &[]);
    root.hook("ready", "umask");
    root.command("ready")
        .args(["--env-of", &app.pid().to_string()])
        .within(["/bin/sh", "-c", "umask 031; exec \"$@\"", "sh"])
        .stdout("0031\n")
        .check();
}

#[test]
fn the_child_of_the_built_in_init_is_meant() {
    for option in ["--init", "--init=group"] {
        let root = Root::new();
        let app = application(&root, &[option]);
        root.hook("ready", SHOWN);
        root.command("ready")
            .args(["--env-of", &app.pid().to_string()])
            .stdout("hook own application\n")
            .check();
    }
}

#[test]
fn the_application_below_an_init_of_the_entry_point_is_meant() {
    for env_hook in [true, false] {
        let root = Root::new();
        if env_hook {
            root.env_hook("deploy_env", "A=1");
        }
        root.hook("run", "export OWN=own; echo ready; exec sleep 60").hook("ready", "echo $OWN");
        let mut running =
            root.command("entrypoint").arg(root.link("s2i-run")).env("S2I_INIT", "1").spawn();
        running.wait_for("ready");
        let child = child_of(child_of(running.pid()));
        wait_until("it has become sleep", || {
            fs::read_to_string(format!("/proc/{child}/comm")).is_ok_and(|name| name == "sleep\n")
        });
        root.command("ready")
            .args(["--env-of", &running.pid().to_string()])
            .stdout("own\n")
            .check();
    }
}

#[test]
fn env_of_works_with_the_other_options() {
    let root = Root::new();
    let app = application(&root, &[]);
    let pid = app.pid().to_string();
    root.hook("ready", SHOWN);
    root.command("ready")
        .args(["--timeout", "30", "--require", "--env-of", &pid])
        .stdout("hook own application\n")
        .check();
    root.command("exec")
        .args(["--init", "--env-of", &pid, "sh", "-c", SHOWN])
        .stdout("hook own application\n")
        .check();
}
