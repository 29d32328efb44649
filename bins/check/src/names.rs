//! Names: those that are almost a hook's, backups among the jobs, and the old name of the folder `jobs`.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use common::hooks::table::HOOKS;
use common::output::quoting::{escaped, quoted};
use walkdir::WalkDir;

use crate::fix::Fix;
use crate::kind::{ALMOST, BACKUP, CRON_JOBS};
use crate::problem::Problems;
use crate::tree::{File, Role, Tree, names};

/// How an editor's or a tool's copies end.
const BACKUPS: [&[u8]; 13] = [
    b"~",
    b".bak",
    b".old",
    b".orig",
    b".rej",
    b".save",
    b".swo",
    b".swp",
    b".tmp",
    b".rpmnew",
    b".rpmsave",
    b".dpkg-old",
    b".dpkg-dist",
];

/// What is looked for in `.s2i`.
const PLACES: [&str; 3] = ["action_hooks", "jobs", "environment"];

/// Looks at a file's name.
pub fn look(file: &File, tree: &Tree, problems: &mut Problems) {
    match file.role {
        Role::Backup => {
            let text = "this looks like a backup, and is run as a job";
            problems
                .add(&BACKUP, &file.path, &text)
                .help(&format_args!("rm {}", quoted(&file.path)));
        }
        Role::BesideHooks if may_be_a_hook(file) && !is_used(file, tree) => almost(file, problems),
        _ => {}
    }
}

/// Whether a name is one that editors and tools give to copies.
#[must_use]
pub fn is_backup(name: &OsStr) -> bool {
    let name = name.as_bytes();
    BACKUPS.iter().any(|end| name.ends_with(end))
        || (name.starts_with(b"#") && name.ends_with(b"#"))
}

/// Whether it is a script by its name or content: `deploy.sh`, but not `build.log` or `README.md`.
#[must_use]
pub fn may_be_a_hook(file: &File) -> bool {
    let Some(metadata) = file.metadata.as_ref().filter(|known| known.is_file()) else {
        return false;
    };
    let ending = Path::new(file.name()).extension().and_then(OsStr::to_str);
    let text = file.text.as_deref().unwrap_or_default();
    matches!(ending, None | Some("sh" | "bash" | "txt"))
        || is_backup(file.name())
        || metadata.permissions().mode() & 0o111 != 0
        || text.starts_with(b"#!")
}

/// Whether another file of the tree names it by a path, as one does to source it.
fn is_used(file: &File, tree: &Tree) -> bool {
    let path = [b"/", file.name().as_bytes()].concat();
    let names_it = |text: &Vec<u8>| text.windows(path.len()).any(|at| at == path);
    let mut others = tree.files.iter().filter(|other| other.path != file.path);
    others.any(|other| other.text.as_ref().is_some_and(names_it))
}

fn almost(file: &File, problems: &mut Problems) {
    let name = file.name().to_string_lossy();
    let plain = name.split('.').next().unwrap_or_default();
    let plain = plain.to_ascii_lowercase().replace(['-', '_', ' '], "");
    let distances = HOOKS.iter().map(|hook| {
        let known = hook.name.replace('_', "");
        (strsim::osa_distance(&plain, &known), known.len(), hook.name)
    });
    let near = distances.filter(|(distance, length, _)| *distance <= 1.min(length / 4)).min();
    if let Some((_, _, hook)) = near {
        let text = format!("nothing runs this; the name of the hook is {hook}");
        called(&file.path, hook, &text, problems);
    }
}

/// The name of `path` should be `name`.
fn called(path: &Path, name: &str, text: &str, problems: &mut Problems) {
    let target = path.with_file_name(name);
    let is_there = target.symlink_metadata().is_ok();
    if is_there && path.file_name().is_some_and(is_backup) {
        return; // a copy beside its original
    }
    let (from, to) = (quoted(path), quoted(&target));
    let help = if is_there {
        let remove = if path.is_dir() { "rm -r" } else { "rm" };
        format!("{to} is there as well; once all that is needed is in it: {remove} {from}")
    } else {
        format!("mv {from} {to}")
    };
    problems.add(&ALMOST, path, &text).help(&help);
}

/// Looks for what lies in `.s2i` under a name that is almost that of something which is read.
fn almost_places(tree: &Tree, problems: &mut Problems) {
    for name in names(&tree.path(".s2i")).into_iter().flatten() {
        let plain = name.to_string_lossy().to_ascii_lowercase();
        let plain = plain.replace(['-', '_', ' '], "");
        let plain = match plain.as_str() {
            "hooks" => "actionhooks",
            plain => plain.strip_prefix("cron").unwrap_or(plain),
        };
        let near = PLACES
            .into_iter()
            .find(|place| strsim::osa_distance(plain, &place.replace('_', "")) <= place.len() / 4);
        if let Some(place) = near
            && name != place
            && name != "cron_jobs"
        {
            let text = format!("nothing looks at this; its name is to be {place}");
            called(&tree.path(".s2i").join(&name), place, &text, problems);
        }
    }
}

/// Looks at the names in `.s2i` itself, and for the folder `cron_jobs`.
pub fn look_at_folders(tree: &Tree, problems: &mut Problems) {
    almost_places(tree, problems);
    let (old, new) = (tree.path(".s2i/cron_jobs"), tree.path(".s2i/jobs"));
    if !old.is_dir() {
        return;
    }
    let text = "cron_jobs is the old name of the folder jobs";
    let problem = problems.add(&CRON_JOBS, &old, &text);
    let (from, to) = (quoted(&old), quoted(&new));
    if !new.exists() {
        problem.help(&format_args!("mv {from} {to}")).fix(Fix::Rename(new));
        return;
    }
    let mut help = format!("cp -a {from}/. {to} && rm -r {from}");
    if let Some(both) = in_both(&old, &new) {
        help = format!("{} is in both; give one another name, then: {help}", escaped(&both));
    }
    problem.help(&help);
}

/// A file that is in both folders.
fn in_both(old: &Path, new: &Path) -> Option<PathBuf> {
    let entries = WalkDir::new(old).into_iter().filter_map(Result::ok);
    let mut files = entries.filter(|entry| !entry.file_type().is_dir());
    files.find_map(|entry| {
        let below = entry.path().strip_prefix(old).ok()?;
        new.join(below).exists().then(|| below.to_owned())
    })
}
