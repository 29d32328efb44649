//! `s2ibox install`: the links by which s2ibox is called, and its place in front of a builder
//! image's scripts.
//!
//! There is no single-purpose binary for it: the links lead to the multicall binary, and their
//! names come from its table. Everything is examined before anything is changed. Each change is one
//! system call, so the next run can complete, or take back, what a killed run has begun.

mod builder;
mod links;
mod place;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use common::broken;
use common::cli::parser::{Call, Parser};
use common::command::definition::Tool;
use common::fs::directory::is_directory;
use common::hooks::paths::Paths;
use common::output::lines::progress;
use common::output::quoting::escaped;
use common::process::current_exe;

common::arguments! {
    /// Makes the links by which s2ibox is called, in the directory DIR of an image: powershift,
    /// s2i-ready and so on. It can be run again, also after an update.
    struct Arguments [] {
        /// also replace the builder image's own scripts: rename its assemble and run to
        /// assemble.s2i-builder and run.s2i-builder, and put links to s2ibox in their place
        #[argh(switch)]
        builder: bool,
        /// undo what the same command without this option has done
        #[argh(switch)]
        uninstall: bool,
        /// the directory, one that is on PATH
        #[argh(positional, arg_name = "DIR")]
        _dir: String,
    }
}

/// Returns the tool; `run` calls [`run`] with the names of the links.
#[must_use]
pub const fn tool(run: fn(&Call) -> Result<()>) -> Tool {
    Tool {
        name: "install",
        summary: "make the links in an image, also in front of its builder",
        arguments: Parser::of::<Arguments>(),
        run,
    }
}

/// Makes links of these names, or removes them.
///
/// # Errors
/// Another file has one of the names, or a directory cannot be written; changes made before that
/// stay.
pub fn run(call: &Call, names: &[String]) -> Result<()> {
    let options: Arguments = call.options.typed()?;
    let Some(directory) = call.operands.first() else {
        return Ok(());
    };
    let directory = Path::new(directory);
    if !is_directory(directory)? {
        broken!(
            "{} is not a directory; create it first, or name one that is on PATH, such as /usr/local/bin",
            escaped(directory)
        );
    }
    let directory = fs::canonicalize(directory).with_context(|| escaped(directory).to_string())?;
    let program = program()?;
    let scripts = Paths::from_environment().scripts;
    place::remove_temporary_links(&directory);
    if options.builder {
        place::remove_temporary_links(&scripts);
    }
    if options.uninstall {
        if options.builder {
            builder::take_back(&scripts)?;
        }
        let removed = links::remove(&directory, &program, names)?;
        progress(format!("Removed {removed} links from {}", escaped(&directory)));
        return Ok(());
    }
    if options.builder {
        builder::check(&scripts)?;
    }
    let made = links::make(&directory, &program, names)?;
    progress(format!("{} has {made} links to {}", escaped(&directory), escaped(&program)));
    if options.builder {
        builder::stand_in_front(&scripts, &program)?;
    }
    Ok(())
}

/// Returns the file that the links lead to: this program, with all links resolved.
fn program() -> Result<PathBuf> {
    let path = current_exe::path()?;
    fs::canonicalize(path).with_context(|| {
        format!("cannot find this program, {}; call it by its whole path", escaped(path))
    })
}
