//! Where the kernel starts s2ibox as it is shipped: the fast path first, then the C library's `_start`.
//!
//! `build.rs` makes `s2ibox_entry` the entry point where the program lies at a fixed address, so that nothing has
//! to be relocated before it can run.
#![cfg(all(s2ibox_fast_path, target_os = "linux", target_arch = "x86_64"))]

use std::sync::atomic::Ordering;

use common::environment::text;
use common::options::NONE_GIVEN;
use common::report;
use common::resume::END;
use fast_path::{Texts, look};

// The C library finds the stack and rdx as the kernel has left them (the psABI's "Process Initialization").
core::arch::global_asm!(
    ".globl s2ibox_entry",
    "s2ibox_entry:",
    "mov rbp, rsp",
    "mov rbx, rdx",
    "mov rdi, rsp",
    "and rsp, -16",
    "call {first}",
    "mov rdx, rbx",
    "mov rsp, rbp",
    "xor ebp, ebp",
    "jmp _start",
    first = sym first,
);

static TEXTS: Texts = Texts {
    probe: text::PROBE,
    run: text::START,
    ended: text::ENDED,
    back: text::BACK,
    options: NONE_GIVEN.as_bytes(),
    end: END.as_bytes(),
};

unsafe extern "C" fn first(stack: *const usize) {
    // SAFETY: called once, with the stack that the kernel has made, before anything else.
    let said = unsafe { look(stack, &TEXTS) };
    report::SAID.store(said, Ordering::Relaxed);
}
