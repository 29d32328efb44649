//! `assemble`: its steps, their failures, and the files that are left.

use crate::agree::cases;
use crate::case::{Case, State};

/// The usual `assemble` of a builder: it moves the source into the source path.
const MOVES: &str = "#!/bin/bash\nset -e\necho '---> Installing application source ...'\ncp -Rf /tmp/src/. ./\n/recorder in the builder\n";

fn assemble() -> Case {
    Case::call("assemble")
}

fn real() -> Case {
    assemble().builder("assemble", MOVES).file("/tmp/src/app.py", "print('hello')\n", 0o644).file(
        "/tmp/src/bin/tool",
        "#!/bin/sh\n",
        0o700,
    )
}

cases! {
    without_hooks: assemble(),
    a_real_build: real().hook("pre_build", State::Ready).build_env("A=1").hook("build", State::Ready),
    hooks_of_later_commands: real().deploy_env("A=1").hook("deploy", State::Ready).hook("run", State::Ready).job("jobs/hourly/a", State::Ready),
    from_another_file_system: real().upload_elsewhere().hook("build", State::Ready),
    from_another_file_system_with_links: real().upload_elsewhere().hook("build", State::Linked)
        .link("/tmp/src/.s2i/link", "action_hooks/build").directory("/tmp/src/.s2i/empty", 0o750),
    modes_are_kept: real().upload_elsewhere().file("/tmp/src/.s2i/secret", "x", 0o600)
        .file("/tmp/src/.s2i/environment", "A=1\n", 0o444),
    pre_build_fails: real().hook("pre_build", State::Failing).hook("build", State::Ready),
    pre_build_is_killed: real().hook("pre_build", State::Killed),
    build_env_fails: real().build_env("A=1\nfalse\n").hook("pre_build", State::Ready).hook("build", State::Ready),
    build_env_returns_a_failure: real().build_env("return 6"),
    the_builder_fails: assemble().builder("assemble", "#!/recorder\nsay building\nexit 5\n").hook("build", State::Ready),
    the_builder_is_killed: assemble().builder("assemble", "#!/recorder\nkill SEGV\n").hook("build", State::Ready),
    the_builder_is_missing: assemble().variable("S2I_SCRIPTS_PATH", "/opt/nothing").hook("pre_build", State::Ready),
    build_fails: real().hook("build", State::Failing),
    build_is_killed: real().hook("build", State::Killed),
    build_env_reaches_the_rest: assemble().hook("pre_build", State::Ready).build_env("A=1\numask 027\nulimit -S -n 77\nexec 7>>log\n").hook("build", State::Ready),
    build_env_goes_elsewhere: Case::assemble_after("cd /tmp\n"),
    build_env_leaves_a_trap: Case::assemble_after("trap 'echo cleaned up; echo gone > cleaned' EXIT\n"),
    build_env_leaves_a_trap_and_a_step_fails: assemble().build_env("trap 'echo cleaned up' EXIT\n").hook("build", State::Failing),
    build_env_leaves_a_trap_that_sees_the_status: assemble().build_env("trap 'echo status $?' EXIT\n").hook("build", State::Failing),
    build_env_with_pip_settings: Case::assemble_after("export PIP_INDEX_URL=https://example.org/simple\nUPGRADE_PIP_TO_LATEST=1\n"),
    build_env_with_a_function: Case::assemble_after("log() { echo \"log: $*\"; }\nexport -f log\nlog from build_env\n"),
    pre_build_sees_the_upload: real().hook_with("pre_build", "#!/bin/sh\nls /tmp/src; pwd\n"),
    pre_build_makes_build_env: assemble().hook_with("pre_build", "#!/bin/sh\necho A=1 > .s2i/action_hooks/build_env\n").hook("build", State::Ready),
    the_builder_makes_the_build_hook: assemble().file("/tmp/src/.s2i/keep", "", 0o644)
        .builder("assemble", "#!/bin/sh\nmkdir -p .s2i/action_hooks; printf '#!/recorder\\n' > .s2i/action_hooks/build; chmod +x .s2i/action_hooks/build\n"),
    permissions_are_fixed: real().hook_with("build", "#!/bin/sh\numask 077\nmkdir made\necho x > made/file\necho y > made/tool\nchmod 700 made/tool\nln -s file made/link\nln -s /nowhere made/dangling\n"),
    permissions_of_other_groups: real().file("/opt/app-root/src/old/file", "x", 0o600).owned("/opt/app-root/src/old/file", 1001, 1001).owned("/opt/app-root/src/old", 1001, 1001),
    permissions_of_odd_files: assemble().hook_with("build", "#!/bin/sh\nmkfifo pipe; chmod 600 pipe\ntouch 'with space' '-dash'; chmod 400 'with space' ./-dash\nmkdir sticky; chmod 1700 sticky\n"),
    permissions_outside_the_application: Case::call("assemble").variable("S2I_SOURCE_PATH", "/opt/source").in_directory("/opt/source")
        .file("/opt/source/a", "x", 0o600).file("/opt/app-root/b", "x", 0o600),
    the_upload_holds_no_s2i: assemble().file("/tmp/src/app.py", "x", 0o644)
        .file("/opt/app-root/src/.s2i/action_hooks/build", "#!/recorder\n", 0o755),
    output_of_every_step: assemble().hook("pre_build", State::Script).build_env("echo from build_env; echo and err >&2").hook("build", State::Script),
    stdin_reaches_the_steps: assemble().hook_with("pre_build", "#!/bin/sh\nread a; echo $a\n").hook_with("build", "#!/bin/cat\n").input("one\ntwo\n"),
    as_an_arbitrary_user: real().by_arbitrary_user().hook("build", State::Ready),
    as_process_1: real().being_init().hook("pre_build", State::Ready).build_env("A=1").hook("build", State::Ready),
    with_words: assemble().words(&["now"]),
}
