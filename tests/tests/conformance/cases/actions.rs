//! The action commands: `verify`, `ready`, `alive`, `setup`, `migrate`.

use crate::agree::cases;
use crate::case::{Case, State};

cases! {
    a_failing_env_hook_ends_it: Case::call("alive").deploy_env("A=1\nfalse\n").hook("alive", State::Ready),
    an_env_hook_and_no_hook: Case::call("migrate").deploy_env("A=1\necho said\n"),
    a_container_user_and_no_hook: Case::call("ready").container_user("export NSS=1\necho known\n"),
    a_hook_of_another_command: Case::call("ready").hook("alive", State::Failing),
    broken_hooks_of_other_commands: Case::call("ready").hook("ready", State::Ready).hook("alive", State::NotExecutable),
    with_a_background_child: Case::call("ready").deploy_env("sleep 60 &\n").hook("ready", State::Ready),
    as_process_1: Case::call("ready").being_init().deploy_env("A=1").hook("ready", State::Ready),
    as_an_arbitrary_user: Case::call("setup").by_arbitrary_user().deploy_env("A=$(id -u)").hook("setup", State::Ready),
    not_executable_for_this_user: Case::call("setup").by_arbitrary_user()
        .hook("setup", State::Ready).owned("/opt/app-root/src/.s2i/action_hooks/setup", 1001, 1001),
    an_env_hook_that_this_user_cannot_read: Case::call("setup").by_arbitrary_user()
        .file("/opt/app-root/src/.s2i/action_hooks/deploy_env", "A=1\n", 0o600)
        .owned("/opt/app-root/src/.s2i/action_hooks/deploy_env", 1001, 1001)
        .hook("setup", State::Ready),
    a_large_environment: Case::call("ready").hook("ready", State::Ready)
        .deploy_env("for i in {1..40}; do printf -v \"BIG_$i\" '%0100000d' $i; done\n"),
    a_variable_too_large_for_exec: Case::call("ready").hook("ready", State::Ready)
        .deploy_env("BIG=$(printf '%0200000d' 1)\n"),
}
