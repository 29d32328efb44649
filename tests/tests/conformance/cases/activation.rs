//! The activation of the builder image's language runtime with `BASH_ENV`, and the container user script.

use crate::agree::cases;
use crate::case::{Case, State};

const VENV: &str = "/opt/app-root/bin/activate";
const ACTIVATE: &str = "deactivate() { unset -f deactivate; }
VIRTUAL_ENV=/opt/app-root
export VIRTUAL_ENV
_OLD_VIRTUAL_PATH=\"$PATH\"
case :$PATH: in *:$VIRTUAL_ENV/bin:*) ;; *) PATH=\"$VIRTUAL_ENV/bin:$PATH\"; export PATH ;; esac
unset PYTHONHOME
hash -r 2> /dev/null
";

/// The settings of the Python builder images: `BASH_ENV`, `ENV` and `PROMPT_COMMAND` all activate the runtime.
fn activated(case: Case) -> Case {
    case.file(VENV, ACTIVATE, 0o644)
        .file("/opt/app-root/bin/python-of-the-venv", "#!/bin/sh\necho this is it\n", 0o755)
        .variable("BASH_ENV", VENV)
        .variable("ENV", VENV)
        .variable("PROMPT_COMMAND", format!(". {VENV}"))
}

/// The script of the builder images with `nss_wrapper`.
const NSS_WRAPPER: &str = "# Set current user in nss_wrapper
USER_ID=$(id -u)
GROUP_ID=$(id -g)
if [ x\"$USER_ID\" != x\"0\" -a x\"$USER_ID\" != x\"1001\" ]; then
    NSS_WRAPPER_PASSWD=/opt/app-root/etc/passwd
    NSS_WRAPPER_GROUP=/etc/group
    cat /etc/passwd | sed -e 's/^default:/builder:/' > $NSS_WRAPPER_PASSWD
    echo \"default:x:${USER_ID}:${GROUP_ID}:Default Application User:${HOME}:/sbin/nologin\" >> $NSS_WRAPPER_PASSWD
    export NSS_WRAPPER_PASSWD
    export NSS_WRAPPER_GROUP
fi
";

cases! {
    run: activated(Case::run_after("A=$VIRTUAL_ENV")),
    run_without_an_env_hook: activated(Case::call("run").hook("deploy", State::Ready)),
    ready: activated(Case::call("ready").hook("ready", State::Ready)),
    exec: activated(Case::exec(&["python-of-the-venv"])),
    exec_sees_it: activated(Case::exec(&["/recorder"])),
    shell: activated(Case::shell("/recorder; python-of-the-venv\n")),
    jobs: activated(Case::call("jobs").words(&["hourly"]).job("jobs/hourly/a", State::Ready)),
    verify: activated(Case::call("verify").hook("verify", State::Ready)),
    assemble: activated(Case::assemble_after("A=$VIRTUAL_ENV")),
    assemble_without_an_env_hook: activated(Case::call("assemble").hook("pre_build", State::Ready).hook("build", State::Ready)),
    nested: activated(Case::call("run").hook_with("deploy", "#!/bin/bash\npowershift image exec /recorder\n")),
    a_bash_hook_activates_for_itself: activated(Case::call("run").hook_with("deploy", "#!/bin/bash\npython-of-the-venv\n")),
    bash_env_that_is_not_there: Case::run_after("A=1").variable("BASH_ENV", "/no/such/file"),
    bash_env_that_is_empty: Case::run_after("A=1").variable("BASH_ENV", ""),
    bash_env_with_a_variable_in_it: Case::run_after("B=$A").variable("BASH_ENV", "$HOME/.activate")
        .file("/opt/app-root/src/.activate", "A=set\n", 0o644),
    bash_env_that_fails: Case::run_after("B=1").variable("BASH_ENV", "/opt/app-root/activate")
        .file("/opt/app-root/activate", "false\nA=1\nexport A\n", 0o644),
    bash_env_that_talks: Case::run_after("B=1").variable("BASH_ENV", "/opt/app-root/activate")
        .file("/opt/app-root/activate", "echo activated >&2\n", 0o644).hook("deploy", State::Absent).hook("run", State::Absent),
    bash_env_with_a_function: Case::run_after("B=$(of_the_image)\n").variable("BASH_ENV", "/opt/app-root/activate")
        .file("/opt/app-root/activate", "of_the_image() { echo here; }\nexport -f of_the_image\n", 0o644),
    bash_env_with_an_umask: Case::run_after("B=1").variable("BASH_ENV", "/opt/app-root/activate")
        .file("/opt/app-root/activate", "umask 002\nulimit -S -n 88\n", 0o644),
    bash_env_only: Case::call("ready").hook("ready", State::Ready).variable("BASH_ENV", "/opt/app-root/activate")
        .file("/opt/app-root/activate", "export A=1\nB=not exported\numask 002\n", 0o644),
    software_collections: Case::run_after("B=$X_SCLS").variable("BASH_ENV", "/opt/app-root/etc/scl_enable")
        .file("/opt/app-root/etc/scl_enable", "unset BASH_ENV PROMPT_COMMAND ENV\nexport X_SCLS=rh-python36\nPATH=/opt/rh/bin:$PATH\n", 0o644),
    container_user_as_root: Case::run_after("B=$USER_ID").container_user(NSS_WRAPPER),
    container_user_as_an_arbitrary_user: Case::run_after("B=$USER_ID").container_user(NSS_WRAPPER).by_arbitrary_user(),
    container_user_for_a_probe: Case::call("ready").hook("ready", State::Ready).container_user(NSS_WRAPPER).by_arbitrary_user(),
    container_user_without_an_env_hook: Case::call("run").container_user(NSS_WRAPPER).by_arbitrary_user(),
    container_user_and_bash_env: activated(Case::run_after("B=$USER_ID").container_user(NSS_WRAPPER)).by_arbitrary_user(),
    container_user_is_not_for_builds: Case::assemble_after("B=$USER_ID").container_user(NSS_WRAPPER),
    container_user_variables_are_not_exported: Case::run_after("").container_user("A=1\nexport B=2\n"),
    container_user_with_a_umask: Case::run_after("").container_user("umask 002\n"),
}
