//! Hooks and programs that were started and ended badly, and commands that were told to end.

use s2ibox_tests::Signal;

use crate::case::{Area, CASE, Case};

pub const AREA: Area = Area {
    heading: "A hook, a job or a builder's script fails",
    about: "What it printed itself stands above the line. Where s2ibox has become the hook (`ready`, `alive`, \
        `verify`, `setup`, `migrate`, `run`), nothing of it is left to say anything: the exit status is the hook's.",
    cases: &[
        Case {
            title: "A hook fails",
            call: "s2i-run",
            given: |scene, test| {
                scene.hook("deploy", "echo 'no database' >&2; exit 3");
                test
            },
            status: 3,
            said: "no database\nERROR: hook {hooks}/deploy failed with status 3\n",
            means: "The hook ended with this status, and the application is not started. Look at what it printed, \
                or put `set -x` into it.",
            ..CASE
        },
        Case {
            title: "The builder's assemble fails",
            call: "s2i-assemble",
            given: |scene, test| {
                scene.builder("assemble", "echo 'no matching distribution' >&2; exit 4");
                test
            },
            status: 4,
            said: "no matching distribution\nERROR: builder script {scripts}/assemble failed with status 4\n",
            means: "It is the builder image's own script that failed, not a hook: look at what it printed.",
            ..CASE
        },
        Case {
            title: "A hook is killed",
            call: "s2i-run",
            given: |scene, test| {
                scene.hook("deploy", "kill -KILL $$");
                test
            },
            status: 137,
            said: "ERROR: hook {hooks}/deploy was killed by SIGKILL\n",
            means: "137 is 128 and the signal's number. SIGKILL that nobody sent is most often the memory limit of \
                the container (`OOMKilled` in `kubectl describe pod`); SIGSEGV is a fault of the program.",
            ..CASE
        },
        Case {
            title: "A hook is killed by a signal without a name",
            call: "s2i-run",
            given: |scene, test| {
                scene.hook("deploy", "kill -34 $$");
                test
            },
            status: 162,
            said: "ERROR: hook {hooks}/deploy was killed by signal 34\n",
            means: "Signals from 34 on are real-time signals, which have no names: a program uses them for purposes of its own.",
            ..CASE
        },
        Case {
            title: "The command is told to stop",
            call: "s2i-run",
            given: |scene, test| {
                scene.hook("deploy", "trap 'kill $!; exit 0' TERM; sleep 60 & echo ready; wait");
                test
            },
            meanwhile: |running| {
                running.wait_for("ready").signal(Signal::SIGTERM);
            },
            status: 143,
            said: "ERROR: stopped by SIGTERM; the remaining steps were skipped\n",
            means: "The platform ended the container, or somebody pressed Ctrl-C (SIGINT, 130), while a hook ran. \
                The hook was told as well; an interrupted build is no success, and no application is started.",
        },
    ],
};
