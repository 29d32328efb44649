//! Random bytes for the parsers of foreign bytes. `make fuzz` runs many more cases.
#![allow(clippy::unwrap_used, clippy::panic, reason = "in a test a panic is the report")]

use std::ffi::OsString;
use std::iter::repeat;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::PathBuf;

use common::cli::options::Options;
use common::command::timing::Times;
use common::environment::handoff::{Handoff, Outcome};
use common::environment::{from_process, variable};
use common::hooks::paths::Paths;
use common::hooks::script_kind::{Fault, ScriptKind};
use common::output::level::Level;
use common::output::masked_command::masked_command;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

/// The first bytes of a file: mostly a `#!` line, with the bytes that have a meaning in it.
fn heads() -> impl Strategy<Value = Vec<u8>> {
    let begin = prop_oneof![
        6 => Just(&b"#!"[..]),
        1 => Just(&b"\xef\xbb\xbf#!"[..]),
        1 => Just(&b"\xff\xfe#\0!\0"[..]),
        1 => Just(&b"\x7fELF"[..]),
        1 => Just(&b""[..]),
    ];
    let byte = any::<u8>().prop_map(|byte| match byte {
        0..64 => b" \t\r\n\0/"[usize::from(byte % 6)],
        other => other,
    });
    (begin, vec(byte, 0..80)).prop_map(|(begin, rest)| [begin, &rest].concat())
}

proptest! {
    #[test]
    fn the_first_line_of_a_script_is_read(head in heads()) {
        match ScriptKind::of_bytes(&head) {
            Ok(ScriptKind::Interpreted(interpreter)) => {
                let interpreter = interpreter.as_bytes();
                let line = head.strip_prefix(b"#!").unwrap();
                let line = line.split(|byte| *byte == b'\n').next().unwrap();
                prop_assert!(!interpreter.is_empty());
                prop_assert!(!interpreter.iter().any(|byte| b" \t\n\0".contains(byte)));
                prop_assert!(line.windows(interpreter.len()).any(|part| part == interpreter));
                prop_assert!(!line.ends_with(b"\r"));
            }
            Ok(ScriptKind::Plain) => prop_assert!(!head.contains(&0) && !head.starts_with(b"#!")),
            Ok(ScriptKind::Binary) => prop_assert!(head.contains(&0)),
            Err(Fault::CarriageReturn | Fault::NoInterpreter) => {
                prop_assert!(head.starts_with(b"#!"));
            }
            Err(Fault::ByteOrderMark) => prop_assert!(head.starts_with(b"\xef\xbb\xbf")),
            Err(Fault::Utf16) => prop_assert!(!head.starts_with(b"#!/")),
        }
    }

    #[test]
    fn the_interpreter_is_found_behind_blanks(blanks in "[ \t]{0,3}", name in "/[!-~]{1,40}", rest in "( [ -~]{0,40})?") {
        let line = format!("#!{blanks}{name}{rest}\nmore");
        prop_assert_eq!(ScriptKind::of_bytes(line.as_bytes()), Ok(ScriptKind::Interpreted(name.into())));
    }
}

/// Bytes as a length-prefixed packing has them: digits and colons are frequent.
fn packings() -> impl Strategy<Value = Vec<u8>> {
    let byte = any::<u8>().prop_map(|byte| match byte {
        0..100 => b"0123456789:"[usize::from(byte % 11)],
        other => other,
    });
    vec(byte, 0..200)
}

fn os_string(bytes: Vec<u8>) -> OsString {
    OsString::from_vec(bytes)
}

/// Any bytes but NUL, which no argument holds.
fn words() -> impl Strategy<Value = Vec<OsString>> {
    vec(vec(1..=u8::MAX, 0..40).prop_map(os_string), 0..5)
}

proptest! {
    #[test]
    fn a_handoff_survives_the_trip_through_bash(words in words(), command in "[a-z]{1,8}", step in any::<usize>()) {
        let mut paths = words.iter().cloned().chain(repeat(OsString::new())).map(PathBuf::from);
        let mut path = || paths.next().unwrap();
        let handoff = Handoff {
            command: command.into(),
            step,
            paths: Paths { scripts: path(), application: path(), source: path(), upload: path() },
            env_hook: words.first().map(PathBuf::from),
            options: Options::default(),
            log: Level::Normal,
            times: Times::default(),
            facts: Vec::new(),
            operands: words,
        };
        let before = ["--s2ibox-resume".into(), "fits".into()];
        let arguments: Vec<_> = before.into_iter().chain(handoff.to_arguments()).collect();
        let (outcome, read) = Handoff::from_arguments(&arguments).unwrap().unwrap();
        prop_assert_eq!(outcome, Outcome::Fits);
        prop_assert_eq!(read, handoff);
    }

    #[test]
    fn a_forged_handoff_is_read_or_refused(outcome in "(sourced|failed|fits|[a-z-]{0,9})", packed in packings()) {
        let arguments = ["--s2ibox-resume".into(), outcome.into(), os_string(packed)];
        prop_assert!(Handoff::from_arguments(&arguments).is_some());
    }

    #[test]
    fn an_entry_of_the_environment_is_split_at_its_first_equals_sign(entry in vec(any::<u8>(), 0..60)) {
        let Some((name, value)) = variable::split(&entry) else {
            prop_assert!(!entry.iter().skip(1).any(|byte| *byte == b'='));
            return Ok(());
        };
        prop_assert!(!name.is_empty() && !name.as_bytes()[1..].contains(&b'='));
        prop_assert_eq!([name.as_bytes(), b"=", value.as_bytes()].concat(), entry);
    }

    #[test]
    fn the_environment_of_a_process_is_read_whole_or_not_at_all(entries in vec(vec(any::<u8>(), 0..20), 0..8)) {
        let block: Vec<u8> = entries.iter().flat_map(|entry| [entry, &b"\0"[..]].concat()).collect();
        if let Some(variables) = from_process::parse(&block) {
            let entry = |(name, value): &(OsString, OsString)| {
                [name.as_bytes(), b"=", value.as_bytes(), b"\0"].concat()
            };
            let written: Vec<u8> = variables.iter().flat_map(entry).collect();
            prop_assert_eq!(written, block);
        }
    }

    #[test]
    fn a_password_never_survives_the_mask(before in "[ -~]{0,20}", password in "[a-z]{6}[0-9]{6}") {
        let command = format!("{before}\nA_PASSWORD={password}");
        let masked = masked_command(command.as_ref());
        let is_quoted = before.contains(['\'', '"', '`', '(', '{', '\\', '=', '<']);
        prop_assert!(is_quoted || !masked.to_string_lossy().contains(&password));
    }

    #[test]
    fn any_command_is_masked(command in vec(any::<u8>(), 0..80)) {
        let command = os_string(command);
        prop_assert!(masked_command(&command).len() <= 2 * command.len() + 64);
    }
}
