//! Both ways are the same whatever the folders are called, the variables hold and the env hook does.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use s2ibox_tests::{Root, Test};

use crate::arbitrary::{byte, holds, value};
use crate::case::Start;
use crate::seen::{LOOK, holds_both};

/// A variable of ours, and what stands in place of its value: nothing, or the value with this behind it.
type OfOurs = (&'static str, Option<&'static str>);

fn of_ours() -> impl Strategy<Value = OfOurs> {
    let names = ["APPLICATION", "SCRIPTS", "SOURCE", "UPLOAD"];
    let behind = select(vec!["", "/", "//", "/.", "/..", "/../src", "x", "\n"]);
    (select(names.to_vec()), option::of(behind))
}

/// An entry of the environment: often one that means something, and often twice.
fn entry() -> impl Strategy<Value = OsString> {
    let known = select(vec![
        "A",
        "B",
        "PATH",
        "S2I_BASH",
        "S2I_MARKERS_ENVIRON",
        "S2I_SCRIPTS_PATH",
        "S2I_SOURCE_PATH",
        "STI_SCRIPTS_PATH",
        "SHELLOPTS",
        "_",
        "PWD",
        "IFS",
    ]);
    let of_known = (known, option::of(value())).prop_map(|(name, value)| {
        let value = value.unwrap_or_default();
        OsString::from_vec([name.as_bytes(), b"=", value.as_bytes()].concat())
    });
    prop_oneof![9 => of_known, 1 => vec(byte(), 0..12).prop_map(OsString::from_vec)]
}

fn hook() -> impl Strategy<Value = Option<(&'static str, u32)>> {
    option::weighted(
        0.9,
        prop_oneof![
            5 => Just((LOOK, 0o755)),
            1 => select(vec![
                ("#!/bin/false\n", 0o755), ("#! /bin/echo\n", 0o755), ("#!/nowhere\n", 0o755), ("echo plain", 0o755),
                ("#!/bin/sh\r\n", 0o755), (LOOK, 0o600), ("", 0o755),
            ]),
        ],
    )
}

fn env_hook() -> impl Strategy<Value = Option<&'static str>> {
    let scripts = [
        "A=1",
        "export A=\"$A$A\"",
        "false",
        "exit 0",
        "unset S2I_SOURCE_PATH",
        "cd /; umask 0",
        "set -u; x=$UNSET",
    ];
    option::of(select(scripts.to_vec()))
}

#[test]
fn both_ways_are_the_same() {
    let layout = (vec(byte(), 1..12), vec(of_ours(), 0..3), vec(entry(), 0..4));
    let content = (select(Start::ALL.to_vec()), hook(), env_hook());
    holds(
        50,
        &(layout, content),
        |((mut name, paths, entries), (start, hook, env_hook))| {
            name.retain(|byte| *byte != b'/');
            let root = Root::named(&name);
            if let Some((text, mode)) = hook {
                root.program(format!("action_hooks/{}", start.command()), text, mode);
            }
            if let Some(script) = env_hook {
                root.env_hook("deploy_env", script);
            }
            let given = |mut test: Test| {
                for (name, behind) in &paths {
                    let place = match *name {
                        "APPLICATION" => &root.app,
                        "SCRIPTS" => &root.scripts,
                        "SOURCE" => &root.src,
                        _ => &root.upload,
                    };
                    let value = behind.map_or_else(OsString::new, |behind| {
                        [place.as_os_str(), OsStr::new(behind)]
                            .into_iter()
                            .collect()
                    });
                    test = test.env(format!("S2I_{name}_PATH"), value);
                }
                entries.iter().fold(test, Test::entry)
            };
            holds_both(&root, start.command(), "at random", given);
            Ok(())
        },
    );
}
