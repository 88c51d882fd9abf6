//! Lighthouse, as on a phone, gives every demo's main page 100 for accessibility, best practices and search.
//!
//! Performance depends on the machine and is printed by `make bench`, not asserted.

use std::fmt::Write;
use std::process::Command;

use serde_json::Value;

use crate::harness::{demos, root};

#[test]
fn lighthouse_gives_100_for_accessibility_best_practices_and_seo_on_every_demo() {
    let started = std::time::Instant::now();
    let published: Vec<_> = demos().into_iter().map(|demo| (demo.publish(), demo)).collect();
    let urls: Vec<String> = published.iter().map(|(site, demo)| site.url(&demo.main_pages(site)[0].1)).collect();
    let output = Command::new("node").arg(root().join("tests/judges/lighthouse.mjs")).args(&urls).output().expect("Node.js");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let results: Vec<Value> = serde_json::from_slice(&output.stdout).expect("a list of results");
    assert_eq!(results.len(), published.len());

    let mut report = String::new();
    for ((_, demo), result) in published.iter().zip(&results) {
        let run = &result["runs"][0];
        let scores = run["scores"].as_object().expect("scores");
        assert_eq!(scores.keys().collect::<Vec<_>>(), ["accessibility", "best-practices", "seo"]);
        if scores.values().any(|score| score != 100) {
            write!(report, "\n{}: {}\n{:#}", demo.name, run["scores"], run["failed"]).expect("memory");
        }
    }
    assert!(report.is_empty(), "{report}");
    println!("Lighthouse: {} pages in {:.0} s", results.len(), started.elapsed().as_secs_f64());
}
