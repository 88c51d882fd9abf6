//! README and docs as this test reads them: blocks of code, headings, links.

use std::fs;
use std::path::{Path, PathBuf};

pub struct Page {
    /// Relative to the repository.
    pub name: String,
    /// Level and words.
    pub headings: Vec<(usize, String)>,
    pub blocks: Vec<Block>,
    /// Where it leads, with the line.
    pub links: Vec<(usize, String)>,
}

pub struct Block {
    pub page: String,
    /// Of its first line of code, from 1.
    pub line: usize,
    /// What stands behind the three backticks.
    pub info: String,
    pub text: String,
}

/// Where `cargo test` runs a test: the repository.
pub fn root() -> PathBuf {
    std::env::current_dir().expect("a folder")
}

/// Everything in Markdown that people read, by name.
pub fn all() -> Vec<Page> {
    let mut files: Vec<PathBuf> = markdown_in(&root());
    files.extend(markdown_in(&root().join("docs")));
    files.extend(markdown_in(&root().join("docs/ko")));
    files.sort();
    files.iter().map(|file| read(file)).collect()
}

fn markdown_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect()
}

fn read(file: &Path) -> Page {
    let name = file.strip_prefix(root()).expect("inside").to_str().expect("text").to_owned();
    let text = fs::read_to_string(file).expect("readable");
    let mut page = Page { name: name.clone(), headings: Vec::new(), blocks: Vec::new(), links: Vec::new() };
    let mut open: Option<Block> = None;
    for (index, line) in text.lines().enumerate() {
        let fence = line.trim_start().strip_prefix("```");
        match (&mut open, fence) {
            (Some(_), Some(_)) => page.blocks.extend(open.take()),
            (Some(block), None) => block.text.push_str(&format!("{line}\n")),
            (None, Some(info)) => {
                open = Some(Block { page: name.clone(), line: index + 2, info: info.trim().to_owned(), text: String::new() });
            }
            (None, None) => {
                let level = line.chars().take_while(|c| *c == '#').count();
                if level > 0 && line[level..].starts_with(' ') {
                    page.headings.push((level, line[level..].trim().to_owned()));
                }
                page.links.extend(links_of(line).map(|link| (index + 1, link)));
            }
        }
    }
    assert!(open.is_none(), "{name}: a block of code has no end");
    page
}

/// `b` of `[a](b)`, outside of code.
fn links_of(line: &str) -> impl Iterator<Item = String> {
    let plain: String = line.split('`').enumerate().map(|(part, text)| if part % 2 == 0 { text } else { "code" }).collect();
    let starts: Vec<usize> = plain.match_indices("](").map(|(at, _)| at + 2).collect();
    starts.into_iter().filter_map(move |at| plain[at..].split_once(')').map(|(link, _)| link.to_owned())).collect::<Vec<_>>().into_iter()
}
