//! Differences in errors and messages. The first rows need the message of s2ibox, so they come before the rows that
//! remove it.

use super::{forgive, rows};
use crate::case::{Case, State};

rows! {
    checked_first {
        original: "finds a hook that is not executable, an env hook that is not readable, or a builder's script that is missing, when its turn comes",
        ours: "finds it before anything runs",
        reason: "a build of ten minutes should not fail in the last minute",
        case: Case::call("run").hook("deploy", State::Ready).hook("run", State::NotExecutable),
        shows: [
            "-stdout|  -----> Running /opt/app-root/src/.s2i/action_hooks/deploy",
            "-stdout| this is deploy",
            "-hook 1 @ /opt/app-root/src/.s2i/action_hooks/deploy",
        ],
        forgive: forgive::checked_first,
    }
    a_directory_is_no_hook {
        original: "a hook that is a directory is skipped, or causes `Is a directory`",
        ours: "an error that gives the reason",
        reason: "the author wanted a hook",
        case: Case::call("run").hook("deploy", State::Directory).hook("run", State::Ready),
        shows: [
            "-status: exit 0",
            "+status: exit 1",
            "-stdout|  -----> Running /opt/app-root/src/.s2i/action_hooks/run",
            "-stdout| this is run",
            "-hook 1 @ /opt/app-root/src/.s2i/action_hooks/run",
            "+stderr| ERROR: …",
        ],
        forgive: forgive::a_directory_is_no_hook,
    }
    usage {
        original: "usage errors are the three lines of click",
        ours: "one line that says what to do",
        reason: "the status is the same, 2",
        case: Case::call("redy"),
        shows: [
            "-stderr| Usage: powershift image [OPTIONS] COMMAND [ARGS]...",
            "-stderr| Try 'powershift image --help' for help.",
            "-stderr| ",
            "-stderr| Error: No such command 'redy'.",
            "+stderr| ERROR: …",
        ],
        forgive: forgive::usage,
    }
    errors_on_stderr {
        original: "`ERROR:` lines are on stdout",
        ours: "`ERROR:` lines are on stderr",
        reason: "stdout is for the output of the command",
        case: Case::call("ready").in_directory("/tmp"),
        shows: [
            "-stdout| ERROR: Working directory of 'ready' script is not /opt/app-root/src.",
            "+stderr| ERROR: …",
        ],
        forgive: forgive::errors_on_stderr,
    }
    failures_are_reported {
        original: "a failing env hook, hook or job ends the command without a message",
        ours: "an `ERROR:` line gives its path, its status, and if known its line and command",
        reason: "a failure without a message takes hours to find",
        case: Case::call("ready").deploy_env("A=1\nfalse\n").hook("ready", State::Ready),
        shows: [
            "+stderr| ERROR: …",
        ],
        forgive: forgive::failures_are_reported,
    }
    warnings {
        original: "prints nothing about a category without jobs, or about broken hooks of later commands",
        ours: "prints a note or a warning on stderr",
        reason: "it is success, but probably not intended",
        case: Case::call("jobs").words(&["hourly"]),
        shows: [
            "+stderr| NOTE: …",
        ],
        forgive: forgive::warnings,
    }
    times_are_reported {
        original: "does not print how long a build took",
        ours: "a note on stderr at the end of `assemble` gives the time of each step",
        reason: "it is the first question about a slow build",
        case: Case::call("assemble").hook("pre_build", State::Ready),
        shows: [
            "+stderr| NOTE: …",
        ],
        forgive: forgive::times_are_reported,
    }
    help {
        original: "`--help` prints the help of powershift",
        ours: "`--help` prints the help of s2ibox",
        reason: "there are more commands, and more ways to call them",
        case: Case::call("--help"),
        shows: [
            "-stdout| Usage: powershift image [OPTIONS] COMMAND [ARGS]...",
            "…",
        ],
        forgive: forgive::help,
    }
    exit_0_in_an_env_hook {
        original: "`exit 0` in an env hook: status 0, and nothing is run",
        ours: "an error, status 1",
        reason: "the application would silently never start, and a probe would pass",
        case: Case::call("ready").deploy_env("exit 0").hook("ready", State::Failing),
        shows: [
            "-status: exit 0",
            "+status: exit 1",
            "+stderr| ERROR: …",
        ],
    }
    set_plus_e_and_a_failed_deploy {
        original: "`set +e` in `deploy_env` lets the application start after a failed `deploy`",
        ours: "a failed `deploy` ends the command",
        reason: "the option is for the env hook",
        case: Case::call("run").deploy_env("set +e").hook("deploy", State::Failing),
        shows: [
            "-status: exit 0",
            "+status: exit 3",
            "-stdout|  -----> Running builder run script (/usr/libexec/s2i/run)",
            "+stderr| ERROR: …",
            "-hook 2 @ /usr/libexec/s2i/run",
        ],
    }
    windows_line_ends {
        original: "a `#!` line with a carriage return causes `bad interpreter`, when its turn comes",
        ours: "an error that names the carriage return and the fix, before anything runs",
        reason: "the carriage return is invisible in the original's message",
        case: Case::call("run").hook_with("deploy", "#!/bin/bash\r\necho never\r\n"),
        shows: [
            "-stdout|  -----> Running /opt/app-root/src/.s2i/action_hooks/deploy",
        ],
    }
    container_user_script_fails {
        original: "a container user script that fails, on a read-only root or in another group than 0, ends every command",
        ours: "a warning",
        reason: "the builders' own `run` scripts ignore this failure, too",
        case: Case::call("ready")
            .container_user("echo me >> /no/such/passwd\nNSS=1\nexport NSS\n")
            .hook("ready", State::Ready),
        shows: [
            "-status: exit 1",
            "+status: exit 0",
            "+stdout| this is ready",
            "+hook 1 @ /opt/app-root/src/.s2i/action_hooks/ready",
        ],
    }
}
