//! Names, options and words.

use crate::case::{Area, CASE, Case};

pub const AREA: Area = Area {
    heading: "Called in a way it does not know",
    about: "Usage errors: the exit status is 2, and nothing has been done. Most begin with the command's name.",
    cases: &[
        Case {
            title: "No such command",
            call: "s2ibox redy",
            status: 2,
            said: "ERROR: s2ibox: no command redy; did you mean ready?\n",
            means: "Where no name is near it says `there are: …` and lists them.",
            ..CASE
        },
        Case {
            title: "No such command, and none that is near",
            call: "powershift database",
            status: 2,
            said: "ERROR: powershift: no command database; there are: image, completion\n",
            means: "Of the original's command groups s2ibox has `image`.",
            ..CASE
        },
        Case {
            title: "help is an option",
            call: "s2ibox help",
            status: 2,
            said: "ERROR: s2ibox: no command help; did you mean --help?\n",
            means: "`s2ibox --help` lists the commands, `s2ibox COMMAND --help` tells about one.",
            ..CASE
        },
        Case {
            title: "A link with a name that is none of the commands",
            call: "s2i-redy",
            status: 2,
            said: "ERROR: s2i-redy is no name of s2ibox; did you mean s2i-ready?\n",
            means: "It looks at the name that it is called by. Make the link anew, by `s2ibox install DIR`.",
            ..CASE
        },
        Case {
            title: "A link with a name that is like none of the commands",
            call: "migrations",
            status: 2,
            said: "ERROR: migrations is no name of s2ibox; call it s2ibox, powershift, assemble, run, or s2i-COMMAND \
                (assemble, run, verify, ready, alive, setup, migrate, jobs, exec, shell, env, entrypoint, check, init, \
                install, completion)\n",
            means: "A copy or a link may have no other name: what it does follows from it.",
            ..CASE
        },
        Case {
            title: "No such option",
            call: "s2i-ready --requier",
            status: 2,
            said: "ERROR: s2i-ready: no option --requier; did you mean --require? see s2i-ready --help\n",
            means: "What is meant for a program stands behind its name: `s2i-exec PROGRAM --option`.",
            ..CASE
        },
        Case {
            title: "No such option before the command",
            call: "powershift image --halp",
            status: 2,
            said: "ERROR: powershift image: no option --halp; did you mean --help?\n",
            means: "Options of a command stand behind its name.",
            ..CASE
        },
        Case {
            title: "An option lacks its value",
            call: "s2i-ready --timeout",
            status: 2,
            said: "ERROR: s2i-ready: --timeout lacks its value; see s2i-ready --help\n",
            means: "It is the next word, or stands behind `=`.",
            ..CASE
        },
        Case {
            title: "An option has a value that it cannot have",
            call: "s2i-ready --timeout 2s",
            status: 2,
            said: "ERROR: s2i-ready: --timeout is '2s'; it must be a number of seconds above 0, such as 2.5\n",
            means: "No unit; a point, not a comma.",
            ..CASE
        },
        Case {
            title: "A process id that is none",
            call: "s2i-ready --env-of self",
            status: 2,
            said: "ERROR: s2i-ready: --env-of is 'self'; it must be a process id, such as 1\n",
            means: "The application is process 1 of its container, unless the pod shares its process namespace.",
            ..CASE
        },
        Case {
            title: "A format that is none",
            call: "s2ibox check --format xml",
            status: 2,
            said: "ERROR: s2i-check: --format is 'xml'; it must be text, json or github\n",
            means: "`json` is for programs, `github` for the annotations of GitHub's actions.",
            ..CASE
        },
        Case {
            title: "An option is given twice",
            call: "s2i-ready --timeout 1 --timeout 2",
            status: 2,
            said: "ERROR: s2i-ready: --timeout is given twice; give it once\n",
            means: "It is not guessed which is meant.",
            ..CASE
        },
        Case {
            title: "S2I_INIT has a value that it cannot have",
            call: "S2I_INIT=yes s2i-run",
            status: 2,
            said: "ERROR: S2I_INIT is 'yes'; it must be 1, group or 0\n",
            means: "The variable stands in for an option of the command. Correct it in the manifest or the image.",
            ..CASE
        },
        Case {
            title: "S2I_REQUIRE_HOOKS has a value that it cannot have",
            call: "S2I_REQUIRE_HOOKS=true s2i-ready",
            status: 2,
            said: "ERROR: S2I_REQUIRE_HOOKS is 'true'; it must be 1 or 0\n",
            means: "In a manifest write it in quotes, `value: \"1\"`: a bare 1 is a number there, and is refused.",
            ..CASE
        },
        Case {
            title: "Something is missing",
            call: "s2i-jobs",
            status: 2,
            said: "ERROR: s2i-jobs: CATEGORY is missing; see s2i-jobs --help\n",
            means: "The word in capitals is what the help calls it.",
            ..CASE
        },
        Case {
            title: "There is a word too many",
            call: "s2i-ready now",
            status: 2,
            said: "ERROR: s2i-ready: unexpected argument now; it takes none\n",
            means: "A hook gets no arguments. Use a variable.",
            ..CASE
        },
        Case {
            title: "There is a second word",
            call: "s2i-jobs hourly daily",
            status: 2,
            said: "ERROR: s2i-jobs: unexpected argument daily; it takes one CATEGORY\n",
            means: "Call it once for each.",
            ..CASE
        },
        Case {
            title: "An argument that is for its own use",
            call: "s2ibox --s2ibox-resume",
            status: 2,
            said: "ERROR: arguments that begin with --s2ibox- are for this program's own use; leave them out\n",
            means: "That is how it finds itself again after bash has sourced the env hooks.",
            ..CASE
        },
        Case {
            title: "How much is said is asked for in other words",
            call: "S2I_LOG=verbose s2i-ready",
            status: 0,
            said: "WARNING: S2I_LOG is 'verbose'; it must be quiet, debug or empty, and counts as empty\n",
            means: "It goes on as if the variable were not set, for a probe or a build should not fail for this. \
                [What it says](output.md) has what each value does.",
            ..CASE
        },
    ],
};
