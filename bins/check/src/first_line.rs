//! The `#!` line: whether there is one, and whether the image has what it names.

use common::output::quoting::{escaped, quoted};

use crate::fix::Fix;
use crate::image::Image;
use crate::kind::{INTERPRETER, NO_FIRST_LINE, SPACE};
use crate::problem::{Problem, Problems};
use crate::tree::{File, Role};

/// A `#!` line, as the kernel reads it: a path, and all the rest as one argument.
pub struct FirstLine {
    /// The interpreter.
    pub interpreter: String,
    /// Its argument.
    pub argument: String,
}

/// A shell that a script is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shell {
    /// bash
    Bash,
    /// Any other shell of its kind: sh, dash, ash, ksh.
    Other,
}

impl FirstLine {
    /// The `#!` line of a text, if it has one.
    #[must_use]
    pub fn of(text: &[u8]) -> Option<Self> {
        let line = text.strip_prefix(b"#!")?.split(|&byte| byte == b'\n').next()?;
        let line = String::from_utf8_lossy(line);
        let line = line.trim_matches([' ', '\t']);
        let (interpreter, argument) = first_word(line);
        Some(Self { interpreter: interpreter.to_owned(), argument: argument.to_owned() })
    }

    /// The name of the program that is meant, also behind `env`.
    fn program(&self) -> &str {
        self.parts().0
    }

    /// The arguments of the program that is meant.
    fn rest(&self) -> &str {
        self.parts().1
    }

    fn parts(&self) -> (&str, &str) {
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

/// The shell that a file is read by; none where it is no shell script.
#[must_use]
pub fn shell(file: &File) -> Option<Shell> {
    let text = file.text.as_ref()?;
    if matches!(file.role, Role::EnvHook) {
        return Some(Shell::Bash);
    }
    match FirstLine::of(text) {
        None => Some(Shell::Bash),
        Some(line) => match line.program() {
            "bash" => Some(Shell::Bash),
            "sh" | "dash" | "ash" | "ksh" => Some(Shell::Other),
            _ => None,
        },
    }
}

/// Looks at the first line of what is executed.
pub fn look(file: &File, image: &Image, problems: &mut Problems) {
    let Some(text) = file.text.as_ref().filter(|_| file.executed()) else {
        return;
    };
    let Some(line) = FirstLine::of(text) else {
        none(file, text, problems);
        return;
    };
    let FirstLine { interpreter, argument } = &line;
    let program = line.program();
    if image.has(interpreter) {
        if base(interpreter) != "env" {
            return;
        }
        let first = argument.split_ascii_whitespace().next().unwrap_or_default();
        if !first.starts_with('-') && argument.contains([' ', '\t']) {
            let text = format_args!("env is given '{}' as one name", escaped(argument));
            problems.add(&SPACE, &file.path, &text).at(1).sed(&"1s/env[[:space:]]*/env -S /");
        } else if !image.has_named(program) {
            absent(file, image, &line, program, problems);
        }
    } else if argument.contains('/') && !argument.starts_with('-') {
        let text = format_args!(
            "the path {} {} has a space, where the kernel cuts it",
            escaped(interpreter),
            escaped(argument)
        );
        let (name, rest) = first_word(base(argument));
        problems.add(&SPACE, &file.path, &text).at(1).sed(&written(&by_env(name, rest), rest));
    } else {
        absent(file, image, &line, interpreter, problems);
    }
}

/// `missing` is what the image has not.
fn absent(file: &File, image: &Image, line: &FirstLine, missing: &str, problems: &mut Problems) {
    let text = match missing {
        "" => "the #! line names no interpreter".to_owned(),
        _ => format!("the interpreter {} {}", escaped(missing), image.without()),
    };
    let problem: &mut Problem = problems.add(&INTERPRETER, &file.path, &text).at(1);
    let program = line.program();
    let wanted = if program.is_empty() { "sh" } else { program };
    let rest = line.rest();
    let instead = match image.path_of(wanted) {
        Some(path) => path,
        None if image.has("/usr/bin/env") && image.has_named(wanted) => by_env(wanted, rest),
        None => {
            let folder = if missing.starts_with('/') { "" } else { "/usr/bin/" };
            problem.help(&format_args!(
                "write it for an interpreter that the image has, or say that it has this one: \
                 s2ibox check --image-has {}",
                quoted(&image.list_with(&format!("{folder}{missing}")))
            ));
            return;
        }
    };
    problem.sed(&written(&instead, rest));
}

/// The first word of a text, and what is behind it.
fn first_word(text: &str) -> (&str, &str) {
    let (first, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
    (first, rest.trim_start())
}

/// How `env` starts a program; with arguments it must split them.
fn by_env(name: &str, rest: &str) -> String {
    let split = if rest.is_empty() { "" } else { "-S " };
    format!("/usr/bin/env {split}{name}")
}

/// The sed script that writes a `#!` line.
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

fn none(file: &File, text: &[u8], problems: &mut Problems) {
    let kind = file.kind();
    if text.is_empty() {
        problems
            .add(&NO_FIRST_LINE, &file.path, &format!("this {kind} is empty"))
            .help(&format_args!("printf '#!/bin/bash\\n' > {}", quoted(&file.path)));
        return;
    }
    let text = format_args!("this {kind} has no #! line; bash is taken, where there is one");
    problems
        .add(&NO_FIRST_LINE, &file.path, &text)
        .at(1)
        .sed(&"1i #!/bin/bash")
        .fix(Fix::Content(with_first_line));
}

fn with_first_line(content: &[u8]) -> Vec<u8> {
    if content.starts_with(b"#!") { content.to_vec() } else { [b"#!/bin/bash\n", content].concat() }
}
