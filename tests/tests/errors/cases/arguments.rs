//! Names, options and operands.

use crate::case::{Area, CASE, Case};

pub const AREA: Area = Area {
    heading: "Usage errors",
    about: "The exit status of a usage error is 2, and nothing was done. Most usage errors begin \
        with the name of the command.",
    cases: &[
        Case {
            title: "An unknown command",
            call: "s2ibox redy",
            status: 2,
            stderr: "ERROR: s2ibox: unknown command redy; did you mean ready?\n",
            means: "If no name is similar, the message lists all of them.",
            ..CASE
        },
        Case {
            title: "An unknown command without a similar name",
            call: "powershift database",
            status: 2,
            stderr: "ERROR: powershift: unknown command database; use image or completion\n",
            means: "Of the original's command groups s2ibox has only `image`.",
            ..CASE
        },
        Case {
            title: "A link with an unknown name",
            call: "s2i-redy",
            status: 2,
            stderr: "ERROR: s2ibox was called as s2i-redy, which is not one of its names; did you mean s2i-ready?\n",
            means: "The name selects the command. Make the link again, with `s2ibox install DIR`.",
            ..CASE
        },
        Case {
            title: "A link with an unknown name and without a similar one",
            call: "migrations",
            status: 2,
            stderr: "ERROR: s2ibox was called as migrations, which is not one of its names; call it s2ibox, powershift, assemble, run, or s2i-COMMAND \
                ({commands})\n",
            means: "A copy or a link can have no other name, because the name selects the command.",
            ..CASE
        },
        Case {
            title: "An unknown option",
            call: "s2i-ready --requier",
            status: 2,
            stderr: "ERROR: s2i-ready: unknown option --requier; did you mean --require?\n",
            means: "Options of a program follow its name: `s2i-exec PROGRAM --option`.",
            ..CASE
        },
        Case {
            title: "An unknown option before the command",
            call: "powershift image --halp",
            status: 2,
            stderr: "ERROR: powershift image: unknown option --halp; did you mean --help?\n",
            means: "Options of a command follow its name.",
            ..CASE
        },
        Case {
            title: "An option without its value",
            call: "s2i-ready --timeout",
            status: 2,
            stderr: "ERROR: s2i-ready: --timeout needs a value; see s2i-ready --help\n",
            means: "The value is the next argument, or follows `=`.",
            ..CASE
        },
        Case {
            title: "An option with a wrong value",
            call: "s2i-ready --timeout 2s",
            status: 2,
            stderr: "ERROR: s2i-ready: --timeout is '2s'; it must be a number of seconds above 0, such as 2.5\n",
            means: "Write no unit, and a point instead of a comma.",
            ..CASE
        },
        Case {
            title: "A rule for signals that names no signal",
            call: "s2i-exec --init --rewrite TERM:QIUT app",
            status: 2,
            stderr: "ERROR: s2i-exec: --rewrite is 'TERM:QIUT'; it must be signals FROM:TO, such as TERM:QUIT or 15:3, \
                where 0 for TO drops the signal\n",
            means: "`kill -l` lists the names. KILL, STOP and CHLD cannot be rewritten.",
            ..CASE
        },
        Case {
            title: "A wrong grace period",
            call: "s2i-exec --init --grace 5s app",
            status: 2,
            stderr: "ERROR: s2i-exec: --grace is '5s'; it must be a number of seconds, such as 2.5 or 0\n",
            means: "Write no unit, and a point instead of a comma.",
            ..CASE
        },
        Case {
            title: "A wrong process id",
            call: "s2i-ready --env-of self",
            status: 2,
            stderr: "ERROR: s2i-ready: --env-of is 'self'; it must be a process id, such as 1\n",
            means: "The application is process 1 of its container, unless the pod shares its process namespace.",
            ..CASE
        },
        Case {
            title: "A wrong time for --grace",
            call: "s2i-run --init --grace 5s",
            status: 2,
            stderr: "ERROR: s2i-run: --grace is '5s'; it must be a number of seconds, such as 2.5 or 0\n",
            means: "Write no unit, and a point instead of a comma.",
            ..CASE
        },
        Case {
            title: "A wrong rule for --rewrite",
            call: "s2i-run --init --rewrite TERM",
            status: 2,
            stderr: "ERROR: s2i-run: --rewrite is 'TERM'; it must be signals FROM:TO, such as TERM:QUIT or 15:3, where 0 \
                for TO drops the signal\n",
            means: "KILL, STOP and CHLD cannot be rewritten. [containers.md](containers.md#process-1) \
                describes the rules.",
            ..CASE
        },
        Case {
            title: "An unknown format",
            call: "s2ibox check --format xml",
            status: 2,
            stderr: "ERROR: s2i-check: --format is 'xml'; it must be text, json or github\n",
            means: "`json` is for programs, and `github` for the annotations of GitHub Actions.",
            ..CASE
        },
        Case {
            title: "An option twice",
            call: "s2i-ready --timeout 1 --timeout 2",
            status: 2,
            stderr: "ERROR: s2i-ready: --timeout is given twice; give it once\n",
            means: "s2ibox does not guess which of the two is right.",
            ..CASE
        },
        Case {
            title: "A wrong value of S2I_INIT",
            call: "S2I_INIT=yes s2i-run",
            status: 2,
            stderr: "ERROR: S2I_INIT is 'yes'; it must be 1, group or 0\n",
            means: "The variable stands for an option of the command. Correct it in the manifest or the image.",
            ..CASE
        },
        Case {
            title: "A wrong value of S2I_REQUIRE_HOOKS",
            call: "S2I_REQUIRE_HOOKS=true s2i-ready",
            status: 2,
            stderr: "ERROR: S2I_REQUIRE_HOOKS is 'true'; it must be 1 or 0\n",
            means: "In a manifest write the value in quotes, `value: \"1\"`. A 1 without quotes \
                is a number there, and the platform refuses it.",
            ..CASE
        },
        Case {
            title: "A missing operand",
            call: "s2i-jobs",
            status: 2,
            stderr: "ERROR: s2i-jobs: CATEGORY is missing; see s2i-jobs --help\n",
            means: "The word in capitals is its name in the help.",
            ..CASE
        },
        Case {
            title: "An unexpected operand",
            call: "s2i-ready now",
            status: 2,
            stderr: "ERROR: s2i-ready: unexpected argument now; s2i-ready takes no operand\n",
            means: "A hook gets no arguments. Use a variable instead.",
            ..CASE
        },
        Case {
            title: "A second operand",
            call: "s2i-jobs hourly daily",
            status: 2,
            stderr: "ERROR: s2i-jobs: unexpected argument daily; s2i-jobs takes one CATEGORY\n",
            means: "Call the command once for each category.",
            ..CASE
        },
        Case {
            title: "A missing operand that has few values",
            call: "s2ibox completion",
            status: 2,
            stderr: "ERROR: s2i-completion: the argument is missing; give bash, zsh or fish\n",
            means: "Give the name of your shell.",
            ..CASE
        },
        Case {
            title: "A second operand after one that has few values",
            call: "s2ibox completion bash zsh",
            status: 2,
            stderr: "ERROR: s2i-completion: unexpected argument zsh; give one of bash, zsh or fish\n",
            means: "Call the command once for each shell.",
            ..CASE
        },
        Case {
            title: "An argument that is reserved",
            call: "s2ibox --s2ibox-resume",
            status: 2,
            stderr: "ERROR: arguments that begin with --s2ibox- are for this program's own use; leave them out\n",
            means: "bash passes these arguments to s2ibox after it has sourced the env hooks.",
            ..CASE
        },
        Case {
            title: "An unknown value of S2I_LOG",
            call: "S2I_LOG=verbose s2i-ready",
            status: 0,
            stderr: "WARNING: S2I_LOG is 'verbose'; it must be quiet, debug or empty, and counts as empty\n",
            means: "The command goes on as if the variable were not set, because a probe or a \
                build should not fail for this reason. [output.md](output.md) describes each \
                value.",
            ..CASE
        },
    ],
};
