//! What a hook sees, written down by the hook, and both ways to it held against each other.

use std::fs;

use pretty_assertions::assert_eq;
use s2ibox_tests::{Called, Outcome, Root, Test, Text};

/// A hook that writes into the file `seen` what the kernel knows of it, byte for byte, and then has something to say.
/// Its shell looks at itself from a child, so that it is as it was executed.
pub const LOOK: &str = "#!/bin/sh
(
  echo $$
  PATH=/usr/bin:/bin
  cat /proc/$$/environ /proc/$$/cmdline
  grep -E '^(Sig(Pnd|Blk|Ign|Cgt)|CapEff)' /proc/$$/status
  stat -c %N /proc/$$/fd/* | sed \"s/$$//; s/[0-9]*]'/]'/\"
  pwd -P
  umask
) >seen 2>&1
echo said
echo complained >&2
exit 7
";

const MARKER: &[u8] = b"S2I_MARKERS_ENVIRON=";

/// What came out, and what the hook has seen.
#[derive(Debug, PartialEq, Eq)]
pub struct Seen {
    outcome: Outcome,
    hook: Option<Text>,
}

/// Runs it; a hook is the process that was started.
pub fn seen(root: &Root, test: Test) -> Seen {
    let file = root.src.join("seen");
    let _ = fs::remove_file(&file); // mostly there is none
    let running = test.spawn();
    let pid = format!("{}\n", running.pid());
    let outcome = running.outcome();
    let hook = fs::read(file).ok().map(|written| {
        let rest = written.strip_prefix(pid.as_bytes());
        let rest = rest.unwrap_or_else(|| panic!("not process {pid}{:?}", Text(written.clone())));
        Text(without_date(rest))
    });
    Seen { outcome, hook }
}

fn without_date(written: &[u8]) -> Vec<u8> {
    let entries = written.split_inclusive(|&byte| byte == 0);
    let entries = entries.map(|entry| {
        let date = entry
            .strip_prefix(MARKER)
            .and_then(|date| date.strip_suffix(b"\0"));
        date.filter(|date| is_date(date))
            .map_or(entry, |_| b"the marker\0")
    });
    entries.flatten().copied().collect()
}

/// `Thu Jan  1 00:00:00 UTC 1970`.
pub fn is_date(text: &[u8]) -> bool {
    let form = b"Aaa Aaa 00 00:00:00 UTC 0000";
    let same = |(byte, form): (&u8, &u8)| match form {
        b'A' => byte.is_ascii_uppercase(),
        b'a' => byte.is_ascii_lowercase(),
        b'0' => byte.is_ascii_digit() || *byte == b' ',
        _ => *byte == *form,
    };
    text.len() == form.len() && text.iter().zip(form).all(same)
}

/// Fails if the link `s2i-COMMAND`, which may take the fast path, is not the same as `s2ibox COMMAND`, which never does.
#[track_caller]
pub fn holds_both(root: &Root, command: &str, name: &str, given: impl Fn(Test) -> Test) {
    let [fast, ordinary] = [Called::Link, Called::Multicall]
        .map(|called| seen(root, given(root.called(called, command))));
    assert_eq!(
        fast, ordinary,
        "{command}: {name}: the fast path is on the left"
    );
}
