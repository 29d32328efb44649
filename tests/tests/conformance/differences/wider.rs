//! Differences where the original fails or does nothing, and s2ibox works.

use super::{forgive, rows};
use crate::case::{Case, State};

rows! {
    a_second_build {
        original: "a second build fails because `.s2i` is already there",
        ours: "the old `.s2i` is replaced",
        reason: "an image may be built on top of an image that was built in this way",
        case: Case::call("assemble").hook("build", State::Ready)
            .file("/opt/app-root/src/.s2i/action_hooks/deploy", "#!/recorder\n", 0o755),
        shows: [
            "-status: exit 1",
            "+status: exit 0",
            "-stderr| mv: cannot move '/tmp/src/.s2i' to './.s2i': Directory not empty",
            "+stdout|  -----> Running builder assemble script (/usr/libexec/s2i/assemble)",
            "+stdout|  -----> Running /opt/app-root/src/.s2i/action_hooks/build",
            "+stdout| this is build",
            "+hook 1 @ /usr/libexec/s2i/assemble",
            "+hook 2 @ /opt/app-root/src/.s2i/action_hooks/build",
            "-file /opt/app-root/src 0755 0:0 directory",
            "-file /opt/app-root/src/.s2i 0755 0:0 directory",
            "-file /opt/app-root/src/.s2i/action_hooks 0755 0:0 directory",
            "-file /opt/app-root/src/.s2i/action_hooks/deploy 0755 0:0 old file \"#!/recorder\\n\"",
            "+file /opt/app-root/src 0775 0:0 directory",
            "+file /opt/app-root/src/.s2i 0775 0:0 directory",
            "+file /opt/app-root/src/.s2i/action_hooks 0775 0:0 directory",
            "+file /opt/app-root/src/.s2i/action_hooks/build 0775 0:0 old file \"#!/recorder\\nsay this is build\\n\"",
            "-file /tmp/src/.s2i 0755 0:0 directory",
            "-file /tmp/src/.s2i/action_hooks 0755 0:0 directory",
            "-file /tmp/src/.s2i/action_hooks/build 0755 0:0 old file \"#!/recorder\\nsay this is build\\n\"",
        ],
    }
    upload_path {
        original: "the upload is always `/tmp/src`",
        ours: "`S2I_UPLOAD_PATH` sets the upload",
        reason: "builder images use different directories",
        case: Case::call("assemble").variable("S2I_UPLOAD_PATH", "/tmp/upload")
            .file("/tmp/upload/.s2i/action_hooks/build", "#!/recorder\n", 0o755),
        shows: [
            "+stdout|  -----> Running /opt/app-root/src/.s2i/action_hooks/build",
            "+hook 2 @ /opt/app-root/src/.s2i/action_hooks/build",
            "+file /opt/app-root/src/.s2i 0775 0:0 directory",
            "+file /opt/app-root/src/.s2i/action_hooks 0775 0:0 directory",
            "+file /opt/app-root/src/.s2i/action_hooks/build 0775 0:0 old file \"#!/recorder\\n\"",
            "-file /tmp/upload/.s2i 0755 0:0 directory",
            "-file /tmp/upload/.s2i/action_hooks 0755 0:0 directory",
            "-file /tmp/upload/.s2i/action_hooks/build 0755 0:0 old file \"#!/recorder\\n\"",
        ],
    }
    sti_scripts_path {
        original: "ignores `STI_SCRIPTS_PATH`",
        ours: "uses it if `S2I_SCRIPTS_PATH` is not set",
        reason: "older builder images set only `STI_SCRIPTS_PATH`",
        case: Case::call("run").variable("STI_SCRIPTS_PATH", "/opt/sti")
            .file("/opt/sti/run", "#!/recorder\n", 0o755),
        shows: [
            "-stdout|  -----> Running builder run script (/usr/libexec/s2i/run)",
            "-hook 1 @ /usr/libexec/s2i/run",
            "+stdout|  -----> Running builder run script (/opt/sti/run)",
            "+hook 1 @ /opt/sti/run",
        ],
    }
    verify_and_the_container_user {
        original: "`verify` does not source the container user script",
        ours: "every deploy command sources it",
        reason: "the test should run in the same environment as the application",
        case: Case::call("verify").container_user("export USER_NAME=me").hook("verify", State::Ready),
        shows: [
            "+hook 1 variable: USER_NAME=me",
        ],
    }
    exit_trap_of_deploy_env {
        original: "an EXIT trap of `deploy_env` runs after action hooks and jobs, but not after `run`, `exec`, `shell`",
        ours: "it never runs",
        reason: "traps end when bash becomes another program",
        case: Case::call("ready").deploy_env("trap 'echo trapped' EXIT").hook("ready", State::Ready),
        shows: [
            "-stdout| trapped",
        ],
    }
    err_trap_of_deploy_env {
        original: "an ERR trap of `deploy_env` runs if an action hook or a job fails",
        ours: "it never runs",
        reason: "traps end when bash becomes another program",
        case: Case::call("ready").deploy_env("trap 'echo trapped' ERR").hook("ready", State::Failing),
        shows: [
            "-stdout| trapped",
        ],
    }
    shown_path {
        original: "prints `src/action_hooks/x` for `verify`, `setup`, `migrate`",
        ours: "prints the real path",
        reason: "the reader can open this path",
        case: Case::call("setup").hook("setup", State::Ready),
        shows: [
            "-stdout|  -----> Running /opt/app-root/src/action_hooks/setup",
            "+stdout|  -----> Running /opt/app-root/src/.s2i/action_hooks/setup",
        ],
        forgive: forgive::shown_path,
    }
    term_as_process_1 {
        original: "as process 1, TERM during `deploy` is swallowed, and the application starts",
        ours: "TERM reaches the hook and ends the command",
        reason: "a pod should not need its whole grace period",
        case: Case::call("run").being_init()
            .hook_with("deploy", "#!/recorder\nsignal TERM\nwait 300\nsay still here\n"),
        shows: [
            "-status: exit 0",
            "+status: exit 143",
            "-stdout| still here",
            "-stdout|  -----> Running builder run script (/usr/libexec/s2i/run)",
            "+stderr| ERROR: …",
            "-hook 2 @ /usr/libexec/s2i/run",
        ],
    }
    term_elsewhere {
        original: "in other processes, TERM during `deploy` ends bash and leaves the hook as an orphan",
        ours: "TERM reaches the hook and ends the command",
        reason: "no process should continue without its parent",
        case: Case::call("run")
            .hook_with("deploy", "#!/recorder\nsignal TERM\nwait 300\nsay still here\n"),
        shows: [
            "-status: signal 15",
            "+status: exit 143",
            "+stderr| ERROR: …",
        ],
    }
}
