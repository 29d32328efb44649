//! A live count of long work, on a terminal: redrawn in place, and gone when the work is done.
//!
//! It is for whoever watches. A log never has it, nor does work that is over within a second, nor
//! a terminal that cannot move its cursor; and `S2I_LOG=quiet` silences it too.

use std::cell::Cell;
use std::fmt::Arguments;
use std::io::{self, IsTerminal};

use nix::libc;

use crate::command::timing::{Moment, now};
use crate::output::{colour, level, lines};

/// How long work is left alone, and how long a count stands before the next, in milliseconds.
const PATIENCE: u64 = 1000;
const REDRAWN_EVERY: u64 = 250;
/// Never.
const NEVER: Moment = Moment::MAX;
/// To the beginning of the line, and nothing on it.
const ERASE: &str = "\r\x1b[K";

/// The count of one piece of work, which is done as long as somebody holds it.
pub struct ProgressCount {
    due: Cell<Moment>,
    first: Moment,
}

impl ProgressCount {
    /// The work begins.
    #[must_use]
    pub fn begin() -> Self {
        let wanted = !level::is_quiet() && io::stderr().is_terminal() && colour::has_a_name();
        let first = if wanted { now() + PATIENCE } else { NEVER };
        Self { due: first.into(), first }
    }

    /// How far it is; to be told as often as there is something new, for what is not drawn costs next to nothing.
    pub fn show(&self, how_far: Arguments<'_>) {
        let due = self.due.get();
        if due != NEVER && now() >= due {
            self.due.set(now() + REDRAWN_EVERY);
            let mut text = how_far.to_string();
            text.truncate(width().saturating_sub(1)); // in the last column a terminal may begin a new line
            lines::draw(&format!("{ERASE}{text}"));
        }
    }
}

impl Drop for ProgressCount {
    fn drop(&mut self) {
        if self.due.get() != self.first {
            lines::draw(ERASE);
        }
    }
}

/// How many columns the terminal has.
fn width() -> usize {
    let mut size = libc::winsize { ws_row: 0, ws_col: 0, ws_xpixel: 0, ws_ypixel: 0 };
    // SAFETY: the kernel writes a `winsize`, and this is one (ioctl_tty(2)).
    unsafe { libc::ioctl(libc::STDERR_FILENO, libc::TIOCGWINSZ, &raw mut size) };
    match size.ws_col {
        0 => 80, // it does not say
        columns => columns.into(),
    }
}
