//! Messages about the builder image's own scripts.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use s2ibox_tests::write_program;

use crate::case::{Area, CASE, Case};
use crate::scene::UID;

pub const AREA: Area = Area {
    heading: "The builder image's own assemble and run",
    about: "`s2i-assemble` and `s2i-run` call the builder image's own scripts. These lie in \
        `S2I_SCRIPTS_PATH`, else `STI_SCRIPTS_PATH`, else `/usr/libexec/s2i`. The errors for \
        `assemble` and `run` are the same.",
    cases: &[
        Case {
            title: "The builder's script does not exist",
            call: "s2i-run",
            given: |scene, test| {
                fs::remove_file(scene.scripts.join("run")).unwrap();
                test
            },
            status: 127,
            stderr: "ERROR: the builder's run script {scripts}/run is not there; set S2I_SCRIPTS_PATH to the directory that \
                holds it\n",
            means: "A label of the image names the directory: `podman inspect IMAGE` shows \
                `io.openshift.s2i.scripts-url`. If there is no builder, write a `run` hook; then \
                the start needs no builder script.",
            ..CASE
        },
        Case {
            title: "The builder's script may not be reached",
            call: "s2i-run",
            given: |scene, test| {
                scene.builder("run", "true");
                fs::set_permissions(&scene.scripts, PermissionsExt::from_mode(0o700)).unwrap();
                test.user(UID, 0)
            },
            status: 126,
            stderr: "ERROR: the builder's run script {scripts}/run cannot be accessed: Permission denied (os error 13); give \
                user 1000680000 access to the directories above it\n",
            means: "The directory of the scripts is closed to the user that the container runs as. Correct its mode in \
                the builder image's Containerfile: `chmod -R a+rX`.",
            ..CASE
        },
        Case {
            title: "The builder's script is a directory",
            call: "s2i-run",
            given: |scene, test| {
                fs::remove_file(scene.scripts.join("run")).unwrap();
                fs::create_dir(scene.scripts.join("run")).unwrap();
                test
            },
            stderr: "ERROR: the builder's run script {scripts}/run is a directory; put the script in its place\n",
            means: "The usual cause is a `COPY` of a directory in the builder's Containerfile.",
            ..CASE
        },
        Case {
            title: "The builder's script is not executable",
            call: "s2i-run",
            given: |scene, test| {
                write_program(&scene.scripts.join("run"), "#!/bin/sh\n", 0o644);
                test
            },
            status: 126,
            stderr: "ERROR: the builder's run script {scripts}/run is not an executable file; run: chmod +x {scripts}/run\n",
            means: "Make this change in the Containerfile of the builder image.",
            ..CASE
        },
        Case {
            title: "The builder's script is s2ibox itself",
            call: "s2i-run",
            given: |scene, test| {
                std::os::unix::fs::symlink("s2ibox", scene.bin.join("run")).unwrap();
                test.env("S2I_SCRIPTS_PATH", &scene.bin)
            },
            stderr: "ERROR: the builder's run script {bin}/run is s2ibox itself and would start itself for ever; set \
                S2I_SCRIPTS_PATH to the builder's own scripts\n",
            means: "`S2I_SCRIPTS_PATH` names the directory with the links to s2ibox. To put \
                s2ibox in front of the builder's scripts in their own directory, use `s2ibox \
                install --builder`, which renames them.",
            ..CASE
        },
    ],
};
