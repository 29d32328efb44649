//! Findings about execute permission in the git index.

use s2ibox_tests::Root;

use crate::source::{bash, check, clean, fixed_by_help, reported, text};

fn repository(mode: u32) -> Root {
    let root = Root::new();
    root.program("action_hooks/deploy", "#!/bin/bash\n", mode);
    bash(&root, "git init -q . && git add -A");
    root
}

#[test]
fn a_permission_that_only_the_index_lacks_is_a_finding() {
    let root = repository(0o755);
    bash(&root, "git update-index --chmod=-x .s2i/action_hooks/deploy");
    reported(
        &root,
        ".s2i/action_hooks/deploy: error: this hook is executable here, but not in git [not-executable-in-git]\n  \
         help: git update-index --chmod=+x .s2i/action_hooks/deploy\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn a_permission_that_both_lack_is_a_finding() {
    let root = repository(0o644);
    reported(
        &root,
        ".s2i/action_hooks/deploy: error: this hook is not executable [not-executable]\n  \
         help: chmod +x .s2i/action_hooks/deploy && git update-index --chmod=+x .s2i/action_hooks/deploy\n",
        1,
        0,
        1,
    );
    fixed_by_help(&root, "");
}

#[test]
fn the_index_counts_where_git_ignores_modes() {
    let root = repository(0o644);
    bash(
        &root,
        "git config core.fileMode false && git update-index --chmod=+x .s2i/action_hooks/deploy",
    );
    clean(&root);
}

#[test]
fn the_fix_of_a_tree_within_a_repository_works_in_the_working_directory() {
    let root = repository(0o644);
    bash(
        &root,
        "mkdir 'a b' && mv .s2i 'a b' && git add -A && git commit -qm x --author 'a <a@b>'  2>/dev/null || true",
    );
    let outcome = check(&root).arg("a b").status(1).run();
    let help = outcome.out();
    let help = help.lines().find_map(|line| line.strip_prefix("  help: "));
    let help = help.expect("there is a help").to_owned();
    assert_eq!(
        help,
        "chmod +x 'a b/.s2i/action_hooks/deploy' && \
         git -C 'a b' update-index --chmod=+x .s2i/action_hooks/deploy"
    );
    bash(&root, &help);
    check(&root).arg("a b").stdout("a b/.s2i: no problems in 1 file\n").check();
}

#[test]
fn fix_sets_the_permission_in_both_and_stages_nothing_else() {
    let root = repository(0o644);
    root.program("action_hooks/deploy", "#!/bin/bash\n# not staged\n", 0o644);
    check(&root)
        .arg("--fix")
        .stdout(
            ".s2i/action_hooks/deploy: fixed: this hook is not executable [not-executable]\n\
             .s2i: no problems in 1 file\n",
        )
        .check();
    bash(
        &root,
        "[[ $(git ls-files -s) == 100755* && $(git show :.s2i/action_hooks/deploy) == '#!/bin/bash' ]]",
    );
    assert_eq!(text(&root, "action_hooks/deploy"), "#!/bin/bash\n# not staged\n");
}

#[test]
fn a_git_hook_sees_the_index_that_is_being_committed() {
    let root = repository(0o755);
    bash(&root, "git update-index --chmod=-x .s2i/action_hooks/deploy");
    check(&root)
        .env("GIT_INDEX_FILE", ".git/no-such-index")
        .env("GIT_DIR", ".git")
        .stdout(".s2i: no problems in 1 file\n")
        .check();
}

#[test]
fn without_git_the_mode_of_the_file_counts_with_a_note() {
    let root = repository(0o755);
    check(&root)
        .env("PATH", "/no")
        .stdout(
            ".s2i: note: execute permission in the git index was not checked: No such file or directory (os error \
             2) [not-tried]\n.s2i: no problems in 1 file\n",
        )
        .check();
}

#[test]
fn a_link_that_is_a_text_in_this_checkout_is_left_alone() {
    let root = Root::new();
    root.link_at("action_hooks/deploy", "../../ci/deploy");
    bash(&root, "git init -q . && git add -A && git config core.symlinks false");
    bash(&root, "rm .s2i/action_hooks/deploy && git checkout -q -- .s2i");
    let report = ".s2i/action_hooks/deploy: note: this is a link in git, and a text file in this checkout; it was not \
                  checked [link-as-text]\n.s2i: no problems in 1 file\n";
    check(&root).stdout(report).check();
    check(&root).arg("--fix").stdout(report).check();
    assert_eq!(text(&root, "action_hooks/deploy"), "../../ci/deploy");
}

#[test]
fn a_hook_or_a_job_that_git_ignores_is_a_finding() {
    let root = Root::new();
    root.hook("build", "true").hook("deploy", "true").job("jobs/env/clean", "true");
    std::fs::write(root.src.join(".gitignore"), "build\nenv\n").expect("write");
    bash(&root, "git init -q . && git add -A");
    let ignored = |noun: &str, path: &str| {
        format!(
            "{path}: error: git ignores this {noun}, so a build from the repository does not have it [ignored-by-git]\n  \
             help: git add -f {path}\n"
        )
    };
    let expected =
        [ignored("hook", ".s2i/action_hooks/build"), ignored("job", ".s2i/jobs/env/clean")]
            .concat();
    reported(&root, &expected, 2, 0, 3);
    bash(&root, "git add -f .s2i/action_hooks/build .s2i/jobs/env/clean");
    clean(&root);
}
