//! Checks names: similar to that of a hook, a backup among the jobs, the old name of the directory
//! `jobs`.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use common::hooks::table::{HOOKS, Hook, named};
use common::output::quoting::{escaped, quoted};
use walkdir::WalkDir;

use crate::finding::{Findings, Fix};
use crate::rule::{ALMOST, CRON_JOBS, NOT_A_JOB, OUTSIDE};
use crate::source_file::{File, Role, is_backup};
use crate::source_tree::{Tree, names};

/// The names in `.s2i` that something reads.
const PLACES: [&str; 3] = ["action_hooks", "jobs", "environment"];

/// Names that people give to hooks, without the differences that [`plain`] removes, and the hooks
/// they mean.
const ALIASES: [(&str, &Hook); 17] = [
    ("preassemble", named("pre_build")),
    ("prebuild", named("pre_build")),
    ("postassemble", named("build")),
    ("postbuild", named("build")),
    ("predeploy", named("deploy")),
    ("prestart", named("deploy")),
    ("prerun", named("deploy")),
    ("start", named("run")),
    ("poststart", named("post_deploy")),
    ("stop", named("pre_stop")),
    ("readiness", named("ready")),
    ("readinessprobe", named("ready")),
    ("liveness", named("alive")),
    ("livenessprobe", named("alive")),
    ("health", named("alive")),
    ("healthcheck", named("alive")),
    ("healthz", named("alive")),
];

/// Checks the name of a file.
pub fn check(file: &File, tree: &Tree, findings: &mut Findings) {
    match file.role {
        Role::NotAJob => {
            let kind = if is_backup(file.name()) { "a backup" } else { "a document" };
            let message = format_args!("this looks like {kind}, and is run as a job");
            let (from, to) = (quoted(&file.path), quoted(&tree.path(".s2i")));
            let finding = findings.add(&NOT_A_JOB, &file.path, &message);
            match kind {
                "a backup" => finding.help(&format_args!("rm {from}")),
                _ => finding.help(&format_args!("mv {from} {to}")),
            };
        }
        Role::BesideCategories if may_be_a_hook(file) && !is_used(file, tree) => {
            let message = "nothing runs a script that is not in the directory of a category";
            let category = file.path.with_file_name("hourly");
            let (from, to) = (quoted(&file.path), quoted(&category));
            let help = format_args!("for the category hourly: mkdir -p {to} && mv {from} {to}");
            findings.add(&OUTSIDE, &file.path, &message).help(&help);
        }
        Role::BesideHooks if may_be_a_hook(file) && !is_used(file, tree) => {
            check_hook_name(file, findings);
        }
        Role::BesideScripts if may_be_a_hook(file) && !is_used(file, tree) => {
            if let Some(hook) = HOOKS.iter().find(|hook| file.name() == hook.name) {
                let message = "nothing runs this; hooks lie in .s2i/action_hooks";
                let target = tree.path(".s2i/action_hooks").join(hook.name);
                add_rename(&file.path, &target, message, findings);
            }
        }
        _ => {}
    }
}

/// Returns whether a file is a script by its name or content: `deploy.sh`, but not `build.log` or
/// `README.md`.
#[must_use]
pub fn may_be_a_hook(file: &File) -> bool {
    let Some(metadata) = file.metadata.as_ref().filter(|known| known.is_file()) else {
        return false;
    };
    let ending = Path::new(file.name()).extension().and_then(OsStr::to_str);
    matches!(ending, None | Some("sh" | "bash" | "txt"))
        || is_backup(file.name())
        || metadata.permissions().mode() & 0o111 != 0
        || file.text().starts_with(b"#!")
}

/// Returns whether another file of the tree has a path to the file, as a script that sources it
/// does.
fn is_used(file: &File, tree: &Tree) -> bool {
    let path = [b"/", file.name().as_bytes()].concat();
    let mut others = tree.files.iter().filter(|other| other.path != file.path);
    others.any(|other| other.text().windows(path.len()).any(|text| text == path))
}

/// Returns a name without the differences that people do not see.
fn plain(name: &str) -> String {
    name.to_ascii_lowercase().replace(['-', '_', ' '], "")
}

fn check_hook_name(file: &File, findings: &mut Findings) {
    let name = file.name().to_string_lossy();
    let name = plain(name.split('.').next().unwrap_or_default());
    let distances = HOOKS.iter().map(|hook| {
        let known = plain(hook.name);
        (strsim::osa_distance(&name, &known), known.len(), hook.name)
    });
    let near = distances.filter(|(distance, length, _)| *distance <= 1.min(length / 4)).min();
    let near = near.map(|(_, _, hook)| hook);
    let alias = ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, hook)| hook.name);
    if let Some(hook) = near.or(alias) {
        let message = format!("nothing runs this; the name of the hook is {hook}");
        add_rename(&file.path, &file.path.with_file_name(hook), &message, findings);
    }
}

/// Adds the finding that `path` should be `target`.
fn add_rename(path: &Path, target: &Path, message: &str, findings: &mut Findings) {
    let exists = target.symlink_metadata().is_ok();
    if exists && path.file_name().is_some_and(is_backup) {
        return; // a copy beside its original
    }
    let (from, to) = (quoted(path), quoted(target));
    let help = if !exists {
        let parent = target.parent().filter(|parent| !parent.is_dir());
        let make =
            parent.map_or_else(String::new, |parent| format!("mkdir -p {} && ", quoted(parent)));
        format!("{make}mv {from} {to}")
    } else if path.is_dir() {
        merged(path, target)
    } else {
        format!("{to} is there as well; once it has all that is needed: rm {from}")
    };
    findings.add(&ALMOST, path, &message).help(&help);
}

/// Returns the command that moves the files of one directory into another, and what must come
/// before it.
fn merged(from: &Path, to: &Path) -> String {
    let (from_word, to_word) = (quoted(from), quoted(to));
    let command = format!("cp -a {from_word}/. {to_word} && rm -r {from_word}");
    match in_both(from, to) {
        Some(both) => {
            format!("{} is in both; give one another name, then: {command}", escaped(&both))
        }
        None => command,
    }
}

/// Checks for names in `.s2i` that are almost those that something reads.
fn check_places(tree: &Tree, findings: &mut Findings) {
    for name in names(&tree.path(".s2i")).into_iter().flatten() {
        let known = plain(&name.to_string_lossy());
        let known = match known.as_str() {
            "hooks" => "actionhooks",
            "cron" => "jobs",
            other => other.strip_prefix("cron").unwrap_or(other),
        };
        let near = PLACES
            .into_iter()
            .find(|place| strsim::osa_distance(known, &plain(place)) <= place.len() / 4);
        if let Some(place) = near
            && name != place
            && name != "cron_jobs"
        {
            let message = format!("nothing reads this; the right name is {place}");
            let path = tree.path(".s2i").join(&name);
            add_rename(&path, &path.with_file_name(place), &message, findings);
        }
    }
}

/// Checks the names in `.s2i` itself, and for the directory `cron_jobs`.
pub fn check_directories(tree: &Tree, findings: &mut Findings) {
    check_places(tree, findings);
    let (old, new) = (tree.path(".s2i/cron_jobs"), tree.path(".s2i/jobs"));
    if !old.is_dir() {
        return;
    }
    let message = "cron_jobs is the old name of the directory jobs";
    let finding = findings.add(&CRON_JOBS, &old, &message);
    let (from, to) = (quoted(&old), quoted(&new));
    if !new.exists() {
        finding.help(&format_args!("mv {from} {to}")).fix(Fix::Rename(new));
        return;
    }
    finding.help(&merged(&old, &new));
}

/// Returns the path of a file that both directories have.
fn in_both(old: &Path, new: &Path) -> Option<PathBuf> {
    let entries = WalkDir::new(old).into_iter().filter_map(Result::ok);
    let mut files = entries.filter(|entry| !entry.file_type().is_dir());
    files.find_map(|entry| {
        let below = entry.path().strip_prefix(old).ok()?;
        new.join(below).exists().then(|| below.to_owned())
    })
}
