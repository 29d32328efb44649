//! A case: what lies in the root and how the command is started; the way that is taken, and that both are the same.

use s2ibox_tests::{Called, Root, Test};

use crate::seen::{LOOK, holds_both};
use crate::trace::{Way, read, traced};

/// What a command finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// A probe without an env hook.
    Probe,
    /// One with an env hook.
    ProbeWithEnvHook,
    /// The application's start, with an env hook.
    Run,
}

impl Start {
    pub const ALL: [Self; 3] = [Self::Probe, Self::ProbeWithEnvHook, Self::Run];

    /// The command's name.
    pub fn command(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Probe | Self::ProbeWithEnvHook => "ready",
        }
    }

    /// Puts its hooks into the root.
    pub fn plant(self, root: &Root) {
        root.program(format!("action_hooks/{}", self.command()), LOOK, 0o755);
        if self != Self::Probe {
            root.env_hook("deploy_env", "FROM_HOOK=1");
        }
    }
}

/// How the command is started.
pub type Given<'a> = &'a dyn Fn(&Root, Test) -> Test;

/// As it is.
pub fn plain(_: &Root, test: Test) -> Test {
    test
}

/// Checks the way that is taken in this root, and that nobody can tell it from the other.
#[track_caller]
pub fn check(root: &Root, name: &str, command: &str, given: Given<'_>, way: Way) {
    let test = traced(root, root.called(Called::Link, command));
    let _ = given(root, test).run();
    assert_eq!(read(root).way, way, "{command}: {name}");
    holds_both(root, command, name, |test| given(root, test));
}
