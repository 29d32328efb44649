//! A count of long work on a terminal, redrawn in place and erased when the work is done.
//!
//! Nothing is drawn into a log, for work of less than a second, on a terminal without control
//! sequences, or with `S2I_LOG=quiet`.

use std::cell::Cell;
use std::fmt::Arguments;
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use nix::libc;

use crate::output::{colour, level, lines};

/// The time before the first drawing: shorter work needs no count.
const DELAY: Duration = Duration::from_secs(1);
/// The time between two drawings: fast enough to look alive, slow enough to be read.
const INTERVAL: Duration = Duration::from_millis(250);
/// The control sequence that goes to the beginning of the line and erases it.
const ERASE: &str = "\r\x1b[K";

/// The count of one piece of work; it is erased when this value is dropped.
pub struct ProgressCount {
    /// The time of the next drawing; `None` if nothing is ever drawn.
    due: Cell<Option<Instant>>,
    is_drawn: Cell<bool>,
}

impl ProgressCount {
    /// Begins a piece of work.
    #[must_use]
    pub fn begin() -> Self {
        let is_wanted =
            !level::is_quiet() && io::stderr().is_terminal() && colour::terminal_has_controls();
        let due = is_wanted.then(|| Instant::now() + DELAY);
        Self { due: due.into(), is_drawn: false.into() }
    }

    /// Draws `count` if a drawing is due; cheap enough to be called for every file.
    pub fn show(&self, count: Arguments<'_>) {
        if self.due.get().is_some_and(|due| Instant::now() >= due) {
            self.due.set(Some(Instant::now() + INTERVAL));
            self.is_drawn.set(true);
            let mut text = count.to_string();
            // A character in the last column could make the terminal begin a new line.
            text.truncate(columns().saturating_sub(1));
            lines::draw(&format!("{ERASE}{text}"));
        }
    }
}

impl Drop for ProgressCount {
    fn drop(&mut self) {
        if self.is_drawn.get() {
            lines::draw(ERASE);
        }
    }
}

/// Returns the width of the terminal in columns, 80 if the terminal does not know it.
fn columns() -> usize {
    let mut size = libc::winsize { ws_row: 0, ws_col: 0, ws_xpixel: 0, ws_ypixel: 0 };
    // SAFETY: TIOCGWINSZ writes one `winsize` through the pointer, which is valid (ioctl_tty(2)).
    unsafe { libc::ioctl(libc::STDERR_FILENO, libc::TIOCGWINSZ, &raw mut size) };
    match size.ws_col {
        0 => 80,
        columns => columns.into(),
    }
}
