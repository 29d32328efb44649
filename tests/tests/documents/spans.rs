//! Command lines within the text: every command, option and make target that a page names in backquotes must
//! exist.

use std::collections::BTreeMap;
use std::fs;

use s2ibox_tests::{output, s2ibox};
use std::process::Command;

use crate::page::{all, repository};

/// The help of each command by name, or `None` if there is no such command.
#[derive(Default)]
struct Helps(BTreeMap<String, Option<String>>);

impl Helps {
    fn of(&mut self, command: &str) -> Option<&str> {
        let ask = || {
            let help = output(Command::new(s2ibox()).args([command, "--help"]));
            help.status.success().then(|| String::from_utf8_lossy(&help.stdout).into_owned())
        };
        self.0.entry(command.to_owned()).or_insert_with(ask).as_deref()
    }
}

/// Returns the command that a line begins with, and its arguments.
fn command<'a>(words: &[&'a str]) -> Option<(&'a str, Vec<&'a str>)> {
    let (command, rest) = match words {
        ["s2ibox", command, rest @ ..] | ["powershift", "image", command, rest @ ..] => {
            (*command, rest)
        }
        [first, rest @ ..] => (first.strip_prefix("s2i-")?, rest),
        [] => return None,
    };
    let plain = |letter: char| letter.is_ascii_lowercase() || letter == '-';
    (command.chars().all(plain) && !command.is_empty()).then(|| (command, rest.to_vec()))
}

#[test]
fn every_command_and_option_in_the_text_exists() {
    let mut helps = Helps::default();
    let makefile = fs::read_to_string(repository().join("Makefile")).expect("read the Makefile");
    let (mut faults, mut count) = (Vec::new(), 0);
    for page in all() {
        for (line, span) in page.spans() {
            let words: Vec<_> = span.split_whitespace().collect();
            let mut wrong =
                |what: &str| faults.push(format!("{}:{line}: {span}: {what}", page.path));
            if let ["make", target, ..] = words.as_slice() {
                count += 1;
                if !makefile.contains(&format!("\n{target}:")) {
                    wrong("no such target");
                }
            }
            let Some((name, rest)) = command(&words) else {
                continue;
            };
            count += 1;
            let Some(help) = helps.of(name) else {
                wrong("no such command");
                continue;
            };
            // After its first operand, the arguments of `exec` belong to another program.
            let options = rest.iter().take_while(|word| name != "exec" || word.starts_with('-'));
            for option in options.filter(|word| word.starts_with("--") && word.len() > 2) {
                let option = option.split('=').next().expect("a name");
                let in_help = |word: &str| word.split(['=', '[']).next() == Some(option);
                if !help.split([' ', '\n', ',']).any(in_help) {
                    wrong(&format!("no such option: {option}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(count > 60, "only {count} command lines were found");
}
