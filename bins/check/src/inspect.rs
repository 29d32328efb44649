//! Makes every check, file by file.

use common::output::quoting::escaped;
use common::process::lookup;

use crate::finding::{Finding, Findings};
use crate::git_index::Found;
use crate::image::Image;
use crate::rule::{NOT_TRIED, SHELLCHECK};
use crate::source_file::{File, Role};
use crate::source_tree::Tree;
use crate::{builder_scripts, encoding, env_hook, environment_file, file_state, first_line};
use crate::{names, shell_habits, tools};

/// The choices of the user.
pub struct Settings<'a> {
    /// The content of the image.
    pub image: Image,
    /// The names of the rules that are left out.
    pub ignored: Vec<&'a str>,
    /// Whether env hooks are tried.
    pub run: bool,
    /// Whether they are tried even where the kernel does not protect other files.
    pub unprotected: bool,
}

/// Returns all findings in the tree, by path and line.
#[must_use]
pub fn inspect(tree: &Tree, index: &Found, settings: &Settings) -> Vec<Finding> {
    let mut findings = Findings::default();
    let known = match index {
        Found::Index(index) => Some(index),
        Found::None => None,
        Found::Unknown(reason) => {
            let message = format_args!(
                "execute permission in the git index was not checked: {}",
                escaped(reason)
            );
            findings.add(&NOT_TRIED, &tree.path(".s2i"), &message);
            None
        }
    };
    names::check_directories(tree, &mut findings);
    file_state::check_unread(tree, &mut findings);
    builder_scripts::check_calls(tree, &mut findings);
    for file in &tree.files {
        names::check(file, tree, &mut findings);
        if file.role == Role::NotAJob || file_state::is_link_as_text(file, known, &mut findings) {
            continue;
        }
        file_state::check(file, known, &mut findings);
        encoding::check(file, &mut findings);
        first_line::check(file, &settings.image, &mut findings);
        shell_habits::check(file, &mut findings);
        builder_scripts::check_archive(file, &mut findings);
        if file.role == Role::Environment {
            environment_file::check(file, tree, &mut findings);
        }
    }
    check_with_tools(tree, settings, &mut findings);
    findings.0.retain(|finding| !settings.ignored.contains(&finding.rule.name));
    findings.sorted()
}

/// Makes the checks that need bash or shellcheck.
fn check_with_tools(tree: &Tree, settings: &Settings, findings: &mut Findings) {
    // Of a text with other faults in its bytes, bash would only report those in other words.
    let is_readable = |file: &&File| {
        !file.is_beside()
            && !matches!(file.role, Role::NotAJob | Role::Environment)
            && !file.has_mark
            && file.windows_line.is_none()
    };
    let scripts = tree.files.iter().filter(|file| first_line::shell(file).is_some());
    let mut scripts = scripts.filter(is_readable).peekable();
    let shellcheck = !settings.ignored.contains(&SHELLCHECK.name) && tools::has_shellcheck();
    let bash = match lookup::bash() {
        Ok(bash) => Some(bash),
        Err(no_bash) => {
            if scripts.peek().is_some() {
                let message =
                    format_args!("bash read no script and tried no env hook: {}", no_bash.0);
                findings.add(&NOT_TRIED, &tree.path(".s2i"), &message);
            }
            None
        }
    };
    for file in scripts {
        if let Some(bash) = &bash {
            if !tools::check_syntax(file, bash, findings) {
                continue;
            }
            if settings.run
                && file.role == Role::EnvHook
                && let Err(error) =
                    env_hook::check(file, tree, bash, settings.unprotected, findings)
            {
                let message = format_args!("this could not be tried in a sandbox: {error}");
                let help = "try it all the same, which may change other files: s2ibox check --run";
                findings.add(&NOT_TRIED, &file.path, &message).help(&help);
            }
        }
        if shellcheck {
            tools::check_with_shellcheck(file, &tree.top, findings);
        }
    }
}
