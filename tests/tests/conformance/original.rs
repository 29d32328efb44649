//! The original from `PyPI`, in a virtual environment below `target/`. It is made once, and reused if it is complete.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use nix::fcntl::{Flock, FlockArg};

use crate::quick_start;

/// The installed packages. The original loads its commands with `pkg_resources`, so setuptools must be older.
pub const PINS: [&str; 4] = [
    "powershift-cli[image]==1.3.1",
    "powershift-image==1.4.2",
    "click==8.1.8",
    "setuptools==69.5.1",
];

/// An installed powershift-image.
pub struct Original {
    /// The virtual environment.
    pub directory: PathBuf,
    /// The path of the Python that made it.
    pub python: PathBuf,
    /// The version of that Python.
    pub version: String,
    /// The `powershift` script as pip has installed it.
    pub installed: Vec<u8>,
    /// The script by which it starts here; see [`quick_start`].
    pub script: Vec<u8>,
    /// The directory of its shell scripts; bash's messages about them begin with it.
    pub scripts: String,
}

/// Returns the original, which the first caller installs. If that fails, every case fails at once.
pub fn original() -> &'static Original {
    static ORIGINAL: OnceLock<Result<Original, String>> = OnceLock::new();
    let made = ORIGINAL.get_or_init(|| {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("powershift-image-1.4.2");
        install(&directory)?;
        let ask = "import sys, powershift.image as i; print(sys.base_prefix); print(i.scripts); \
                   print(' '.join(sys.version.split()))";
        let output = output(Command::new(directory.join("bin/python3")).args(["-c", ask]))?;
        let mut lines = output.lines().map(str::to_owned);
        let installed =
            fs::read_to_string(directory.join("bin/powershift")).expect("read the script");
        Ok(Original {
            script: quick_start::script(&installed).into_bytes(),
            installed: installed.into_bytes(),
            python: lines.next().expect("Python's directory").into(),
            scripts: lines.next().expect("the scripts' directory"),
            version: lines.next().expect("Python's version"),
            directory,
        })
    });
    made.as_ref().unwrap_or_else(|error| panic!("{error}"))
}

fn install(directory: &Path) -> Result<(), String> {
    let lock = File::create(directory.with_extension("lock")).expect("make the lock");
    let _held = Flock::lock(lock, FlockArg::LockExclusive).expect("take the lock");
    let complete = directory.join("complete");
    let pins = PINS.join("\n");
    if fs::read_to_string(&complete).is_ok_and(|found| found == pins) {
        return Ok(());
    }
    let mut venv = Command::new("python3");
    output(venv.args(["-m", "venv", "--clear"]).arg(directory))?;
    let mut pip = Command::new(directory.join("bin/python3"));
    pip.args(["-m", "pip", "install", "--no-input", "--quiet"])
        .args(["--disable-pip-version-check", "--retries", "2"])
        .args(PINS);
    output(&mut pip)?;
    fs::write(complete, pins).expect("mark it complete");
    Ok(())
}

/// Returns the output of a command. A failure fails every case, because without the original there is nothing to compare.
fn output(command: &mut Command) -> Result<String, String> {
    let why = match command.output() {
        Ok(output) if output.status.success() => {
            return Ok(String::from_utf8_lossy(&output.stdout).into());
        }
        Ok(output) => format!("{}\n{}", output.status, String::from_utf8_lossy(&output.stderr)),
        Err(error) => error.to_string(),
    };
    Err(format!(
        "the conformance suite compares with powershift-image 1.4.2 from PyPI and could not install it. \
         It needs python3 with its venv module, and PyPI within reach (or a mirror: set PIP_INDEX_URL). \
         {command:?}: {why}"
    ))
}
