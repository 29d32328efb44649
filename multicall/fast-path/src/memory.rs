//! The memory of the fast path: one piece of fixed size, in which everything that is made lies one after another.
//!
//! It is of the program's zeroed data, so what is not touched costs nothing. What does not fit is a reason to give
//! up.

use core::cell::UnsafeCell;
use core::mem::MaybeUninit;
use core::slice;

use crate::bytes::{self, Word};

/// In bytes: an environment may be large.
const SIZE: usize = 256 << 10;

#[repr(align(16))]
struct Piece(UnsafeCell<[MaybeUninit<u8>; SIZE]>);

// SAFETY: there is one thread, and `Memory::take` gives the piece away once.
unsafe impl Sync for Piece {}

static PIECE: Piece = Piece(UnsafeCell::new([MaybeUninit::uninit(); SIZE]));

/// What is left of the piece.
pub struct Memory(&'static mut [MaybeUninit<u8>]);

impl Memory {
    /// All of it.
    ///
    /// # Safety
    /// To be called once in a process, by its only thread.
    pub unsafe fn take() -> Self {
        // SAFETY: nobody else has it.
        Self(unsafe { slice::from_raw_parts_mut(PIECE.0.get().cast(), SIZE) })
    }

    /// So many bytes of its own.
    #[cfg(test)]
    pub fn of(size: usize) -> Self {
        let bytes = std::vec![MaybeUninit::uninit(); size];
        Self(bytes.leak())
    }

    /// So many bytes.
    pub fn room(&mut self, size: usize) -> Option<&'static mut [MaybeUninit<u8>]> {
        let rest = core::mem::take(&mut self.0);
        let (room, rest) = rest.split_at_mut_checked(size)?;
        self.0 = rest;
        Some(room)
    }

    /// The parts one after another, and a NUL behind them.
    pub fn word(&mut self, parts: &[&[u8]]) -> Option<Word> {
        let size = parts.iter().map(|part| part.len()).sum::<usize>() + 1;
        let room = self.room(size)?;
        let bytes = parts.iter().flat_map(|part| part.iter()).chain(&[0]);
        for (to, byte) in room.iter_mut().zip(bytes) {
            to.write(*byte);
        }
        // SAFETY: every byte has been written.
        Word::from_bytes(unsafe { written(room, size) })
    }

    /// Strings of any bytes as one, as `common::netstrings` joins them: each is its length, a colon, and itself.
    pub fn netstrings(&mut self, strings: &[&[u8]]) -> Option<Word> {
        let mut text = self.word(&[])?;
        for string in strings {
            let mut digits = [0; 20];
            let length = bytes::decimal(string.len(), &mut digits);
            text = self.word(&[text.bytes(), length, b":", string])?;
        }
        Some(text)
    }

    /// A list of at most `most` words.
    pub fn list(&mut self, most: usize) -> Option<List> {
        let room = self.room((most + 2) * size_of::<usize>())?;
        let aside = room.as_ptr().align_offset(align_of::<usize>());
        let first = room.get_mut(aside..)?.as_mut_ptr().cast();
        Some(List {
            first,
            length: 0,
            most,
        })
    }
}

/// The first `length` bytes of `room`.
///
/// # Safety
/// They must have been written.
pub unsafe fn written(room: &'static mut [MaybeUninit<u8>], length: usize) -> &'static [u8] {
    // SAFETY: as for this function; the length is not beyond the room's.
    unsafe { slice::from_raw_parts(room.as_ptr().cast(), length.min(room.len())) }
}

/// Pointers to words, as `execve(2)` takes them.
pub struct List {
    first: *mut usize,
    length: usize,
    most: usize,
}

impl List {
    /// Adds a word; nothing where there is no place for it.
    pub fn push(&mut self, word: Word) -> Option<()> {
        (self.length < self.most).then_some(())?;
        // SAFETY: there is room for one more, and for the null pointer.
        unsafe { self.first.add(self.length).write(word.address()) };
        self.length += 1;
        Some(())
    }

    /// Puts `word` in the place of another.
    pub fn replace(&mut self, index: usize, word: Word) {
        if index < self.length {
            // SAFETY: that is a place in use.
            unsafe { self.first.add(index).write(word.address()) };
        }
    }

    /// The place of the first word that begins with `name` and `=`; the words are not measured for it.
    pub fn variable(&self, name: &[u8]) -> Option<usize> {
        // SAFETY: each place in use points to a word.
        (0..self.length).find(|&index| unsafe { Word::is_variable(self.at(index), name) })
    }

    /// The word in a place.
    pub fn word(&self, index: usize) -> Option<Word> {
        // SAFETY: each place in use points to a word, which stays.
        (index < self.length).then(|| unsafe { Word::from_pointer(self.at(index)) })
    }

    /// # Safety
    /// The place must be in use.
    unsafe fn at(&self, index: usize) -> *const u8 {
        // SAFETY: as for this function.
        unsafe { *self.first.add(index) as *const u8 }
    }

    /// The list as the kernel takes it.
    pub fn ended(&mut self) -> *const usize {
        // SAFETY: there is always room for the null pointer.
        unsafe { self.first.add(self.length).write(0) };
        self.first
    }
}
