//! The original starts in a third of its time here: its start is seven eighths of what this suite takes.
//! It is the same Python, the same packages and the same script, with two modules in place beforehand.

use crate::case::Case;
use crate::cases;
use crate::differences::table;
use crate::side::Side;

/// `pkg_resources`, which powershift-cli searches for its plugins with, takes 80 ms to import, and
/// `urllib.request`, of which it uses one function to download `oc`, takes 40 ms. In one line, so that
/// the lines of the script keep their numbers.
const MODULES: &str = "import sys, types; \
    sys.modules['pkg_resources'] = types.SimpleNamespace(iter_entry_points=lambda group: \
    [types.SimpleNamespace(module_name='powershift.image')]); \
    sys.modules['urllib.request'] = types.SimpleNamespace(urlretrieve=None)";

/// Returns the `powershift` that pip has installed, with the modules in place of its second line.
pub fn script(installed: &str) -> String {
    let coding = "# -*- coding: utf-8 -*-";
    assert_eq!(installed.lines().nth(1), Some(coding), "pip's script is another one:\n{installed}");
    installed.replacen(coding, MODULES, 1)
}

/// One in so many cases is compared, of the plain ones and of those of the listed differences.
const STRIDE: usize = 24;

#[test]
#[ignore = "needs root and PyPI"]
fn the_quick_start_has_the_outcome_of_the_installed_script() {
    let all = cases::all().map(|(_, case)| case()).chain(table().map(|row| (row.case)()));
    let sample: Vec<Case> = all.step_by(STRIDE).collect();
    assert!(sample.len() > 15, "{} cases", sample.len());
    for case in sample {
        let [quick, installed] = [Side::Original, Side::Installed].map(|side| {
            let lines = side.run(&case).lines();
            // Activation moves the script to this place, and the two differ.
            let of_script = |line: &String| line.starts_with("file /tools/powershift-script.py ");
            lines.into_iter().filter(|line| !of_script(line)).collect::<Vec<_>>()
        });
        assert_eq!(quick, installed, "{}", case.as_source());
    }
}
