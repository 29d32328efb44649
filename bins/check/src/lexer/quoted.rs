//! What stays within a word: what is quoted, and what is substituted.

use super::Lexer;

impl Lexer<'_> {
    /// One character of a word, or all that is quoted or substituted.
    pub fn piece(&mut self) {
        match self.step() {
            Some(b'\\') => {
                self.step();
            }
            Some(b'\'') => while self.step().is_some_and(|byte| byte != b'\'') {},
            Some(b'"') => self.double_quoted(),
            Some(b'`') => {
                while let Some(byte) = self.step() {
                    match byte {
                        b'`' => break,
                        b'\\' => {
                            self.step();
                        }
                        _ => {}
                    }
                }
            }
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
                    while let Some(byte) = self.step() {
                        match byte {
                            b'\'' => break,
                            b'\\' => {
                                self.step();
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            },
            _ => {}
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

    /// To the end of what has been opened once.
    pub fn nested(&mut self, open: u8, close: u8) {
        // A `<<` in there is a shift.
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
