//! Checks the bytes of a text: UTF-16, a byte-order mark, Windows line ends.

use common::hooks::script_kind::{self, WITHOUT_MARK, as_utf_8};
use common::output::quoting::quoted;

use crate::finding::{Findings, Fix};
use crate::names::may_be_a_hook;
use crate::rule::{BYTE_ORDER_MARK, LINE_ENDS, UTF_16};
use crate::source_file::{File, Role, without_carriage_returns};

/// Checks the bytes of a file.
pub fn check(file: &File, findings: &mut Findings) {
    if file.is_utf_16 && !file.is_beside() {
        let message = "UTF-16 text, which neither bash nor S2I can read";
        findings.add(&UTF_16, &file.path, &message).help(&as_utf_8(&quoted(&file.path)));
    }
    if file.has_mark {
        let message = match file.role {
            Role::Environment => "a byte-order mark, which S2I makes part of the first name",
            _ => "a byte-order mark, which hides the first line",
        };
        findings
            .add(&BYTE_ORDER_MARK, &file.path, &message)
            .at(1)
            .sed(&WITHOUT_MARK)
            .fix(Fix::Content(without_mark));
    }
    // S2I itself reads lines of either kind from .s2i/environment.
    if file.role != Role::Environment
        && (!file.is_beside() || may_be_a_hook(file))
        && let Some(line) = file.windows_line
    {
        let message = "Windows line ends: the carriage return becomes part of the last word";
        findings
            .add(&LINE_ENDS, &file.path, &message)
            .at(line)
            .sed(&r"s/\r$//")
            .fix(Fix::Content(without_carriage_returns));
    }
}

fn without_mark(content: &[u8]) -> Vec<u8> {
    content.strip_prefix(script_kind::BYTE_ORDER_MARK).unwrap_or(content).to_vec()
}
