//! Keeps the resolver of the C library out of the program.
//!
//! For each thread glibc's `pthread_create(3)` notes where the state of its resolver is, in a variable that comes with the
//! whole resolver: in a static program 62 KB, which nothing here calls. A weak variable of that name does as well, and
//! where the real one is linked for another reason, that one is taken.

core::arch::global_asm!(
    ".pushsection .tbss.__libc_resp,\"awT\",%nobits",
    ".weak __libc_resp",
    ".type __libc_resp, %object",
    ".size __libc_resp, 8",
    ".balign 8",
    "__libc_resp: .zero 8",
    ".popsection",
);
