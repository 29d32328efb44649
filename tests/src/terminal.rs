//! A program on a terminal: what is typed reaches its whole group, as a person at a keyboard does it.

use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use nix::sys::signal::{Signal, kill};
use nix::sys::termios::{LocalFlags, OutputFlags, SetArg, tcgetattr, tcsetattr};
use nix::unistd::Pid;

use crate::{DEADLINE, Status, Test, lock};

/// A program that was started as the leader of a session on its own terminal.
pub struct Terminal {
    keyboard: File,
    lines: Receiver<String>,
    child: Child,
    called: String,
    seen: Vec<String>,
}

impl Terminal {
    pub(crate) fn start(mut command: Command, test: &Test) -> Self {
        let pty = lock::terminal();
        let mut modes = tcgetattr(&pty.slave).expect("ask for its modes");
        modes
            .local_flags
            .remove(LocalFlags::ECHO | LocalFlags::ECHOCTL);
        modes.output_flags.remove(OutputFlags::OPOST);
        tcsetattr(&pty.slave, SetArg::TCSANOW, &modes).expect("set its modes");
        let slave = || pty.slave.try_clone().expect("share the terminal");
        command.stdin(slave()).stdout(slave()).stderr(slave());
        let child = lock::spawn(&mut command);
        drop((command, pty.slave));
        let keyboard = File::from(pty.master);
        let screen = keyboard.try_clone().expect("share the terminal");
        Self {
            keyboard,
            lines: lines_of(screen),
            child,
            called: test.called(),
            seen: vec![],
        }
    }

    /// Types these keys; `\x03` is Ctrl-C, `\x1c` Ctrl-\.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        self.keyboard.write_all(keys.as_bytes()).expect("type");
        self
    }

    /// Waits for this line on the screen.
    #[track_caller]
    pub fn wait_for(&mut self, line: &str) -> &mut Self {
        while self.seen.last().is_none_or(|last| last != line) {
            let Ok(next) = self.lines.recv_timeout(DEADLINE) else {
                panic!("{}\nnever wrote {line}: {:#?}", self.called, self.seen);
            };
            self.seen.push(next);
        }
        self
    }

    /// Waits for a line that ends so: a shell may have written its prompt before.
    #[track_caller]
    pub fn wait_for_end_of(&mut self, end: &str) -> &mut Self {
        while self.seen.last().is_none_or(|last| !last.ends_with(end)) {
            let Ok(next) = self.lines.recv_timeout(DEADLINE) else {
                panic!("{}\nnever wrote {end}: {:#?}", self.called, self.seen);
            };
            self.seen.push(next);
        }
        self
    }

    /// Sends a signal to the program alone.
    pub fn signal(&mut self, signal: Signal) -> &mut Self {
        let pid = self.child.id().try_into().expect("a process id fits");
        kill(Pid::from_raw(pid), signal).expect("send the signal");
        self
    }

    /// Waits for the end and gives the status with every line that was on the screen.
    #[track_caller]
    pub fn finish(mut self) -> (Status, Vec<String>) {
        loop {
            match self.lines.recv_timeout(DEADLINE) {
                Ok(line) => self.seen.push(line),
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => break,
                Err(error) => panic!("{}\nhas not ended ({error}): {:#?}", self.called, self.seen),
            }
        }
        let status = self.child.wait().expect("wait for the program").into();
        (status, std::mem::take(&mut self.seen))
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It has mostly ended; when the terminal closes, whoever is left gets a HUP.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines_of(mut screen: File) -> Receiver<String> {
    let (sender, lines) = channel();
    thread::spawn(move || {
        let mut line = Vec::new();
        let mut byte = [0];
        // When the last holder of the other side is gone, reading fails with EIO.
        while screen.read_exact(&mut byte).is_ok() {
            if byte == *b"\n" {
                let text = String::from_utf8_lossy(&std::mem::take(&mut line)).into_owned();
                if sender.send(text).is_err() {
                    return;
                }
            } else {
                line.push(byte[0]);
            }
        }
    });
    lines
}
