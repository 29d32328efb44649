//! The kinds of problems, as a table: `--list`, `--ignore` and the documentation read it.

use std::fmt::Write as _;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// It breaks a build, a start or a probe, or something is never run.
    Error,
    /// It works, but not as meant, or not for long.
    Warning,
    /// Said for information; alone it is no reason for exit status 1.
    Note,
}

impl Severity {
    /// As it is written in every format.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The name that `--ignore` knows it by.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Whether `--fix` mends it.
    pub fixed: bool,
    /// What it is.
    pub what: &'static str,
}

macro_rules! kinds {
    ($($constant:ident $name:literal $severity:ident $fixed:literal $what:literal)*) => {
        $(pub static $constant: Kind =
            Kind { name: $name, severity: Severity::$severity, fixed: $fixed, what: $what };)*
        /// Every kind.
        pub static KINDS: &[&Kind] = &[$(&$constant),*];
    };
}

kinds! {
    NOT_EXECUTABLE "not-executable" Error true
        "a hook, a job or a script of .s2i/bin has no execute permission"
    NOT_IN_INDEX "not-executable-in-git" Error true
        "it has execute permission here, but not in the git index"
    NOT_A_FILE "not-a-file" Error false
        "a folder or the like has the name of a hook"
    UNREADABLE "unreadable" Error false
        "a folder or a file cannot be read here, and so was not looked into"
    DANGLING "dangling-link" Error false
        "a link leads nowhere; S2I passes over it without a word"
    LINKED "linked-script" Error false
        "assemble or run of .s2i/bin is a link, which breaks when S2I moves it"
    LINE_ENDS "line-ends" Error true
        "Windows line ends"
    MARK "byte-order-mark" Error true
        "a byte-order mark before the first line"
    NO_FIRST_LINE "no-first-line" Warning true
        "no #! line"
    INTERPRETER "interpreter" Error false
        "the #! line names what is not in the image"
    SPACE "interpreter-with-space" Error false
        "the #! line has a space within a path or a command, where the kernel cuts it"
    SYNTAX "syntax" Error false
        "bash cannot read it (bash -n)"
    EXIT "exit" Error false
        "an env hook calls exit, which ends the command that sources it"
    PRINTS "prints" Warning false
        "an env hook prints, which mixes with what a command writes"
    TEMPORARY "temporary" Warning false
        "an env hook leaves a temporary variable or a function in the environment"
    SLOW "slow" Warning false
        "an env hook takes long, and so does each probe"
    ENDED "ended-early" Note false
        "an env hook failed when it was tried here"
    NO_ERREXIT "no-errexit" Warning false
        "a shell script of several commands without set -e"
    NO_EXEC "no-exec" Warning false
        "the run hook, or assemble or run of .s2i/bin, does not end in exec"
    ALMOST "almost-a-hook" Error false
        "a name that is almost a hook's, or almost that of the folder it belongs into; nothing runs it"
    BACKUP "backup" Error false
        "an editor's backup among the jobs, which is run as one"
    CRON_JOBS "cron-jobs" Warning true
        "cron_jobs, the old name of the folder jobs"
    COMMENT "environment-comment" Error true
        "in .s2i/environment, a comment that does not begin in the first column"
    DROPPED "environment-dropped" Error false
        "in .s2i/environment, a line without =, which S2I drops"
    NAME "environment-name" Error true
        "in .s2i/environment, a name that is none, such as export NAME"
    QUOTES "environment-quotes" Warning false
        "in .s2i/environment, quotes, which become part of the value"
    EXPANSION "environment-expansion" Warning false
        "in .s2i/environment, a $ or a backquote, which S2I does not expand"
    SHELLCHECK "shellcheck" Warning false
        "what shellcheck says, where it is installed"
    NOT_TRIED "not-tried" Note false
        "what could not be looked at here, for want of bash"
}

/// What `--list` prints.
#[must_use]
pub fn list() -> String {
    let mut text = String::new();
    for kind in KINDS {
        let fixed = if kind.fixed { "; --fix mends it" } else { "" };
        let _ = writeln!(text, "{:<23}{:<9}{}{fixed}", kind.name, kind.severity.name(), kind.what);
    }
    text
}
