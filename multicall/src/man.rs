//! The man pages, made from the table of commands: `s2ibox(1)` and one for each command.
//!
//! `make man` writes them; the program itself does not contain them.

use std::fmt::Write as _;

use argh::{FlagInfo, FlagInfoKind, Optionality};
use common::cli::parser::VERSION;
use common::cli::shared_options::SHARED;
use common::cli::usage_error::listed;

use crate::{COMMANDS, Entry};

const STATUS: &str = "\
.SH EXIT STATUS\n\
The status of the hook or program. Otherwise 1: the paths or a hook is wrong; 2: usage; 124: a time limit; 126: found \
but cannot be executed; 127: not found; 128+N: ended by signal N.\n";

const TOOL_STATUS: &str = ".SH EXIT STATUS\n0: no problem; 1: something is wrong; 2: usage.\n";

/// The variables that every command reads.
const VARIABLES: [(&str, &str); 7] = [
    ("S2I_APPLICATION_PATH", "the top directory of the application; default /opt/app-root"),
    (
        "S2I_SOURCE_PATH",
        "the source tree with .s2i in it, which must be the working directory; default src below the application",
    ),
    (
        "S2I_SCRIPTS_PATH",
        "the builder's own assemble and run; default STI_SCRIPTS_PATH, else /usr/libexec/s2i",
    ),
    (
        "S2I_UPLOAD_PATH",
        "the directory where S2I leaves the source before assemble; default /tmp/src",
    ),
    ("S2I_BASH", "the bash for env hooks; default /bin/bash, else bash on PATH"),
    (
        "S2I_LOG",
        "quiet: warnings and errors only; debug: also why each step was performed or skipped",
    ),
    (
        "NO_COLOR, CLICOLOR_FORCE",
        "colours, which only a terminal gets: never, or even where TERM or CLICOLOR say no",
    ),
];

/// Returns each page: the name of its file, and its text.
#[must_use]
pub fn pages() -> Vec<(String, String)> {
    let own = COMMANDS.iter().map(|entry| (format!("s2i-{}.1", entry.name()), page(entry)));
    std::iter::once(("s2ibox.1".to_owned(), overview())).chain(own).collect()
}

fn head(name: &str, summary: &str) -> String {
    format!(
        ".TH {} 1 \"\" \"{}\" \"s2ibox\"\n.SH NAME\n{} \\- {}\n",
        text(&name.to_uppercase()),
        VERSION.trim_end(),
        text(name),
        text(summary)
    )
}

fn overview() -> String {
    let mut page = head("s2ibox", "action hooks around a Source-to-Image build");
    page.push_str(
        ".SH SYNOPSIS\n.B s2ibox\nCOMMAND [ARGUMENTS]\n.br\n.BI s2i\\- COMMAND\n[ARGUMENTS]\n.br\n\
         .B powershift image\nCOMMAND [ARGUMENTS]\n\
         .SH DESCRIPTION\n\
         Runs the hooks in .s2i/action_hooks of an application that is built by Source-to-Image: before and after \
         the build, before the application starts, as its probes, to set up and migrate its data; and the jobs in \
         .s2i/jobs. The env hook deploy_env sets the environment once for all of these, for a shell, and for one-off \
         commands.\n.SH COMMANDS\n",
    );
    for entry in COMMANDS {
        let name = text(entry.name());
        let _ = write!(page, ".TP\n.BR s2i\\-{name} (1)\n{}\n", sentence(entry.summary()));
    }
    page.push_str(
        ".TP\n.BI help\\~ COMMAND\nshow the help of a command, as with \\-\\-help behind its name\n\
         .SH OPTIONS\n\
         .TP\n.B \\-h, \\-\\-help\nlist the commands\n\
         .TP\n.B \\-\\-list\nprint the names of all commands, one per line\n\
         .TP\n.B \\-V, \\-\\-version\nprint the version\n",
    );
    page.push_str(STATUS);
    variables(&mut page, |_| true);
    page
}

fn page(entry: &Entry) -> String {
    let description = entry.describe();
    let name = format!("s2i-{}", entry.name());
    let mut page = head(&name, entry.summary());
    let operand = description.positionals.first();
    let synopsis = operand.map_or_else(String::new, |operand| match operand.optionality {
        Optionality::Optional => format!("[{}]", text(operand.name)),
        _ => text(operand.name),
    });
    let _ = write!(
        page,
        ".SH SYNOPSIS\n.B {}\n[OPTIONS] {synopsis}\n.br\n.B s2ibox {}\n[OPTIONS] {synopsis}\n",
        text(&name),
        text(entry.name()),
    );
    let _ = write!(page, ".SH DESCRIPTION\n{}\n", sentence(description.description));
    if let Some(operand) = operand.filter(|operand| !operand.description.is_empty()) {
        let about = sentence(operand.description);
        let _ = write!(page, ".TP\n.I {}\n{about}\n", text(operand.name));
    }
    page.push_str(".SH OPTIONS\n");
    for flag in description.flags {
        option(&mut page, flag);
    }
    if matches!(entry, Entry::Command(_)) {
        page.push_str(STATUS);
        variables(&mut page, |long| description.flags.iter().any(|flag| flag.long == long));
    } else {
        page.push_str(TOOL_STATUS);
    }
    page.push_str(".SH SEE ALSO\n.BR s2ibox (1)\n");
    page
}

fn option(page: &mut String, flag: &FlagInfo) {
    page.push_str(".TP\n.B ");
    if let Some(short) = flag.short {
        let _ = write!(page, "\\-{}, ", text(&short.to_string()));
    }
    page.push_str(&text(flag.long));
    if let FlagInfoKind::Option { arg_name } = flag.kind {
        let _ = write!(page, " \\fI{}\\fR", text(arg_name));
    }
    let _ = write!(page, "\n{}\n", sentence(flag.description));
}

/// Appends the variables of every command, and those of the shared options that `is_known` accepts.
fn variables(page: &mut String, is_known: impl Fn(&str) -> bool) {
    let shared = SHARED.iter().filter(|option| is_known(option.long)).map(|option| {
        let values: Vec<_> = option.values.iter().map(|(value, _)| *value).collect();
        let meaning = match listed(&values, "or").as_str() {
            "" => format!("the value of {}, if that is not given", option.long),
            values => format!("{values}: as {}, if that is not given", option.long),
        };
        (option.variable, meaning)
    });
    let common = VARIABLES.into_iter().map(|(name, about)| (name, about.to_owned()));
    page.push_str(".SH ENVIRONMENT\n");
    for (name, about) in common.chain(shared) {
        let _ = write!(page, ".TP\n.B {name}\n{}\n", sentence(&about));
    }
}

/// Returns the roff text of a sentence that begins a line; what stands in backticks is bold.
fn sentence(from: &str) -> String {
    let text = text(from);
    let mut bold = false;
    let mut sentence = String::new();
    if text.starts_with(['.', '\'']) {
        sentence.push_str("\\&");
    }
    for letter in text.chars() {
        if letter == '`' {
            bold = !bold;
            sentence.push_str(if bold { "\\fB" } else { "\\fR" });
        } else {
            sentence.push(letter);
        }
    }
    sentence
}

/// Returns plain text escaped for roff.
fn text(from: &str) -> String {
    from.replace('\\', "\\e").replace('-', "\\-")
}
