//! `require-trusted-types-for 'script'; trusted-types 'none'`: no text becomes markup or script, and nothing of ours tries.

use crate::harness::{Browser, Form, Server, Site, answers};

const POLICY: &str = "require-trusted-types-for 'script'; trusted-types 'none'";

#[tokio::test]
async fn a_published_page_works_under_trusted_types() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    browser.open(&site.url("/")).await;
    journey(&site, &browser, &browser.form()).await;
}

#[tokio::test]
async fn the_single_page_app_works_under_trusted_types() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    browser.open(&site.url("/app.html")).await;
    browser.wait_for("the page is drawn", "document.querySelector('form[data-lw-form]') !== null").await;
    journey(&site, &browser, &browser.form()).await;
}

#[tokio::test]
async fn a_foreign_page_under_trusted_types_gets_its_form() {
    let (site, browser) = (Site::demo(), Browser::start().await);
    let host = Server::page(crate::foreign_page::html(&site), &[("Content-Security-Policy", POLICY)]);
    browser.open(&host.url("/")).await;
    crate::foreign_page::wait_for_mount(&browser).await;
    journey(&site, &browser, &browser.embedded_form()).await;
}

async fn journey(site: &Site, browser: &Browser, form: &Form<'_>) {
    form.runtime_is_ready().await;
    // An empty form first, so that error lines are written too.
    form.submit().await;
    form.fill_in().await;
    form.submit().await;
    form.success_text().await;
    assert_eq!(site.lead().await["fields"], answers());
    browser.assert_no_complaints(&[]).await;

    // The policy was on: what it forbids is refused.
    let forbidden = "try { document.createElement('p').innerHTML = 'a'; 'allowed' } catch (error) { error.name }";
    assert_eq!(browser.eval(forbidden).await, "TypeError");
}
