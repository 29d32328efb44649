//! `s2i-check`: find what is wrong with a source tree's .s2i.
//!
//! What is looked for is the table in [`kind`]; a module looks for what its name says.

mod child;
mod env_hook;
mod environment;
mod files;
mod first_line;
mod fix;
mod git;
mod habits;
mod image;
mod kind;
mod lexer;
mod look;
mod names;
mod output;
mod problem;
mod scratch;
mod script;
mod text;
mod tools;
mod tree;
mod trial;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use anyhow::Result;
use common::broken;
use common::cli::parser::{Call, Parser};
use common::cli::usage_error::nearest;
use common::command::definition::Tool;
use common::environment::variable::non_empty;
use common::error::Error;
use common::hooks::paths::{as_operand, source_above};
use common::output::lines;
use common::output::quoting::{escaped, quoted};

use crate::git::{Found, Index};
use crate::image::Image;
use crate::kind::{KINDS, Severity};
use crate::look::Wanted;
use crate::output::{Format, count};
use crate::tree::Tree;

common::arguments! {
    /// Looks through the .s2i of a source tree, in DIR or here, and reports what would go wrong in a build or a
    /// start, each with the command that mends it. Env hooks are tried in a copy; nothing is changed without --fix.
    /// Exit status: 0 nothing found, 1 errors or warnings, 2 usage.
    #[allow(clippy::doc_markdown, reason = "this is the help, which is no markdown")]
    struct Arguments [] {
        /// how the report is written: text, json, or github for annotations
        #[argh(option, default = "Format::Text", arg_name = "text|json|github", from_str_fn(Format::named))]
        format: Format,
        /// mend what can be mended safely, and report the rest
        #[argh(switch)]
        fix: bool,
        /// the interpreters in the image, separated by commas; "usual" stands for what most builder images have (also
        /// S2I_IMAGE_HAS)
        #[argh(option, arg_name = "PATHS")]
        image_has: Option<String>,
        /// a folder with the files of the image, to look for interpreters (also S2I_IMAGE_ROOT)
        #[argh(option, arg_name = "DIR")]
        image_root: Option<String>,
        /// kinds of problems to leave out, separated by commas
        #[argh(option, arg_name = "KINDS", default = "String::new()")]
        ignore: String,
        /// do not try the env hooks
        #[argh(switch)]
        no_run: bool,
        /// list the kinds of problems
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
    summary: "find what is wrong with a source tree's .s2i",
    arguments: Parser::of::<Arguments>(),
    run,
};

fn run(call: &Call) -> Result<()> {
    let given: Arguments = call.options.typed()?;
    if given.list {
        lines::output(kind::list().as_bytes());
        return Ok(());
    }
    let wanted =
        Wanted { image: image(&given)?, ignored: ignored(&given.ignore)?, run: !given.no_run };
    let top = top(call.operands.first())?;
    let index = Index::of(&top);
    let mut tree = Tree::read(&top);
    let mut problems = look::all(&tree, &index, &wanted);
    if given.fix {
        let known = match &index {
            Found::Index(index) => Some(index),
            _ => None,
        };
        fix::all(&mut problems, &top, known);
        problems.retain(|problem| problem.mended);
        if !problems.is_empty() {
            tree = Tree::read(&top);
        }
        problems.extend(look::all(&tree, &Index::of(&top), &wanted));
    }
    lines::output(given.format.write(&problems, tree.files.len(), &tree.path(".s2i")).as_bytes());
    if count(&problems, Severity::Error) + count(&problems, Severity::Warning) > 0 {
        return Err(Error::Silent(1).into());
    }
    Ok(())
}

/// The source tree: empty for the working directory, so that paths are written as one would type them.
fn top(word: Option<&OsString>) -> Result<PathBuf> {
    let given = as_operand(word.map_or(OsStr::new("."), OsString::as_os_str).into());
    if !given.is_dir() {
        return Err(Error::Usage(format!(
            "s2i-check: {} is no folder; name the source tree, the folder that has .s2i in it",
            quoted(&given)
        ))
        .into());
    }
    if !given.join(".s2i").is_dir() {
        if let Some(source) = source_above(&given) {
            broken!(
                "{} is within a .s2i, not the source tree that has one; run: s2ibox check {}",
                escaped(&given),
                quoted(&source)
            );
        }
        let there = given.join(".s2i");
        if there.symlink_metadata().is_ok() {
            let word = quoted(&there);
            broken!("{} is no folder; run: mv {word} {word}.old", escaped(&there));
        }
        let name =
            if given == Path::new(".") { String::new() } else { format!(" {}", quoted(&given)) };
        broken!("there is no .s2i in {}; run: s2ibox init{name}", escaped(&given));
    }
    Ok(match given {
        here if here == Path::new(".") => PathBuf::new(),
        other => other,
    })
}

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
            "s2i-check: {} is no folder; --image-root and S2I_IMAGE_ROOT name one with the files of the image",
            escaped(root)
        );
        return Err(Error::Usage(text).into());
    }
    Ok(Image::new(list.as_deref(), root))
}

fn ignored(list: &str) -> Result<Vec<&str>> {
    let names: Vec<_> = KINDS.iter().map(|kind| kind.name).collect();
    let words = list.split(',').map(str::trim).filter(|word| !word.is_empty());
    words
        .map(|word| {
            if names.contains(&word) {
                return Ok(word);
            }
            let hint = nearest(word, &names)
                .map_or_else(String::new, |near| format!("did you mean {near}? "));
            let text = format!(
                "s2i-check: no kind of problem {}; {hint}see s2i-check --list",
                escaped(word)
            );
            Err(Error::Usage(text).into())
        })
        .collect()
}
