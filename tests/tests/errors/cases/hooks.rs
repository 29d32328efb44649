//! Messages about hooks and jobs that cannot be run.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;

use nix::sys::stat::Mode;
use nix::unistd::mkfifo;
use s2ibox_tests::Tmpfs;

use crate::case::{Area, CASE, Case};
use crate::scene::UID;

pub const AREA: Area = Area {
    heading: "A hook or a job cannot be run",
    about: "s2ibox checks hooks and jobs before anything runs. The errors for jobs are the same \
        (`job …`). A missing hook is not an error.",
    cases: &[
        Case {
            title: "A hook is not executable",
            call: "s2i-run",
            given: |scene, test| {
                scene.program("action_hooks/deploy", "#!/bin/bash\n", 0o644);
                test
            },
            stderr: "ERROR: hook {hooks}/deploy is not executable; run: git update-index --chmod=+x \
                .s2i/action_hooks/deploy (or chmod +x)\n",
            means: "The file has no execute permission for any user. Run the command in the \
                source repository, commit, and build again. A checkout on Windows never has the \
                permission, so the command sets it in git.",
            ..CASE
        },
        Case {
            title: "A hook is not executable for the user that the image runs as",
            call: "s2i-ready",
            given: |scene, test| {
                scene.program("action_hooks/ready", "#!/bin/bash\n", 0o744);
                test.user(UID, UID)
            },
            stderr: "ERROR: hook {hooks}/ready is not executable for user 1000680000 (its mode is 0744); run: chmod \
                a+rx .s2i/action_hooks/ready\n",
            means: "Some users may execute the file, but this user may not: the platform gives \
                the container a user id of its own. `s2i-assemble` gives group 0 access. If the \
                image is built without it, run the command before the files are copied into the \
                image.",
            ..CASE
        },
        Case {
            title: "A hook is on a volume that is mounted noexec",
            call: "s2i-ready",
            given: |scene, test| {
                scene.directory("action_hooks");
                let mounted = Tmpfs::mount(&scene.path("action_hooks"), "64k");
                scene.hook("ready", "true");
                scene.keep(mounted.noexec());
                test
            },
            stderr: "ERROR: hook {hooks}/ready is on a file system that is mounted noexec; mount it without noexec\n",
            means: "The permissions are right, but no file on this volume may be executed. Remove \
                `noexec` from the mount options, or keep the hooks in the image.",
            ..CASE
        },
        Case {
            title: "A hook is a directory",
            call: "s2i-ready",
            given: |scene, test| {
                scene.directory("action_hooks/ready");
                test
            },
            stderr: "ERROR: hook {hooks}/ready is a directory, not a file; put a script or a program in its place\n",
            means: "A hook is one file. Move the directory to another place, for example below \
                `.s2i`, and let the hook call the files in it.",
            ..CASE
        },
        Case {
            title: "A hook is a named pipe",
            call: "s2i-ready",
            given: |scene, test| {
                scene.directory("action_hooks");
                mkfifo(&scene.path("action_hooks/ready"), Mode::S_IRWXU).unwrap();
                test
            },
            stderr: "ERROR: hook {hooks}/ready is a named pipe, not a file; put a script or a program in its place\n",
            means: "A named pipe has the name of a hook. Remove it.",
            ..CASE
        },
        Case {
            title: "A hook is a socket",
            call: "s2i-setup",
            given: |scene, test| {
                scene.directory("action_hooks");
                let socket = UnixListener::bind(scene.path("action_hooks/setup")).unwrap();
                scene.keep(socket);
                test
            },
            stderr: "ERROR: hook {hooks}/setup is a socket, not a file; put a script or a program in its place\n",
            means: "A program that listened on this socket has left it behind. Remove it.",
            ..CASE
        },
        Case {
            title: "A hook is a link to a device",
            call: "s2i-migrate",
            given: |scene, test| {
                scene.link_at("action_hooks/migrate", "/dev/null");
                test
            },
            stderr: "ERROR: hook {hooks}/migrate is a device, not a file; put a script or a program in its place\n",
            means: "A link to `/dev/null` does not switch a hook off. Remove the link: a missing \
                hook is skipped.",
            ..CASE
        },
        Case {
            title: "A hook is a link to itself",
            call: "s2i-ready",
            given: |scene, test| {
                scene.link_at("action_hooks/ready", "ready");
                test
            },
            stderr: "ERROR: hook {hooks}/ready is a link that leads back to itself; replace it by a file\n",
            means: "Two links lead to each other, or one link to itself, so there is no file at \
                the end.",
            ..CASE
        },
        Case {
            title: "The directory of the hooks may not be entered",
            call: "s2i-ready",
            given: |scene, test| {
                scene.hook("ready", "true");
                let closed = Permissions::from_mode(0o700);
                fs::set_permissions(scene.path("action_hooks"), closed).unwrap();
                test.user(UID, 0)
            },
            stderr: "ERROR: env hook {hooks}/deploy_env cannot be accessed: Permission denied (os error 13); check the \
                permissions of the directories above it\n",
            means: "s2ibox cannot see whether there is a hook: the user of the container may not \
                enter `.s2i`, `.s2i/action_hooks` or a directory above. Run `chmod -R g+rX` on \
                the source path when the image is built, as user 0, or let `s2i-assemble` do it.",
            ..CASE
        },
        Case {
            title: "An env hook cannot be read",
            call: "s2i-ready",
            given: |scene, test| {
                scene.program("action_hooks/deploy_env", "A=1\n", 0o600);
                test.user(UID, 0)
            },
            stderr: "ERROR: env hook {hooks}/deploy_env is not readable for user 1000680000; run: chmod a+r \
                .s2i/action_hooks/deploy_env\n",
            means: "An env hook needs no execute permission, but the user of the container must \
                be able to read it.",
            ..CASE
        },
        Case {
            title: "The build warns of a hook that will make a later command fail",
            call: "s2i-assemble",
            given: |scene, test| {
                scene.builder("assemble", "true");
                scene.uploaded().program("action_hooks/ready", "#!/bin/bash\n", 0o644);
                test
            },
            status: 0,
            stderr: "WARNING: hook {upload}/.s2i/action_hooks/ready is not executable; run: git update-index \
                --chmod=+x .s2i/action_hooks/ready (or chmod +x); a later command will fail because of it\n",
            means: "The build does not need this hook, so it goes on. The probe, the start or the \
                job of that name will fail. Fix the hook before you deploy. The warning can \
                contain any error of this section and the next.",
            ..CASE
        },
    ],
};
