//! What a process is executed with, and the one place that calls `execve(2)`.
//!
//! Not std's exec, which is the C library's `execvp`: that hands a file that the kernel refuses to `/bin/sh`,
//! whatever it is.

use std::ffi::{CString, OsStr, OsString};
use std::io;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::process::CommandExt;
use std::process::Command;

use anyhow::Result;
use nix::errno::Errno;
use nix::spawn::{PosixSpawnAttr, PosixSpawnFileActions, PosixSpawnFlags, posix_spawn};
use nix::sys::signal::{SigSet, Signal};
use nix::unistd::{Pid, execve, getpid, tcsetpgrp};

use crate::program::Program;
use crate::signals::{self, AsFound, Signals};
use crate::surroundings::Surroundings;

/// A program with its arguments and its whole environment, as the kernel takes them.
pub struct Image {
    file: CString,
    arguments: Vec<CString>,
    environment: Vec<CString>,
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
    /// The image of `program` in `surroundings`.
    ///
    /// # Errors
    /// A string holds a NUL byte, which none that the kernel gave us does.
    pub fn new(program: &Program, surroundings: &Surroundings) -> Result<Self> {
        let environment = surroundings.whole().into_iter().map(|(mut entry, value)| {
            entry.push("=");
            entry.push(value);
            CString::new(entry.into_vec())
        });
        let words = [program.name.as_os_str()].into_iter();
        let words = words.chain(program.arguments.iter().map(OsString::as_os_str));
        Ok(Self {
            file: CString::new(program.file.as_os_str().as_bytes())?,
            arguments: words
                .map(|word| CString::new(word.as_bytes()))
                .collect::<Result<_, _>>()?,
            environment: environment.collect::<Result<_, _>>()?,
        })
    }

    /// Replaces this process; returns only if the kernel refuses.
    #[must_use]
    pub fn execute(&self) -> Errno {
        match execve(&self.file, &self.arguments, &self.environment) {
            Ok(never) => match never {},
            Err(error) => error,
        }
    }

    /// Starts it in a child, with the signals as they were found.
    ///
    /// # Errors
    /// There can be no child, or the kernel refuses to execute it.
    pub fn spawn(self, signals: &Signals, place: Place) -> Result<Pid, io::Error> {
        let as_found = signals.put_back().map_err(io::Error::other)?;
        if place == Place::GroupOnTerminal || as_found.ignores_children() {
            return self.fork(&as_found, place);
        }
        // Of what the child changes for itself, this is all that posix_spawn(3) can do; it needs no copy of us.
        let mut attributes = PosixSpawnAttr::init()?;
        let mut flags = PosixSpawnFlags::POSIX_SPAWN_SETSIGMASK;
        attributes.set_sigmask(&as_found.mask)?;
        flags |= PosixSpawnFlags::POSIX_SPAWN_SETSIGDEF;
        attributes.set_sigdefault(&SigSet::from_iter([Signal::SIGPIPE]))?;
        if place == Place::OwnGroup {
            flags |= PosixSpawnFlags::POSIX_SPAWN_SETPGROUP;
            attributes.set_pgroup(Pid::from_raw(0))?;
        }
        attributes.set_flags(flags)?;
        let files = PosixSpawnFileActions::init()?;
        let (arguments, environment) = (&self.arguments, &self.environment);
        let child = posix_spawn(&*self.file, &files, &attributes, arguments, environment)?;
        Ok(child)
    }

    fn fork(self, as_found: &AsFound, place: Place) -> Result<Pid, io::Error> {
        let mut command = Command::new(OsStr::from_bytes(self.file.to_bytes()));
        if place != Place::OurGroup {
            command.process_group(0);
        }
        let as_found = *as_found;
        // SAFETY: there is one thread, so that the child may do what the parent may.
        unsafe {
            command.pre_exec(move || {
                if place == Place::GroupOnTerminal {
                    tcsetpgrp(io::stdin(), getpid())?;
                }
                as_found.apply()?;
                Err(self.execute().into())
            });
        }
        let child = command.spawn()?;
        i32::try_from(child.id())
            .map(Pid::from_raw)
            .map_err(io::Error::other)
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
