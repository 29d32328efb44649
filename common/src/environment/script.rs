//! The text that bash is given: put together from constant lines, never from anything that a user has a say in.
//!
//! Where it is always the same, and for the fast path of a probe, the compiler puts it together.

const INLINE: &str = include_str!("inline.sh");
const STAY: &str = include_str!("stay.sh");

/// The text for where these words apply: `bash_env`, `user_script`, `env_hook`, `say`, `say_env_hook`, `deploy`,
/// `build`, `last`, `say_last`, `snapshot`.
#[must_use]
pub fn inline(applies: &[&str]) -> String {
    let mut kept = vec![0; put(&mut [], 0, INLINE.as_bytes(), applies)];
    put(&mut kept, 0, INLINE.as_bytes(), applies);
    String::from_utf8(kept).unwrap_or_default() // whole lines of UTF-8
}

/// A text as a constant, with so many NULs behind it.
macro_rules! constant {
    ($name:ident, $about:literal, $text:expr, $applies:expr, $nuls:expr) => {
        #[doc = $about]
        pub const $name: &[u8] = {
            const LENGTH: usize = put(&mut [], 0, $text.as_bytes(), $applies) + $nuls;
            const KEPT: [u8; LENGTH] = {
                let mut kept = [0; LENGTH];
                put(&mut kept, 0, $text.as_bytes(), $applies);
                kept
            };
            &KEPT
        };
    };
}

constant!(
    PROBE,
    "[`inline`] for a probe, with a NUL: an env hook, then the hook.",
    INLINE,
    &["env_hook", "deploy", "last"],
    1
);
constant!(
    START,
    "[`inline`] for a start, with a NUL: an env hook, then back.",
    INLINE,
    &["env_hook", "deploy"],
    1
);
constant!(
    ENDED,
    "What is said when the shell ends before we have become anything.",
    include_str!("ended.sh"),
    &[],
    0
);
constant!(BACK, "How bash becomes our program again.", include_str!("back.sh"), &[], 0);

/// Puts the lines of `text` that apply into `kept` from `at` on, without comments and indentation and with what `@`
/// stands for, as far as there is room; where that ends.
const fn put(kept: &mut [u8], mut at: usize, text: &[u8], applies: &[&str]) -> usize {
    let mut rest = text;
    while !rest.is_empty() {
        let (line, below) = first_line(rest);
        rest = below;
        let line = match word_before(line) {
            Some((word, line)) if is_one_of(word, applies) => line,
            _ => line,
        };
        let line = line.trim_ascii_start();
        if same(line, b"#@stay") && is_one_of(b"build", applies) {
            at = put(kept, at, STAY.as_bytes(), applies);
        } else if !line.is_empty() && line[0] != b'#' {
            let line = match line.split_first() {
                Some((b'@', line)) if is_one_of(b"bash_env", applies) => {
                    at = put_bytes(kept, at, b"builtin");
                    line
                }
                Some((b'@', line)) => line.trim_ascii_start(),
                _ => line,
            };
            at = put_bytes(kept, at, line);
            at = put_bytes(kept, at, b"\n");
        }
    }
    at
}

const fn put_bytes(kept: &mut [u8], mut at: usize, bytes: &[u8]) -> usize {
    let mut index = 0;
    while index < bytes.len() {
        if at < kept.len() {
            kept[at] = bytes[index];
        }
        index += 1;
        at += 1;
    }
    at
}

const fn first_line(text: &[u8]) -> (&[u8], &[u8]) {
    let mut end = 0;
    while end < text.len() && text[end] != b'\n' {
        end += 1;
    }
    let (line, rest) = text.split_at(end);
    match rest.split_first() {
        Some((_, rest)) => (line, rest),
        None => (line, rest),
    }
}

/// The word of a line `#WORD: TEXT`, and the text.
const fn word_before(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let Some((b'#', line)) = line.split_first() else {
        return None;
    };
    let mut end = 0;
    while end + 1 < line.len() {
        if line[end] == b':' && line[end + 1] == b' ' {
            return Some((line.split_at(end).0, line.split_at(end + 2).1));
        }
        end += 1;
    }
    None
}

const fn is_one_of(word: &[u8], words: &[&str]) -> bool {
    let mut index = 0;
    while index < words.len() {
        if same(word, words[index].as_bytes()) {
            return true;
        }
        index += 1;
    }
    false
}

const fn same(one: &[u8], other: &[u8]) -> bool {
    let mut index = 0;
    while index < one.len() && index < other.len() && one[index] == other[index] {
        index += 1;
    }
    index == one.len() && index == other.len()
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::{PROBE, inline};

    #[test]
    fn only_what_applies_is_there_and_no_comment() {
        let text = inline(&["env_hook"]);
        assert!(text.contains("builtin set -eo pipefail -a\n"));
        assert!(!text.contains("S2I_MARKERS_ENVIRON"));
        assert!(!text.contains("expand_aliases"));
        assert!(!text.lines().any(|line| line.starts_with('#') || line.starts_with(' ')));
        assert!(inline(&["deploy"]).contains("export S2I_MARKERS_ENVIRON="));
        assert!(inline(&["build"]).contains("__s2ibox_pass_on"));
        assert!(text.contains("\ntrap : USR1 USR2\n"));
        assert!(inline(&["bash_env"]).contains("\nbuiltin trap : USR1 USR2\n"));
    }

    #[test]
    fn what_the_compiler_puts_together_is_the_same() {
        let text = inline(&["env_hook", "deploy", "last"]);
        assert_eq!(String::from_utf8_lossy(PROBE), format!("{text}\0"));
    }
}
