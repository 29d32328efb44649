//! Env hooks run inline: their effects on the process reach the next program, in the same process.

use s2ibox_tests::Root;

/// Returns what a `ready` hook prints after this `deploy_env`.
fn arrives(deploy_env: &str, ready: &str, expected: &str) {
    let root = Root::new();
    root.env_hook("deploy_env", deploy_env).hook("ready", ready);
    root.command("ready")
        .stdout(format!(" -----> Running {{hooks}}/deploy_env\n{expected}"))
        .check();
}

/// Returns what the `deploy` hook, a child, and the `run` hook, the same process, print.
fn arrives_in_run(deploy_env: &str, look: &str, expected: &str) {
    let root = Root::new();
    root.env_hook("deploy_env", deploy_env).hook("deploy", look).hook("run", look);
    root.command("run")
        .stdout(format!(
            " -----> Running application run script.\n \
             -----> Running {{hooks}}/deploy_env\n \
             -----> Running {{hooks}}/deploy\n{expected} \
             -----> Running {{hooks}}/run\n{expected}"
        ))
        .check();
}

#[test]
fn variables_arrive_without_export() {
    arrives("A='1  2'\nB=$A,3", "echo \"$A|$B\"", "1  2|1  2,3\n");
}

#[test]
fn the_process_stays_the_same() {
    let root = Root::new();
    root.env_hook("deploy_env", "INLINE=$$").hook("ready", "[ $$ = $INLINE ] && echo same");
    root.command("ready").stdout(" -----> Running {hooks}/deploy_env\nsame\n").check();
}

#[test]
fn a_limit_arrives() {
    arrives_in_run("ulimit -S -n 77", "ulimit -S -n", "77\n");
}

#[test]
fn the_umask_arrives() {
    arrives_in_run("umask 027", "umask", "0027\n");
}

#[test]
fn an_open_descriptor_arrives() {
    arrives(
        "exec 3>written; echo from deploy_env >&3",
        "echo from ready >&3; cat written",
        "from deploy_env\nfrom ready\n",
    );
    arrives_in_run(
        "exec 7<<<'once for all'",
        "cat /dev/fd/7 >/dev/null && echo readable",
        "readable\n",
    );
}

#[test]
fn a_redirected_stdout_arrives() {
    let root = Root::new();
    root.env_hook("deploy_env", "exec >&2").hook("ready", "echo here");
    root.command("ready").stdout(" -----> Running {hooks}/deploy_env\n").stderr("here\n").check();
}

#[test]
fn a_background_child_stays_a_child() {
    arrives(
        "sleep 60 & HELPER=$!",
        "ps -o ppid= -p $HELPER | grep -qw $$ && echo a child of this process; kill $HELPER",
        "a child of this process\n",
    );
}

#[test]
fn an_ignored_signal_stays_ignored() {
    arrives_in_run("trap '' USR1", "kill -USR1 $$ && echo survived", "survived\n");
}

#[test]
fn a_trapped_signal_is_at_its_default_again() {
    arrives("trap 'echo trapped' USR2", "{ sh -c 'kill -USR2 $$'; } 2>/dev/null; echo $?", "140\n");
}

#[test]
fn an_exported_function_arrives() {
    arrives("greet() { echo hello $1; }\nexport -f greet", "greet world", "hello world\n");
}

#[test]
fn a_value_of_many_lines_arrives() {
    arrives("A='1\n2\n\n'", "printf '%s|\\n' \"$A\"", "1\n2\n\n|\n");
}

#[test]
fn bytes_that_are_not_utf8_arrive() {
    arrives("A=$'\\xff\\xfe\\x80'", "printf '%s' \"$A\" | od -An -tx1", " ff fe 80\n");
}

#[test]
fn an_environment_name_with_dots_or_dashes_arrives() {
    let root = Root::new();
    root.env_hook("deploy_env", ":").environ_hook("ready");
    let environment = root
        .command("ready")
        .env("spring.datasource.url", "jdbc:x")
        .env("a-b", "dashed")
        .env("1st", "digit")
        .run()
        .out();
    for entry in ["spring.datasource.url=jdbc:x", "a-b=dashed", "1st=digit"] {
        assert!(environment.split(['\0', '\n']).any(|line| line == entry), "{environment}");
    }
}

#[test]
fn no_variable_of_s2ibox_is_left_in_the_environment() {
    let root = Root::new();
    root.env_hook("deploy_env", "A=1").environ_hook("ready");
    root.container_user("B=2; export C=3");
    let output = root.command("ready").run().out();
    let environment = output.split_once("deploy_env\n").expect("announced").1;
    let mut names: Vec<_> = environment
        .split_terminator('\0')
        .filter_map(|entry| entry.split_once('=').map(|(name, _)| name))
        .collect();
    names.sort_unstable();
    let expected = [
        "A",
        "C",
        "OLDPWD",
        "PATH",
        "PWD",
        "S2I_APPLICATION_PATH",
        "S2I_MARKERS_ENVIRON",
        "S2I_SCRIPTS_PATH",
        "S2I_SOURCE_PATH",
        "S2I_UPLOAD_PATH",
        "SHLVL",
        "_",
    ];
    // bash may set these in every process that it becomes or starts.
    let of_bash = ["OLDPWD", "PWD", "SHLVL", "_"];
    let without = |names: &[&str]| -> Vec<String> {
        let names = names.iter().filter(|name| !of_bash.contains(name));
        names.map(|name| (*name).to_owned()).collect()
    };
    assert_eq!(without(&names), without(&expected), "{environment:?}");
}

#[test]
fn no_descriptor_of_s2ibox_is_left_open() {
    let root = Root::new();
    root.env_hook("deploy_env", "A=1").hook("deploy", "true").hook("run", "ls /proc/$$/fd; true");
    let before = root.start("/bin/bash").args(["-c", "ls /proc/$$/fd; true"]).run().out();
    let after = root.command("run").run().out();
    // Descriptor 255 is bash's own, for the script that it reads.
    let after = after.rsplit("action_hooks/run\n").next().expect("announced");
    assert_eq!(after.replace("255\n", ""), before);
}

#[test]
#[ignore = "needs root"]
fn build_env_reaches_the_builder_and_the_build_hook() {
    let root = Root::new();
    root.builder("assemble", "echo \"$A\"; umask; ulimit -S -n");
    root.uploaded()
        .env_hook("build_env", "A=1; umask 027; ulimit -S -n 77")
        .hook("pre_build", "echo \"${A-unset}\"")
        .hook("build", "echo \"$A\"; umask; ulimit -S -n");
    root.command("assemble")
        .stdout(
            " -----> Running application assemble script.\n \
             -----> Running {hooks}/pre_build\nunset\n \
             -----> Running {hooks}/build_env\n \
             -----> Running builder assemble script ({scripts}/assemble)\n1\n0027\n77\n \
             -----> Running {hooks}/build\n1\n0027\n77\n",
        )
        .check();
}

#[test]
fn a_closed_stdout_or_stderr_arrives() {
    let root = Root::new();
    root.env_hook("deploy_env", "exec >&- 2>&-")
        .hook("deploy", "[ ! -e /proc/self/fd/1 ] && touch no-stdout; true")
        .hook("run", "[ ! -e /proc/self/fd/2 ] && touch no-stderr; true");
    root.command("run")
        .stdout(" -----> Running application run script.\n -----> Running {hooks}/deploy_env\n")
        .check();
    assert!(root.src.join("no-stdout").exists());
    assert!(root.src.join("no-stderr").exists());
}
