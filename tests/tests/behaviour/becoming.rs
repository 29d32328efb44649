//! Becoming a program: nothing of s2ibox is left, and the signal mask and dispositions are those of the caller.

use s2ibox_tests::{Root, copy_program};

const LOOK: [&str; 4] = ["grep", "-E", "^Sig(Blk|Ign|Cgt):", "/proc/self/status"];

const SHOW: &str = "exec grep -E '^Sig(Blk|Ign):' /proc/self/status";

/// Returns the signals of a script without s2ibox, because the caller of the tests may ignore signals.
fn as_they_came(root: &Root) -> String {
    root.start("/bin/bash").args(["-c", SHOW]).run().out()
}

#[test]
fn no_signal_is_blocked_or_ignored() {
    for deploy_env in [true, false] {
        let root = Root::new();
        if deploy_env {
            root.env_hook("deploy_env", "true");
        }
        root.hook("deploy", "true");
        let plain = root.start("/bin/grep").args(&LOOK[1..]).run().out();
        assert_eq!(root.command("exec").args(LOOK).run().out(), plain);
    }
}

#[test]
#[ignore = "needs root"]
fn no_signal_is_blocked_or_ignored_after_a_step() {
    for deploy_env in [true, false] {
        let root = Root::new();
        if deploy_env {
            root.env_hook("deploy_env", "true");
        }
        root.hook("deploy", SHOW).hook("run", SHOW);
        root.job("jobs/x/y", SHOW);
        let none = &as_they_came(&root);
        let out = root.command("run").run().out();
        assert_eq!(out.matches(none).count(), 2, "{out}");
        let out = root.command("jobs").arg("x").run().out();
        assert_eq!(out.matches(none).count(), 1, "{out}");
        let root = Root::new();
        root.builder("assemble", SHOW);
        root.uploaded().hook("pre_build", SHOW).hook("build", SHOW);
        if deploy_env {
            root.uploaded().env_hook("build_env", "trap true EXIT");
        }
        let out = root.command("assemble").run().out();
        assert_eq!(out.matches(none).count(), 3, "{out}");
    }
}

#[test]
fn ignored_and_blocked_signals_stay_so() {
    for deploy_env in [true, false] {
        let root = Root::new();
        if deploy_env {
            root.env_hook("deploy_env", "true");
        }
        root.hook("deploy", SHOW).hook("run", SHOW);
        // bash unblocks signals when it starts, but keeps ignored signals.
        for option in ["--ignore-signal=HUP", "--ignore-signal=USR1"] {
            let around = ["/usr/bin/env", option];
            let out = root.command("run").within(around).run().out();
            let plain = root.start("/bin/bash").args(["-c", SHOW]).within(around);
            let expected = plain.run().out();
            assert_eq!(out.matches(&expected).count(), 2, "{option}: {out}");
        }
    }
    let root = Root::new();
    let out =
        root.command("exec").args(LOOK).within(["/usr/bin/env", "--block-signal=USR1"]).run().out();
    assert!(out.contains("SigBlk:\t0000000000000200\n"), "{out}");
}

#[test]
fn sigpipe_is_at_its_default() {
    let root = Root::new();
    root.command("exec")
        .args(["sh", "-c", "kill -PIPE $$; echo never"])
        .killed_by(s2ibox_tests::Signal::SIGPIPE)
        .check();
    root.hook("deploy", "(kill -PIPE $BASHPID; echo never); echo $? >&2").hook("run", "true");
    let outcome = root.command("run").run();
    assert_eq!(outcome.err().lines().last(), Some("141"), "{outcome:?}");
}

#[test]
fn no_descriptor_of_s2ibox_is_left_open() {
    for deploy_env in [true, false] {
        let root = Root::new();
        if deploy_env {
            root.env_hook("deploy_env", "true");
        }
        root.hook("deploy", "true").hook("run", "exec ls /proc/self/fd");
        let plain = root.start("/bin/ls").arg("/proc/self/fd").run().out();
        let after = root.command("run").run().out();
        let after = after.rsplit("action_hooks/run\n").next().unwrap_or_default();
        assert_eq!(after, plain);
    }
}

#[test]
fn no_process_of_s2ibox_is_left() {
    for deploy_env in ["", "true", "trap true EXIT"] {
        let root = Root::new();
        if !deploy_env.is_empty() {
            root.env_hook("deploy_env", deploy_env);
        }
        root.hook("deploy", "true").hook("run", "cat /proc/$$/task/$$/children; echo none");
        let out = root.command("run").run().out();
        // cat, which reads, is a child at that moment.
        let children = out.lines().last().unwrap_or_default();
        assert_eq!(children.split_whitespace().count(), 2, "{out}");
    }
}

#[test]
fn limits_and_umask_and_group_are_unchanged() {
    let root = Root::new();
    let show = "umask; ulimit -n; ulimit -c; ulimit -s; ps -o pgid= -p $$ | grep -qw \"$GROUP\" || echo led";
    root.hook("deploy", show).hook("run", show);
    let plain = root.start("/bin/bash").args(["-c", show]).env("GROUP", "0").run().out();
    let out = root.command("run").env("GROUP", "0").run().out();
    assert_eq!(out.matches(&plain).count(), 2, "{out}\n{plain}");
}

#[test]
fn every_blocked_signal_stays_blocked_and_does_not_disturb() {
    let root = Root::new();
    copy_program(&s2ibox_tests::static_hook(), &root.path("action_hooks/deploy"));
    root.link_at("action_hooks/run", "deploy");
    let block = ["/usr/bin/env", "--block-signal=TERM,INT,HUP,QUIT,USR1,USR2,CHLD"];
    let look = ["/bin/grep", "^SigBlk:", "/proc/self/status"];
    let plain = root.start(look[0]).args(&look[1..]).within(block).run().out();
    let became = root.command("exec").args(look).within(block).run().out();
    assert_eq!(became, plain);
    let outcome = root.command("run").env("HOOK_deploy", "say deploy; exit 3").within(block).run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(3), "{outcome:?}");
}
