//! The output formats of `env`, read back by their consumers, and the masks of secrets.

use std::process::Command;

use s2ibox_tests::{Outcome, Root, Status, Test};

const VALUE: &str = "a'b\"c $(touch pwned) `touch pwned` \\\\ \\n\nend'";

fn root() -> Root {
    let root = Root::hostile();
    root.env_hook("deploy_env", "BYTES=$'\\xff\\x01'\nDB_PASSWORD=hunter2\nURL=http://me:pw@host/");
    root
}

fn shown(root: &Root, words: &[&str]) -> Outcome {
    let test: Test = root.command("env").args(words);
    test.env("VALUE", VALUE)
        .env("my.var", "1")
        .env("SHELLOPTS", "braceexpand:hashall")
        .env("IFS", "x")
        .run()
}

#[test]
fn a_posix_shell_sources_the_output_of_export() {
    let root = root();
    let exported = shown(&root, &["--export"]);
    let expected = "NOTE: left out, because a shell cannot export these names: SHELLOPTS my.var; -0 prints all variables\n";
    assert_eq!(exported.err(), expected);
    let file = root.top.join("exported");
    std::fs::write(&file, &exported.stdout.0).unwrap();
    let everything = shown(&root, &["-0"]);
    let wanted: Vec<_> = everything.stdout.0.split(|&byte| byte == 0).collect();
    for shell in ["/bin/dash", "/bin/bash", "/bin/sh"] {
        let read = Command::new(shell)
            .env_clear()
            .args(["-c", ". \"$1\"; exec /usr/bin/env -0", "sh"])
            .arg(&file)
            .output()
            .unwrap();
        assert!(read.stderr.is_empty(), "{shell}: {}", String::from_utf8_lossy(&read.stderr));
        let read: Vec<_> = read.stdout.split(|&byte| byte == 0).collect();
        for variable in &wanted {
            let left_out = [
                &b"_="[..],
                b"my.var=",
                b"SHELLOPTS=",
                b"SHLVL=",
                b"PWD=",
                b"OLDPWD=",
                b"S2I_MARKERS_ENVIRON=", // the two were called one after the other
            ];
            if !left_out.iter().any(|name| variable.starts_with(name)) {
                let text = String::from_utf8_lossy(variable);
                assert!(read.contains(variable), "{shell}: {text}");
            }
        }
    }
}

#[test]
fn python_reads_json_byte_for_byte() {
    let root = root();
    let json = root.top.join("json");
    std::fs::write(&json, shown(&root, &["--json", "--show-secrets"]).stdout.0).unwrap();
    let read = Command::new("python3")
        .arg("-c")
        .arg("import json,os,sys; d=json.load(open(sys.argv[1])); sys.stdout.buffer.write(os.fsencode(d['BYTES']+'|'+d['VALUE']+'|'+d['DB_PASSWORD']+'|'+d['S2I_SOURCE_PATH']))")
        .arg(&json)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap();
    let source = std::os::unix::ffi::OsStrExt::as_bytes(root.src.as_os_str());
    let expected = [b"\xff\x01|", VALUE.as_bytes(), b"|hunter2|", source].concat();
    assert_eq!(String::from_utf8_lossy(&read.stderr), "");
    assert!(read.stdout == expected, "{:?}", String::from_utf8_lossy(&read.stdout));
}

#[test]
fn secrets_are_masked_for_people_and_complete_for_programs() {
    let root = root();
    for (words, masked) in [
        (&[][..], true),
        (&["--json"], true),
        (&["--diff"], true),
        (&["--diff", "--json"], true),
        (&["--show-secrets"], false),
        (&["--diff", "--json", "--show-secrets"], false),
        (&["-0"], false),
        (&["--export"], false),
    ] {
        let out = shown(&root, words).out();
        assert_eq!(out.contains("hunter2"), !masked, "{words:?} {out}");
        assert_eq!(out.contains("me:pw@"), !masked, "{words:?} {out}");
        assert_eq!(out.contains("me:********@host/"), masked, "{words:?} {out}");
    }
}

#[test]
fn formats_that_exclude_each_other_are_a_usage_error_before_anything_runs() {
    let root = Root::new();
    root.env_hook("deploy_env", "echo never");
    for words in
        [&["-0", "--json"][..], &["--export", "--json"], &["--diff", "-0"], &["--diff", "--export"]]
    {
        let outcome = root.command("env").args(words).run();
        assert_eq!(outcome.status, Status::Exit(2), "{outcome:?}");
        assert!(
            outcome.out().is_empty() && outcome.err().ends_with("; see s2i-env --help\n"),
            "{outcome:?}"
        );
    }
}
