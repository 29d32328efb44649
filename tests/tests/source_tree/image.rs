//! Findings about the interpreters of the image.

use std::fs;
use std::os::unix::fs::symlink;

use s2ibox_tests::Root;

use crate::source::{check, clean, fixed_by_help, reported, text};

fn hook(first_line: &str) -> Root {
    let root = Root::new();
    root.program("action_hooks/verify", format!("{first_line}\n"), 0o755);
    root
}

#[test]
fn an_unusual_interpreter_is_a_finding() {
    let root = hook("#!/usr/local/bin/ruby");
    reported(
        &root,
        ".s2i/action_hooks/verify:1: error: the interpreter /usr/local/bin/ruby is in few builder images \
         [interpreter]\n  help: sed -i '1s|.*|#!/usr/bin/env ruby|' .s2i/action_hooks/verify\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn a_bash_in_another_place_is_a_finding() {
    let root = hook("#!/usr/local/bin/bash");
    reported(
        &root,
        ".s2i/action_hooks/verify:1: error: the interpreter /usr/local/bin/bash is in few builder images \
         [interpreter]\n  help: sed -i '1s|.*|#!/bin/bash|' .s2i/action_hooks/verify\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn a_path_with_a_space_is_a_finding() {
    let root = hook("#!/opt/my tools/bin/python3");
    reported(
        &root,
        ".s2i/action_hooks/verify:1: error: the path /opt/my tools/bin/python3 has a space, where the kernel cuts it \
         [interpreter-with-space]\n  help: sed -i '1s|.*|#!/usr/bin/env python3|' .s2i/action_hooks/verify\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn env_with_arguments_is_a_finding() {
    let root = hook("#!/usr/bin/env python3 -u");
    reported(
        &root,
        ".s2i/action_hooks/verify:1: error: env is given 'python3 -u' as one name [interpreter-with-space]\n  \
         help: sed -i '1s/env[[:space:]]*/env -S /' .s2i/action_hooks/verify\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn arguments_of_an_interpreter_are_kept() {
    for (line, fixed) in [
        ("#!/usr/local/bin/bash -e", "#!/bin/bash -e"),
        ("#!/usr/local/bin/env -S python3 -u", "#!/usr/bin/python3 -u"),
        ("#!/opt/bin/node  --a=b|&\\", "#!/usr/bin/env -S node --a=b|&\\"),
        ("#!/opt/my tools/bin/ruby -w", "#!/usr/bin/env -S ruby -w"),
    ] {
        let root = hook(line);
        fixed_by_help(&root, "");
        assert_eq!(text(&root, "action_hooks/verify"), format!("{fixed}\n"));
    }
}

#[test]
fn a_first_line_without_an_interpreter_is_a_finding() {
    let root = hook("#!");
    reported(
        &root,
        ".s2i/action_hooks/verify:1: error: the #! line names no interpreter [interpreter]\n  \
         help: sed -i '1s|.*|#!/bin/sh|' .s2i/action_hooks/verify\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn a_list_of_programs_is_the_whole_image() {
    let root = hook("#!/bin/bash");
    check(&root)
        .args(["--image-has", "/bin/sh"])
        .stdout(
            ".s2i/action_hooks/verify:1: error: the interpreter /bin/bash is not in the image [interpreter]\n  \
             help: use an interpreter that the image has, or declare that it has this one: \
             s2ibox check --image-has /bin/sh,/bin/bash\n.s2i: 1 error and 0 warnings in 1 file\n",
        )
        .status(1)
        .check();
    for list in ["/bin/sh,/bin/bash", "usual", "usual,/usr/bin/ruby"] {
        check(&root).env("S2I_IMAGE_HAS", list).stdout(".s2i: no problems in 1 file\n").check();
    }
    let root = hook("#!/usr/bin/env node");
    let outcome = check(&root).args(["--image-has", "usual"]).status(1).run();
    assert!(outcome.out().contains("the interpreter node is not in the image"), "{outcome:?}");
    check(&root)
        .args(["--image-has=usual,/opt/node/bin/node"])
        .stdout(".s2i: no problems in 1 file\n")
        .check();
}

#[test]
fn a_root_directory_is_resolved_like_the_image() {
    let root = hook("#!/usr/bin/python3");
    let image = root.top.join("image of it");
    for directory in ["usr/bin", "etc/alternatives"] {
        fs::create_dir_all(image.join(directory)).expect("make a directory");
    }
    symlink("/etc/alternatives/python3", image.join("usr/bin/python3")).expect("make a link");
    symlink("../../usr/bin/python3.12", image.join("etc/alternatives/python3")).expect("a link");
    let outcome = check(&root).arg("--image-root").arg(&image).run();
    assert!(outcome.out().contains("/usr/bin/python3 is not in the image"), "{outcome:?}");
    fs::write(image.join("usr/bin/python3.12"), "").expect("write");
    check(&root).arg("--image-root").arg(&image).stdout(".s2i: no problems in 1 file\n").check();
    clean(&root);
}
