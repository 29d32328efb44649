//! What runs before the C library has started needs nothing of it: every way through the finished program is followed.

use s2ibox_tests::s2ibox;

use crate::disassembly::{Disassembly, Kind};

#[test]
fn every_call_stays_within() {
    let code = Disassembly::of(&s2ibox());
    let (to_start, start) = code.first_jump(code.entry);
    assert!(code.text.contains(&start), "{start:x}");
    let (wrong, length) = code.walk(code.entry, Some(to_start));
    assert!(wrong.is_empty(), "{wrong:x?}");
    assert!(length > 500, "there are only {length} instructions");
    // The same walk through the C library finds all that it looks for.
    let (wrong, _) = code.walk(start, None);
    for kind in [Kind::Outside, Kind::Indirect, Kind::ThreadLocal] {
        assert!(wrong.iter().any(|wrong| wrong.0 == kind), "no {kind:?}");
    }
}
