//! The fast path: how a probe becomes its hook before the C library has started.
//!
//! On a virtual machine the kernel starts a static program in forty microseconds, and the C library then takes 270 to
//! look at the processor and to set itself up, which is more than all that a probe does. So the first instructions of
//! s2ibox are these. They know the short ways: `s2i-ready` and `s2i-alive` with nothing unusual about them, and
//! `s2i-run` up to bash. At the first doubt they give up, and the program starts as if they had not been there:
//! what has to be explained, the ordinary way explains. Nothing has been changed until the last step.
//!
//! Not there yet are memory to allocate, thread-locals, `errno`, and the functions that the C library chooses by
//! the processor, `memcpy` and `memcmp` among them. `no_builtins` keeps the compiler from calling those by itself;
//! a test follows every call in the finished program and finds none that leads out of here.
//!
//! It does what `common` does, in the same order, and the tests hold the two ways against each other.
#![no_std]
#![no_builtins]
#![cfg(all(target_os = "linux", target_arch = "x86_64"))]

#[cfg(test)]
extern crate std;

mod bytes;
mod called;
mod date;
mod env_of;
mod file;
mod layout;
mod memory;
mod plan;
mod stack;
mod system;
mod variables;

pub use plan::{Texts, look};
