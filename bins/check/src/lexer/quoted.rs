//! Reads quotations and substitutions, which stay within a word.

use super::Lexer;

impl Lexer<'_> {
    /// Reads one character of a word, or a complete quotation or substitution.
    pub fn piece(&mut self) {
        match self.step() {
            Some(b'\\') => {
                self.step();
            }
            Some(b'\'') => while self.step().is_some_and(|byte| byte != b'\'') {},
            Some(b'"') => self.double_quoted(),
            Some(b'`') => self.escaped_up_to(b'`'),
            Some(b'$') => match self.peek(0) {
                Some(b'(') => {
                    self.step();
                    self.nested(b'(', b')');
                }
                Some(b'{') => {
                    self.step();
                    self.nested(b'{', b'}');
                }
                Some(b'\'') => {
                    self.step();
                    self.escaped_up_to(b'\'');
                }
                _ => {}
            },
            _ => {}
        }
    }

    /// Reads up to `end`; a backslash takes the meaning from the next character.
    fn escaped_up_to(&mut self, end: u8) {
        while let Some(byte) = self.step() {
            if byte == b'\\' {
                self.step();
            } else if byte == end {
                return;
            }
        }
    }

    fn double_quoted(&mut self) {
        while let Some(byte) = self.peek(0) {
            match byte {
                b'"' => {
                    self.step();
                    return;
                }
                b'\'' => {
                    self.step();
                }
                _ => self.piece(),
            }
        }
    }

    /// Reads up to the bracket that closes the one before this position.
    pub fn nested(&mut self, open: u8, close: u8) {
        // In arithmetic, `<<` is a shift and not a here-document.
        let arithmetic = open == b'(' && self.peek(0) == Some(open);
        let mut depth = 1;
        while depth > 0 {
            match self.peek(0) {
                None => return,
                Some(b'<') if open == b'(' && !arithmetic && self.peek(1) == Some(b'<') => {
                    self.redirection();
                }
                Some(b'\n') => {
                    self.step();
                    self.skip_documents();
                }
                Some(byte) if byte == open || byte == close => {
                    self.step();
                    depth = if byte == open { depth + 1 } else { depth - 1 };
                }
                Some(b'#') if open == b'(' && self.text[self.at - 1].is_ascii_whitespace() => {
                    self.skip_blanks();
                }
                _ => self.piece(),
            }
        }
    }
}
