//! A fenced block of a page, and how the suite treats it.

/// The kind of a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The content of a file.
    File,
    /// Commands that must succeed.
    Shell,
    /// Commands for fish that must succeed.
    Fish,
    /// Commands with their output.
    Console,
    /// A manifest, or a part of one.
    Yaml,
    /// A Containerfile, or a part of one.
    Containerfile,
    /// A block that cannot be run; the page gives the reason.
    Unrun,
}

/// Where the commands of a block are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The source path of an image.
    App,
    /// A source tree on a laptop.
    Laptop,
    /// A copy of this repository.
    Repository,
}

impl Place {
    /// Returns the working directory of the commands.
    pub const fn directory(self) -> &'static str {
        match self {
            Self::App => "/opt/app-root/src",
            Self::Laptop => "/home/me/my-app",
            Self::Repository => "/home/me/s2ibox",
        }
    }
}

/// A fenced block of a page.
#[derive(Debug)]
pub struct Block {
    /// The number of the line that opens it.
    pub line: usize,
    pub kind: Kind,
    pub text: String,
    pub place: Place,
    /// The path of the file, if the block is one.
    pub path: Option<String>,
    /// The commands of its comment, which are run first.
    pub before: String,
    /// The reason why it is not run.
    pub reason: Option<String>,
}

impl Block {
    /// Builds a block. `before` is the last line of text before it, `comment` its `<!-- test: -->` comment.
    pub fn new(
        line: usize,
        language: &str,
        text: String,
        before: &str,
        comment: &str,
    ) -> Result<Self, String> {
        let mut block = Self {
            line,
            kind: Kind::Shell,
            text,
            place: Place::App,
            path: path_in(before),
            before: String::new(),
            reason: None,
        };
        block.read_comment(comment)?;
        block.kind = match language {
            _ if block.reason.is_some() => Kind::Unrun,
            "yaml" => Kind::Yaml,
            "Dockerfile" => Kind::Containerfile,
            _ if block.path.is_some() => Kind::File,
            "sh" if block.text.starts_with("#!") => {
                return Err("a script; name its file in the line before".to_owned());
            }
            "sh" => Kind::Shell,
            "fish" => Kind::Fish,
            "console" => Kind::Console,
            _ => {
                return Err(format!("unknown language '{language}'"));
            }
        };
        Ok(block)
    }

    fn read_comment(&mut self, comment: &str) -> Result<(), String> {
        let Some(inside) = comment.strip_prefix("<!-- test:") else {
            return Ok(());
        };
        let inside = inside.trim_end().strip_suffix("-->").ok_or("the comment has no end")?;
        let (first, rest) = inside.split_once('\n').unwrap_or((inside, ""));
        rest.clone_into(&mut self.before);
        let first = first.trim();
        if let Some(reason) = first.strip_prefix("not-run:") {
            self.reason = Some(reason.trim().to_owned());
            return Ok(());
        }
        for word in first.split_whitespace() {
            self.place = match word {
                "in=app" => Place::App,
                "in=laptop" => Place::Laptop,
                "in=repository" => Place::Repository,
                _ => return Err(format!("unknown word '{word}' in a comment")),
            };
        }
        Ok(())
    }

    /// Returns the commands of a console block, each with its expected output.
    pub fn commands(&self) -> Vec<(String, String)> {
        let mut commands: Vec<(String, String)> = Vec::new();
        for line in self.text.lines() {
            if let Some(command) = line.strip_prefix("$ ") {
                commands.push((format!("{command}\n"), String::new()));
                continue;
            }
            let (command, printed) = commands.last_mut().expect("a console begins with '$ '");
            match line.strip_prefix("> ") {
                Some(more) if printed.is_empty() => command.extend([more, "\n"]),
                _ => printed.extend([line, "\n"]),
            }
        }
        commands
    }

    /// Returns the script that a shell runs for this block.
    pub fn script(&self) -> String {
        match self.kind {
            Kind::Shell | Kind::Fish => self.text.clone(),
            Kind::Yaml => self.text.lines().filter_map(command_in).collect(),
            Kind::File | Kind::Console | Kind::Containerfile | Kind::Unrun => String::new(),
        }
    }
}

/// Returns the command line in a line of a manifest or of a workflow, as a shell reads it. `ONCE` lets the
/// application end at once.
fn command_in(line: &str) -> Option<String> {
    if let Some(line) = line.strip_prefix("- run: ") {
        return Some(format!("{line}\n"));
    }
    let (_, list) = line.split_once("command: ")?;
    let list = list.split_inclusive(']').next()?;
    let words: Vec<String> = serde_json::from_str(list).expect("a command is a list in one line");
    Some(format!("ONCE=1 container '{}'\n", words.join("' '")))
}

/// Returns the path in a line such as "`.s2i/action_hooks/ready`, executable:".
fn path_in(line: &str) -> Option<String> {
    let (path, rest) = line.strip_prefix('`')?.split_once('`')?;
    let is_path = path.contains('/') && !path.contains(' ');
    (is_path && rest.ends_with(':')).then(|| path.to_owned())
}
