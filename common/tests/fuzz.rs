//! Random bytes for the parsers of foreign bytes. `make fuzz` runs many more cases.
#![allow(clippy::unwrap_used, clippy::panic, reason = "in a test a panic is the report")]

use std::os::unix::ffi::OsStrExt;

use common::hooks::script_kind::{Fault, ScriptKind};
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
