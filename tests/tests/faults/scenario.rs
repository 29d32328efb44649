//! A command in a tree, disturbed at each point.

use std::any::Any;
use std::env;
use std::fs;
use std::path::PathBuf;

use s2ibox_tests::{Outcome, Root, Status, Test};

use crate::point::{Fault, Point, points, record};
use crate::tree::{Entries, differences, entries};

/// As many points of a scenario are tried unless `S2IBOX_FAULTS=all`.
const SAMPLE: usize = 40;

/// A command, and the tree in which it runs.
pub struct Scenario {
    pub name: &'static str,
    /// Makes the tree, and returns what is mounted in it.
    pub prepare: fn(&Root) -> Option<Mount>,
    /// The command.
    pub command: fn(&Root) -> Test,
    /// The trees that the command changes.
    pub trees: fn(&Root) -> Vec<PathBuf>,
    /// What happens between the two runs.
    pub between: Between,
}

/// What happens between the first run of a command and the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// Nothing, and the second run must succeed.
    Nothing,
    /// Nothing, and the second run may say that it cannot go on.
    NothingOrError,
    /// The upload is removed, and the second run may say that it cannot go on.
    UploadIsRemoved,
}

/// A mounted file system, which is dropped after the runs.
pub type Mount = Box<dyn Any>;

/// One run in a root of its own. The mount goes before the root does.
struct Scene {
    _mount: Option<Mount>,
    root: Root,
}

impl Scenario {
    fn scene(&self) -> Scene {
        let root = Root::named(b"a root");
        Scene { _mount: (self.prepare)(&root), root }
    }

    fn entries(&self, scene: &Scene) -> Entries {
        let trees = (self.trees)(&scene.root);
        let trees: Vec<_> = trees.iter().map(PathBuf::as_path).collect();
        entries(&scene.root.top, &trees)
    }

    /// Tries the points, and prints how many.
    pub fn sweep(&self) {
        let undisturbed = self.scene();
        let log = tempfile::NamedTempFile::new().expect("make a file for the record");
        let outcome = record((self.command)(&undisturbed.root), log.path()).run();
        let wanted = (outcome.status, self.entries(&undisturbed));
        assert_eq!(wanted.0, Status::Exit(0), "{outcome:?}");
        let all = points(&fs::read_to_string(log.path()).expect("read the record"));
        let step = match env::var("S2IBOX_FAULTS").as_deref() {
            Ok("all") => 1,
            _ => all.len().div_ceil(SAMPLE),
        };
        // The step must not divide the number of faults, or some of them would never be tried.
        let step = if step > 1 && step % 5 == 0 { step + 1 } else { step };
        let tried: Vec<_> = all.iter().step_by(step.max(1)).collect();
        let mut wrong = Vec::new();
        let mut refused = 0;
        for point in &tried {
            match self.try_point(point, &wanted.1) {
                Ok(true) => {}
                Ok(false) => refused += 1,
                Err(problem) => wrong.push(format!("{point}: {problem}")),
            }
        }
        println!(
            "{}: {} of {} points tried; after {refused} of them the second run was an error",
            self.name,
            tried.len(),
            all.len()
        );
        assert!(!tried.is_empty(), "{} changes nothing", self.name);
        assert!(wrong.is_empty(), "{}: {wrong:#?}", self.name);
        assert!(refused == 0 || self.between != Between::Nothing, "{} cannot go on", self.name);
    }

    /// Tries one point. Returns whether the second run has succeeded.
    fn try_point(&self, point: &Point, wanted: &Entries) -> Result<bool, String> {
        let scene = self.scene();
        let before = self.entries(&scene);
        let first = point.inject((self.command)(&scene.root)).run();
        let after = self.entries(&scene);
        if point.fault == Fault::Kill {
            if first.status != Status::Signal(9) {
                return Err(format!("the process was not killed: {first:?}"));
            }
        } else {
            check_first(&first, &before, &after, wanted)?;
        }
        if self.between == Between::UploadIsRemoved {
            for entry in fs::read_dir(&scene.root.upload).expect("list the upload") {
                fs::remove_dir_all(entry.expect("read it").path()).expect("remove it");
            }
        }
        let second = (self.command)(&scene.root).run();
        if second.status != Status::Exit(0) {
            let explained = second.err().contains("ERROR: ");
            return if explained { Ok(false) } else { Err(format!("no error: {second:?}")) };
        }
        let differ = differences(&self.entries(&scene), wanted);
        let has_begun = !differences(&before, &after).is_empty();
        if self.between == Between::UploadIsRemoved && !has_begun {
            return Ok(true); // The second run cannot know that there was an upload.
        }
        if differ.is_empty() { Ok(true) } else { Err(format!("differs in {differ:?}: {first:?}")) }
    }
}

/// Checks a run with an error: a success without a warning is complete, and if the error states that the
/// upload is as it was, the upload is unchanged.
fn check_first(
    first: &Outcome,
    before: &Entries,
    after: &Entries,
    wanted: &Entries,
) -> Result<(), String> {
    let stderr = first.err();
    if first.status == Status::Exit(0) && !stderr.contains("WARNING: ") {
        let differ = differences(after, wanted);
        if !differ.is_empty() {
            return Err(format!("a success, but it differs in {differ:?}: {first:?}"));
        }
    }
    // A failure that a tool goes on after is a warning.
    let explained = stderr.contains("ERROR: ") || stderr.contains("WARNING: ");
    if first.status != Status::Exit(0) && !explained {
        return Err(format!("a failure without an error: {first:?}"));
    }
    if stderr.contains("the upload is as it was") {
        let differ = differences(before, after);
        let differ: Vec<_> =
            differ.iter().filter(|path| path.to_string_lossy().contains("upload/")).collect();
        if !differ.is_empty() {
            return Err(format!("the upload is not as it was in {differ:?}: {first:?}"));
        }
    }
    Ok(())
}
