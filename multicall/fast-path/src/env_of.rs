//! Taking the environment of the running application, as `common::env_of` does it where nothing is unusual.

use crate::bytes;
use crate::memory::{Memory, written};
use crate::system;
use crate::variables::{MARKER, Variables};

/// In bytes: a program of this size may be s2ibox, whose child is meant then.
const MAY_BE_OURS: core::ops::RangeInclusive<u64> = (128 << 10)..=(2 << 20);
/// In bytes: each variable is looked for among the others, so that many are better off on the ordinary way.
const MOST: usize = 8 << 10;

/// Takes the variables of the process whose id these digits are.
pub fn take(id: &[u8], variables: &mut Variables, memory: &mut Memory) -> Option<()> {
    if bytes::number(id)? == system::process_id() {
        return None;
    }
    let program = memory.word(&[b"/proc/", id, b"/exe"])?;
    if MAY_BE_OURS.contains(&system::look_at(program).ok()?.size) {
        return None;
    }
    let file = memory.word(&[b"/proc/", id, b"/environ"])?;
    let room = memory.room(MOST)?;
    let length = system::read(file, room).filter(|&length| length < MOST)?;
    // SAFETY: so many bytes have been read.
    let mut rest = unsafe { written(room, length) };
    let mut complete = false;
    while !rest.is_empty() {
        let (entry, next) = bytes::split(rest, 0)?;
        let (name, _) = bytes::split(entry, b'=').filter(|(name, _)| !name.is_empty())?;
        complete |= bytes::same(name, MARKER);
        variables.put(name, memory.word(&[entry])?)?;
        rest = next;
    }
    complete.then_some(())
}
