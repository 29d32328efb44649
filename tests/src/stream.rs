//! The output of a program, read while the program runs.

use std::io::Read;
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Instant;

use crate::{DEADLINE, Text};

/// The bytes of a pipe or a terminal, read as they arrive.
pub(crate) struct Stream {
    state: Mutex<(Vec<u8>, bool)>,
    changed: Condvar,
}

impl Stream {
    pub(crate) fn of(mut pipe: impl Read + Send + 'static) -> Arc<Self> {
        let stream = Arc::new(Self { state: Mutex::default(), changed: Condvar::new() });
        let filled = Arc::clone(&stream);
        thread::spawn(move || {
            let mut buffer = [0; 8192];
            loop {
                let count = pipe.read(&mut buffer).unwrap_or(0);
                let mut state = filled.state.lock().expect("no reader fails");
                state.0.extend_from_slice(&buffer[..count]);
                state.1 = count == 0;
                filled.changed.notify_all();
                if count == 0 {
                    return;
                }
            }
        });
        stream
    }

    /// Waits until `found` returns a value for the bytes so far. Its second argument says whether the stream has ended.
    pub(crate) fn wait<T>(&self, mut found: impl FnMut(&[u8], bool) -> Option<T>) -> Option<T> {
        let end = Instant::now() + DEADLINE;
        let mut state = self.state.lock().expect("no reader fails");
        loop {
            if let Some(it) = found(&state.0, state.1) {
                return Some(it);
            }
            let left = end.saturating_duration_since(Instant::now());
            if state.1 || left.is_zero() {
                return None;
            }
            state = self.changed.wait_timeout(state, left).expect("no reader fails").0;
        }
    }

    /// Waits for a line after the first `read` bytes that is `wanted`, and counts the examined bytes as read.
    pub(crate) fn line(&self, read: &mut usize, wanted: impl Fn(&[u8]) -> bool) -> Option<Vec<u8>> {
        self.wait(|bytes, _| {
            while let Some(length) = bytes[*read..].iter().position(|&byte| byte == b'\n') {
                let line = &bytes[*read..*read + length];
                *read += length + 1;
                if wanted(line) {
                    return Some(line.to_owned());
                }
            }
            None
        })
    }

    pub(crate) fn so_far(&self) -> Text {
        Text(self.state.lock().expect("no reader fails").0.clone())
    }
}
