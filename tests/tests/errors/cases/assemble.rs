//! Messages about permissions at the end of a build.

use std::fs;

use s2ibox_tests::Tmpfs;

use crate::case::{Area, CASE, Case};
use crate::scene::UID;

pub const AREA: Area = Area {
    heading: "The permissions at the end of a build",
    about: "The platform runs the image as a user that is unknown at build time, in group 0. So \
        `s2i-assemble` gives group 0 the rights of the owner. An entry that it cannot change \
        causes a warning, and the build goes on.",
    cases: &[
        Case {
            title: "Files cannot be given group permissions",
            call: "s2i-assemble",
            given: |scene, test| {
                scene.builder("assemble", "true");
                fs::create_dir(scene.src.join("data")).unwrap();
                let mounted = Tmpfs::mount(&scene.src.join("data"), "64k");
                scene.keep(mounted.read_only());
                test
            },
            status: 0,
            stderr: "WARNING: below {src}, 1 of the entries could not be given group permissions (the first is data: Read-only \
                file system); the application may lack access when it runs as another user\n",
            means: "The brackets hold the reason for the first of these entries. If the \
                application writes there, set the permissions at the place where the files come \
                from.",
            ..CASE
        },
        Case {
            title: "Files stay in another group than 0",
            call: "s2i-assemble",
            given: |scene, test| {
                scene.builder("assemble", "true");
                scene.give_to(UID, 4242);
                test.user(UID, 4242)
            },
            status: 0,
            stderr: "WARNING: below {src}, 1 of the entries stay in another group than 0, because this user is not in group 0; the \
                application may lack access when it runs as another user\n",
            means: "The build runs as a user that is not in group 0, so it cannot give files to \
                that group. Write `USER 1001:0` into the Containerfile.",
            ..CASE
        },
    ],
};
