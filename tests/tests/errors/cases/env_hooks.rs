//! Messages about env hooks that fail.

use crate::case::{Area, CASE, Case};

pub const AREA: Area = Area {
    heading: "An env hook fails",
    about: "bash sources `deploy_env` and `build_env` under `set -eo pipefail`. The first command \
        that fails ends the command of s2ibox, with the same exit status.",
    cases: &[
        Case {
            title: "A command in an env hook fails",
            call: "s2i-run",
            given: |scene, test| {
                scene.env_hook("deploy_env", "A=1\nno-such-program --now");
                test
            },
            status: 127,
            stderr: "{hooks}/deploy_env: line 2: no-such-program: command not found\n\
                ERROR: env hook {hooks}/deploy_env failed with status 127 at line 2: no-such-program --now\n",
            means: "If bash has a message of its own, it comes first. Line and command are those \
                of the env hook. If the failure is harmless, write `COMMAND || true`.",
            ..CASE
        },
        Case {
            title: "A command in a file that an env hook sources fails",
            call: "s2i-run",
            given: |scene, test| {
                scene.program("settings", "true\n(exit 9)\n", 0o644);
                scene.env_hook("deploy_env", ". .s2i/settings");
                test
            },
            status: 9,
            stderr: "ERROR: env hook {hooks}/deploy_env failed with status 9 at line 2 of .s2i/settings: ( exit 9 )\n",
            means: "Line and command are those of the file that the env hook sources.",
            ..CASE
        },
        Case {
            title: "An env hook returns a status, or its last command is false",
            call: "s2i-ready",
            given: |scene, test| {
                scene.env_hook("deploy_env", "[[ $DEBUG ]] && LOGLEVEL=debug");
                test
            },
            stderr: "ERROR: env hook {hooks}/deploy_env failed with status 1: it returned that, or its last command \
                was false; if that is no failure, end it with: true\n",
            means: "The usual cause is `[[ … ]] && …` in the last line, which is false if the \
                condition is false. Write `if [[ … ]]; then …; fi`, or end the file with `true`.",
            ..CASE
        },
        Case {
            title: "An env hook fails in a function that called another",
            call: "s2i-ready",
            given: |scene, test| {
                scene.env_hook("deploy_env", "inner() { false; }\nouter() { inner; }\nouter");
                test
            },
            stderr: "ERROR: env hook {hooks}/deploy_env failed with status 1 in the function outer, called at line 3; \
                set -x at its top shows each command\n",
            means: "A command in the function has failed, and bash does not know its line. Write \
                `set -x` at the top of the env hook: bash then prints each command before it \
                runs.",
            ..CASE
        },
        Case {
            title: "An env hook fails in a function",
            call: "s2i-ready",
            given: |scene, test| {
                scene.env_hook("deploy_env", "prepare() {\n  false\n  true\n}\nprepare");
                test
            },
            stderr: "ERROR: env hook {hooks}/deploy_env failed with status 1, in a function, or as bash says above, or \
                after its own ERR trap; set -x at its top shows each command\n",
            means: "bash does not know the line. Write `set -x` at the top of the env hook.",
            ..CASE
        },
        Case {
            title: "A variable is not set, under set -u",
            call: "s2i-ready",
            given: |scene, test| {
                scene.env_hook("deploy_env", "set -u\nA=$NO_SUCH");
                test
            },
            stderr: "{hooks}/deploy_env: line 2: NO_SUCH: unbound variable\n\
                ERROR: env hook {hooks}/deploy_env failed with status 1, as bash says above; the last command begun \
                was: A=…\n",
            means: "The line before is bash's own and gives the reason. `${NAME-}` is empty if \
                the variable is not set.",
            ..CASE
        },
        Case {
            title: "An env hook calls exit 0",
            call: "s2i-run",
            given: |scene, test| {
                scene.env_hook("deploy_env", "[[ $DATABASE_URL ]] || exit 0");
                test
            },
            stderr: "ERROR: env hook {hooks}/deploy_env called exit 0: nothing would be run, and a probe would pass; \
                use return 0, or leave it out\n",
            means: "An env hook is sourced, so `exit` ends the whole command, and the application \
                would never start. To stop reading the file early, write `return 0`.",
            ..CASE
        },
        Case {
            title: "A signal that bash does not handle ends an env hook",
            call: "s2i-run",
            given: |scene, test| {
                scene.env_hook("deploy_env", "kill -PIPE $$; true");
                // The shell above shows the death by signal 13 as a status.
                test.within(["/bin/bash", "-c", "\"$@\"; exit", "bash"])
            },
            status: 141,
            stderr: "ERROR: bash was ended by a signal while {hooks}/deploy_env was sourced, at: kill -PIPE $$; the \
                remaining steps were skipped\n",
            means: "bash does not catch this signal for s2ibox. If the command writes into a pipe, \
                the reader of the pipe may be gone.",
            ..CASE
        },
        Case {
            title: "An env hook has Windows line ends",
            call: "s2i-run",
            given: |scene, test| {
                scene.env_hook("deploy_env", "A=1\r\nfalse\r");
                test
            },
            status: 127,
            stderr: "{hooks}/deploy_env: line 2: $'false\\r': command not found\n\
                ERROR: env hook {hooks}/deploy_env failed with status 127 at line 2: false\\r; it has Windows line \
                ends, run: sed -i 's/\\r$//' .s2i/action_hooks/deploy_env\n",
            means: "Every value in this file would end in a carriage return, even if no command \
                fails. Run the command, and write `* text=auto eol=lf` into `.gitattributes`.",
            ..CASE
        },
        Case {
            title: "A signal ends an env hook",
            call: "s2i-run",
            given: |scene, test| {
                scene.env_hook("deploy_env", "echo ready; kill -TERM $$; true");
                test
            },
            status: 143,
            stderr: "ERROR: stopped by SIGTERM while {hooks}/deploy_env was sourced; the remaining steps were \
                skipped\n",
            means: "The platform (or Ctrl-C) ended the container before the environment was \
                complete. If a probe took too long, make the env hook faster, or use `--env-of \
                1`.",
            ..CASE
        },
        Case {
            title: "There is no bash for an env hook",
            call: "s2i-run",
            given: |scene, test| {
                scene.env_hook("deploy_env", "A=1");
                test.env("S2I_BASH", "/opt/bash")
            },
            status: 127,
            stderr: "ERROR: env hook {hooks}/deploy_env must be sourced by bash, but S2I_BASH names /opt/bash, which is \
                not an executable file; add bash to the image, or set S2I_BASH to where it is\n",
            means: "Env hooks need bash. If `S2I_BASH` is set, s2ibox uses that bash and no \
                other. If it is not set, the message says `there is neither /bin/bash nor a bash \
                on PATH`.",
            ..CASE
        },
        Case {
            title: "The environment has grown too large",
            call: "s2i-ready",
            given: |scene, test| {
                scene.env_hook("deploy_env", "printf -v HUGE '%1000000s' x");
                scene.hook("ready", "true");
                test
            },
            status: 126,
            stderr: "ERROR: env hook {hooks}/deploy_env has made the environment too large for the \
                kernel to start a program with it: the largest variable is HUGE (1000000 bytes; one may have 128 KiB, all \
                together a quarter of ulimit -s); put the value into a file, or keep it out of the environment with unset \
                or local\n",
            means: "One variable is larger than the kernel allows. bash prints `Argument list too \
                long` before this line. Often the value is a certificate or a JSON text: write it \
                into a file, and put the name of the file into the variable.",
            ..CASE
        },
        Case {
            title: "Many variables make the environment too large",
            call: "s2i-ready",
            given: |scene, test| {
                scene.env_hook(
                    "deploy_env",
                    "for i in {1000..2999}; do printf -v V$i '%2000s' x; done",
                );
                scene.hook("ready", "true");
                test
            },
            status: 126,
            stderr: "ERROR: env hook {hooks}/deploy_env has made the environment too large for the kernel to start a \
                program with it: 2009 variables are together larger than a quarter of ulimit -s, the largest is V1000 \
                (2000 bytes); in a pod, enableServiceLinks: false leaves out the addresses of services; put the value \
                into a file, or keep it out of the environment with unset or local\n",
            means: "No variable is too large alone, but all together are. Kubernetes sets seven variables \
                for each service of the namespace, unless the pod says `enableServiceLinks: false`.",
            ..CASE
        },
        Case {
            title: "The environment is too large, and no env hook made it so",
            call: "s2i-ready",
            given: |scene, test| {
                let file = scene.top.join("activate");
                s2ibox_tests::write_program(
                    &file,
                    "printf -v HUGE '%1000000s' x; export HUGE\n",
                    0o644,
                );
                scene.hook("ready", "true");
                test.env("BASH_ENV", file)
            },
            status: 126,
            stderr: "ERROR: the environment is too large for the \
                kernel to start a program with it: the largest variable is HUGE (1000000 bytes; one may have 128 KiB, all \
                together a quarter of ulimit -s); put the value into a file, or keep it out of the environment with unset \
                or local\n",
            means: "One variable is larger than the kernel allows. It comes from the file that \
                `BASH_ENV` names, from the container user script, or from the caller.",
            ..CASE
        },
        Case {
            title: "An env hook removes the source path",
            call: "s2i-ready",
            given: |scene, test| {
                scene.env_hook("deploy_env", "rm -r \"$S2I_SOURCE_PATH\"");
                test
            },
            stderr: "ERROR: cannot go back to the source path {src}: No such file or directory (os error 2)\n",
            means: "After an env hook the command goes back to the source path, which no longer \
                exists. Look for an `rm` or `mv` in the env hook.",
            ..CASE
        },
    ],
};
