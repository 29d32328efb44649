//! A page of the documents, a part of which is made from a table of the tests: held against the table, or written anew.

use std::path::{Path, PathBuf};
use std::{env, fs};

use pretty_assertions::assert_eq;

/// A page with a part that is made.
pub struct Page {
    /// Its file in `docs`.
    pub file: &'static str,
    /// The variable that asks for the part to be written anew.
    pub variable: &'static str,
    /// The command that does that, as its readers are told.
    pub command: &'static str,
}

impl Page {
    /// Compares the part of the page that is made with `made`, or writes it there if the variable is set.
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
