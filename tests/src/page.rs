//! A page of the documentation with a part that is written from a table of the tests: compares or writes this part.

use std::path::{Path, PathBuf};
use std::{env, fs};

use pretty_assertions::assert_eq;

/// A page with a generated part.
pub struct Page {
    /// The file in `docs`.
    pub file: &'static str,
    /// The variable that makes the test write the part.
    pub variable: &'static str,
    /// The command that writes the part, as the page names it.
    pub command: &'static str,
}

impl Page {
    /// Compares the generated part of the page with `made`, or writes it if the variable is set.
    #[track_caller]
    pub fn holds(&self, made: &str) {
        let path = self.path();
        let text = fs::read_to_string(&path).expect("read the page");
        let [begin, end] =
            ["begin", "end"].map(|word| format!("<!-- made by {}: {word} -->\n", self.command));
        let (before, rest) = text.split_once(&begin).expect("the page says where it begins");
        let (_, after) = rest.split_once(&end).expect("the page says where it ends");
        let made = [before, &begin, made, &end, after].concat();
        if env::var_os(self.variable).is_some_and(|value| !value.is_empty()) {
            fs::write(path, made).expect("write the page");
        } else {
            let (file, command) = (self.file, self.command);
            assert_eq!(text, made, "docs/{file} is not what the table says; run: {command}");
        }
    }

    fn path(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(self.file)
    }
}
