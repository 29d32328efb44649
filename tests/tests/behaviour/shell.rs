//! `shell`: sets up the deploy environment, then becomes bash, else sh.

use s2ibox_tests::{Root, Scratch};

#[test]
fn shell_becomes_bash() {
    for deploy_env in [true, false] {
        let root = Root::new();
        if deploy_env {
            root.env_hook("deploy_env", "A=1");
        }
        let running =
            root.command("shell").stdin("echo $$ \"$0\" $A; [[ a == a* ]] && exit 5\n").spawn();
        let pid = running.pid();
        let outcome = running.outcome();
        let a = if deploy_env { " 1" } else { "" };
        assert_eq!(outcome.out(), format!("{pid} /bin/bash{a}\n"), "{outcome:?}");
        assert_eq!(outcome.status, s2ibox_tests::Status::Exit(5), "{outcome:?}");
    }
}

#[test]
fn shell_starts_in_the_source_path() {
    let root = Root::new();
    root.env_hook("deploy_env", "cd /");
    root.command("shell").stdin("pwd -P").stdout("{src}\n").check();
}

#[test]
fn shell_is_interactive_on_a_terminal() {
    let root = Root::new();
    let mut terminal = root
        .command("shell")
        .env("PS1", "")
        .env("HOME", &root.top)
        .env("TERM", "dumb")
        .on_terminal();
    terminal.press("[[ $- == *i* ]] && echo interact''ive; exit 4\n");
    terminal.wait_for_end_of("interactive");
    let (status, _) = terminal.finish();
    assert_eq!(status, s2ibox_tests::Status::Exit(4));
}

#[test]
#[ignore = "needs root"]
fn shell_becomes_sh_without_bash() {
    let scratch = Scratch::new();
    scratch.static_program("/bin/sh");
    scratch
        .command("shell")
        .env("HOOK_sh", "say sh; pid; exit 5")
        .stdout("sh\nsh is process 1\n")
        .status(5)
        .check();
}

#[test]
#[ignore = "needs root"]
fn shell_is_127_without_any_shell() {
    let scratch = Scratch::new();
    let outcome = scratch.command("shell").run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(127), "{outcome:?}");
    assert!(outcome.err().contains("/bin/bash"), "{outcome:?}");
}
