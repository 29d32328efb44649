//! s2ibox finds its own program again after bash, without `PATH` and without `/proc`.

use std::os::unix::fs::symlink;

use s2ibox_tests::{Root, copy_program, s2ibox};

fn root() -> Root {
    let root = Root::new();
    root.env_hook("deploy_env", "PATH=/nowhere; cd /; A=1");
    copy_program(&s2ibox(), &root.src.join("tools/s2ibox"));
    root
}

const SHOW: [&str; 3] = ["/bin/sh", "-c", "echo $A"];

#[test]
fn the_program_is_found_after_a_call_by_a_relative_path() {
    let root = root();
    for word in ["tools/s2ibox", "./tools/s2ibox", "tools/../tools/s2ibox"] {
        root.start("/bin/sh")
            .args(["-c", "exec \"$0\" exec \"$@\"", word])
            .args(SHOW)
            .stdout("1\n")
            .check();
    }
}

#[test]
fn the_program_is_found_after_a_call_through_path() {
    let root = root();
    for path in ["tools", "/no/such:./tools", "/usr/bin:tools/"] {
        root.start("/bin/sh")
            .args(["-c", "PATH=$PATH:$0; exec s2ibox exec \"$@\"", path])
            .args(SHOW)
            .stdout("1\n")
            .check();
    }
}

#[test]
fn the_program_is_found_after_a_call_through_a_relative_link() {
    let root = root();
    symlink("s2ibox", root.src.join("tools/s2i-exec")).expect("make the link");
    root.start("/bin/sh")
        .args(["-c", "PATH=tools:$PATH; exec s2i-exec \"$@\"", "sh"])
        .args(SHOW)
        .stdout("1\n")
        .check();
}

#[test]
fn the_program_is_found_with_another_name_in_argv() {
    let root = root();
    root.start("/bin/bash")
        .args(["-c", "exec -a s2i-exec tools/s2ibox \"$@\"", "sh"])
        .args(SHOW)
        .stdout("1\n")
        .check();
}

#[test]
#[ignore = "needs root"]
fn the_program_is_found_without_proc() {
    s2ibox_tests::require_root();
    for word in ["tools/s2ibox", "\"$PWD/tools/s2ibox\""] {
        let root = root();
        root.start("/usr/bin/unshare")
            .args(["--mount", "/bin/sh", "-c"])
            // In some containers /proc is mounted more than once.
            .arg(format!("while umount -l /proc 2>/dev/null; do :; done; [ ! -e /proc/self ] && exec {word} exec \"$@\""))
            .arg("sh")
            .args(SHOW)
            .stdout("1\n")
            .check();
    }
}

#[test]
fn the_program_is_found_by_a_file_name_with_hostile_bytes() {
    let root = Root::hostile();
    root.env_hook("deploy_env", "PATH=/nowhere; cd /; A=1");
    let program = root.bin.join("s2ibox");
    copy_program(&s2ibox(), &program);
    root.start(&program).arg("exec").args(SHOW).stdout("1\n").check();
}
