//! Which interpreters the image has: a list, or its root folder.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// The word that stands for [`USUAL`] in a list.
const USUAL_WORD: &str = "usual";
/// What the S2I builder images for Linux distributions have in common.
const USUAL: [&str; 8] = [
    "/bin/bash",
    "/bin/sh",
    "/usr/bin/env",
    "/usr/bin/bash",
    "/usr/bin/sh",
    "/bin/env",
    "/usr/bin/perl",
    "/usr/bin/python3",
];
/// Where `env` looks in an image.
const PATH: [&str; 8] = [
    "/opt/app-root/src/bin",
    "/opt/app-root/bin",
    "/usr/local/sbin",
    "/usr/local/bin",
    "/usr/sbin",
    "/usr/bin",
    "/sbin",
    "/bin",
];
/// As many links as Linux follows.
const LINKS: usize = 40;

/// What is known of the image.
pub struct Image {
    listed: Vec<String>,
    root: Option<PathBuf>,
    told: bool,
}

impl Image {
    /// From the list and the root folder that were given; with neither, the usual ones.
    #[must_use]
    pub fn new(list: Option<&str>, root: Option<PathBuf>) -> Self {
        let told = list.is_some() || root.is_some();
        let words = list.unwrap_or(if told { "" } else { USUAL_WORD });
        let mut listed = Vec::new();
        for word in words.split(',').map(str::trim) {
            match word {
                "" => {}
                USUAL_WORD => listed.extend(USUAL.map(String::from)),
                _ => listed.push(word.to_owned()),
            }
        }
        Self { listed, root, told }
    }

    /// Whether the image has the program with this absolute path.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.listed.iter().any(|known| known == path)
            || self.root.as_ref().is_some_and(|root| within(root, path))
    }

    /// Whether `env` finds the program with this name; without a word on the image anything may be there.
    #[must_use]
    pub fn has_named(&self, name: &str) -> bool {
        !self.told || self.path_of(name).is_some()
    }

    /// Where the image has a program with this name.
    #[must_use]
    pub fn path_of(&self, name: &str) -> Option<String> {
        let in_root = PATH.iter().map(|folder| format!("{folder}/{name}"));
        let listed = self.listed.iter().cloned();
        listed
            .filter(|path| path.rsplit('/').next() == Some(name))
            .chain(in_root.filter(|path| self.has(path)))
            .next()
    }

    /// How a program that is not there is spoken of.
    #[must_use]
    pub const fn without(&self) -> &'static str {
        if self.told { "is not in the image" } else { "is in few builder images" }
    }

    /// The list that has `path` as well.
    #[must_use]
    pub fn list_with(&self, path: &str) -> String {
        let listed = self.listed.join(",");
        match (self.told, listed.as_str()) {
            (false, _) => format!("{USUAL_WORD},{path}"),
            (true, "") => path.to_owned(),
            (true, listed) => format!("{listed},{path}"),
        }
    }
}

/// Whether `path` is a file in the root folder `root`; links are followed as they would be within.
fn within(root: &Path, path: &str) -> bool {
    let mut rest: Vec<PathBuf> = vec![path.into()];
    let mut found = PathBuf::new();
    let mut links = 0;
    while let Some(next) = rest.pop() {
        let mut parts = next.components();
        let Some(part) = parts.next() else {
            continue;
        };
        rest.push(parts.as_path().to_owned());
        match part {
            Component::RootDir => found = PathBuf::new(),
            Component::ParentDir => {
                found.pop();
            }
            Component::Normal(name) => {
                let outside = root.join(&found).join(name);
                match fs::read_link(&outside) {
                    Ok(_) if links == LINKS => return false,
                    Ok(target) => {
                        links += 1;
                        rest.push(target);
                    }
                    Err(_) => found.push(name),
                }
            }
            Component::CurDir | Component::Prefix(_) => {}
        }
    }
    root.join(found).is_file()
}
