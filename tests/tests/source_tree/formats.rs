//! The output formats for programs.

use s2ibox_tests::Root;
use serde_json::{Value, json};

use crate::source::check;

fn faulty() -> Root {
    let root = Root::new();
    root.program("jobs/a,b:c%/\"\\\u{1}", "#!/bin/sh\n", 0o644).program(
        "environment",
        "A=\"x%\"\n",
        0o644,
    );
    root
}

#[test]
fn json_is_one_object() {
    let outcome = check(&faulty()).args(["--format", "json"]).status(1).run();
    let report: Value = serde_json::from_str(&outcome.out()).expect("it is JSON");
    assert_eq!(
        report,
        json!({
            "errors": 1,
            "warnings": 1,
            "findings": [
                {
                    "path": ".s2i/environment",
                    "line": 1,
                    "rule": "environment-quotes",
                    "severity": "warning",
                    "message": "the quotes become part of the value; leave them out",
                    "help": "sed -i '1s/=[[:space:]]*\"\\(.*\\)\"[[:space:]]*$/=\\1/' .s2i/environment",
                    "fixed": false,
                },
                {
                    "path": ".s2i/jobs/a,b:c%/\"\\\\u{1}",
                    "rule": "not-executable",
                    "severity": "error",
                    "message": "this job is not executable",
                    "help": "chmod +x $'.s2i/jobs/a,b:c%/\"\\\\\\001'",
                    "fixed": false,
                },
            ],
        })
    );
}

#[test]
fn json_of_a_clean_tree_has_no_problems() {
    let root = Root::new();
    root.hook("deploy", "true");
    let outcome = check(&root).args(["--format", "json"]).run();
    let report: Value = serde_json::from_str(&outcome.out()).expect("it is JSON");
    assert_eq!(report, json!({"errors": 0, "warnings": 0, "findings": []}));
}

#[test]
fn github_format_has_annotations() {
    check(&faulty())
        .args(["--format", "github"])
        .stdout(
            "::warning file=.s2i/environment,line=1,title=s2ibox environment-quotes::the quotes become part of the \
             value; leave them out%0Ahelp: sed -i '1s/=[[:space:]]*\"\\(.*\\)\"[[:space:]]*$/=\\1/' .s2i/environment\n\
             ::error file=.s2i/jobs/a%2Cb%3Ac%25/\"\\\\u{1},title=s2ibox not-executable::this job is not \
             executable%0Ahelp: chmod +x $'.s2i/jobs/a,b:c%25/\"\\\\\\001'\n",
        )
        .status(1)
        .check();
}
