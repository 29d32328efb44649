//! What a file begins and its lines end with: a byte-order mark, Windows line ends.

use crate::fix::Fix;
use crate::kind::{LINE_ENDS, MARK as KIND_MARK};
use crate::names::may_be_a_hook;
use crate::problem::Problems;
use crate::tree::{File, MARK, Role, without_carriage_returns};

/// Looks at a text as bytes.
pub fn look(file: &File, problems: &mut Problems) {
    if file.marked {
        let text = match file.role {
            Role::Environment => "a byte-order mark, which S2I makes part of the first name",
            _ => "a byte-order mark, which hides the first line",
        };
        problems
            .add(&KIND_MARK, &file.path, &text)
            .at(1)
            .sed(&r"1s/^\xef\xbb\xbf//")
            .fix(Fix::Content(without_mark));
    }
    // S2I itself reads lines of either kind from .s2i/environment.
    let beside = matches!(file.role, Role::BesideHooks | Role::BesideScripts);
    if file.role != Role::Environment
        && (!beside || may_be_a_hook(file))
        && let Some(line) = file.windows_line
    {
        let text = "Windows line ends: the carriage return becomes part of the last word";
        problems
            .add(&LINE_ENDS, &file.path, &text)
            .at(line)
            .sed(&r"s/\r$//")
            .fix(Fix::Content(without_carriage_returns));
    }
}

fn without_mark(content: &[u8]) -> Vec<u8> {
    content.strip_prefix(MARK).unwrap_or(content).to_vec()
}
