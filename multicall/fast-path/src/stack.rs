//! What the kernel has put on the stack of a new process: arguments, variables, the auxiliary vector (ld.so(8),
//! getauxval(3)).

use crate::bytes::Word;

const AT_NULL: usize = 0;
const AT_SECURE: usize = 23;
const AT_EXECFN: usize = 31;

/// The stack of a process that has just begun.
#[derive(Clone, Copy)]
pub struct Stack(*const usize);

impl Stack {
    /// The stack whose first word is the number of arguments.
    ///
    /// # Safety
    /// It must be what the kernel has given this process.
    pub const unsafe fn new(first: *const usize) -> Self {
        Self(first)
    }

    /// The arguments, the name first.
    pub fn arguments(self) -> impl Iterator<Item = Word> {
        words(self.at(1))
    }

    /// The variables.
    pub fn variables(self) -> impl Iterator<Item = Word> {
        words(self.at(self.count() + 2))
    }

    /// Whether the program runs with another's rights: the C library has something to do then.
    pub fn is_privileged(self) -> bool {
        !matches!(self.auxiliary(AT_SECURE), None | Some(0))
    }

    /// The path that was given to `execve(2)`; nothing where the kernel does not tell.
    pub fn program(self) -> Option<Word> {
        let path = self.auxiliary(AT_EXECFN)? as *const u8;
        // SAFETY: it points to a string that stays.
        Some(unsafe { Word::from_pointer(path) })
    }

    /// What the auxiliary vector, which is behind the variables, says of `kind`.
    fn auxiliary(self, kind: usize) -> Option<usize> {
        let mut next = self.at(self.count() + 2);
        // SAFETY: the null pointer behind the variables has not been passed.
        while unsafe { *next } != 0 {
            // SAFETY: as above.
            next = unsafe { next.add(1) };
        }
        loop {
            // SAFETY: pairs follow, of which the last, an AT_NULL, has not been passed.
            let (told, value) = unsafe { (*next.add(1), *next.add(2)) };
            if told == kind || told == AT_NULL {
                return (told == kind).then_some(value);
            }
            // SAFETY: as above.
            next = unsafe { next.add(2) };
        }
    }

    fn count(self) -> usize {
        // SAFETY: the first word of the stack.
        unsafe { *self.0 }
    }

    fn at(self, index: usize) -> *const usize {
        // SAFETY: the kernel's own counts lead here.
        unsafe { self.0.add(index) }
    }
}

/// The words of a list that ends in a null pointer.
fn words(mut next: *const usize) -> impl Iterator<Item = Word> {
    core::iter::from_fn(move || {
        // SAFETY: the null pointer has not been passed.
        let text = unsafe { *next } as *const u8;
        if text.is_null() {
            return None;
        }
        // SAFETY: as above.
        next = unsafe { next.add(1) };
        // SAFETY: each points to a string that stays.
        Some(unsafe { Word::from_pointer(text) })
    })
}
