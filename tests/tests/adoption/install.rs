//! `install DIR`: makes and removes the links.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use s2ibox_tests::{Root, Status, copy_program, s2ibox};

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Returns a root whose directory `bin` contains the program.
fn image(root: &Root) -> std::path::PathBuf {
    let program = root.bin.join("s2ibox");
    copy_program(&s2ibox(), &program);
    program
}

#[test]
fn a_link_for_every_command_that_the_help_lists() {
    let root = Root::new();
    let program = image(&root);
    root.start(&program)
        .args(["install".as_ref(), root.bin.as_os_str()])
        .stdout(format!(
            " -----> {{bin}} has {} links to {{bin}}/s2ibox\n",
            names_of_commands(&root).len() + 1
        ))
        .check();
    let mut expected: Vec<_> = names_of_commands(&root);
    expected.extend(["powershift".to_owned(), "s2ibox".to_owned()]);
    expected.sort();
    assert_eq!(names(&root.bin), expected);
    for name in expected.iter().filter(|name| *name != "s2ibox") {
        assert_eq!(fs::read_link(root.bin.join(name)).unwrap(), Path::new("s2ibox"));
        let version = root.start(root.bin.join(name)).arg("--version").run();
        assert_eq!(version.out(), "s2ibox 0.1.0\n", "{name}: {version:?}");
    }
}

fn names_of_commands(root: &Root) -> Vec<String> {
    let help = root.start(s2ibox()).run().out();
    let lines = help.split("Commands:\n").nth(1).unwrap().lines();
    let names =
        lines.map_while(|line| line.trim().split("  ").next().filter(|name| !name.is_empty()));
    names.map(|name| format!("s2i-{name}")).collect()
}

#[test]
fn install_can_be_run_twice_and_repairs_links() {
    let root = Root::new();
    let program = image(&root);
    symlink("/gone/s2ibox", root.bin.join("s2i-ready")).unwrap();
    copy_program(&s2ibox(), &root.top.join("old"));
    symlink(root.top.join("old"), root.bin.join("s2i-alive")).unwrap();
    symlink("s2ibox", root.bin.join(".s2ibox-0123456789abcdef.tmp")).unwrap();
    for _ in 0..2 {
        let outcome = root.start(&program).arg("install").arg(&root.bin).run();
        assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
    }
    for name in ["s2i-ready", "s2i-alive", "s2i-run"] {
        assert_eq!(fs::read_link(root.bin.join(name)).unwrap(), Path::new("s2ibox"));
    }
    assert!(!root.bin.join(".s2ibox-0123456789abcdef.tmp").is_symlink());
}

#[test]
fn links_in_another_directory_lead_to_the_program() {
    let root = Root::new();
    let program = root.top.join("opt/s2ibox");
    copy_program(&s2ibox(), &program);
    root.start(&program)
        .arg("install")
        .arg(&root.bin)
        .stdout(format!(
            " -----> {{bin}} has {} links to {{top}}/opt/s2ibox\n",
            names_of_commands(&root).len() + 2
        ))
        .check();
    for name in ["s2ibox", "powershift", "s2i-exec"] {
        assert_eq!(fs::read_link(root.bin.join(name)).unwrap(), program);
    }
}

#[test]
fn install_changes_nothing_if_another_file_is_in_the_way() {
    let root = Root::new();
    let program = image(&root);
    fs::write(root.bin.join("powershift"), "#!python\n").unwrap();
    let outcome = root.start(&program).arg("install").arg(&root.bin).run();
    assert_eq!(outcome.status, Status::Exit(1), "{outcome:?}");
    let bin = root.bin.display();
    let expected = format!(
        "ERROR: {bin}/powershift exists already, and is not s2ibox; move it away, or use another directory: mv '{bin}/powershift' '{bin}/powershift.old'\n"
    );
    assert_eq!(outcome.err(), expected);
    assert_eq!(names(&root.bin), ["powershift", "s2ibox"]);
}

#[test]
fn uninstall_removes_only_the_links() {
    let root = Root::new();
    let program = image(&root);
    for words in [&["install"][..], &["install", "--uninstall"], &["install", "--uninstall"]] {
        fs::write(root.bin.join("ls"), "").unwrap();
        let outcome = root.start(&program).args(words).arg(&root.bin).run();
        assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
    }
    assert_eq!(names(&root.bin), ["ls", "s2ibox"]);
}

#[test]
#[ignore = "needs root"]
fn a_directory_that_cannot_be_written_is_named_with_the_fix() {
    let root = Root::new();
    let program = image(&root);
    let bin = root.bin.clone();
    root.start(&program)
        .arg("install")
        .arg(&bin)
        .user(1000, 0)
        .status(1)
        .stderr("ERROR: cannot put a link at {bin}/powershift: Permission denied (os error 13); run it as root (USER 0 in the Containerfile)\n")
        .check();
    root.start(&program)
        .arg("install")
        .arg("/gone")
        .status(1)
        .stderr("ERROR: /gone is not a directory; create it first, or name one that is on PATH, such as /usr/local/bin\n")
        .check();
}
