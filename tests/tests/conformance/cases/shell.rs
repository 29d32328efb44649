//! `shell`: bash in the deploy environment.

use crate::agree::cases;
use crate::case::Case;

cases! {
    commands_on_stdin: Case::shell("/recorder\necho $0\n"),
    nothing_on_stdin: Case::shell(""),
    its_status: Case::shell("exit 7\n"),
    its_last_status: Case::shell("false\n"),
    options_are_its_own: Case::shell("echo $-; shopt -o errexit; false; echo on\n").deploy_env("set -u\n"),
    variables: Case::shell("echo \"$A\"; /recorder\n").deploy_env("A='x  y'\n"),
    silent: Case::shell("true\n").deploy_env("A=1\n"),
    functions_that_are_exported: Case::shell("greet\n").deploy_env("greet() { echo hello; }; export -f greet\n"),
    functions_that_are_not: Case::shell("greet\n").deploy_env("greet() { echo hello; }\n"),
    aliases_are_gone: Case::shell("hi\n").deploy_env("alias hi='echo hello'\n"),
    the_directory: Case::shell("pwd\n").deploy_env("cd /\n"),
    a_failing_env_hook: Case::shell("/recorder\n").deploy_env("false\n"),
    with_a_container_user: Case::shell("echo $NSS\n").container_user("export NSS=1\n"),
    with_words: Case::shell("").words(&["ls"]),
    as_an_arbitrary_user: Case::shell("/recorder; id -u\n").by_arbitrary_user(),
    as_process_1: Case::shell("/recorder; echo $$\n").being_init(),
}
