//! The shipped binary: it is static and starts in an empty root. `make build` checks its size.

use std::fs;

use s2ibox_tests::{Root, Scratch, commands, own_binary, s2ibox};

#[test]
fn the_binary_needs_no_interpreter_and_no_libraries() {
    for program in [s2ibox(), own_binary("run")] {
        let bytes = fs::read(&program).expect("read the program");
        let headers = program_headers(&bytes);
        assert!(!headers.contains(&INTERP), "{} names a loader", program.display());
    }
}

const INTERP: u32 = 3;

/// The types of the program headers of a 64-bit ELF file (elf(5)).
fn program_headers(bytes: &[u8]) -> Vec<u32> {
    assert_eq!(&bytes[..5], b"\x7fELF\x02");
    let number = |at: usize, length: usize| {
        let digits = bytes[at..at + length].iter().rev();
        digits.fold(0_usize, |number, &digit| number << 8 | usize::from(digit))
    };
    let (start, size, count) = (number(32, 8), number(54, 2), number(56, 2));
    let types = (0..count).map(|index| number(start + index * size, 4));
    types.map(|kind| kind.try_into().expect("32 bits")).collect()
}

#[test]
#[ignore = "needs root"]
fn the_binary_starts_in_an_empty_root() {
    let scratch = Scratch::new();
    let version = concat!("s2ibox ", env!("CARGO_PKG_VERSION"), "\n");
    scratch.start("/s2ibox").arg("--version").stdout(version).check();
    for command in commands() {
        let help = scratch.command(command).arg("--help").run();
        assert_eq!(help.status, s2ibox_tests::Status::Exit(0), "{help:?}");
    }
}

/// An application in Rust often sets these variables, which ask for backtraces.
#[test]
fn an_error_is_printed_with_rust_backtrace() {
    for name in ["RUST_BACKTRACE", "RUST_LIB_BACKTRACE"] {
        Root::new()
            .command("jobs")
            .env(name, "1")
            .stderr("ERROR: s2i-jobs: CATEGORY is missing; see s2i-jobs --help\n")
            .status(2)
            .check();
    }
}
