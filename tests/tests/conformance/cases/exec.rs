//! `exec`: the treatment of its arguments.

use crate::agree::cases;
use crate::case::Case;

fn exec(words: &[&str]) -> Case {
    Case::exec(words)
}

cases! {
    a_command: exec(&["/recorder"]),
    with_arguments: exec(&["/recorder", "a", "b c", "", "d"]),
    arguments_with_spaces_and_newlines: exec(&["/recorder", " ", "a\nb", "\t", "  x  "]),
    arguments_with_shell_signs: exec(&["/recorder", "*", "$HOME", "$(id)", "`id`", "a;b", "'", "\"", "\\", "~", "{a,b}", "!"]),
    arguments_that_are_not_utf8: Case::call("exec").words(&[&b"/recorder"[..], b"\xff\xfe", b"caf\xe9"]),
    arguments_in_utf8: exec(&["/recorder", "grüß", "世界"]),
    an_option_of_the_command: exec(&["/recorder", "-x", "-v", "--long", "--with=value"]),
    many_arguments: exec(&["/recorder"]).words(&["x"; 500]),
    a_long_argument: exec(&["/recorder", &"x".repeat(100_000)]),
    by_path: exec(&["recorder"]).deploy_env("PATH=/:$PATH"),
    by_the_path_of_the_env_hook: exec(&["mine", "a"]).deploy_env("PATH=$PWD/bin:$PATH")
        .file("/opt/app-root/src/bin/mine", "#!/recorder\n", 0o755),
    by_a_relative_path_after_cd: exec(&["bin/mine", "a"]).deploy_env("cd /")
        .file("/opt/app-root/src/bin/mine", "#!/bin/bash\n/recorder \"$@\"\n", 0o755),
    a_script_without_a_first_line: exec(&["bin/mine", "a b"]).file("/opt/app-root/src/bin/mine", "/recorder \"$@\"\n", 0o755),
    not_found: exec(&["no-such-command"]),
    not_found_by_its_path: exec(&["/no/such/command"]),
    not_executable: exec(&["./text"]).file("/opt/app-root/src/text", "x\n", 0o644),
    a_directory: exec(&["/tmp"]),
    an_empty_command: exec(&[""]),
    a_function_of_the_env_hook_is_no_command: exec(&["greet"]).deploy_env("greet() { echo hello; }"),
    a_builtin_is_no_command: exec(&["shopt"]),
    a_status: exec(&["/bin/sh", "-c", "exit 42"]),
    a_signal: exec(&["/bin/sh", "-c", "kill -TERM $$"]),
    output_on_both: exec(&["/bin/sh", "-c", "echo out; echo err >&2"]),
    stdin_reaches_it: exec(&["cat"]).input("line\nno newline"),
    two_dashes_first: exec(&["--", "/recorder", "a"]),
    two_dashes_before_an_option: exec(&["--", "/recorder", "-x"]),
    a_dash: exec(&["/recorder", "-"]),
    without_a_command: exec(&[]),
    its_own_help: Case::call("exec").words(&["--help"]),
    the_name_it_is_called_by: exec(&["/bin/bash", "-c", "echo $0 $1", "zero", "one"]),
    env_hooks_stay_silent: exec(&["/recorder"]).deploy_env("A=1"),
    env_hooks_that_talk: exec(&["/recorder"]).deploy_env("echo talking; A=1"),
    a_failing_env_hook: exec(&["/recorder"]).deploy_env("false"),
    with_a_container_user: exec(&["/recorder"]).container_user("USER_ID=$(id -u)\nexport NSS_WRAPPER_PASSWD=/tmp/passwd\n"),
    assignments_are_no_command: exec(&["A=1", "/recorder"]),
    env_as_the_command: exec(&["env", "A=1", "/recorder"]),
    nohup_as_the_command: exec(&["nohup", "/recorder"]),
    as_process_1: exec(&["/recorder"]).being_init().deploy_env("A=1"),
    as_an_arbitrary_user: exec(&["/recorder"]).by_arbitrary_user().deploy_env("A=$(id -u)"),
    an_environment_that_is_too_large: exec(&["/recorder"]).deploy_env("BIG=$(printf '%0200000d' 1)\n"),
    in_the_c_locale: exec(&["/recorder", "ü"]).variable("LC_ALL", "C"),
}
