//! Findings in `.s2i/environment`.

use s2ibox_tests::Root;

use crate::source::{bash, check, clean, fixed_by_help, reported, text};

fn environment(text: &str) -> Root {
    let root = Root::new();
    root.program("environment", text, 0o644);
    root
}

#[track_caller]
fn fault(line: &str, severity: &str, problem: &str, help: &str, fixed: &str) {
    let root = environment(&format!("# First.\n\n{line}\n"));
    let errors = usize::from(severity == "error");
    reported(
        &root,
        &format!(".s2i/environment:3: {severity}: {problem}\n  help: {help}\n"),
        errors,
        1 - errors,
        1,
    );
    fixed_by_help(&root, "");
    assert_eq!(text(&root, "environment"), format!("# First.\n\n{fixed}"));
}

#[test]
fn an_indented_comment_is_a_finding() {
    fault(
        "  # A=b",
        "error",
        "only a # in the first column begins a comment [environment-comment]",
        "sed -i '3s/^[[:space:]]*//' .s2i/environment",
        "# A=b\n",
    );
}

#[test]
fn several_fixes_in_one_file_do_not_disturb_each_other() {
    let root = environment("A=$B\nC\nD=$E\nexport F=1\n");
    let report = check(&root).run().out();
    for help in report.lines().filter_map(|line| line.strip_prefix("  help: ")) {
        bash(&root, help);
    }
    clean(&root);
    assert_eq!(text(&root, "environment"), "# A=$B\n# C\n# D=$E\nF=1\n");
    assert_eq!(text(&root, "action_hooks/deploy_env"), "A=\"$B\"\nD=\"$E\"\n");
}

#[test]
fn a_comment_after_a_value_is_a_finding() {
    fault(
        "A=b # why",
        "error",
        "the comment becomes part of the value [environment-comment]",
        "sed -i '3s/[[:space:]][[:space:]]*#.*$//' .s2i/environment",
        "A=b\n",
    );
}

#[test]
fn a_line_without_an_equals_sign_is_a_finding() {
    fault(
        "DEBUG",
        "error",
        "S2I drops this line, because it has no =: DEBUG [environment-dropped]",
        "sed -i '3s/^/# /' .s2i/environment",
        "# DEBUG\n",
    );
}

#[test]
fn export_before_a_name_is_a_finding() {
    fault(
        "export A=b",
        "error",
        "S2I takes export as part of the name [environment-name]",
        "sed -i '3s/^[[:space:]]*export[[:space:]]*//' .s2i/environment",
        "A=b\n",
    );
}

#[test]
fn an_invalid_name_is_a_finding() {
    fault(
        "my name=b",
        "error",
        "'my name' is not the name of a variable [environment-name]",
        "sed -i '3s/^/# /' .s2i/environment",
        "# my name=b\n",
    );
}

#[test]
fn quotes_are_a_finding() {
    fault(
        "A=\"b c\"",
        "warning",
        "the quotes become part of the value; leave them out [environment-quotes]",
        r#"sed -i '3s/=[[:space:]]*"\(.*\)"[[:space:]]*$/=\1/' .s2i/environment"#,
        "A=b c\n",
    );
}

#[test]
fn a_variable_in_a_value_is_a_finding() {
    let root = environment("A=$HOME/b\nB=2\n");
    reported(
        &root,
        ".s2i/environment:1: warning: S2I expands nothing: $HOME/b is taken as it stands [environment-expansion]\n  \
         help: mkdir -p .s2i/action_hooks && printf '%s\\n' 'A=\"$HOME/b\"' >> .s2i/action_hooks/deploy_env && \
         sed -i '1s/^/# /' .s2i/environment\n",
        0,
        1,
        1,
    );
    fixed_by_help(&root, "");
    assert_eq!(text(&root, "action_hooks/deploy_env"), "A=\"$HOME/b\"\n");
    assert_eq!(text(&root, "environment"), "# A=$HOME/b\nB=2\n");
}

#[test]
fn a_byte_order_mark_is_a_finding() {
    let root = environment("\u{feff}A=b\n");
    reported(
        &root,
        ".s2i/environment:1: error: a byte-order mark, which S2I makes part of the first name [byte-order-mark]\n  \
         help: sed -i '1s/^\\xef\\xbb\\xbf//' .s2i/environment\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn a_line_that_s2i_reads_as_intended_is_not_a_finding() {
    clean(&environment(
        "# A comment\n\n   \nA=b\nB = c\nURL=http://h/#part\nPASSWORD=a$1$\nEMPTY=\nD=it's\r\n",
    ));
}
