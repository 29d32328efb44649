//! The programs under test, built once: `s2ibox` with the profile that ships, the single-purpose binaries and
//! `static-hook` with cargo's default profile. All are static and for the same target.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use escargot::{CargoBuild, format::Message};
use nix::fcntl::{Flock, FlockArg};

/// Returns the path of the multicall binary, built with the release profile.
pub fn s2ibox() -> PathBuf {
    built("s2ibox")
}

/// Returns the path of the single-purpose binary `s2i-COMMAND`.
pub fn own_binary(command: &str) -> PathBuf {
    built(&format!("s2i-{command}"))
}

/// Returns the path of a static program that acts as a hook; see `src/bin/static-hook.rs`.
pub fn static_hook() -> PathBuf {
    built("static-hook")
}

fn built(name: &str) -> PathBuf {
    static BUILT: OnceLock<Result<Built, String>> = OnceLock::new();
    let built = BUILT.get_or_init(once_per_run).as_ref();
    let path = built.map(|built| built.get(name));
    match path.unwrap_or_else(|error| panic!("the programs cannot be built: {error}")) {
        Some(path) => path.clone(),
        None => panic!("cargo built no {name}"),
    }
}

/// The path of each program by name.
type Built = BTreeMap<String, PathBuf>;

/// Builds the programs once. `cargo test` is one process. `cargo nextest` has one process for each test: the first one
/// builds under a lock, and writes the list for the others of the same run.
fn once_per_run() -> Result<Built, String> {
    let Ok(run) = env::var("NEXTEST_RUN_ID") else {
        return build_all();
    };
    let directory = env::temp_dir();
    let lock =
        File::create(directory.join(format!("s2ibox-tests-{run}.lock"))).expect("make the lock");
    let _guard = Flock::lock(lock, FlockArg::LockExclusive).expect("take the lock");
    let list = directory.join(format!("s2ibox-tests-{run}.list"));
    if let Ok(text) = fs::read_to_string(&list) {
        let pairs = text.lines().filter_map(|line| line.split_once('\t'));
        let built = pairs.map(|(name, path)| (name.to_owned(), path.into()));
        return Ok(built.collect());
    }
    let built = build_all()?;
    let lines = built.iter().map(|(name, path)| format!("{name}\t{}\n", path.display()));
    fs::write(&list, lines.collect::<String>()).expect("write the list");
    Ok(built)
}

fn build_all() -> Result<Built, String> {
    let mut built = BTreeMap::new();
    let own = single_purpose_binaries();
    collect(&mut built, cargo().release().package("s2ibox"))?;
    collect(&mut built, own.iter().fold(cargo(), |build, name| build.arg("--package").arg(name)))?;
    collect(&mut built, cargo().package("s2ibox-tests").bin("static-hook").no_default_features())?;
    Ok(built)
}

/// Returns the packages in `bins` that have a program of their own.
fn single_purpose_binaries() -> Vec<String> {
    let entries = fs::read_dir(repository().join("bins")).expect("list the packages");
    let packages = entries.map(|entry| entry.expect("read the entry"));
    let programs = packages.filter(|package| package.path().join("src/main.rs").exists());
    programs.map(|package| format!("s2i-{}", package.file_name().display())).collect()
}

fn cargo() -> CargoBuild {
    CargoBuild::new()
        .arg("--config")
        .arg(repository().join("packaging/static.toml"))
        .manifest_path(repository().join("Cargo.toml"))
        .target(target())
}

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Returns `S2IBOX_TARGET`, else the target that `make` builds for.
fn target() -> String {
    env::var("S2IBOX_TARGET").unwrap_or_else(|_| {
        let mut script = Command::new(repository().join("packaging/target"));
        let output = script.arg("--offline").output().expect("run packaging/target");
        String::from_utf8(output.stdout).expect("a target is plain text").trim().to_owned()
    })
}

fn collect(built: &mut Built, cargo: CargoBuild) -> Result<(), String> {
    for message in cargo.exec().map_err(|error| error.to_string())? {
        let message = message.map_err(|error| error.to_string())?;
        if let Message::CompilerArtifact(artifact) = message.decode().expect("cargo's message")
            && let Some(path) = artifact.executable
            && artifact.target.kind.iter().any(|kind| kind == "bin")
        {
            let name = path.file_name().map(OsStr::to_string_lossy);
            let name = name.expect("a program has a name").into_owned();
            built.insert(name, path.into_owned());
        }
    }
    Ok(())
}
