//! The completion for zsh, tested in an interactive zsh: the list of matches is read from a terminal.

use std::path::Path;

use s2ibox_tests::Root;

/// Types the line, asks for the list of matches, and returns it.
const ASK: &str = r#"
zmodload zsh/zpty
zpty terminal zsh -f -i
zpty -w terminal "unsetopt zle_bracketed_paste; autoload -U compinit; compinit -u -D; source ${(q)1}; unset zle_bracketed_paste; PS1='prom''pt> '"
zpty -r -m terminal before '*prompt> *'
zpty -n -w terminal "$2"$'\C-d'
zpty -r -m terminal list "*$3*" && print found
"#;

#[test]
#[ignore = "needs zsh"]
fn zsh_completes_commands_options_and_operands() {
    let zsh = Path::new("/usr/bin/zsh");
    assert!(zsh.exists(), "there is no zsh; run: tests/install zsh");
    let root = Root::named(b"a");
    root.job("jobs/hourly/x", "true").job("jobs/daily/x", "true");
    let (script, ask) = (root.top.join("completion"), root.top.join("ask"));
    std::fs::write(&script, root.command("completion").arg("zsh").run().stdout.0).unwrap();
    std::fs::write(&ask, ASK).unwrap();
    for (line, expected) in [
        ("s2ibox re", "readiness probe"),
        ("powershift image al", "liveness probe"),
        ("s2ibox ready --t", "--timeout"),
        ("s2i-ready --r", "fail if the hook is missing"),
        ("s2i-jobs ", "hourly"),
        ("powershift completion ", "fish"),
        ("s2i-exec mkfif", "mkfifo"),
        ("s2i-exec -- mkfif", "mkfifo"),
        ("s2ibox --v", "--version"),
    ] {
        let outcome = root
            .start("/usr/bin/timeout")
            .env("HOME", &root.top)
            .env("TERM", "dumb")
            .args(["20", "zsh", "-f"])
            .arg(&ask)
            .arg(&script)
            .args([line, expected])
            .run();
        assert!(outcome.out().contains("found"), "{line}: {outcome:?}");
    }
}
