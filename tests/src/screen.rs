//! The screen of a terminal after a program has written to it, with the escape sequences that the tests need.

/// Returns the lines on the screen without colours. The last line has the cursor.
pub(crate) fn left(written: &str) -> Vec<String> {
    let (mut lines, mut line, mut column) = (Vec::new(), Vec::new(), 0);
    let mut rest = written;
    while let Some(next) = rest.chars().next() {
        rest = &rest[next.len_utf8()..];
        match next {
            '\n' => {
                lines.push(std::mem::take(&mut line));
                column = 0;
            }
            '\r' => column = 0,
            '\x1b' => {
                let end = rest
                    .find(|letter: char| letter.is_ascii_alphabetic())
                    .expect("a complete sequence");
                match &rest[..=end] {
                    "[K" => line.truncate(column),
                    sequence => {
                        assert!(sequence.starts_with('[') && sequence.ends_with('m'), "{sequence}");
                    }
                }
                rest = &rest[end + 1..];
            }
            letter => {
                if column < line.len() {
                    line[column] = letter;
                } else {
                    line.push(letter);
                }
                column += 1;
            }
        }
    }
    lines.push(line);
    lines.iter().map(String::from_iter).collect()
}
