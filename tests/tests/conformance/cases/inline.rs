//! Env hooks that change the process itself: the change reaches the next program, exactly like variables.

use crate::agree::cases;
use crate::case::{Case, State};

fn run(deploy_env: &str) -> Case {
    Case::run_after(deploy_env)
}

/// Returns a case of this file by its name.
pub fn case(name: &str) -> Case {
    let found = ALL.iter().find(|(known, _)| *known == name);
    found.unwrap_or_else(|| panic!("no case {name}")).1()
}

cases! {
    umask: run("umask 027"),
    umask_and_files: run("umask 077\n").hook_with("deploy", "#!/bin/sh\necho x > made\nmkdir inner\n"),
    limit: run("ulimit -S -n 77"),
    hard_limit: run("ulimit -n 99"),
    core_limit: run("ulimit -S -c 1000"),
    stack_limit: run("ulimit -S -s 4096"),
    open_descriptor: run("exec 7>>log"),
    descriptor_to_read: run("exec 5< .s2i/action_hooks/deploy_env"),
    descriptor_by_name: run("exec {LOG}>>log"),
    here_document_left_open: run("exec 6<<< 'for the reader'"),
    high_descriptor: run("exec 200>lock\nflock -n 200\n"),
    redirected_stdout: run("exec >&2"),
    stdout_to_a_file: run("exec >log 2>&1"),
    stdout_through_tee: run("exec > >(exec cat >> log)\n").hook_with("run", "#!/bin/sh\necho into the log; until grep -q into log; do sleep 0.05; done\n"),
    closed_stdin: run("exec <&-"),
    stdin_from_a_file: run("exec < .s2i/action_hooks/deploy_env"),
    ignored_signal: run("trap '' USR1"),
    ignored_term: run("trap '' TERM HUP"),
    ignored_pipe: run("trap '' PIPE"),
    trapped_signal: run("trap 'echo never' USR2"),
    ignored_and_reset: run("trap '' USR1\ntrap - USR1\n"),
    background_child: run("sleep 60 &\nHELPER_IS_THERE=${!:+yes}\n"),
    background_child_disowned: run("sleep 60 & disown"),
    background_child_with_nohup: run("nohup sleep 60 > /dev/null 2>&1 &\nuntil [[ $(</proc/$!/comm) == sleep ]]; do :; done\n"),
    background_child_that_has_ended: run("true &\nwait\n"),
    own_process_id: run("STARTED_AS=$BASHPID SHELL_IS=$$"),
    exported_function: run("greet() { echo hello $1; }\nexport -f greet\n"),
    exported_function_used: run("greet() { echo hello $1; }\nexport -f greet\n").hook_with("deploy", "#!/bin/bash\ngreet world\n"),
    exported_function_of_many_lines: run("f() {\n  case $1 in\n    a) echo 'x }' ;;\n  esac\n}\nexport -f f\n"),
    function_that_is_not_exported: run("greet() { echo hello; }\n"),
    function_under_allexport: run("set -a\nlate() { :; }\nset +a\n"),
    nice: run("renice -n 5 $$ > /dev/null\n").hook_with("deploy", "#!/bin/sh\nnice\n"),
    working_directory: run("cd /\n"),
    working_directory_that_is_gone: run("mkdir gone\ncd gone\nrmdir ../gone\n"),
    coprocess_left_running: run("coproc sleep 60\nCOPROC_PID=\n"),
    exported_options: run("export SHELLOPTS\n").hook("run", State::Absent),
    exported_bash_options: run("shopt -s extglob\nexport BASHOPTS\n").hook("run", State::Absent),
    posixly_correct: run("POSIXLY_CORRECT=1\n"),
    a_prompt_and_history: run("PS1='$ '\nPS4='+ '\nHISTFILE=/dev/null\nPROMPT_COMMAND=true\n"),
    bash_env_set_in_it: run("BASH_ENV=$PWD/.s2i/settings\n")
        .file("/opt/app-root/src/.s2i/settings", "FROM_BASH_ENV=1\nexport FROM_BASH_ENV\n", 0o644)
        .hook_with("deploy", "#!/bin/bash\n/recorder\n"),
}
