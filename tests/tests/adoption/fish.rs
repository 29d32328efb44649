//! The completion for fish, tested in fish.

use std::path::Path;

use s2ibox_tests::Root;

fn offers(root: &Root, line: &str) -> Vec<String> {
    let fish = Path::new("/usr/bin/fish");
    assert!(fish.exists(), "there is no fish; run: tests/install fish");
    let script = root.top.join("completion");
    std::fs::write(&script, root.command("completion").arg("fish").run().stdout.0).unwrap();
    let outcome = root
        .start(fish)
        .env("HOME", &root.top)
        .args(["--no-config", "-c", "source $argv[1]; complete -C $argv[2]"])
        .arg(&script)
        .arg(line)
        .run();
    assert_eq!(outcome.err(), "", "{outcome:?}");
    let lines = outcome.out();
    let words = lines.lines().map(|line| line.split('\t').next().unwrap_or(line));
    words.map(str::to_owned).collect()
}

#[test]
#[ignore = "needs fish"]
fn fish_completes_commands_options_and_operands() {
    let root = Root::new();
    root.job("jobs/hourly/x", "true").job("cron_jobs/a b/x", "true");
    for (line, expected) in [
        ("s2ibox re", &["ready"][..]),
        ("powershift im", &["image"]),
        ("powershift image re", &["ready"]),
        ("s2ibox ready --t", &["--timeout"]),
        ("s2i-ready --t", &["--timeout"]),
        ("powershift image ready --t", &["--timeout"]),
        ("s2i-jobs ", &["a b", "hourly"]),
        ("powershift completion ", &["bash", "fish", "zsh"]),
        ("s2ibox install /us", &["/usr/"]),
    ] {
        assert_eq!(offers(&root, line), expected, "{line}");
    }
}
