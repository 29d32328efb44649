//! The links by which s2ibox is called.

use std::fs;
use std::path::Path;

use anyhow::Result;
use common::broken;
use common::output::quoting::{escaped, quoted};

use crate::place::{Found, cannot, look, put_link};

/// Makes a link of each name in `directory`. Returns the number of links.
pub fn make(directory: &Path, program: &Path, names: &[String]) -> Result<usize> {
    let paths = names.iter().map(|name| directory.join(name));
    let paths: Vec<_> = paths.filter(|path| path != program).collect();
    for path in &paths {
        if look(path)? == Found::Foreign {
            let mut old = path.as_os_str().to_owned();
            old.push(".old");
            broken!(
                "{} exists already, and is not s2ibox; move it away, or use another directory: mv {} {}",
                escaped(path),
                quoted(path),
                quoted(&old)
            );
        }
    }
    for path in &paths {
        if look(path)? != Found::Program {
            put_link(path, program)?;
        }
    }
    Ok(paths.len())
}

/// Removes the links of these names that lead to s2ibox. Returns their number. A file stays,
/// because `install` makes no files.
pub fn remove(directory: &Path, program: &Path, names: &[String]) -> Result<usize> {
    let mut removed = 0;
    for name in names {
        let path = directory.join(name);
        if path != program && look(&path)? == Found::Link {
            fs::remove_file(&path).map_err(|error| cannot("remove", &path, &error))?;
            removed += 1;
        }
    }
    Ok(removed)
}
