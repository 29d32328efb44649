//! A process that may not have what it needs.

use s2ibox_tests::Test;

use crate::case::{Area, CASE, Case};

pub const AREA: Area = Area {
    heading: "At the limits of the machine",
    about: "How many files a process may have open, and how many processes a container may have, is limited. \
        `s2i-exec sh -c 'ulimit -a'` shows the limits of a process; those of the container are the platform's to set.",
    cases: &[
        Case {
            title: "No open file is left for signals",
            call: "s2i-run",
            given: |_, test| limited(test, "ulimit -n 3"),
            said: "ERROR: cannot receive signals; look at the limits of this process (ulimit -a): EMFILE: Too many open \
                files\n",
            means: "The limit of open files is far too low, or who started it has left hundreds open.",
            ..CASE
        },
        Case {
            title: "No open file or no process is left for a probe with a limit",
            call: "s2i-ready --timeout 2",
            given: |_, test| limited(test, "ulimit -n 4"),
            said: "ERROR: cannot watch over the probe for --timeout; look at the limits of this process (ulimit -a): Too \
                many open files (os error 24)\n",
            means: "With `--timeout` a probe is two processes more. If it says `Try again`, the container has reached \
                its limit of processes, which may be the application's fault.",
            ..CASE
        },
        Case {
            title: "No open file is left to compare environments",
            call: "s2i-env --diff",
            given: |_, test| limited(test, "ulimit -n 3"),
            said: "ERROR: cannot keep a copy of the environment for --diff; look at the limits of this process (ulimit \
                -a): EMFILE: Too many open files\n",
            means: "`s2i-env` without `--diff` needs none.",
            ..CASE
        },
    ],
};

fn limited(test: Test, limit: &str) -> Test {
    let script = format!("{limit}; exec \"$@\"");
    test.within(["/bin/sh", "-c", &script, "sh"])
}
