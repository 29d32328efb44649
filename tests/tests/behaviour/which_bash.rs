//! The choice of bash: `S2I_BASH`, else `/bin/bash`, else the one on `PATH`, else none.

use s2ibox_tests::{Root, Scratch, copy_program, write_program};

#[test]
fn s2i_bash_comes_first() {
    let root = Root::new();
    root.env_hook("deploy_env", "/usr/bin/readlink /proc/$$/exe");
    let bash = root.bin.join("my bash");
    copy_program("/bin/bash".as_ref(), &bash);
    root.command("exec").arg("true").env("S2I_BASH", &bash).stdout("{bin}/my bash\n").check();
}

#[test]
fn bin_bash_comes_before_the_bash_on_path() {
    let root = Root::new();
    root.env_hook("deploy_env", "/usr/bin/readlink /proc/$$/exe");
    copy_program("/bin/bash".as_ref(), &root.bin.join("bash"));
    let real = std::fs::canonicalize("/bin/bash").expect("there is a bash");
    let real = format!("{}\n", real.display());
    for value in ["", "unset"] {
        let test = root.command("exec").arg("/bin/true").env("PATH", &root.bin);
        let test = match value {
            "unset" => test,
            value => test.env("S2I_BASH", value),
        };
        test.stdout(&*real).check();
    }
}

#[test]
fn bash_knows_its_own_path() {
    let root = Root::new();
    root.env_hook("deploy_env", "printf '%s\\n' \"$BASH\"");
    let bash = root.bin.join("my bash");
    copy_program("/bin/bash".as_ref(), &bash);
    root.command("exec").arg("true").env("S2I_BASH", &bash).stdout("{bin}/my bash\n").check();
}

#[test]
fn a_missing_s2i_bash_is_127_and_names_the_file_that_needs_it() {
    let root = Root::new();
    root.env_hook("deploy_env", "true").hook("ready", "echo never");
    root.command("ready")
        .env("S2I_BASH", "/no/such/bash")
        .stderr(
            "ERROR: env hook {hooks}/deploy_env must be sourced by bash, but S2I_BASH names /no/such/bash, which \
             is not an executable file; add bash to the image, or set S2I_BASH to where it is\n",
        )
        .status(127)
        .check();
}

#[test]
#[ignore = "needs root"]
fn an_env_hook_without_bash_is_127() {
    let scratch = Scratch::new();
    scratch.static_hook("ready").env_hook("deploy_env", "true");
    scratch
        .command("ready")
        .env("HOOK_ready", "say never")
        .stderr(
            "ERROR: env hook /opt/app-root/src/.s2i/action_hooks/deploy_env must be sourced by bash, but there is \
             neither /bin/bash nor a bash on PATH; add bash to the image, or set S2I_BASH to where it is\n",
        )
        .status(127)
        .check();
}

#[test]
#[ignore = "needs root"]
fn a_build_env_without_bash_is_127_before_anything_runs() {
    let scratch = Scratch::new();
    scratch.static_program("/usr/libexec/s2i/assemble");
    let upload = s2ibox_tests::Tree::new(scratch.outside("/tmp/src"));
    upload.env_hook("build_env", "true");
    scratch.give_away();
    let outcome = scratch.command("assemble").env("HOOK_assemble", "say never").run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(127), "{outcome:?}");
    assert!(outcome.err().contains("build_env"), "{outcome:?}");
    assert!(!outcome.out().contains("never"), "{outcome:?}");
}

#[test]
#[ignore = "needs root"]
fn a_container_user_script_without_bash_is_a_warning() {
    let scratch = Scratch::new();
    scratch.static_hook("ready");
    let script = scratch.outside("/opt/app-root/etc/generate_container_user");
    write_program(&script, "echo never\n", 0o644);
    scratch
        .command("ready")
        .env("HOOK_ready", "say ready")
        .stdout("ready\n")
        .stderr(
            "WARNING: container user script /opt/app-root/etc/generate_container_user was not \
             sourced: there is neither /bin/bash nor a bash on PATH\n",
        )
        .check();
}

#[test]
#[ignore = "needs root"]
fn a_bash_env_without_bash_is_skipped() {
    let scratch = Scratch::new();
    scratch.static_hook("ready");
    let outcome = scratch
        .command("ready")
        .env("HOOK_ready", "say ready")
        .env("BASH_ENV", "/opt/app-root/$X/activate")
        .run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(0), "{outcome:?}");
    assert_eq!(outcome.out(), "ready\n");
}

#[test]
#[ignore = "needs root"]
fn the_last_choice_is_the_bash_on_path() {
    let scratch = Scratch::new();
    scratch.static_hook("ready").env_hook("deploy_env", "true");
    // bash is not static, so another program stands in its place and prints its arguments.
    scratch.static_program("/tools/bash");
    scratch
        .command("ready")
        .env("PATH", "/nowhere:/tools")
        .env("HOOK_bash", "say found on PATH; exit 5")
        .env("HOOK_s2i-ready", "say found on PATH; exit 5")
        .stdout(" -----> Running /opt/app-root/src/.s2i/action_hooks/deploy_env\nfound on PATH\n")
        .status(5)
        .check();
}
