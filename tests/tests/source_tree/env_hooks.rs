//! Findings in env hooks, which `check` tries.

use s2ibox_tests::Root;

use crate::source::{
    bash, check, check_with, clean, everything, fix_by_help, fixed_by_help, reported, text,
};

fn deploy_env(text: &str) -> Root {
    let root = Root::new();
    root.env_hook("deploy_env", text);
    root
}

#[track_caller]
fn fault(text: &str, severity: &str, line: usize, problem: &str, help: &str) -> Root {
    let root = deploy_env(text);
    let errors = usize::from(severity == "error");
    reported(
        &root,
        &format!(".s2i/action_hooks/deploy_env:{line}: {severity}: {problem}\n  help: {help}\n"),
        errors,
        1 - errors,
        1,
    );
    root
}

#[test]
fn an_env_hook_that_bash_cannot_read_is_a_finding() {
    let root = fault(
        "A=1\nfi",
        "error",
        2,
        "bash cannot read this: syntax error near unexpected token `fi' [syntax]",
        "correct it, then see: bash -n .s2i/action_hooks/deploy_env",
    );
    root.env_hook("deploy_env", "A=1");
    clean(&root);
}

#[test]
fn an_env_hook_that_prints_is_a_finding() {
    let root = fault(
        "A=1\necho loading\nB=2",
        "warning",
        2,
        "this prints 'loading', and so does every command that sources it [prints]",
        r"sed -i '2s/echo/>\&2 &/' .s2i/action_hooks/deploy_env",
    );
    fixed_by_help(&root, "");
}

#[test]
fn an_env_hook_that_prints_in_a_function_is_a_finding() {
    let root = fault(
        "hello() {\n  [[ $1 ]] && printf 'a\\nb\\n'\n}\nhello you\nunset -f hello",
        "warning",
        2,
        "this prints 'a', and so does every command that sources it [prints]",
        r"sed -i '2s/printf/>\&2 &/' .s2i/action_hooks/deploy_env",
    );
    fixed_by_help(&root, "");
}

#[test]
fn printing_is_fixed_before_a_comment_and_a_second_line() {
    for text in [
        "echo a # echo",
        "echo 'no echo' \\\n  b",
        "cat <<END\na\nEND",
        ". \"$S2I_SOURCE_PATH/lib\"",
    ] {
        let root = deploy_env(text);
        std::fs::write(root.src.join("lib"), "echo a\n").expect("write");
        fixed_by_help(&root, "");
    }
}

#[test]
fn printing_in_a_pipeline_is_left_to_the_reader() {
    fault(
        "echo a | cat",
        "warning",
        1,
        "this prints 'a', and so does every command that sources it [prints]",
        "send it to standard error, by >&2, or leave it out",
    );
}

#[test]
fn an_env_hook_that_calls_exit_is_a_finding() {
    let root = fault(
        "A=1\n[[ $A ]] || exit 0\nB=2",
        "error",
        2,
        "exit ends the command that sources this: nothing would be run, and a probe would pass [exit]",
        "sed -i 2s/exit/return/ .s2i/action_hooks/deploy_env",
    );
    fixed_by_help(&root, "");
}

#[test]
fn an_env_hook_that_calls_exit_with_a_status_is_a_finding() {
    let root = fault(
        "if [[ ! $HOME ]]; then exit 3; fi",
        "error",
        1,
        "exit ends the command that sources this, and no error names the line; use return [exit]",
        "sed -i 1s/exit/return/ .s2i/action_hooks/deploy_env",
    );
    fixed_by_help(&root, "");
}

#[test]
fn an_exit_is_fixed_where_it_is_a_command() {
    let root = deploy_env("[[ $A ]] || { A='no exit'; exit 1; }");
    fix_by_help(&root, "");
    assert_eq!(text(&root, "action_hooks/deploy_env"), "[[ $A ]] || { A='no exit'; return 1; }\n");
    let root = deploy_env("[[ $A ]] && exit 2 || exit 1");
    let report = check(&root).run().out();
    for help in report.lines().filter_map(|line| line.strip_prefix("  help: ")) {
        bash(&root, help);
    }
    assert_eq!(text(&root, "action_hooks/deploy_env"), "[[ $A ]] && return 2 || return 1\n");
}

#[test]
fn an_env_hook_that_exits_when_tried_is_reported_once() {
    let root = fault(
        "die() {\n  exit 3\n}\ndie",
        "error",
        2,
        "exit ends the command that sources this, and no error names the line; use return [exit]",
        "sed -i 2s/exit/return/ .s2i/action_hooks/deploy_env",
    );
    root.env_hook("deploy_env", "A=1");
    clean(&root);
}

#[test]
fn an_env_hook_that_sources_a_file_with_exit_is_a_finding() {
    let root = deploy_env("A=1\n. \"$S2I_SOURCE_PATH/settings\"");
    std::fs::write(root.src.join("settings"), "B=1\nexit 3\n").expect("write");
    reported(
        &root,
        ".s2i/action_hooks/deploy_env:2: error: this calls exit, which ends the command that sources it [exit]\n  \
         help: use return in place of exit\n",
        1,
        0,
        1,
    );
}

#[test]
fn exit_in_texts_and_subshells_is_not_a_finding() {
    clean(&deploy_env(
        "# exit\nA='exit 1'\nB=$(exit 0)\n(exit 0)\nif [[ $A == exit ]]; then :; fi",
    ));
}

#[test]
fn an_env_hook_that_leaves_a_variable_is_a_finding() {
    let root = fault(
        "A=1\nfor i in 1 2; do A=$((A + i)); done",
        "warning",
        2,
        "the variable i stays behind in the environment of everything [temporary]",
        "printf '%s\\n' 'unset i' >> .s2i/action_hooks/deploy_env",
    );
    fixed_by_help(&root, "");
}

#[test]
fn an_env_hook_that_leaves_a_function_is_a_finding() {
    let root = fault(
        "helper() { local x=1; A=$x; }\nhelper",
        "warning",
        1,
        "the function helper stays behind in the environment of everything [temporary]",
        "printf '%s\\n' 'unset -f helper' >> .s2i/action_hooks/deploy_env",
    );
    fixed_by_help(&root, "");
}

#[test]
fn a_fix_is_not_joined_to_a_last_line_without_an_end() {
    let root = Root::new();
    root.program("action_hooks/deploy_env", "tmp=1; A=$tmp", 0o644);
    fixed_by_help(&root, "");
}

#[test]
fn variables_in_capitals_and_those_of_proxies_are_not_temporary() {
    clean(&deploy_env("LOGLEVEL=${LOGLEVEL:-1}\nhttp_proxy=http://proxy\nno_proxy=localhost"));
}

#[test]
fn a_variable_exported_by_name_is_not_temporary() {
    clean(&deploy_env(
        "export spring_profiles_active=web _A\n_A=1\nhello() { :; }\nexport -f hello",
    ));
}

#[test]
fn a_slow_env_hook_is_a_finding() {
    let root = deploy_env("A=1\nsleep 0.8\nB=2");
    let report = check(&root).status(1).run().out();
    let time = report.split("takes ").nth(1).and_then(|rest| rest.split(' ').next());
    let time = time.expect("it says how long it takes");
    assert_eq!(
        report,
        format!(
            ".s2i/action_hooks/deploy_env:2: warning: this takes {time} seconds, and this line most of it [slow]\n  \
             help: do it once, in the build hook, into a file, and only read that here\n\
             .s2i: 0 errors and 1 warning in 1 file\n"
        )
    );
    assert!(time.parse::<f64>().expect("a number") >= 0.8, "{time}");
}

#[test]
fn many_quick_commands_are_not_slow() {
    clean(&deploy_env("N=0\nwhile ((N < 8000)); do\n  N=$((N + 1))\n  M=$N\ndone"));
}

#[test]
fn an_env_hook_that_never_ends_is_stopped() {
    let root = fault(
        "A=1\nwhile :; do sleep 1; done",
        "warning",
        2,
        "this did not end within 10 seconds [slow]",
        "an env hook must not wait for anything; do that in the deploy hook",
    );
    root.env_hook("deploy_env", "A=1");
    clean(&root);
}

#[test]
fn an_env_hook_that_fails_here_is_only_a_note() {
    check(&deploy_env("A=1\ncat /no/such/file"))
        .stdout(
            ".s2i/action_hooks/deploy_env:2: note: tried here, this ended with status 1 (line 2: cat: /no/such/file: \
             No such file or directory); the image may have what it needs [ended-early]\n\
             .s2i: no problems in 1 file\n"
                .replace("line 2: ", ""),
        )
        .check();
}

#[test]
fn an_env_hook_is_tried_in_a_copy_with_the_variables_of_s2i() {
    let root = deploy_env(
        "[[ $GIVEN == 'as it is' && $PWD == \"$S2I_SOURCE_PATH\" && -f app.py ]]\n\
         touch made \"$HOME/made\"\nrm app.py\n! read -r line || return 1\nunset line",
    );
    root.program("environment", "GIVEN=as it is\n", 0o644);
    std::fs::write(root.src.join("app.py"), "").expect("write");
    let before = everything(&root);
    clean(&root);
    assert_eq!(everything(&root), before);
}

#[test]
fn a_hook_behind_a_link_is_tried_in_a_copy_as_well() {
    for link in [".s2i", ".s2i/action_hooks"] {
        let root = deploy_env("A=1");
        std::fs::create_dir_all(&root.src).expect("make a directory");
        let elsewhere = root.top.join("elsewhere");
        std::fs::rename(root.src.join(link), &elsewhere).expect("move");
        std::os::unix::fs::symlink(&elsewhere, root.src.join(link)).expect("link");
        let hook = root.path("action_hooks/deploy_env");
        let before = std::fs::metadata(&hook).expect("it is there");
        clean(&root);
        let after = std::fs::metadata(&hook).expect("it is there");
        assert_eq!(before.modified().ok(), after.modified().ok());
    }
}

#[test]
fn large_files_are_not_copied() {
    let root = deploy_env("[[ -f small && ! -e large && ! -e .s2i/large ]]");
    for (file, size) in [("small", 1), ("large", 64 << 20), (".s2i/large", 64 << 20)] {
        let file = std::fs::File::create(root.src.join(file)).expect("make a file");
        file.set_len(size).expect("make it that large");
    }
    clean(&root);
}

#[test]
fn no_run_tries_nothing() {
    check(&deploy_env("echo loading"))
        .arg("--no-run")
        .stdout(".s2i: no problems in 1 file\n")
        .check();
}

#[test]
fn an_exec_in_an_env_hook_is_a_finding_and_redirections_are_not() {
    let root = deploy_env("exec 3>&1\n(exec true)\nA=1\nexec true");
    let outcome = check(&root).status(1).run();
    let finding = ".s2i/action_hooks/deploy_env:4: error: exec replaces the command that sources this: nothing else is \
                   run, and a probe passes [exec]\n";
    assert!(outcome.out().starts_with(finding), "{outcome:?}");
    assert_eq!(outcome.out().matches("[exec]").count(), 1, "{outcome:?}");
}

#[test]
fn an_array_that_nothing_uses_is_a_finding() {
    let array = |line: usize, name: &str| {
        format!(
            ".s2i/action_hooks/deploy_env:{line}: error: {name} is an array, which bash does not export: no program \
             gets it [array]\n  help: write it as one text: {name}=\"one two\"\n"
        )
    };
    let root = deploy_env("OPTS=(--one --two)\nexport MORE=(1)\nWORDS=(a b)\nLIST=\"${WORDS[*]}\"");
    let outcome = check_with(&root, "hooks-not-called,shellcheck").run();
    let last = ".s2i: 2 errors and 0 warnings in 1 file\n";
    assert_eq!(outcome.out(), [array(1, "OPTS"), array(2, "MORE"), last.to_owned()].concat());
}

#[test]
fn a_path_that_drops_the_old_one_is_a_finding() {
    let root = deploy_env("PATH=/my/bin");
    let outcome = check(&root).run();
    let finding = ".s2i/action_hooks/deploy_env:1: warning: this PATH drops the directories of the image [path]\n  \
                   help: add to the old value, as in PATH=/my/bin:$PATH\n";
    assert!(outcome.out().contains(finding), "{outcome:?}");
    clean(&deploy_env("PATH=/my/bin:$PATH\nA=$(PATH=/bin true)\nPATH=/bin true"));
}

#[test]
fn a_cd_at_the_end_is_a_finding() {
    let root = deploy_env("A=1\ncd /");
    let outcome = check(&root).status(1).run();
    let finding = ".s2i/action_hooks/deploy_env:2: warning: cd has no effect: the working directory is put back after \
                   the hook [cd]\n";
    assert!(outcome.out().starts_with(finding), "{outcome:?}");
    clean(&deploy_env("cd /\nA=$(pwd)\nexport A"));
}

#[test]
fn an_env_hook_that_is_tried_writes_nothing_outside_of_the_copy() {
    let root = Root::new();
    let outside = root.top.join("outside");
    let word = outside.display();
    let script = format!("A=1\necho >made && rm made\ncd \"$HOME\"\necho >'{word}'");
    root.env_hook("deploy_env", script);
    let outcome = check_with(&root, "hooks-not-called,shellcheck").run();
    assert!(
        outcome.out().contains(":4: note: tried here, this ended with status 1"),
        "{outcome:?}"
    );
    assert!(outcome.out().contains("Read-only file system"), "{outcome:?}");
    assert!(!outside.exists() && !root.src.join("made").exists());
}
