//! The programs that users name: a command line, which is looked up as a shell does it, and a
//! shell.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::command::context::Context;
use crate::debug;
use crate::error::Error;
use crate::fs::directory::is_absence;
use crate::output::quoting::{escaped, quoted};
use crate::process::lookup;
use crate::process::lookup::Lookup;
use crate::process::program::Program;

/// Returns the program and the arguments of the command line `words`.
///
/// # Errors
/// The command is not found (127) or cannot be executed (126).
pub fn program(context: &Context, words: &[OsString]) -> Result<Program> {
    let Some((command, arguments)) = words.split_first() else {
        return Err(Error::Usage("COMMAND is missing; give a program".to_owned()).into());
    };
    let file = find(command, context.overrides.path())?;
    debug!("command {} is {}", escaped(command), escaped(&file));
    Ok(Program::from_file("command", &file)?.called(command).with(arguments.iter().cloned()))
}

/// Returns an interactive shell: `/bin/bash`, else `sh`.
///
/// # Errors
/// The image has neither: 127.
pub fn shell(context: &Context) -> Result<Program> {
    let bash = Path::new("/bin/bash");
    if lookup::is_program(bash) {
        return Ok(Program::binary("shell", bash));
    }
    match lookup::on_path(OsStr::new("sh"), context.overrides.path()) {
        Lookup::Found(sh) => Ok(Program::binary("shell", &sh)),
        _ => Err(Error::NotFound(
            "there is no shell in this image, neither /bin/bash nor sh on PATH; \
             run a program with: s2i-exec COMMAND"
                .to_owned(),
        )
        .into()),
    }
}

/// Returns a command line without the shell that a Containerfile's shell form puts in front of it,
/// if that shell would do nothing: `sh -c` with words of plain letters, the first of them a path.
/// The shell would stay as process 1 and swallow signals, and the image may not have one.
#[must_use]
pub fn without_shell(words: &[OsString]) -> Vec<OsString> {
    let [shell, option, line] = words else {
        return words.to_vec();
    };
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "_@%+:,./-".contains(letter);
    let is_sh = Path::new(shell).file_name() == Some(OsStr::new("sh"));
    match line.to_str() {
        Some(line)
            if is_sh
                && option == "-c"
                && line.chars().all(|letter| plain(letter) || letter == ' ')
                && line
                    .split(' ')
                    .find(|word| !word.is_empty())
                    .is_some_and(|word| word.contains('/')) =>
        {
            let words = line.split(' ').filter(|word| !word.is_empty());
            words.map(OsString::from).collect()
        }
        _ => words.to_vec(),
    }
}

fn find(command: &OsStr, path: Option<OsString>) -> Result<PathBuf> {
    let name = escaped(command);
    let file = Path::new(command);
    let found = if command.is_empty() {
        Lookup::Missing
    } else if !command.as_encoded_bytes().contains(&b'/') {
        lookup::on_path(command, path)
    } else if lookup::is_program(file) {
        Lookup::Found(file.into())
    } else {
        match fs::metadata(file) {
            Ok(_) => Lookup::NotExecutable(file.into()),
            Err(error) if is_absence(&error) => Lookup::Missing,
            Err(error) => {
                let text = format!("command {name} cannot be accessed: {error}");
                return Err(Error::NotExecutable(text).into());
            }
        }
    };
    match found {
        Lookup::Found(file) => Ok(file),
        Lookup::NotExecutable(file) if file.is_dir() => Err(Error::NotExecutable(format!(
            "command {name} is a directory; name a program in it"
        ))
        .into()),
        Lookup::NotExecutable(file) => Err(Error::NotExecutable(format!(
            "command {name} cannot be executed: {} is not executable; run: chmod +x {}",
            escaped(&file),
            quoted(&file)
        ))
        .into()),
        Lookup::Missing => Err(Error::NotFound(format!(
            "command '{name}' not found; check its spelling, and PATH in the deploy environment"
        ))
        .into()),
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use pretty_assertions::assert_eq;

    use super::without_shell;

    fn entry(words: &[&str]) -> Vec<OsString> {
        without_shell(&words.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn a_shell_that_would_do_nothing_is_left_out() {
        assert_eq!(entry(&["/bin/sh", "-c", "/tmp/scripts/run"]), ["/tmp/scripts/run"]);
        assert_eq!(
            entry(&["sh", "-c", "  /bin/a   -b c@d:1,2%+  "]),
            ["/bin/a", "-b", "c@d:1,2%+"]
        );
    }

    #[test]
    fn a_shell_that_would_do_something_stays() {
        for words in [
            &["/bin/sh", "-c", "run"][..],
            &["/bin/sh", "-c", "exec /bin/run"],
            &["/bin/sh", "-c", "/bin/run $HOME"],
            &["/bin/sh", "-c", "A=1 /bin/run"],
            &["/bin/sh", "-c", "/bin/run;"],
            &["/bin/sh", "-c", "/bin/run\n"],
            &["/bin/sh", "-c", "/bin/run", "name"],
            &["/bin/sh", "-c", ""],
            &["/bin/sh", "-ec", "/bin/run"],
            &["/bin/bash", "-c", "/bin/run"],
            &["/bin/sh"],
        ] {
            assert_eq!(entry(words), words);
        }
    }
}
