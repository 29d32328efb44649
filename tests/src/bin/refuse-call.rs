//! `refuse-call NUMBER ERROR PROGRAM [ARGUMENT…]` becomes the program in a process for which the kernel refuses one system
//! call, as an older kernel (`ENOSYS`) or an older container runtime (`EPERM`) does. Children inherit the filter.
#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::panic,
    reason = "a program for tests: a panic is the report"
)]

use std::env;
use std::os::unix::process::CommandExt;
use std::process::Command;

use nix::errno::Errno;
use nix::libc::{
    self, BPF_ABS, BPF_JEQ, BPF_JMP, BPF_K, BPF_LD, BPF_RET, BPF_W, PR_SET_NO_NEW_PRIVS,
    PR_SET_SECCOMP, SECCOMP_MODE_FILTER, SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO, sock_filter,
    sock_fprog,
};

fn main() {
    let mut words = env::args_os().skip(1);
    let mut next = || words.next().expect("refuse-call NUMBER ERROR PROGRAM [ARGUMENT…]");
    let number = next().to_str().and_then(|number| number.parse().ok()).expect("a number");
    let error = match next().to_str() {
        Some("EPERM") => Errno::EPERM,
        Some("ENOSYS") => Errno::ENOSYS,
        other => panic!("EPERM or ENOSYS, not {other:?}"),
    };
    let program = next();
    refuse(number, error);
    let failed = Command::new(&program).args(words).exec();
    panic!("{}: {failed}", program.display());
}

/// Installs a seccomp filter (seccomp(2)): the first word of its data is the number of the system call.
fn refuse(number: u32, error: Errno) {
    let statement = |code: u32, k: u32, jt: u8, jf: u8| sock_filter {
        code: u16::try_from(code).expect("an instruction"),
        jt,
        jf,
        k,
    };
    let mut filter = [
        statement(BPF_LD | BPF_W | BPF_ABS, 0, 0, 0),
        statement(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
        statement(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error as u32, 0, 0),
        statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW, 0, 0),
    ];
    let program = sock_fprog { len: 4, filter: filter.as_mut_ptr() };
    // SAFETY: the filter and the program outlive the calls, and the length is that of the filter.
    let (privileges, installed) = unsafe {
        (
            libc::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
            libc::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &raw const program, 0, 0),
        )
    };
    assert_eq!((privileges, installed), (0, 0), "{}", Errno::last());
}
