//! Writes the man pages and the completion scripts into a directory: `cargo run --example man --
//! dist`.

use std::path::PathBuf;
use std::{env, fs, io};

use multicall::{completion, man};

fn main() -> io::Result<()> {
    let directory = PathBuf::from(env::args_os().nth(1).unwrap_or_else(|| "dist".into()));
    let pages = directory.join("man");
    fs::create_dir_all(&pages)?;
    for (name, page) in man::pages() {
        fs::write(pages.join(name), page)?;
    }
    let scripts = directory.join("completion");
    fs::create_dir_all(&scripts)?;
    for shell in ["bash", "zsh", "fish"] {
        let script = completion::script(shell).unwrap_or_default();
        fs::write(scripts.join(format!("s2ibox.{shell}")), script)?;
    }
    Ok(())
}
