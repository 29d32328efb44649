//! Differences in the needs of the original at its start, and in its effects on the programs that it starts.

use super::{forgive, rows};
use crate::case::{Case, State};

rows! {
    pkg_resources {
        original: "does not start on Python 3.12 and later, where `pkg_resources` is gone",
        ours: "needs no Python",
        reason: "it is one static program",
        case: Case::call("ready")
            .hook("ready", State::Ready)
            .file("/opt/app-root/python/pkg_resources.py", "raise ImportError\n", 0o644)
            .variable("PYTHONPATH", "/opt/app-root/python")
            .variable("PYTHONDONTWRITEBYTECODE", "1"),
        shows: [
            "-status: exit 2",
            "-stderr| Usage: powershift [OPTIONS] COMMAND [ARGS]...",
            "-stderr| Try 'powershift --help' for help.",
            "-stderr| ",
            "-stderr| Error: No such command 'image'.",
            "+status: exit 0",
            "+stdout| this is ready",
            "+hook 1 @ /opt/app-root/src/.s2i/action_hooks/ready",
        ],
    }
    other_programs {
        original: "needs click, bash, `which`, `date`, `stdbuf` and `fix-permissions`",
        ours: "needs none of them",
        reason: "an image need not contain them",
        case: Case::call("assemble").variable("PATH", "/tools"),
        shows: [
            "-status: exit 127",
            "+status: exit 0",
            "+stdout|  -----> Running builder assemble script (/usr/libexec/s2i/assemble)",
            "+hook 1 @ /usr/libexec/s2i/assemble",
            "-file /opt/app-root/src 0755 0:0 directory",
            "+file /opt/app-root/src 0775 0:0 directory",
        ],
    }
    wrapped_script {
        original: "in every build, renames the `powershift` script on `PATH` and puts another script in its place",
        ours: "does not change the script",
        reason: "the original does so to have `BASH_ENV` read; s2ibox reads it without this",
        case: Case::call("assemble"),
        shows: [
            "-file /tools/powershift 0755 0:0 new file \"#!/bin/bash\\n\\nexec -a powershift /tools/powershift-script.py \"$@\"\\n\"",
            "-file /tools/powershift-script.py 0755 0:0 old file …",
        ],
        forgive: forgive::wrapped_script,
    }
    ignored_signals {
        original: "SIGPIPE and SIGXFSZ are ignored in every hook and in the application",
        ours: "they have the dispositions of the caller",
        reason: "Python sets this, and every program that it starts inherits it",
        case: Case::call("run").hook("deploy", State::Ready),
        shows: [
            "-hook 1 ignored signals: SIGPIPE SIGXFSZ",
            "+hook 1 ignored signals: ",
            "-hook 2 ignored signals: SIGPIPE SIGXFSZ",
            "+hook 2 ignored signals: ",
        ],
        forgive: forgive::ignored_signals,
    }
    action_hook_is_the_process {
        original: "the hook of `verify`, `ready`, `alive`, `setup`, `migrate` is a child of bash",
        ours: "the hook is the process itself; as process 1, `verify`, `setup` and `migrate` stay as its init",
        reason: "signals reach the hook, and a probe needs one process less",
        case: Case::call("ready").hook("ready", State::Ready),
        shows: [
            "-hook 1 process: a child of the one that was started, in the same group and the same session",
            "+hook 1 process: the one that was started, in the same group and the same session",
        ],
        forgive: forgive::action_hook_is_the_process,
    }
    task_of_process_1 {
        original: "as process 1, the hook of `verify`, `setup`, `migrate` is in the process group of bash",
        ours: "the hook is in a process group of its own",
        reason: "s2ibox stays as the init of the hook, so that a signal of the platform ends it",
        case: Case::call("migrate").hook("migrate", State::Ready).being_init(),
        shows: [
            "-hook 1 process: a child of the one that was started, in the same group and the same session",
            "+hook 1 process: a child of the one that was started, in another group and the same session",
        ],
        forgive: forgive::task_of_process_1,
    }
    killed_action_hook {
        original: "if signal N ends such a hook, the exit status is 128+N",
        ours: "the signal ends the process",
        reason: "the hook is the process itself; a shell shows 128+N in both cases",
        case: Case::call("verify").hook("verify", State::Killed),
        shows: [
            "-status: exit 137",
            "+status: signal 9",
        ],
        forgive: forgive::killed_action_hook,
    }
    bash_stays_for_an_exit_trap {
        original: "bash is the parent of every step",
        ours: "s2ibox is the parent; if `build_env` leaves an EXIT trap, bash stays above s2ibox to run it",
        reason: "only bash can run the trap, and it must run at the end",
        case: Case::assemble_after("trap 'echo cleaned up' EXIT"),
        shows: [
            "-hook 2 process: a child of the one that was started, in the same group and the same session",
            "+hook 2 process: 2 below the one that was started, in the same group and the same session",
            "-hook 3 process: a child of the one that was started, in the same group and the same session",
            "+hook 3 process: 2 below the one that was started, in the same group and the same session",
        ],
        forgive: forgive::bash_stays_for_an_exit_trap,
    }
    locale_coercion {
        original: "if the locale is C or does not exist, `LC_CTYPE=C.UTF-8` is added to the environment",
        ours: "the environment is that of the caller",
        reason: "Python sets this, and every program that it starts inherits it",
        case: Case::call("run").variable("LANG", "C"),
        shows: [
            "-hook 1 variable: LC_CTYPE=C.UTF-8",
        ],
    }
    what_bash_says_of_itself {
        original: "in an env hook, `$0` and the last item of `BASH_SOURCE` are a script of powershift",
        ours: "`$0` is the name of the command, and `$-` contains `c`",
        reason: "there is no such script",
        case: Case::call("run").deploy_env("A=$-\nB=${0##*/}\nDEPTH=${#BASH_SOURCE[@]}\n"),
        shows: [
            "-hook 1 variable: A=aehB",
            "-hook 1 variable: B=run.sh",
            "-hook 1 variable: DEPTH=2",
            "+hook 1 variable: A=aehBc",
            "+hook 1 variable: B=s2i-run",
            "+hook 1 variable: DEPTH=1",
        ],
    }
    marker_comes_last {
        original: "`S2I_MARKERS_ENVIRON` is set before `deploy_env`",
        ours: "it is set after `deploy_env`",
        reason: "a process with this variable has the complete environment",
        case: Case::call("run").deploy_env("SEEN=${S2I_MARKERS_ENVIRON:+already}"),
        shows: [
            "-hook 1 variable: SEEN=already",
            "+hook 1 variable: SEEN=",
        ],
    }
}
