//! The program in the source itself, `.s2i/bin/s2ibox`: `assemble` moves it while it runs.

use std::os::unix::fs::symlink;
use std::path::Path;

use s2ibox_tests::{Root, Tmpfs, Tree, copy_program, require_root, s2ibox};

/// Puts the program into `.s2i/bin`, and makes hooks that call the links.
fn embed(tree: &Tree) {
    copy_program(&s2ibox(), &tree.path("bin/s2ibox"));
    for command in ["ready", "exec", "jobs"] {
        symlink("s2ibox", tree.path(format!("bin/s2i-{command}"))).expect("make the link");
    }
    for command in ["assemble", "run"] {
        let text = format!("#!/bin/sh\nexec \"${{0%/*}}/s2ibox\" {command}\n");
        tree.program(format!("bin/{command}"), text, 0o755);
    }
    tree.hook("pre_build", "echo pre_build")
        .env_hook("build_env", "FROM_BUILD_ENV=yes; trap 'echo trap' EXIT; PATH=/nowhere")
        .hook("build", "echo build $FROM_BUILD_ENV; .s2i/bin/s2i-exec /bin/echo exec")
        .env_hook("deploy_env", "FROM_DEPLOY_ENV=yes; PATH=/nowhere; cd /")
        .hook("deploy", "echo deploy")
        .hook("ready", "echo ready $FROM_DEPLOY_ENV");
}

fn builds_and_runs(root: &Root, assemble: &Path) {
    require_root();
    root.builder("assemble", "echo assemble $FROM_BUILD_ENV");
    root.builder("run", "echo run $FROM_DEPLOY_ENV");
    root.start(assemble)
        .calling("assemble")
        .stdout(
            " -----> Running application assemble script.\n \
             -----> Running {hooks}/pre_build\npre_build\n \
             -----> Running {hooks}/build_env\n \
             -----> Running builder assemble script ({scripts}/assemble)\nassemble yes\n \
             -----> Running {hooks}/build\nbuild yes\nexec\ntrap\n",
        )
        .check();
    root.start(root.path("bin/run"))
        .stdout(
            " -----> Running application run script.\n \
             -----> Running {hooks}/deploy_env\n \
             -----> Running {hooks}/deploy\ndeploy\n \
             -----> Running builder run script ({scripts}/run)\nrun yes\n",
        )
        .check();
    root.start(root.path("bin/s2i-ready"))
        .stdout(" -----> Running {hooks}/deploy_env\nready yes\n")
        .check();
}

#[test]
#[ignore = "needs root"]
fn the_program_runs_from_the_upload_with_a_rename() {
    let root = Root::new();
    embed(&root.uploaded());
    builds_and_runs(&root, &root.uploaded().path("bin/assemble"));
    assert!(!root.uploaded().path("").exists());
}

#[test]
#[ignore = "needs root"]
fn the_program_runs_from_the_upload_across_file_systems() {
    let root = Root::new();
    let _mounted = Tmpfs::mount(&root.upload, "8m");
    embed(&root.uploaded());
    builds_and_runs(&root, &root.uploaded().path("bin/assemble"));
    assert!(!root.uploaded().path("").exists());
}

#[test]
#[ignore = "needs root"]
fn the_program_runs_from_the_upload_and_replaces_an_older_one() {
    for across in [false, true] {
        let root = Root::new();
        let _mounted = across.then(|| Tmpfs::mount(&root.upload, "8m"));
        embed(&root);
        embed(&root.uploaded());
        builds_and_runs(&root, &root.uploaded().path("bin/assemble"));
        assert!(!root.uploaded().path("").exists());
    }
}

#[test]
#[ignore = "needs root"]
fn the_program_runs_from_the_source_path_while_another_is_uploaded() {
    for across in [false, true] {
        let root = Root::new();
        let _mounted = across.then(|| Tmpfs::mount(&root.upload, "8m"));
        embed(&root);
        embed(&root.uploaded());
        builds_and_runs(&root, &root.path("bin/assemble"));
    }
}

#[test]
#[ignore = "needs root"]
fn the_program_runs_from_the_source_path_without_an_upload() {
    let root = Root::new();
    embed(&root);
    builds_and_runs(&root, &root.path("bin/assemble"));
}

#[test]
#[ignore = "needs root"]
fn the_program_runs_by_a_path_relative_to_the_source_path() {
    let root = Root::new();
    embed(&root);
    builds_and_runs(&root, Path::new(".s2i/bin/assemble"));
    let root = Root::new();
    embed(&root.uploaded());
    let upload = Path::new("../..").join(root.upload.strip_prefix(&root.top).expect("below"));
    builds_and_runs(&root, &upload.join(".s2i/bin/assemble"));
}

#[test]
#[ignore = "needs root"]
fn the_program_runs_by_a_relative_path_below_a_hostile_name() {
    let root = Root::hostile();
    embed(&root.uploaded());
    builds_and_runs(&root, &root.uploaded().path("bin/assemble"));
}
