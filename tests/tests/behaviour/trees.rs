//! A `.s2i` tree with every property that a transfer could lose, and a description of such a tree.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use s2ibox_tests::Tree;

/// Makes a tree with modes, links, times, hidden files, an empty directory and names with hostile bytes.
pub fn fill(tree: &Tree) {
    tree.hook("deploy", "true")
        .program("data/plain", "text", 0o640)
        .program("data/set-id", "text", 0o6755)
        .program("data/\n'$(x)'", "odd", 0o604)
        .program("data/.hidden", "hidden", 0o600)
        .program("data/locked/file", "in a locked directory", 0o644)
        .directory("empty")
        .link_at("data/relative", "plain")
        .link_at("data/absolute", "/etc/passwd")
        .link_at("data/dangling", "../no/such")
        .link_at("links/directory", "../data");
    let time = SystemTime::UNIX_EPOCH + Duration::new(1_000_000_000, 123_456_789);
    for path in ["data/plain", "action_hooks/deploy", "empty", "data"] {
        let file = fs::File::open(tree.path(path)).expect("open it");
        file.set_modified(time).expect("set its time");
    }
    chmod(&tree.path("empty"), 0o1775);
    chmod(&tree.path("data/locked"), 0o555);
}

pub fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set the mode");
}

/// The properties of one entry of a tree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    name: PathBuf,
    mode: u32,
    /// The time; a transfer does not keep that of a link.
    time: Option<(i64, i64)>,
    /// The content of a file, or the target of a link.
    content: String,
}

pub fn inventory(tree: &Tree) -> Vec<Entry> {
    let mut found = vec![];
    list(&tree.path(""), Path::new(""), &mut found);
    found.sort();
    found
}

fn list(top: &Path, below: &Path, found: &mut Vec<Entry>) {
    for entry in fs::read_dir(top.join(below)).expect("list the directory") {
        let name = below.join(entry.expect("read the entry").file_name());
        let path = top.join(&name);
        let known = fs::symlink_metadata(&path).expect("look at it");
        let content = if known.is_symlink() {
            let target = fs::read_link(&path).expect("read the link");
            target.to_string_lossy().into_owned()
        } else if known.is_dir() {
            list(top, &name, found);
            String::new()
        } else {
            fs::read_to_string(&path).expect("read the file")
        };
        found.push(Entry {
            name,
            mode: known.mode(),
            time: (!known.is_symlink()).then(|| (known.mtime(), known.mtime_nsec())),
            content,
        });
    }
}
