//! The links by which s2ibox is called.

use std::fs;
use std::path::Path;

use anyhow::Result;
use common::broken;
use common::output::quoting::{escaped, quoted};

use crate::place::{Found, cannot, look, put_link};

/// Makes a link of each name in `folder`, and one to the program itself where that lies elsewhere; returns how many.
pub fn make(folder: &Path, program: &Path, names: &[String]) -> Result<usize> {
    let paths = names.iter().map(|name| folder.join(name));
    let paths: Vec<_> = paths.filter(|path| path != program).collect();
    for path in &paths {
        if look(path)? == Found::Foreign {
            broken!(
                "{} is there already, and is not s2ibox; move it away, or take another folder: mv {} {}",
                escaped(path),
                quoted(path),
                quoted(&crate::place::beside(path, ".old"))
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

/// Removes the links of these names that lead to s2ibox; returns how many there were. A file stays, for `install`
/// makes none.
pub fn remove(folder: &Path, program: &Path, names: &[String]) -> Result<usize> {
    let mut gone = 0;
    for name in names {
        let path = folder.join(name);
        if path != program && look(&path)? == Found::Link {
            fs::remove_file(&path).map_err(|error| cannot("remove", &path, &error))?;
            gone += 1;
        }
    }
    Ok(gone)
}
