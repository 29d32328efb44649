//! What strace shows of a run: what was executed, with every argument and variable, and whether the C library has
//! started before.

use std::fs;
use std::path::Path;

use s2ibox_tests::{Root, Test};

pub const STRACE: &str = "/usr/bin/strace";

/// The way that a command has taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It became something else before the C library had started.
    Fast,
    /// The C library started.
    Ordinary,
}

/// What was executed, byte for byte.
#[derive(Debug, PartialEq, Eq)]
pub struct Executed {
    pub file: Vec<u8>,
    pub arguments: Vec<Vec<u8>>,
    pub variables: Vec<Vec<u8>>,
}

/// What a command has done.
pub struct Trace {
    pub way: Way,
    /// What it became first.
    pub became: Option<Executed>,
}

/// Has the program traced; what comes before it must be put there afterwards.
pub fn traced(root: &Root, test: Test) -> Test {
    assert!(
        Path::new(STRACE).exists(),
        "there is no strace; run: tests/install strace"
    );
    let options = [
        STRACE,
        "-qq",
        "-v",
        "-xx",
        "-s1000000",
        "-etrace=execve,arch_prctl,brk",
        "-o",
    ];
    let file = root.top.join("trace").display().to_string();
    let words = options.into_iter().map(str::to_owned);
    test.within(words.chain([file]))
}

/// What the last traced run in this root has left.
pub fn read(root: &Root) -> Trace {
    let text = fs::read_to_string(root.top.join("trace")).expect("strace has written it");
    // Signals and the end are told too.
    let calls = text.lines().filter(|line| !line.starts_with(['-', '+']));
    let mut calls = calls.skip(1).peekable();
    let is_start = |line: &&str| line.starts_with("execve(") && line.ends_with(" = 0");
    let way = if calls.peek().is_some_and(is_start) {
        Way::Fast
    } else {
        assert!(text.contains("arch_prctl"), "it never started: {text}");
        Way::Ordinary
    };
    Trace {
        way,
        became: calls.find(is_start).map(executed),
    }
}

/// Runs it traced, whatever comes out.
pub fn trace(root: &Root, test: Test) -> Trace {
    let _ = traced(root, test).run();
    read(root)
}

/// From `execve("\x2f…", ["\x2f…", …], ["\x41…", …]) = 0`.
fn executed(line: &str) -> Executed {
    let mut lists = line.split('[').map(strings);
    let mut next = || lists.next().expect("three lists");
    Executed {
        file: next().concat(),
        arguments: next(),
        variables: next(),
    }
}

fn strings(list: &str) -> Vec<Vec<u8>> {
    let quoted = list.split('"').skip(1).step_by(2);
    quoted
        .map(|text| {
            let bytes = text.split("\\x").skip(1);
            bytes
                .map(|byte| u8::from_str_radix(byte, 16).expect("a byte"))
                .collect()
        })
        .collect()
}
