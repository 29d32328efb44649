//! A fenced block, and what is done with it.

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The content of a file.
    File,
    /// Commands that must succeed.
    Shell,
    /// The same, for fish.
    Fish,
    /// Commands and what they print.
    Console,
    /// A manifest, or a part of one.
    Yaml,
    /// A Containerfile, or a part of one.
    Containerfile,
    /// What cannot be run, for the reason that it gives.
    Unrun,
}

/// Where its commands are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    App,
    Laptop,
    Repository,
}

impl Place {
    /// The directory in which they are run.
    pub const fn directory(self) -> &'static str {
        match self {
            Self::App => "/opt/app-root/src",
            Self::Laptop => "/home/me/my-app",
            Self::Repository => "/home/me/s2ibox",
        }
    }
}

#[derive(Debug)]
pub struct Block {
    /// Of the line that opens it.
    pub line: usize,
    pub kind: Kind,
    pub text: String,
    pub place: Place,
    /// Where the file that it is lies.
    pub path: Option<String>,
    /// What is run before.
    pub before: String,
    /// Why it is not run.
    pub reason: Option<String>,
}

impl Block {
    /// `before` is the last line of text before it, `declared` the comment.
    pub fn new(
        line: usize,
        language: &str,
        text: String,
        before: &str,
        declared: &str,
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
        block.declare(declared)?;
        block.kind = match language {
            _ if block.reason.is_some() => Kind::Unrun,
            "yaml" => Kind::Yaml,
            "Dockerfile" => Kind::Containerfile,
            _ if block.path.is_some() => Kind::File,
            "sh" if block.text.starts_with("#!") => {
                return Err("a script: say in the line before which file it is".to_owned());
            }
            "sh" => Kind::Shell,
            "fish" => Kind::Fish,
            "console" => Kind::Console,
            _ => {
                return Err(format!("nothing is known of a block of the kind '{language}'"));
            }
        };
        Ok(block)
    }

    fn declare(&mut self, declared: &str) -> Result<(), String> {
        let Some(inside) = declared.strip_prefix("<!-- test:") else {
            return Ok(());
        };
        let inside = inside.trim_end().strip_suffix("-->").ok_or("a comment without end")?;
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
                _ => return Err(format!("a declaration has no word '{word}'")),
            };
        }
        Ok(())
    }

    /// The commands of a console block, each with what it must print.
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

    /// What a shell is given of it.
    pub fn script(&self) -> String {
        match self.kind {
            Kind::Shell | Kind::Fish => self.text.clone(),
            Kind::Yaml => self.text.lines().filter_map(command_in).collect(),
            Kind::File | Kind::Console | Kind::Containerfile | Kind::Unrun => String::new(),
        }
    }
}

/// The command line of a line of a manifest or of a workflow, as a shell reads it. The application ends at once.
fn command_in(line: &str) -> Option<String> {
    if let Some(line) = line.strip_prefix("- run: ") {
        return Some(format!("{line}\n"));
    }
    let (_, list) = line.split_once("command: ")?;
    let list = list.split_inclusive(']').next()?;
    let words: Vec<String> = serde_json::from_str(list).expect("a command is a list in one line");
    Some(format!("ONCE=1 container '{}'\n", words.join("' '")))
}

/// The path that a line such as "`.s2i/action_hooks/ready`, executable:" gives.
fn path_in(line: &str) -> Option<String> {
    let (path, rest) = line.strip_prefix('`')?.split_once('`')?;
    let is_path = path.contains('/') && !path.contains(' ');
    (is_path && rest.ends_with(':')).then(|| path.to_owned())
}
