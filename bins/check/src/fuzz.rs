//! Random bytes for the parsers of foreign bytes. `make fuzz` runs many more cases.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use common::output::quoting::quoted;
use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;

use crate::environment_file::variables;
use crate::git_index::entries;
use crate::script::commands;

/// Shell text of the pieces that have a meaning to the lexer.
fn scripts() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: &[&str] = &[
        "'", "\"", "\\", "`", "$", "$(", "${", "$'", "((", "))", "(", ")", "{", "}", "[[", "]]",
        "<", "<<", "<<-", "<<<", ">", "|", "||", "&", "&&", ";", ";;", "\n", " ", "\t", "\r\n",
        "#", "=", "if", "then", "fi", "case", "in", "esac", "for", "do", "done", "function",
        "echo", "exit", "A", "EOF", "EOF\n", "é",
    ];
    let piece = prop_oneof![
        20 => select(PIECES).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => any::<u8>().prop_map(|byte| vec![byte]),
    ];
    vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Any byte, but often one of `frequent`.
fn byte_of(frequent: &'static [u8]) -> impl Strategy<Value = u8> {
    let chosen = |byte: u8| frequent[usize::from(byte) % frequent.len()];
    any::<u8>().prop_map(move |byte| if byte < 128 { chosen(byte) } else { byte })
}

proptest! {
    #[test]
    fn any_script_is_read_to_its_end(script in scripts()) {
        let lines = script.split(|byte| *byte == b'\n').count();
        let mut last = 1;
        for command in commands(&script) {
            prop_assert!(last <= command.line && command.line <= lines, "{:?}", command);
            prop_assert!(!command.words.is_empty());
            last = command.line;
            let _ = command.renamed(&script, "exec &");
        }
    }

    #[test]
    fn quoted_words_stay_words(
        lines in vec((vec("[ -~\n'\"\\\\$`é]{0,8}", 0..4), select(&["\n", ";", " && ", " # x'\n"][..])), 0..6),
    ) {
        let (mut script, mut expected) = (String::new(), Vec::new());
        for (words, end) in lines {
            // A name that no keyword has.
            let words = std::iter::once("c-c".to_owned()).chain(words.iter().map(quoted));
            let words: Vec<_> = words.collect();
            script += &(words.join(" ") + end);
            expected.push(words);
        }
        let found: Vec<_> = commands(script.as_bytes()).into_iter().map(|command| command.words).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn any_environment_file_is_read(text in vec(byte_of(b"=\n# "), 0..100)) {
        let lines = text.split(|byte| *byte == b'\n').count();
        let variables = variables(&text);
        prop_assert!(variables.len() <= lines);
        for (name, value) in variables {
            prop_assert!(!name.is_empty() && !name.contains(['=', '\n']), "{}", name);
            prop_assert!(!value.contains('\n') && value == value.trim(), "{}", value);
        }
    }

    #[test]
    fn any_listing_of_git_is_read(listing in vec(byte_of(b"\0 \t1"), 0..100)) {
        let _ = entries(&listing);
    }

    #[test]
    fn the_entries_of_a_listing_are_found(
        written in vec((select(&["100644", "100755", "120000", "160000"][..]), "[0-9a-f]{40}", vec(1..=255u8, 1..20)), 0..6),
    ) {
        let mut listing = Vec::new();
        for (mode, object, path) in &written {
            listing.extend(format!("{mode} {object} 0\t").into_bytes());
            listing.extend(path);
            listing.push(0);
        }
        let files = written.iter().filter(|(mode, ..)| *mode != "160000");
        let found = entries(&listing);
        prop_assert_eq!(found.len(), files.clone().count());
        for ((path, entry), (mode, object, written)) in found.iter().zip(files) {
            prop_assert_eq!(path.as_os_str(), OsStr::from_bytes(written));
            prop_assert_eq!((entry.executable, &entry.object), (*mode == "100755", object));
        }
    }
}
