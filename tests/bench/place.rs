//! Where the measuring is done: application roots, the environment of a container, the programs.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::launch::{Case, Launcher, absolute, line};

/// What people write into a `deploy_env`: ten lines.
pub const DEPLOY_ENV: &str = "\
# Where the application finds what it needs.
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

/// What a container of a builder image finds in its environment, beside our paths.
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

/// Everything that rows are measured with.
pub struct Place {
    /// `target/bench`.
    pub work: PathBuf,
    /// This directory of the repository.
    pub sources: PathBuf,
    pub launcher: Launcher,
    /// Whether few repetitions will do.
    pub quick: bool,
}

impl Place {
    pub fn new(work: &Path, s2ibox: &Path, sources: &Path, quick: bool) -> Result<Self> {
        let work = absolute(work)?;
        ensure!(
            !work.to_string_lossy().contains(char::is_whitespace),
            "{} holds a space, with which the original does nothing at all; measure elsewhere",
            work.display()
        );
        let place = Self {
            sources: absolute(sources)?,
            launcher: Launcher(work.join("bin/launch")),
            quick,
            work,
        };
        // A copy is measured: what is built meanwhile does not mix with it.
        let measured = place.work.join("bin/s2ibox");
        remove_file(&measured)?;
        fs::copy(s2ibox, &measured)?;
        for name in ["ready", "run", "jobs", "assemble"] {
            let link = place.command(name);
            remove_file(&link)?;
            symlink("s2ibox", link)?;
        }
        let scripts = place.work.join("scripts");
        fs::create_dir_all(&scripts)?;
        for name in ["assemble", "run"] {
            fs::copy(place.hook(), scripts.join(name))?;
        }
        Ok(place)
    }

    /// As many samples, or fewer where it is to be quick.
    pub fn samples(&self, many: usize) -> usize {
        if self.quick { many.div_ceil(5) } else { many }
    }

    /// The link by which a command of ours is called.
    pub fn command(&self, name: &str) -> PathBuf {
        self.work.join("bin").join(format!("s2i-{name}"))
    }

    /// A program that ends with its first instruction.
    pub fn hook(&self) -> PathBuf {
        self.work.join("bin/hook")
    }

    /// The original's program.
    pub fn original(&self) -> PathBuf {
        self.work.join("venv/bin/powershift")
    }

    /// An application root with these hooks: an env hook where there is a text, else the program that ends at once.
    pub fn root(&self, name: &str, hooks: &[(&str, Option<&str>)]) -> Result<Root> {
        let app = self.work.join("roots").join(name);
        let directory = app.join("src/.s2i/action_hooks");
        fs::create_dir_all(&directory)?;
        for (hook, text) in hooks {
            let file = directory.join(hook);
            match text {
                Some(text) => fs::write(&file, text)?,
                None => drop(fs::copy(self.hook(), &file)?),
            }
        }
        Ok(Root { scripts: self.work.join("scripts"), upload: app.join("upload"), app })
    }
}

/// An application root.
pub struct Root {
    app: PathBuf,
    scripts: PathBuf,
    pub upload: PathBuf,
}

impl Root {
    pub fn source(&self) -> PathBuf {
        self.app.join("src")
    }

    /// A program that is run in the source path, `runs` times for a sample.
    pub fn case(&self, name: &str, runs: usize, words: Vec<OsString>) -> Case {
        let mut environment: Vec<(OsString, OsString)> =
            CONTAINER.iter().map(|(name, value)| (name.into(), value.into())).collect();
        for (name, path) in [
            ("S2I_APPLICATION_PATH", &self.app),
            ("S2I_SCRIPTS_PATH", &self.scripts),
            ("S2I_UPLOAD_PATH", &self.upload),
        ] {
            environment.push((name.into(), path.into()));
        }
        Case { name: name.to_owned(), line: words, directory: self.source(), environment, runs }
    }

    /// A text that bash is given, with `arguments` from `$1` on.
    pub fn bash(&self, name: &str, runs: usize, text: &str, arguments: &[&OsStr]) -> Case {
        let mut words = line([&"/bin/bash", &"--norc", &"-c", &text, &"bash"]);
        words.extend(arguments.iter().map(|&argument| argument.to_owned()));
        self.case(name, runs, words)
    }
}

/// Removes a file if it is there.
fn remove_file(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed", path.display()))
        }
        _ => Ok(()),
    }
}

/// Makes a script that can be executed.
pub fn script(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text)
        .and_then(|()| fs::set_permissions(path, fs::Permissions::from_mode(0o755)))
        .with_context(|| format!("{} cannot be written", path.display()))
}
