//! Messages about the limits of a process.

use nix::libc;
use s2ibox_tests::Test;

use crate::case::{Area, CASE, Case};

pub const AREA: Area = Area {
    heading: "At the limits of the machine",
    about: "The number of open files of a process and the number of processes of a container are \
        limited. `s2i-exec sh -c 'ulimit -a'` shows the limits of a process. The platform sets \
        the limits of the container.",
    cases: &[
        Case {
            title: "No process is left for a hook or a program",
            call: "s2i-jobs hourly",
            given: |scene, test| {
                scene.program("jobs/hourly/report", "#!/bin/sh\n", 0o755);
                let (errno, call) = (libc::EAGAIN.to_string(), libc::SYS_clone.to_string());
                test.within([env!("CARGO_BIN_EXE_refuse-calls"), &errno, &call])
            },
            stderr: "ERROR: job {src}/.s2i/jobs/hourly/report cannot be started: the limit of processes is reached; \
                raise it (pids limit of the container, ulimit -u)\n",
            means: "The container has reached its limit of processes. Perhaps the application \
                does not reap its processes.",
            ..CASE
        },
        Case {
            title: "No open file is left to compare environments",
            call: "s2i-env --diff",
            given: |_, test| limited(test, "ulimit -n 3"),
            stderr: "ERROR: cannot keep a copy of the environment for --diff; look at the limits of this process (ulimit \
                -a): EMFILE: Too many open files\n",
            means: "`s2i-env` without `--diff` needs no open file.",
            ..CASE
        },
    ],
};

fn limited(test: Test, limit: &str) -> Test {
    let script = format!("{limit}; exec \"$@\"");
    test.within(["/bin/sh", "-c", &script, "sh"])
}
