//! The preparation that every supervisor of a program makes before it starts the program.

use anyhow::{Context as _, Result};
use nix::sys::prctl::set_child_subreaper;

use crate::process::signal_queue::is_process_1;
use crate::process::signal_set::SignalSet;
use crate::process::signals::Signals;
use crate::process::terminal::Terminal;

/// Blocks every signal, makes this process the parent of orphans, and looks for the terminal.
///
/// # Errors
/// A stop signal came before; or the kernel refuses.
pub fn prepare(signals: &Signals) -> Result<Terminal> {
    signals.block()?;
    // SIGSEGV too: one for a fault of this process is delivered even if it is blocked.
    SignalSet::ALL.block()?;
    signals.check()?;
    // Processes that outlive their parent are handed to this one, not to a process 1 that may not
    // reap them.
    if !is_process_1() {
        set_child_subreaper(true).context("cannot become a subreaper")?;
    }
    Ok(Terminal::in_foreground())
}
