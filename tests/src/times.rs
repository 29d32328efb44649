//! The line that tells what the steps of `assemble` took: its form, whatever the times are.

/// How it begins.
pub(crate) const START: &[u8] = b"NOTE: assemble ";

/// Whether `line` is that: `NOTE: assemble took 42.1 s: pre_build 0.3, builder's assemble 41.8`, or with `failed after`.
pub(crate) fn is_report(line: &str) -> bool {
    let rest = line.strip_prefix("NOTE: assemble ").and_then(|line| line.strip_suffix('\n'));
    let told = rest
        .and_then(|rest| rest.strip_prefix("took ").or_else(|| rest.strip_prefix("failed after ")));
    let Some((whole, steps)) = told.and_then(|told| told.split_once(" s")) else {
        return false;
    };
    let step = |step: &str| {
        step.rsplit_once(' ').is_some_and(|(name, took)| !name.is_empty() && is_time(took))
    };
    is_time(whole)
        && (steps.is_empty()
            || steps.strip_prefix(": ").is_some_and(|steps| steps.split(", ").all(step)))
}

/// Seconds, to the tenth.
fn is_time(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('.')
        .is_some_and(|(whole, tenth)| digits(whole) && digits(tenth) && tenth.len() == 1)
}
