//! Where a command is started.

use crate::case::{Area, CASE, Case};

pub const AREA: Area = Area {
    heading: "The working directory",
    about: "Every command that runs hooks looks for them in the source path, and wants to be started there: \
        `WORKDIR` in a Containerfile, `workingDir` in a manifest.",
    cases: &[
        Case {
            title: "The working directory is not the source path",
            call: "s2i-ready",
            given: |scene, test| test.directory(&scene.app),
            said: "ERROR: the working directory {app} is not the source path {src}; go there first (WORKDIR in a \
                Containerfile), or set S2I_SOURCE_PATH\n",
            means: "The command was started in another folder than the one with the application's source. Add \
                `workingDir: /opt/app-root/src` to the container or the probe, or, if the source is elsewhere in \
                this image, set `S2I_SOURCE_PATH`.",
            ..CASE
        },
        Case {
            title: "The source path does not exist",
            call: "S2I_SOURCE_PATH=/opt/other s2i-run",
            said: "ERROR: the source path /opt/other cannot be looked at from the working directory {src}: No such \
                file or directory (os error 2); create it, or set S2I_SOURCE_PATH or S2I_APPLICATION_PATH\n",
            means: "No image was built here, or its source is in another place. `S2I_SOURCE_PATH` says where; if it \
                is not set, it is `src` below `S2I_APPLICATION_PATH`.",
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
            said: "ERROR: the working directory (unknown: No such file or directory (os error 2)) is not the source \
                path {src}; go there first (WORKDIR in a Containerfile), or set S2I_SOURCE_PATH\n",
            means: "The folder in which the command was started is gone. Go to the source path again.",
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
            said: "ERROR: cannot tell where this program, ./s2i-ready, is; call it by its whole path: No such file \
                or directory (os error 2)\n",
            means: "It was called by a relative path, in a folder that is gone or unmounted. It must find itself \
                again after an env hook has run, so call it by its whole path.",
            ..CASE
        },
    ],
};
