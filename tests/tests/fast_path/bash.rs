//! What is executed on both ways, argument for argument and variable for variable.

use std::os::unix::ffi::OsStrExt;

use s2ibox_tests::{Called, Root};

use crate::case::Start;
use crate::seen::is_date;
use crate::trace::{Executed, Way, trace};

/// What the command becomes, without the date and without where s2ibox itself lies.
fn becomes(root: &Root, called: Called, start: Start, way: Way) -> Executed {
    let program = match called {
        Called::Link => root.link(&format!("s2i-{}", start.command())),
        _ => s2ibox_tests::s2ibox(),
    };
    let traced = trace(
        root,
        root.called(called, start.command()).env("A", "\n\u{e9}"),
    );
    assert_eq!(traced.way, way, "{start:?}");
    let mut became = traced.became.expect("it becomes something");
    for text in &mut became.arguments {
        if is_date(text) {
            *text = b"the date".to_vec();
        } else if text == program.as_os_str().as_bytes() {
            *text = b"the program".to_vec();
        }
    }
    for text in &mut became.variables {
        let date = text.strip_prefix(b"S2I_MARKERS_ENVIRON=");
        if date.is_some_and(is_date) {
            *text = b"the marker".to_vec();
        }
    }
    became
}

#[test]
fn both_execute_the_same() {
    for start in Start::ALL {
        for root in [Root::new(), Root::hostile()] {
            start.plant(&root);
            let fast = becomes(&root, Called::Link, start, Way::Fast);
            let ordinary = becomes(&root, Called::Multicall, start, Way::Ordinary);
            assert_eq!(fast, ordinary, "{start:?}");
            let has = |wanted: &[u8]| {
                let texts = fast.arguments.iter().chain(&fast.variables);
                texts.filter(|text| *text == wanted).count()
            };
            let told = [&b"the date"[..], b"the program", b"the marker"].map(has);
            let expected = if start == Start::Probe {
                [0, 0, 1]
            } else {
                [1, 1, 0]
            };
            assert_eq!(told, expected, "{start:?}");
        }
    }
}
