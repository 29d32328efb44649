//! Messages about the files that bash sources before an env hook.

use s2ibox_tests::write_program;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use crate::case::{Area, CASE, Case};
use crate::scene::UID;

pub const AREA: Area = Area {
    heading: "BASH_ENV and the container user script",
    about: "bash sources two files of the builder image before `deploy_env`: the file that \
        `BASH_ENV` names, and `etc/generate_container_user`, which gives an arbitrary user id a \
        name.",
    cases: &[
        Case {
            title: "The container user script fails",
            call: "s2i-run",
            given: |scene, test| {
                scene.container_user("return 9");
                scene.hook("run", "true");
                test
            },
            status: 0,
            stderr: "WARNING: container user script {app}/etc/generate_container_user ended with status 9; the command continues\n",
            means: "The user may have no name, which disturbs few programs. The script fails if \
                the root file system is read-only, or if the container runs in another group than \
                0. In these cases there is nothing to fix.",
            ..CASE
        },
        Case {
            title: "The container user script calls exit",
            call: "s2i-run",
            given: |scene, test| {
                scene.container_user("exit 3");
                scene.hook("run", "true");
                test
            },
            status: 0,
            stderr: "WARNING: container user script {app}/etc/generate_container_user called exit 3; the command continues without \
                the rest of it\n",
            means: "The script is the builder image's, and it is sourced, so `exit` would end the \
                whole command. Everything that it did before `exit` counts.",
            ..CASE
        },
        Case {
            title: "The container user script cannot be reached",
            call: "s2i-ready",
            given: |scene, test| {
                scene.container_user("true");
                let directory = scene.app.join("etc");
                fs::set_permissions(directory, Permissions::from_mode(0o700)).unwrap();
                scene.hook("ready", "true");
                test.user(UID, 0)
            },
            status: 0,
            stderr: "WARNING: container user script {app}/etc/generate_container_user was not sourced: Permission denied (os \
                error 13)\n",
            means: "The user of the container may not search the directory `etc` of the application path. The user id may \
                have no name then.",
            ..CASE
        },
        Case {
            title: "There is no bash for the container user script",
            call: "s2i-run",
            given: |scene, test| {
                scene.container_user("true");
                scene.hook("run", "true");
                test.env("S2I_BASH", "/opt/bash")
            },
            status: 0,
            stderr: "WARNING: container user script {app}/etc/generate_container_user was not sourced: S2I_BASH names \
                /opt/bash, which is not an executable file\n",
            means: "The user may have no name. Correct `S2I_BASH`, or unset it.",
            ..CASE
        },
        Case {
            title: "There is no bash for BASH_ENV",
            call: "s2i-run",
            given: |scene, test| {
                let file = scene.top.join("activate");
                write_program(&file, "", 0o644);
                scene.program("action_hooks/run", "#!/bin/sh\n", 0o755);
                test.env("BASH_ENV", file).env("S2I_BASH", "/opt/bash")
            },
            status: 0,
            stderr: "WARNING: BASH_ENV was not sourced: S2I_BASH names /opt/bash, which is not an executable file\n",
            means: "The language runtime that the builder image activates with `BASH_ENV` may be \
                missing from PATH.",
            ..CASE
        },
        Case {
            title: "BASH_ENV changes the arguments of every script",
            call: "s2i-run",
            given: |scene, test| {
                let file = scene.top.join("activate");
                write_program(&file, "set -- x\n", 0o644);
                test.env("BASH_ENV", file)
            },
            stderr: "ERROR: {top}/activate (BASH_ENV) changes the positional parameters of every script, also of this \
                one; wrap what it does with set or shift in a function\n",
            means: "A `set -- …` or `shift` at the top level of that file changes the arguments \
                of every script that starts. In a function it changes only the arguments of the \
                function.",
            ..CASE
        },
    ],
};
