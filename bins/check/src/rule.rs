//! The rules, as a table: `--list`, `--ignore` and the documentation read it.

use std::fmt::Write as _;

/// How bad a finding is; the worst comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It breaks a build, a start or a probe, or a file is never run.
    Error,
    /// The tree works, but not as intended, or not for long.
    Warning,
    /// Information, a matter of taste, or a check that was not made.
    Note,
}

impl Severity {
    /// Reads the name of a severity, for argh.
    ///
    /// # Errors
    /// The names, where `name` is none of them.
    pub fn named(name: &str) -> Result<Self, String> {
        let all = [Self::Error, Self::Warning, Self::Note];
        let known = all.into_iter().find(|severity| severity.name() == name);
        known.ok_or_else(|| "error, warning or note".to_owned())
    }

    /// Returns the name that every format of the report has for the severity.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A rule that a source tree can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The name for `--ignore`.
    pub name: &'static str,
    /// The severity of its findings.
    pub severity: Severity,
    /// Whether `--fix` can fix them.
    pub fixable: bool,
    /// The fault, for `--list`.
    pub fault: &'static str,
}

macro_rules! rules {
    ($($constant:ident $name:literal $severity:ident $fixable:literal $fault:literal)*) => {
        $(pub static $constant: Rule = Rule {
            name: $name,
            severity: Severity::$severity,
            fixable: $fixable,
            fault: $fault,
        };)*
        /// Every rule.
        pub static RULES: &[&Rule] = &[$(&$constant),*];
    };
}

rules! {
    NOT_EXECUTABLE "not-executable" Error true
        "a hook or a job has no execute permission"
    NOT_IN_INDEX "not-executable-in-git" Error true
        "it has execute permission here, but not in the git index"
    IGNORED "ignored-by-git" Error false
        "git ignores a file, so a build from the repository does not have it"
    NOT_A_FILE "not-a-file" Error false
        "a directory or a special file has the name of a hook"
    UNREADABLE "unreadable" Error false
        "a directory or a file cannot be read here, and so was not checked"
    DANGLING "dangling-link" Error false
        "a link leads nowhere; a command skips it"
    LINKED "linked-script" Error false
        "assemble or run of .s2i/bin is a link, which breaks when S2I moves it"
    INTO_SOURCE "link-into-source" Error false
        "pre_build or build_env is a link out of .s2i, which assemble moves before the source"
    LINE_ENDS "line-ends" Error true
        "Windows line ends"
    BYTE_ORDER_MARK "byte-order-mark" Error true
        "a byte-order mark before the first line"
    LINK_AS_TEXT "link-as-text" Note false
        "a link in git that this checkout has as a text file, and that was not checked"
    UTF_16 "utf-16" Error false
        "UTF-16 text, as PowerShell writes it"
    NO_FIRST_LINE "no-first-line" Warning true
        "no #! line"
    INTERPRETER "interpreter" Error false
        "the #! line names a program that is not in the image"
    SPACE "interpreter-with-space" Error false
        "the #! line has a space within a path or a command, where the kernel cuts it"
    SYNTAX "syntax" Error false
        "bash cannot read it (bash -n)"
    EXIT "exit" Error false
        "an env hook calls exit, which ends the command that sources it"
    EXEC "exec" Error false
        "an env hook calls exec, which replaces the command that sources it"
    ARRAY "array" Error false
        "an env hook sets an array, which bash does not export"
    PATH "path" Warning false
        "an env hook sets PATH without its old value"
    CD "cd" Warning false
        "an env hook ends in cd, which has no effect on what is run next"
    PRINTS "prints" Warning false
        "an env hook prints, and its text mixes with the output of a command"
    TEMPORARY "temporary" Warning false
        "an env hook leaves a temporary variable or a function in the environment"
    SLOW "slow" Warning false
        "an env hook takes long, and so does each probe"
    ENDED "ended-early" Note false
        "an env hook failed when it was tried here"
    NO_ERREXIT "no-errexit" Warning false
        "a shell script of several commands without set -e"
    PRINTS_ENVIRONMENT "prints-environment" Warning false
        "a hook or a job prints the whole environment, and so secrets, into the log"
    NO_EXEC "no-exec" Warning false
        "the run hook, or run of .s2i/bin, does not end in exec"
    NOT_CALLED "hooks-not-called" Note false
        "assemble or run of .s2i/bin is missing or does not call s2ibox, so that nothing may call the hooks"
    OTHER_RUNNER "other-runner" Warning false
        "a script of .s2i/bin installs powershift-cli, which runs the hooks in place of s2ibox"
    ARCHIVE "archive-output" Error false
        "save-artifacts of .s2i/bin prints, and its text becomes part of the archive"
    ALMOST "almost-a-hook" Error false
        "a name that looks like that of a hook or of its directory; nothing runs it"
    NOT_A_JOB "not-a-job" Error false
        "an editor's backup or a document in a category, which is run as a job"
    OUTSIDE "job-outside-a-category" Error false
        "a script directly in .s2i/jobs, which nothing runs"
    CRON_JOBS "cron-jobs" Note true
        "cron_jobs, the old name of the directory jobs"
    COMMENT "environment-comment" Error true
        "in .s2i/environment, a comment that does not begin in the first column"
    DROPPED "environment-dropped" Error false
        "in .s2i/environment, a line without =, which S2I drops"
    NAME "environment-name" Error true
        "in .s2i/environment, a name that is not one of a variable, such as export NAME"
    QUOTES "environment-quotes" Warning false
        "in .s2i/environment, quotes, which become part of the value"
    EXPANSION "environment-expansion" Warning false
        "in .s2i/environment, a $ or a backquote, which S2I does not expand"
    SHELLCHECK "shellcheck" Warning false
        "a warning or an error of shellcheck, where it is installed"
    NOT_TRIED "not-tried" Note false
        "a check that was not made, because bash or git is missing"
}

/// Returns the table as `--list` prints it.
#[must_use]
pub fn list() -> String {
    let mut text = String::new();
    for rule in RULES {
        let fixable = if rule.fixable { "; --fix fixes it" } else { "" };
        let _ =
            writeln!(text, "{:<23}{:<9}{}{fixable}", rule.name, rule.severity.name(), rule.fault);
    }
    text
}
