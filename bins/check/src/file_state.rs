//! Checks the state of a file in the file system and in the git index: its type, its execute
//! permission.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use common::hooks::table::{BUILD_ENV, Hook, named};
use common::output::quoting::{escaped, quoted};

use crate::finding::{Findings, Fix};
use crate::git_index::Index;
use crate::rule::{
    DANGLING, IGNORED, INTO_SOURCE, LINK_AS_TEXT, LINKED, NOT_A_FILE, NOT_EXECUTABLE, NOT_IN_INDEX,
    UNREADABLE,
};
use crate::source_file::{File, Role};
use crate::source_tree::Tree;

const PRE_BUILD: &Hook = named("pre_build");

/// Checks the state of a file.
pub fn check(file: &File, index: Option<&Index>, findings: &mut Findings) {
    let path = &file.path;
    if let Some(index) = index.filter(|index| !file.is_beside() && index.is_ignored(&file.below)) {
        let message = format_args!(
            "git ignores this {}, so a build from the repository does not have it",
            file.noun()
        );
        let help = format!("{} add -f {}", index.git(), quoted(&file.below));
        findings.add(&IGNORED, path, &message).help(&help);
    }
    let Some(metadata) = &file.metadata else {
        add_dangling(file, findings);
        return;
    };
    if !file.is_beside() && !metadata.is_file() {
        let found = if metadata.is_dir() { "a directory" } else { "not a regular file" };
        let help = format!("mv {} {}", quoted(path), quoted(&name_above(file)));
        let message = format_args!("this {} is {found}", file.noun());
        findings.add(&NOT_A_FILE, path, &message).help(&help);
    } else if file.role == Role::Script && file.link {
        let target = fs::read_link(path).unwrap_or_default();
        let message = format_args!(
            "S2I moves this link out of .s2i/bin, where {} is another file",
            escaped(&target)
        );
        let word = quoted(path);
        findings
            .add(&LINKED, path, &message)
            .help(&format_args!("cp --remove-destination \"$(readlink -f {word})\" {word}"));
    } else {
        check_link(file, findings);
        // S2I itself gives the scripts of .s2i/bin execute permission.
        if file.is_executed() && file.role != Role::Script {
            check_permission(file, metadata.permissions().mode(), index, findings);
        }
    }
}

/// Returns whether the file is a link in git, and a text with the target of the link in this
/// checkout; adds a note then. Git does that where links are not to be had (`core.symlinks`).
pub fn is_link_as_text(file: &File, index: Option<&Index>, findings: &mut Findings) -> bool {
    let is_text = !file.link && index.is_some_and(|index| index.is_link(&file.below));
    if is_text {
        let message = "this is a link in git, and a text file in this checkout; it was not checked";
        findings.add(&LINK_AS_TEXT, &file.path, &message);
    }
    is_text
}

/// Checks that a hook that runs before the source is in its place is no link into the source.
fn check_link(file: &File, findings: &mut Findings) {
    if !file.link || ![PRE_BUILD, BUILD_ENV].iter().any(|hook| file.name() == hook.name) {
        return;
    }
    let target = fs::read_link(&file.path).unwrap_or_default();
    let s2i = file.path.ancestors().nth(2).map(fs::canonicalize);
    if target.is_relative()
        && let (Some(Ok(s2i)), Ok(real)) = (s2i, fs::canonicalize(&file.path))
        && !real.starts_with(s2i)
    {
        let message = format_args!(
            "this {} is a link to {}, which is not in its place yet when assemble needs it",
            file.noun(),
            escaped(&target)
        );
        let word = quoted(&file.path);
        findings
            .add(&INTO_SOURCE, &file.path, &message)
            .help(&format_args!("cp --remove-destination \"$(readlink -f {word})\" {word}"));
    }
}

/// Adds a finding for each file and directory that could not be read.
pub fn check_unread(tree: &Tree, findings: &mut Findings) {
    let directories = tree.unread.iter().map(|(path, error)| (path, error));
    let files = tree.files.iter().filter_map(|file| Some((&file.path, file.error.as_ref()?)));
    for (path, error) in directories.chain(files) {
        let word = quoted(path);
        let help = match error.kind() {
            ErrorKind::NotADirectory => format!("mv {word} {word}.old"),
            _ => format!("chmod u+rX {word}"),
        };
        findings.add(&UNREADABLE, path, &format_args!("this cannot be read: {error}")).help(&help);
    }
}

/// Returns a name for the file in the directory above, where no command takes it for a hook.
fn name_above(file: &File) -> PathBuf {
    let above = file.path.parent().and_then(Path::parent);
    let mut name = file.name().to_os_string();
    name.push(".d");
    above.unwrap_or(&file.path).join(name)
}

fn check_permission(file: &File, mode: u32, index: Option<&Index>, findings: &mut Findings) {
    let (path, below, noun) = (&file.path, &file.below, file.noun());
    let is_executable = mode & 0o111 != 0;
    let entry = index.and_then(|index| index.entry(below));
    let mut help = format!("chmod +x {}", quoted(path));
    match (entry, index) {
        (Some(entry), Some(index)) if !entry.executable => {
            if is_executable {
                let message = format_args!("this {noun} is executable here, but not in git");
                findings
                    .add(&NOT_IN_INDEX, path, &message)
                    .help(&index.fix(below))
                    .fix(Fix::Execute(below.clone()));
                return;
            }
            help = format!("{help} && {}", index.fix(below));
        }
        (Some(_), Some(index)) if !index.sees_modes => return,
        (None, Some(index)) if !is_executable && !index.sees_modes => {
            help = format!("{help} && {} add --chmod=+x {}", index.git(), quoted(below));
        }
        _ if is_executable => return,
        _ => {}
    }
    findings
        .add(&NOT_EXECUTABLE, path, &format_args!("this {noun} is not executable"))
        .help(&help)
        .fix(Fix::Execute(below.clone()));
}

fn add_dangling(file: &File, findings: &mut Findings) {
    let target = fs::read_link(&file.path).unwrap_or_default();
    let message = format_args!("this link leads to {}, which is not there", escaped(&target));
    let mut help = format!("rm {}", quoted(&file.path));
    if file.role == Role::Script && target.is_absolute() {
        // A script can name a file that only the image has.
        help = format!(
            "{help} && printf '#!/bin/sh\\nexec %s\\n' {} > {1} && chmod +x {1}",
            quoted(&target),
            quoted(&file.path)
        );
    }
    findings.add(&DANGLING, &file.path, &message).help(&help);
}
