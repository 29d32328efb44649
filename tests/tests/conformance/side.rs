//! The sides: the original, s2ibox, and the imitation for the tests of the suite.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, Stdio};

use crate::case::Case;
use crate::locale;
use crate::observed::Observed;
use crate::original::original;
use crate::plant::{Root, masters};

/// The time limit of a case, in seconds. It is far more than any case needs, so that a case that hangs fails.
const PATIENCE: &str = "120";
const PATH: &str = "/tools:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Original,
    /// The original, started by the script that pip has installed.
    Installed,
    Ours,
    Imitation,
}

impl Side {
    /// Returns the text of its `powershift`; that of s2ibox is a link.
    pub fn script(self, case: &Case) -> Option<Vec<u8>> {
        match self {
            // Variables of Python's may lead it to other modules.
            Self::Original if case.has_variable("PYTHON") => Some(original().installed.clone()),
            Self::Original => Some(original().script.clone()),
            Self::Installed => Some(original().installed.clone()),
            Self::Ours => None,
            Self::Imitation => Some(include_bytes!("imitation.sh").to_vec()),
        }
    }

    /// Runs the case and returns everything that is visible from outside.
    pub fn run(self, case: &Case) -> Observed {
        let root = Root::of(case, self);
        let mut stage = Command::new("/usr/bin/timeout");
        stage
            .args(["--signal=KILL", PATIENCE, "/usr/bin/unshare"])
            .args(["--mount", "--pid", "--fork", "--kill-child"])
            .arg(masters().directory().join("stage"))
            .arg(root.directory())
            .args([OsStr::new("--in"), OsStr::new(&case.directory)])
            .env_clear()
            .envs(environment(case))
            .stdin(Stdio::null());
        for path in [&original().python, &original().directory] {
            stage.arg("--bind").arg(path);
        }
        if case.locale.is_some() {
            stage.arg("--bind").arg(locale::DIRECTORY);
        }
        if let Some(user) = case.user {
            stage.args(["--user", &user.to_string()]);
        }
        if case.as_init {
            stage.arg("--as-init");
        }
        if case.upload_elsewhere {
            stage.arg("--upload-elsewhere");
        }
        stage.args(["--", "/tools/powershift"]);
        stage.args(case.words.iter().map(|word| OsStr::from_bytes(word)));
        let ended = s2ibox_tests::output(&mut stage);
        let status_file = fs::read_to_string(root.outside("/.status")).ok();
        assert!(
            status_file.is_some() || case.as_init,
            "the stage could not be set, or nothing ended within {PATIENCE} s: {ended:?}\n{}",
            case.as_source()
        );
        let status = status_file.unwrap_or_else(|| match ended.status.code() {
            Some(code) => format!("exit {code}"),
            None => format!("{}", ended.status),
        });
        Observed::of(&root, status)
    }
}

fn environment(case: &Case) -> BTreeMap<OsString, OsString> {
    let mut environment = BTreeMap::new();
    for (name, value) in [("PATH", PATH), ("HOME", "/opt/app-root/src"), ("LANG", "C.UTF-8")] {
        environment.insert(name.into(), value.into());
    }
    if let Some(name) = &case.locale {
        environment.insert("LOCPATH".into(), locale::directory_with(name).into());
        environment.insert("LC_ALL".into(), name.into());
    }
    for (name, value) in &case.variables {
        match value {
            Some(value) => environment.insert(name.into(), OsStr::from_bytes(value).into()),
            None => environment.remove(OsStr::new(name)),
        };
    }
    environment
}
