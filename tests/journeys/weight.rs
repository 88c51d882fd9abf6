//! What a visitor downloads before anything shows: every demonstration's first page, in every language, is one first round trip.

use std::fs;

use crate::harness::demos;

/// 14 KB of brotli: what a server may send before it has heard from the browser again.
const FIRST_ROUND_TRIP: u64 = 14 * 1024;

#[tokio::test]
async fn every_demo_page_is_inside_its_first_round_trip() {
    for demo in demos() {
        let site = demo.publish();
        for (locale, path) in demo.main_pages(&site) {
            let file = site.dir.join(path.trim_start_matches('/')).join("index.html.br");
            let weight = fs::metadata(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display())).len();
            assert!(weight <= FIRST_ROUND_TRIP, "{} in {locale}: {weight} bytes", demo.name);
        }
    }
}
