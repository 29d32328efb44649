//! A shell script as its commands: what each is called, where it begins, what surrounds it.

use crate::lexer::{CASE_END, Lexer, Token};

/// A simple command.
#[derive(Debug, Default)]
pub struct Command {
    /// The line, from 1, that it begins in.
    pub line: usize,
    /// Its words as they are written, without assignments before them.
    pub words: Vec<String>,
    /// Whether it runs in a subshell: within parentheses, in the background, or in a pipeline.
    pub subshell: bool,
    /// Where its first word ends, in bytes.
    end: usize,
}

impl Command {
    /// The name of the command, without `builtin` or `command` before it.
    #[must_use]
    pub fn name(&self) -> &str {
        self.plain().first().map_or("", String::as_str)
    }

    /// The words behind the name.
    #[must_use]
    pub fn arguments(&self) -> &[String] {
        self.plain().get(1..).unwrap_or_default()
    }

    /// The sed script that puts `with` in place of its name in the script `text`, where `&` is that name; none where
    /// it takes more than a line. It does nothing where another line is there by now, for a mend before it added one.
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

    fn plain(&self) -> &[String] {
        match self.words.as_slice() {
            [first, rest @ ..] if first == "builtin" || first == "command" => rest,
            words => words,
        }
    }
}

/// After these a command begins.
const BEFORE_COMMANDS: [&str; 9] = [
    "if", "then", "elif", "else", "while", "until", "do", "!", "time",
];
/// These end something, and what follows is an operator.
const ENDS: [&str; 3] = ["fi", "done", "}"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Parentheses,
    Case,
}

/// The simple commands of a script, in their order; what is substituted is not looked into.
#[must_use]
pub fn commands(text: &[u8]) -> Vec<Command> {
    let mut reader = Reader {
        lexer: Lexer::new(text),
        around: Vec::new(),
        commands: Vec::new(),
        current: Command::default(),
        piped: false,
        pattern: false,
    };
    reader.read();
    reader.commands
}

struct Reader<'a> {
    lexer: Lexer<'a>,
    around: Vec<Around>,
    commands: Vec<Command>,
    current: Command,
    piped: bool,
    /// Whether a pattern of a `case` is due.
    pattern: bool,
}

impl Reader<'_> {
    fn read(&mut self) {
        loop {
            if self.current.words.is_empty() && self.lexer.skip_arithmetic() {
                continue;
            }
            self.lexer.skip_blanks();
            let line = self.lexer.line;
            match self.lexer.token() {
                None => break,
                Some(Token::Word(word)) => self.word(word, line),
                Some(Token::Operator(operator)) => self.operator(operator),
            }
        }
        self.end(false);
    }

    fn word(&mut self, word: String, line: usize) {
        if self.pattern && word != "esac" {
            return;
        }
        let words = &mut self.current.words;
        if !words.is_empty() {
            if words[0] == "[[" && word == "]]" {
                self.end(false);
            } else {
                // `case WORD in` is a command of its own; patterns follow.
                let in_case = words[0] == "case" && word == "in";
                words.push(word);
                if in_case {
                    self.around.push(Around::Case);
                    self.pattern = true;
                    self.current = Command::default();
                }
            }
            return;
        }
        if BEFORE_COMMANDS.contains(&word.as_str()) || word == "{" || is_assignment(&word) {
            return;
        }
        if ENDS.contains(&word.as_str()) {
            return;
        }
        if word == "esac" {
            if let Some(at) = self
                .around
                .iter()
                .rposition(|around| *around == Around::Case)
            {
                self.around.truncate(at);
            }
            self.pattern = false;
            return;
        }
        self.current.line = line;
        self.current.end = self.lexer.at;
        self.current.words.push(word);
    }

    fn operator(&mut self, operator: u8) {
        let test = self.current.words.first().is_some_and(|word| word == "[[");
        if test {
            return; // && || ( ) < > are a test's own there
        }
        if self.pattern {
            self.pattern = operator != b')';
            return;
        }
        match operator {
            b'(' if self.current.words.len() == 1 => {
                // A definition: `name ()`, and its body follows.
                self.current = Command::default();
                self.around.push(Around::Parentheses);
            }
            b'(' => {
                self.end(false);
                self.around.push(Around::Parentheses);
            }
            CASE_END => {
                self.end(false);
                self.pattern = self.around.last() == Some(&Around::Case);
            }
            b')' => {
                self.end(false);
                if self.around.last() == Some(&Around::Parentheses) {
                    self.around.pop();
                }
            }
            b'|' | b'&' => {
                self.end(true);
                self.piped = operator == b'|';
            }
            _ => self.end(false),
        }
    }

    /// Ends the command that is being read; `apart` puts it into a subshell.
    fn end(&mut self, apart: bool) {
        let mut command = std::mem::take(&mut self.current);
        let piped = std::mem::take(&mut self.piped);
        // `for NAME in WORDS`, `select`, `function NAME` are no commands.
        let first = command.words.first().map_or("", String::as_str);
        if first.is_empty() || ["for", "select", "function", "case"].contains(&first) {
            return;
        }
        command.subshell = apart || piped || self.around.contains(&Around::Parentheses);
        self.commands.push(command);
    }
}

/// Whether a word is `NAME=…`, `NAME+=…` or `NAME[…]=…`.
fn is_assignment(word: &str) -> bool {
    let Some((name, _)) = word.split_once('=') else {
        return false;
    };
    let name = name.strip_suffix('+').unwrap_or(name);
    let name = name.split('[').next().unwrap_or(name);
    !name.is_empty()
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
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
        check(
            "a=(exit 1)\necho ${x:-exit} `exit`",
            "2 echo ${x:-exit} `exit`",
        );
        check("x=\"it's\"\nexit", "2 exit");
    }

    #[test]
    fn here_documents_are_passed_over() {
        check(
            "cat <<END >file\nexit\nEND\ntrue <<-'X' || exit 2\n\texit\n\tX\nexec a",
            "1 cat\n4 true\n4 exit 2\n7 exec a",
        );
        check(
            "a=$(cat <<END\nit's (one\nEND\n) b=$((1 << 2))\nexec a",
            "5 exec a",
        );
    }

    #[test]
    fn compound_commands_are_looked_into() {
        check(
            "if [[ a && ( b || c ) ]]; then exit 1; fi",
            "1 [[ a b c\n1 exit 1",
        );
        check(
            "f() {\n  exit 1\n}\nfor i in exit; do f; done",
            "2 exit 1\n4 f",
        );
        check(
            "case $x in\n  exit) a ;;\n  (b|c) exit ;;\nesac\nlast",
            "2 a\n3 exit\n5 last",
        );
        check("((i = 1)) && run 2>&1 >/dev/null &", "1( run");
    }

    #[test]
    fn subshells_are_known() {
        check("(exit 1); a | exit 2\nb", "1( exit 1\n1( a\n1( exit 2\n2 b");
    }
}
