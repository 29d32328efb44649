//! A case: an error, how it is provoked, and what the page says of it.

use std::thread;

use s2ibox_tests::{Running, Status, Test, Text};

use crate::scene::Scene;

/// One error.
pub struct Case {
    /// What has happened, in the words of somebody who looks for it.
    pub title: &'static str,
    /// The command line, `NAME=VALUE` before it and `'` around a word allowed, with the placeholders of
    /// [`crate::scene::PLACES`].
    pub call: &'static str,
    /// Brings it about; gets the run of `call` and may change it.
    pub given: fn(&mut Scene, Test) -> Test,
    /// What is done while it runs.
    pub meanwhile: fn(&mut Running),
    /// The exit status.
    pub status: i32,
    /// All that is on stderr, with the placeholders.
    pub said: &'static str,
    /// What that means and what to do, one to three sentences.
    pub means: &'static str,
}

/// A case in which nothing is prepared: the rest of one.
pub const CASE: Case = Case {
    title: "",
    call: "",
    given: |_, test| test,
    meanwhile: |_| {},
    status: 1,
    said: "",
    means: "",
};

/// What belongs together on the page.
pub struct Area {
    /// Its heading.
    pub heading: &'static str,
    /// What is common to its errors, below the heading.
    pub about: &'static str,
    /// The errors.
    pub cases: &'static [Case],
}

impl Area {
    /// Provokes every error; tells of all that are not as they should be.
    pub fn check(&self) {
        let failed: Vec<_> = self
            .cases
            .iter()
            // A thread each, for a mount belongs to its thread.
            .filter(|case| thread::scope(|scope| scope.spawn(|| case.check()).join().is_err()))
            .map(|case| case.title)
            .collect();
        assert!(failed.is_empty(), "not as it should be: {failed:#?}");
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
        outcome.stderr = comparable(&without_our_lines(&outcome.err()));
        let mut expected = outcome.clone();
        expected.status = Status::Exit(self.status);
        expected.stderr = comparable(&scene.filled_in(self.said));
        outcome.assert(&expected, self.call);
    }
}

/// Without what bash itself says of what we give it to do: its words and lines are its own business.
fn without_our_lines(said: &str) -> String {
    let lines = said.split_inclusive('\n');
    lines.filter(|line| !line.starts_with("s2i-") || !line.contains(": line ")).collect()
}

/// Removes `Resource busy` and the like before `(os error 16)`: each C library has its own words.
fn without_texts_of_errno(said: &str) -> String {
    let mut text = String::new();
    let mut rest = said;
    while let Some((before, after)) = rest.split_once(" (os error ") {
        let words = before.rfind([':', ';', '\n']).map_or(0, |at| at + 1);
        text += &before[..words];
        text += " (os error ";
        rest = after;
    }
    text + rest
}
