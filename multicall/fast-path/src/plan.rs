//! What is done, in order: the steps of `s2i-ready`, `s2i-alive` and `s2i-run` where nothing is unusual.

use crate::bytes::{self, Word};
use crate::called::{Called, Command};
use crate::file::{self, Content};
use crate::layout::Layout;
use crate::memory::{List, Memory};
use crate::stack::Stack;
use crate::system::{self, BrokenPipe};
use crate::variables::{MARKER, Variables};
use crate::{date, env_of};

/// What bash is given: constants of `common`.
pub struct Texts {
    /// To do for a probe: source the env hook, become the hook; ends in NUL.
    pub probe: &'static [u8],
    /// The same for the start: source the env hook, come back.
    pub run: &'static [u8],
    /// What is said when an env hook fails.
    pub ended: &'static [u8],
    /// How bash becomes s2ibox again.
    pub back: &'static [u8],
    /// The options that are carried through bash, with none given.
    pub options: &'static [u8],
    /// The argument behind which nothing comes.
    pub end: &'static [u8],
}

/// Variables that ask for something else where an environment is evaluated.
const UNUSUAL_FOR_BASH: [&[u8]; 2] = [b"BASH_ENV", b"S2I_BASH"];

/// Takes the short way if there is one; returns where the ordinary way is to be taken, with the number of progress
/// lines that have been written: some where the kernel refuses to execute bash.
///
/// # Safety
/// `stack` must be what the kernel has given this process as its stack, and nothing else must have run in it.
#[must_use]
pub unsafe fn look(stack: *const usize, texts: &Texts) -> usize {
    // SAFETY: as for this function.
    let (stack, memory) = unsafe { (Stack::new(stack), Memory::take()) };
    short_way(stack, texts, memory).unwrap_or(0)
}

fn short_way(stack: Stack, texts: &Texts, mut memory: Memory) -> Option<usize> {
    let memory = &mut memory;
    let called = Called::of(stack)?;
    let command = called.command;
    if stack.is_privileged() {
        return None;
    }
    let mut variables = Variables::given(stack, memory)?;
    let is_set = |name: &&[u8]| variables.get(name).is_some();
    let asks_bash = UNUSUAL_FOR_BASH.iter().any(is_set);
    if command.unusual().iter().any(is_set) {
        return None;
    }
    let is_required = called.requires(&variables)?;
    let layout = Layout::of(&variables, memory)?;
    if !layout.is_working_directory() {
        return None;
    }
    let application = match command {
        Command::Probe(_) => called.env_of.or_else(|| variables.get(b"S2I_ENV_OF")),
        Command::Run => None,
    };
    layout.export(&mut variables, memory)?;
    let env_hook = layout.hook(b"deploy_env", memory)?;
    let sourced = match application {
        Some(id) => {
            env_of::take(id, &mut variables, memory)?;
            false
        }
        None if asks_bash || !layout.has_no_user_script(memory)? => return None,
        None => !file::is_absent(env_hook),
    };
    // Bash would have to carry that along; else nothing is done without the hook.
    if sourced && is_required {
        return None;
    }
    let here = Here {
        stack,
        texts,
        layout,
        env_hook,
    };
    match command {
        Command::Probe(name) => {
            let hook = here.layout.hook(name, memory)?;
            match file::content(hook, memory)? {
                Content::Other => return None,
                Content::Program | Content::Interpreted => {}
            }
            if sourced {
                return here.become_bash(name, b"0", Some(hook), variables, memory);
            }
            if application.is_none() {
                let now = date::date(system::now()?, memory)?;
                variables.set(MARKER, now.bytes(), memory)?;
            }
            let mut arguments = memory.list(1)?;
            arguments.push(hook)?;
            become_program(hook, arguments, variables);
        }
        Command::Run if sourced => {
            for name in [&b"deploy"[..], b"run"] {
                let hook = here.layout.hook(name, memory)?;
                if !file::is_absent(hook) {
                    file::content(hook, memory)?;
                }
            }
            return here.become_bash(b"run", b"1", None, variables, memory);
        }
        Command::Run => {}
    }
    None
}

/// What is settled before bash.
struct Here<'a> {
    stack: Stack,
    texts: &'a Texts,
    layout: Layout,
    env_hook: Word,
}

impl Here<'_> {
    /// Becomes bash, which sources the env hook; with the arguments of `common::environment`, which are in the order of
    /// the table in its `inline.sh`, and of `common::resume`.
    fn become_bash(
        &self,
        command: &'static [u8],
        step: &'static [u8],
        last: Option<Word>,
        mut variables: Variables,
        memory: &mut Memory,
    ) -> Option<usize> {
        let bash = Word::from_bytes(b"/bin/bash\0")?;
        let usable = file::is_usable(self.env_hook, system::READABLE)
            && file::is_usable(bash, system::EXECUTE);
        let program = self
            .stack
            .program()
            .filter(|program| is_plain(program.bytes()))?;
        if !usable || system::is_terminal() {
            return None;
        }
        let (texts, layout) = (self.texts, &self.layout);
        let empty = memory.word(&[])?;
        let hook = last.unwrap_or(empty);
        let date = date::date(system::now()?, memory)?;
        let text = if last.is_some() {
            texts.probe
        } else {
            texts.run
        };
        let settled = memory.netstrings(&[
            command,
            step,
            layout.scripts.bytes(),
            layout.application.bytes(),
            layout.source.bytes(),
            layout.upload.bytes(),
            self.env_hook.bytes(),
            texts.options,
        ])?;
        variables.set(b"__s2ibox_ended", texts.ended, memory)?;
        variables.set(b"__s2ibox_back", texts.back, memory)?;
        let mut arguments = memory.list(20)?;
        for word in [
            bash,
            Word::from_bytes(b"--norc\0")?,
            Word::from_bytes(b"-c\0")?,
            Word::from_bytes(text)?,
            memory.word(&[b"s2i-", command])?,
            Word::from_bytes(b"11\0")?,
            program,
            layout.source,
            empty,
            self.env_hook,
            date,
            hook,
            hook,
            empty,
            settled,
            memory.word(&[texts.end])?,
        ] {
            arguments.push(word)?;
        }
        let said = memory.word(&[b" -----> Running ", self.env_hook.bytes(), b"\n"])?;
        system::set_broken_pipe(BrokenPipe::Ignored);
        if last.is_none() {
            system::write(b" -----> Running application run script.\n");
        }
        system::write(said.bytes());
        become_program(bash, arguments, variables);
        Some(1 + usize::from(last.is_none()))
    }
}

/// Becomes the program; a write into a closed pipe ends it, as it expects.
fn become_program(file: Word, mut arguments: List, mut variables: Variables) {
    system::set_broken_pipe(BrokenPipe::Default);
    // SAFETY: both lists are of words and have been ended.
    unsafe { system::execute(file, arguments.ended(), variables.ended()) };
}

/// Whether the path is absolute and has nothing in it that making it absolute would change.
fn is_plain(path: &'static [u8]) -> bool {
    let below = path.get(1..).unwrap_or_default();
    let mut parts = below.split(|&byte| byte == b'/');
    path.first() == Some(&b'/') && parts.all(|part| !part.is_empty() && !bytes::same(part, b"."))
}
