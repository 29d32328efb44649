//! The text that bash is given: put together from constant lines, never from anything that a user has a say in.

const INLINE: &str = include_str!("inline.sh");
const ENDED: &str = include_str!("ended.sh");
const BACK: &str = include_str!("back.sh");
const STAY: &str = include_str!("stay.sh");

/// The text for where these words apply: `bash_env`, `user_script`, `env_hook`, `say`, `say_env_hook`, `deploy`,
/// `build`, `last`, `say_last`, `snapshot`.
#[must_use]
pub fn inline(applies: &[&str]) -> String {
    let mut text = String::new();
    for line in INLINE.lines() {
        match line {
            "#@stay" if applies.contains(&"build") => text.push_str(&without_comments(STAY)),
            _ => {
                let conditional = line
                    .strip_prefix('#')
                    .and_then(|line| line.split_once(": "));
                match conditional {
                    Some((word, line)) if applies.contains(&word) => push(&mut text, line),
                    _ => push(&mut text, line),
                }
            }
        }
    }
    text
}

/// What is said when the shell ends before we have become anything.
#[must_use]
pub fn ended() -> String {
    without_comments(ENDED)
}

/// How bash becomes our program again.
#[must_use]
pub fn back() -> String {
    without_comments(BACK)
}

fn without_comments(text: &str) -> String {
    let mut kept = String::new();
    text.lines().for_each(|line| push(&mut kept, line));
    kept
}

/// Adds a line, if it is no comment, without its indentation.
fn push(text: &mut String, line: &str) {
    let line = line.trim_start();
    if !line.is_empty() && !line.starts_with('#') {
        text.push_str(line);
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::inline;

    #[test]
    fn only_what_applies_is_there_and_no_comment() {
        let text = inline(&["env_hook"]);
        assert!(text.contains("builtin set -eo pipefail -a\n"));
        assert!(!text.contains("S2I_MARKERS_ENVIRON"));
        assert!(!text.contains("expand_aliases"));
        assert!(
            !text
                .lines()
                .any(|line| line.starts_with('#') || line.starts_with(' '))
        );
        assert!(inline(&["deploy"]).contains("export S2I_MARKERS_ENVIRON="));
    }
}
