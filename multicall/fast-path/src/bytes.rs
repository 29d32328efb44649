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

    /// Whether the bytes at `text` begin with `name` and `=`.
    ///
    /// # Safety
    /// `text` must point to bytes that end in NUL, which is not in `name`.
    pub unsafe fn is_variable(text: *const u8, name: &[u8]) -> bool {
        let begin = name.iter().chain(b"=");
        // SAFETY: the NUL has not been passed, for it is none of those that are the same.
        begin
            .enumerate()
            .all(|(at, &byte)| unsafe { *text.add(at) == byte })
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
    if text.len() > 9 || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = text.iter().fold(0, |number, digit| {
        number * 10 + usize::from(digit.wrapping_sub(b'0'))
    });
    (number > 0).then_some(number)
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

#[cfg(test)]
mod tests {
    use super::{decimal, number, two_digits};

    #[test]
    fn a_number_is_digits_only_and_not_nothing() {
        assert_eq!(number(b"1"), Some(1));
        assert_eq!(number(b"007"), Some(7));
        assert_eq!(number(b"999999999"), Some(999_999_999));
        let wrong: [&[u8]; 8] = [b"", b"0", b"000", b"-1", b"+1", b"1 ", b"x", b"0000000001"];
        for text in wrong {
            assert_eq!(number(text), None, "{text:?}");
        }
        assert_eq!(number(&[b'9'; 40]), None);
        assert_eq!(number(&[0xff; 9]), None);
    }

    #[test]
    fn a_decimal_is_all_its_digits() {
        for (number, text) in [(0, "0"), (7, "7"), (10, "10"), (4096, "4096")] {
            assert_eq!(decimal(number, &mut [0; 20]), text.as_bytes());
        }
        let largest = decimal(usize::MAX, &mut [0; 20]).to_vec();
        assert_eq!(largest, b"18446744073709551615");
    }

    #[test]
    fn two_digits_are_the_last_two() {
        assert_eq!(two_digits(7), *b"07");
        assert_eq!(two_digits(1999), *b"99");
    }
}
