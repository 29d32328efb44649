//! The page for people who come from powershift-image: its table is made from the table of differences.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use pretty_assertions::assert_eq;

use crate::differences::table;

const BEGIN: &str = "<!-- made by S2IBOX_CONFORMANCE_UPDATE=1 make conformance: begin -->\n";
const END: &str = "<!-- made by S2IBOX_CONFORMANCE_UPDATE=1 make conformance: end -->\n";

#[test]
fn the_page_has_the_table_of_differences() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/coming-from-powershift.md");
    let text = fs::read_to_string(&page).expect("read docs/coming-from-powershift.md");
    let (before, rest) = text
        .split_once(BEGIN)
        .expect("the page says where the table begins");
    let (_, after) = rest
        .split_once(END)
        .expect("the page says where the table ends");
    let mut made = format!("{before}{BEGIN}");
    made += "| powershift-image | s2ibox | why | case |\n|---|---|---|---|\n";
    for row in table() {
        let _ = writeln!(
            made,
            "| {} | {} | {} | `{}` |",
            row.original, row.ours, row.reason, row.name
        );
    }
    made = made + END + after;
    if env::var_os("S2IBOX_CONFORMANCE_UPDATE").is_some_and(|value| !value.is_empty()) {
        fs::write(page, made).expect("write the page");
    } else {
        assert_eq!(
            text, made,
            "docs/coming-from-powershift.md is not what the table of differences says; \
             run: S2IBOX_CONFORMANCE_UPDATE=1 make conformance"
        );
    }
}
