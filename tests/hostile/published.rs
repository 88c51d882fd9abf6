//! Every hostile string in every text of a campaign that holds everything there is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use scraper::Selector;

use crate::corpus::{Desk, maximal, plant, strings, texts_for_visitors, texts_of};
use crate::site::Folder;

#[test]
fn no_hostile_string_in_any_text_of_a_campaign_changes_what_the_pages_consist_of() {
    let (desk, folder) = (Desk::new(), Folder::new());
    let campaign = maximal(&desk);
    let written = texts_of(&campaign);
    let mut report = String::new();
    let mut accepted = BTreeSet::new();
    for hostile in strings() {
        let planted = plant(&desk, &campaign, |_| hostile.clone());
        let site = folder.publish(&desk.read(&planted.campaign));
        let dangers = site.dangers();

        // The same places with the same words, but for the characters that could do harm.
        let harmless = harmless(&hostile);
        let twin = plant(&desk, &campaign, |path| if planted.places.contains(path) { harmless.clone() } else { written[path].clone() });
        let twin_site = folder.publish(&desk.read(&twin.campaign));
        let difference = difference(&twin_site.shape(), &site.shape());
        if !dangers.is_empty() || !difference.is_empty() {
            write!(report, "\n{hostile:?}\n{}{difference}\n", dangers.iter().map(|danger| format!("  {danger}\n")).collect::<String>())
                .expect("memory");
        }
        accepted.extend(planted.places);
    }
    assert!(report.is_empty(), "{report}");
    let all = written.len();
    println!("{} strings; {all} texts in the campaign, {} of which took at least one of them", strings().len(), accepted.len());
    assert!(accepted.len() * 2 > all, "hardly any text was put to the test: {} of {all}", accepted.len());
}

#[test]
fn a_hostile_title_is_the_text_of_the_heading_letter_for_letter() {
    let (desk, folder) = (Desk::new(), Folder::new());
    let campaign = maximal(&desk);
    let written = texts_of(&campaign);
    // The hero's, whatever the order of blocks: the one text of a page that has to be its heading.
    let titles: Vec<String> = written.keys().filter(|path| path.contains(".blocks[0].title")).cloned().collect();
    assert!(!titles.is_empty());
    for hostile in strings().into_iter().filter(|text| !text.contains(['\0', '\r', '*', '[', '{'])) {
        let planted =
            plant(&desk, &campaign, |path| if titles.contains(&path.to_owned()) { hostile.clone() } else { written[path].clone() });
        assert!(planted.refused.is_empty(), "{hostile:?} is refused as a title: {:?}", planted.refused);
        let site = folder.publish(&desk.read(&planted.campaign));
        let (_, page) = site.pages().find(|(name, _)| *name == "index.html").expect("a first page");
        let h1 = Selector::parse("h1").expect("a selector");
        // Beside it there may be what other visitors are shown.
        let texts: Vec<&str> = page.select(&h1).flat_map(|heading| heading.text()).collect();
        assert!(texts.contains(&hostile.as_str()), "{hostile:?} is not in the heading: {texts:?}");
    }
}

#[test]
fn every_text_of_every_block_is_on_a_page() {
    let (read, missing) = read_and_missing(|path| path.contains(".blocks["), |file| file.ends_with(".html"));
    assert!(read > 50, "only {read} texts of blocks");
    assert!(missing.is_empty(), "the campaign put to the test does not show {missing:#?}");
}

#[test]
fn every_text_of_a_popup_is_in_what_is_drawn_of_it() {
    // A modal, which draws whatever there may be in a popup.
    let (read, missing) = read_and_missing(|path| path.starts_with("popups[0]."), |file| file.starts_with("popups/"));
    assert!(read > 15, "only {read} texts of popups");
    assert!(missing.is_empty(), "the popups put to the test do not show {missing:#?}");
}

/// How many texts visitors are to read at places in the campaign, and which of them are in none of the files.
fn read_and_missing(is_place: impl Fn(&str) -> bool, is_file: impl Fn(&str) -> bool) -> (usize, Vec<String>) {
    let (desk, folder) = (Desk::new(), Folder::new());
    let campaign = maximal(&desk);
    let written = texts_of(&campaign);
    let numbers: BTreeMap<String, usize> = written.keys().cloned().enumerate().map(|(number, path)| (path, number)).collect();
    let mark = |path: &str| format!("mark{}mark", numbers[path]);
    let read = texts_for_visitors(&campaign);
    let is_shown = |path: &str| is_place(path) && read.contains(path);
    let planted = plant(&desk, &campaign, |path| if is_shown(path) { mark(path) } else { written[path].clone() });
    let site = folder.publish(&desk.read(&planted.campaign));
    let drawn: String = site.files.iter().filter(|(name, _)| is_file(name)).map(|(_, content)| content.as_str()).collect();
    let shown: Vec<&String> = planted.places.iter().filter(|path| is_shown(path)).collect();
    (shown.len(), shown.into_iter().filter(|path| !drawn.contains(&mark(path))).cloned().collect())
}

/// The same text without what browsers, style sheets and scripts give a meaning to. Slashes, colons and the marks of rich text stay:
/// they may make a link of the same text.
fn harmless(hostile: &str) -> String {
    let tame = |character: char| match character {
        // An address with a quote makes no link, and neither does one with a space.
        '"' if hostile.contains("](") => ' ',
        '<' | '>' | '"' | '\'' | '`' | '&' | '=' | ';' | '\\' | '\u{2028}' | '\u{2029}' => 'o',
        control if control.is_control() && !control.is_whitespace() => 'o',
        other => other,
    };
    hostile.chars().map(tame).collect()
}

fn difference(expected: &BTreeMap<&str, String>, found: &BTreeMap<&str, String>) -> String {
    let names = |shapes: &BTreeMap<&str, String>| shapes.keys().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    if names(expected) != names(found) {
        return format!("  files {:?}\n  instead of {:?}\n", names(found), names(expected));
    }
    let mut report = String::new();
    for (name, shape) in found.iter().filter(|(name, shape)| expected[*name] != **shape) {
        let (mut was, mut is) = (expected[name].lines(), shape.lines());
        let first = std::iter::from_fn(|| Some((was.next(), is.next()))).find(|(was, is)| was != is);
        writeln!(report, "  {name}: {first:?}").expect("memory");
    }
    report
}
