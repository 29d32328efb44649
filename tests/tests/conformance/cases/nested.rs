//! Commands within commands: the environment is set up again, and no other step is repeated.

use crate::agree::cases;
use crate::case::{Case, State};

cases! {
    setup_inside_deploy: Case::call("run").deploy_env("COUNT=$((COUNT + 1))\n")
        .hook_with("deploy", "#!/bin/bash\nset -eo pipefail\npowershift image exec /recorder inner\n"),
    setup_hook_inside_deploy: Case::call("run").deploy_env("COUNT=$((COUNT + 1))\n")
        .hook_with("deploy", "#!/bin/bash\nif [ ! -f done ]; then powershift image setup | sed 's/-----> Running .*//'; touch done; fi\n")
        .hook_with("setup", "#!/bin/bash\necho $COUNT in $PWD\n"),
    migrate_inside_deploy_that_fails: Case::call("run").hook("run", State::Ready)
        .hook_with("deploy", "#!/bin/bash\nset -e\npowershift image migrate > /dev/null\necho never\n")
        .hook_with("migrate", "#!/bin/bash\nexit 8\n"),
    exec_inside_shell: Case::shell("powershift image exec /recorder a 'b c'\n").deploy_env("COUNT=$((COUNT + 1))\n"),
    exec_inside_exec: Case::exec(&["powershift", "image", "exec", "/recorder", "x"]).deploy_env("PATH=$PATH:/more\n"),
    shell_inside_exec: Case::exec(&["powershift", "image", "shell"]).input("/recorder\n").deploy_env("A=$A+\n"),
    jobs_inside_run: Case::call("run").hook_with("deploy", "#!/bin/bash\npowershift image jobs once\n").job("jobs/once/a", State::Ready).deploy_env("A=1"),
    ready_inside_alive: Case::call("alive").hook_with("alive", "#!/bin/bash\npowershift image ready\n").hook_with("ready", "#!/bin/bash\nexit 5\n"),
    exec_inside_a_job: Case::call("jobs").words(&["hourly"])
        .file("/opt/app-root/src/.s2i/jobs/hourly/a", "#!/bin/bash\npowershift image exec /recorder\n", 0o755),
    exec_inside_an_env_hook: Case::call("run").hook("run", State::Ready)
        .deploy_env("if [ -z \"$INNER\" ]; then INNER=1; SAID=$(powershift image exec /bin/sh -c 'echo $INNER'); fi\n"),
    verify_inside_build: Case::call("assemble").hook_with("build", "#!/bin/bash\npowershift image exec /recorder built\n"),
    run_by_the_builders_script: Case::call("run").hook_with("run", "#!/bin/bash\nexec powershift image exec /recorder app\n"),
    the_marker_is_there_inside: Case::call("run").hook_with("deploy", "#!/bin/bash\necho ${S2I_MARKERS_ENVIRON:+marked}\n"),
    in_another_directory: Case::call("run").hook_with("deploy", "#!/bin/bash\ncd /tmp; powershift image exec /recorder > /dev/null 2>&1; echo $?\n"),
}
