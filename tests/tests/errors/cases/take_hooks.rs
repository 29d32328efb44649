//! Messages of `assemble` while it takes `.s2i` from the upload.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;

use s2ibox_tests::{copy_program, write_program};

use crate::case::{Area, CASE, Case};
use crate::scene::UID;

pub const AREA: Area = Area {
    heading: "The build takes .s2i from the upload",
    about: "`s2i-assemble` first moves `.s2i` from the upload to the source path. Across file \
        systems it copies. If a step fails, the upload stays complete, and the line says which \
        step failed.",
    cases: &[
        Case {
            title: "A hook is a link into the source",
            call: "s2i-assemble",
            given: |scene, test| {
                scene.uploaded().link_at("action_hooks/pre_build", "../../ci/prepare");
                write_program(&scene.upload.join("ci/prepare"), "#!/bin/bash\n", 0o755);
                test
            },
            stderr: "ERROR: hook {upload}/.s2i/action_hooks/pre_build is a link to ci/prepare, which only the upload has: \
                assemble moves .s2i out of the upload before the builder's assemble takes the source; put the file \
                itself into .s2i; run: cp --remove-destination ci/prepare .s2i/action_hooks/pre_build\n",
            means: "The link would dangle when the hook runs, and a hook that is not there is skipped. Let the hook lie \
                in `.s2i`, and put the link into the other place. The hook `build` and those after it may be links \
                into the source, because it is in its place by then.",
            ..CASE
        },
        Case {
            title: "The upload or the source path is not writable",
            call: "s2i-assemble",
            given: |scene, test| {
                scene.uploaded().hook("build", "true");
                test.user(UID, 0)
            },
            stderr: "ERROR: cannot take {upload}/.s2i to {src}/.s2i; the upload is as it was: it cannot be moved, for \
                which both directories must be writable: Permission denied (os error 13)\n",
            means: "The user of the build may not write to one of the two directories. In \
                Dockerfile mode give them to that user: `COPY --chown=1001:0 . /tmp/src`, and the \
                same for the source path in the builder image.",
            ..CASE
        },
        Case {
            title: "The disk is full, and .s2i cannot be copied",
            call: "s2i-assemble",
            given: |scene, test| {
                scene.uploaded().program("data", vec![b'x'; 100_000], 0o644);
                scene.mount(&scene.src.clone(), "64k");
                test
            },
            stderr: "ERROR: cannot take {upload}/.s2i to {src}/.s2i; the upload is as it was: {upload}/.s2i/data cannot \
                be copied: No space left on device (os error 28)\n",
            means: "The volume with the source path is full. Make it larger, and keep large files \
                out of `.s2i`.",
            ..CASE
        },
        Case {
            title: "There is a socket in the upload",
            call: "s2i-assemble",
            given: |scene, test| {
                scene.mount(&scene.upload.clone(), "1m");
                scene.uploaded().directory("data");
                let socket = UnixListener::bind(scene.uploaded().path("data/socket")).unwrap();
                scene.keep(socket);
                test
            },
            stderr: "ERROR: cannot take {upload}/.s2i to {src}/.s2i; the upload is as it was: {upload}/.s2i/data/socket \
                cannot be copied: it is a socket; remove it from the source\n",
            means: "A program that listened on this socket has left it behind. It cannot be \
                copied. Remove it.",
            ..CASE
        },
        Case {
            title: "There is a device in the upload",
            call: "s2i-assemble",
            given: |scene, test| {
                scene.mount(&scene.upload.clone(), "1m");
                scene.uploaded().directory("data");
                let device = scene.uploaded().path("data/null");
                let (kind, mode) = (nix::sys::stat::SFlag::S_IFCHR, nix::sys::stat::Mode::S_IRWXU);
                nix::sys::stat::mknod(&device, kind, mode, nix::sys::stat::makedev(1, 3)).unwrap();
                test
            },
            stderr: "ERROR: cannot take {upload}/.s2i to {src}/.s2i; the upload is as it was: {upload}/.s2i/data/null \
                cannot be copied: it is a device; remove it from the source\n",
            means: "A device node is of no use in an image. Remove it from the source.",
            ..CASE
        },
        Case {
            title: "A directory in the upload cannot be read",
            call: "s2i-assemble",
            given: |scene, test| {
                scene.mount(&scene.upload.clone(), "1m");
                scene.uploaded().directory("data");
                scene.give_to(UID, 0);
                mode(&scene.uploaded().path("data"), 0o333);
                test.user(UID, 0)
            },
            stderr: "ERROR: cannot take {upload}/.s2i to {src}/.s2i; the upload is as it was: {upload}/.s2i/data cannot \
                be read: Permission denied (os error 13)\n",
            means: "The user of the build may not read this directory. Fix its permissions in the \
                source.",
            ..CASE
        },
        Case {
            title: "The copied upload could not be removed afterwards",
            call: "s2i-assemble",
            given: |scene, test| {
                scene.mount(&scene.upload.clone(), "1m");
                scene.uploaded().hook("build", "true");
                scene.give_to(UID, 0);
                mode(&scene.upload, 0o555);
                test.user(UID, 0)
            },
            stderr: "ERROR: cannot take {upload}/.s2i to {src}/.s2i; the upload is as it was: it could not be removed \
                afterwards, because {upload} is not writable: Permission denied (os error 13)\n",
            means: "After the copy, `.s2i` is removed from the upload, so that the builder does \
                not copy it a second time. The user of the build must be able to write to this \
                directory.",
            ..CASE
        },
        Case {
            title: "A volume is mounted within the upload",
            call: "s2i-assemble",
            given: |scene, test| {
                scene.builder("assemble", "true");
                scene.mount(&scene.upload.clone(), "1m");
                scene.uploaded().directory("cache");
                scene.mount(&scene.uploaded().path("cache"), "64k");
                test
            },
            status: 0,
            stderr: "WARNING: {upload}/.s2i was copied, but it cannot be removed from the upload: Device or resource \
                busy (os error 16)\n",
            means: "A volume is mounted within `.s2i` of the upload. The hooks are in place and \
                the build goes on. The builder may copy the rest once more.",
            ..CASE
        },
        Case {
            title: "The older .s2i is a volume",
            call: "s2i-assemble",
            given: |scene, test| {
                scene.uploaded().hook("build", "true");
                scene.directory("");
                scene.mount(&scene.path(""), "64k");
                test
            },
            stderr: "ERROR: cannot take {upload}/.s2i to {src}/.s2i; the upload is as it was: the older {src}/.s2i \
                cannot be moved aside: Resource busy (os error 16)\n",
            means: "`.s2i` of the source path cannot be replaced, because a volume is mounted \
                there. Mount it in another place.",
            ..CASE
        },
        Case {
            title: "The older .s2i is in use, and stays beside the new one",
            call: "s2i-assemble",
            given: |scene, test| {
                scene.builder("assemble", "true");
                scene.uploaded().hook("build", "true");
                scene.directory("cache");
                scene.mount(&scene.path("cache"), "64k");
                test
            },
            status: 0,
            stderr: "WARNING: the older .s2i, moved to {src}/.s2i.old-by-s2ibox, cannot be removed: Resource busy (os \
                error 16)\n",
            means: "A volume is mounted within it. The new hooks are in place. Remove this \
                directory when the volume is gone.",
            ..CASE
        },
        Case {
            title: "The older .s2i is in use, in a lower layer",
            call: "s2i-assemble",
            given: |scene, test| {
                scene.uploaded().hook("build", "true");
                scene.mount(&scene.src.clone(), "1m");
                for directory in ["lower/.s2i/cache", "upper", "work"] {
                    fs::create_dir_all(scene.src.join(directory)).unwrap();
                }
                let script = "mount -t overlay -o lowerdir=lower,upperdir=upper,workdir=work none \"$PWD\" && \
                    cd \"$PWD\" && mount -t tmpfs none .s2i/cache && exec \"$@\"";
                test.within(["/usr/bin/unshare", "--mount", "/bin/sh", "-c", script, "sh"])
            },
            stderr: "ERROR: cannot take {upload}/.s2i to {src}/.s2i; the upload is as it was: the older {src}/.s2i \
                cannot be removed: Resource busy (os error 16)\n",
            means: "A volume is mounted within `.s2i` of the base image. Mount it in another \
                place.",
            ..CASE
        },
        Case {
            title: "A directory from an earlier build is in the way",
            call: "s2i-assemble",
            given: |scene, test| {
                scene.uploaded().hook("build", "true");
                let left = scene.src.join(".s2i.old-by-s2ibox");
                fs::create_dir(&left).unwrap();
                scene.mount(&left, "64k");
                test
            },
            stderr: "ERROR: cannot take {upload}/.s2i to {src}/.s2i; the upload is as it was: \
                {src}/.s2i.old-by-s2ibox, left by an earlier build, cannot be removed; remove it: Resource busy (os \
                error 16)\n",
            means: "A build that was killed, or could not remove this directory, has left it. It \
                is no longer needed.",
            ..CASE
        },
        Case {
            title: "The directory of the source is sticky",
            call: "s2i-assemble",
            given: |scene, test| {
                scene.uploaded().hook("build", "true");
                chown(scene.uploaded().path(""), Some(1001), Some(1001)).unwrap();
                mode(&scene.uploaded().path(""), 0o777);
                mode(&scene.upload, 0o777);
                mode(&scene.src, 0o1777);
                test.user(UID, 0)
            },
            stderr: "ERROR: cannot take {upload}/.s2i to {src}/.s2i: it cannot be put in place: Operation not permitted (os \
                error 1), and it is left in {src}/.s2i.new-by-s2ibox, because it cannot be put back: Operation not permitted \
                (os error 1)\n",
            means: "`.s2i` belongs to another user, and in a directory with the sticky bit only \
                the owner of a file can rename it. Give the upload and the source path to the \
                user of the build.",
            ..CASE
        },
        Case {
            title: "There is no upload",
            call: "S2I_UPLOAD_PATH=/mnt/upload s2i-assemble",
            given: |scene, test| {
                scene.builder("assemble", "true");
                test
            },
            status: 0,
            stderr: "NOTE: the upload /mnt/upload does not exist, so no hooks are taken from it; S2I_UPLOAD_PATH names it\n",
            means: "The builder image may have another place for the source: the label \
                `io.openshift.s2i.destination` names the directory that contains `src`. Set \
                `S2I_UPLOAD_PATH` to that `src`.",
            ..CASE
        },
        Case {
            title: "The upload is not a directory",
            call: "s2i-assemble",
            given: |scene, test| {
                fs::remove_dir(&scene.upload).unwrap();
                fs::write(&scene.upload, "").unwrap();
                test
            },
            stderr: "ERROR: {upload} cannot be opened: Not a directory (os error 20)\n",
            means: "`S2I_UPLOAD_PATH` must name the directory into which S2I has put the source.",
            ..CASE
        },
        Case {
            title: "The upload cannot be searched",
            call: "s2i-assemble",
            given: |scene, test| {
                scene.uploaded().hook("build", "true");
                mode(&scene.upload, 0o644);
                test.user(UID, 0)
            },
            stderr: "ERROR: cannot look for {upload}/.s2i; let this user search the upload, or set S2I_UPLOAD_PATH: Permission \
                denied (os error 13)\n",
            means: "Without execute permission on the directory, the user of the build cannot see \
                whether there are hooks. `chmod a+rx` adds the permission.",
            ..CASE
        },
        Case {
            title: ".s2i of the upload is a file",
            call: "s2i-assemble",
            given: |scene, test| {
                fs::write(scene.upload.join(".s2i"), "").unwrap();
                test
            },
            stderr: "ERROR: {upload}/.s2i is not a directory; hooks lie in {upload}/.s2i/action_hooks\n",
            means: "The source repository has a file of that name.",
            ..CASE
        },
        Case {
            title: ".s2i of the upload is a link that leads nowhere",
            call: "s2i-assemble",
            given: |scene, test| {
                symlink("deploy/s2i", scene.upload.join(".s2i")).unwrap();
                test
            },
            stderr: "ERROR: {upload}/.s2i is a link that leads nowhere; replace it by the directory itself\n",
            means: "The directory that the link names was not uploaded, perhaps because of `.s2iignore`.",
            ..CASE
        },
        Case {
            title: ".s2i of the upload is a link to a directory that cannot be reached",
            call: "s2i-assemble",
            given: |scene, test| {
                let closed = scene.top.join("closed");
                fs::create_dir_all(closed.join("s2i")).unwrap();
                mode(&closed, 0o700);
                symlink(closed.join("s2i"), scene.upload.join(".s2i")).unwrap();
                test.user(UID, 0)
            },
            stderr: "ERROR: {upload}/.s2i cannot be examined: Permission denied (os error 13)\n",
            means: "The user of the build may not search a directory on the way to the target.",
            ..CASE
        },
        Case {
            title: "An earlier build was killed while it copied .s2i",
            call: "s2i-assemble",
            given: |scene, test| {
                fs::create_dir(scene.src.join(".s2i.copy-by-s2ibox")).unwrap();
                test
            },
            stderr: "ERROR: {src}/.s2i.copy-by-s2ibox may be half of a .s2i: a build was killed that copied it, and the upload \
                {upload} does not have it any more; upload the source again, or build without it: rm -r \
                {src}/.s2i.copy-by-s2ibox\n",
            means: "The upload was gone when the build was started again. To go on with an older `.s2i`, or with none, \
                would be wrong.",
            ..CASE
        },
        Case {
            title: "An earlier build was killed while it removed .s2i from the upload",
            call: "s2i-assemble",
            given: |scene, test| {
                scene.uploaded().hook("build", "true");
                fs::write(scene.upload.join(".s2i.taken-by-s2ibox"), "").unwrap();
                test
            },
            stderr: "ERROR: {upload}/.s2i may be half of a .s2i: a build was killed that removed it once it was copied; upload \
                the source again, or build with the copy: rm -r {upload}/.s2i {upload}/.s2i.taken-by-s2ibox\n",
            means: "This happens only where the upload lies in a lower layer of the image. Elsewhere `.s2i` vanishes from \
                the upload in one step.",
            ..CASE
        },
        Case {
            title: "The program would remove itself",
            call: "s2i-assemble",
            given: |scene, test| {
                copy_program(&s2ibox_tests::s2ibox(), &scene.path("bin/s2ibox"));
                scene.uploaded().hook("build", "true");
                let script = "shift; exec \"$PWD/.s2i/bin/s2ibox\" \"$@\"";
                test.within(["/bin/sh", "-c", script, "sh"])
            },
            stderr: "ERROR: {src}/.s2i/bin/s2ibox is this program, and would be replaced by the .s2i of the upload, which \
                lacks it; call the one in the upload, or put it there: {upload}/.s2i/bin/s2ibox\n",
            means: "The program of an earlier build was called, in the `.s2i` that is about to be replaced. Keep it in \
                the source repository (`s2ibox init --embed`), or in the builder image.",
            ..CASE
        },
    ],
};

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}
