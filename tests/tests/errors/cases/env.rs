//! `s2i-env`.

use crate::case::{Area, CASE, Case};

pub const AREA: Area = Area {
    heading: "s2i-env",
    about: "It sets the environment up as a hook gets it, so the errors of env hooks come here as well.",
    cases: &[
        Case {
            title: "Two forms at once",
            call: "s2i-env --json --export",
            status: 2,
            said: "ERROR: s2i-env: -0, --json and --export exclude each other; see s2i-env --help\n",
            means: "Choose one of them.",
            ..CASE
        },
        Case {
            title: "--diff in a form that cannot show it",
            call: "s2i-env --diff -0",
            status: 2,
            said: "ERROR: s2i-env: --diff goes with --json, not with -0 or --export; see s2i-env --help\n",
            means: "What has changed, and what set it, is more than a list of variables. Use `--diff` alone or with \
                `--json`.",
            ..CASE
        },
        Case {
            title: "--env-of with --build",
            call: "s2i-env --build --env-of 7",
            given: |_, test| {
                // The environment must be one that can be taken, and nobody knows what 7 is here.
                let script = "S2I_MARKERS_ENVIRON=now sleep 60 & p=$!; \
                    until grep -q sleep /proc/$p/comm; do :; done; \
                    \"$1\" --build --env-of $p; status=$?; kill $p; exit $status";
                test.within(["/bin/sh", "-c", script, "sh"])
            },
            status: 2,
            said: "ERROR: s2i-env: --env-of is for the deploy environment, not with --build; see s2i-env --help\n",
            means: "A running application has the deploy environment; the build environment is gone with the build.",
            ..CASE
        },
        Case {
            title: "Variables that a shell cannot be told",
            call: "s2i-env --export",
            given: |_, test| test.env("spring.profile", "prod"),
            status: 0,
            said: "NOTE: left out, because a shell cannot export these names: spring.profile; -0 prints all variables\n",
            means: "The name has letters that a shell's variable cannot have. Programs get to see the variable all the \
                same.",
            ..CASE
        },
        Case {
            title: "The output cannot be written",
            call: "s2i-env",
            given: |_, test| test.redirected(">/dev/full"),
            said: "ERROR: cannot write to standard output: No space left on device (os error 28)\n",
            means: "Most often the disk is full.",
            ..CASE
        },
        Case {
            title: "A hook has closed what --diff needs",
            call: "s2i-env --diff",
            given: |scene, test| {
                scene.env_hook("deploy_env", "exec 100>&-");
                test
            },
            said: "ERROR: a hook has closed a file that is not its own (descriptor 100 or above), in which --diff keeps \
                the environment; let it close only what it has opened\n",
            means: "Most often a loop that closes all descriptors. Without `--diff` nothing is open there.",
            ..CASE
        },
    ],
};
