//! The lock around every write of a program and every start of a program. A child that one thread forks inherits a
//! descriptor that another thread has open for writing. Until the child executes a program, the written file cannot be
//! executed (ETXTBSY). A child must not inherit a terminal either.

use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use nix::fcntl::{FcntlArg, FdFlag, fcntl};
use nix::pty::{OpenptyResult, Winsize, openpty};

static WRITE_OR_SPAWN: Mutex<()> = Mutex::new(());

fn hold() -> MutexGuard<'static, ()> {
    // A test that failed while it had the lock has left no incomplete state.
    WRITE_OR_SPAWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes `text` to `path`, makes its directories, and sets exactly `mode` whatever the umask is.
pub fn write_program(path: &Path, text: impl AsRef<[u8]>, mode: u32) {
    let _guard = hold();
    fs::create_dir_all(path.parent().expect("a file lies in a directory"))
        .expect("create the directory");
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(mode)
        .open(path)
        .unwrap_or_else(|error| panic!("create {}: {error}", path.display()));
    file.write_all(text.as_ref()).expect("write the program");
    drop(file);
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set the mode");
}

/// Copies a program, makes its directories, and makes the copy executable for all users.
pub fn copy_program(from: &Path, to: &Path) {
    let _guard = hold();
    fs::create_dir_all(to.parent().expect("a file lies in a directory"))
        .expect("create the directory");
    fs::copy(from, to).unwrap_or_else(|error| panic!("copy to {}: {error}", to.display()));
    fs::set_permissions(to, fs::Permissions::from_mode(0o755)).expect("set the mode");
}

/// Starts `command`, and returns when the child has executed it.
pub(crate) fn spawn(command: &mut Command) -> Child {
    let _guard = hold();
    let program: &OsStr = command.get_program();
    let program = program.to_owned();
    command.spawn().unwrap_or_else(|error| panic!("start {}: {error}", program.display()))
}

/// Opens a terminal with this number of columns, which no child inherits. With 0 columns, its width is unknown.
pub(crate) fn terminal(columns: u16) -> OpenptyResult {
    let _guard = hold();
    let size = Winsize { ws_row: 0, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
    let pty = openpty(&size, None).expect("open a terminal");
    for side in [&pty.master, &pty.slave] {
        fcntl(side, FcntlArg::F_SETFD(FdFlag::FD_CLOEXEC)).expect("set close-on-exec");
    }
    pty
}

/// Runs `command` to its end and returns its output, for runs without a [`crate::Test`].
pub fn output(command: &mut Command) -> Output {
    let child = spawn(command.stdout(Stdio::piped()).stderr(Stdio::piped()));
    child.wait_with_output().expect("wait for its end")
}
