//! What a file is: there or not, a hook that the kernel will execute, an env hook that bash can read.

use core::mem::MaybeUninit;

use crate::bytes::{self, Word};
use crate::memory::{Memory, written};
use crate::system::{self, Statx};

const ENOENT: isize = -2;
const ENOTDIR: isize = -20;
const TYPE: u16 = 0o170_000;
const REGULAR: u16 = 0o100_000;
/// So much of a script is read for its `#!` line.
const HEAD: usize = 256;
/// An ELF file for this machine: class and byte order, then the machine's number (elf(5)).
const CLASS_AND_ORDER: [u8; 2] = [2, 1];
const MACHINE: [u8; 2] = [62, 0];

/// What the first bytes of a file say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// A program for this machine.
    Program,
    /// A script with an interpreter that is there.
    Interpreted,
    /// Something else, without a `#!` line.
    Other,
}

/// Whether both are the same file.
pub fn is_same(one: &Statx, other: &Statx) -> bool {
    one.ino == other.ino && one.dev_major == other.dev_major && one.dev_minor == other.dev_minor
}

/// Whether there is nothing, a dangling link included; `false` where that cannot be told.
pub fn is_absent(path: Word) -> bool {
    matches!(system::look_at(path), Err(ENOENT | ENOTDIR))
}

/// Whether it is a regular file that this user may use in this way.
pub fn is_usable(path: Word, how: usize) -> bool {
    system::look_at(path).is_ok_and(|found| found.mode & TYPE == REGULAR)
        && system::allows(path, how)
}

/// What an executable file is; nothing where there is something to say about it.
pub fn content(path: Word, memory: &mut Memory) -> Option<Content> {
    if !is_usable(path, system::EXECUTE) {
        return None;
    }
    let room: &mut [MaybeUninit<u8>] = memory.room(HEAD)?;
    let length = system::read(path, room)?;
    // SAFETY: so many bytes have been read.
    let head = unsafe { written(room, length) };
    if bytes::begins(head, b"#!") {
        let (line, _) = bytes::split(head.get(2..)?, b'\n')?;
        return is_interpreter(line, memory)?.then_some(Content::Interpreted);
    }
    let is_program = bytes::begins(head, b"\x7fELF")
        && bytes::same(head.get(4..6)?, &CLASS_AND_ORDER)
        && bytes::same(head.get(18..20)?, &MACHINE);
    Some(if is_program {
        Content::Program
    } else {
        Content::Other
    })
}

/// Whether what the line behind `#!` names can be executed.
fn is_interpreter(line: &'static [u8], memory: &mut Memory) -> Option<bool> {
    if line.last() == Some(&b'\r') || bytes::split(line, 0).is_some() {
        return None;
    }
    let mut words = line
        .split(|byte| matches!(byte, b' ' | b'\t'))
        .filter(|word| !word.is_empty());
    let interpreter = memory.word(&[words.next()?])?;
    Some(is_usable(interpreter, system::EXECUTE))
}
