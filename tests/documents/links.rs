//! Every link within the repository leads to a file, and to a heading of it where it names one.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use crate::pages::{Page, all, root};

#[test]
fn every_link_leads_somewhere() {
    let pages = all();
    let anchors: BTreeMap<&str, Vec<String>> = pages.iter().map(|page| (page.name.as_str(), anchors(page))).collect();
    let mut broken = Vec::new();
    for page in &pages {
        for (line, link) in page.links.iter().filter(|(_, link)| !link.contains("://") && !link.starts_with("mailto:")) {
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { page.name.clone() } else { beside(&page.name, file) };
            let has_anchor = anchors.get(target.as_str()).is_none_or(|known| known.iter().any(|one| one == anchor));
            if !root().join(&target).exists() || (!anchor.is_empty() && !has_anchor) {
                broken.push(format!("{}:{line}: {link}", page.name));
            }
        }
    }
    assert!(broken.is_empty(), "these lead nowhere:\n{}", broken.join("\n"));
}

fn beside(page: &str, file: &str) -> String {
    let mut path = PathBuf::new();
    for part in Path::new(page).parent().expect("a folder").join(file).components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(name) => path.push(name),
            _ => {}
        }
    }
    path.to_str().expect("text").to_owned()
}

/// As hosts of repositories make them: small letters, no signs, hyphens for spaces.
fn anchors(page: &Page) -> Vec<String> {
    let anchor = |words: &str| {
        let plain = words.replace(['`', '*'], "").to_lowercase();
        plain.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_')).map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    page.headings.iter().map(|(_, words)| anchor(words)).collect()
}
