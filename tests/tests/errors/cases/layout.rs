//! Messages about the working directory.

use std::os::unix::fs::PermissionsExt;

use crate::case::{Area, CASE, Case};

pub const AREA: Area = Area {
    heading: "The working directory",
    about: "Every command that runs hooks looks for them in the source path and must be started \
        there: set `WORKDIR` in a Containerfile, or `workingDir` in a manifest.",
    cases: &[
        Case {
            title: "The working directory is not the source path",
            call: "s2i-ready",
            given: |scene, test| test.directory(&scene.app),
            stderr: "ERROR: the working directory {app} is not the source path {src}; go there first (WORKDIR in a \
                Containerfile), or set S2I_SOURCE_PATH\n",
            means: "The command was started in another directory than the application's source. \
                Add `workingDir: /opt/app-root/src` to the container. If the source is in another \
                place in this image, set `S2I_SOURCE_PATH`.",
            ..CASE
        },
        Case {
            title: "The source path does not exist",
            call: "S2I_SOURCE_PATH=/opt/other s2i-run",
            stderr: "ERROR: the source path /opt/other cannot be accessed from the working directory {src}: No such \
                file or directory (os error 2); create it, or set S2I_SOURCE_PATH or S2I_APPLICATION_PATH\n",
            means: "No image was built here, or its source is in another place. Set \
                `S2I_SOURCE_PATH` to that place; the default is `src` below \
                `S2I_APPLICATION_PATH`.",
            ..CASE
        },
        Case {
            title: "The source path may not be reached",
            call: "s2i-run",
            given: |scene, test| {
                std::fs::set_permissions(&scene.app, PermissionsExt::from_mode(0o700)).unwrap();
                test.within([
                    "/usr/bin/setpriv",
                    "--reuid=1000680000",
                    "--regid=4000",
                    "--clear-groups",
                ])
            },
            stderr: "ERROR: the source path {src} cannot be accessed from the working directory {src}: Permission denied \
                (os error 13); give user 1000680000 access to it and to the directories above it\n",
            means: "The user of the container may not search the directory of the application. On \
                OpenShift the user is in group 0, and `s2i-assemble` gives this group access.",
            ..CASE
        },
        Case {
            title: "The working directory may not be entered",
            call: "s2i-run",
            given: |scene, test| {
                std::fs::set_permissions(&scene.src, PermissionsExt::from_mode(0o700)).unwrap();
                test.within([
                    "/usr/bin/setpriv",
                    "--reuid=1000680000",
                    "--regid=4000",
                    "--clear-groups",
                ])
            },
            stderr: "ERROR: the working directory {src} cannot be accessed: Permission denied (os error 13); give user \
                1000680000 access to it, or go to the source path {src} if that is another\n",
            means: "The source belongs to another user, and other users have no access. The build \
                must give group 0 access to it; `s2i-assemble` does so.",
            ..CASE
        },
        Case {
            title: "The working directory has been removed",
            call: "s2i-ready",
            given: |scene, test| {
                std::fs::create_dir(scene.top.join("gone")).unwrap();
                test.directory(scene.top.join("gone")).within([
                    "/bin/sh",
                    "-c",
                    "rmdir ../gone; exec \"$@\"",
                    "sh",
                ])
            },
            stderr: "ERROR: the working directory (unknown: No such file or directory (os error 2)) is not the source \
                path {src}; go there first (WORKDIR in a Containerfile), or set S2I_SOURCE_PATH\n",
            means: "The directory in which the command was started no longer exists. Go to the \
                source path again.",
            ..CASE
        },
        Case {
            title: "The program does not know where it is",
            call: "s2i-ready",
            given: |scene, test| {
                let mounted = scene.top.join("mounted");
                std::fs::create_dir(&mounted).unwrap();
                let script = "mount -t tmpfs none . && cd . && cd \"$PWD\" && cp \"$1\" s2i-ready && umount -l . && \
                    exec ./s2i-ready";
                test.directory(mounted).within([
                    "/usr/bin/unshare",
                    "--mount",
                    "/bin/sh",
                    "-c",
                    script,
                    "sh",
                ])
            },
            stderr: "ERROR: cannot find the directory of this program, ./s2i-ready; call it by its absolute path: No \
                such file or directory (os error 2)\n",
            means: "It was called by a relative path, in a directory that was removed or unmounted. It must find \
                itself again after an env hook has run, so call it by its absolute path.",
            ..CASE
        },
    ],
};
