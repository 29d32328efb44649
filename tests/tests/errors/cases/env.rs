//! Messages of `s2i-env`.

use crate::case::{Area, CASE, Case};

pub const AREA: Area = Area {
    heading: "s2i-env",
    about: "`s2i-env` sets up the environment as for a hook, so it can also print the errors of \
        env hooks.",
    cases: &[
        Case {
            title: "Two output formats are given",
            call: "s2i-env --json --export",
            status: 2,
            stderr: "ERROR: s2i-env: -0, --json and --export exclude each other; see s2i-env --help\n",
            means: "Choose one of them.",
            ..CASE
        },
        Case {
            title: "The output format cannot show --diff",
            call: "s2i-env --diff -0",
            status: 2,
            stderr: "ERROR: s2i-env: --diff goes with --json, not with -0 or --export; see s2i-env --help\n",
            means: "A difference has more fields than a list of variables. Use `--diff` alone or \
                with `--json`.",
            ..CASE
        },
        Case {
            title: "--env-of is given with --build",
            call: "s2i-env --build --env-of 7",
            given: |_, test| {
                // --env-of must name a process with a deploy environment, and process 7 is unknown here.
                let script = "S2I_MARKERS_ENVIRON=now sleep 60 & p=$!; \
                    until grep -q sleep /proc/$p/comm; do :; done; \
                    \"$1\" --build --env-of $p; status=$?; kill $p; exit $status";
                test.within(["/bin/sh", "-c", script, "sh"])
            },
            status: 2,
            stderr: "ERROR: s2i-env: --env-of is for the deploy environment, not with --build; see s2i-env --help\n",
            means: "A running application has the deploy environment. The build environment no \
                longer exists after the build.",
            ..CASE
        },
        Case {
            title: "A shell cannot export a variable",
            call: "s2i-env --export",
            given: |_, test| test.env("spring.profile", "prod"),
            status: 0,
            stderr: "NOTE: left out, because a shell cannot export these names: spring.profile; -0 prints all variables\n",
            means: "The name has characters that a shell variable cannot have. Programs still get \
                the variable.",
            ..CASE
        },
        Case {
            title: "The output cannot be written",
            call: "s2i-env",
            given: |_, test| test.redirected(">/dev/full"),
            stderr: "ERROR: cannot write to standard output: No space left on device (os error 28)\n",
            means: "The usual cause is a full disk.",
            ..CASE
        },
        Case {
            title: "A hook has closed a descriptor that --diff needs",
            call: "s2i-env --diff",
            given: |scene, test| {
                scene.env_hook("deploy_env", "exec 100>&-");
                test
            },
            stderr: "ERROR: a hook has closed a file that is not its own (descriptor 100 or above), in which --diff keeps \
                the environment; let it close only what it has opened\n",
            means: "The usual cause is a loop that closes all descriptors. Without `--diff` no \
                file is open there.",
            ..CASE
        },
    ],
};
