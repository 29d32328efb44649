//! The list of blocks that are not run, with the reasons that the pages give.

use pretty_assertions::assert_eq;

use crate::block::Kind;
use crate::page::all;

#[test]
fn only_the_listed_blocks_are_not_run() {
    let mut unrun = Vec::new();
    for page in all() {
        for block in page.of_kind(Kind::Unrun) {
            let reason = block.reason.as_deref().expect("a reason");
            unrun.push(format!("{}: {reason}", page.path));
        }
    }
    assert_eq!(unrun, ["docs/inside.md: a picture"]);
}
