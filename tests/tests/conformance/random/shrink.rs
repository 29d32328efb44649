//! Reduces a case with a difference: removes every part, and every line of an env hook, that is not needed.

use crate::agree::unlisted;
use crate::case::{Case, Plant};

/// Returns the smallest case that still differs.
pub fn smallest(mut case: Case) -> Case {
    let mut index = 2; // the builder's scripts, which every case has, come first
    while index < case.plants.len() {
        let mut smaller = case.clone();
        smaller.plants.remove(index);
        if !keep_if_it_differs(&mut case, smaller) {
            index += 1;
        }
    }
    let mut index = 0;
    while index < case.variables.len() {
        let mut smaller = case.clone();
        smaller.variables.remove(index);
        if !keep_if_it_differs(&mut case, smaller) {
            index += 1;
        }
    }
    for plain in [
        |case: &mut Case| case.as_init = false,
        |case: &mut Case| case.user = None,
        |case: &mut Case| case.upload_elsewhere = false,
    ] {
        let mut smaller = case.clone();
        plain(&mut smaller);
        keep_if_it_differs(&mut case, smaller);
    }
    for index in 0..case.plants.len() {
        shorten(&mut case, index);
    }
    case
}

fn keep_if_it_differs(case: &mut Case, smaller: Case) -> bool {
    let differs = unlisted(&smaller).is_some();
    if differs {
        *case = smaller;
    }
    differs
}

/// Removes lines of an env hook.
fn shorten(case: &mut Case, index: usize) {
    let mut line = 0;
    loop {
        let mut smaller = case.clone();
        let Plant::File(path, text, _) = &mut smaller.plants[index] else {
            return;
        };
        let mut lines: Vec<_> = text.split_inclusive(|&byte| byte == b'\n').collect();
        if !path.ends_with("_env") || line >= lines.len() {
            return;
        }
        lines.remove(line);
        *text = lines.concat();
        if !keep_if_it_differs(case, smaller) {
            line += 1;
        }
    }
}
