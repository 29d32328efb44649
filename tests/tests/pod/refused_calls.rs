//! Every command works where an older container runtime refuses the system calls that it does not know.

use nix::libc;
use s2ibox_tests::{Root, Status, Test};

use crate::processes::REFUSE_CALLS;

/// The numbers of the system calls that Linux 4.18 does not have; they are the same on all machines.
const NEW_CALLS: std::ops::RangeInclusive<i64> = 424..=470;

fn commands(root: &Root) -> Vec<Test> {
    root.env_hook("deploy_env", "A=1").env_hook("build_env", "B=1");
    for hook in ["deploy", "run", "ready", "pre_build", "build"] {
        root.hook(hook, "true");
    }
    root.builder("assemble", "true").builder("run", "true").job("jobs/h/1", "true");
    root.uploaded().hook("pre_build", "true").hook("ready", "true").env_hook("deploy_env", "A=1");
    vec![
        root.command("assemble"),
        root.command("run"),
        root.command("run").arg("--init"),
        root.command("ready"),
        root.command("ready").args(["--timeout", "60"]),
        root.command("exec").args(["--init=group", "true"]),
        root.command("env"),
        root.command("jobs").arg("none"),
        root.command("check"),
    ]
}

#[test]
#[ignore = "needs root"]
fn each_new_call_may_be_refused() {
    for errno in [libc::EPERM, libc::ENOSYS] {
        for call in NEW_CALLS {
            let root = Root::new();
            for test in commands(&root) {
                let refused = [REFUSE_CALLS, &errno.to_string(), &call.to_string()];
                let outcome = test.within(refused).run();
                assert_eq!(outcome.status, Status::Exit(0), "call {call}: {outcome:?}");
                assert!(!outcome.err().contains("WARNING"), "call {call}: {outcome:?}");
            }
        }
    }
}
