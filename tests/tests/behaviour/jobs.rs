//! `jobs CATEGORY`: runs each file of both directories in byte order, until the first failure.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use s2ibox_tests::{Root, Status};

const BEGIN: &str = " -----> Executing jobs (hourly)\n";

fn announced(job: &str) -> String {
    format!(" -----> Running {{src}}/.s2i/{job}\n")
}

#[test]
fn both_directories_are_run_in_byte_order() {
    let root = Root::new();
    for name in ["b", "a", "B", "10", "9", "_", "é", "a b", "a-b", "$(x)"] {
        root.job(format!("jobs/hourly/{name}"), "true");
    }
    root.job("cron_jobs/hourly/z", "true");
    let order = ["$(x)", "10", "9", "B", "_", "a", "a b", "a-b", "b", "é"];
    let lines = order.map(|name| announced(&format!("jobs/hourly/{name}")));
    root.command("jobs")
        .arg("hourly")
        .env("LC_ALL", "C.UTF-8")
        .stdout([BEGIN, &announced("cron_jobs/hourly/z"), &lines.concat()].concat())
        .check();
}

#[test]
fn a_job_runs_in_the_source_path_with_no_arguments() {
    let root = Root::new();
    root.job("jobs/hourly/a", "pwd -P; echo $#; cat");
    root.command("jobs")
        .arg("hourly")
        .stdin("its stdin\n")
        .stdout([BEGIN, &announced("jobs/hourly/a"), "{src}\n0\nits stdin\n"].concat())
        .check();
}

#[test]
fn names_with_spaces_and_hostile_bytes_run() {
    let root = Root::hostile();
    let name = OsStr::from_bytes(b"a\n$(touch pwned) '\"\xff");
    let job = std::path::Path::new("jobs/at night").join(name);
    root.job(job, "echo ran");
    let mut expected =
        b" -----> Executing jobs (at night)\n -----> Running {src}/.s2i/jobs/at night/".to_vec();
    expected.extend_from_slice(name.as_bytes());
    expected.extend_from_slice(b"\nran\n");
    root.command("jobs").arg("at night").stdout(expected).check();
}

#[test]
fn dotfiles_and_directories_are_skipped() {
    let root = Root::new();
    root.program("jobs/hourly/.gitkeep", "", 0o644)
        .job("jobs/hourly/.hidden", "echo never")
        .directory("jobs/hourly/inner")
        .job("jobs/hourly/inner/inside", "echo never")
        .link_at("jobs/hourly/dangling", "nowhere")
        .link_at("jobs/hourly/linked inner", "inner")
        .job("jobs/hourly/job", "echo job")
        .link_at("jobs/hourly/link", "job");
    root.command("jobs")
        .arg("hourly")
        .stdout(
            [
                BEGIN,
                &announced("jobs/hourly/job"),
                "job\n",
                &announced("jobs/hourly/link"),
                "job\n",
            ]
            .concat(),
        )
        .check();
}

#[test]
fn the_first_failure_ends_the_command_with_that_status() {
    let root = Root::new();
    root.job("cron_jobs/hourly/z", "true")
        .job("jobs/hourly/a", "exit 7")
        .job("jobs/hourly/b", "echo never");
    root.command("jobs")
        .arg("hourly")
        .stdout([BEGIN, &announced("cron_jobs/hourly/z"), &announced("jobs/hourly/a")].concat())
        .stderr("ERROR: job {src}/.s2i/jobs/hourly/a failed with status 7\n")
        .status(7)
        .check();
}

#[test]
fn jobs_are_line_buffered() {
    // The C library buffers lines that a program writes to a pipe, unless stdbuf changes that.
    let root = Root::new();
    root.job("jobs/hourly/a", "exec grep '' go");
    let go = root.src.join("go");
    nix::unistd::mkfifo(&go, nix::sys::stat::Mode::S_IRWXU).expect("make a pipe");
    let mut pipe =
        std::fs::OpenOptions::new().read(true).write(true).open(&go).expect("open the pipe");
    let mut running = root
        .command("jobs")
        .arg("hourly")
        .stdout([BEGIN, &announced("jobs/hourly/a"), "one\n"].concat())
        .spawn();
    std::io::Write::write_all(&mut pipe, b"one\n").expect("write a line");
    running.wait_for("one");
    drop(pipe);
    running.check();
    root.job("jobs/hourly/a", "echo $_STDBUF_O");
    root.command("jobs")
        .arg("hourly")
        .stdout([BEGIN, &announced("jobs/hourly/a"), "L\n"].concat())
        .check();
}

#[test]
fn jobs_run_without_stdbuf() {
    let root = Root::new();
    root.job("jobs/hourly/a", "echo ${_STDBUF_O-unset}");
    root.command("jobs")
        .arg("hourly")
        .env("PATH", "/no/such")
        .stdout([BEGIN, &announced("jobs/hourly/a"), "unset\n"].concat())
        .check();
}

#[test]
fn a_job_that_the_kernel_refuses_is_126_and_never_read_by_a_shell() {
    // stdbuf, which starts jobs where it is on PATH, would hand such a file to sh.
    let mut elf = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0\xee\xee\x01\0\0\0".to_vec();
    elf.extend(b"\necho never\n");
    for program in [elf.as_slice(), b"echo never\n\0\x01\x02"] {
        let root = Root::new();
        root.program("jobs/hourly/a", program, 0o755);
        let outcome = root.command("jobs").arg("hourly").run();
        assert_eq!(outcome.status, Status::Exit(126), "{outcome:?}");
        assert!(outcome.err().starts_with("ERROR: job "), "{outcome:?}");
        assert!(!outcome.out().contains("never"), "{outcome:?}");
    }
}

#[test]
fn a_job_without_an_interpreter_line_is_bash() {
    let root = Root::new();
    root.program("jobs/hourly/a", "A=(1 2)\necho ${A[1]}\nexit 3\n", 0o755);
    root.command("jobs")
        .arg("hourly")
        .stdout([BEGIN, &announced("jobs/hourly/a"), "2\n"].concat())
        .stderr("ERROR: job {src}/.s2i/jobs/hourly/a failed with status 3\n")
        .status(3)
        .check();
}

#[test]
fn a_job_may_add_a_job_to_the_second_directory() {
    let root = Root::new();
    root.job(
        "cron_jobs/hourly/a",
        "mkdir -p .s2i/jobs/hourly; printf 'echo made\\n' >.s2i/jobs/hourly/b; chmod +x .s2i/jobs/hourly/b",
    );
    root.command("jobs")
        .arg("hourly")
        .stdout(
            [BEGIN, &announced("cron_jobs/hourly/a"), &announced("jobs/hourly/b"), "made\n"]
                .concat(),
        )
        .check();
}
