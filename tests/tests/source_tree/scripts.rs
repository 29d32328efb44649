//! Findings about a script as a file and as a text.

use s2ibox_tests::Root;

use crate::source::{bash, check, check_with, clean, fixed_by_help, reported, text};

fn planted(below: &str, text: &str, mode: u32) -> Root {
    let root = Root::new();
    root.program(below, text, mode);
    root
}

#[test]
fn a_hook_without_execute_permission_is_a_finding() {
    let root = planted("action_hooks/deploy", "#!/bin/bash\n", 0o644);
    reported(
        &root,
        ".s2i/action_hooks/deploy: error: this hook is not executable [not-executable]\n  \
         help: chmod +x .s2i/action_hooks/deploy\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn a_job_without_execute_permission_is_a_finding() {
    let root = planted("jobs/hourly/clean up", "#!/bin/bash\n", 0o644);
    reported(
        &root,
        ".s2i/jobs/hourly/clean up: error: this job is not executable [not-executable]\n  \
         help: chmod +x '.s2i/jobs/hourly/clean up'\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn a_hook_that_is_a_directory_is_a_finding() {
    let root = Root::new();
    root.directory("action_hooks/deploy");
    reported(
        &root,
        ".s2i/action_hooks/deploy: error: this hook is a directory [not-a-file]\n  \
         help: mv .s2i/action_hooks/deploy .s2i/deploy.d\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn windows_line_ends_are_a_finding() {
    let root = planted("action_hooks/deploy", "#!/bin/bash\r\nset -e\r\ntrue\r\n", 0o755);
    reported(
        &root,
        ".s2i/action_hooks/deploy:1: error: Windows line ends: the carriage return becomes part of the last word \
         [line-ends]\n  help: sed -i 's/\\r$//' .s2i/action_hooks/deploy\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn a_byte_order_mark_is_a_finding() {
    let root = planted("action_hooks/deploy", "\u{feff}#!/bin/bash\n", 0o755);
    reported(
        &root,
        ".s2i/action_hooks/deploy:1: error: a byte-order mark, which hides the first line [byte-order-mark]\n  \
         help: sed -i '1s/^\\xef\\xbb\\xbf//' .s2i/action_hooks/deploy\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn utf_16_is_a_finding() {
    let utf_16: Vec<u8> =
        "\u{feff}#!/bin/bash\r\ntrue\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let root = Root::new();
    root.program("action_hooks/deploy", &utf_16, 0o755);
    reported(
        &root,
        ".s2i/action_hooks/deploy: error: UTF-16 text, which neither bash nor S2I can read [utf-16]\n  \
         help: iconv -f UTF-16 -t UTF-8 .s2i/action_hooks/deploy | tr -d '\\r' \
         >.s2i/action_hooks/deploy.new && cat .s2i/action_hooks/deploy.new >.s2i/action_hooks/deploy \
         && rm .s2i/action_hooks/deploy.new\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
    assert_eq!(text(&root, "action_hooks/deploy"), "#!/bin/bash\ntrue\n");
}

#[test]
fn a_link_into_the_source_is_a_finding_for_a_hook_that_runs_before_it_is_in_place() {
    let root = planted("scripts/within", "#!/bin/bash -e\ntrue\n", 0o755);
    std::fs::create_dir(root.src.join("ci")).expect("make a directory");
    s2ibox_tests::write_program(&root.src.join("ci/script"), "#!/bin/bash -e\ntrue\n", 0o755);
    root.link_at("action_hooks/build", "../../ci/script");
    root.link_at("action_hooks/build_env", "../scripts/within");
    clean(&root);
    root.link_at("action_hooks/pre_build", "../../ci/script");
    reported(
        &root,
        ".s2i/action_hooks/pre_build: error: this hook is a link to ../../ci/script, which is not in its place yet \
         when assemble needs it [link-into-source]\n  \
         help: cp --remove-destination \"$(readlink -f .s2i/action_hooks/pre_build)\" .s2i/action_hooks/pre_build\n",
        1,
        0,
        3,
    );
    fixed_by_help(&root, "");
}

#[test]
fn a_missing_first_line_is_a_finding() {
    let root = planted("action_hooks/deploy", "true\n", 0o755);
    reported(
        &root,
        ".s2i/action_hooks/deploy:1: warning: this hook has no #! line; bash runs it, where there is one \
         [no-first-line]\n  help: sed -i '1i #!/bin/bash' .s2i/action_hooks/deploy\n",
        0,
        1,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn an_empty_hook_is_a_finding() {
    let root = planted("action_hooks/deploy", "", 0o755);
    reported(
        &root,
        ".s2i/action_hooks/deploy: warning: this hook is empty [no-first-line]\n  \
         help: printf '#!/bin/bash\\n' > .s2i/action_hooks/deploy\n",
        0,
        1,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn a_script_that_bash_cannot_read_is_a_finding() {
    let root = planted("action_hooks/deploy", "#!/bin/bash\nfi\n", 0o755);
    reported(
        &root,
        ".s2i/action_hooks/deploy:2: error: bash cannot read this: syntax error near unexpected token `fi' [syntax]\n  help: correct it, then see: bash -n .s2i/action_hooks/deploy\n",
        1,
        0,
        1,
    );
    root.hook("deploy", "true");
    clean(&root);
}

#[test]
fn several_commands_without_errexit_are_a_finding() {
    let root = planted("action_hooks/deploy", "#!/bin/bash\n# Two.\n\ntrue\ntrue\n", 0o755);
    reported(
        &root,
        ".s2i/action_hooks/deploy:4: warning: this goes on after a command that fails, and ends with the status of its \
         last [no-errexit]\n  \
         help: sed -i '0,/^[^#]/s//set -eo pipefail\\n&/' .s2i/action_hooks/deploy\n",
        0,
        1,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn errexit_is_recognized_in_any_spelling() {
    for text in [
        "#!/bin/bash -e\ntrue\ntrue\n",
        "#!/bin/bash\nset -o errexit\ntrue\n",
        "#!/bin/sh\nset -ue\ntrue\n",
        "#!/bin/bash\nset -euo pipefail\ntrue\n",
        "#!/bin/sh\nexec true\n",
        "#!/usr/bin/python3\nprint()\nprint()\n",
    ] {
        clean(&planted("action_hooks/deploy", text, 0o755));
    }
}

#[test]
fn a_run_hook_that_does_not_end_in_exec_is_a_finding() {
    let root = planted("action_hooks/run", "#!/bin/bash\nset -e\n  python3 app.py\n", 0o755);
    reported(
        &root,
        ".s2i/action_hooks/run:3: warning: this does not end in exec: a shell stays above the application, and keeps \
         TERM from it [no-exec]\n  \
         help: sed -i '3s/python3/exec &/' .s2i/action_hooks/run\n",
        0,
        1,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn run_of_bin_that_does_not_end_in_exec_is_a_finding_and_assemble_is_not() {
    let root = planted("bin/run", "#!/bin/sh\ns2i-run\n", 0o755);
    root.program("bin/assemble", "#!/bin/sh -e\ns2i-assemble\nchmod 755 app.sh\n", 0o755);
    reported(
        &root,
        ".s2i/bin/run:2: warning: this does not end in exec: a shell stays above the application, and keeps TERM \
         from it [no-exec]\n  help: sed -i '2s/s2i-run/exec &/' .s2i/bin/run\n",
        0,
        1,
        2,
    );
    fixed_by_help(&root, "");
}

#[test]
fn scripts_of_bin_need_no_execute_permission() {
    let root = planted("bin/assemble", "#!/bin/sh\nexec s2i-assemble\n", 0o644);
    root.program("bin/run", "#!/bin/sh\nexec s2i-run\n", 0o644);
    clean(&root);
}

#[test]
fn a_first_line_that_fits_the_ending_is_suggested_and_never_written_by_fix() {
    let root = planted("jobs/hourly/clean.py", "print(1)\n", 0o755);
    let before = text(&root, "jobs/hourly/clean.py");
    check(&root).arg("--fix").status(1).run();
    assert_eq!(text(&root, "jobs/hourly/clean.py"), before);
    reported(
        &root,
        ".s2i/jobs/hourly/clean.py:1: warning: this job has no #! line; bash runs it, where there is one \
         [no-first-line]\n  help: sed -i '1i #!/usr/bin/env python3' .s2i/jobs/hourly/clean.py\n\
         .s2i/jobs/hourly/clean.py:1: error: bash cannot read this: syntax error near unexpected token `1' \
         [syntax]\n  help: correct it, then see: bash -n .s2i/jobs/hourly/clean.py\n",
        1,
        1,
        1,
    );
    bash(&root, "sed -i '1i #!/usr/bin/env python3' .s2i/jobs/hourly/clean.py");
    clean(&root);
}

#[test]
fn a_first_line_behind_blank_lines_is_a_finding() {
    let root = planted("action_hooks/deploy", "\n\n#!/usr/bin/env python3\nprint(1)\n", 0o755);
    let outcome = check_with(&root, "hooks-not-called,syntax").run();
    let finding = ".s2i/action_hooks/deploy:3: warning: the #! line is not the first line, so the kernel does not see \
                   it [no-first-line]\n  help: sed -i 1,2d .s2i/action_hooks/deploy\n";
    assert!(outcome.out().starts_with(finding), "{outcome:?}");
    check(&root).arg("--fix").run();
    assert_eq!(text(&root, "action_hooks/deploy"), "#!/usr/bin/env python3\nprint(1)\n");
    clean(&root);
}

#[test]
fn the_fix_puts_exec_before_the_command() {
    for (last, fixed) in [
        ("PORT=1 python3 app.py", "PORT=1 exec python3 app.py"),
        ("cd app && python3 app.py", "cd app && exec python3 app.py"),
        ("A='[/a.*$' \"$S2I_SCRIPTS_PATH/run\"", "A='[/a.*$' exec \"$S2I_SCRIPTS_PATH/run\""),
    ] {
        let root = planted("action_hooks/run", &format!("#!/bin/bash -e\n{last}\n"), 0o755);
        fixed_by_help(&root, "");
        assert_eq!(text(&root, "action_hooks/run"), format!("#!/bin/bash -e\n{fixed}\n"));
    }
}

#[test]
fn a_fix_that_adds_a_line_does_not_mislead_the_next_fix() {
    let root = planted("action_hooks/run", "cd app\npython3 app.py\n", 0o755);
    let report = check(&root).run().out();
    for help in report.lines().filter_map(|line| line.strip_prefix("  help: ")) {
        bash(&root, help);
    }
    fixed_by_help(&root, "");
    assert_eq!(
        text(&root, "action_hooks/run"),
        "#!/bin/bash\nset -eo pipefail\ncd app\nexec python3 app.py\n"
    );
}

#[test]
fn commands_after_an_exec_in_a_branch_are_not_a_finding() {
    for text in [
        "case $A in\n  web) exec a ;;\n  *) echo no >&2; exit 64 ;;\nesac",
        "if [[ $A ]]; then exec a; fi\nexit 1",
        "main() {\n  exec a \"$@\"\n}\nmain \"$@\"",
    ] {
        clean(&planted("action_hooks/run", &format!("#!/bin/bash\nset -e\n{text}\n"), 0o755));
    }
    for text in ["exit 1", "if [[ $A ]]; then exec a; fi\nexit 0", "main() { a; }\nmain"] {
        let root = planted("action_hooks/run", &format!("#!/bin/bash\nset -e\n{text}\n"), 0o755);
        let report = check(&root).status(1).run().out();
        assert!(report.contains("help: let its last command be: exec"), "{report}");
    }
}

#[test]
fn a_dangling_link_in_bin_is_a_finding() {
    let root = Root::new();
    root.link_at("bin/run", "/usr/libexec/no-such/run");
    reported(
        &root,
        ".s2i/bin/run: error: this link leads to /usr/libexec/no-such/run, which is not there [dangling-link]\n  \
         help: rm .s2i/bin/run && printf '#!/bin/sh\\nexec %s\\n' /usr/libexec/no-such/run > .s2i/bin/run && \
         chmod +x .s2i/bin/run\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn a_dangling_link_of_another_name_is_a_finding() {
    let root = Root::new();
    root.link_at("bin/s2i-ready", "s2ibox");
    reported(
        &root,
        ".s2i/bin/s2i-ready: error: this link leads to s2ibox, which is not there [dangling-link]\n  \
         help: rm .s2i/bin/s2i-ready\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn an_assemble_that_is_a_link_is_a_finding() {
    let root = planted("scripts/assemble", "#!/bin/sh\nexec s2i-assemble\n", 0o755);
    root.link_at("bin/assemble", "../scripts/assemble");
    reported(
        &root,
        ".s2i/bin/assemble: error: S2I moves this link out of .s2i/bin, where ../scripts/assemble is another file \
         [linked-script]\n  \
         help: cp --remove-destination \"$(readlink -f .s2i/bin/assemble)\" .s2i/bin/assemble\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
#[ignore = "needs shellcheck"]
fn a_message_of_shellcheck_is_a_finding() {
    let root = planted("action_hooks/deploy", "#!/bin/bash\nset -e\nlocal PATH\n", 0o755);
    reported(
        &root,
        ".s2i/action_hooks/deploy:3: warning: 'local' is only valid in functions. [SC2168] [shellcheck]\n  \
         help: see https://www.shellcheck.net/wiki/SC2168; if it is intended: \
         sed -i '3i # shellcheck disable=SC2168' .s2i/action_hooks/deploy\n",
        0,
        1,
        1,
    );
    fixed_by_help(&root, "if it is intended: ");
}

#[test]
#[ignore = "needs shellcheck"]
fn a_directive_above_a_command_silences_shellcheck_for_its_later_lines() {
    let text = "#!/bin/bash\nset -e\nA=1 \\\n  echo a \\\n  $(date)\n";
    let root = planted("action_hooks/deploy", text, 0o755);
    let report = check(&root).status(1).run().out();
    assert!(
        report.contains("deploy:5: warning:")
            && report.contains("sed -i '3i # shellcheck disable=SC2046'"),
        "{report}"
    );
    fixed_by_help(&root, "if it is intended: ");
}

#[test]
#[ignore = "needs shellcheck"]
fn irrelevant_messages_of_shellcheck_are_left_out() {
    clean(&planted("action_hooks/deploy", "#!/bin/bash\nset -e\ncd app\n. \"$A/b\"\n", 0o755));
    let root = planted("action_hooks/deploy", "#!/usr/bin/env bash -e\n", 0o755);
    fixed_by_help(&root, "");
    let root = planted("action_hooks/deploy", "#!/bin/bash -e -u\n", 0o755);
    fixed_by_help(&root, "if it is intended: ");
}

#[test]
fn extended_patterns_of_a_script_are_parsed() {
    clean(&planted(
        "action_hooks/deploy",
        "#!/bin/bash\nset -e\nshopt -s extglob\nrm -- !(keep|.git)\n",
        0o755,
    ));
}

#[test]
fn names_with_newlines_and_other_bytes_are_reported_and_fixed() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let root = Root::new();
    let name = OsStr::from_bytes(b"jobs/hourly/a\n\xff '$(touch pwned)");
    root.program(std::path::Path::new(name), "#!/bin/sh\n", 0o644);
    reported(
        &root,
        ".s2i/jobs/hourly/a\\n\\xff '$(touch pwned): error: this job is not executable [not-executable]\n  \
         help: chmod +x $'.s2i/jobs/hourly/a\\012\\377 \\'$(touch pwned)'\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn a_missing_bash_is_one_note() {
    let root = planted("action_hooks/deploy", "#!/bin/bash\nif\n", 0o755);
    root.env_hook("deploy_env", "echo");
    check(&root)
        .env("S2I_BASH", "/no/bash")
        .env("PATH", "/no")
        .stdout(
            ".s2i: note: bash read no script and tried no env hook: S2I_BASH names /no/bash, which is not an \
             executable file [not-tried]\n.s2i: no problems in 2 files\n",
        )
        .check();
}

#[test]
fn a_hook_that_prints_the_environment_is_a_finding() {
    let root = planted(
        "action_hooks/deploy",
        "#!/bin/bash -e\nenv\nenv | sort >/tmp/x\nset -x\nprintenv\n",
        0o755,
    );
    let outcome = check(&root).run();
    for line in [2, 5] {
        let finding = format!(
            ".s2i/action_hooks/deploy:{line}: warning: this prints the whole environment, and so every secret, into the \
             log [prints-environment]\n"
        );
        assert!(outcome.out().contains(&finding), "{outcome:?}");
    }
    assert_eq!(outcome.out().matches("[prints-environment]").count(), 2, "{outcome:?}");
}

#[test]
fn an_assemble_that_goes_on_after_a_failed_build_is_a_finding() {
    let root = planted("bin/assemble", "#!/bin/bash\ns2i-assemble\necho built\n", 0o755);
    reported(
        &root,
        ".s2i/bin/assemble:2: warning: this goes on after a command that fails, and ends with the status of its last \
         [no-errexit]\n  help: sed -i '0,/^[^#]/s//set -eo pipefail\\n&/' .s2i/bin/assemble\n",
        0,
        1,
        1,
    );
    fixed_by_help(&root, "");
    clean(&planted("action_hooks/deploy", "#!/bin/bash\nset -x\nexec true\n", 0o755));
}
