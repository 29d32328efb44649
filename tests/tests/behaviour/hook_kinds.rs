//! The first bytes of a hook decide its kind: a script with `#!`, a bash script without, or a program.

use std::process::Command;

use s2ibox_tests::{Root, Scratch, Status, copy_program, output};

#[track_caller]
fn ready(text: impl AsRef<[u8]>, status: i32, stdout: &str, stderr: &str) {
    let root = Root::new();
    root.program("action_hooks/ready", text, 0o755);
    root.command("ready").stdout(stdout).stderr(stderr).status(status).check();
}

#[test]
fn a_text_without_an_interpreter_line_is_bash() {
    ready("[[ a == a* ]] && echo \"bash: $BASH_VERSINFO, $#\"; exit 3", 3, "bash: 5, 0\n", "");
    ready("# a comment\n\nA=(1 2); echo ${A[1]}\n", 0, "2\n", "");
}

#[test]
fn an_empty_hook_is_success() {
    ready("", 0, "", "");
    ready("\n", 0, "", "");
}

#[test]
fn the_name_and_the_first_argument_are_the_same_for_all_kinds() {
    ready("printf '%s\\n' \"$0\"", 0, "{hooks}/ready\n", "");
    ready("#!/bin/bash\nprintf '%s\\n' \"$0\"", 0, "{hooks}/ready\n", "");
    ready("#!/bin/sh\nprintf '%s\\n' \"$0\"", 0, "{hooks}/ready\n", "");
}

#[test]
fn an_interpreter_line_may_have_one_argument_and_spaces() {
    ready("#!/bin/echo", 0, "{hooks}/ready\n", "");
    ready("#! /bin/echo  a  b \n", 0, "a  b {hooks}/ready\n", "");
    ready("#!\t/bin/echo\n", 0, "{hooks}/ready\n", "");
    ready("#!/usr/bin/env -S echo a b\n", 0, "a b {hooks}/ready\n", "");
}

#[test]
fn a_carriage_return_in_the_interpreter_line_is_a_named_127() {
    ready(
        "#!/bin/bash\r\necho never\r\n",
        127,
        "",
        "ERROR: hook {hooks}/ready cannot be started: its first line ends in a carriage return (Windows \
         line ends); run: sed -i 's/\\r$//' .s2i/action_hooks/ready\n",
    );
    ready(
        "#!/bin/bash -e\r\necho never\r\n",
        127,
        "",
        "ERROR: hook {hooks}/ready cannot be started: its first line ends in a carriage return (Windows \
         line ends); run: sed -i 's/\\r$//' .s2i/action_hooks/ready\n",
    );
}

/// The bytes that PowerShell writes for `text`.
fn utf_16(text: &str) -> Vec<u8> {
    let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

/// Pastes the command behind `run: ` into a shell in the source.
fn run_the_fix(root: &Root, error: &str) {
    let (_, command) = error.trim_end().split_once("run: ").expect("the error has a command");
    let bash = ["-c", command];
    let fixed = output(Command::new("/bin/bash").args(bash).current_dir(&root.src));
    assert!(fixed.status.success(), "{fixed:?}");
}

#[test]
fn a_byte_order_mark_is_named_and_the_command_removes_it() {
    for text in ["#!/bin/echo fixed\n", "echo fixed \"$0\"\n"] {
        let root = Root::new();
        root.program("action_hooks/ready", format!("\u{feff}{text}"), 0o755);
        let outcome = root.command("ready").run();
        assert_eq!(outcome.status, Status::Exit(127), "{outcome:?}");
        run_the_fix(&root, &outcome.err());
        root.command("ready").stdout("fixed {hooks}/ready\n").check();
    }
}

#[test]
fn utf_16_is_named_and_the_command_makes_utf_8_of_it() {
    let root = Root::new();
    root.program("action_hooks/ready", utf_16("#!/bin/echo fixed\r\n"), 0o755);
    let outcome = root.command("ready").run();
    assert_eq!(outcome.status, Status::Exit(126), "{outcome:?}");
    assert!(outcome.err().contains("is UTF-16 text"), "{outcome:?}");
    run_the_fix(&root, &outcome.err());
    root.command("ready").stdout("fixed {hooks}/ready\n").check();
}

#[test]
fn an_env_hook_in_another_encoding_is_an_error_before_anything_runs() {
    for (text, named) in [
        ("\u{feff}A=1\n".into(), "begins with a byte-order mark"),
        (utf_16("A=1\r\n"), "is UTF-16 text"),
    ] {
        let root = Root::new();
        root.program("action_hooks/deploy_env", text, 0o644).hook("ready", "echo \"A is $A\"");
        let outcome = root.command("ready").status(1).run();
        assert!(outcome.err().contains(named) && outcome.out().is_empty(), "{outcome:?}");
        run_the_fix(&root, &outcome.err());
        root.command("ready").stdout(" -----> Running {hooks}/deploy_env\nA is 1\n").check();
    }
}

#[test]
fn a_missing_interpreter_is_127_and_named() {
    ready(
        "#!/usr/bin/python2.4 -u\nprint 1\n",
        127,
        "",
        "ERROR: hook {hooks}/ready cannot be started: its interpreter /usr/bin/python2.4 is not in this \
         image; correct its first line, or install it\n",
    );
}

#[test]
fn an_interpreter_that_is_itself_a_script_is_followed() {
    let root = Root::new();
    let interpreter = root.top.join("interpreter");
    s2ibox_tests::write_program(&interpreter, "#!/bin/echo through\n", 0o755);
    let line = format!("#!{}\n", interpreter.display());
    root.program("action_hooks/ready", line, 0o755);
    root.command("ready").stdout("through {top}/interpreter {hooks}/ready\n").check();
}

#[test]
fn a_program_is_executed() {
    let root = Root::new();
    copy_program("/bin/echo".as_ref(), &root.path("action_hooks/ready"));
    root.command("ready").stdout("\n").check();
}

#[test]
fn a_program_for_another_machine_is_126() {
    // An ELF header with an unassigned machine number, and bytes that are not text.
    let mut elf = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\xee\xee\x01\0\0\0".to_vec();
    elf.resize(200, 0);
    let root = Root::new();
    root.program("action_hooks/ready", elf, 0o755);
    let outcome = root.command("ready").run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(126), "{outcome:?}");
    assert!(outcome.err().contains("another machine"), "{outcome:?}");
    assert!(outcome.err().starts_with("ERROR: hook "), "{outcome:?}");
    assert!(outcome.stdout.0.is_empty(), "{outcome:?}");
}

#[test]
fn other_binary_bytes_are_126_and_not_a_script() {
    let root = Root::new();
    root.program("action_hooks/ready", b"echo never\n\0\x01\x02", 0o755);
    let outcome = root.command("ready").run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(126), "{outcome:?}");
    assert!(outcome.stdout.0.is_empty(), "{outcome:?}");
}

#[test]
#[ignore = "needs root"]
fn every_step_reports_a_hook_in_the_same_way() {
    let broken = "#!/no/such/interpreter\n";
    let error = |what: &str, path: &str| {
        format!(
            "ERROR: {what} {path} cannot be started: its interpreter /no/such/interpreter is not in \
             this image; correct its first line, or install it\n"
        )
    };
    let root = Root::new();
    root.program("action_hooks/deploy", broken, 0o755).program("jobs/x/y", broken, 0o755);
    root.builder("run", "echo never");
    root.command("run")
        .stdout(" -----> Running application run script.\n -----> Running {hooks}/deploy\n")
        .stderr(error("hook", "{hooks}/deploy"))
        .status(127)
        .check();
    root.command("jobs")
        .arg("x")
        .stdout(" -----> Executing jobs (x)\n -----> Running {src}/.s2i/jobs/x/y\n")
        .stderr(error("job", "{src}/.s2i/jobs/x/y"))
        .status(127)
        .check();
    s2ibox_tests::write_program(&root.scripts.join("assemble"), broken, 0o755);
    root.command("assemble")
        .stdout(
            " -----> Running application assemble script.\n \
             -----> Running builder assemble script ({scripts}/assemble)\n",
        )
        .stderr(error("builder script", "{scripts}/assemble"))
        .status(127)
        .check();
}

#[test]
fn without_bash_a_script_is_run_by_sh() {
    let root = Root::new();
    root.program("action_hooks/ready", "echo ${BASH_VERSION:-a plain shell}\n", 0o755);
    // sh is bash in some images, and then BASH_VERSION is set in any case.
    let sh = root.start("/bin/sh").args(["-c", "echo ${BASH_VERSION:-a plain shell}"]).run();
    root.command("ready").env("S2I_BASH", "/no/such/bash").stdout(sh.out()).check();
}

#[test]
#[ignore = "needs root"]
fn without_any_shell_a_script_is_127() {
    let scratch = Scratch::new();
    scratch.program("action_hooks/ready", "echo never\n", 0o755);
    let outcome = scratch.command("ready").run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(127), "{outcome:?}");
    assert!(outcome.err().contains("action_hooks/ready"), "{outcome:?}");
}
