//! `s2ibox install`: the links by which s2ibox is called, and its place in front of a builder image's scripts.
//!
//! There is no single-purpose binary: links lead to the multicall binary, and their names come from its table.
//! Everything is looked at before anything is changed; each change is one system call, and what is half done is
//! finished, or taken back, by the next run.

mod builder;
mod links;
mod place;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use common::broken;
use common::cli::parser::{Call, Parser};
use common::command::definition::Tool;
use common::hooks::paths::Paths;
use common::output::lines::progress;
use common::output::quoting::escaped;
use common::process::current_exe;

common::arguments! {
    /// Makes the links by which s2ibox is called, in the folder DIR of an image: powershift, s2i-ready and so on.
    /// Can be run again, after an update too.
    struct Arguments [] {
        /// also stand in front of the builder image's own scripts: move its assemble and run aside, to
        /// assemble.s2i-builder and run.s2i-builder, and put links to s2ibox in their place
        #[argh(switch)]
        builder: bool,
        /// take back what the same command without it has done
        #[argh(switch)]
        uninstall: bool,
        /// the folder, one that is on PATH
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

/// Makes links of these names, or takes them back.
///
/// # Errors
/// Something else has one of the names, or a folder cannot be written; then what was done before stays.
pub fn run(call: &Call, names: &[String]) -> Result<()> {
    let options: Arguments = call.options.typed()?;
    let Some(folder) = call.operands.first() else {
        return Ok(());
    };
    let folder = Path::new(folder);
    if !folder.is_dir() {
        broken!(
            "{} is no folder; make it first, or name one that is on PATH, such as /usr/local/bin",
            escaped(folder)
        );
    }
    let folder = fs::canonicalize(folder).with_context(|| escaped(folder).to_string())?;
    let program = program()?;
    let scripts = Paths::from_environment().scripts;
    if options.uninstall {
        if options.builder {
            builder::take_back(&scripts)?;
        }
        let gone = links::remove(&folder, &program, names)?;
        progress(format!("Removed {gone} links from {}", escaped(&folder)));
        return Ok(());
    }
    if options.builder {
        builder::check(&scripts)?;
    }
    let made = links::make(&folder, &program, names)?;
    progress(format!("{} has {made} links to {}", escaped(&folder), escaped(&program)));
    if options.builder {
        builder::stand_in_front(&scripts, &program)?;
    }
    Ok(())
}

/// The file that the links lead to: this program, with links on the way to it resolved.
fn program() -> Result<PathBuf> {
    let path = current_exe::path()?;
    fs::canonicalize(path).with_context(|| {
        format!("cannot find this program, {}; call it by its whole path", escaped(path))
    })
}
