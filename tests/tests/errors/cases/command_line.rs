//! What a user gives to `exec` and `entrypoint`, and a shell.

use std::fs;

use s2ibox_tests::{Scratch, write_program};

use crate::case::{Area, CASE, Case};

pub const AREA: Area = Area {
    heading: "A command line, and a shell",
    about: "For `s2i-exec`, `s2i-entrypoint` and `s2i-shell`.",
    cases: &[
        Case {
            title: "The command is not found",
            call: "s2i-exec phyton manage.py",
            status: 127,
            said: "ERROR: command 'phyton' not found; check its spelling, and PATH in the deploy environment\n",
            means: "It is looked for on PATH as `deploy_env` leaves it; `s2i-env` shows that. A name with a `/` is \
                taken as it is, from the source path on.",
            ..CASE
        },
        Case {
            title: "The command has no execute permission",
            call: "s2i-exec ./manage.py",
            given: |scene, test| {
                write_program(&scene.src.join("manage.py"), "", 0o644);
                test
            },
            status: 126,
            said: "ERROR: command ./manage.py cannot be executed: ./manage.py is not executable; run: chmod +x \
                ./manage.py\n",
            means: "Make it executable in the source, or name its interpreter: `s2i-exec python ./manage.py`.",
            ..CASE
        },
        Case {
            title: "The command is a directory",
            call: "s2i-exec ./scripts",
            given: |scene, test| {
                fs::create_dir(scene.src.join("scripts")).unwrap();
                test
            },
            status: 126,
            said: "ERROR: command ./scripts is a directory; name a program in it\n",
            means: "Often a space in place of a `/`, or a script that has become a package.",
            ..CASE
        },
        Case {
            title: "There is no shell in the image",
            call: "s2i-shell",
            given: |scene, _| {
                let scratch = Scratch::new();
                let test = scratch.command("shell");
                scene.keep(scratch);
                test
            },
            status: 127,
            said: "ERROR: there is no shell in this image, neither /bin/bash nor sh on PATH; run a program with: \
                s2i-exec COMMAND\n",
            means: "An image from scratch has none. `kubectl debug` brings one beside the container.",
            ..CASE
        },
    ],
};
