//! Checks the `#!` line: whether there is one, and whether the image has its interpreter.

use std::ffi::OsStr;
use std::path::Path;

use common::output::quoting::{escaped, quoted};

use crate::finding::{Findings, Fix};
use crate::image::Image;
use crate::rule::{INTERPRETER, NO_FIRST_LINE, SPACE};
use crate::source_file::{File, Role};

/// The interpreters of scripts by the endings of their names.
const INTERPRETERS: [(&str, &str); 5] =
    [("js", "node"), ("php", "php"), ("pl", "perl"), ("py", "python3"), ("rb", "ruby")];

/// A `#!` line, as the kernel reads it: a path, and the rest as one argument (execve(2)).
pub struct FirstLine {
    /// The interpreter.
    pub interpreter: String,
    /// The argument.
    pub argument: String,
}

/// The shell of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shell {
    /// Bash.
    Bash,
    /// Another shell of its kind: sh, dash, ash, ksh.
    Other,
}

impl FirstLine {
    /// Reads the `#!` line of a text, if it has one.
    #[must_use]
    pub fn of(text: &[u8]) -> Option<Self> {
        let line = text.strip_prefix(b"#!")?.split(|&byte| byte == b'\n').next()?;
        let line = String::from_utf8_lossy(line);
        let line = line.trim_matches([' ', '\t']);
        let (interpreter, argument) = first_word(line);
        Some(Self { interpreter: interpreter.to_owned(), argument: argument.to_owned() })
    }

    /// Returns the name of the program that reads the script, also where `env` starts it, and its
    /// arguments.
    fn program(&self) -> (&str, &str) {
        let name = base(&self.interpreter);
        if name != "env" {
            return (name, &self.argument);
        }
        let mut left = self.argument.as_str();
        loop {
            let (word, rest) = first_word(left);
            if !word.starts_with('-') && !word.contains('=') {
                return (base(word), rest);
            }
            left = rest;
        }
    }
}

fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Returns the shell that reads a file; none where it is not a shell script.
#[must_use]
pub fn shell(file: &File) -> Option<Shell> {
    let text = file.text.as_ref()?;
    if matches!(file.role, Role::EnvHook) {
        return Some(Shell::Bash);
    }
    match FirstLine::of(text) {
        None => Some(Shell::Bash),
        Some(line) => match line.program().0 {
            "bash" => Some(Shell::Bash),
            "sh" | "dash" | "ash" | "ksh" => Some(Shell::Other),
            _ => None,
        },
    }
}

/// Checks the first line of a file that is executed.
pub fn check(file: &File, image: &Image, findings: &mut Findings) {
    let Some(text) = file.text.as_ref().filter(|_| file.is_executed()) else {
        return;
    };
    let Some(line) = FirstLine::of(text) else {
        add_no_first_line(file, text, findings);
        return;
    };
    let FirstLine { interpreter, argument } = &line;
    let (program, _) = line.program();
    if image.has(interpreter) {
        if base(interpreter) != "env" {
            return;
        }
        let first = argument.split_ascii_whitespace().next().unwrap_or_default();
        if !first.starts_with('-') && argument.contains([' ', '\t']) {
            let message = format_args!("env is given '{}' as one name", escaped(argument));
            findings.add(&SPACE, &file.path, &message).at(1).sed(&"1s/env[[:space:]]*/env -S /");
        } else if !image.has_named(program) {
            add_absent(file, image, &line, program, findings);
        }
    } else if argument.contains('/') && !argument.starts_with('-') {
        let message = format_args!(
            "the path {} {} has a space, where the kernel cuts it",
            escaped(interpreter),
            escaped(argument)
        );
        let (name, rest) = first_word(base(argument));
        findings.add(&SPACE, &file.path, &message).at(1).sed(&written(&by_env(name, rest), rest));
    } else {
        add_absent(file, image, &line, interpreter, findings);
    }
}

/// Adds the finding that the image does not have `missing`, and that another first line may help.
fn add_absent(
    file: &File,
    image: &Image,
    line: &FirstLine,
    missing: &str,
    findings: &mut Findings,
) {
    let message = match missing {
        "" => "the #! line names no interpreter".to_owned(),
        _ => format!("the interpreter {} {}", escaped(missing), image.without()),
    };
    let finding = findings.add(&INTERPRETER, &file.path, &message).at(1);
    let (program, rest) = line.program();
    let wanted = if program.is_empty() { "sh" } else { program };
    let instead = match image.path_of(wanted) {
        Some(path) => path,
        None if image.has("/usr/bin/env") && image.has_named(wanted) => by_env(wanted, rest),
        None => {
            let directory = if missing.starts_with('/') { "" } else { "/usr/bin/" };
            finding.help(&format_args!(
                "use an interpreter that the image has, or declare that it has this one: \
                 s2ibox check --image-has {}",
                quoted(&image.list_with(&format!("{directory}{missing}")))
            ));
            return;
        }
    };
    finding.sed(&written(&instead, rest));
}

/// Splits a text into its first word and the rest.
fn first_word(text: &str) -> (&str, &str) {
    let (first, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
    (first, rest.trim_start())
}

/// Returns the words that start a program through `env`, which must split arguments (`-S`).
fn by_env(name: &str, rest: &str) -> String {
    let split = if rest.is_empty() { "" } else { "-S " };
    format!("/usr/bin/env {split}{name}")
}

/// Returns the sed script that writes a `#!` line.
fn written(interpreter: &str, rest: &str) -> String {
    let mut script = format!("1s|.*|#!{interpreter}");
    if !rest.is_empty() {
        script.push(' ');
    }
    for letter in rest.chars() {
        if "\\&|".contains(letter) {
            script.push('\\');
        }
        script.push(letter);
    }
    script + "|"
}

fn add_no_first_line(file: &File, text: &[u8], findings: &mut Findings) {
    let noun = file.noun();
    if text.is_empty() {
        findings
            .add(&NO_FIRST_LINE, &file.path, &format!("this {noun} is empty"))
            .help(&format_args!("printf '#!/bin/bash\\n' > {}", quoted(&file.path)));
        return;
    }
    let blank = text.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    if text[blank..].starts_with(b"#!") {
        let lines = text[..blank].split(|byte| *byte == b'\n').count() - 1;
        let message = "the #! line is not the first line, so the kernel does not see it";
        let finding = findings.add(&NO_FIRST_LINE, &file.path, &message).at(lines + 1);
        finding.sed(&format_args!("1,{lines}d")).fix(Fix::Content(without_blanks));
        return;
    }
    let ending = Path::new(file.name()).extension().and_then(OsStr::to_str).unwrap_or_default();
    let message = format_args!("this {noun} has no #! line; bash runs it, where there is one");
    let finding = findings.add(&NO_FIRST_LINE, &file.path, &message).at(1);
    let by_ending = INTERPRETERS.iter().find(|(known, _)| *known == ending);
    if let Some((_, interpreter)) = by_ending {
        finding.sed(&format_args!("1i #!/usr/bin/env {interpreter}"));
        return;
    }
    finding.sed(&"1i #!/bin/bash");
    if matches!(ending, "" | "sh" | "bash") {
        finding.fix(Fix::Content(with_first_line));
    }
}

fn with_first_line(content: &[u8]) -> Vec<u8> {
    if content.starts_with(b"#!") { content.to_vec() } else { [b"#!/bin/bash\n", content].concat() }
}

fn without_blanks(content: &[u8]) -> Vec<u8> {
    content.trim_ascii_start().to_vec()
}
