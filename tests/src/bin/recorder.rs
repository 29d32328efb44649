//! A hook that records its state. `#!/recorder` as the first line of a hook makes the kernel run this program without a
//! shell. It adds one record to the file `/.seen`: its arguments, environment, directory, umask, limits, descriptors,
//! signals, and its relation to the process that the conformance suite has started. Then it performs the commands in the
//! further lines of the hook: `say TEXT`, `complain TEXT`, `kill SIGNAL` (itself), `signal SIGNAL` (its parent),
//! `wait MILLISECONDS`, `exit N`.
//!
//! It defines the C `main` itself, because Rust's start would ignore SIGPIPE and open closed standard descriptors.
#![no_main]
#![allow(
    missing_docs,
    clippy::exit,
    clippy::unwrap_used,
    reason = "a program for tests: what it cannot write down is a failure of the test"
)]

use std::env;
use std::ffi::{OsStr, OsString, c_int};
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;
use std::process::exit;
use std::thread::sleep;
use std::time::Duration;

use nix::sys::signal::{Signal, kill, raise};
use nix::sys::stat::{Mode, umask};
use nix::unistd::{getegid, geteuid, getpgid, getppid, getsid};

/// bash sets these in every process that it starts or becomes.
const OF_BASH: [&[u8]; 4] = [b"_", b"SHLVL", b"OLDPWD", b"PWD"];
/// A variable whose value is a date, so that only its presence is recorded.
const MARKER: &[u8] = b"S2I_MARKERS_ENVIRON";

// SAFETY: the one symbol `main` of a `#![no_main]` program; the C runtime's arguments may be left unread.
#[unsafe(no_mangle)]
extern "C" fn main() -> c_int {
    let line = fs::read("/proc/self/cmdline").unwrap();
    let line = line.strip_suffix(b"\0").unwrap_or(&line);
    let words: Vec<_> =
        line.split(|&byte| byte == 0).map(|word| OsString::from_vec(word.to_vec())).collect();
    let as_interpreter = words.first().is_some_and(|word| word == "/recorder");
    let hook = words.get(1).filter(|_| as_interpreter);
    let script = hook.and_then(|hook| fs::read(hook).ok());
    let script = script.filter(|text| text.starts_with(b"#!/recorder"));
    let shown = if script.is_some() { &words[1..] } else { &words[..] };
    let record = record(shown);
    let seen = OpenOptions::new().create(true).append(true).open("/.seen");
    seen.unwrap().write_all(record.as_bytes()).unwrap();
    let script = script.unwrap_or_default();
    for line in String::from_utf8_lossy(&script).lines().skip(1) {
        act(line);
    }
    0
}

fn record<W: AsRef<OsStr>>(words: &[W]) -> String {
    let mut record = String::from("@");
    for word in words {
        let _ = write!(record, " {}", shown(word.as_ref().as_bytes()));
    }
    record.push('\n');
    let mut line = |key: &str, value: &str| {
        let _ = writeln!(record, "{key}: {value}");
    };
    let directory = env::current_dir()
        .map_or_else(|error| error.to_string(), |path| shown(path.as_os_str().as_bytes()));
    line("directory", &directory);
    line("process", &relation());
    line("background", &background().join(" "));
    line("user", &format!("{}:{}", geteuid(), getegid()));
    let mask = umask(Mode::empty());
    line("umask", &format!("{:04o}", mask.bits()));
    let status = fs::read_to_string("/proc/self/status").unwrap();
    line("ignored signals", &signals(&status, "SigIgn:"));
    line("blocked signals", &signals(&status, "SigBlk:"));
    let limits = fs::read_to_string("/proc/self/limits").unwrap();
    for limit in limits.lines().skip(1) {
        let words: Vec<_> = limit.split_whitespace().collect();
        line("limit", &words.join(" "));
    }
    for descriptor in descriptors() {
        line("descriptor", &descriptor);
    }
    for variable in environment() {
        line("variable", &variable);
    }
    record
}

fn environment() -> Vec<String> {
    // Reads the environment from the kernel, which has entries without `=` too.
    let block = fs::read("/proc/self/environ").unwrap();
    let mut entries: Vec<_> = block
        .split(|&byte| byte == 0)
        .filter(|entry| !entry.is_empty())
        .filter_map(|entry| {
            let name = entry.split(|&byte| byte == b'=').next().unwrap_or_default();
            match name {
                name if OF_BASH.contains(&name) => None,
                MARKER => Some("S2I_MARKERS_ENVIRON is set".to_owned()),
                _ => Some(shown(entry)),
            }
        })
        .collect();
    entries.sort();
    entries
}

/// Returns the open descriptors: number, flags and file.
fn descriptors() -> Vec<String> {
    let entries = fs::read_dir("/proc/self/fd").unwrap();
    let mut numbers: Vec<u32> =
        entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok()).collect();
    numbers.sort_unstable();
    let described = numbers.into_iter().filter_map(|number| {
        let target = fs::read_link(format!("/proc/self/fd/{number}")).ok()?; // gone: it was the directory's
        let info = fs::read_to_string(format!("/proc/self/fdinfo/{number}")).ok()?;
        let flags = info.lines().find_map(|line| line.strip_prefix("flags:"))?;
        let flags = u32::from_str_radix(flags.trim(), 8).ok()?;
        let access = ["read", "write", "both"].get((flags & 3) as usize)?;
        let append = if flags & 0o2000 == 0 { "" } else { ", append" };
        let target = shown(target.as_os_str().as_bytes());
        let target = match target.split_once(":[") {
            Some((kind, _)) => kind,
            None if target.contains("/sh-thd.") => "a here-document",
            None => &target,
        };
        Some(format!("{number} {access}{append} {target}"))
    });
    described.collect()
}

fn signals(status: &str, key: &str) -> String {
    let mask = status.lines().find_map(|line| line.strip_prefix(key));
    let mask = u64::from_str_radix(mask.unwrap_or("0").trim(), 16).unwrap();
    let names: Vec<_> = (1..=64)
        .filter(|number| ![32, 33].contains(number)) // the C library's own
        .filter(|number| mask & (1 << (number - 1)) != 0)
        .map(|number| {
            Signal::try_from(number).map_or_else(|_| number.to_string(), |name| name.to_string())
        })
        .collect();
    names.join(" ")
}

/// Returns the id of the process that the suite has started: 1 if it is process 1, else 2.
fn started() -> i32 {
    if Path::new("/.as-init").exists() { 1 } else { 2 }
}

fn relation() -> String {
    let own = std::process::id().cast_signed();
    let mut depth = 0;
    let mut process = own;
    while process > 0 && process != started() {
        process = parent(process);
        depth += 1;
    }
    let place = match (process == started(), depth) {
        (true, 0) => "the one that was started".to_owned(),
        (true, 1) => "a child of the one that was started".to_owned(),
        (true, depth) => format!("{depth} below the one that was started"),
        (false, _) => "outside".to_owned(),
    };
    let same = |own: Option<nix::unistd::Pid>, its: Option<nix::unistd::Pid>| {
        if own == its { "the same" } else { "another" }
    };
    let its = nix::unistd::Pid::from_raw(started());
    let group = same(getpgid(None).ok(), getpgid(Some(its)).ok());
    let session = same(getsid(None).ok(), getsid(Some(its)).ok());
    format!("{place}, in {group} group and {session} session")
}

fn parent(process: i32) -> i32 {
    let field = stat(process).and_then(|(_, fields)| fields.get(1)?.parse().ok());
    field.unwrap_or(0)
}

/// Returns the name of a process, and the fields after it in `/proc/PID/stat`: state, parent, …
fn stat(process: i32) -> Option<(String, Vec<String>)> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (before, after) = stat.rsplit_once(") ")?;
    let name = before.split_once(" (")?.1.to_owned();
    Some((name, after.split(' ').map(str::to_owned).collect()))
}

/// Returns the living children of the started process, without the ancestors of this one. A child that is still bash
/// may be about to become another program, so the recorder waits a moment.
fn background() -> Vec<String> {
    let mut patience = 300;
    loop {
        let found = children();
        let becoming = found.iter().any(|(_, program)| program.ends_with("/bash"));
        if !becoming || patience == 0 {
            let mut names: Vec<_> = found.into_iter().map(|(name, _)| name).collect();
            names.sort();
            return names;
        }
        sleep(Duration::from_millis(10));
        patience -= 1;
    }
}

/// Returns the names and programs of these processes.
fn children() -> Vec<(String, String)> {
    let mut ours = vec![std::process::id().cast_signed(), getppid().as_raw()];
    while let Some(&last) = ours.last()
        && last > 0
    {
        ours.push(parent(last));
    }
    let entries = fs::read_dir("/proc").unwrap();
    let all = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<i32>().ok());
    all.filter(|process| !ours.contains(process) && parent(*process) == started())
        .filter_map(|process| {
            let (name, fields) = stat(process)?;
            // A process that is ending has no program any more.
            let program = fs::read_link(format!("/proc/{process}/exe")).ok()?;
            let alive = fields.first().is_none_or(|state| state != "Z");
            alive.then(|| (name, program.to_string_lossy().into_owned()))
        })
        .collect()
}

fn shown(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        for letter in chunk.valid().chars() {
            if letter.is_control() || letter == '\\' {
                let _ = write!(text, "{}", letter.escape_default());
            } else {
                text.push(letter);
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

fn act(line: &str) {
    let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
    let signal = || format!("SIG{rest}").parse::<Signal>().unwrap();
    match verb {
        "say" => println!("{rest}"),
        "complain" => eprintln!("{rest}"),
        "kill" => raise(signal()).unwrap(),
        "signal" => kill(getppid(), signal()).unwrap(),
        "wait" => sleep(Duration::from_millis(rest.parse().unwrap())),
        "exit" => exit(rest.parse().unwrap()),
        "" => {}
        other => {
            let _ =
                writeln!(std::io::stderr(), "recorder knows no word {}", shown(other.as_bytes()));
            exit(99);
        }
    }
}
