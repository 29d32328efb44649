//! Reads the commands of a script, token by token.

use super::Command;
use crate::lexer::{CASE_END, Lexer, Token};

/// Words that a command follows.
const BEFORE_COMMANDS: [&str; 9] =
    ["if", "then", "elif", "else", "while", "until", "do", "!", "time"];
/// Words that end a compound command; an operator follows.
const ENDS: [&str; 3] = ["fi", "done", "}"];

/// The constructs that contain commands and end with a token of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Parentheses,
    Case,
}

/// Returns the simple commands of a script, in order; commands within substitutions are left out.
#[must_use]
pub fn commands(text: &[u8]) -> Vec<Command> {
    read(text).commands
}

/// Returns the assignments of a script that are not part of a command, each with its line, from 1.
#[must_use]
pub fn assignments(text: &[u8]) -> Vec<(usize, String)> {
    read(text).assignments
}

fn read(text: &[u8]) -> Reader<'_> {
    let mut reader = Reader {
        lexer: Lexer::new(text),
        around: Vec::new(),
        commands: Vec::new(),
        assignments: Vec::new(),
        current: Command::default(),
        pending: Vec::new(),
        piped: false,
        pattern: false,
    };
    reader.read();
    reader
}

struct Reader<'a> {
    lexer: Lexer<'a>,
    around: Vec<Around>,
    commands: Vec<Command>,
    assignments: Vec<(usize, String)>,
    current: Command,
    /// The assignments before the current command.
    pending: Vec<(usize, String)>,
    piped: bool,
    /// Whether the next token belongs to a pattern of a `case`.
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
        if is_assignment(&word) {
            self.pending.push((line, word));
            return;
        }
        if BEFORE_COMMANDS.contains(&word.as_str()) || word == "{" {
            return;
        }
        if ENDS.contains(&word.as_str()) {
            return;
        }
        if word == "esac" {
            if let Some(at) = self.around.iter().rposition(|around| *around == Around::Case) {
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
            return; // within [[ ]] these are operators of the test
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

    /// Ends the current command; `apart` means that it runs in a subshell.
    fn end(&mut self, apart: bool) {
        let mut command = std::mem::take(&mut self.current);
        let piped = std::mem::take(&mut self.piped);
        let pending = std::mem::take(&mut self.pending);
        // `for NAME in WORDS`, `select` and `function NAME` are not commands.
        let first = command.words.first().map_or("", String::as_str);
        if first.is_empty() && !apart && !self.around.contains(&Around::Parentheses) {
            self.assignments.extend(pending);
        }
        if first.is_empty() || ["for", "select", "function", "case"].contains(&first) {
            return;
        }
        command.subshell = apart || piped || self.around.contains(&Around::Parentheses);
        self.commands.push(command);
    }
}

/// Returns whether a word is `NAME=…`, `NAME+=…` or `NAME[…]=…`.
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
