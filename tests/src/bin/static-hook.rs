//! A static program that acts as a hook in a root without a shell. The variable `HOOK_` followed by its own base name
//! has its commands, separated by semicolons:
//!
//! `pid`, `ids`, `env NAME`, `say TEXT`, `environ` write what they are called; `trap` collects signals
//! from then on; `ready` writes `ready (pid: N)`; `until SIGTERM` writes each signal that comes, up
//! to that one; `sleep` waits for ever; `raise SIGTERM` sends itself a signal; `exit N` ends.
#![allow(missing_docs, clippy::exit, reason = "a program for tests, ended by its own word")]

use std::env;
use std::ffi::OsString;
use std::io::{Write, stdout};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::PathBuf;
use std::process::exit;

use nix::sys::signal::{SigSet, Signal, raise};
use nix::unistd::{getgid, getuid, pause};

fn main() {
    let called = PathBuf::from(env::args_os().next().unwrap_or_default());
    let name = called.file_name().unwrap_or_default().to_owned();
    let mut variable = OsString::from("HOOK_");
    variable.push(&name);
    let words = env::var_os(variable).unwrap_or_default().into_vec();
    for word in words.split(|&byte| byte == b';') {
        let word = String::from_utf8_lossy(word);
        let (verb, rest) = word.trim().split_once(' ').unwrap_or((word.trim(), ""));
        act(&name.to_string_lossy(), verb, rest);
    }
}

fn act(name: &str, verb: &str, rest: &str) {
    match verb {
        "pid" => say(&format!("{name} is process {}", std::process::id())),
        "ids" => say(&format!("{name} runs as {}:{}", getuid(), getgid())),
        "env" => {
            let value = env::var_os(rest).unwrap_or_else(|| "(unset)".into());
            let line = [rest.as_bytes(), b"=", value.as_bytes(), b"\n"].concat();
            write(&line);
        }
        "environ" => {
            for (key, value) in env::vars_os() {
                write(&[key.as_bytes(), b"=", value.as_bytes(), b"\n"].concat());
            }
        }
        "say" => say(rest),
        "trap" => SigSet::all().thread_block().unwrap_or_else(|_| exit(97)),
        "ready" => say(&format!("ready (pid: {})", std::process::id())),
        "until" => loop {
            let got = next_signal();
            say(&format!("{name} got {got}"));
            if got.as_str() == rest {
                break;
            }
        },
        "sleep" => loop {
            pause();
        },
        "raise" => {
            let signal = rest.parse().ok();
            signal.and_then(|signal| raise(signal).ok()).unwrap_or_else(|| exit(97));
        }
        "exit" => exit(rest.parse().unwrap_or(99)),
        "" => {}
        other => {
            say(&format!("static-hook knows no word {other}"));
            exit(99);
        }
    }
}

fn say(line: &str) {
    write(format!("{line}\n").as_bytes());
}

fn write(bytes: &[u8]) {
    let mut out = stdout().lock();
    if out.write_all(bytes).and_then(|()| out.flush()).is_err() {
        exit(98);
    }
}

fn next_signal() -> Signal {
    SigSet::all().wait().unwrap_or_else(|_| exit(97))
}
