//! What a process is executed with, and the one place that calls `execve(2)`.
//!
//! Not std's exec, which is the C library's `execvp`: that hands a file that the kernel refuses to `/bin/sh`,
//! whatever it is.

use std::cell::Cell;
use std::ffi::{CStr, CString, c_char};
use std::io::{self, Stdin};
use std::os::unix::ffi::OsStrExt;
use std::ptr;

use anyhow::Result;
use nix::errno::Errno;
use nix::libc;
use nix::sched::{CloneFlags, clone};
use nix::sys::wait::waitpid;
use nix::unistd::{Pid, getpid, setpgid, tcsetpgrp};

use crate::environment::overrides::{Entry, Overrides};
use crate::process::program::Program;
use crate::process::signals;
use crate::process::signals::{InheritedSignals, Signals};

/// In bytes: what a child needs before it is another program, and large enough for the C library to take it fresh
/// from the kernel, which costs nothing where it is not touched.
const STACK: usize = 256 << 10;

/// A program with its arguments and its whole environment, as the kernel takes them.
pub struct Image {
    file: CString,
    arguments: List,
    environment: List,
}

/// Strings, and the pointers to them with a null pointer at the end.
struct List {
    pointers: Vec<*const c_char>,
    strings: Vec<CString>,
}

impl List {
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
pub enum Place {
    /// Ours.
    OurGroup,
    /// One of its own.
    OwnGroup,
    /// One of its own, which is in the foreground from its first moment; SIGTTOU must be held back.
    GroupOnTerminal,
}

impl Image {
    /// The image of `program` in `overrides`.
    ///
    /// # Errors
    /// A string holds a NUL byte, which none that the kernel gave us does.
    pub fn new(program: &Program, overrides: &Overrides) -> Result<Self> {
        let mut arguments = List::with_capacity(program.arguments.len() + 1);
        for word in [&program.name].into_iter().chain(&program.arguments) {
            arguments.push(word.as_bytes().to_vec())?;
        }
        let entries = overrides.entries();
        let mut environment = List::with_capacity(entries.len());
        for entry in entries {
            match entry {
                Entry::Inherited(entry) => environment.push_static(entry),
                Entry::Set(name, value) => {
                    environment.push([name.as_bytes(), b"=", value.as_bytes()].concat())?;
                }
            }
        }
        let file = CString::new(program.file.as_os_str().as_bytes())?;
        Ok(Self { file, arguments: arguments.end(), environment: environment.end() })
    }

    /// Replaces this process; returns only if the kernel refuses.
    #[must_use]
    pub fn execute(&self) -> Errno {
        let (arguments, environment) = (&self.arguments.pointers, &self.environment.pointers);
        // SAFETY: all strings end in NUL, both lists in a null pointer, and `self` keeps them.
        unsafe { libc::execve(self.file.as_ptr(), arguments.as_ptr(), environment.as_ptr()) };
        Errno::last()
    }

    /// Starts it in a child, with the signals as they were found.
    ///
    /// # Errors
    /// There can be no child, or the kernel refuses to execute it.
    pub fn spawn(&self, signals: &Signals, place: Place) -> Result<Pid, io::Error> {
        let inherited = signals.inherited().map_err(io::Error::other)?;
        let terminal = (place == Place::GroupOnTerminal).then(io::stdin);
        let failed = Cell::new(None);
        let child = Box::new(|| {
            failed.set(self.execute_in(place, terminal.as_ref(), &inherited).err());
            127
        });
        let flags = CloneFlags::CLONE_VM | CloneFlags::CLONE_VFORK;
        // SAFETY: we stand still until the child, which runs in our memory on a stack of its own, has become the
        // program or ended (clone(2)); there is one thread and no handler; the child allocates nothing.
        let id = unsafe { clone(child, &mut vec![0; STACK], flags, Some(libc::SIGCHLD)) }?;
        match failed.get() {
            None => Ok(id),
            Some(error) => {
                let _ = waitpid(id, None); // it has ended, and nobody else is to hear of it
                Err(error.into())
            }
        }
    }

    /// Becomes it as a child that has nothing but a stack of its own.
    fn execute_in(
        &self,
        place: Place,
        terminal: Option<&Stdin>,
        inherited: &InheritedSignals,
    ) -> nix::Result<()> {
        if place != Place::OurGroup {
            setpgid(Pid::from_raw(0), Pid::from_raw(0))?;
        }
        if let Some(terminal) = terminal {
            tcsetpgrp(terminal, getpid())?;
        }
        inherited.apply()?;
        signals::default_broken_pipes();
        Err(self.execute())
    }

    /// Replaces this process, with the signals as they were found; returns only if that fails.
    #[must_use]
    pub fn become_it(&self, signals: &Signals) -> io::Error {
        let put_back = signals.let_go();
        signals::default_broken_pipes();
        let error = match put_back {
            Ok(()) => self.execute().into(),
            Err(error) => io::Error::other(error),
        };
        signals::ignore_broken_pipes();
        error
    }
}
