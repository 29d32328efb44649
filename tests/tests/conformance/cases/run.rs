//! `run`: the `deploy` hook, then the `run` hook or the builder's `run`.

use crate::agree::cases;
use crate::case::{Case, State};

fn run() -> Case {
    Case::call("run")
}

cases! {
    the_builders_script: run(),
    the_builders_script_after_deploy: run().hook("deploy", State::Ready),
    the_run_hook_in_its_place: run().hook("run", State::Ready),
    all_of_them: run().deploy_env("A=1").hook("deploy", State::Ready).hook("run", State::Ready),
    deploy_fails: run().hook("deploy", State::Failing).hook("run", State::Ready),
    deploy_is_killed: run().hook("deploy", State::Killed).hook("run", State::Ready),
    deploy_is_terminated: run().hook_with("deploy", "#!/recorder\nkill TERM\n"),
    the_run_hook_is_killed: run().hook_with("run", "#!/recorder\nkill INT\n"),
    the_builders_script_is_killed: run().builder("run", "#!/recorder\nkill TERM\n"),
    the_builders_script_fails: run().builder("run", "#!/recorder\nexit 9\n"),
    the_builders_script_is_missing: run().variable("S2I_SCRIPTS_PATH", "/opt/nothing"),
    the_builders_script_is_not_executable: run()
        .file("/opt/other/run", "#!/recorder\n", 0o644).variable("S2I_SCRIPTS_PATH", "/opt/other"),
    the_builders_script_has_no_first_line: run().builder("run", "/recorder from the builder\n"),
    other_scripts: run().file("/opt/other/run", "#!/recorder\n", 0o755).variable("S2I_SCRIPTS_PATH", "/opt/other"),
    deploy_makes_the_run_hook: run()
        .hook_with("deploy", "#!/bin/sh\nprintf '#!/recorder\\n' > .s2i/action_hooks/run; chmod 755 .s2i/action_hooks/run\n"),
    deploy_takes_the_run_hook_away: run().hook("run", State::Ready).hook_with("deploy", "#!/bin/sh\nrm .s2i/action_hooks/run\n"),
    as_process_1: run().being_init().deploy_env("A=1").hook("deploy", State::Ready).hook("run", State::Ready),
    the_builders_script_as_process_1: run().being_init(),
    as_an_arbitrary_user: run().by_arbitrary_user().deploy_env("A=$(id -u)").hook("deploy", State::Ready),
    without_any_variables: run().without_variable("HOME").without_variable("LANG").variable("LC_ALL", "C"),
}
