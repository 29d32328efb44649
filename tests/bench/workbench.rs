//! The measuring environment: application roots, the variables of a container, the programs.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::launch::{Launcher, Workload, absolute, words};

/// A `deploy_env` of ten lines, as applications have it.
pub const DEPLOY_ENV: &str = "\
# Tells the application where its services are.
DATABASE_HOST=${DATABASE_HOST:-database.example.svc}
DATABASE_PORT=${DATABASE_PORT:-5432}
DATABASE_URL=postgresql://$DATABASE_HOST:$DATABASE_PORT/application
CACHE_URL=redis://${CACHE_HOST:-cache}:6379/0
LOG_LEVEL=${LOG_LEVEL:-info}
if [ -d /var/run/secrets/application ]; then
    SECRET_FILE=/var/run/secrets/application/key
fi
WORKERS=$((2 * ${CPU_LIMIT:-2} + 1))
";

/// The variables in a container of a builder image, without the paths of the application.
const CONTAINER: [(&str, &str); 20] = [
    ("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
    ("HOME", "/opt/app-root/src"),
    ("HOSTNAME", "application-7d9f8b6c5-x2x9z"),
    ("LANG", "C.UTF-8"),
    ("PYTHON_VERSION", "3.12"),
    ("PYTHONUNBUFFERED", "1"),
    ("PIP_NO_CACHE_DIR", "off"),
    ("STI_SCRIPTS_URL", "image:///usr/libexec/s2i"),
    ("SUMMARY", "Platform for building and running applications"),
    ("CNB_USER_ID", "1001"),
    ("CACHE_HOST", "cache.example.svc"),
    ("KUBERNETES_SERVICE_HOST", "10.96.0.1"),
    ("KUBERNETES_SERVICE_PORT", "443"),
    ("KUBERNETES_SERVICE_PORT_HTTPS", "443"),
    ("KUBERNETES_PORT", "tcp://10.96.0.1:443"),
    ("KUBERNETES_PORT_443_TCP", "tcp://10.96.0.1:443"),
    ("KUBERNETES_PORT_443_TCP_PROTO", "tcp"),
    ("KUBERNETES_PORT_443_TCP_PORT", "443"),
    ("KUBERNETES_PORT_443_TCP_ADDR", "10.96.0.1"),
    ("OPENSHIFT_BUILD_NAME", "application-1"),
];

/// The commands of s2ibox that are measured.
const COMMANDS: [&str; 6] = ["assemble", "entrypoint", "exec", "jobs", "ready", "run"];

/// The directory that everything is measured in, and the programs in it.
pub struct Workbench {
    /// The directory, `target/bench`.
    pub directory: PathBuf,
    /// The directory of these sources.
    pub sources: PathBuf,
    pub launcher: Launcher,
    /// Whether few samples suffice.
    pub quick: bool,
}

impl Workbench {
    pub fn new(directory: &Path, s2ibox: &Path, sources: &Path, quick: bool) -> Result<Self> {
        let directory = absolute(directory)?;
        ensure!(
            !directory.to_string_lossy().contains(char::is_whitespace),
            "{} contains a space, and the original does not work in such a path; \
             measure in another directory",
            directory.display()
        );
        let bench = Self {
            sources: absolute(sources)?,
            launcher: Launcher(directory.join("bin/launch")),
            quick,
            directory,
        };
        // A copy is measured, so that a build in the meantime does not change the program.
        let measured = bench.program("s2ibox");
        remove_file(&measured)?;
        fs::copy(s2ibox, &measured)?;
        for name in COMMANDS {
            let link = bench.command(name);
            remove_file(&link)?;
            symlink("s2ibox", link)?;
        }
        let scripts = bench.directory.join("scripts");
        fs::create_dir_all(&scripts)?;
        for name in ["assemble", "run"] {
            fs::copy(bench.program("hook"), scripts.join(name))?;
        }
        Ok(bench)
    }

    /// Returns `count`, or a fifth of it for a quick measurement.
    pub fn samples(&self, count: usize) -> usize {
        if self.quick { count.div_ceil(5) } else { count }
    }

    /// Returns the path of a program that `prepare` built.
    pub fn program(&self, name: &str) -> PathBuf {
        self.directory.join("bin").join(name)
    }

    /// Returns the link for a command of s2ibox.
    pub fn command(&self, name: &str) -> PathBuf {
        self.program(&format!("s2i-{name}"))
    }

    /// Returns the program of the original.
    pub fn original(&self) -> PathBuf {
        self.directory.join("venv/bin/powershift")
    }

    /// Makes an application root with these hooks. A hook with a text is an env hook; every other
    /// one is the program `hook`, which ends with its first instruction.
    pub fn root(&self, name: &str, hooks: &[(&str, Option<&str>)]) -> Result<Root> {
        let application = self.directory.join("roots").join(name);
        let directory = application.join("src/.s2i/action_hooks");
        fs::create_dir_all(&directory)?;
        for (hook, text) in hooks {
            let file = directory.join(hook);
            match text {
                Some(text) => fs::write(&file, text)?,
                None => drop(fs::copy(self.program("hook"), &file)?),
            }
        }
        let upload = application.join("upload");
        fs::create_dir_all(&upload)?;
        Ok(Root { scripts: self.directory.join("scripts"), upload, application })
    }
}

/// An application root.
pub struct Root {
    application: PathBuf,
    scripts: PathBuf,
    pub upload: PathBuf,
}

impl Root {
    pub fn source(&self) -> PathBuf {
        self.application.join("src")
    }

    pub fn hook(&self, name: &str) -> PathBuf {
        self.source().join(".s2i/action_hooks").join(name)
    }

    /// Returns a workload in the source path; `runs` runs make one sample.
    pub fn workload(&self, name: &str, runs: usize, command: Vec<OsString>) -> Workload {
        let mut environment: Vec<(OsString, OsString)> =
            CONTAINER.iter().map(|(name, value)| (name.into(), value.into())).collect();
        for (name, path) in [
            ("S2I_APPLICATION_PATH", &self.application),
            ("S2I_SCRIPTS_PATH", &self.scripts),
            ("S2I_UPLOAD_PATH", &self.upload),
        ] {
            environment.push((name.into(), path.into()));
        }
        let directory = self.source();
        Workload { name: name.to_owned(), command, directory, environment, runs, status: 0 }
    }

    /// Returns a workload for bash, with the script `text` and `arguments` from `$1` on.
    pub fn bash(&self, name: &str, runs: usize, text: &str, arguments: &[&OsStr]) -> Workload {
        let mut command = words([&"/bin/bash", &"--norc", &"-c", &text, &"bash"]);
        command.extend(arguments.iter().map(|&argument| argument.to_owned()));
        self.workload(name, runs, command)
    }
}

fn remove_file(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed", path.display()))
        }
        _ => Ok(()),
    }
}

/// Writes an executable script.
pub fn script(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text)
        .and_then(|()| fs::set_permissions(path, fs::Permissions::from_mode(0o755)))
        .with_context(|| format!("{} cannot be written", path.display()))
}
