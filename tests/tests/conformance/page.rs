//! The page for users of powershift-image: its table is written from the table of differences.

use std::fmt::Write as _;

use s2ibox_tests::Page;

use crate::differences::table;

const PAGE: Page = Page {
    file: "coming-from-powershift.md",
    variable: "S2IBOX_CONFORMANCE_UPDATE",
    command: "S2IBOX_CONFORMANCE_UPDATE=1 make conformance",
};

#[test]
fn the_page_has_the_table_of_differences() {
    let mut made = "| powershift-image | s2ibox | why | case |\n|---|---|---|---|\n".to_owned();
    for row in table() {
        let _ =
            writeln!(made, "| {} | {} | {} | `{}` |", row.original, row.ours, row.reason, row.name);
    }
    PAGE.holds(&made);
}
