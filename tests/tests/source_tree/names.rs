//! Findings about names that are almost right.

use s2ibox_tests::Root;

use crate::source::{bash, check, clean, everything, fixed_by_help, reported};

fn hook_named(name: &str) -> Root {
    let root = Root::new();
    root.hook(name, "true");
    root
}

#[track_caller]
fn almost(name: &str, hook: &str) {
    let root = hook_named(name);
    reported(
        &root,
        &format!(
            ".s2i/action_hooks/{name}: error: nothing runs this; the name of the hook is {hook} [almost-a-hook]\n  \
             help: mv .s2i/action_hooks/{name} .s2i/action_hooks/{hook}\n"
        ),
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn a_dash_in_place_of_an_underscore_is_a_finding() {
    almost("pre-build", "pre_build");
}

#[test]
fn a_hook_name_with_an_ending_is_a_finding() {
    almost("deploy.sh", "deploy");
}

#[test]
fn capitals_and_a_typo_in_a_hook_name_are_findings() {
    almost("Migrate", "migrate");
    almost("delpoy", "deploy");
}

#[test]
fn a_similar_name_beside_the_hook_itself_is_a_finding() {
    let root = hook_named("deploy");
    root.hook("deploy.py", "true");
    reported(
        &root,
        ".s2i/action_hooks/deploy.py: error: nothing runs this; the name of the hook is deploy [almost-a-hook]\n  \
         help: .s2i/action_hooks/deploy is there as well; once it has all that is needed: \
         rm .s2i/action_hooks/deploy.py\n",
        1,
        0,
        2,
    );
    fixed_by_help(&root, "it has all that is needed: ");
}

#[test]
fn helpers_and_backups_beside_hooks_are_not_findings() {
    let root = hook_named("deploy");
    root.hook("functions.sh", "true").hook("deploy~", "true");
    clean(&root);
}

#[test]
fn a_sourced_file_and_a_data_file_may_have_the_name_of_a_hook() {
    let root = Root::new();
    root.hook("deploy", "set -e\n. \"${BASH_SOURCE%/*}/deploy.sh\"")
        .program("action_hooks/deploy.sh", "true\n", 0o644)
        .program("action_hooks/build.log", "built\n", 0o644)
        .program("action_hooks/README.md", "# Hooks\r\n", 0o644);
    clean(&root);
}

#[test]
fn a_backup_among_the_jobs_is_not_made_executable() {
    let root = Root::new();
    root.program("jobs/hourly/clean.bak", "true\r\n", 0o644);
    let before = everything(&root);
    check(&root)
        .arg("--fix")
        .stdout(
            ".s2i/jobs/hourly/clean.bak: error: this looks like a backup, and is run as a job [not-a-job]\n  \
             help: rm .s2i/jobs/hourly/clean.bak\n.s2i: 1 error and 0 warnings in 1 file\n",
        )
        .status(1)
        .check();
    assert_eq!(everything(&root), before);
}

#[test]
fn a_directory_with_an_almost_right_name_is_a_finding() {
    for (name, place) in [
        ("action-hooks", "action_hooks"),
        ("hooks", "action_hooks"),
        ("cronjobs", "jobs"),
        ("cron", "jobs"),
        ("enviroment", "environment"),
    ] {
        let root = Root::new();
        root.directory("bin");
        std::fs::write(root.path(name), "A=1\n").expect("write");
        reported(
            &root,
            &format!(
                ".s2i/{name}: error: nothing reads this; the right name is {place} [almost-a-hook]\n  \
                 help: mv .s2i/{name} .s2i/{place}\n"
            ),
            1,
            0,
            0,
        );
    }
    let root = hook_named("deploy");
    for name in ["environment.example", "docs", "lib", "environment~"] {
        std::fs::write(root.path(name), "A=1\n").expect("write");
    }
    root.program("environment", "A=1\n", 0o644);
    clean(&root);
}

#[test]
fn a_backup_among_the_jobs_is_a_finding() {
    for name in ["clean~", "clean.bak", "#clean#"] {
        let root = Root::new();
        root.job(format!("jobs/hourly/{name}"), "true");
        let quoted = if name == "clean.bak" {
            ".s2i/jobs/hourly/clean.bak".to_owned()
        } else {
            format!("'.s2i/jobs/hourly/{name}'")
        };
        reported(
            &root,
            &format!(
                ".s2i/jobs/hourly/{name}: error: this looks like a backup, and is run as a job [not-a-job]\n  \
                 help: rm {quoted}\n"
            ),
            1,
            0,
            1,
        );
        fixed_by_help(&root, "");
    }
}

#[test]
fn the_old_name_cron_jobs_is_a_finding() {
    let root = Root::new();
    root.job("cron_jobs/hourly/clean", "true");
    check(&root)
        .stdout(
            ".s2i/cron_jobs: note: cron_jobs is the old name of the directory jobs [cron-jobs]\n  \
         help: mv .s2i/cron_jobs .s2i/jobs\n\
             .s2i: no problems in 1 file\n",
        )
        .check();
    fixed_by_help(&root, "");
    assert!(root.path("jobs/hourly/clean").is_file());
}

#[test]
fn cron_jobs_beside_jobs_is_a_finding() {
    let root = Root::new();
    root.job("cron_jobs/hourly/clean", "true").job("jobs/hourly/tidy", "true");
    check(&root)
        .stdout(
            ".s2i/cron_jobs: note: cron_jobs is the old name of the directory jobs [cron-jobs]\n  \
         help: cp -a .s2i/cron_jobs/. .s2i/jobs && rm -r .s2i/cron_jobs\n\
             .s2i: no problems in 2 files\n",
        )
        .check();
    fixed_by_help(&root, "");
    assert!(root.path("jobs/hourly/clean").is_file());
}

#[test]
fn a_job_in_both_directories_is_named_before_the_command_that_would_overwrite_it() {
    let root = Root::new();
    root.job("cron_jobs/hourly/clean", "true").job("cron_jobs/daily/tidy", "true");
    root.job("jobs/hourly/clean", "false");
    check(&root)
        .stdout(
        ".s2i/cron_jobs: note: cron_jobs is the old name of the directory jobs [cron-jobs]\n  \
         help: hourly/clean is in both; give one another name, then: cp -a .s2i/cron_jobs/. .s2i/jobs && rm -r \
         .s2i/cron_jobs\n\
             .s2i: no problems in 3 files\n",
        )
        .check();
    let before = everything(&root);
    check(&root).arg("--fix").status(1).run();
    assert_eq!(everything(&root), before);
    bash(&root, "mv .s2i/cron_jobs/hourly/clean .s2i/cron_jobs/hourly/clean-more");
    fixed_by_help(&root, "");
}

#[test]
fn a_name_that_kubernetes_or_a_habit_gives_to_a_hook_is_a_finding() {
    for (name, hook) in [
        ("readiness", "ready"),
        ("livenessProbe", "alive"),
        ("healthcheck.sh", "alive"),
        ("pre_assemble", "pre_build"),
        ("post_assemble", "build"),
        ("post_build", "build"),
        ("pre_deploy", "deploy"),
        ("post_start", "post_deploy"),
    ] {
        almost(name, hook);
    }
}

#[test]
fn a_directory_beside_the_right_one_is_merged_and_not_deleted() {
    let root = hook_named("ready");
    root.program("hooks/deploy", "#!/bin/bash -e\ntrue\n", 0o755);
    reported(
        &root,
        ".s2i/hooks: error: nothing reads this; the right name is action_hooks [almost-a-hook]\n  \
         help: cp -a .s2i/hooks/. .s2i/action_hooks && rm -r .s2i/hooks\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
    assert!(root.path("action_hooks/deploy").is_file());
}

#[test]
fn a_hook_in_bin_is_a_finding() {
    let root = Root::new();
    root.program("bin/build", "#!/bin/bash -e\ntrue\n", 0o755);
    reported(
        &root,
        ".s2i/bin/build: error: nothing runs this; hooks lie in .s2i/action_hooks [almost-a-hook]\n  \
         help: mkdir -p .s2i/action_hooks && mv .s2i/bin/build .s2i/action_hooks/build\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn a_job_outside_a_category_is_a_finding() {
    let root = Root::new();
    root.job("jobs/clean", "true");
    std::fs::write(root.path("jobs/README.md"), "# Jobs\n").expect("write");
    reported(
        &root,
        ".s2i/jobs/clean: error: nothing runs a script that is not in the directory of a category \
         [job-outside-a-category]\n  \
         help: for the category hourly: mkdir -p .s2i/jobs/hourly && mv .s2i/jobs/clean .s2i/jobs/hourly\n",
        1,
        0,
        2,
    );
    fixed_by_help(&root, "hourly: ");
}

#[test]
fn a_document_in_a_category_is_a_finding_and_no_job_is_made_of_it() {
    let root = Root::new();
    root.job("jobs/hourly/clean", "true");
    root.program("jobs/hourly/README.md", "# Jobs\n\nreboot\n", 0o644);
    let before = everything(&root);
    check(&root).arg("--fix").status(1).run();
    assert_eq!(everything(&root), before);
    reported(
        &root,
        ".s2i/jobs/hourly/README.md: error: this looks like a document, and is run as a job [not-a-job]\n  \
         help: mv .s2i/jobs/hourly/README.md .s2i\n",
        1,
        0,
        2,
    );
    fixed_by_help(&root, "");
}
