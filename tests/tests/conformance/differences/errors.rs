//! What is an error, and how it is told. The rows at the top look at our message before those below forgive it.

use super::{forgive, rows};
use crate::case::{Case, State};

rows! {
    checked_first {
        original: "a hook that is not executable, or an env hook that is not readable, is noticed when its turn comes",
        ours: "before anything runs",
        reason: "a build of ten minutes should not fail in the last one",
        case: Case::call("run").hook("deploy", State::Ready).hook("run", State::NotExecutable),
        shows: [
            "-stdout|  -----> Running /opt/app-root/src/.s2i/action_hooks/deploy",
            "-stdout| this is deploy",
            "-hook 1 @ /opt/app-root/src/.s2i/action_hooks/deploy",
        ],
        forgive: forgive::checked_first,
    }
    a_directory_is_no_hook {
        original: "a hook that is a folder is skipped, or `Is a directory`",
        ours: "an error that says what is wrong",
        reason: "it was meant to be something",
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
        original: "usage errors are three lines in the words of click",
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
        ours: "they are on stderr",
        reason: "the output of a command is not the place for them",
        case: Case::call("ready").in_directory("/tmp"),
        shows: [
            "-stdout| ERROR: Working directory of 'ready' script is not /opt/app-root/src.",
            "+stderr| ERROR: …",
        ],
        forgive: forgive::errors_on_stderr,
    }
    failures_are_told {
        original: "a failing env hook, hook or job ends the command without a word",
        ours: "an `ERROR:` line names it, with its status, line and command where they are known",
        reason: "a silent death is what people lose nights over",
        case: Case::call("ready").deploy_env("A=1\nfalse\n").hook("ready", State::Ready),
        shows: [
            "+stderr| ERROR: …",
        ],
        forgive: forgive::failures_are_told,
    }
    warnings {
        original: "says nothing of a category without jobs, or of broken hooks of later commands",
        ours: "a note or a warning on stderr",
        reason: "it is success, but hardly what was meant",
        case: Case::call("jobs").words(&["hourly"]),
        shows: [
            "+stderr| NOTE: …",
        ],
        forgive: forgive::warnings,
    }
    times_are_told {
        original: "says nothing of how long a build took",
        ours: "a note on stderr at the end of `assemble` says what each step took",
        reason: "it is the first question about a slow build",
        case: Case::call("assemble").hook("pre_build", State::Ready),
        shows: [
            "+stderr| NOTE: …",
        ],
        forgive: forgive::times_are_told,
    }
    help {
        original: "`--help` prints its own",
        ours: "`--help` prints ours",
        reason: "there are more commands and ways to call them",
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
        reason: "the application would silently never start, and a probe pass",
        case: Case::call("ready").deploy_env("exit 0").hook("ready", State::Failing),
        shows: [
            "-status: exit 0",
            "+status: exit 1",
            "+stderr| ERROR: …",
        ],
    }
    set_plus_e_and_a_failed_deploy {
        original: "`set +e` in `deploy_env` lets the application start after a failed `deploy`",
        ours: "a failed `deploy` ends it",
        reason: "the option was meant for the env hook",
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
        original: "a `#!` line with a carriage return: `bad interpreter`, when its turn comes",
        ours: "an error that names the carriage return and the mend, before anything runs",
        reason: "nobody can see it in the original's message",
        case: Case::call("run").hook_with("deploy", "#!/bin/bash\r\necho never\r\n"),
        shows: [
            "-stdout|  -----> Running /opt/app-root/src/.s2i/action_hooks/deploy",
        ],
    }
    container_user_script_fails {
        original: "a container user script that fails, on a read-only root or in another group than 0, ends every command",
        ours: "a warning",
        reason: "the builders' own `run` scripts go on as well",
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
