//! Messages of `install` and `completion`.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};

use s2ibox_tests::{Tmpfs, copy_program};

use crate::case::{Area, CASE, Case};
use crate::scene::{Scene, UID};

pub const AREA: Area = Area {
    heading: "s2ibox install and s2ibox completion",
    about: "`install` checks everything before it changes anything, and you can run it again.",
    cases: &[
        Case {
            title: "The directory for the links does not exist",
            call: "s2ibox install /opt/bin",
            stderr: "ERROR: /opt/bin is not a directory; create it first, or name one that is on PATH, such as /usr/local/bin\n",
            means: "`install` does not make the directory, because a new directory would not be \
                on PATH.",
            ..CASE
        },
        Case {
            title: "The directory is not writable",
            call: "s2ibox install {bin}",
            given: |_, test| test.user(UID, 0),
            stderr: "ERROR: cannot put a link at {bin}/powershift: Permission denied (os error 13); run it as root (USER \
                0 in the Containerfile)\n",
            means: "Put `USER 0` before the `RUN` line, and the image's own user after it.",
            ..CASE
        },
        Case {
            title: "The directory is mounted read-only",
            call: "s2ibox install {top}/links",
            given: |scene, test| {
                fs::create_dir(scene.top.join("links")).unwrap();
                let mounted = Tmpfs::mount(&scene.top.join("links"), "64k");
                scene.keep(mounted.read_only());
                test
            },
            stderr: "ERROR: cannot put a link at {top}/links/s2ibox: Read-only file system (os error 30); do it while the \
                image is built, or mount it for writing\n",
            means: "A running container often has a read-only root.",
            ..CASE
        },
        Case {
            title: "The disk is full, and links cannot be made",
            call: "s2ibox install {top}/links",
            given: |scene, test| {
                fs::create_dir(scene.top.join("links")).unwrap();
                scene.mount(&scene.top.join("links"), "64k,nr_inodes=1");
                test
            },
            stderr: "ERROR: cannot put a link at {top}/links/s2ibox: No space left on device (os error 28); make room, and \
                run it again\n",
            means: "Links that were already made stay, and the next run continues.",
            ..CASE
        },
        Case {
            title: "Another program has the name of a link",
            call: "s2ibox install {bin}",
            given: |scene, test| {
                copy_program("/bin/true".as_ref(), &scene.bin.join("powershift"));
                test
            },
            stderr: "ERROR: {bin}/powershift exists already, and is not s2ibox; move it away, or use another directory: mv \
                {bin}/powershift {bin}/powershift.old\n",
            means: "The original may have made `powershift`: `pip uninstall powershift-cli \
                powershift-image` removes it.",
            ..CASE
        },
        Case {
            title: "The builder's scripts do not exist",
            call: "s2ibox install --builder {bin}",
            given: |scene, test| {
                fs::remove_file(scene.scripts.join("assemble")).unwrap();
                test
            },
            stderr: "ERROR: the builder's script {scripts}/assemble does not exist; set S2I_SCRIPTS_PATH to the directory that \
                holds assemble and run\n",
            means: "`podman inspect IMAGE` shows the directory as `io.openshift.s2i.scripts-url`.",
            ..CASE
        },
        Case {
            title: "The builder's scripts may not be read",
            call: "s2ibox install --builder {bin}",
            given: |scene, test| {
                builder(scene);
                fs::set_permissions(&scene.scripts, Permissions::from_mode(0o700)).unwrap();
                test.user(UID, 0)
            },
            stderr: "ERROR: cannot examine {scripts}/assemble: Permission denied (os error 13); run it as root (USER 0 in \
                the Containerfile)\n",
            means: "Put `USER 0` before the `RUN` line.",
            ..CASE
        },
        Case {
            title: "The builder's scripts cannot be renamed",
            call: "s2ibox install --builder {bin}",
            given: |scene, test| {
                let mounted = Tmpfs::mount(&scene.scripts, "64k");
                builder(scene);
                scene.keep(mounted.read_only());
                test
            },
            stderr: "ERROR: cannot move aside {scripts}/assemble: Read-only file system (os error 30); do it while the \
                image is built, or mount it for writing\n",
            means: "The links have already been made; they do no harm.",
            ..CASE
        },
        Case {
            title: "The builder's scripts cannot be restored",
            call: "s2ibox install --uninstall --builder {bin}",
            given: |scene, test| {
                let mounted = Tmpfs::mount(&scene.scripts, "64k");
                for name in ["assemble", "run"] {
                    scene.builder(&format!("{name}.s2i-builder"), "true");
                    symlink(scene.bin.join("s2ibox"), scene.scripts.join(name)).unwrap();
                }
                scene.keep(mounted.read_only());
                test
            },
            stderr: "ERROR: cannot put back {scripts}/assemble: Read-only file system (os error 30); do it while the image \
                is built, or mount it for writing\n",
            means: "Nothing was changed.",
            ..CASE
        },
        Case {
            title: "Both scripts may be the builder's",
            call: "s2ibox install --builder {bin}",
            given: |scene, test| {
                builder(scene);
                scene.builder("assemble.s2i-builder", "echo older");
                test
            },
            stderr: "ERROR: {scripts}/assemble and {scripts}/assemble.s2i-builder both exist, and neither is s2ibox; \
                keep the builder's: if it is the first, as after an update, run: rm {scripts}/assemble.s2i-builder\n",
            means: "An update of the builder image's packages has put its script back over the \
                link. Remove the older one.",
            ..CASE
        },
        Case {
            title: "The link is in place, but the builder's own script is missing",
            call: "s2ibox install --builder {bin}",
            given: |scene, test| {
                builder(scene);
                fs::remove_file(scene.scripts.join("run")).unwrap();
                symlink(scene.bin.join("s2ibox"), scene.scripts.join("run")).unwrap();
                test
            },
            stderr: "ERROR: {scripts}/run is s2ibox, but the builder's own script {scripts}/run.s2i-builder does not exist; \
                put it there, or set S2I_SCRIPTS_PATH to the directory that holds it\n",
            means: "The link was made by hand, over the builder's script. Take the script from \
                the builder image.",
            ..CASE
        },
        Case {
            title: "s2ibox has the name of the builder's renamed script",
            call: "s2ibox install --builder {bin}",
            given: |scene, test| {
                builder(scene);
                symlink(scene.bin.join("s2ibox"), scene.scripts.join("assemble.s2i-builder"))
                    .unwrap();
                test
            },
            stderr: "ERROR: {scripts}/assemble.s2i-builder is s2ibox; remove it, because the builder's own script \
                is to have this name: rm {scripts}/assemble.s2i-builder\n",
            means: "A copy that followed links, or moved them, has caused this.",
            ..CASE
        },
        Case {
            title: "The program cannot find itself",
            call: "s2ibox install {bin}",
            given: |_, test| {
                // The kernel gives the path of the program as a descriptor, which is closed in the program.
                let script = "import os, sys; os.execve(os.open(sys.argv[1], os.O_RDONLY), sys.argv[1:], os.environ)";
                test.within(["/usr/bin/python3", "-c", script])
            },
            stderr: "ERROR: cannot find this program, /dev/fd/3; call it by its whole path: No such file or directory (os error 2)\n",
            means: "The program was removed while it ran, or was started without a path, as by \
                `fexecve(3)`.",
            ..CASE
        },
        Case {
            title: "An unknown shell",
            call: "s2ibox completion elvish",
            status: 2,
            stderr: "ERROR: s2i-completion: unknown shell elvish; use bash, zsh or fish\n",
            means: "s2ibox has completion for these three shells only.",
            ..CASE
        },
    ],
};

/// Writes the builder's own scripts.
fn builder(scene: &Scene) {
    scene.builder("assemble", "true").builder("run", "true");
}
