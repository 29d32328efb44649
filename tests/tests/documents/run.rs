//! Runs the blocks of every page and compares their output.

use std::fmt::Write as _;
use std::num::NonZero;
use std::sync::Mutex;
use std::{fs, thread};

use crate::block::{Block, Kind};
use crate::expected_output::matches;
use crate::page::{Page, all};
use crate::place::Root;

/// Runs the page and returns its faults.
pub fn faults(page: &Page) -> String {
    let is_run = |block: &&Block| !matches!(block.kind, Kind::Unrun | Kind::Containerfile);
    let blocks: Vec<_> = page.blocks.iter().filter(is_run).collect();
    if blocks.is_empty() {
        return String::new();
    }
    let root = Root::new();
    let mut faults = root.run(&blocks);
    if !faults.is_empty() {
        faults = format!("{}: {faults}", page.path);
    }
    for block in blocks.iter().filter(|block| block.kind == Kind::Console) {
        faults += &compared(&root, page, block);
    }
    faults
}

fn compared(root: &Root, page: &Page, block: &Block) -> String {
    let mut faults = String::new();
    let commands = block.commands();
    for (number, (command, wanted)) in commands.iter().enumerate() {
        let read =
            |what: &str| fs::read_to_string(root.of(block).join(format!("{what}-{number:03}")));
        let (Ok(printed), Ok(status)) = (read("out"), read("status")) else {
            break; // the driver has reported the reason
        };
        let status_is_shown = commands.get(number + 1).is_some_and(|(next, _)| next == "echo $?\n")
            || command.contains("echo $?");
        let wrong_status = status != "0" && !status_is_shown;
        if wrong_status || !matches(wanted, &printed) {
            let _ = writeln!(
                faults,
                "{}:{}: $ {command}must print\n{wanted}---\nstatus {status}, and it prints\n{printed}---",
                page.path, block.line
            );
        }
    }
    faults
}

#[test]
#[ignore = "needs root"]
fn every_command_of_every_page_has_the_output_on_the_page() {
    let pages = all();
    let next = Mutex::new(pages.iter());
    let found = Mutex::new(String::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, NonZero::get) {
            scope.spawn(|| {
                while let Some(page) = { next.lock().unwrap().next() } {
                    let faults = faults(page);
                    found.lock().unwrap().push_str(&faults);
                }
            });
        }
    });
    let found = found.into_inner().unwrap();
    assert!(found.is_empty(), "\n{found}");
}
