//! Messages about hooks and programs that failed, and about commands that were stopped.

use s2ibox_tests::Signal;

use crate::case::{Area, CASE, Case};

pub const AREA: Area = Area {
    heading: "A hook, a job or a builder's script fails",
    about: "The output of the hook itself stands above the line. If s2ibox has become the hook \
        (`ready`, `alive`, `verify`, `setup`, `migrate`, `run`), there is no such line: the exit \
        status is that of the hook.",
    cases: &[
        Case {
            title: "A hook fails",
            call: "s2i-run",
            given: |scene, test| {
                scene.hook("deploy", "echo 'no database' >&2; exit 3");
                test
            },
            status: 3,
            stderr: "no database\nERROR: hook {hooks}/deploy failed with status 3\n",
            means: "The hook ended with this status, and the application is not started. Read the \
                output of the hook, or put `set -x` into it.",
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
            stderr: "no matching distribution\nERROR: builder script {scripts}/assemble failed with status 4\n",
            means: "The builder image's own script failed, and not a hook. Read the output of the \
                script.",
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
            stderr: "ERROR: hook {hooks}/deploy was killed by SIGKILL\n",
            means: "137 is 128 plus the number of the signal. If no program has sent SIGKILL, the \
                usual cause is the memory limit of the container (`OOMKilled` in `kubectl \
                describe pod`). SIGSEGV is a fault of the program.",
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
            stderr: "ERROR: hook {hooks}/deploy was killed by signal 34\n",
            means: "Signals from 34 on are real-time signals. They have no names, and each \
                program uses them for its own purposes.",
            ..CASE
        },
        Case {
            title: "A signal stops the command",
            call: "s2i-run",
            given: |scene, test| {
                scene.hook("deploy", "trap 'kill $!; exit 0' TERM; sleep 60 & echo ready; wait");
                test
            },
            meanwhile: |running| {
                running.wait_for("ready").signal(Signal::SIGTERM);
            },
            status: 143,
            stderr: "ERROR: stopped by SIGTERM; the remaining steps were skipped\n",
            means: "The platform ended the container, or a user pressed Ctrl-C (SIGINT, status \
                130), while a hook ran. The hook got the signal as well. An interrupted build is \
                never a success, and the application is not started.",
        },
    ],
};
