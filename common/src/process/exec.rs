//! The arguments of `execve(2)`, the one place that calls it, and the one way to start a child.
//!
//! std's exec is the C library's `execvp`, which hands every file that the kernel refuses to
//! `/bin/sh`.

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::io::{self, Stdin};
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::ptr;

use anyhow::Result;
use nix::errno::Errno;
use nix::libc;
use nix::sys::prctl::set_pdeathsig;
use nix::sys::signal::Signal;
use nix::sys::wait::waitpid;
use nix::unistd::{Pid, fchdir, getpid, getppid, setpgid, tcsetpgrp};

use crate::environment::overrides::{Entry, Overrides};
use crate::process::broken_pipe;
use crate::process::program::Program;
use crate::process::signal_queue::InheritedSignals;
use crate::process::signals::Signals;

/// In bytes: the stack of a child until it executes its program. The child makes a few system calls
/// and allocates nothing; its deepest call needs less than 2 KiB.
const STACK: usize = 16 << 10;

/// A program with its arguments and its whole environment, in the form that `execve(2)` takes.
pub struct PreparedExec {
    file: CString,
    arguments: StringList,
    environment: StringList,
}

/// Strings, and a list of pointers to them that ends in a null pointer.
struct StringList {
    pointers: Vec<*const c_char>,
    strings: Vec<CString>,
}

impl StringList {
    fn with_capacity(count: usize) -> Self {
        Self { pointers: Vec::with_capacity(count + 1), strings: Vec::new() }
    }

    /// Adds a string that lives as long as the process.
    fn push_static(&mut self, string: &'static CStr) {
        self.pointers.push(string.as_ptr());
    }

    fn push(&mut self, string: Vec<u8>) -> Result<()> {
        let string = CString::new(string)?;
        self.pointers.push(string.as_ptr());
        self.strings.push(string);
        Ok(())
    }

    fn end(mut self) -> Self {
        self.pointers.push(ptr::null());
        self
    }
}

/// The process group of a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProcessGroup {
    /// The group of this process.
    Inherited,
    /// A new group, which the child leads.
    New,
    /// A new group that is the foreground group of the terminal from its first moment; SIGTTOU must
    /// be blocked.
    NewInForeground,
}

/// How a child relates to this process.
pub struct ChildSettings {
    /// Its process group.
    pub group: ProcessGroup,
    /// Whether the kernel kills the child when this process dies.
    pub dies_with_parent: bool,
    /// The directory that the child changes to.
    pub directory: Option<OwnedFd>,
    /// The signal mask and the dispositions that the child has.
    pub signals: InheritedSignals,
}

/// Everything that the child reads before it executes the program, and its answer.
struct ChildStart<'a> {
    exec: &'a PreparedExec,
    settings: &'a ChildSettings,
    terminal: Option<Stdin>,
    parent: Pid,
    error: Option<Errno>,
}

impl PreparedExec {
    /// Prepares `program` with the environment of this process and `overrides`.
    ///
    /// # Errors
    /// A string holds a NUL byte, which no string from the kernel does.
    pub fn new(program: &Program, overrides: &Overrides) -> Result<Self> {
        let mut arguments = StringList::with_capacity(program.arguments.len() + 1);
        for word in [&program.name].into_iter().chain(&program.arguments) {
            arguments.push(word.as_bytes().to_vec())?;
        }
        let mut environment = StringList::with_capacity(overrides.entry_limit());
        overrides.try_for_each_entry(|entry| match entry {
            Entry::Inherited(entry) => {
                environment.push_static(entry);
                Ok(())
            }
            Entry::Set(name, value) => {
                environment.push([name.as_bytes(), b"=", value.as_bytes()].concat())
            }
        })?;
        let file = CString::new(program.file.as_os_str().as_bytes())?;
        Ok(Self { file, arguments: arguments.end(), environment: environment.end() })
    }

    /// Replaces this process; returns only if the kernel refuses.
    fn execute(&self) -> Errno {
        let (arguments, environment) = (&self.arguments.pointers, &self.environment.pointers);
        // SAFETY: all strings end in NUL, both lists in a null pointer, and `self` keeps them.
        unsafe { libc::execve(self.file.as_ptr(), arguments.as_ptr(), environment.as_ptr()) };
        Errno::last()
    }

    /// Replaces this process, with mask and dispositions as it was started with them; returns only
    /// if that fails.
    #[must_use]
    pub fn replace_process(&self, signals: &Signals) -> Errno {
        let restored = signals.restore();
        broken_pipe::set_default();
        match restored {
            Ok(()) => self.execute(),
            Err(error) => error,
        }
    }

    /// Starts the program in a child.
    ///
    /// # Errors
    /// The kernel gives no further process, or refuses to execute the program.
    pub fn spawn(&self, settings: &ChildSettings) -> Result<Pid, Errno> {
        let in_foreground = settings.group == ProcessGroup::NewInForeground;
        let mut start = ChildStart {
            exec: self,
            settings,
            terminal: in_foreground.then(io::stdin),
            parent: getpid(),
            error: None,
        };
        let mut stack = MaybeUninit::<[u8; STACK]>::uninit();
        let flags = libc::CLONE_VM | libc::CLONE_VFORK | libc::SIGCHLD;
        // SAFETY: this process stands still until the child, which runs in its memory on a stack of
        // its own, has executed the program or ended (clone(2)). There is one thread and no signal
        // handler. The stack grows down from its end; `start` outlives the child's use of it.
        let child = unsafe {
            let top = stack.as_mut_ptr().add(1).cast::<c_void>();
            libc::clone(start_in_child, top, flags, (&raw mut start).cast())
        };
        if child < 0 {
            return Err(Errno::last());
        }
        let child = Pid::from_raw(child);
        match start.error {
            None => Ok(child),
            Some(error) => {
                let _ = waitpid(child, None); // it has ended
                Err(error)
            }
        }
    }
}

/// Executes the program of the [`ChildStart`] that `start` points to: the first function of a
/// child.
extern "C" fn start_in_child(start: *mut c_void) -> c_int {
    // SAFETY: `spawn` passes a pointer to a `ChildStart`, and does not touch it before the child is
    // done.
    let start = unsafe { &mut *start.cast::<ChildStart<'_>>() };
    start.error = start.execute().err();
    127
}

impl ChildStart<'_> {
    /// Becomes the program. Nothing here may allocate, because the memory is the parent's.
    fn execute(&self) -> nix::Result<()> {
        if self.settings.dies_with_parent {
            set_pdeathsig(Signal::SIGKILL)?;
            if getppid() != self.parent {
                return Err(Errno::ESRCH); // the parent died before
            }
        }
        if self.settings.group != ProcessGroup::Inherited {
            setpgid(Pid::from_raw(0), Pid::from_raw(0))?;
        }
        if let Some(terminal) = &self.terminal {
            tcsetpgrp(terminal, getpid())?;
        }
        if let Some(directory) = &self.settings.directory {
            fchdir(directory)?;
        }
        self.settings.signals.restore()?;
        broken_pipe::set_default();
        Err(self.exec.execute())
    }
}
