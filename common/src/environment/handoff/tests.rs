use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;

use pretty_assertions::assert_eq;

use super::{Handoff, Outcome, RESUME};
use crate::cli::options::Options;
use crate::command::timing::Times;
use crate::hooks::paths::Paths;
use crate::output::level::Level;

fn handoff() -> Handoff {
    Handoff {
        command: "exec".into(),
        step: 1,
        paths: Paths {
            scripts: "/s".into(),
            application: "/a b".into(),
            source: OsStr::from_bytes(b"/\xff\n").into(),
            upload: "/u".into(),
        },
        env_hook: None,
        options: Options {
            arguments: vec!["--init-group".into()],
            snapshots: Some(100),
            ..Options::default()
        },
        log: Level::Quiet,
        times: Times::default(),
        facts: vec!["a:b".into(), OsString::new()],
        operands: vec![OsString::new(), "--".into(), "s2ibox:end".into(), "3:abc".into()],
    }
}

/// The arguments as bash passes them back.
fn passed_back(handoff: &Handoff, outcome: &str) -> Vec<OsString> {
    let before = [RESUME.into(), outcome.into()];
    [before.to_vec(), handoff.facts.clone(), handoff.to_arguments()].concat()
}

#[track_caller]
fn survives(handoff: &Handoff) {
    let read = Handoff::from_arguments(&passed_back(handoff, "sourced"));
    assert_eq!(read.and_then(Result::ok), Some((Outcome::Sourced, handoff.clone())));
}

#[test]
fn a_handoff_survives_the_trip() {
    survives(&handoff());
    let step = Some(("builder's assemble".to_owned(), 77));
    let times = Times { begun: Some(7), step, line: ": taking .s2i 0.1".to_owned() };
    survives(&Handoff { times, ..handoff() });
    survives(&Handoff { env_hook: Some("/h".into()), operands: Vec::new(), ..handoff() });
}

#[test]
fn operands_larger_than_one_argument_survive_in_pieces() {
    let large = Handoff { operands: vec!["x".repeat(131_000).into(); 3], ..handoff() };
    assert_eq!(large.to_arguments().len(), 4);
    survives(&large);
}

#[test]
fn every_outcome_has_its_word() {
    for (word, outcome, facts) in Outcome::ALL {
        let handoff = Handoff { facts: vec!["x".into(); facts], ..handoff() };
        let read = Handoff::from_arguments(&passed_back(&handoff, word));
        assert_eq!(read.and_then(Result::ok).map(|(outcome, _)| outcome), Some(outcome));
    }
}

#[test]
fn a_changed_argument_is_an_error() {
    let complete = passed_back(&handoff(), "sourced");
    let packed = complete.last().cloned().unwrap_or_default();
    for cut in 0..packed.len() {
        let cut = OsStr::from_bytes(&packed.as_bytes()[..cut]).to_owned();
        let arguments = [&complete[..4], &[cut]].concat();
        assert!(Handoff::from_arguments(&arguments).is_some_and(|read| read.is_err()));
    }
    for count in 1..complete.len() {
        assert!(Handoff::from_arguments(&complete[..count]).is_some_and(|read| read.is_err()));
    }
    assert!(Handoff::from_arguments(&[]).is_none());
    assert!(Handoff::from_arguments(&["exec".into()]).is_none());
}
