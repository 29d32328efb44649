//! Locales for cases about the order of names: they are compiled below `target/` from glibc's source texts.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use nix::fcntl::{Flock, FlockArg};

/// Returns the directory of the locales.
pub const DIRECTORY: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/locales");

/// Returns the directory of the locales, after it has compiled the locale `name`.
pub fn directory_with(name: &str) -> PathBuf {
    let directory = Path::new(DIRECTORY);
    fs::create_dir_all(directory).expect("make the directory");
    let lock = File::create(directory.with_extension("lock")).expect("make the lock");
    let _held = Flock::lock(lock, FlockArg::LockExclusive).expect("take the lock");
    let made_at = directory.join(name);
    if !made_at.join("LC_COLLATE").is_file() {
        let (language, charmap) = name.split_once('.').unwrap_or((name, "UTF-8"));
        let mut make = Command::new("localedef");
        make.args(["--no-archive", "-i", language, "-f", charmap]).arg(&made_at);
        let output = s2ibox_tests::output(&mut make);
        assert!(
            made_at.join("LC_COLLATE").is_file(),
            "the locale {name} cannot be made, which some cases need; install what brings localedef and \
             /usr/share/i18n (Debian: the package locales): {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    directory.to_owned()
}
