//! `s2i-env`: show the deploy or the build environment, as a hook gets it.
//!
//! What it is asked for is settled before anything is sourced, and travels through bash as a text of one letter an
//! option, for by then the command line is gone.

mod diff;
mod json;
mod secret;
mod show;
mod variables;

use anyhow::Result;
use common::cli::parse::{OptionParser, Words};
use common::command::context::Context;
use common::command::definition::Command;
use common::command::step::Step;
use common::environment::source::Environment::{Build, Deploy, Entry};
use common::error::Error;

common::arguments! {
    /// Shows the deploy environment, or with --build the build environment, just as a hook gets it: one variable a
    /// line, in order of the names. Values of names that look secret are masked, but in what -0 and --export write.
    struct Arguments [env_of] {
        /// the build environment, in place of the deploy environment
        #[argh(switch)]
        build: bool,
        /// only what differs from the environment before, under the file that set it
        #[argh(switch)]
        diff: bool,
        /// end each variable in NUL, byte for byte and in their own order
        #[argh(switch, short = '0')]
        null: bool,
        /// a JSON object; with --diff an array
        #[argh(switch)]
        json: bool,
        /// export commands, to be sourced by any POSIX shell
        #[argh(switch)]
        export: bool,
        /// do not mask anything
        #[argh(switch)]
        show_secrets: bool,
    }
    => |given| written(&given), ["--build", "--diff", "--null", "--json", "--export", "--show-secrets"]
}

const BUILD: char = 'b';
const DIFF: char = 'd';
const NULL: char = '0';
const JSON: char = 'j';
const EXPORT: char = 'e';
const SECRETS: char = 's';

fn written(given: &Arguments) -> String {
    let options = [
        (given.build, BUILD),
        (given.diff, DIFF),
        (given.null, NULL),
        (given.json, JSON),
        (given.export, EXPORT),
        (given.show_secrets, SECRETS),
    ];
    let on = options.into_iter().filter(|(on, _)| *on);
    on.map(|(_, letter)| letter).collect()
}

/// The command.
pub static COMMAND: Command = Command {
    name: "env",
    summary: "show the deploy or the build environment",
    words: Words::None,
    options: OptionParser::of::<Arguments>(),
    steps: &[
        Step::EnterSource,
        Step::Call(begin),
        Step::Source { environment: Deploy, announce: false },
        Step::Call(show),
    ],
    // `pre_build` has had its environment when `build_env` is sourced.
    alternative: Some((
        "b",
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
    let asked = |option| context.options.own.contains(option);
    let forms = [NULL, JSON, EXPORT];
    if forms.into_iter().filter(|form| asked(*form)).count() > 1 {
        return Err(usage("-0, --json and --export exclude each other"));
    }
    if asked(DIFF) && (asked(NULL) || asked(EXPORT)) {
        return Err(usage("--diff goes with --json, not with -0 or --export"));
    }
    if asked(BUILD) && context.environment_taken {
        return Err(usage("--env-of is for the deploy environment, not with --build"));
    }
    if asked(DIFF) { diff::begin(context) } else { Ok(()) }
}

fn show(context: &mut Context) -> Result<()> {
    let own = context.options.own.clone();
    let asked = |option| own.contains(option);
    let mask = if asked(SECRETS) { secret::show } else { secret::mask };
    if asked(DIFF) {
        let changes = diff::end(context)?;
        let form = if asked(JSON) { json::changes } else { show::changes };
        return show::output(&form(&changes, mask));
    }
    let variables = context.overrides.environment();
    show::output(&match () {
        () if asked(NULL) => show::null(&variables),
        () if asked(EXPORT) => show::export(&variables),
        () if asked(JSON) => json::object(&variables, mask),
        () => show::lines(&variables, mask),
    })
}

fn usage(text: &str) -> anyhow::Error {
    Error::Usage(format!("s2i-env: {text}; see s2i-env --help")).into()
}
