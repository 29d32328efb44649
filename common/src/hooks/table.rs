//! The table of hooks: the only place that lists their names.
//!
//! `assemble` reads it to warn about the hooks of later commands, `init` to write templates,
//! `check` to recognise the files of a source tree. The tests read it as `s2ibox init --list`
//! prints it.

/// A hook: a file of this name in `.s2i/action_hooks`.
#[derive(Debug, PartialEq, Eq)]
pub struct Hook {
    /// The name of the file.
    pub name: &'static str,
    /// How a command uses it.
    pub kind: HookKind,
    /// The command that uses it; none stands for every command except `assemble`.
    pub command: Option<&'static str>,
    /// Whether most applications have this hook, so that `init` writes it without being asked.
    pub usual: bool,
    /// When it runs and what it is for: the comment in the template that `init` writes, with its
    /// line breaks.
    pub description: &'static str,
    /// The last line of that template: commented out where the hook works without this line.
    pub example: &'static str,
}

/// How a command uses a hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HookKind {
    /// Bash sources it.
    EnvHook,
    /// The command runs it and waits for its end.
    Step,
    /// The command becomes it.
    Becomes,
}

/// The hook of the build environment.
pub const BUILD_ENV: &Hook = named("build_env");
/// The hook of the deploy environment.
pub const DEPLOY_ENV: &Hook = named("deploy_env");

const ASSEMBLE: Option<&str> = Some("assemble");

/// Every hook, in the order in which an application meets them.
pub static HOOKS: &[Hook] = TABLE;

// A constant beside the static, because a constant function cannot read a static.
const TABLE: &[Hook] = &[
    Hook {
        name: "pre_build",
        kind: HookKind::Step,
        command: ASSEMBLE,
        usual: false,
        description: "Runs before the builder's assemble script. The source is still in the upload,\n\
                      ${S2I_UPLOAD_PATH:-/tmp/src}, and build_env has not been sourced yet.",
        example: r#"# test -f "${S2I_UPLOAD_PATH:-/tmp/src}/requirements.txt""#,
    },
    Hook {
        name: "build_env",
        kind: HookKind::EnvHook,
        command: ASSEMBLE,
        usual: false,
        description: "The build environment: bash sources this file before the builder's assemble script. It\n\
                      needs no #! line and no execute permission. Every variable that it sets is exported to\n\
                      the rest of the build.",
        example: "# PIP_NO_CACHE_DIR=1",
    },
    Hook {
        name: "build",
        kind: HookKind::Step,
        command: ASSEMBLE,
        usual: true,
        description: "Runs after the builder's assemble script: the source is in place, and its dependencies\n\
                      are installed. A file that is made here need not be made at every start.",
        example: "# python manage.py collectstatic --noinput",
    },
    Hook {
        name: "deploy_env",
        kind: HookKind::EnvHook,
        command: None,
        usual: true,
        description: "The deploy environment: bash sources this file before every command except assemble,\n\
                      each probe included. So it should be quick and print nothing. Every variable that it\n\
                      sets is exported. A value that the container sets should win.",
        example: "# LOGLEVEL=${LOGLEVEL:-info}",
    },
    Hook {
        name: "deploy",
        kind: HookKind::Step,
        command: Some("run"),
        usual: true,
        description: "Runs in the container before the application starts. If it fails, the application is\n\
                      not started.",
        example: r#"# test -w "$S2I_APPLICATION_PATH/data""#,
    },
    Hook {
        name: "run",
        kind: HookKind::Becomes,
        command: Some("run"),
        usual: false,
        description: "Starts the application in place of the builder's run script. It ends in exec: the\n\
                      application is then the process that the platform started, and gets its signals.",
        example: r#"exec "$S2I_SCRIPTS_PATH/run""#,
    },
    Hook {
        name: "verify",
        kind: HookKind::Becomes,
        command: Some("verify"),
        usual: false,
        description: "Checks the finished image before it is pushed (postCommit): do the tests pass?",
        example: "# python -m unittest discover",
    },
    Hook {
        name: "ready",
        kind: HookKind::Becomes,
        command: Some("ready"),
        usual: true,
        description: "The readiness probe, every few seconds: can the application answer requests now?",
        example: PROBE,
    },
    Hook {
        name: "alive",
        kind: HookKind::Becomes,
        command: Some("alive"),
        usual: true,
        description: "The liveness probe, every few seconds: if it fails, the container is restarted. So it\n\
                      should ask only for what a restart would fix, and not for a database.",
        example: PROBE,
    },
    Hook {
        name: "setup",
        kind: HookKind::Becomes,
        command: Some("setup"),
        usual: false,
        description: "Sets up a new volume or database, once. It should find nothing to do when it is called\n\
                      again.",
        example: "# python manage.py createcachetable",
    },
    Hook {
        name: "migrate",
        kind: HookKind::Becomes,
        command: Some("migrate"),
        usual: false,
        description: "Brings the data up to the code, in an init container or a lifecycle hook. It should\n\
                      find nothing to do when it is called again.",
        example: "# python manage.py migrate",
    },
    Hook {
        name: "post_deploy",
        kind: HookKind::Becomes,
        command: Some("post-deploy"),
        usual: false,
        description: "Finishes a deployment once the application has started (lifecycle.postStart).",
        example: r#"# curl --silent --fail --max-time 2 "http://localhost:${PORT:-8080}/warm-up""#,
    },
    Hook {
        name: "pre_stop",
        kind: HookKind::Becomes,
        command: Some("pre-stop"),
        usual: false,
        description: "Prepares the stop of the application, before it gets TERM (lifecycle.preStop).",
        example: "# sleep 5",
    },
];

const PROBE: &str =
    r#"# curl --silent --fail --max-time 2 --output /dev/null "http://localhost:${PORT:-8080}/""#;

impl Hook {
    /// Returns whether bash sources the hook, so that the file needs neither a `#!` line nor
    /// execute permission.
    #[must_use]
    pub const fn is_sourced(&self) -> bool {
        matches!(self.kind, HookKind::EnvHook)
    }

    /// Returns whether a command uses the hook after the image has been built.
    #[must_use]
    pub fn is_for_deployment(&self) -> bool {
        self.command != ASSEMBLE
    }
}

/// Returns the hook called `name`, for constants and statics: a name that is not in the table does
/// not compile.
#[must_use]
pub const fn named(name: &str) -> &'static Hook {
    let mut row = 0;
    while !is_equal(TABLE[row].name.as_bytes(), name.as_bytes()) {
        row += 1; // beyond the last row the compiler reports an index out of bounds
    }
    &TABLE[row]
}

/// Compares two byte strings, for which a constant function cannot use `==`.
const fn is_equal(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}
