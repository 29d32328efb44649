//! Every link within the repository leads to something, anchors included.

use std::path::{Component, Path, PathBuf};

use crate::page::{Page, all, repository};

/// What is wrong with the link `target` on `page`.
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
        return Some("is not there".to_owned());
    }
    if anchor.is_empty() {
        return None;
    }
    match pages.iter().find(|page| Path::new(&page.path) == path) {
        Some(page) if page.anchors().iter().any(|name| name == anchor) => None,
        Some(page) => Some(format!("has no heading for it; it has {:?}", page.anchors())),
        None => Some("is no page".to_owned()),
    }
}

/// Without `..`.
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
fn every_link_leads_somewhere() {
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

#[test]
fn a_broken_link_is_found() {
    let text = "# A heading, `with` code\n[a](#a-heading-with-code) [b](#none) [c](none.md) [d](../Cargo.toml)\n";
    let pages = [Page::parse("docs/planted.md", text)];
    let faults = pages[0].links().into_iter();
    let faults: Vec<_> =
        faults.map(|(_, target)| fault(&pages[0], &target, &pages).is_some()).collect();
    // The page itself is not there, so no link to it is good.
    assert_eq!(faults, [true, true, true, false]);
    assert_eq!(pages[0].anchors(), ["a-heading-with-code"]);
}
