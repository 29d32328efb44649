//! The completion for bash, tested in bash.

use s2ibox_tests::{Root, s2ibox};

/// Returns the completions that bash offers for the last argument.
fn offers(root: &Root, words: &[&str]) -> Vec<String> {
    let script = root.top.join("completion");
    for name in ["s2ibox", "powershift"] {
        let printed = root.start(root.link(name)).args(["completion", "bash"]).run();
        std::fs::write(&script, &printed.stdout.0).unwrap();
    }
    let program = "source \"$1\"; shift; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); \
        function=$(complete -p \"${1##*/}\"); function=${function#*-F }; ${function%% *}; \
        printf '%s\\n' \"${COMPREPLY[@]}\"";
    let outcome = root
        .start("/bin/bash")
        .args(["--norc", "-u", "-c", program, "bash"])
        .arg(&script)
        .args(words)
        .run();
    assert_eq!(outcome.err(), "", "{outcome:?}");
    let lines = outcome.out();
    lines.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[test]
fn bash_completes_commands_by_every_name() {
    let root = Root::new();
    let all = offers(&root, &["s2ibox", ""]);
    let help = root.start(s2ibox()).run().out();
    let listed = help.lines().filter(|line| line.starts_with("  ") && !line.starts_with("  --"));
    assert_eq!(all.len(), listed.count() + 2, "{all:?}");
    assert_eq!(offers(&root, &["s2ibox", "re"]), ["ready"]);
    assert_eq!(offers(&root, &["/usr/bin/s2ibox", "re"]), ["ready"]);
    assert_eq!(
        offers(&root, &["powershift", ""]),
        ["image", "completion", "help", "--help", "--list", "--version"]
    );
    assert_eq!(offers(&root, &["powershift", "image", "re"]), ["ready"]);
    assert_eq!(offers(&root, &["powershift", "other", ""]), [""; 0]);
}

#[test]
fn bash_completes_options_of_each_command_by_every_name() {
    let root = Root::new();
    for words in [
        &["s2ibox", "ready", "--t"][..],
        &["s2i-ready", "--t"],
        &["powershift", "image", "ready", "--t"],
        &["s2i-ready", "--require", "--t"],
    ] {
        assert_eq!(offers(&root, words), ["--timeout"], "{words:?}");
    }
    assert_eq!(offers(&root, &["s2i-ready", "--timeout", ""]), [""; 0]);
    let check = ["s2ibox", "check", "--format"];
    for rest in [&["="][..], &["=", "j"]] {
        let all = offers(&root, &[&check, rest].concat());
        assert!(all.contains(&"json".to_owned()), "{rest:?}: {all:?}");
    }
    let pids = offers(&root, &["s2i-ready", "--env-of", ""]);
    assert!(pids.contains(&"1".to_owned()), "{pids:?}");
}

#[test]
fn bash_completes_operands() {
    let root = Root::new();
    root.job("jobs/hourly/x", "true").job("cron_jobs/a b/x", "true");
    assert_eq!(offers(&root, &["s2i-jobs", ""]), ["a b", "hourly"]);
    assert_eq!(offers(&root, &["s2ibox", "completion", ""]), ["bash", "zsh", "fish"]);
    assert_eq!(offers(&root, &["powershift", "completion", "z"]), ["zsh"]);
    assert_eq!(offers(&root, &["s2i-install", "/us"]), ["/usr"]);
    let commands = offers(&root, &["s2i-exec", "mkf"]);
    assert!(commands.contains(&"mkfifo".to_owned()), "{commands:?}");
    std::fs::write(root.src.join("file"), "").unwrap();
    assert_eq!(offers(&root, &["s2i-exec", "ls", "fi"]), ["file"]);
    assert_eq!(offers(&root, &["s2i-exec", "ls", "--in"]), [""; 0]);
}
