//! Where everything lies, as `common::layout` settles it; relative paths are a reason to give up.

use crate::bytes::Word;
use crate::file;
use crate::memory::Memory;
use crate::system;
use crate::variables::Variables;

/// The paths of an application image.
pub struct Layout {
    pub scripts: Word,
    pub application: Word,
    pub source: Word,
    pub upload: Word,
}

impl Layout {
    /// The paths that the variables name, or their defaults.
    pub fn of(variables: &Variables, memory: &mut Memory) -> Option<Self> {
        let mut path = |value: Option<&[u8]>, default: &[&[u8]]| match value {
            None => memory.word(default),
            Some(value) if value.first() == Some(&b'/') => memory.word(&[value]),
            Some(_) => None,
        };
        let application = path(variables.get(b"S2I_APPLICATION_PATH"), &[b"/opt/app-root"])?;
        let below = application.bytes();
        let scripts = variables
            .get(b"S2I_SCRIPTS_PATH")
            .or_else(|| variables.get(b"STI_SCRIPTS_PATH"));
        Some(Self {
            scripts: path(scripts, &[b"/usr/libexec/s2i"])?,
            application,
            source: path(
                variables.get(b"S2I_SOURCE_PATH"),
                &[below, slash(below), b"src"],
            )?,
            upload: path(variables.get(b"S2I_UPLOAD_PATH"), &[b"/tmp/src"])?,
        })
    }

    /// Exports the paths that everything gets to see.
    pub fn export(&self, variables: &mut Variables, memory: &mut Memory) -> Option<()> {
        variables.set(b"S2I_SCRIPTS_PATH", self.scripts.bytes(), memory)?;
        variables.set(b"S2I_APPLICATION_PATH", self.application.bytes(), memory)?;
        variables.set(b"S2I_SOURCE_PATH", self.source.bytes(), memory)
    }

    /// Whether the working directory is the source path, by device and inode.
    pub fn is_working_directory(&self) -> bool {
        let here = Word::from_bytes(b".\0").map(system::look_at);
        match (here, system::look_at(self.source)) {
            (Some(Ok(here)), Ok(there)) => file::is_same(&here, &there),
            _ => false,
        }
    }

    /// Whether nothing is to be sourced before the env hook.
    pub fn has_no_user_script(&self, memory: &mut Memory) -> Option<bool> {
        let top = self.application.bytes();
        let script = memory.word(&[top, slash(top), b"etc/generate_container_user"])?;
        Some(file::is_absent(script))
    }

    /// The file of an action hook.
    pub fn hook(&self, name: &[u8], memory: &mut Memory) -> Option<Word> {
        let source = self.source.bytes();
        memory.word(&[source, slash(source), b".s2i/action_hooks/", name])
    }
}

/// What goes between a folder and a name in it.
fn slash(folder: &[u8]) -> &'static [u8] {
    if folder.last() == Some(&b'/') {
        b""
    } else {
        b"/"
    }
}
