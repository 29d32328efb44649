//! The scene of a message: an application root, and the objects that must live until the command has ended.

use std::any::Any;
use std::ops::Deref;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use s2ibox_tests::{Root, Test, Tmpfs, copy_program, output, s2ibox};

/// A placeholder: its name in a case, the path on the page, and the path in a root.
pub type Place = (&'static str, &'static str, fn(&Root) -> PathBuf);

/// The placeholders of the harness, and the name of the machine.
pub const PLACES: [Place; 8] = [
    ("{hooks}", "/opt/app-root/src/.s2i/action_hooks", |root| root.path("action_hooks")),
    ("{src}", "/opt/app-root/src", |root| root.src.clone()),
    ("{app}", "/opt/app-root", |root| root.app.clone()),
    ("{upload}", "/tmp/src", |root| root.upload.clone()),
    ("{scripts}", "/usr/libexec/s2i", |root| root.scripts.clone()),
    ("{bin}", "/usr/local/bin", |root| root.bin.clone()),
    ("{top}", "/srv", |root| root.top.clone()),
    ("{arch}", "x86_64", |_| std::env::consts::ARCH.into()),
];

/// An arbitrary user id, as a platform assigns it.
pub const UID: u32 = 1_000_680_000;

/// An application root with plain names, and the objects that live as long.
pub struct Scene {
    // Dropped before the root, in which it may be mounted.
    kept: Vec<Box<dyn Any>>,
    root: Root,
}

impl Deref for Scene {
    type Target = Root;

    fn deref(&self) -> &Root {
        &self.root
    }
}

impl Scene {
    pub fn new() -> Self {
        let root = Root::plain();
        // The program lies where an image has it, so that another user can reach it.
        copy_program(&s2ibox(), &root.bin.join("s2ibox"));
        root.builder("assemble", "true").builder("run", "true");
        Self { kept: vec![], root }
    }

    /// Keeps an object until the command has ended.
    pub fn keep(&mut self, object: impl Any) {
        self.kept.push(Box::new(object));
    }

    /// Mounts a tmpfs of the given size.
    pub fn mount(&mut self, at: &Path, size: &str) {
        let mounted = Tmpfs::mount(at, size);
        self.keep(mounted);
    }

    /// Returns the run of a command line as the page shows it.
    pub fn call(&self, line: &str) -> Test {
        let words = line.split(' ').map(|word| self.filled_in(word));
        let mut words = words.map(|word| word.trim_matches('\'').to_owned()).peekable();
        let mut variables = vec![];
        while let Some((name, value)) = words.peek().and_then(|word| word.split_once('=')) {
            variables.push((name.to_owned(), value.to_owned()));
            words.next();
        }
        let name = words.next().expect("a command line has a command");
        let test = if name == "s2i-assemble" {
            // The last line with the times is different each time: the harness checks and removes it.
            self.root.command("assemble")
        } else {
            let program = self.root.bin.join(&name);
            if !program.exists() {
                symlink("s2ibox", &program).expect("make the link");
            }
            self.root.start(program)
        };
        let test = test.args(words);
        let variables = variables.into_iter();
        variables.fold(test, |test, (name, value)| test.env(name, value))
    }

    /// Replaces the placeholders with the paths of the root, and `{commands}` with the names of all commands.
    pub fn filled_in(&self, text: &str) -> String {
        let text = with_commands(text);
        PLACES.iter().fold(text, |text, (place, _, path)| {
            text.replace(place, &path(&self.root).to_string_lossy())
        })
    }
}

/// Replaces `{commands}` with the names of all commands.
pub fn with_commands(text: &str) -> String {
    let names = || {
        let list = output(Command::new(s2ibox()).arg("--list")).stdout;
        String::from_utf8(list).expect("names are UTF-8").trim().replace('\n', ", ")
    };
    let commands = "{commands}";
    if text.contains(commands) { text.replace(commands, &names()) } else { text.to_owned() }
}
