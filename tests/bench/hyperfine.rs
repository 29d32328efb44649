//! The same two comparisons by a tool that others know: hyperfine.

use std::ffi::OsString;
use std::fs;
use std::process::{Command, Stdio};

use crate::launch::line;
use crate::place::{Place, Root};

/// What hyperfine says; nothing where it is not there.
pub fn opinion(place: &Place) -> Option<String> {
    let bare = place.root("bare", &[("ready", None)]).ok()?;
    let hook = bare.source().join(".s2i/action_hooks/ready");
    let table = compared(
        place,
        &bare,
        &[
            ("s2i-ready", line([&place.command("ready")])),
            ("static C program", line([&place.work.join("bin/floor"), &hook])),
            ("powershift image ready", line([&place.original(), &"image", &"ready"])),
        ],
    )?;
    Some(format!(
        "hyperfine, one program after the other, its own way of starting them included; wall time.\n\n{table}"
    ))
}

fn compared(place: &Place, root: &Root, lines: &[(&str, Vec<OsString>)]) -> Option<String> {
    let table = place.work.join("hyperfine.md");
    let mut command = Command::new("hyperfine");
    command
        .args(["-N", "--warmup", "5", "--runs"])
        .arg(place.samples(100).to_string())
        .arg("--export-markdown")
        .arg(&table);
    for (name, words) in lines {
        let words: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
        command.args(["--command-name", name]).arg(words.join(" "));
    }
    let case = root.case("hyperfine", 1, Vec::new());
    let path = std::env::var_os("PATH");
    let status = command
        .env_clear()
        .envs(case.environment)
        .envs(path.map(|path| ("PATH", path)))
        .current_dir(case.directory)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .ok()?;
    status.success().then(|| fs::read_to_string(table).ok())?
}
