//! Everything that is looked for, file by file.

use common::output::quoting::escaped;
use common::process::lookup;

use crate::git::Found;
use crate::image::Image;
use crate::kind::{NOT_TRIED, SHELLCHECK};
use crate::problem::{Problem, Problems};
use crate::tree::{File, Role, Tree};
use crate::{env_hook, environment, files, first_line, habits, names, text, tools};

/// What the user wants to know.
pub struct Wanted<'a> {
    /// What is in the image.
    pub image: Image,
    /// The kinds that are left out.
    pub ignored: Vec<&'a str>,
    /// Whether env hooks are tried.
    pub run: bool,
}

/// All that is wrong with the tree, by path and line.
#[must_use]
pub fn all(tree: &Tree, index: &Found, wanted: &Wanted) -> Vec<Problem> {
    let mut problems = Problems::default();
    let known = match index {
        Found::Index(index) => Some(index),
        Found::None => None,
        Found::Unknown(why) => {
            let text = format_args!(
                "execute permission in the git index was not looked at: {}",
                escaped(why)
            );
            problems.add(&NOT_TRIED, &tree.path(".s2i"), &text);
            None
        }
    };
    names::look_at_folders(tree, &mut problems);
    files::look_at_unread(tree, &mut problems);
    for file in &tree.files {
        names::look(file, tree, &mut problems);
        if file.role == Role::Backup {
            continue;
        }
        files::look(file, known, &mut problems);
        text::look(file, &mut problems);
        first_line::look(file, &wanted.image, &mut problems);
        habits::look(file, &mut problems);
        if file.role == Role::Environment {
            environment::look(file, tree, &mut problems);
        }
    }
    with_bash(tree, wanted, &mut problems);
    problems.0.retain(|problem| !wanted.ignored.contains(&problem.kind.name));
    problems.sorted()
}

/// What takes bash, and shellcheck where it is.
fn with_bash(tree: &Tree, wanted: &Wanted, problems: &mut Problems) {
    let scripts = || tree.files.iter().filter(|file| first_line::shell(file).is_some());
    // What is to be mended first would only be said again in other words.
    let looked_at = |file: &&File| {
        let beside = matches!(file.role, Role::BesideHooks | Role::BesideScripts | Role::Backup);
        !beside && file.role != Role::Environment && !file.marked && file.windows_line.is_none()
    };
    let shellcheck = !wanted.ignored.contains(&SHELLCHECK.name) && tools::has_shellcheck();
    let bash = match lookup::bash() {
        Ok(bash) => Some(bash),
        Err(why) => {
            if scripts().any(|file| looked_at(&file)) {
                let text =
                    format_args!("scripts were not read by bash, nor env hooks tried: {}", why.0);
                problems.add(&NOT_TRIED, &tree.path(".s2i"), &text);
            }
            None
        }
    };
    for file in scripts().filter(looked_at) {
        if let Some(bash) = &bash {
            if !tools::syntax(file, bash, problems) {
                continue;
            }
            if wanted.run
                && file.role == Role::EnvHook
                && let Err(why) = env_hook::look(file, tree, bash, problems)
            {
                let text = format_args!("this could not be tried: {why}");
                problems.add(&NOT_TRIED, &file.path, &text);
            }
        }
        if shellcheck {
            tools::shellcheck(file, &tree.top, problems);
        }
    }
}
