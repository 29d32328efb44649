//! Messages about the options of probes.

use crate::case::{Area, CASE, Case};
use crate::scene::UID;

pub const AREA: Area = Area {
    heading: "Probes: --timeout, --require and --env-of",
    about: "These options have variables too: `S2I_PROBE_TIMEOUT`, `S2I_REQUIRE_HOOKS`, \
        `S2I_ENV_OF`. [containers.md](containers.md#probes) describes them.",
    cases: &[
        Case {
            title: "A probe took too long in its hook",
            call: "s2i-ready --timeout 1",
            given: |scene, test| {
                scene.hook("ready", "sleep 60");
                test
            },
            status: 124,
            stderr: "ERROR: s2i-ready was stopped after 1 s, the limit of --timeout or S2I_PROBE_TIMEOUT, while its \
                hook was running; give it more time, or make it faster\n",
            means: "The hook and all processes that it started got TERM, and KILL two seconds \
                later. Give the request in the hook a shorter limit of its own (`curl -m 1`), so \
                that it can print the reason.",
            ..CASE
        },
        Case {
            title: "A probe took too long before its hook",
            call: "s2i-ready --timeout 1",
            given: |scene, test| {
                scene.env_hook("deploy_env", "exec 2>/dev/null; while :; do sleep 0.05; done");
                scene.hook("ready", "true");
                test
            },
            status: 124,
            stderr: "ERROR: s2i-ready was stopped after 1 s, the limit of --timeout or S2I_PROBE_TIMEOUT, while its \
                environment was being set up; give it more time, or make it faster\n",
            means: "`deploy_env` or the container user script used up the time. With `--env-of 1` \
                a probe takes the environment of the running application and sources nothing.",
            ..CASE
        },
        Case {
            title: "A hook that is required is missing",
            call: "s2i-ready --require",
            stderr: "ERROR: hook {hooks}/ready is missing, and --require (or S2I_REQUIRE_HOOKS) asks for it; add it to \
                the image, or do without --require\n",
            means: "Without the option a missing hook is success. The file is not in the image, \
                or it has another name: `s2ibox check` finds names that are almost right.",
            ..CASE
        },
        Case {
            title: "The environment of the application may not be read",
            call: "s2i-ready --env-of 1",
            given: |_, test| test.user(UID, 0),
            status: 0,
            stderr: "NOTE: the environment of process 1 is not taken: /proc/1/environ: Permission denied (os error 13); \
                it is set up anew\n",
            means: "The application runs as another user, or there is no such process (`No such \
                file or directory`). The probe sets up its own environment instead, and so needs \
                the time of `deploy_env`.",
            ..CASE
        },
        Case {
            title: "The process was not started by s2ibox",
            call: "s2i-ready --env-of 1",
            given: |_, test| test.within(["/bin/sh", "-c", "\"$@\"; exit $?", "sh"]).as_init(),
            status: 0,
            stderr: "NOTE: the environment of process 1 is not taken: it lacks S2I_MARKERS_ENVIRON, so it may not be \
                complete; it is set up anew\n",
            means: "Only a process that `s2i-run`, `s2i-exec` or the like has started has the \
                deploy environment. Name such a process, or start the application with `s2i-run`.",
            ..CASE
        },
        Case {
            title: "The application has overwritten its environment",
            call: "s2i-ready --env-of 1",
            given: |_, test| {
                let script = "$0 = 'title ' x 900; exit(system(@ARGV) >> 8)";
                test.within(["/usr/bin/perl", "-e", script]).as_init()
            },
            status: 0,
            stderr: "NOTE: the environment of process 1 is not taken: it was overwritten, as programs do that set a \
                process title; it is set up anew\n",
            means: "A server that writes its state into its process title overwrites its \
                environment in memory. Switch that off, or do not use `--env-of`.",
            ..CASE
        },
        Case {
            title: "The process is the probe itself",
            call: "s2i-ready --env-of 1",
            given: |_, test| test.as_init(),
            status: 0,
            stderr: "NOTE: the environment of process 1 is not taken: that is this very process; it is set up anew\n",
            means: "The command itself is process 1 of its container. `--env-of` is for a command \
                that starts beside a running application.",
            ..CASE
        },
    ],
};
