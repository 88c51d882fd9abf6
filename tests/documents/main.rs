//! What README and docs say can be done, done: snippets of campaigns are checked and their tests played, commands and their flags are
//! asked for, scripts and markup are read, links lead somewhere. Korean pages are held against the English ones.
//!
//! How a block of code says what it is stands in CONTRIBUTING.md. One that says nothing that is known here fails: nothing is left out unseen.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "in tests a panic is how a failure is told")]

mod campaigns;
mod commands;
mod links;
mod pages;
mod scripts;
mod twins;

use pages::{Block, all};

/// Runs every block that `is_of_ours` picks, and tells of all that fail at once, with where they stand.
fn every_block(is_ours: impl Fn(&Block) -> bool, run: impl Fn(&Block) -> Result<(), String>) {
    let pages = all();
    let ours: Vec<&Block> = pages.iter().flat_map(|page| &page.blocks).filter(|block| is_ours(block)).collect();
    assert!(!ours.is_empty(), "no page has such a block");
    let failures: Vec<String> =
        ours.iter().filter_map(|block| run(block).err().map(|why| format!("{}:{}: {why}", block.page, block.line))).collect();
    assert!(failures.is_empty(), "{} of {} blocks:\n{}", failures.len(), ours.len(), failures.join("\n"));
}

#[test]
fn every_block_of_code_says_what_it_is() {
    every_block(
        |_| true,
        |block| {
            const KNOWN: [&str; 7] = ["json other", "json message", "sh", "html", "js", "ts", "text"];
            // What is left out of it, it says itself.
            let is_shortened = block.info == "json shortened" && block.text.contains('…');
            let is_known = KNOWN.contains(&block.info.as_str()) || campaigns::is_of_a_campaign(block) || is_shortened;
            is_known
                .then_some(())
                .ok_or_else(|| format!("```{}: expected json, json PLACE, json shortened, {}", block.info, KNOWN.join(", ")))
        },
    );
}
