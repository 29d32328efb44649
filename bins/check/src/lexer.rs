//! Reads shell text as words and operators: enough of the grammar to find where a command begins.
//!
//! Quotes and substitutions stay within their word; redirections and here-documents are skipped.

mod quoted;

/// The operator for `;;` and its kind.
pub const CASE_END: u8 = b'c';

/// A token of a script.
#[derive(Debug, PartialEq, Eq)]
pub enum Token {
    /// A word, with its quotes.
    Word(String),
    /// `;` `&` `|` `(` `)`, `\n` for the end of a line, `;` also for `&&` and `||`, [`CASE_END`].
    Operator(u8),
}

/// Reads a script token by token.
pub struct Lexer<'a> {
    text: &'a [u8],
    /// The position in bytes: the end of the last token.
    pub at: usize,
    /// The line of that position, from 1.
    pub line: usize,
    /// The delimiters of the here-documents that begin after this line, and whether tabs are
    /// stripped.
    documents: Vec<(Vec<u8>, bool)>,
}

impl<'a> Lexer<'a> {
    /// Returns a lexer at the start of `text`.
    #[must_use]
    pub const fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0, line: 1, documents: Vec::new() }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.text.get(self.at + ahead).copied()
    }

    fn step(&mut self) -> Option<u8> {
        let byte = self.peek(0)?;
        self.at += 1;
        self.line += usize::from(byte == b'\n');
        Some(byte)
    }

    /// Skips blanks and a comment, up to the next token.
    pub fn skip_blanks(&mut self) {
        loop {
            match self.peek(0) {
                Some(b' ' | b'\t' | b'\r') => {}
                Some(b'\\') if self.peek(1) == Some(b'\n') => {
                    self.step();
                }
                Some(b'#') => {
                    while self.peek(0).is_some_and(|byte| byte != b'\n') {
                        self.step();
                    }
                    return;
                }
                _ => return,
            }
            self.step();
        }
    }

    /// Skips `((…))`, if it begins here; returns whether it did.
    pub fn skip_arithmetic(&mut self) -> bool {
        self.skip_blanks();
        let begins = self.peek(0) == Some(b'(') && self.peek(1) == Some(b'(');
        if begins {
            self.step();
            self.nested(b'(', b')');
        }
        begins
    }

    /// Reads the next token.
    pub fn token(&mut self) -> Option<Token> {
        loop {
            self.skip_blanks();
            let byte = self.peek(0)?;
            match byte {
                b'\n' => {
                    self.step();
                    self.skip_documents();
                    return Some(Token::Operator(byte));
                }
                b'&' if self.peek(1) == Some(b'>') => {
                    self.step();
                    self.redirection();
                }
                b';' | b'&' | b'|' => {
                    self.step();
                    let mut doubled = false;
                    while self.peek(0).is_some_and(|next| b";&|".contains(&next)) {
                        self.step();
                        doubled = true;
                    }
                    return Some(Token::Operator(match byte {
                        b';' if doubled => CASE_END,
                        _ if doubled => b';',
                        _ => byte,
                    }));
                }
                b'(' | b')' => {
                    self.step();
                    return Some(Token::Operator(byte));
                }
                b'<' | b'>' if self.peek(1) != Some(b'(') => self.redirection(),
                _ => {
                    let word = self.word();
                    let is_descriptor = word.bytes().all(|digit| digit.is_ascii_digit())
                        && matches!(self.peek(0), Some(b'<' | b'>'));
                    if !is_descriptor {
                        return Some(Token::Word(word));
                    }
                }
            }
        }
    }

    fn redirection(&mut self) {
        let document =
            self.peek(0) == Some(b'<') && self.peek(1) == Some(b'<') && self.peek(2) != Some(b'<');
        while self.peek(0).is_some_and(|byte| b"<>&|".contains(&byte)) {
            self.step();
        }
        let tabs = document && self.peek(0) == Some(b'-');
        if tabs {
            self.step();
        }
        self.skip_blanks();
        let word = self.word();
        if document {
            let unquoted = word.bytes().filter(|byte| !b"'\"\\".contains(byte));
            self.documents.push((unquoted.collect(), tabs));
        }
    }

    fn skip_documents(&mut self) {
        for (delimiter, tabs) in std::mem::take(&mut self.documents) {
            while self.at < self.text.len() {
                let from = self.at;
                while self.step().is_some_and(|byte| byte != b'\n') {}
                let mut line = self.text[from..self.at].trim_ascii_end();
                if tabs {
                    line = line.trim_ascii_start();
                }
                if line == delimiter {
                    break;
                }
            }
        }
    }

    fn word(&mut self) -> String {
        let from = self.at;
        while let Some(byte) = self.peek(0) {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b';' | b'&' | b'|' | b')' => break,
                b'<' | b'>' | b'(' => match byte {
                    // Process substitutions and array values are part of the word.
                    b'<' | b'>' if self.peek(1) == Some(b'(') => {
                        self.step();
                    }
                    b'(' if self.at > from
                        && matches!(self.text[self.at - 1], b'=' | b'<' | b'>') =>
                    {
                        self.step();
                        self.nested(b'(', b')');
                    }
                    _ => break,
                },
                _ => self.piece(),
            }
        }
        if self.at == from {
            self.step(); // a character that cannot begin a word is a word
        }
        String::from_utf8_lossy(&self.text[from..self.at]).into_owned()
    }
}
