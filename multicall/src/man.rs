//! The man pages, made from the table of commands: `s2ibox(1)` and one a command. They are written when s2ibox is
//! built (`make man`); the program itself does not carry them.

use std::fmt::Write as _;

use argh::{FlagInfo, FlagInfoKind, Optionality};
use common::cli::parse::VERSION;

use crate::{COMMANDS, Entry};

const STATUS: &str = "\
.SH EXIT STATUS\n\
A hook's or program's own. Otherwise 1: the paths or a hook is wrong; 2: usage; 124: out of time; 126: found but \
cannot be executed; 127: not found; 128+N: ended by signal N.\n";

const TOOL_STATUS: &str = ".SH EXIT STATUS\n0: all is well; 1: something is wrong; 2: usage.\n";

const ENVIRONMENT: [(&str, &str); 11] = [
    ("S2I_APPLICATION_PATH", "the top folder of the application; /opt/app-root"),
    (
        "S2I_SOURCE_PATH",
        "the source, with .s2i in it, which must be the working directory; src below the application",
    ),
    (
        "S2I_SCRIPTS_PATH",
        "the builder's own assemble and run; else STI_SCRIPTS_PATH, else /usr/libexec/s2i",
    ),
    ("S2I_UPLOAD_PATH", "where S2I leaves the source before assemble; /tmp/src"),
    ("S2I_BASH", "the bash for env hooks; /bin/bash, else bash on PATH"),
    ("S2I_INIT", "1 or group: as --init, for the commands that know it"),
    ("S2I_REQUIRE_HOOKS", "1: as --require, for the commands that know it"),
    ("S2I_PROBE_TIMEOUT", "seconds: as --timeout, for the commands that know it"),
    ("S2I_ENV_OF", "a process id: as --env-of, for the commands that know it"),
    ("S2I_LOG", "quiet: warnings and errors only; debug: also why each step was taken or not"),
    (
        "NO_COLOR, CLICOLOR_FORCE",
        "colour, which only ever goes to a terminal: never, or even where TERM or CLICOLOR say no",
    ),
];

/// Each page: the name of its file, and its text.
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
        let _ = write!(
            page,
            ".TP\n.BR s2i\\-{} (1)\n{}\n",
            text(entry.name()),
            sentence(entry.summary())
        );
    }
    page.push_str(".SH OPTIONS\n.TP\n.B \\-\\-help\nlist the commands\n.TP\n.B \\-\\-version\nprint the version\n");
    page.push_str(STATUS);
    environment(&mut page);
    page
}

fn page(entry: &Entry) -> String {
    let about = entry.about();
    let name = format!("s2i-{}", entry.name());
    let mut page = head(&name, entry.summary());
    let words: Vec<_> = about
        .positionals
        .iter()
        .map(|word| match word.optionality {
            Optionality::Optional => format!("[{}]", text(word.name)),
            _ => text(word.name),
        })
        .collect();
    let _ = write!(
        page,
        ".SH SYNOPSIS\n.B {}\n[OPTIONS] {}\n.br\n.B s2ibox {}\n[OPTIONS] {}\n",
        text(&name),
        words.join(" "),
        text(entry.name()),
        words.join(" "),
    );
    let _ = write!(page, ".SH DESCRIPTION\n{}\n", sentence(about.description));
    if let Some(word) = about.positionals.first().filter(|word| !word.description.is_empty()) {
        let _ = write!(page, ".TP\n.I {}\n{}\n", text(word.name), sentence(word.description));
    }
    page.push_str(".SH OPTIONS\n");
    for flag in about.flags {
        option(&mut page, flag);
    }
    if matches!(entry, Entry::Command(_)) {
        page.push_str(STATUS);
        environment(&mut page);
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

fn environment(page: &mut String) {
    page.push_str(".SH ENVIRONMENT\n");
    for (name, meaning) in ENVIRONMENT {
        let _ = write!(page, ".TP\n.B {name}\n{}\n", sentence(meaning));
    }
}

/// A text that begins a line.
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

/// Plain text for roff.
fn text(from: &str) -> String {
    from.replace('\\', "\\e").replace('-', "\\-")
}
