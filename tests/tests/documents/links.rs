//! Every link within the repository leads to a file, and every anchor to a heading. Every test that a page names
//! exists.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::page::{Page, all, repository};

/// Returns the fault of the link `target` on `page`.
fn fault(page: &Page, target: &str, pages: &[Page]) -> Option<String> {
    if target.starts_with("https://") {
        return None;
    }
    let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
    let path = if file.is_empty() {
        PathBuf::from(&page.path)
    } else {
        let directory = Path::new(&page.path).parent().expect("a directory");
        plain(&directory.join(file))?
    };
    if !repository().join(&path).exists() {
        return Some("does not exist".to_owned());
    }
    if anchor.is_empty() {
        return None;
    }
    match pages.iter().find(|page| Path::new(&page.path) == path) {
        Some(page) if page.anchors().iter().any(|name| name == anchor) => None,
        Some(page) => Some(format!("has no such heading; it has {:?}", page.anchors())),
        None => Some("is not a page".to_owned()),
    }
}

/// Returns the path without `..`.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => drop(plain.pop().then_some(())?),
            part => plain.push(part),
        }
    }
    Some(plain)
}

#[test]
fn every_link_leads_to_a_file() {
    let pages = all();
    let mut faults = Vec::new();
    let mut count = 0;
    for page in &pages {
        for (line, target) in page.links() {
            count += 1;
            let fault = fault(page, &target, &pages);
            faults.extend(fault.map(|fault| format!("{}:{line}: {target} {fault}", page.path)));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(count > 20, "only {count} links were found");
}

#[test]
fn every_page_is_reached_from_the_index() {
    let pages = all();
    let index = pages.iter().find(|page| page.path == "docs/README.md");
    let linked = index.expect("docs/README.md").links();
    let missing: Vec<_> = pages
        .iter()
        .filter_map(|page| page.path.strip_prefix("docs/"))
        .filter(|name| *name != "README.md")
        .filter(|name| !linked.iter().any(|(_, target)| target == name))
        .collect();
    assert!(missing.is_empty(), "docs/README.md does not link to {missing:?}");
}

/// Returns the tests that a page names, `file::name`, which do not exist in `tests/tests/pod`. `…` stands for
/// the last file, or the last test.
fn missing_tests(page: &Page) -> Vec<String> {
    let mut missing = Vec::new();
    let (mut file, mut test) = (String::new(), String::new());
    for (line, span) in page.spans() {
        match span.split_once("::") {
            Some(("…", name)) => name.clone_into(&mut test),
            Some((path, name)) => {
                path.clone_into(&mut file);
                name.clone_into(&mut test);
            }
            None => match span.strip_prefix("…_") {
                Some(ending) => test = format!("{test}_{ending}"),
                None => continue,
            },
        }
        let source = repository().join("tests/tests/pod").join(format!("{file}.rs"));
        let content = fs::read_to_string(source).unwrap_or_default();
        if !content.contains(&format!("fn {test}()")) {
            missing.push(format!("{}:{line}: {file}::{test}", page.path));
        }
    }
    missing
}

#[test]
fn every_test_that_the_page_about_init_names_exists() {
    let pages = all();
    let page = pages.iter().find(|page| page.path == "docs/init.md").expect("docs/init.md");
    assert_eq!(missing_tests(page), Vec::<String>::new());
}

#[test]
fn a_test_that_does_not_exist_is_found() {
    let text = "| `file::name` | `init_status::every_exit_status_comes_through`, `…::no_such` |\n";
    let missing = missing_tests(&Page::parse("docs/planted.md", text));
    assert_eq!(
        missing,
        ["docs/planted.md:1: file::name", "docs/planted.md:1: init_status::no_such"]
    );
}

#[test]
fn a_broken_link_is_found() {
    let text = "# A heading, `with` code\n[a](#a-heading-with-code) [b](#none) [c](none.md) [d](../Cargo.toml)\n";
    let pages = [Page::parse("docs/planted.md", text)];
    let faults = pages[0].links().into_iter();
    let faults: Vec<_> =
        faults.map(|(_, target)| fault(&pages[0], &target, &pages).is_some()).collect();
    // The page itself does not exist, so a link to it is a fault.
    assert_eq!(faults, [true, true, true, false]);
    assert_eq!(pages[0].anchors(), ["a-heading-with-code"]);
}
