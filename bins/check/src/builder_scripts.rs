//! Checks the scripts of `.s2i/bin`: whether they call the hooks, and what `save-artifacts` prints.

use common::hooks::builder::SCRIPTS;
use common::output::quoting::quoted;

use crate::finding::Findings;
use crate::rule::{ARCHIVE, NOT_CALLED, OTHER_RUNNER};
use crate::script::commands;
use crate::source_file::{File, Role};
use crate::source_tree::Tree;

/// Commands that print in a script without meaning to.
const PRINTERS: [&str; 4] = ["echo", "popd", "printf", "pushd"];

/// Checks whether anything calls the hooks of the tree.
pub fn check_calls(tree: &Tree, findings: &mut Findings) {
    let is_hook = |file: &&File| matches!(file.role, Role::Hook | Role::EnvHook);
    if !tree.files.iter().any(|file| is_hook(&file)) {
        return;
    }
    for name in SCRIPTS {
        let path = tree.path(".s2i/bin").join(name);
        let script =
            tree.files.iter().find(|file| file.role == Role::Script && file.name() == name);
        let Some(script) = script else {
            let message = format_args!(
                "there is no {name} here, so nothing calls the hooks, unless the builder image has \
                 s2ibox in front of its own (install --builder)"
            );
            let top = if tree.top.as_os_str().is_empty() {
                String::new()
            } else {
                format!(" {}", quoted(&tree.top))
            };
            let help = format_args!("s2ibox init --hooks={top}");
            findings.add(&NOT_CALLED, &path, &message).help(&help);
            continue;
        };
        let text = String::from_utf8_lossy(script.text());
        if text.contains("powershift-cli") {
            let message = "this installs powershift-cli, which runs the hooks in place of s2ibox";
            let help = format_args!("remove the installation, and end with: exec s2i-{name}");
            findings.add(&OTHER_RUNNER, &path, &message).help(&help);
        } else if !["s2ibox", &format!("s2i-{name}"), "powershift image"]
            .iter()
            .any(|call| text.contains(call))
            && script.text.is_some()
        {
            let message = format_args!(
                "this does not call s2i-{name}, so nothing calls the hooks, unless the builder image has \
                 s2ibox in front of its own {name} (install --builder)"
            );
            let help = format_args!("call s2i-{name} in place of the builder's {name}");
            findings.add(&NOT_CALLED, &path, &message).help(&help);
        }
    }
}

/// Checks that `save-artifacts` prints nothing but the archive.
pub fn check_archive(file: &File, findings: &mut Findings) {
    if file.role != Role::BesideScripts || file.name() != "save-artifacts" {
        return;
    }
    for command in commands(file.text()) {
        let prints = PRINTERS.contains(&command.name()) && !command.subshell;
        if prints && !command.is_redirected(file.text()) {
            let message = "this prints into the archive, which goes to standard output";
            findings.add(&ARCHIVE, &file.path, &message).at(command.line).sed_or(
                command.renamed(file.text(), r">\&2 &"),
                "send it to standard error, by >&2",
            );
        }
    }
}
