//! Everything that can be seen of a tree from outside.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// The entries of some trees: mode, owner, group and content of each.
pub type Entries = BTreeMap<PathBuf, (u32, u32, u32, Vec<u8>)>;

/// Returns the entries of the trees at `tops`. A top that does not exist has none.
pub fn entries(top: &Path, tops: &[&Path]) -> Entries {
    let mut entries = Entries::new();
    for tree in tops {
        add(top, tree, &mut entries);
    }
    entries
}

fn add(top: &Path, path: &Path, entries: &mut Entries) {
    let Ok(known) = fs::symlink_metadata(path) else {
        return;
    };
    let content = if known.is_symlink() {
        fs::read_link(path).expect("read the link").into_os_string().into_encoded_bytes()
    } else if known.is_dir() {
        for entry in fs::read_dir(path).expect("list the directory") {
            add(top, &entry.expect("read the entry").path(), entries);
        }
        vec![]
    } else {
        fs::read(path).expect("read the file")
    };
    // Each run has a root of its own, to which absolute links lead.
    let content = match content.strip_prefix(top.as_os_str().as_encoded_bytes()) {
        Some(below) => below.to_vec(),
        None => content,
    };
    let below = path.strip_prefix(top).expect("it lies in the root").to_owned();
    entries.insert(below, (known.mode(), known.uid(), known.gid(), content));
}

/// Returns the paths at which two trees differ.
pub fn differences(one: &Entries, other: &Entries) -> Vec<PathBuf> {
    let paths = one.keys().chain(other.keys());
    let mut paths: Vec<_> =
        paths.filter(|path| one.get(*path) != other.get(*path)).cloned().collect();
    paths.dedup();
    paths
}
