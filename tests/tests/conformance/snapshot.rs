//! The files after a run: mode, owner, content, and whether the time was kept.

use std::fmt::Write as _;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileTypeExt, MetadataExt};

use walkdir::WalkDir;

use crate::plant::{Root, beginning};

/// The directories that the program can change.
const PLACES: [&str; 4] = ["/opt", "/tmp", "/tools", "/usr/libexec/s2i"];
/// The limit in bytes above which a content is replaced by its length and a checksum.
const SHORT: usize = 400;

/// Returns a line for each file. The `powershift` under test is listed only if it was changed.
pub fn files(root: &Root) -> Vec<String> {
    let mut lines = Vec::new();
    for place in PLACES {
        let walk = WalkDir::new(root.outside(place)).sort_by_file_name();
        for entry in walk {
            let entry = entry.expect("walk through what is left");
            let path = entry.path().strip_prefix(root.directory()).expect("below the root");
            let path = format!("/{}", shown(path.as_os_str().as_bytes()));
            let found = entry.metadata().expect("look at what is left");
            let old = found.modified().is_ok_and(|time| time == beginning());
            let kind = found.file_type();
            if path == "/tools/powershift" && (old || kind.is_symlink()) {
                continue;
            }
            let what = if kind.is_symlink() {
                let target = fs::read_link(entry.path()).expect("read the link");
                format!("link to {}", shown(target.as_os_str().as_bytes()))
            } else if kind.is_dir() {
                "directory".to_owned()
            } else if kind.is_file() {
                let age = if old { "old" } else { "new" };
                format!("{age} file {}", content(&fs::read(entry.path()).expect("read it")))
            } else if kind.is_fifo() {
                "pipe".to_owned()
            } else {
                "other".to_owned()
            };
            let mode = if kind.is_symlink() { 0 } else { found.mode() & 0o7777 };
            let (user, group) = (found.uid(), found.gid());
            lines.push(format!("{path} {mode:04o} {user}:{group} {what}"));
        }
    }
    lines
}

fn content(bytes: &[u8]) -> String {
    if bytes.len() <= SHORT {
        return format!("\"{}\"", shown(bytes));
    }
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("of {} bytes, {:016x}", bytes.len(), hasher.finish())
}

/// Returns text unchanged, with all other bytes escaped.
pub fn shown(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        for letter in chunk.valid().chars() {
            if letter.is_control() || letter == '\\' {
                let _ = write!(text, "{}", letter.escape_default());
            } else {
                text.push(letter);
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}
