//! Outcomes of the original, kept below `target/`. An outcome is used again as long as nothing has
//! changed that it depends on: the case, the pinned packages, the way they are started, Python and the
//! system's other packages, the kernel, and the programs and rules by which a run is observed.

use std::collections::hash_map::DefaultHasher;
use std::fmt::Write as _;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::case::Case;
use crate::observed::Observed;
use crate::original::{PINS, original};
use crate::side::Side;

/// The sources by which a root is made and a run is observed.
const RULES: [&str; 5] = [
    include_str!("locale.rs"),
    include_str!("observed.rs"),
    include_str!("plant.rs"),
    include_str!("side.rs"),
    include_str!("snapshot.rs"),
];

/// Returns the outcome of the original: the one that is kept, else that of a run.
pub fn outcome(case: &Case) -> Observed {
    let key = format!("{}{case:?}", conditions());
    let file = place(Path::new(env!("CARGO_TARGET_TMPDIR")), &key);
    read(&file, &key).unwrap_or_else(|| {
        let observed = Side::Original.run(case);
        write(&file, &key, &observed);
        observed
    })
}

/// Everything but the case that an outcome depends on.
fn conditions() -> &'static str {
    static CONDITIONS: OnceLock<String> = OnceLock::new();
    CONDITIONS.get_or_init(|| {
        let mut conditions = PINS.join("\n");
        conditions += &String::from_utf8_lossy(&original().script);
        conditions += &original().version;
        for command in [["bash", "--version"], ["uname", "-rm"]] {
            let output = Command::new(command[0]).arg(command[1]).output().expect("ask for it");
            conditions += &String::from_utf8_lossy(&output.stdout);
        }
        let programs = [env!("CARGO_BIN_EXE_recorder"), env!("CARGO_BIN_EXE_stage")];
        for file in programs.into_iter().chain(["/etc/os-release", "/var/lib/dpkg/status"]) {
            let digest = fs::read(file).map(|bytes| digest(&bytes));
            let _ = writeln!(conditions, "{file}: {}", digest.unwrap_or_default());
        }
        conditions + &format!("rules: {}\n", digest(&RULES.concat().into_bytes()))
    })
}

fn digest(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

fn place(directory: &Path, key: &str) -> PathBuf {
    directory.join("originals").join(format!("{:016x}", digest(key.as_bytes())))
}

/// The parts of an outcome, after the key that it was made for.
type Kept = (String, String, Vec<String>, Vec<String>, Vec<Vec<String>>, Vec<String>);

fn read(file: &Path, key: &str) -> Option<Observed> {
    let kept: Kept = serde_json::from_slice(&fs::read(file).ok()?).ok()?;
    let (kept_for, status, stdout, stderr, seen, files) = kept;
    (kept_for == key).then_some(Observed { status, stdout, stderr, seen, files })
}

fn write(file: &Path, key: &str, observed: &Observed) {
    let Observed { status, stdout, stderr, seen, files } = observed;
    let kept = serde_json::to_vec(&(key, status, stdout, stderr, seen, files)).expect("plain data");
    let directory = file.parent().expect("a directory");
    fs::create_dir_all(directory).expect("make the directory");
    // Renamed, because another test may read or write the same outcome at this moment.
    let mut made = tempfile::NamedTempFile::new_in(directory).expect("make a file");
    std::io::Write::write_all(&mut made, &kept).expect("write the outcome");
    made.persist(file).expect("put it in place");
}

#[test]
fn an_outcome_is_read_only_for_the_key_that_it_was_written_for() {
    let directory = tempfile::tempdir().expect("make a directory");
    let observed = Observed {
        status: "exit 3".to_owned(),
        stdout: vec!["a".to_owned()],
        stderr: vec!["b".to_owned(), String::new()],
        seen: vec![vec!["c".to_owned()], vec![]],
        files: vec!["d".to_owned()],
    };
    let file = place(directory.path(), "one key");
    write(&file, "one key", &observed);
    assert_eq!(read(&file, "one key"), Some(observed));
    assert_eq!(read(&file, "another key"), None);
    assert_eq!(read(&place(directory.path(), "another key"), "another key"), None);
    fs::write(&file, "[]").expect("damage it");
    assert_eq!(read(&file, "one key"), None);
}
