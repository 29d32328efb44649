//! The simple commands of a shell script.

mod reader;

pub use reader::{assignments, commands};

/// A simple command.
#[derive(Debug, Default)]
pub struct Command {
    /// The line of its name, from 1.
    pub line: usize,
    /// The words as they are written, without assignments before them.
    pub words: Vec<String>,
    /// Whether it runs in a subshell: within parentheses, in the background, or in a pipeline.
    pub subshell: bool,
    /// The end of its first word, in bytes.
    end: usize,
}

impl Command {
    /// Returns the name of the command, without `builtin` or `command` before it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.plain().first().map_or("", String::as_str)
    }

    /// Returns the words behind the name.
    #[must_use]
    pub fn arguments(&self) -> &[String] {
        self.plain().get(1..).unwrap_or_default()
    }

    /// Returns the sed script that replaces its name in the script `text` by `with`, where `&` is
    /// that name; none where the name has more than one line. The script has no effect once an
    /// earlier fix has added a line.
    #[must_use]
    pub fn renamed(&self, text: &[u8], with: &str) -> Option<String> {
        let name = self.words.first().filter(|word| *word == self.name())?;
        let mut lines = text.get(..self.end)?.rsplit(|&byte| byte == b'\n');
        let before = String::from_utf8_lossy(lines.next()?);
        let mut pattern = String::new();
        for letter in name.chars() {
            match letter {
                '\n' => return None,
                '/' | '\\' | '.' | '*' | '[' | ']' | '^' | '$' => pattern.extend(['\\', letter]),
                _ => pattern.push(letter),
            }
        }
        let nth = match before.matches(name).count() {
            1 => String::new(),
            nth => nth.to_string(),
        };
        Some(format!("{}s/{pattern}/{with}/{nth}", self.line))
    }

    /// Returns whether it puts another program in the place of the shell that runs the script.
    #[must_use]
    pub fn is_exec(&self) -> bool {
        self.name() == "exec" && !self.arguments().is_empty() && !self.subshell
    }

    /// Returns whether its line of the script `text` redirects output.
    #[must_use]
    pub fn is_redirected(&self, text: &[u8]) -> bool {
        let line = text.split(|&byte| byte == b'\n').nth(self.line - 1);
        line.is_some_and(|line| line.contains(&b'>'))
    }

    fn plain(&self) -> &[String] {
        match self.words.as_slice() {
            [first, rest @ ..] if first == "builtin" || first == "command" => rest,
            words => words,
        }
    }
}

#[cfg(test)]
mod tests {
    use pretty_assertions::assert_eq;

    use super::commands;

    #[track_caller]
    fn check(script: &str, expected: &str) {
        let found: Vec<String> = commands(script.as_bytes())
            .iter()
            .map(|command| {
                let subshell = if command.subshell { "(" } else { "" };
                format!("{}{subshell} {}", command.line, command.words.join(" "))
            })
            .collect();
        assert_eq!(found.join("\n"), expected);
    }

    #[test]
    fn quotes_comments_and_substitutions_hide_words() {
        check(
            "echo 'exit' \"$(exit \"1\")\" # exit\nA=$(exit) exit 3",
            "1 echo 'exit' \"$(exit \"1\")\"\n2 exit 3",
        );
        check("a=(exit 1)\necho ${x:-exit} `exit`", "2 echo ${x:-exit} `exit`");
        check("x=\"it's\"\nexit", "2 exit");
    }

    #[test]
    fn a_backslash_within_backquotes_and_ansi_quotes_hides_their_end() {
        check("a `echo \\` exit` b\nexit", "1 a `echo \\` exit` b\n2 exit");
        check("a $'it\\'s; exit' b\nexit", "1 a $'it\\'s; exit' b\n2 exit");
        check("a 'no\\'; exit", "1 a 'no\\'\n1 exit");
    }

    #[test]
    fn here_documents_are_skipped() {
        check(
            "cat <<END >file\nexit\nEND\ntrue <<-'X' || exit 2\n\texit\n\tX\nexec a",
            "1 cat\n4 true\n4 exit 2\n7 exec a",
        );
        check("cat <<END\nexit", "1 cat");
        check("cat <<END\nexit\nEND", "1 cat");
        check("cat <<-END\nEND exit\n\tEND\nexit", "1 cat\n4 exit");
        check("a=$(cat <<END\nit's (one\nEND\n) b=$((1 << 2))\nexec a", "5 exec a");
    }

    #[test]
    fn compound_commands_are_read() {
        check("if [[ a && ( b || c ) ]]; then exit 1; fi", "1 [[ a b c\n1 exit 1");
        check("f() {\n  exit 1\n}\nfor i in exit; do f; done", "2 exit 1\n4 f");
        check("case $x in\n  exit) a ;;\n  (b|c) exit ;;\nesac\nlast", "2 a\n3 exit\n5 last");
        check("((i = 1)) && run 2>&1 >/dev/null &", "1( run");
    }

    #[test]
    fn subshells_are_known() {
        check("(exit 1); a | exit 2\nb", "1( exit 1\n1( a\n1( exit 2\n2 b");
    }
}
