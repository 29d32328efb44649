//! An env hook cannot disturb the next step of s2ibox, whatever it does to the shell.

use s2ibox_tests::Root;

/// Checks every kind of next step after this `deploy_env`: both hooks of `run`, a job in a category with a space,
/// and a command with arguments.
fn goes_on_after(deploy_env: impl AsRef<[u8]>) {
    let root = Root::new();
    root.env_hook("deploy_env", deploy_env)
        .hook("deploy", "echo deploy in \"$(pwd -P)\", $# words")
        .hook("run", "echo run in \"$(pwd -P)\", $# words")
        .job("jobs/at night/a job", "echo job in \"$(pwd -P)\", $# words");
    root.command("run")
        .stdout(
            " -----> Running application run script.\n \
             -----> Running {hooks}/deploy_env\n \
             -----> Running {hooks}/deploy\ndeploy in {src}, 0 words\n \
             -----> Running {hooks}/run\nrun in {src}, 0 words\n",
        )
        .check();
    root.command("jobs")
        .arg("at night")
        .stdout(
            " -----> Running {hooks}/deploy_env\n \
             -----> Executing jobs (at night)\n \
             -----> Running {src}/.s2i/jobs/at night/a job\njob in {src}, 0 words\n",
        )
        .check();
    root.command("exec")
        .args(["/usr/bin/printf", "<%s>", "a  b", "*", "", "--", "$HOME"])
        .stdout("<a  b><*><><--><$HOME>")
        .check();
}

#[test]
fn positional_parameters_do_not_disturb_the_next_step() {
    goes_on_after("set -- x y");
    goes_on_after("set -- /bin/false; shift");
    goes_on_after("set --");
}

#[test]
fn return_does_not_disturb_the_next_step() {
    goes_on_after("return");
    goes_on_after("true; return 0; echo never");
}

#[test]
fn set_plus_a_does_not_disturb_the_next_step() {
    goes_on_after("set +a; A=1");
}

#[test]
fn ifs_does_not_disturb_the_next_step() {
    goes_on_after("IFS=,");
    goes_on_after("IFS=");
    goes_on_after("IFS=/");
    goes_on_after("unset IFS");
}

#[test]
fn cd_does_not_disturb_the_next_step() {
    goes_on_after("cd /");
    goes_on_after("mkdir -p gone; cd gone; rmdir ../gone");
    goes_on_after("CDPATH=/; cd tmp >/dev/null");
}

#[test]
fn shell_options_do_not_disturb_the_next_step() {
    goes_on_after("set -u");
    goes_on_after("set -f");
    goes_on_after("set +e");
    goes_on_after("set +eo pipefail");
    goes_on_after("set -C");
    goes_on_after("set -o posix");
    goes_on_after("set -k");
    goes_on_after("set -E; set -T");
    goes_on_after(
        "shopt -s nullglob dotglob failglob nocasematch expand_aliases lastpipe inherit_errexit",
    );
    goes_on_after("shopt -u execfail sourcepath");
    goes_on_after("shopt -s execfail compat32");
    goes_on_after("hash -r; set +h");
    goes_on_after("set -m");
}

#[test]
fn functions_named_like_builtins_do_not_disturb_the_next_step() {
    goes_on_after(
        "cd() { echo never; }; exec() { echo never; }; set() { echo never; }; trap() { echo never; }",
    );
    goes_on_after("exit() { echo never; }; return() { echo never; }; unset() { echo never; }");
    goes_on_after("export() { echo never; }; declare() { echo never; }; eval() { echo never; }");
    goes_on_after("shopt() { false; }; :() { echo never; }; shift() { echo never; }");
    goes_on_after(
        "printf() { false; }; test() { false; }; builtin() { false; }; command() { false; }",
    );
    goes_on_after("kill() { false; }; date() { false; }; bash() { false; }; s2ibox() { false; }");
}

#[test]
fn aliases_do_not_disturb_the_next_step() {
    goes_on_after(
        "shopt -s expand_aliases\nalias exec='echo never' set='echo never' trap='echo never' \
         export='echo never' if='echo never' builtin='echo never' shopt='echo never'",
    );
}

#[test]
fn an_unset_or_changed_path_does_not_disturb_the_next_step() {
    goes_on_after("cp -p /usr/bin/printf .; hash -r; true");
    let root = Root::new();
    for change in ["unset PATH", "PATH=", "PATH=/no/such", "export -n PATH"] {
        root.env_hook("deploy_env", change).hook("deploy", "echo deploy").hook("run", "echo run");
        root.command("run")
            .stdout(
                " -----> Running application run script.\n \
                 -----> Running {hooks}/deploy_env\n \
                 -----> Running {hooks}/deploy\ndeploy\n \
                 -----> Running {hooks}/run\nrun\n",
            )
            .check();
    }
}

#[test]
fn readonly_variables_do_not_disturb_the_next_step() {
    goes_on_after("readonly A=1 PATH IFS S2I_SOURCE_PATH HOME");
    goes_on_after("readonly S2I_MARKERS_ENVIRON=mine");
    goes_on_after("readonly POSIXLY_CORRECT=y");
    goes_on_after("declare -r BASH_ENV=x OLDPWD");
}

#[test]
fn variables_of_bash_itself_do_not_disturb_the_next_step() {
    goes_on_after(
        "unset BASH_ENV ENV PWD OLDPWD SHLVL _ RANDOM SECONDS LINENO FUNCNAME BASH_COMMAND",
    );
    goes_on_after("POSIXLY_CORRECT=y");
    goes_on_after("PS4='$(echo never)'; SHELLOPTS_=x; BASH_XTRACEFD=; GLOBIGNORE='*'");
    goes_on_after("EXECIGNORE='*'");
    goes_on_after("TMOUT=1; HISTFILE=/dev/full; MAIL=x");
}

#[test]
fn traps_do_not_disturb_the_next_step() {
    goes_on_after("trap 'echo never' EXIT");
    goes_on_after("trap 'echo never' TERM INT HUP QUIT CHLD WINCH");
    goes_on_after("trap '' TERM");
    goes_on_after("trap 'set -- x' DEBUG; trap 'set -- x' RETURN; trap 'echo never' ERR");
}

#[test]
fn closed_descriptors_do_not_disturb_the_next_step() {
    goes_on_after("exec 3<&- 4>&- 10>&- 63>&-");
    goes_on_after("exec 0<&-");
}

#[test]
fn a_variable_named_like_one_of_s2ibox_does_not_disturb_the_next_step() {
    goes_on_after("for name in ${!__*} ${!S2IBOX*}; do declare -p $name >/dev/null; done");
    goes_on_after("unset S2I_SCRIPTS_PATH S2I_APPLICATION_PATH S2I_SOURCE_PATH S2I_UPLOAD_PATH");
}

#[test]
fn bytes_that_are_not_text_do_not_disturb_the_next_step() {
    goes_on_after(b"A=\xff\xfe; B=$'\\x01\\x7f\\x80'".as_slice());
    goes_on_after("A=1; # no newline at the end\\");
}

#[test]
fn crlf_line_ends_stay_in_the_values_or_fail_with_the_cause() {
    let root = Root::new();
    root.env_hook("deploy_env", "A=1\r");
    root.command("exec")
        .args(["sh", "-c", "printf %s \"$A\" | od -An -c"])
        .stdout("   1  \\r\n")
        .check();
    root.env_hook("deploy_env", "A=1\r\ntrue\r\n");
    let outcome = root.command("exec").arg("true").run();
    assert_eq!(outcome.status, s2ibox_tests::Status::Exit(127), "{outcome:?}");
    assert!(outcome.err().contains("Windows line ends"), "{outcome:?}");
}

#[test]
fn a_changed_source_path_is_for_later_programs_only() {
    let root = Root::new();
    root.env_hook("deploy_env", "S2I_SOURCE_PATH=/elsewhere; S2I_SCRIPTS_PATH=/there")
        .hook("deploy", "echo deploy: $S2I_SOURCE_PATH $S2I_SCRIPTS_PATH");
    root.builder("run", "echo run: $S2I_SOURCE_PATH $S2I_SCRIPTS_PATH");
    root.command("run")
        .stdout(
            " -----> Running application run script.\n \
             -----> Running {hooks}/deploy_env\n \
             -----> Running {hooks}/deploy\ndeploy: /elsewhere /there\n \
             -----> Running builder run script ({scripts}/run)\nrun: /elsewhere /there\n",
        )
        .check();
    root.job("jobs/hourly/a", "echo job: $S2I_SOURCE_PATH");
    root.command("jobs")
        .arg("hourly")
        .stdout(
            " -----> Running {hooks}/deploy_env\n \
             -----> Executing jobs (hourly)\n \
             -----> Running {src}/.s2i/jobs/hourly/a\njob: /elsewhere\n",
        )
        .check();
}

#[test]
fn a_directory_that_was_moved_away_is_still_the_directory() {
    let root = Root::new();
    root.env_hook("deploy_env", "cd /; mkdir -p \"$S2I_SOURCE_PATH/new\"");
    root.command("exec").args(["ls"]).stdout("new\n").check();
}

#[test]
#[ignore = "needs root"]
fn build_env_does_not_disturb_the_next_step() {
    let root = Root::new();
    root.builder("assemble", "echo assemble in \"$(pwd -P)\", $# words");
    root.uploaded()
        .env_hook(
            "build_env",
            "set -- x y; IFS=,; cd /; set -u; unset PATH; exec() { false; }; S2I_SCRIPTS_PATH=/x",
        )
        .hook("build", "echo build in \"$(pwd -P)\", $# words");
    root.command("assemble")
        .stdout(
            " -----> Running application assemble script.\n \
             -----> Running {hooks}/build_env\n \
             -----> Running builder assemble script ({scripts}/assemble)\n\
             assemble in {src}, 0 words\n \
             -----> Running {hooks}/build\nbuild in {src}, 0 words\n",
        )
        .check();
}

#[test]
fn disabled_builtins_do_not_disturb_the_next_step() {
    goes_on_after("enable -n exec set trap export shopt printf unset kill exit cd");
    goes_on_after("enable -n builtin command test [ declare shift");
}

#[test]
fn low_limits_do_not_disturb_the_next_step() {
    goes_on_after("ulimit -S -n 12");
    goes_on_after("ulimit -S -f 0; ulimit -S -c 0");
}
