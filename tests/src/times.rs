//! The format of the line with the times of the steps of `assemble`.

/// The beginning of the line.
pub(crate) const START: &[u8] = b"NOTE: assemble ";

/// Returns whether `line` has the form `NOTE: assemble took 42.1 s: pre_build 0.3, builder's assemble 41.8`, or the form
/// with `failed after`.
pub(crate) fn is_report(line: &str) -> bool {
    let rest = line.strip_prefix("NOTE: assemble ").and_then(|line| line.strip_suffix('\n'));
    let times = rest
        .and_then(|rest| rest.strip_prefix("took ").or_else(|| rest.strip_prefix("failed after ")));
    let Some((sum, steps)) = times.and_then(|times| times.split_once(" s")) else {
        return false;
    };
    let step = |step: &str| {
        step.rsplit_once(' ').is_some_and(|(name, took)| !name.is_empty() && is_time(took))
    };
    is_time(sum)
        && (steps.is_empty()
            || steps.strip_prefix(": ").is_some_and(|steps| steps.split(", ").all(step)))
}

/// Returns whether `text` is a number of seconds with one decimal.
fn is_time(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('.')
        .is_some_and(|(seconds, tenth)| digits(seconds) && digits(tenth) && tenth.len() == 1)
}
