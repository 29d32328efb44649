//! The system calls of the fast path, made directly, for the C library's own functions are not ready yet.

use core::arch::asm;
use core::mem::MaybeUninit;

use crate::bytes::Word;

const READ: usize = 0;
const WRITE: usize = 1;
const OPEN: usize = 2;
const CLOSE: usize = 3;
const RT_SIGACTION: usize = 13;
const IOCTL: usize = 16;
const GETPID: usize = 39;
const EXECVE: usize = 59;
const TIME: usize = 201;
const STATX: usize = 332;
const FACCESSAT2: usize = 439;

const AT_FDCWD: usize = (-100_isize).cast_unsigned();
const AT_EACCESS: usize = 0x200;
const O_CLOEXEC: usize = 0o2_000_000;
/// `STATX_TYPE`, `STATX_MODE`, `STATX_INO`, `STATX_SIZE`.
const WANTED: usize = 0x1 | 0x2 | 0x100 | 0x200;
const EINTR: isize = -4;
const SIGPIPE: usize = 13;
const TCGETS: usize = 0x5401;

/// What may be asked of a file, as `access(2)` has it.
pub const EXECUTE: usize = 1;
/// The same: whether it can be read.
pub const READABLE: usize = 4;

/// `struct statx`, as far as it is looked at (statx(2)).
#[repr(C)]
pub struct Statx {
    _mask_to_gid: [u32; 7],
    pub mode: u16,
    _spare: u16,
    pub ino: u64,
    pub size: u64,
    _blocks_to_rdev: [u64; 11],
    pub dev_major: u32,
    pub dev_minor: u32,
    _rest: [u64; 14],
}

/// Makes a system call; what is negative is an error (syscall(2)).
///
/// # Safety
/// The arguments must be what the call `number` takes; what they point to must be there.
unsafe fn call(number: usize, arguments: [usize; 5]) -> isize {
    let [first, second, third, fourth, fifth] = arguments;
    let result;
    // SAFETY: as for this function; the kernel changes only rax, rcx and r11.
    unsafe {
        asm!(
            "syscall",
            inlateout("rax") number => result,
            in("rdi") first,
            in("rsi") second,
            in("rdx") third,
            in("r10") fourth,
            in("r8") fifth,
            lateout("rcx") _,
            lateout("r11") _,
            options(nostack),
        );
    }
    result
}

/// What is known of the file, links followed; the error is the kernel's number, below 0.
pub fn look_at(path: Word) -> Result<Statx, isize> {
    let mut found = MaybeUninit::<Statx>::uninit();
    let to = found.as_mut_ptr() as usize;
    // SAFETY: the path ends in NUL, and there is room for the whole structure.
    match unsafe { call(STATX, [AT_FDCWD, path.address(), 0, WANTED, to]) } {
        // SAFETY: the kernel has filled it in.
        0 => Ok(unsafe { found.assume_init() }),
        error => Err(error),
    }
}

/// Whether the effective user may do this with the file; `false` also where the kernel cannot tell.
pub fn allows(path: Word, what: usize) -> bool {
    // SAFETY: the path ends in NUL.
    unsafe { call(FACCESSAT2, [AT_FDCWD, path.address(), what, AT_EACCESS, 0]) == 0 }
}

/// Reads the beginning of a file into `room`, or all of it if it is smaller; how much that was.
pub fn read(path: Word, room: &mut [MaybeUninit<u8>]) -> Option<usize> {
    // SAFETY: the path ends in NUL.
    let file = unsafe { call(OPEN, [path.address(), O_CLOEXEC, 0, 0, 0]) };
    let file = usize::try_from(file).ok()?;
    let mut length = 0;
    let complete = loop {
        let rest = room.get_mut(length..)?;
        if rest.is_empty() {
            break true;
        }
        // SAFETY: the room is as large as is said.
        match unsafe { call(READ, [file, rest.as_mut_ptr() as usize, rest.len(), 0, 0]) } {
            0 => break true,
            EINTR => {}
            read => match usize::try_from(read) {
                Ok(read) => length += read,
                Err(_) => break false,
            },
        }
    };
    // SAFETY: the descriptor is ours.
    unsafe { call(CLOSE, [file, 0, 0, 0, 0]) };
    complete.then_some(length)
}

/// Writes to standard output as far as that goes, whatever becomes of it.
pub fn write(text: &[u8]) {
    let mut done = 0;
    while let Some(rest) = text.get(done..)
        && !rest.is_empty()
    {
        // SAFETY: the text is as long as is said.
        match unsafe { call(WRITE, [1, rest.as_ptr() as usize, rest.len(), 0, 0]) } {
            EINTR => {}
            written => match usize::try_from(written) {
                Ok(written) if written > 0 => done += written,
                _ => break,
            },
        }
    }
}

/// Whether standard output is a terminal.
pub fn is_terminal() -> bool {
    let mut settings = MaybeUninit::<[u8; 64]>::uninit();
    // SAFETY: the kernel's `struct termios` has 36 bytes.
    unsafe { call(IOCTL, [1, TCGETS, settings.as_mut_ptr() as usize, 0, 0]) == 0 }
}

/// What is done about a write into a closed pipe.
#[derive(Clone, Copy)]
pub enum BrokenPipe {
    /// It ends the process.
    Default = 0,
    /// It is an error.
    Ignored = 1,
}

/// Sets what is done about a write into a closed pipe.
pub fn set_broken_pipe(to: BrokenPipe) {
    // The kernel's `struct sigaction`: handler, flags, restorer, mask.
    let action = [to as usize, 0, 0, 0];
    // SAFETY: neither is code; the mask has eight bytes.
    unsafe { call(RT_SIGACTION, [SIGPIPE, action.as_ptr() as usize, 0, 8, 0]) };
}

/// The own process id.
pub fn process_id() -> usize {
    // SAFETY: it takes nothing.
    unsafe { call(GETPID, [0; 5]) }.unsigned_abs()
}

/// The seconds since 1970.
pub fn now() -> Option<u64> {
    // SAFETY: without a place to write to it only returns.
    u64::try_from(unsafe { call(TIME, [0; 5]) }).ok()
}

/// Becomes a program; returns only if the kernel refuses.
///
/// # Safety
/// Both lists must end in a null pointer, and what is before it must point to words.
pub unsafe fn execute(file: Word, arguments: *const usize, environment: *const usize) {
    let lists = [
        file.address(),
        arguments as usize,
        environment as usize,
        0,
        0,
    ];
    // SAFETY: as for this function.
    unsafe { call(EXECVE, lists) };
}
