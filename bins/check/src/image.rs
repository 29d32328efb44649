//! The interpreters of the image: a list of paths, or its root directory.

use std::fs;
use std::path::{Component, Path, PathBuf};

use common::cli::options::comma_separated;

/// The word that stands for [`USUAL`] in a list.
const USUAL_WORD: &str = "usual";
/// The interpreters that the S2I builder images of Linux distributions have in common.
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
/// The directories where `env` looks for a program in an image.
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
/// The number of links that Linux follows in one path (`path_resolution(7)`).
const LINKS: usize = 40;

/// The known content of the image.
pub struct Image {
    listed: Vec<String>,
    root: Option<PathBuf>,
    /// Whether the user has named the content.
    named: bool,
}

impl Image {
    /// Returns the content that the list and the root directory name; with neither, [`USUAL`].
    #[must_use]
    pub fn new(list: Option<&str>, root: Option<PathBuf>) -> Self {
        let named = list.is_some() || root.is_some();
        let words = list.unwrap_or(if named { "" } else { USUAL_WORD });
        let mut listed = Vec::new();
        for word in comma_separated(words) {
            match word {
                USUAL_WORD => listed.extend(USUAL.map(String::from)),
                _ => listed.push(word.to_owned()),
            }
        }
        Self { listed, root, named }
    }

    /// Returns whether the image has the program with this absolute path.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.listed.iter().any(|known| known == path)
            || self.root.as_ref().is_some_and(|root| within(root, path))
    }

    /// Returns whether `env` finds the program with this name. Where the user has not named the
    /// content, any program may be there.
    #[must_use]
    pub fn has_named(&self, name: &str) -> bool {
        !self.named || self.path_of(name).is_some()
    }

    /// Returns the path of the program with this name.
    #[must_use]
    pub fn path_of(&self, name: &str) -> Option<String> {
        let in_root = PATH.iter().map(|directory| format!("{directory}/{name}"));
        let listed = self.listed.iter().cloned();
        listed
            .filter(|path| path.rsplit('/').next() == Some(name))
            .chain(in_root.filter(|path| self.has(path)))
            .next()
    }

    /// Returns the words about a program that the image does not have.
    #[must_use]
    pub const fn without(&self) -> &'static str {
        if self.named { "is not in the image" } else { "is in few builder images" }
    }

    /// Returns the list with `path` added.
    #[must_use]
    pub fn list_with(&self, path: &str) -> String {
        let listed = self.listed.join(",");
        match (self.named, listed.as_str()) {
            (false, _) => format!("{USUAL_WORD},{path}"),
            (true, "") => path.to_owned(),
            (true, listed) => format!("{listed},{path}"),
        }
    }
}

/// Returns whether `path` is a file in the root directory `root`; links are followed as after a
/// chroot.
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
