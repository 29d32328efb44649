//! What was called, and what was asked for on the command line.

use crate::bytes;
use crate::stack::Stack;
use crate::variables::Variables;

/// A command that has a short way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// The probe with the hook of this name.
    Probe(&'static [u8]),
    /// The application's start.
    Run,
}

impl Command {
    /// The variables by which it can be asked for something that is not done here.
    pub const fn unusual(self) -> &'static [&'static [u8]] {
        match self {
            Self::Probe(_) => &[b"S2I_LOG", b"S2I_PROBE_TIMEOUT"],
            Self::Run => &[b"S2I_INIT", b"S2I_LOG"],
        }
    }
}

/// A call that has a short way.
pub struct Called {
    pub command: Command,
    /// The process whose environment is asked for.
    pub env_of: Option<&'static [u8]>,
    require: bool,
}

impl Called {
    /// What the arguments say; nothing where they say anything else.
    pub fn of(stack: Stack) -> Option<Self> {
        let mut arguments = stack.arguments();
        let name = bytes::behind_last(arguments.next()?.bytes(), b'/');
        let command = match () {
            () if bytes::same(name, b"s2i-ready") => Command::Probe(b"ready"),
            () if bytes::same(name, b"s2i-alive") => Command::Probe(b"alive"),
            () if bytes::same(name, b"s2i-run") => Command::Run,
            () => return None,
        };
        let (mut env_of, mut require) = (None, false);
        while let Some(option) = arguments.next() {
            let option = option.bytes();
            if command == Command::Run || env_of.is_some() && !bytes::same(option, b"--require") {
                return None;
            }
            if bytes::same(option, b"--require") {
                require = true;
                continue;
            }
            if !bytes::begins(option, b"--env-of") {
                return None;
            }
            env_of = Some(match option.get(b"--env-of".len()..)?.split_first() {
                Some((b'=', id)) => id,
                Some(_) => return None,
                None => arguments.next()?.bytes(),
            });
        }
        Some(Self {
            command,
            env_of,
            require,
        })
    }

    /// Whether the hook must be there; nothing where the variable for that cannot mean anything.
    pub fn requires(&self, variables: &Variables) -> Option<bool> {
        match variables.get(b"S2I_REQUIRE_HOOKS") {
            _ if self.command == Command::Run => Some(false),
            None | Some(b"0") => Some(self.require),
            Some(b"1") => Some(true),
            Some(_) => None,
        }
    }
}
