//! The paths of an application image: the builder's scripts, the application, its source, the
//! upload.
//!
//! The four paths are settled once, when a command starts, and carried along from there: an env
//! hook that changes the variables changes them for later programs, not for s2ibox. Links are not
//! resolved and nothing is normalised: the bytes are the user's.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Result;
use nix::unistd::Uid;

use crate::environment::variable::non_empty;
use crate::fs::same_file::same_file;
use crate::output::quoting::escaped;
use crate::{broken, debug};

/// The paths of an application image (contract, "Paths"), all absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// `S2I_SCRIPTS_PATH`: the builder's own `assemble` and `run`.
    pub scripts: PathBuf,
    /// `S2I_APPLICATION_PATH`: the top directory of the application.
    pub application: PathBuf,
    /// `S2I_SOURCE_PATH`: the source, with the hooks in `.s2i`.
    pub source: PathBuf,
    /// `S2I_UPLOAD_PATH`: where the S2I build left the source before `assemble`.
    pub upload: PathBuf,
}

impl Paths {
    /// Reads the paths from the environment: an empty value counts as unset, defaults are filled
    /// in, a relative value is made absolute by the working directory.
    #[must_use]
    pub fn from_environment() -> Self {
        let absolute = |value: OsString| {
            let path = PathBuf::from(value);
            if path.is_absolute() {
                return path;
            }
            env::current_dir().map_or_else(|_| path.clone(), |directory| directory.join(&path))
        };
        let application =
            non_empty("S2I_APPLICATION_PATH").map_or_else(|| "/opt/app-root".into(), absolute);
        Self {
            scripts: non_empty("S2I_SCRIPTS_PATH")
                .or_else(|| non_empty("STI_SCRIPTS_PATH"))
                .map_or_else(|| "/usr/libexec/s2i".into(), absolute),
            source: non_empty("S2I_SOURCE_PATH").map_or_else(|| application.join("src"), absolute),
            upload: non_empty("S2I_UPLOAD_PATH").map_or_else(|| "/tmp/src".into(), absolute),
            application,
        }
    }

    /// Prints, for `S2I_LOG=debug`, each path and the variable that it comes from.
    pub fn explain(&self) {
        let paths = [
            ("scripts", &self.scripts, &["S2I_SCRIPTS_PATH", "STI_SCRIPTS_PATH"][..]),
            ("application", &self.application, &["S2I_APPLICATION_PATH"]),
            ("source", &self.source, &["S2I_SOURCE_PATH"]),
            ("upload", &self.upload, &["S2I_UPLOAD_PATH"]),
        ];
        for (what, path, variables) in paths {
            let path = escaped(path);
            match variables.iter().find(|name| non_empty(name).is_some()) {
                Some(name) => debug!("the {what} path is {path}, from {name}"),
                None => debug!("the {what} path is {path}, because {} is not set", variables[0]),
            }
        }
    }

    /// Returns the variables that are exported to every program.
    #[must_use]
    pub fn exported(&self) -> [(&'static str, &Path); 3] {
        [
            ("S2I_SCRIPTS_PATH", &self.scripts),
            ("S2I_APPLICATION_PATH", &self.application),
            ("S2I_SOURCE_PATH", &self.source),
        ]
    }

    /// Returns the directory `.s2i` of the source.
    #[must_use]
    pub fn s2i(&self) -> PathBuf {
        self.source.join(".s2i")
    }

    /// Returns the file of the action hook `name`.
    #[must_use]
    pub fn hook(&self, name: &str) -> PathBuf {
        hook_below(&self.source, name)
    }

    /// Returns the script by which a builder image gives an arbitrary user id a name.
    #[must_use]
    pub fn container_user_script(&self) -> PathBuf {
        self.application.join("etc/generate_container_user")
    }

    /// Checks that the working directory is the source path: the same directory, by device and
    /// inode.
    ///
    /// # Errors
    /// It is not, or one of the two cannot be accessed. The error gives both paths.
    pub fn check_working_directory(&self) -> Result<()> {
        let found = (fs::metadata("."), fs::metadata(&self.source));
        if let (Ok(current), Ok(expected)) = &found
            && same_file(current, expected)
        {
            return Ok(());
        }
        let source = escaped(&self.source);
        let directory = working_directory();
        match found {
            (_, Err(error)) if error.kind() == ErrorKind::NotFound => broken!(
                "the source path {source} cannot be accessed from the working directory {directory}: \
                 {error}; create it, or set S2I_SOURCE_PATH or S2I_APPLICATION_PATH"
            ),
            (_, Err(error)) => broken!(
                "the source path {source} cannot be accessed from the working directory {directory}: \
                 {error}; give user {} access to it and to the directories above it",
                Uid::effective()
            ),
            (Err(error), _) => broken!(
                "the working directory {directory} cannot be accessed: {error}; give user {} access to \
                 it, or go to the source path {source} if that is another",
                Uid::effective()
            ),
            _ => broken!(
                "the working directory {directory} is not the source path {source}; go there first \
                 (WORKDIR in a Containerfile), or set S2I_SOURCE_PATH"
            ),
        }
    }
}

/// Returns the file of the action hook `name` in the source tree `tree`.
#[must_use]
pub fn hook_below(tree: &Path, name: &str) -> PathBuf {
    let hooks = Path::new(".s2i/action_hooks");
    // One allocation, because this is a part of every start.
    let length = tree.as_os_str().len() + hooks.as_os_str().len() + name.len() + 2;
    let mut file = PathBuf::with_capacity(length);
    file.extend([tree, hooks, Path::new(name)]);
    file
}

fn working_directory() -> String {
    env::current_dir()
        .map_or_else(|error| format!("(unknown: {error})"), |path| escaped(&path).to_string())
}

/// Returns a path that the user gave in a form that no program takes for an option.
#[must_use]
pub fn as_operand(path: PathBuf) -> PathBuf {
    if path.as_os_str().as_encoded_bytes().starts_with(b"-") {
        Path::new(".").join(path)
    } else {
        path
    }
}

/// Returns the source tree whose `.s2i` is `directory`, or contains it.
#[must_use]
pub fn source_above(directory: &Path) -> Option<PathBuf> {
    let directory = fs::canonicalize(Path::new(".").join(directory)).ok()?;
    let mut above = directory.ancestors();
    above.find(|path| path.file_name().is_some_and(|name| name == ".s2i"))?;
    above.next().map(Path::to_owned)
}
