//! The differences that a row removes in other cases. Each function is as narrow as its row.

use crate::case::{Case, Plant};
use crate::observed::{ORIGINALS_SCRIPTS, Observed};

const ERROR: &str = "ERROR: ";
const ACTIONS: [&[u8]; 5] = [b"verify", b"ready", b"alive", b"setup", b"migrate"];

#[allow(clippy::ptr_arg, reason = "it is used as the predicate of a list of these")]
fn is_error(line: &String) -> bool {
    line.starts_with(ERROR)
}

/// Removes the original's `ERROR:` lines on stdout, bash's messages about its scripts, and the lines of s2ibox on
/// stderr.
pub fn errors_on_stderr(_: &Case, original: &mut Observed, ours: &mut Observed) {
    // bash prints a message for the hook and one for s2ibox. The line of s2ibox comes last and names the env hook.
    if ours.stderr.iter().any(|line| is_error(line) && line.contains("environment too large")) {
        ours.stderr.retain(|line| !line.starts_with("s2i-"));
    }
    let of_its_scripts = |line: &String| line.starts_with(ORIGINALS_SCRIPTS);
    let is_reported =
        original.stdout.iter().any(is_error) || original.stderr.iter().any(of_its_scripts);
    if is_reported && ours.has_error() {
        original.stdout.retain(|line| !is_error(line));
        ours.stderr.retain(|line| !is_error(line));
    }
    // bash's messages about a child that a signal has ended, or about a program that it could not start.
    original.stderr.retain(|line| !of_its_scripts(line));
}

/// Removes the error of s2ibox for a failure that the original does not report.
pub fn failures_are_reported(_: &Case, original: &mut Observed, ours: &mut Observed) {
    let is_reported = by_click(original) || original.stdout.iter().any(is_error);
    if original.status == ours.status && ours.status != "exit 0" && !is_reported {
        if ours.stderr.iter().any(|line| line.contains(" was killed by SIG")) {
            // The messages of bash about a signal.
            original.stderr.retain(|line| !matches!(&**line, "Terminated" | "Hangup"));
        }
        ours.stderr.retain(|line| !is_error(line));
    }
}

/// Removes warnings and notes, which only s2ibox prints.
pub fn warnings(_: &Case, _: &mut Observed, ours: &mut Observed) {
    let ours_alone = |line: &str| line.starts_with("WARNING: ") || line.starts_with("NOTE: ");
    ours.stderr.retain(|line| !ours_alone(line) || reports_times(line));
}

/// Removes the line with the times of a build, which only s2ibox prints.
pub fn times_are_reported(case: &Case, _: &mut Observed, ours: &mut Observed) {
    let position = ours.stderr.iter().position(|line| reports_times(line));
    if case.command() == b"assemble"
        && let Some(at) = position
    {
        ours.stderr.remove(at);
    }
}

fn reports_times(line: &str) -> bool {
    line.starts_with("NOTE: assemble took ") || line.starts_with("NOTE: assemble failed after ")
}

/// Removes the words of usage errors, which are exit 2 on both sides.
pub fn usage(_: &Case, original: &mut Observed, ours: &mut Observed) {
    if original.status == "exit 2"
        && ours.status == "exit 2"
        && ours.has_error()
        && by_click(original)
    {
        original.stderr.clear();
        ours.stderr.clear();
    }
}

/// Returns whether the command did not come further than its command line.
fn by_click(original: &Observed) -> bool {
    original.stderr.first().is_some_and(|line| line.starts_with("Usage: "))
}

/// Removes the help texts.
pub fn help(_: &Case, original: &mut Observed, ours: &mut Observed) {
    let by_click = original.stdout.first().is_some_and(|line| line.starts_with("Usage: "));
    let by_us = ours.stdout.iter().any(|line| line.starts_with("Usage: "));
    if by_click && by_us && original.status == "exit 0" {
        original.stdout.clear();
        ours.stdout.clear();
    }
}

/// Removes the difference that the hook of an action command is the process itself, and not a child.
pub fn action_hook_is_the_process(case: &Case, original: &mut Observed, ours: &mut Observed) {
    if !ACTIONS.contains(&case.command()) {
        return;
    }
    for (its, our) in original.seen.iter_mut().zip(&ours.seen) {
        for (its, our) in its.iter_mut().zip(our) {
            let below = its.strip_prefix("process: ").and_then(one_higher);
            if below.is_some_and(|above| our.strip_prefix("process: ") == Some(&above)) {
                its.clone_from(our);
            }
        }
    }
}

/// Removes the difference that a task has a process group of its own where s2ibox stays as its init.
pub fn task_of_process_1(case: &Case, original: &mut Observed, ours: &mut Observed) {
    if !case.as_init || ![&b"verify"[..], b"setup", b"migrate"].contains(&case.command()) {
        return;
    }
    for (its, our) in original.seen.iter_mut().zip(&ours.seen) {
        for (its, our) in its.iter_mut().zip(our) {
            let moved = its.replace(" in the same group ", " in another group ");
            if its.starts_with("process: ") && moved == *our {
                its.clone_from(our);
            }
        }
    }
}

/// Removes the difference that a signal that kills such a hook kills the process itself.
pub fn killed_action_hook(case: &Case, original: &mut Observed, ours: &mut Observed) {
    let signal = ours.status.strip_prefix("signal ").and_then(|n| n.parse::<i32>().ok());
    if ACTIONS.contains(&case.command())
        && signal.is_some_and(|signal| original.status == format!("exit {}", 128 + signal))
    {
        original.status.clone_from(&ours.status);
    }
}

/// Replaces `a child of X` by X.
fn one_higher(place: &str) -> Option<String> {
    if let Some(rest) = place.strip_prefix("a child of ") {
        return Some(rest.to_owned());
    }
    let (depth, rest) = place.split_once(" below ")?;
    match depth.parse::<u32>().ok()? {
        2 => Some(format!("a child of {rest}")),
        depth => Some(format!("{} below {rest}", depth - 1)),
    }
}

/// Removes the bash that stays above the build for the EXIT trap of `build_env`.
pub fn bash_stays_for_an_exit_trap(case: &Case, original: &mut Observed, ours: &mut Observed) {
    let leaves_a_trap = case.plants.iter().any(|plant| {
        matches!(plant, Plant::File(path, text, _)
            if path.ends_with("/build_env") && String::from_utf8_lossy(text).contains("EXIT"))
    });
    if case.command() != b"assemble" || !leaves_a_trap {
        return;
    }
    for (its, our) in original.seen.iter().zip(&mut ours.seen) {
        for (its, our) in its.iter().zip(our) {
            let above = our.strip_prefix("process: ").and_then(one_higher);
            if above.is_some_and(|above| its.strip_prefix("process: ") == Some(&above)) {
                our.clone_from(its);
            }
        }
    }
}

/// Removes the two signals that Python ignores.
pub fn ignored_signals(_: &Case, original: &mut Observed, ours: &mut Observed) {
    for (its, our) in original.seen.iter_mut().zip(&ours.seen) {
        for (its, our) in its.iter_mut().zip(our) {
            let (Some(ignored), Some(our)) =
                (its.strip_prefix("ignored signals: "), our.strip_prefix("ignored signals: "))
            else {
                continue;
            };
            let kept: Vec<_> = ignored
                .split(' ')
                .filter(|name| {
                    !["SIGPIPE", "SIGXFSZ"].contains(name) || our.split(' ').any(|our| our == *name)
                })
                .collect();
            *its = format!("ignored signals: {}", kept.join(" "));
        }
    }
}

/// Restores `.s2i` in the path that the original prints for three commands.
pub fn shown_path(case: &Case, original: &mut Observed, _: &mut Observed) {
    if [&b"verify"[..], b"setup", b"migrate"].contains(&case.command()) {
        for line in &mut original.stdout {
            if line.starts_with(" -----> Running ") && !line.contains("/.s2i/") {
                *line = line.replace("/action_hooks/", "/.s2i/action_hooks/");
            }
        }
    }
}

/// Removes the script that the original puts in place of its own.
pub fn wrapped_script(case: &Case, original: &mut Observed, _: &mut Observed) {
    if case.command() == b"assemble" {
        original.files.retain(|line| !line.starts_with("/tools/powershift"));
    }
}

/// Removes the steps that the original runs before it finds a broken hook or builder's script.
pub fn checked_first(_: &Case, original: &mut Observed, ours: &mut Observed) {
    ended_before_it_began(original, ours, " is not executable");
    ended_before_it_began(original, ours, " is not readable");
    ended_before_it_began(original, ours, " is not there; set S2I_SCRIPTS_PATH");
    ended_before_it_began(original, ours, " is not an executable file; run: chmod");
}

/// Removes the steps that the original runs although a hook is a directory.
pub fn a_directory_is_no_hook(_: &Case, original: &mut Observed, ours: &mut Observed) {
    ended_before_it_began(original, ours, " is a directory, not a file");
}

fn ended_before_it_began(original: &mut Observed, ours: &mut Observed, why: &str) {
    let is_reported = ours.stderr.iter().any(|line| is_error(line) && line.contains(why));
    let ended = ["exit 1", "exit 126", "exit 127"].contains(&&*ours.status);
    let nothing_was_run = ours.seen.is_empty() && ended;
    if is_reported && nothing_was_run && original.stdout.starts_with(&ours.stdout) {
        ours.stderr.retain(|line| !is_error(line));
        original.clone_from(ours);
    }
}
