//! The loader with its glue in one file, for tags that pin it with `integrity`. Every site of these tests was built a second time,
//! from what the first build left.

use crate::harness::{Browser, Site, answers};

#[tokio::test]
async fn a_tag_with_integrity_starts_the_runtime_from_the_pinned_file() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    let (name, content) = site.file("leadwell.0", ".js");
    let integrity = leadwell::campaign::digest::sri(&content);
    site.edit("index.html", |html| html.replace("src=\"/leadwell.js\"", &format!("integrity=\"{integrity}\" src=\"/{name}\"")));
    browser.open(&site.url("/")).await;
    let form = browser.form();
    form.runtime_is_ready().await;
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    assert_eq!(site.lead().await["fields"], answers());
    browser.assert_no_complaints(&[]).await;
}

#[tokio::test]
async fn a_pinned_file_that_was_changed_leaves_the_page_its_own_form() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    let (name, content) = site.file("leadwell.0", ".js");
    let integrity = leadwell::campaign::digest::sri(&[content.as_slice(), b"\n"].concat());
    site.edit("index.html", |html| html.replace("src=\"/leadwell.js\"", &format!("integrity=\"{integrity}\" src=\"/{name}\"")));
    browser.open(&site.url("/")).await;
    let form = browser.form();
    assert!(!form.is_live().await);
    form.fill_in().await;
    form.submit().await;
    assert_eq!(site.lead().await["via"]["kind"], "native");
}
