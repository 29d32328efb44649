//! A case: a message, how to provoke it, and its text on the page.

use std::thread;

use s2ibox_tests::{Running, Status, Test, Text};

use crate::scene::Scene;

/// One message.
pub struct Case {
    /// The heading: the event, in words that a reader searches for.
    pub title: &'static str,
    /// The command line. `NAME=VALUE` may stand before it, and `'` around an argument. It may hold the placeholders
    /// of [`crate::scene::PLACES`].
    pub call: &'static str,
    /// Prepares the scene. It gets the run of `call` and may change it.
    pub given: fn(&mut Scene, Test) -> Test,
    /// Acts while the command runs.
    pub meanwhile: fn(&mut Running),
    /// The exit status.
    pub status: i32,
    /// The complete stderr, with placeholders.
    pub stderr: &'static str,
    /// The explanation: what the message means and what to do, in one to three sentences.
    pub means: &'static str,
}

/// The default values of a case.
pub const CASE: Case = Case {
    title: "",
    call: "",
    given: |_, test| test,
    meanwhile: |_| {},
    status: 1,
    stderr: "",
    means: "",
};

/// A section of the page.
pub struct Area {
    /// The heading of the section.
    pub heading: &'static str,
    /// The introduction, below the heading.
    pub about: &'static str,
    /// The messages.
    pub cases: &'static [Case],
}

impl Area {
    /// Provokes every message of the section. Panics with the titles of the cases that fail.
    pub fn check(&self) {
        let failed: Vec<_> = self
            .cases
            .iter()
            // Each case has a thread, because a mount belongs to its thread.
            .filter(|case| thread::scope(|scope| scope.spawn(|| case.check()).join().is_err()))
            .map(|case| case.title)
            .collect();
        assert!(failed.is_empty(), "these cases fail: {failed:#?}");
    }
}

impl Case {
    fn check(&self) {
        let mut scene = Scene::new();
        let test = scene.call(self.call);
        let test = (self.given)(&mut scene, test);
        let mut running = test.spawn();
        (self.meanwhile)(&mut running);
        let mut outcome = running.outcome();
        let comparable = |stderr: &str| Text(without_texts_of_errno(stderr).into_bytes());
        outcome.stderr = comparable(&without_lines_of_bash(&outcome.err()));
        let mut expected = outcome.clone();
        expected.status = Status::Exit(self.status);
        expected.stderr = comparable(&scene.filled_in(self.stderr));
        outcome.assert(&expected, self.call);
    }
}

/// Removes the messages of bash about the script of s2ibox: they contain line numbers and differ between versions.
fn without_lines_of_bash(stderr: &str) -> String {
    let lines = stderr.split_inclusive('\n');
    lines.filter(|line| !line.starts_with("s2i-") || !line.contains(": line ")).collect()
}

/// Removes `Resource busy` and the like before `(os error 16)`: each C library has its own words.
fn without_texts_of_errno(stderr: &str) -> String {
    let mut text = String::new();
    let mut rest = stderr;
    while let Some((before, after)) = rest.split_once(" (os error ") {
        let words = before.rfind([':', ';', '\n']).map_or(0, |at| at + 1);
        text += &before[..words];
        text += " (os error ";
        rest = after;
    }
    text + rest
}
