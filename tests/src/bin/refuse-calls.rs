//! `refuse-calls ERRNO NUMBER[,NUMBER…] PROGRAM [ARGUMENT…]` executes a program under a seccomp filter by which the
//! system calls of these numbers fail with this errno, as a container runtime refuses calls that it does not know.
#![allow(
    missing_docs,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a program for tests: a failure is the test's"
)]

use std::env;
use std::os::unix::process::CommandExt;
use std::process::Command;

use nix::libc;

fn main() {
    let words: Vec<_> = env::args().skip(1).collect();
    let [errno, numbers, program, arguments @ ..] = words.as_slice() else {
        panic!("refuse-calls ERRNO NUMBER[,NUMBER...] PROGRAM [ARGUMENT...]");
    };
    let errno: u32 = errno.parse().unwrap();
    let statement = |code: u32, value: u32, jump: u8| libc::sock_filter {
        code: u16::try_from(code).unwrap(),
        jt: 0,
        jf: jump,
        k: value,
    };
    let load = statement(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, 0);
    let mut filter = vec![load]; // the number of the call is the first word of `seccomp_data`
    for number in numbers.split(',') {
        let equal = libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K;
        filter.push(statement(equal, number.parse().unwrap(), 1));
        filter.push(statement(libc::BPF_RET, libc::SECCOMP_RET_ERRNO | errno, 0));
    }
    filter.push(statement(libc::BPF_RET, libc::SECCOMP_RET_ALLOW, 0));
    let program_of_filter =
        libc::sock_fprog { len: u16::try_from(filter.len()).unwrap(), filter: filter.as_mut_ptr() };
    // SAFETY: the kernel copies the filter, which outlives the calls.
    let installed = unsafe {
        libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
            && libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &program_of_filter) == 0
    };
    assert!(installed, "the kernel takes no seccomp filter: {}", std::io::Error::last_os_error());
    let error = Command::new(program).args(arguments).exec();
    panic!("{program}: {error}");
}
