//! What the file system and the git index say: execute permission, folders in place of files, links.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use common::output::quoting::{escaped, quoted};

use crate::fix::Fix;
use crate::git::Index;
use crate::kind::{DANGLING, LINKED, NOT_A_FILE, NOT_EXECUTABLE, NOT_IN_INDEX, UNREADABLE};
use crate::problem::Problems;
use crate::tree::{File, Role, Tree};

/// Looks at a file from outside.
pub fn look(file: &File, index: Option<&Index>, problems: &mut Problems) {
    let path = &file.path;
    let Some(metadata) = &file.metadata else {
        dangling(file, problems);
        return;
    };
    let has_a_part = !matches!(file.role, Role::BesideHooks | Role::BesideScripts);
    if has_a_part && !metadata.is_file() {
        let what = if metadata.is_dir() { "a folder" } else { "no regular file" };
        let text = format_args!("this {} is {what}", file.kind());
        let help = format!("mv {} {}", quoted(path), quoted(&beside(file)));
        problems.add(&NOT_A_FILE, path, &text).help(&help);
    } else if file.role == Role::Script && file.link {
        let target = fs::read_link(path).unwrap_or_default();
        let text = format_args!(
            "S2I moves this link out of .s2i/bin, where {} is something else",
            escaped(&target)
        );
        let word = quoted(path);
        problems
            .add(&LINKED, path, &text)
            .help(&format_args!("cp --remove-destination \"$(readlink -f {word})\" {word}"));
    } else if file.executed() {
        permission(file, metadata.permissions().mode(), index, problems);
    }
}

/// What could not be read, which may hide anything.
pub fn look_at_unread(tree: &Tree, problems: &mut Problems) {
    let folders = tree.unread.iter().map(|(path, error)| (path, error));
    let files = tree.files.iter();
    let files = files.filter_map(|file| Some((&file.path, file.unread.as_ref()?)));
    for (path, error) in folders.chain(files) {
        let word = quoted(path);
        let help = match error.kind() {
            ErrorKind::NotADirectory => format!("mv {word} {word}.old"),
            _ => format!("chmod u+rX {word}"),
        };
        let text = format_args!("this cannot be looked into: {error}");
        problems.add(&UNREADABLE, path, &text).help(&help);
    }
}

/// A name for it in the folder above, where nobody takes it for a hook.
fn beside(file: &File) -> PathBuf {
    let folder = file.path.parent().and_then(Path::parent);
    let mut name = file.name().to_os_string();
    name.push(".d");
    folder.unwrap_or(&file.path).join(name)
}

fn permission(file: &File, mode: u32, index: Option<&Index>, problems: &mut Problems) {
    let (path, below, kind) = (&file.path, &file.below, file.kind());
    let here = mode & 0o111 != 0;
    let entry = index.and_then(|index| index.entry(below));
    let mut help = format!("chmod +x {}", quoted(path));
    match (entry, index) {
        (Some(entry), Some(index)) if !entry.executable => {
            if here {
                let text = format_args!("this {kind} is executable here, but not in git");
                problems
                    .add(&NOT_IN_INDEX, path, &text)
                    .help(&index.mend(below))
                    .fix(Fix::Execute(below.clone()));
                return;
            }
            help = format!("{help} && {}", index.mend(below));
        }
        (Some(_), Some(index)) if !index.sees_modes => return,
        (None, Some(index)) if !here && !index.sees_modes => {
            help = format!("{help} && {} add --chmod=+x {}", index.git(), quoted(below));
        }
        _ if here => return,
        _ => {}
    }
    problems
        .add(&NOT_EXECUTABLE, path, &format!("this {kind} is not executable"))
        .help(&help)
        .fix(Fix::Execute(below.clone()));
}

fn dangling(file: &File, problems: &mut Problems) {
    let target = fs::read_link(&file.path).unwrap_or_default();
    let text = format_args!("this link leads to {}, which is not there", escaped(&target));
    let mut help = format!("rm {}", quoted(&file.path));
    if file.role == Role::Script && target.is_absolute() {
        // A script can name what is only in the image.
        help = format!(
            "{help} && printf '#!/bin/sh\\nexec %s\\n' {} > {1} && chmod +x {1}",
            quoted(&target),
            quoted(&file.path)
        );
    }
    problems.add(&DANGLING, &file.path, &text).help(&help);
}
