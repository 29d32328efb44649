//! Where everything lies: the builder's scripts, the application, its source, the upload.
//!
//! The four paths are settled once, when a command starts, and carried along from there: what an
//! env hook does to the variables changes what later programs see, not where we look. Links are
//! not resolved and nothing is normalised: the bytes are the user's.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::environment::variable::non_empty;
use crate::fs::same_file::same_file;
use crate::output::quoting::escaped;
use crate::{broken, debug};

/// The paths of an application image (contract, "Paths"), all absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// `S2I_SCRIPTS_PATH`: the builder's own `assemble` and `run`.
    pub scripts: PathBuf,
    /// `S2I_APPLICATION_PATH`: the top folder of the application.
    pub application: PathBuf,
    /// `S2I_SOURCE_PATH`: the source; hooks lie in `.s2i` below it.
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
            match env::current_dir() {
                Ok(folder) if path.is_relative() => folder.join(path),
                _ => path,
            }
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

    /// Says where each path is from, to whoever looks for a fault.
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
                None => debug!("the {what} path is {path}, for {} is not set", variables[0]),
            }
        }
    }

    /// The variables that everything that is run gets to see.
    #[must_use]
    pub fn exported(&self) -> [(&'static str, &Path); 3] {
        [
            ("S2I_SCRIPTS_PATH", &self.scripts),
            ("S2I_APPLICATION_PATH", &self.application),
            ("S2I_SOURCE_PATH", &self.source),
        ]
    }

    /// The folder `.s2i` of the source.
    #[must_use]
    pub fn s2i(&self) -> PathBuf {
        self.source.join(".s2i")
    }

    /// The file of the action hook `name`.
    #[must_use]
    pub fn hook(&self, name: &str) -> PathBuf {
        hook_below(&self.source, name)
    }

    /// The script of a builder image that makes an arbitrary user id known.
    #[must_use]
    pub fn container_user_script(&self) -> PathBuf {
        self.application.join("etc/generate_container_user")
    }

    /// Checks that the working directory is the source path: the same folder, by device and inode.
    ///
    /// # Errors
    /// It is not, or one of the two cannot be looked at; the error gives both paths.
    pub fn check_working_directory(&self) -> Result<()> {
        let source = escaped(&self.source);
        match (fs::metadata("."), fs::metadata(&self.source)) {
            (Ok(here), Ok(there)) if same_file(&here, &there) => Ok(()),
            (_, Err(error)) => broken!(
                "the source path {source} cannot be looked at from the working directory {}: \
                 {error}; create it, or set S2I_SOURCE_PATH or S2I_APPLICATION_PATH",
                working_directory()
            ),
            _ => broken!(
                "the working directory {} is not the source path {source}; go there first \
                 (WORKDIR in a Containerfile), or set S2I_SOURCE_PATH",
                working_directory()
            ),
        }
    }
}

/// The file of the action hook `name` in the source tree `tree`.
#[must_use]
pub fn hook_below(tree: &Path, name: &str) -> PathBuf {
    tree.join(".s2i/action_hooks").join(name)
}

fn working_directory() -> String {
    env::current_dir()
        .map_or_else(|error| format!("(unknown: {error})"), |path| escaped(&path).to_string())
}

/// A path that the user gave, so that no program takes it for an option.
#[must_use]
pub fn as_operand(path: PathBuf) -> PathBuf {
    if path.as_os_str().as_encoded_bytes().starts_with(b"-") {
        Path::new(".").join(path)
    } else {
        path
    }
}

/// The source tree, where `folder` lies within its `.s2i` or is it.
#[must_use]
pub fn source_above(folder: &Path) -> Option<PathBuf> {
    let folder = fs::canonicalize(Path::new(".").join(folder)).ok()?;
    let mut above = folder.ancestors();
    above.find(|path| path.file_name().is_some_and(|name| name == ".s2i"))?;
    above.next().map(Path::to_owned)
}
