//! `--env-of PID` with an environment that cannot be taken: the environment is set up as usual, and one line gives the
//! reason.

use std::process::{Child, Command, Stdio};

use nix::unistd::Pid;
use s2ibox_tests::{Root, Scratch, Status, copy_program, static_hook};

use crate::processes::{state, wait_until};

const EVALUATED: &str = " -----> Running {hooks}/deploy_env\nhook\n";

fn root() -> Root {
    let root = Root::new();
    root.env_hook("deploy_env", "FROM_HOOK=hook").hook("ready", "echo $FROM_HOOK");
    root
}

fn note(pid: impl std::fmt::Display, why: &str) -> String {
    format!("NOTE: the environment of process {pid} is not taken: {why}; it is set up anew\n")
}

/// A child process that is killed at the end of the test.
struct Other(Child);

impl Other {
    fn start(words: &[&str], marked: bool) -> Self {
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).env_clear().env("PATH", "/usr/bin:/bin");
        if marked {
            command.env("S2I_MARKERS_ENVIRON", "now");
        }
        Self(command.stdin(Stdio::null()).spawn().expect("start it"))
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(self.0.id().try_into().expect("a process id fits"))
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn evaluates(root: &Root, pid: impl std::fmt::Display, why: &str) {
    root.command("ready")
        .args(["--env-of", &pid.to_string()])
        .stdout(EVALUATED)
        .stderr(note(pid, why))
        .check();
}

#[test]
fn an_environment_without_the_marker_is_refused() {
    let other = Other::start(&["/bin/sleep", "60"], false);
    wait_until("it has become sleep", || {
        std::fs::read_to_string(format!("/proc/{}/comm", other.pid()))
            .is_ok_and(|it| it == "sleep\n")
    });
    evaluates(&root(), other.pid(), "it lacks S2I_MARKERS_ENVIRON, so it may not be complete");
}

#[test]
fn an_environment_overwritten_by_a_process_title_is_refused() {
    let title = ["/usr/bin/perl", "-e", "$0 = 'title ' x 900; $| = 1; sleep 60"];
    let other = Other::start(&title, true);
    wait_until("it has its title", || {
        std::fs::read(format!("/proc/{}/environ", other.pid())).is_ok_and(|it| {
            it.starts_with(b"t")
                || it.starts_with(b"e")
                || it.starts_with(b" ")
                || it.starts_with(b"\0")
                || it.starts_with(b"i")
                || it.starts_with(b"l")
        })
    });
    evaluates(&root(), other.pid(), "it was overwritten, as programs do that set a process title");
}

#[test]
fn a_process_that_has_ended_is_refused() {
    let mut other = Other::start(&["/bin/true"], true);
    other.0.wait().expect("wait for it");
    let pid = other.pid();
    let why = format!("/proc/{pid}/environ: No such file or directory (os error 2)");
    evaluates(&root(), pid, &why);
}

#[test]
fn a_zombie_is_refused() {
    let other = Other::start(&["/bin/true"], true);
    wait_until("it is dead", || state(other.pid()) == Some('Z'));
    let outcome = root().command("ready").args(["--env-of", &other.pid().to_string()]).run();
    assert_eq!(outcome.status, Status::Exit(0), "{outcome:?}");
    assert!(outcome.out().ends_with("hook\n"), "{outcome:?}");
    assert_eq!(outcome.err().lines().count(), 1, "{outcome:?}");
}

#[test]
#[ignore = "needs root"]
fn an_environment_of_another_user_is_refused() {
    let root = root();
    let other = Other::start(&["/bin/sleep", "60"], true);
    root.command("ready")
        .args(["--env-of", &other.pid().to_string()])
        .user(1_000_680_000, 0)
        .stdout(EVALUATED)
        .stderr(note(
            other.pid(),
            &format!("/proc/{}/environ: Permission denied (os error 13)", other.pid()),
        ))
        .check();
}

#[test]
#[ignore = "needs root"]
fn the_command_itself_is_refused() {
    let root = root();
    for marked in [true, false] {
        let test = root.command("ready").args(["--env-of", "1"]).as_init();
        let test = if marked { test.env("S2I_MARKERS_ENVIRON", "now") } else { test };
        test.stdout(EVALUATED).stderr(note(1, "that is this very process")).check();
    }
}

#[test]
#[ignore = "needs root"]
fn a_missing_proc_is_reported() {
    let scratch = Scratch::new();
    copy_program(&static_hook(), &scratch.path("action_hooks/ready"));
    scratch
        .command("ready")
        .args(["--env-of", "7"])
        .env("HOOK_ready", "say here")
        .stdout("here\n")
        .stderr(note(7, "/proc/7/environ: No such file or directory (os error 2)"))
        .check();
}

#[test]
fn an_invalid_process_id_is_a_usage_error() {
    let root = root();
    for value in ["0", "-1", "x", "self", "1 ", "99999999999"] {
        let by_option = root.command("ready").arg(format!("--env-of={value}")).run();
        let by_variable = root.command("ready").env("S2I_ENV_OF", value).run();
        for outcome in [by_option, by_variable] {
            assert_eq!(outcome.status, Status::Exit(2), "{value}: {outcome:?}");
            assert!(outcome.err().contains("a process id"), "{value}: {outcome:?}");
        }
    }
}
