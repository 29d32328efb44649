//! Messages of `check` and `init`.

use std::fs;
use std::process::Command;

use s2ibox_tests::{Tmpfs, own_binary, write_program};

use crate::case::{Area, CASE, Case};
use crate::scene::Scene;

pub const AREA: Area = Area {
    heading: "s2ibox check and s2ibox init",
    about: "[docs/check.md](check.md) lists the findings of `check`. This section lists the \
        reasons why it cannot work.",
    cases: &[
        Case {
            title: "There is no .s2i",
            call: "s2ibox check",
            stderr: "ERROR: there is no .s2i in .; run: s2ibox init\n",
            means: "The directory is not the top of the source repository, or it has no hooks \
                yet.",
            ..CASE
        },
        Case {
            title: "The directory of the hooks has the name s2i",
            call: "s2ibox check",
            given: |scene, test| {
                write_program(&scene.src.join("s2i/action_hooks/deploy"), "", 0o755);
                test
            },
            stderr: "ERROR: there is no .s2i in .; ./s2i lacks the dot; run: mv ./s2i ./.s2i\n",
            means: "Some programs hide or remove names that begin with a dot. S2I reads only \
                `.s2i`.",
            ..CASE
        },
        Case {
            title: "The source tree has hooks for OpenShift version 2",
            call: "s2ibox check",
            given: |scene, test| {
                write_program(&scene.src.join(".openshift/action_hooks/deploy"), "", 0o755);
                test
            },
            stderr: "ERROR: there is no .s2i in .; ./.openshift/action_hooks are hooks for OpenShift version 2; to begin \
                with them, run: mkdir ./.s2i && cp -R ./.openshift/action_hooks ./.s2i\n",
            means: "The names of the hooks are similar, but their tasks are not all the same. Copy \
                them, and then check each of them.",
            ..CASE
        },
        Case {
            title: "The hooks are in s2i, without the dot",
            call: "s2ibox check",
            given: |scene, test| {
                write_program(&scene.src.join("s2i/action_hooks/deploy"), "", 0o755);
                test
            },
            stderr: "ERROR: there is no .s2i in .; ./s2i lacks the dot; run: mv ./s2i ./.s2i\n",
            means: "S2I and s2ibox read `.s2i` only.",
            ..CASE
        },
        Case {
            title: "The hooks are for OpenShift version 2",
            call: "s2ibox check",
            given: |scene, test| {
                write_program(&scene.src.join(".openshift/action_hooks/deploy"), "", 0o755);
                test
            },
            stderr: "ERROR: there is no .s2i in .; ./.openshift/action_hooks are hooks for OpenShift version 2; to \
                begin with them, run: mkdir ./.s2i && cp -R ./.openshift/action_hooks ./.s2i\n",
            means: "The hooks `build` and `deploy` have the same names in `.s2i`. `start` and `stop` have no counterpart: \
                the platform starts and stops containers. The scripts of `.openshift/cron` become jobs.",
            ..CASE
        },
        Case {
            title: "The directory is within a .s2i",
            call: "s2ibox check .s2i/action_hooks",
            given: |scene, test| {
                scene.hook("deploy", "true");
                test
            },
            stderr: "ERROR: .s2i/action_hooks is within a .s2i, not the source tree that has one; run: s2ibox check {src}\n",
            means: "Give `check` the directory that contains `.s2i`.",
            ..CASE
        },
        Case {
            title: ".s2i is a file",
            call: "s2ibox check",
            given: |scene, test| {
                write_program(&scene.src.join(".s2i"), "", 0o644);
                test
            },
            stderr: "ERROR: ./.s2i is not a directory; run: mv ./.s2i ./.s2i.old\n",
            means: "A file, or a dangling link, has the name `.s2i`. Move it away, and run \
                `s2ibox init`.",
            ..CASE
        },
        Case {
            title: "There is no directory to check",
            call: "s2ibox check my-app",
            status: 2,
            stderr: "ERROR: s2i-check: my-app is not a directory; name the source tree, the directory that has .s2i in it\n",
            means: "The path does not exist, or it is a file.",
            ..CASE
        },
        Case {
            title: "The directory with the image's files does not exist",
            call: "s2ibox check --image-root /mnt/image",
            given: |scene, test| {
                scene.hook("deploy", "true");
                test
            },
            status: 2,
            stderr: "ERROR: s2i-check: /mnt/image is not a directory; --image-root and S2I_IMAGE_ROOT name one with the files of \
                the image\n",
            means: "`check` looks there for the interpreters that scripts name. `podman image \
                mount IMAGE` prints such a directory.",
            ..CASE
        },
        Case {
            title: "The rule is unknown",
            call: "s2ibox check --ignore quick",
            given: |scene, test| {
                scene.hook("deploy", "true");
                test
            },
            status: 2,
            stderr: "ERROR: s2i-check: unknown rule quick; see s2i-check --list\n",
            means: "Each finding has the name of its rule in brackets at the end of its line.",
            ..CASE
        },
        Case {
            title: "A file cannot be fixed",
            call: "s2ibox check --fix",
            given: |scene, test| {
                scene.directory("");
                let mounted = Tmpfs::mount(&scene.path(""), "64k");
                scene.program("action_hooks/deploy", "#!/bin/bash\r\nset -e\n", 0o755);
                scene.keep(mounted.read_only());
                test
            },
            stderr: "WARNING: .s2i/action_hooks/deploy was not fixed: it cannot be written: Read-only file system (os \
                error 30)\n",
            means: "The finding stays, and `check` reports it as before. The reason is the file \
                system's.",
            ..CASE
        },
        Case {
            title: "git does not take the fix",
            call: "s2ibox check --fix",
            given: |scene, test| {
                scene.program("action_hooks/deploy", "#!/bin/bash\nset -e\n", 0o644);
                git(scene, &["init", "--quiet"]);
                git(scene, &["add", "."]);
                write_program(&scene.src.join(".git/index.lock"), "", 0o644);
                test
            },
            stderr: "WARNING: .s2i/action_hooks/deploy was not fixed: git failed: fatal: Unable to create \
                '{src}/.git/index.lock': File exists.\n",
            means: "The permission of the file is fixed, but not the one in the git index. The \
                line gives the reason of git: here another git is running, or a killed one has \
                left its lock.",
            ..CASE
        },
        Case {
            title: "init is given a file",
            call: "s2ibox init app.py",
            given: |scene, test| {
                write_program(&scene.src.join("app.py"), "", 0o644);
                test
            },
            status: 2,
            stderr: "ERROR: s2i-init: app.py is not a directory; name the source tree, or a directory that is to be created\n",
            means: "`init` makes `.s2i` in the directory that it is given.",
            ..CASE
        },
        Case {
            title: "init is called within a .s2i",
            call: "s2ibox init .s2i",
            given: |scene, test| {
                scene.hook("deploy", "true");
                test
            },
            status: 2,
            stderr: "ERROR: s2i-init: this would be a .s2i within a .s2i; the source tree is {src}\n",
            means: "`init` makes `.s2i` in the directory that it is given, or else in the working \
                directory. Go to the top of the source tree, or name it.",
            ..CASE
        },
        Case {
            title: "init does not know the hook",
            call: "s2ibox init --hooks redy,start",
            status: 2,
            stderr: "ERROR: s2i-init: unknown hook redy; did you mean ready?\n",
            means: "If no name is similar, the message lists all of them.",
            ..CASE
        },
        Case {
            title: "init does not take the category",
            call: "s2ibox init --jobs ../hourly",
            status: 2,
            stderr: "ERROR: s2i-init: '../hourly' is not a category; give the name of a directory below .s2i/jobs, such as \
                hourly\n",
            means: "A category is the name of a directory.",
            ..CASE
        },
        Case {
            title: "init cannot create a directory",
            call: "s2ibox init",
            given: |scene, test| {
                scene.program("action_hooks", "", 0o644);
                test
            },
            stderr: "ERROR: cannot create the directory .s2i/action_hooks: .s2i/action_hooks is a file or a link; move it away\n",
            means: "A file has the name of the directory, or of a directory above it, or the \
                source tree is not writable. Files that were already written stay.",
            ..CASE
        },
        Case {
            title: "init cannot write a file",
            call: "s2ibox init",
            given: |scene, test| {
                scene.directory("");
                let mounted = Tmpfs::mount(&scene.path(""), "64k");
                scene.directory("action_hooks");
                scene.keep(mounted.read_only());
                test
            },
            stderr: "ERROR: cannot write .s2i/action_hooks/build: Read-only file system (os error 30)\n",
            means: "The reason is the file system's. Fix it and run the command again; it \
                continues where it stopped.",
            ..CASE
        },
        Case {
            title: "The binary of init alone is called with --embed",
            call: "s2i-init --embed",
            given: |scene, _| scene.start(own_binary("init")).arg("--embed"),
            stderr: "ERROR: s2i-init alone is not the program that is to be embedded; run: s2ibox init --embed\n",
            means: "This is one of the binaries that hold a single command. Use `s2ibox`, the \
                binary with all commands.",
            ..CASE
        },
    ],
};

fn git(scene: &Scene, words: &[&str]) {
    let mut command = Command::new("git");
    command.args(words).current_dir(&scene.src).env_clear();
    let output = command.env("PATH", "/usr/bin:/bin").output().expect("start git");
    assert!(output.status.success(), "{output:?}");
    fs::metadata(scene.src.join(".git")).expect("it is a repository");
}
