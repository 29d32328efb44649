//! `s2i-init`: write a .s2i tree to start from.

mod templates;
mod write;

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use common::broken;
use common::cli::options::comma_separated;
use common::cli::parser::{Call, Parser};
use common::cli::usage_error::{unknown_of, usage_error};
use common::command::definition::Tool;
use common::fs::directory::is_directory;
use common::hooks::category::Category;
use common::hooks::paths::{as_operand, source_above};
use common::hooks::table::{HOOKS, Hook, HookKind};
use common::output::lines;
use common::output::quoting::{escaped, quoted};
use common::process::current_exe;

use crate::write::Tree;

/// The word that stands for every hook.
const ALL: &str = "all";
/// The commands without a hook of their own that a container needs of an embedded program.
const LINKS: [&str; 4] = ["jobs", "exec", "shell", "env"];

common::arguments! {
    /// Writes a .s2i tree into a source tree, in DIR or here: hooks that explain themselves, and
    /// the two scripts that S2I calls. A file that is there already is left as it is.
    #[allow(clippy::doc_markdown, reason = "the help is not markdown")]
    struct Arguments [] {
        /// the hooks to write, separated by commas, or all; without it, those that most
        /// applications have
        #[argh(option, arg_name = "NAMES")]
        hooks: Option<String>,
        /// an example job in each of these categories, such as hourly,daily
        #[argh(option, arg_name = "CATEGORIES", default = "String::new()")]
        jobs: String,
        /// put the program and its links into .s2i/bin, for a builder image that does not have it
        #[argh(switch)]
        embed: bool,
        /// list the hooks: the name, how it is used, the command that uses it, and when it runs
        #[argh(switch)]
        list: bool,
        /// the source tree
        #[argh(positional, arg_name = "DIR")]
        _dir: Option<String>,
    }
}

/// The tool.
pub static TOOL: Tool = Tool {
    name: "init",
    summary: "write a .s2i tree to start from",
    arguments: Parser::of::<Arguments>(),
    run: |call| run(call, true),
};

/// The tool as a binary of its own, which `--embed` cannot put into a source tree.
pub static ALONE: Tool =
    Tool { arguments: Parser::of::<Arguments>(), run: |call| run(call, false), ..TOOL };

fn run(call: &Call, is_multicall: bool) -> Result<()> {
    let given: Arguments = call.options.typed()?;
    if given.list {
        lines::output(list().as_bytes());
        return Ok(());
    }
    let hooks = hooks(given.hooks.as_deref())?;
    let categories = categories(&given.jobs)?;
    if given.embed && !is_multicall {
        broken!(
            "s2i-init alone is not the program that is to be embedded; run: s2ibox init --embed"
        );
    }
    let top = as_operand(call.operands.first().map_or_else(PathBuf::new, PathBuf::from));
    if top.exists() && !is_directory(&top)? {
        let text = format!(
            "{} is not a directory; name the source tree, or a directory that is to be created",
            escaped(&top)
        );
        return Err(usage_error("init", text).into());
    }
    if let Some(source) = source_above(&top) {
        let text =
            format!("this would be a .s2i within a .s2i; the source tree is {}", quoted(&source));
        return Err(usage_error("init", text).into());
    }
    let tree = Tree { top };
    for hook in hooks {
        let below = Path::new("action_hooks").join(hook.name);
        tree.text(below, &templates::of_hook(hook), !hook.is_sourced())?;
    }
    for category in categories {
        tree.text(Path::new("jobs").join(category).join("example"), templates::JOB, true)?;
    }
    let scripts = if given.embed { templates::EMBEDDED } else { templates::IN_IMAGE };
    for (name, text) in ["bin/assemble", "bin/run"].into_iter().zip(scripts) {
        tree.text(name, text, true)?;
    }
    if given.embed {
        tree.program("bin/s2ibox", current_exe::path()?)?;
        // S2I itself calls .s2i/bin/run.
        let becomes = HOOKS.iter().filter(|hook| hook.kind == HookKind::Becomes);
        let commands = becomes.filter_map(|hook| hook.command).filter(|name| *name != "run");
        for name in commands.chain(LINKS) {
            tree.link(&format!("bin/s2i-{name}"), "s2ibox")?;
        }
    }
    tree.text("environment", templates::ENVIRONMENT, false)?;
    let mut next = String::from("next: s2ibox check");
    if !call.operands.is_empty() {
        next = format!("{next} {}", quoted(&tree.top));
    }
    lines::output(format!("{next}\n").as_bytes());
    Ok(())
}

/// Returns the table of hooks as `--list` prints it.
fn list() -> String {
    let mut text = String::new();
    for hook in HOOKS {
        let kind = match hook.kind {
            HookKind::EnvHook => "sourced",
            HookKind::Step => "step",
            HookKind::Becomes => "becomes",
        };
        let command = hook.command.unwrap_or("others");
        let when = hook.description.replace('\n', " ");
        let _ = writeln!(text, "{:<12} {kind:<8} {command:<12} {when}", hook.name);
    }
    text
}

/// Returns the hooks that `list` names, in the order of the table; without a list, the usual ones.
fn hooks(list: Option<&str>) -> Result<Vec<&'static Hook>> {
    let Some(list) = list else {
        return Ok(HOOKS.iter().filter(|hook| hook.usual).collect());
    };
    let wanted: Vec<_> = comma_separated(list).collect();
    let names: Vec<_> = HOOKS.iter().map(|hook| hook.name).collect();
    for word in &wanted {
        if *word != ALL && !names.contains(word) {
            return Err(usage_error("init", unknown_of("hook", OsStr::new(word), &names)).into());
        }
    }
    let all = wanted.contains(&ALL);
    Ok(HOOKS.iter().filter(|hook| all || wanted.contains(&hook.name)).collect())
}

/// Returns the categories that `list` names.
fn categories(list: &str) -> Result<Vec<Category>> {
    let wrong = |text| usage_error("init", text);
    comma_separated(list)
        .map(|name| Ok(Category::parse(OsStr::new(name)).map_err(wrong)?))
        .collect()
}
