//! `exec COMMAND …`: sets up the deploy environment, then becomes the command with unchanged arguments.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use s2ibox_tests::{Called, Root, Status};

const PRINT: [&str; 4] = ["/bin/sh", "-c", "printf '<%s>' \"$@\"", "sh"];

/// Runs the test twice: with a shell that sources an env hook, and without a shell.
fn both(check: impl Fn(&Root)) {
    check(&Root::new());
    let root = Root::new();
    root.env_hook("deploy_env", "true");
    check(&root);
}

#[test]
fn every_argument_arrives_untouched() {
    both(|root| {
        for called in Called::ALL {
            root.called(called, "exec")
                .args(PRINT)
                .args([
                    "",
                    " ",
                    "--help",
                    "help",
                    "--",
                    "-x",
                    "--version",
                    "$HOME",
                    "*",
                    "a\nb",
                    "'\"\\",
                ])
                .stdout("<>< ><--help><help><--><-x><--version><$HOME><*><a\nb><'\"\\>")
                .check();
        }
    });
}

#[test]
fn bytes_that_are_not_utf8_arrive() {
    both(|root| {
        root.command("exec")
            .args(PRINT)
            .arg(OsStr::from_bytes(b"\xff\x80\x01"))
            .stdout(b"<\xff\x80\x01>")
            .check();
    });
}

#[test]
fn options_of_the_command_are_the_commands() {
    both(|root| {
        let listed = root.start("/bin/ls").arg("--version").run().out();
        root.command("exec").args(["ls", "--version"]).stdout(listed).check();
        root.command("exec").args(["sh", "-c", "echo $0", "--help"]).stdout("--help\n").check();
        root.command("exec").args(["echo", "help"]).stdout("help\n").check();
        root.command("exec").args(["echo", "--", "--"]).stdout("-- --\n").check();
    });
}

#[test]
fn two_dashes_end_the_options_of_exec() {
    both(|root| {
        root.command("exec").args(["--", "echo", "a"]).stdout("a\n").check();
        root.command("exec").args(["--", "echo", "--", "a"]).stdout("-- a\n").check();
        std::os::unix::fs::symlink("/bin/echo", root.bin.join("-dashed")).expect("make the link");
        root.command("exec")
            .args(["--", "-dashed", "a"])
            .env("PATH", &root.bin)
            .stdout("a\n")
            .check();
    });
}

#[test]
fn an_unknown_option_before_the_command_is_a_usage_error() {
    let root = Root::new();
    root.env_hook("deploy_env", "echo never");
    for option in ["-a", "-c", "-l", "-x", "--bogus", "-"] {
        let outcome = root.command("exec").args([option, "echo", "never"]).run();
        if option == "-" && outcome.status == Status::Exit(127) {
            continue;
        }
        assert_eq!(outcome.status, Status::Exit(2), "{option}: {outcome:?}");
        assert!(outcome.stdout.0.is_empty(), "{option}: {outcome:?}");
        assert!(outcome.err().contains(option), "{option}: {outcome:?}");
    }
}

#[test]
fn the_command_is_the_process_itself() {
    both(|root| {
        let running = root.command("exec").args(["sh", "-c", "echo $$"]).spawn();
        let pid = running.pid();
        assert_eq!(running.outcome().out(), format!("{pid}\n"));
    });
}

#[test]
fn the_command_is_found_on_the_path_that_deploy_env_made() {
    let root = Root::new();
    s2ibox_tests::write_program(&root.top.join("tools/mine"), "#!/bin/echo mine\n", 0o755);
    root.env_hook("deploy_env", format!("PATH={}/tools:$PATH", root.top.display()));
    root.command("exec").args(["mine", "a"]).stdout("mine {top}/tools/mine a\n").check();
}

#[test]
fn the_command_keeps_the_name_it_was_given() {
    let root = Root::new();
    for word in ["sh", "/bin/sh", "../../../bin/sh"] {
        let outcome = root.command("exec").args([word, "-c", "echo \"$0\""]).run();
        if outcome.status == Status::Exit(0) {
            assert_eq!(outcome.out(), format!("{word}\n"));
        }
    }
    root.program("tool", "#!/bin/sh\necho \"$0\"\n", 0o755);
    root.command("exec").arg(".s2i/tool").stdout(".s2i/tool\n").check();
}

#[test]
fn a_missing_command_is_127() {
    both(|root| {
        for word in ["no-such-command", "/no/such/command", "./no-such-command", ""] {
            let outcome = root.command("exec").arg(word).run();
            assert_eq!(outcome.status, Status::Exit(127), "{word:?}: {outcome:?}");
            assert!(outcome.err().contains(word), "{word:?}: {outcome:?}");
            assert!(outcome.err().starts_with("ERROR: "), "{word:?}: {outcome:?}");
        }
    });
}

#[test]
fn a_command_that_cannot_be_executed_is_126() {
    both(|root| {
        root.program("plain", "#!/bin/sh\n", 0o644);
        for word in [".s2i/plain", "/tmp", "./."] {
            let outcome = root.command("exec").arg(word).run();
            assert_eq!(outcome.status, Status::Exit(126), "{word:?}: {outcome:?}");
            assert!(outcome.err().starts_with("ERROR: "), "{word:?}: {outcome:?}");
        }
    });
}

#[test]
fn a_command_on_the_path_that_may_not_be_executed_is_126_unless_a_later_one_may() {
    let root = Root::new();
    s2ibox_tests::write_program(&root.top.join("one/tool"), "#!/bin/sh\n", 0o644);
    s2ibox_tests::write_program(&root.top.join("two/tool"), "#!/bin/sh\necho two\n", 0o755);
    let directory = |name: &str| root.top.join(name).display().to_string();
    root.command("exec")
        .arg("tool")
        .env("PATH", format!("{}:{}", directory("one"), directory("two")))
        .stdout("two\n")
        .check();
    let outcome = root.command("exec").arg("tool").env("PATH", directory("one")).run();
    assert_eq!(outcome.status, Status::Exit(126), "{outcome:?}");
}

#[test]
fn a_script_without_an_interpreter_line_is_bash() {
    let root = Root::new();
    root.program("tool", "A=(1 2)\necho ${A[1]} \"$@\"\n", 0o755);
    root.command("exec").args([".s2i/tool", "a  b"]).stdout("2 a  b\n").check();
}

#[test]
fn the_status_is_the_commands() {
    both(|root| {
        root.command("exec").args(["sh", "-c", "exit 42"]).status(42).check();
    });
}

#[test]
fn an_empty_entry_of_path_is_the_source_path() {
    let root = Root::new();
    s2ibox_tests::write_program(&root.src.join("tool"), "#!/bin/echo here\n", 0o755);
    for path in [":/usr/bin", "/no/such:", "/no/such::/usr/bin"] {
        let outcome = root.command("exec").arg("tool").env("PATH", path).run();
        assert_eq!(outcome.status, Status::Exit(0), "{path}: {outcome:?}");
        assert!(outcome.out().starts_with("here "), "{path}: {outcome:?}");
    }
}
