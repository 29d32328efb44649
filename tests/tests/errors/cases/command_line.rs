//! Messages about the command of `exec` and `entrypoint`, and about the shell.

use std::fs;

use s2ibox_tests::{Scratch, write_program};

use crate::case::{Area, CASE, Case};

pub const AREA: Area = Area {
    heading: "The command of exec and entrypoint, and the shell",
    about: "These are errors of `s2i-exec`, `s2i-entrypoint` and `s2i-shell`.",
    cases: &[
        Case {
            title: "The command is not found",
            call: "s2i-exec phyton manage.py",
            status: 127,
            stderr: "ERROR: command 'phyton' not found; check its spelling, and PATH in the deploy environment\n",
            means: "s2ibox searches the PATH that `deploy_env` leaves; `s2i-env` shows it. A name \
                with a `/` is a path, relative to the source path.",
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
            stderr: "ERROR: command ./manage.py cannot be executed: ./manage.py is not executable; run: chmod +x \
                ./manage.py\n",
            means: "Make the file executable in the source, or name its interpreter: `s2i-exec \
                python ./manage.py`.",
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
            stderr: "ERROR: command ./scripts is a directory; name a program in it\n",
            means: "Often the name has a space in place of a `/`, or a script has become a \
                package.",
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
            stderr: "ERROR: there is no shell in this image, neither /bin/bash nor sh on PATH; run a program with: \
                s2i-exec COMMAND\n",
            means: "A scratch image has no shell. `kubectl debug` adds a container with one.",
            ..CASE
        },
    ],
};
