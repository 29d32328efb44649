//! `s2i-check`: find faults in a source tree's .s2i.
//!
//! The rules are the table in [`rule`]; each module checks the subject of its name.

mod builder_scripts;
mod encoding;
mod env_hook;
mod environment_file;
mod file_state;
mod finding;
mod first_line;
mod fix;
#[cfg(test)]
mod fuzz;
mod git_index;
mod image;
mod inspect;
mod lexer;
mod names;
mod report;
mod rule;
mod sandbox;
mod scratch;
mod script;
mod shell_habits;
mod source_file;
mod source_tree;
mod subprocess;
mod tools;
mod trial;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use anyhow::Result;
use common::broken;
use common::cli::options::comma_separated;
use common::cli::parser::{Call, Parser};
use common::cli::usage_error::{unknown, usage_error};
use common::command::definition::Tool;
use common::environment::variable::non_empty;
use common::error::Error;
use common::fs::directory::is_directory;
use common::hooks::paths::{as_operand, source_above};
use common::output::lines;
use common::output::quoting::{escaped, quoted};

use crate::finding::Finding;
use crate::git_index::{Found, Index};
use crate::image::Image;
use crate::inspect::{Settings, inspect};
use crate::report::Format;
use crate::rule::{RULES, Severity};
use crate::source_tree::Tree;

common::arguments! {
    /// Checks the .s2i of a source tree, in DIR or here, and reports what would go wrong in a build
    /// or a start, each with the command that fixes it. Env hooks are tried in a copy; nothing is
    /// changed without --fix. Exit status: 0 no errors, 1 errors, 2 usage; --fail-on changes that.
    #[allow(clippy::doc_markdown, reason = "the help is not markdown")]
    struct Arguments [] {
        /// the format of the report: text, json, or github for annotations
        #[argh(option, default = "Format::Text", arg_name = "text|json|github", from_str_fn(Format::named))]
        format: Format,
        /// fix what can be fixed safely, and report the rest
        #[argh(switch)]
        fix: bool,
        /// the interpreters in the image, separated by commas; "usual" stands for what most builder
        /// images have (also S2I_IMAGE_HAS)
        #[argh(option, arg_name = "PATHS")]
        image_has: Option<String>,
        /// a directory with the files of the image, to look for interpreters (also S2I_IMAGE_ROOT)
        #[argh(option, arg_name = "DIR")]
        image_root: Option<String>,
        /// rules to leave out, separated by commas
        #[argh(option, arg_name = "RULES", default = "String::new()")]
        ignore: String,
        /// try the env hooks even where the kernel does not protect the files outside of the copy
        #[argh(switch)]
        run: bool,
        /// the lowest severity that leads to exit status 1; without it, error
        #[argh(option, default = "Severity::Error", arg_name = "error|warning|note", from_str_fn(Severity::named))]
        fail_on: Severity,
        /// do not try the env hooks
        #[argh(switch)]
        no_run: bool,
        /// list the rules
        #[argh(switch)]
        list: bool,
        /// the source tree
        #[argh(positional, arg_name = "DIR")]
        _dir: Option<String>,
    }
}

/// The tool.
pub static TOOL: Tool = Tool {
    name: "check",
    summary: "find faults in a source tree's .s2i",
    arguments: Parser::of::<Arguments>(),
    run,
};

fn run(call: &Call) -> Result<()> {
    let given: Arguments = call.options.typed()?;
    if given.list {
        lines::output(rule::list().as_bytes());
        return Ok(());
    }
    let settings = Settings {
        image: image(&given)?,
        ignored: ignored(&given.ignore)?,
        run: !given.no_run,
        unprotected: given.run,
    };
    let top = source_tree(call.operands.first())?;
    let index = Index::of(&top);
    let mut tree = Tree::read(&top);
    let mut findings = inspect(&tree, &index, &settings);
    if given.fix {
        let index = match &index {
            Found::Index(index) => Some(index),
            _ => None,
        };
        fix::all(&mut findings, &top, index);
        findings.retain(|finding| finding.fixed);
        if !findings.is_empty() {
            tree = Tree::read(&top);
        }
        findings.extend(inspect(&tree, &Index::of(&top), &settings));
    }
    let report = given.format.report(&findings, tree.files.len(), &tree.path(".s2i"));
    lines::output(report.as_bytes());
    let fails = |finding: &Finding| !finding.fixed && finding.rule.severity <= given.fail_on;
    if findings.iter().any(fails) {
        return Err(Error::Silent(1).into());
    }
    Ok(())
}

/// Returns the source tree that the operand names; empty for the working directory, so that the
/// paths in the report are as short as a user would type them.
fn source_tree(word: Option<&OsString>) -> Result<PathBuf> {
    let given = as_operand(word.map_or(OsStr::new("."), OsString::as_os_str).into());
    if !is_directory(&given)? {
        let text = format!(
            "{} is not a directory; name the source tree, the directory that has .s2i in it",
            quoted(&given)
        );
        return Err(usage_error("check", text).into());
    }
    if !is_directory(&given.join(".s2i"))? {
        if let Some(source) = source_above(&given) {
            broken!(
                "{} is within a .s2i, not the source tree that has one; run: s2ibox check {}",
                escaped(&given),
                quoted(&source)
            );
        }
        let s2i = given.join(".s2i");
        if s2i.symlink_metadata().is_ok() {
            let word = quoted(&s2i);
            broken!("{} is not a directory; run: mv {word} {word}.old", escaped(&s2i));
        }
        let name =
            if given == Path::new(".") { String::new() } else { format!(" {}", quoted(&given)) };
        broken!("there is no .s2i in {}; {}", escaped(&given), tree_of_another_name(&given, &name));
    }
    Ok(match given {
        here if here == Path::new(".") => PathBuf::new(),
        other => other,
    })
}

/// Returns what to do in a tree without `.s2i`: its hooks may be there under another name.
fn tree_of_another_name(top: &Path, operand: &str) -> String {
    let [s2i, without_dot, version_2] = [".s2i", "s2i", ".openshift"].map(|name| top.join(name));
    let has_hooks = |tree: &Path| tree.join("action_hooks").is_dir() || tree.join("bin").is_dir();
    let word = quoted(&s2i);
    if has_hooks(&without_dot) {
        let tree = quoted(&without_dot);
        return format!("{tree} lacks the dot; run: mv {tree} {word}");
    }
    let hooks = version_2.join("action_hooks");
    if hooks.is_dir() {
        let hooks = quoted(&hooks);
        return format!(
            "{hooks} are hooks for OpenShift version 2; to begin with them, run: mkdir {word} && cp -R {hooks} {word}"
        );
    }
    format!("run: s2ibox init{operand}")
}

/// Returns the content of the image, by the options or their variables.
fn image(given: &Arguments) -> Result<Image> {
    let list = given
        .image_has
        .clone()
        .or_else(|| non_empty("S2I_IMAGE_HAS").map(|value| value.to_string_lossy().into_owned()));
    let root = given
        .image_root
        .as_ref()
        .map(PathBuf::from)
        .or_else(|| non_empty("S2I_IMAGE_ROOT").map(PathBuf::from));
    if let Some(root) = root.as_ref().filter(|root| !root.is_dir()) {
        let text = format!(
            "{} is not a directory; --image-root and S2I_IMAGE_ROOT name one with the files of the image",
            escaped(root)
        );
        return Err(usage_error("check", text).into());
    }
    Ok(Image::new(list.as_deref(), root))
}

/// Returns the names of the rules in `list`.
fn ignored(list: &str) -> Result<Vec<&str>> {
    let names: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
    comma_separated(list)
        .map(|word| {
            if names.contains(&word) {
                return Ok(word);
            }
            let text = unknown("rule", OsStr::new(word), &names, "see s2i-check --list");
            Err(usage_error("check", text).into())
        })
        .collect()
}
