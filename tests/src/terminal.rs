//! A program on a terminal: typed keys reach its process group, as from a keyboard.

use std::fs::File;
use std::io::Write;
use std::process::{Child, Command};
use std::sync::Arc;

use nix::sys::signal::{Signal, kill};
use nix::sys::termios::{LocalFlags, OutputFlags, SetArg, tcgetattr, tcsetattr};
use nix::unistd::Pid;

use crate::screen;
use crate::stream::Stream;
use crate::{Status, Test, lock};

/// A program that leads a session on its own terminal.
pub struct Terminal {
    keyboard: File,
    screen: Arc<Stream>,
    read: usize,
    child: Child,
    called: String,
}

impl Terminal {
    pub(crate) fn start(mut command: Command, test: &Test, columns: u16) -> Self {
        let pty = lock::terminal(columns);
        let mut modes = tcgetattr(&pty.slave).expect("ask for its modes");
        modes.local_flags.remove(LocalFlags::ECHO | LocalFlags::ECHOCTL);
        modes.output_flags.remove(OutputFlags::OPOST);
        tcsetattr(&pty.slave, SetArg::TCSANOW, &modes).expect("set its modes");
        let slave = || pty.slave.try_clone().expect("share the terminal");
        command.stdin(slave()).stdout(slave()).stderr(slave());
        let child = lock::spawn(&mut command);
        drop((command, pty.slave));
        let keyboard = File::from(pty.master);
        let screen = keyboard.try_clone().expect("share the terminal");
        Self { keyboard, screen: Stream::of(screen), read: 0, child, called: test.called() }
    }

    /// Types these keys; `\x03` is Ctrl-C, `\x1c` is Ctrl-\.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        self.keyboard.write_all(keys.as_bytes()).expect("type");
        self
    }

    /// Waits for this line, after the lines of earlier waits.
    #[track_caller]
    pub fn wait_for(&mut self, line: &str) -> &mut Self {
        self.wait_until(|written| written == line.as_bytes(), line)
    }

    /// Waits for a line with this end, because a shell may have written its prompt before.
    #[track_caller]
    pub fn wait_for_end_of(&mut self, end: &str) -> &mut Self {
        self.wait_until(|written| written.ends_with(end.as_bytes()), end)
    }

    #[track_caller]
    fn wait_until(&mut self, wanted: impl Fn(&[u8]) -> bool, named: &str) -> &mut Self {
        let found = self.screen.line(&mut self.read, wanted);
        assert!(
            found.is_some(),
            "{}\nnever wrote {named}:\n{:?}",
            self.called,
            self.screen.so_far()
        );
        self
    }

    /// Waits until the complete output satisfies `wanted`, even in the middle of a line. Returns `false` if the program ended
    /// before.
    #[track_caller]
    pub fn wait_for_text(&mut self, wanted: impl Fn(&str) -> bool) -> bool {
        let found = self.screen.wait(|bytes, ended| {
            let is = wanted(&String::from_utf8_lossy(bytes));
            (is || ended).then_some(is)
        });
        found.unwrap_or_else(|| {
            panic!("{}\nnever wrote it:\n{:?}", self.called, self.screen.so_far())
        })
    }

    /// Sends a signal to the program alone.
    pub fn signal(&mut self, signal: Signal) -> &mut Self {
        let pid = self.child.id().try_into().expect("a process id fits");
        kill(Pid::from_raw(pid), signal).expect("send the signal");
        self
    }

    /// Waits for the end, and returns the status with every line.
    #[track_caller]
    pub fn finish(self) -> (Status, Vec<String>) {
        let (status, written) = self.finish_as_written();
        let lines = written.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
        (status, lines.map(str::to_owned).collect())
    }

    /// Waits for the end, and returns the status with the complete output and the lines on the screen.
    #[track_caller]
    pub fn finish_on_screen(self) -> (Status, String, Vec<String>) {
        let (status, written) = self.finish_as_written();
        let left = screen::left(&written);
        (status, written, left)
    }

    #[track_caller]
    fn finish_as_written(mut self) -> (Status, String) {
        let all = self
            .screen
            .wait(|bytes, ended| ended.then(|| String::from_utf8_lossy(bytes).into_owned()));
        let all = all.unwrap_or_else(|| {
            panic!("{}\nhas not ended:\n{:?}", self.called, self.screen.so_far())
        });
        (self.child.wait().expect("wait for the program").into(), all)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // The program has usually ended. When the terminal closes, the remaining processes get HUP.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
