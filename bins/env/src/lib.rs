//! `s2i-env`: show the deploy or the build environment, as a hook gets it.

mod diff;
mod json;
mod secret;
mod show;
mod variables;

use anyhow::Result;
use common::cli::parser::Parser;
use common::cli::usage_error::usage_error;
use common::command::context::Context;
use common::command::definition::Command;
use common::command::step::Step;
use common::environment::source::Environment::{Build, Deploy, Entry};

common::arguments! {
    /// Shows the deploy environment, or with --build the build environment, just as a hook gets it:
    /// one variable per line, in order of the names. Values of names that look secret are masked,
    /// except in the output of -0 and --export.
    struct Arguments [env_of] {
        /// the build environment, instead of the deploy environment
        #[argh(switch)]
        build: bool,
        /// only the variables that differ from the environment before, under the file that set them
        #[argh(switch)]
        diff: bool,
        /// end each variable with a NUL byte, unchanged and unsorted
        #[argh(switch, short = '0')]
        null: bool,
        /// a JSON object; with --diff an array
        #[argh(switch)]
        json: bool,
        /// export commands for any POSIX shell to source
        #[argh(switch)]
        export: bool,
        /// do not mask anything
        #[argh(switch)]
        show_secrets: bool,
    }
}

/// The command.
pub static COMMAND: Command = Command {
    name: "env",
    summary: "show the deploy or the build environment",
    arguments: Parser::of::<Arguments>(),
    steps: &[
        Step::EnterSource,
        Step::Call(begin),
        Step::Source { environment: Deploy, announce: false },
        Step::Call(show),
    ],
    // In a build `pre_build` has set up its environment before `build_env` is sourced.
    alternative: Some((
        "--build",
        &[
            Step::EnterSource,
            Step::Call(begin),
            Step::Source { environment: Entry, announce: false },
            Step::Source { environment: Build, announce: false },
            Step::Call(show),
        ],
    )),
};

fn begin(context: &mut Context) -> Result<()> {
    let Arguments { build, diff, null, json, export, .. } = context.options.typed()?;
    let problem = if [null, json, export].into_iter().filter(|form| *form).count() > 1 {
        "-0, --json and --export exclude each other"
    } else if diff && (null || export) {
        "--diff goes with --json, not with -0 or --export"
    } else if build && context.environment_taken {
        "--env-of is for the deploy environment, not with --build"
    } else if diff {
        return diff::begin(context);
    } else {
        return Ok(());
    };
    Err(usage_error("env", format!("{problem}; see s2i-env --help")).into())
}

fn show(context: &mut Context) -> Result<()> {
    let arguments: Arguments = context.options.typed()?;
    let mask = if arguments.show_secrets { secret::show } else { secret::mask };
    if arguments.diff {
        let changes = diff::end(context)?;
        let form = if arguments.json { json::changes } else { show::changes };
        return show::output(&form(&changes, mask));
    }
    let variables = context.overrides.environment();
    show::output(&match arguments {
        Arguments { null: true, .. } => show::null(&variables),
        Arguments { export: true, .. } => show::export(&variables),
        Arguments { json: true, .. } => json::object(&variables, mask),
        _ => show::lines(&variables, mask),
    })
}
