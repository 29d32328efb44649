//! A page: its blocks, its headings, its links and the command lines within its text.

use std::path::{Path, PathBuf};
use std::{fs, iter};

use crate::block::{Block, Kind};

/// A Markdown file of the repository.
pub struct Page {
    /// The path, relative to the top of the repository.
    pub path: String,
    pub blocks: Vec<Block>,
    /// The text without the blocks, with the number of each line.
    pub prose: Vec<(usize, String)>,
}

/// Returns the top of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the repository")
}

/// Returns every page of the documentation.
pub fn all() -> Vec<Page> {
    let top = repository();
    let files = |directory: &str| {
        let entries = fs::read_dir(top.join(directory)).expect("list the directory");
        let mut names: Vec<_> = entries
            .map(|entry| entry.expect("an entry").file_name().into_string())
            .map(|name| format!("{directory}/{}", name.expect("a name in UTF-8")))
            .collect();
        names.sort();
        names
    };
    let docs = files("docs")
        .into_iter()
        .filter(|name| Path::new(name).extension().is_some_and(|kind| kind == "md"));
    let examples = files("examples").into_iter().map(|name| name + "/README.md");
    ["README.md", "CONTRIBUTING.md", "SECURITY.md"]
        .map(str::to_owned)
        .into_iter()
        .chain(docs)
        .chain(examples)
        .chain(iter::once("packaging/wheel/README.md".to_owned()))
        .filter(|path| top.join(path).is_file())
        .map(|path| {
            let text = fs::read_to_string(top.join(&path)).expect("read the page");
            Page::parse(&path, &text)
        })
        .collect()
}

impl Page {
    /// Parses the text of a page.
    pub fn parse(path: &str, text: &str) -> Self {
        let mut page = Self { path: path.to_owned(), blocks: Vec::new(), prose: Vec::new() };
        let mut lines = (1..).zip(text.lines());
        let (mut before, mut comment) = (String::new(), String::new());
        while let Some((number, line)) = lines.next() {
            if line.starts_with("<!-- test:") {
                let mut last = line;
                comment = joined(iter::once(line).chain(iter::from_fn(|| {
                    let open = !last.ends_with("-->");
                    last = open.then(|| lines.next())??.1;
                    Some(last)
                })));
            } else if let Some(language) = line.trim_start().strip_prefix("```") {
                assert!(line.starts_with('`'), "{path}:{number}: a block is not indented");
                let rest = lines.by_ref().map(|(_, line)| line);
                let text = joined(rest.take_while(|line| *line != "```"));
                let block = Block::new(number, language, text, &before, &comment);
                page.blocks.push(block.unwrap_or_else(|error| panic!("{path}:{number}: {error}")));
                comment.clear();
                before.clear();
            } else {
                assert!(
                    comment.is_empty() || line.is_empty(),
                    "{path}:{number}: a test comment stands directly before its block"
                );
                if !line.is_empty() {
                    line.clone_into(&mut before);
                }
                page.prose.push((number, line.to_owned()));
            }
        }
        page
    }

    /// Returns the anchors of the headings, as GitHub makes them.
    pub fn anchors(&self) -> Vec<String> {
        let headings = self.prose.iter().filter(|(_, line)| line.starts_with('#'));
        let names = headings.map(|(_, line)| {
            let text = line.trim_start_matches('#').trim().to_lowercase();
            let kept = |letter: &char| letter.is_alphanumeric() || " -_".contains(*letter);
            text.chars().filter(kept).collect::<String>().replace(' ', "-")
        });
        names.collect()
    }

    /// Returns the targets of links and pictures, `[text](target)`, with their lines.
    pub fn links(&self) -> Vec<(usize, String)> {
        let found = self.prose.iter().flat_map(|(number, line)| {
            let targets = line.split("](").skip(1);
            targets.filter_map(|rest| Some((*number, rest.split_once(')')?.0.to_owned())))
        });
        found.collect()
    }

    /// Returns the code spans with their lines. A span may continue on the next line. Quotes are left out, because
    /// they show messages about wrong command lines.
    pub fn spans(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        let paragraphs = self.prose.split(|(_, line)| line.is_empty() || line.starts_with('>'));
        for paragraph in paragraphs.filter(|lines| !lines.is_empty()) {
            let rows = paragraph.iter().any(|(_, line)| line.starts_with('|'));
            let step = if rows { 1 } else { paragraph.len() };
            for lines in paragraph.chunks(step) {
                let texts: Vec<_> = lines.iter().map(|(_, line)| line.as_str()).collect();
                let text = texts.join(" ");
                let spans = text.split('`').skip(1).step_by(2);
                found.extend(spans.map(|span| (lines[0].0, span.to_owned())));
            }
        }
        found
    }

    /// Returns the blocks of one kind.
    pub fn of_kind(&self, wanted: Kind) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(move |block| block.kind == wanted)
    }
}

fn joined<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    lines.flat_map(|line| [line, "\n"]).collect()
}
