//! The variables that the next program will find.

use crate::bytes::{self, Word};
use crate::memory::{List, Memory};
use crate::stack::Stack;

/// The marker of a complete deploy environment.
pub const MARKER: &[u8] = b"S2I_MARKERS_ENVIRON";

/// Beyond so many it is no usual environment.
const MOST: usize = 2000;

/// The variables, each `NAME=VALUE`.
pub struct Variables(List);

impl Variables {
    /// Those that the kernel has given; nothing where one is not of the form.
    pub fn given(stack: Stack, memory: &mut Memory) -> Option<Self> {
        let mut list = memory.list(MOST)?;
        for variable in stack.variables() {
            bytes::split(variable.bytes().get(1..)?, b'=')?;
            list.push(variable)?;
        }
        Some(Self(list))
    }

    /// The value of a variable, unless it is empty.
    pub fn get(&self, name: &[u8]) -> Option<&'static [u8]> {
        let variable = self.0.word(self.0.variable(name)?)?.bytes();
        let value = variable.get(name.len() + 1..);
        value.filter(|value| !value.is_empty())
    }

    /// Sets a variable, in its place if it is there.
    pub fn set(&mut self, name: &[u8], value: &[u8], memory: &mut Memory) -> Option<()> {
        let set = memory.word(&[name, b"=", value])?;
        self.put(name, set)
    }

    /// The same for what is already `NAME=VALUE`.
    pub fn put(&mut self, name: &[u8], set: Word) -> Option<()> {
        match self.0.variable(name) {
            Some(index) => self.0.replace(index, set),
            None => self.0.push(set)?,
        }
        Some(())
    }

    /// As the kernel takes them.
    pub fn ended(&mut self) -> *const usize {
        self.0.ended()
    }
}
