//! The count of long work, on a terminal.
//!
//! The tree is doubled until the work takes more than a second, because the speed of the machine is unknown.

use std::fs;

use s2ibox_tests::{NestedTree, Root, Signal, Status, Terminal, Test, Tmpfs, write_program};

const FILES: u32 = 2000;
const ERASE: &str = "\r\x1b[K";

/// Returns the result of `try_with` for the first tree that is large enough.
fn growing<T>(start: u32, mut try_with: impl FnMut(u32) -> Option<T>) -> T {
    let found = (start..16).find_map(&mut try_with);
    found.expect("no tree was large enough for a second of work")
}

fn on_terminal(test: Test, columns: u16) -> Terminal {
    test.env("TERM", "xterm").on_terminal_of(columns)
}

/// Returns the texts that were drawn and erased, in order.
fn drawn(written: &str) -> Vec<&str> {
    let pieces = written.split(ERASE).skip(1);
    pieces.map(|piece| piece.split('\n').next().unwrap_or_default()).collect()
}

fn progress_lines(root: &Root) -> Vec<String> {
    vec![
        " -----> Running application assemble script.".to_owned(),
        format!(" -----> Running builder assemble script ({}/assemble)", root.scripts.display()),
    ]
}

#[test]
#[ignore = "needs root"]
fn permissions_that_take_over_a_second_show_a_count_which_is_erased() {
    growing(9, |doublings| {
        let root = Root::new();
        let _large = NestedTree::mount(&root.src, FILES, doublings);
        root.builder("assemble", "true");
        let mut terminal = on_terminal(root.command("assemble"), 0);
        let seen = terminal.wait_for_text(|written| written.contains("setting permissions: "));
        let (status, written, left) = terminal.finish_on_screen();
        if !seen {
            return None;
        }
        assert_eq!(status, Status::Exit(0), "{written}");
        assert_eq!(left[..2], progress_lines(&root), "{written}");
        assert!(left[2].starts_with("NOTE: assemble took "), "{written}");
        assert_eq!(left[3..], [""], "{written}");
        let counts: Vec<u64> = drawn(&written)
            .iter()
            .filter(|piece| piece.starts_with("setting"))
            .map(|piece| {
                let rest = piece.strip_prefix("setting permissions: ").expect("the count");
                rest.strip_suffix(" entries").expect("the unit").parse().expect("a number")
            })
            .collect();
        assert!(counts.is_sorted() && counts[0] > 0, "{counts:?}");
        Some(())
    });
}

#[test]
#[ignore = "needs root"]
fn the_count_is_cut_to_the_terminal_and_absent_on_a_dumb_one_in_a_log_and_when_quiet() {
    growing(9, |doublings| {
        let root = Root::new();
        let _large = NestedTree::mount(&root.src, FILES, doublings);
        root.builder("assemble", "true");
        let log = root.command("assemble").env("TERM", "xterm").run();
        let log = log.err() + &log.times.expect("the times");
        // Work of less than a second shows no count in any case.
        if !lasted(&log) {
            return None;
        }
        let (_, narrow, _) = on_terminal(root.command("assemble"), 20).finish_on_screen();
        let dumb = root.command("assemble").env("TERM", "dumb").on_terminal();
        let (_, dumb) = dumb.finish();
        let quiet = root.command("assemble").env("S2I_LOG", "quiet");
        let (_, quiet) = on_terminal(quiet, 0).finish();
        if !narrow.contains(ERASE) || !lasted(&dumb[2]) {
            return None;
        }
        assert_eq!(drawn(&narrow)[0], "setting permissions", "{narrow}");
        assert_eq!(dumb[..2], progress_lines(&root));
        assert!(!dumb.concat().contains('\x1b'), "{dumb:#?}");
        assert_eq!(log.lines().count(), 1, "{log}");
        assert!(!log.contains('\r'), "{log}");
        assert_eq!(quiet, [""; 0]);
        Some(())
    });
}

/// Returns whether the line with the times has more than a second for permissions.
fn lasted(line: &str) -> bool {
    let (_, time) = line.trim_end().rsplit_once("permissions ").expect("the time of it");
    time.replace('.', "").parse::<u32>().expect("tenths") > 11
}

#[test]
#[ignore = "needs root"]
fn a_copy_that_takes_over_a_second_shows_a_count_and_a_signal_erases_it() {
    growing(6, |doublings| {
        let root = Root::new();
        let _other = Tmpfs::mount(&root.upload, "64m");
        root.uploaded().directory("large");
        let _large = NestedTree::mount(&root.uploaded().path("large"), 500, doublings);
        root.builder("assemble", "true");
        let mut terminal = on_terminal(root.command("assemble"), 0);
        if !terminal.wait_for_text(|written| written.contains("copying .s2i: ")) {
            return None;
        }
        terminal.signal(Signal::SIGTERM);
        let (status, written, left) = terminal.finish_on_screen();
        assert_eq!(status, Status::Exit(143), "{written}");
        assert_eq!(left[0], progress_lines(&root)[0], "{written}");
        assert!(left[1].starts_with("NOTE: assemble failed after "), "{written}");
        assert!(left[2].starts_with("ERROR: "), "{written}");
        assert_eq!(left[3..], [""], "{written}");
        let first = drawn(&written)[0];
        let rest = first.strip_prefix("copying .s2i: ").expect("the count");
        let (entries, megabytes) = rest.split_once(" entries, ").expect("the unit");
        assert!(entries.parse::<u64>().expect("a number") > 0, "{first}");
        assert_eq!(megabytes, "0 MB", "all of them are empty");
        assert_eq!(fs::read_dir(&root.src).expect("list").count(), 0, "nothing half copied");
        Some(())
    });
}

#[test]
#[ignore = "needs root"]
fn a_file_of_several_pieces_is_copied_whole() {
    const PIECE: usize = 16 << 20;
    for length in [PIECE - 1, PIECE, PIECE + 1, 2 * PIECE] {
        let root = Root::new();
        let _other = Tmpfs::mount(&root.upload, "64m");
        let content: Vec<u8> = (0..=250).cycle().take(length).collect();
        write_program(&root.uploaded().path("large"), &content, 0o644);
        root.builder("assemble", "true");
        let outcome = root.command("assemble").run();
        assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
        let copied = fs::read(root.path("large")).expect("read the copy");
        assert!(copied == content, "{length}: {} bytes", copied.len());
    }
}
