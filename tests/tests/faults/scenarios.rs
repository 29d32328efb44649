//! The commands that change files.

use std::fs;
use std::os::unix::fs::{chown, symlink};
use std::path::PathBuf;

use s2ibox_tests::{Overlay, Root, Status, Test, Tmpfs, require_root, s2ibox};

use crate::scenario::{Between, Mount, Scenario};

fn uploaded(root: &Root) {
    let tree = root.uploaded();
    tree.hook("build", "true").env_hook("deploy_env", "A=1").job("jobs/hourly/one", "true");
    tree.link_at("data/link", "../action_hooks/build").directory("empty");
    fs::hard_link(tree.path("action_hooks/build"), tree.path("data/hard link")).expect("link");
    let owner = Some(1001);
    chown(tree.path("jobs/hourly/one"), owner, owner).expect("give it away");
    root.builder("assemble", "true");
}

fn older(root: &Root) {
    root.hook("build", "echo old").hook("old", "true").link_at("old/link", "/etc");
}

/// Its line about times is not looked at: it may be what cannot be written.
fn assemble(root: &Root) -> Test {
    require_root();
    root.start(root.link("s2i-assemble"))
}

/// The number of fchmodat2(2), which strace knows since version 6.6 only. Refused, it gives way to calls that strace knows.
const FCHMODAT2: &str = "452";

fn assemble_on_an_older_kernel(root: &Root) -> Test {
    assemble(root).within([env!("CARGO_BIN_EXE_refuse-call"), FCHMODAT2, "ENOSYS"])
}

/// Everything but the programs.
fn assembled(root: &Root) -> Vec<PathBuf> {
    vec![root.app.clone(), root.upload.clone()]
}

fn fresh(root: &Root) -> Option<Mount> {
    uploaded(root);
    None
}

fn over_older(root: &Root) -> Option<Mount> {
    older(root);
    fresh(root)
}

#[allow(clippy::unnecessary_wraps, reason = "a scenario wants this type")]
fn across(root: &Root) -> Option<Mount> {
    let mount: Mount = Box::new(Tmpfs::mount(&root.upload, "1m"));
    uploaded(root);
    Some(mount)
}

fn across_over_older(root: &Root) -> Option<Mount> {
    older(root);
    across(root)
}

/// What most sweeps of `assemble` have in common.
const ASSEMBLE: Scenario = Scenario {
    name: "assemble",
    prepare: fresh,
    command: assemble,
    trees: assembled,
    between: Between::Nothing,
};

#[test]
#[ignore = "needs root"]
fn assemble_on_one_file_system() {
    ASSEMBLE.sweep();
}

#[test]
#[ignore = "needs root"]
fn assemble_on_one_file_system_over_older_hooks() {
    Scenario { name: "assemble, older", prepare: over_older, ..ASSEMBLE }.sweep();
}

#[test]
#[ignore = "needs root"]
fn assemble_across_file_systems() {
    Scenario { name: "assemble across", prepare: across, ..ASSEMBLE }.sweep();
}

#[test]
#[ignore = "needs root"]
fn assemble_across_file_systems_over_older_hooks() {
    Scenario { name: "assemble across, older", prepare: across_over_older, ..ASSEMBLE }.sweep();
}

#[test]
#[ignore = "needs root"]
fn assemble_across_file_systems_on_an_older_kernel() {
    let (name, command) = ("assemble across, without fchmodat2", assemble_on_an_older_kernel);
    Scenario { name, prepare: across, command, ..ASSEMBLE }.sweep();
}

fn app(root: &Root) -> Vec<PathBuf> {
    vec![root.app.clone()]
}

#[test]
#[ignore = "needs root"]
fn assemble_whose_upload_is_gone_afterwards() {
    let (name, between) = ("assemble, upload gone", Between::UploadIsRemoved);
    Scenario { name, prepare: over_older, trees: app, between, ..ASSEMBLE }.sweep();
}

#[test]
#[ignore = "needs root"]
fn assemble_across_file_systems_whose_upload_is_gone_afterwards() {
    let (name, between) = ("assemble across, upload gone", Between::UploadIsRemoved);
    Scenario { name, prepare: across_over_older, trees: app, between, ..ASSEMBLE }.sweep();
}

#[test]
#[ignore = "needs root"]
fn assemble_from_a_lower_layer() {
    let prepare = |root: &Root| {
        over_older(root);
        let layers = root.top.join("layers");
        fs::create_dir(&layers).expect("make a directory");
        fs::rename(&root.upload, layers.join("lower")).expect("move the upload");
        fs::create_dir(&root.upload).expect("make a directory");
        let mount: Mount = Box::new(Overlay::mount(&root.upload, &layers));
        Some(mount)
    };
    let (name, between) = ("assemble, lower layer", Between::NothingOrError);
    Scenario { name, prepare, between, ..ASSEMBLE }.sweep();
}

fn source(root: &Root) -> Vec<PathBuf> {
    vec![root.src.clone()]
}

#[test]
#[ignore = "needs root"]
fn init() {
    let command = |root: &Root| root.command("init").args(["--jobs", "hourly"]);
    Scenario { name: "init", prepare: |_| None, command, trees: source, between: Between::Nothing }
        .sweep();
}

#[test]
#[ignore = "needs root"]
fn init_with_the_program() {
    let command = |root: &Root| root.command("init").args(["--embed", "--hooks", "build"]);
    Scenario {
        name: "init --embed",
        prepare: |_| None,
        command,
        trees: source,
        between: Between::Nothing,
    }
    .sweep();
}

#[test]
#[ignore = "needs root"]
fn check_with_fixes() {
    let prepare = |root: &Root| {
        root.program("action_hooks/deploy", "#!/bin/bash\r\necho deploy\r\n", 0o644);
        root.program("action_hooks/build", "#!/bin/bash \r\ntrue\n", 0o4755);
        root.program("cron_jobs/hourly/one", "#!/bin/bash\ntrue\n", 0o644);
        None
    };
    let command = |root: &Root| root.command("check").args(["--no-run", "--fix", "."]);
    Scenario { name: "check --fix", prepare, command, trees: source, between: Between::Nothing }
        .sweep();
}

fn scripts(root: &Root) {
    root.builder("assemble", "echo builder").builder("run", "echo builder");
}

fn install(root: &Root, options: &[&str]) -> Test {
    root.start(s2ibox()).arg("install").args(options).arg(&root.bin)
}

fn installed(root: &Root) -> Vec<PathBuf> {
    vec![root.bin.clone(), root.scripts.clone()]
}

#[test]
#[ignore = "needs root"]
fn install_links() {
    let prepare = |root: &Root| {
        // One is to be repaired.
        symlink("nowhere/s2ibox", root.bin.join("s2i-run")).expect("make a link");
        None
    };
    let command = |root: &Root| install(root, &[]);
    Scenario { name: "install", prepare, command, trees: installed, between: Between::Nothing }
        .sweep();
}

#[test]
#[ignore = "needs root"]
fn install_in_front_of_a_builder() {
    let prepare = |root: &Root| {
        scripts(root);
        None
    };
    let command = |root: &Root| install(root, &["--builder"]);
    Scenario {
        name: "install --builder",
        prepare,
        command,
        trees: installed,
        between: Between::Nothing,
    }
    .sweep();
}

#[test]
#[ignore = "needs root"]
fn uninstall_from_a_builder() {
    let prepare = |root: &Root| {
        scripts(root);
        let outcome = install(root, &["--builder"]).run();
        assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
        None
    };
    let command = |root: &Root| install(root, &["--builder", "--uninstall"]);
    let name = "install --builder --uninstall";
    Scenario { name, prepare, command, trees: installed, between: Between::Nothing }.sweep();
}
