//! The arbitrary-user rule at the end of a build.

use std::fs;

use s2ibox_tests::Tmpfs;

use crate::case::{Area, CASE, Case};
use crate::scene::UID;

pub const AREA: Area = Area {
    heading: "The permissions at the end of a build",
    about: "The platform runs the image as a user that nobody knows beforehand, in group 0. So `s2i-assemble` gives \
        group 0 what the owner has. What it may not change is a warning, and the build goes on.",
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
            said: "WARNING: below {src}, 1 of the entries could not be given group permissions (the first is data: Read-only \
                file system); the application may lack access when it runs as another user\n",
            means: "The reason is in the brackets, for the first of them. If the application writes there, set the \
                permissions where the files come from.",
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
            said: "WARNING: below {src}, 1 of the entries stay in another group than 0, because this user is not in group 0; the \
                application may lack access when it runs as another user\n",
            means: "The build runs as a user that is not in group 0, and so cannot give files to it. Write \
                `USER 1001:0` into the Containerfile.",
            ..CASE
        },
    ],
};
