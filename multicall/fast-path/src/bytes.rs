//! Byte strings, compared and copied without the C library.

use core::slice;

/// Bytes that a NUL follows, as the kernel gives and takes them.
#[derive(Clone, Copy)]
pub struct Word(&'static [u8]);

impl Word {
    /// The bytes before the NUL.
    ///
    /// # Safety
    /// `text` must point to bytes that end in NUL and stay as they are.
    pub unsafe fn from_pointer(text: *const u8) -> Self {
        let mut length = 0;
        // SAFETY: the NUL has not been passed.
        while unsafe { *text.add(length) } != 0 {
            length += 1;
        }
        // SAFETY: so many bytes are there.
        Self(unsafe { slice::from_raw_parts(text, length) })
    }

    /// The bytes before the NUL that ends `text`; nothing where none does.
    pub const fn from_bytes(text: &'static [u8]) -> Option<Self> {
        match text.split_last() {
            Some((0, bytes)) => Some(Self(bytes)),
            _ => None,
        }
    }

    /// The bytes, without the NUL.
    pub const fn bytes(self) -> &'static [u8] {
        self.0
    }

    /// Where they are, for the kernel.
    pub fn address(self) -> usize {
        self.0.as_ptr() as usize
    }
}

/// Whether both are the same.
pub fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && begins(one, other)
}

/// Whether `text` begins with `start`.
pub fn begins(text: &[u8], start: &[u8]) -> bool {
    text.len() >= start.len() && text.iter().zip(start).all(|(one, other)| one == other)
}

/// What comes before the first `byte` and what behind it.
pub fn split(text: &'static [u8], byte: u8) -> Option<(&'static [u8], &'static [u8])> {
    let at = text.iter().position(|&found| found == byte)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// What comes behind the last `byte`, or all of it.
pub fn behind_last(text: &'static [u8], byte: u8) -> &'static [u8] {
    let at = text.iter().rposition(|&found| found == byte);
    at.and_then(|at| text.get(at + 1..)).unwrap_or(text)
}

/// The last two digits of a number.
pub const fn two_digits(number: u64) -> [u8; 2] {
    [b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8]
}

/// A number above 0, of up to nine digits.
pub fn number(text: &[u8]) -> Option<usize> {
    let digits = !text.is_empty() && text.len() < 10 && text.iter().all(u8::is_ascii_digit);
    let number = text.iter().fold(0, |number, digit| {
        number * 10 + usize::from(digit.wrapping_sub(b'0'))
    });
    (digits && number > 0).then_some(number)
}

/// The digits of a number, at the end of `room`.
pub fn decimal(mut number: usize, room: &mut [u8; 20]) -> &[u8] {
    let mut from = room.len();
    for place in room.iter_mut().rev() {
        [_, *place] = two_digits(number as u64);
        number /= 10;
        from -= 1;
        if number == 0 {
            break;
        }
    }
    room.get(from..).unwrap_or_default()
}
