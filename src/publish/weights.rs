//! What every artefact weighs, beside its budget.

use std::fs;
use std::path::Path;

use super::compress::brotli;

/// Bytes of a kilobyte, as DESIGN counts them.
const KB: u64 = 1024;

/// One line of the table.
pub struct Weight {
    pub what: String,
    pub raw: u64,
    pub brotli: u64,
    /// Most brotli bytes allowed; `None` where only the sum counts.
    pub budget: Option<u64>,
}

/// The artefacts of a finished build, single files first, then what a visitor downloads together.
///
/// # Errors
/// When the folder cannot be read.
pub fn weigh(dist: &Path) -> std::io::Result<Vec<Weight>> {
    let mut names: Vec<String> = fs::read_dir(dist)?.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    let single = |what: &str, starts: &str, ends: &str, budget: Option<u64>| -> std::io::Result<Weight> {
        let name = names.iter().find(|name| name.starts_with(starts) && name.ends_with(ends));
        let content = name.map_or_else(
            || Err(std::io::Error::other(format!("no {starts}*{ends} in {}", dist.display()))),
            |name| fs::read(dist.join(name)),
        )?;
        Ok(Weight {
            what: what.to_owned(),
            raw: content.len() as u64,
            brotli: brotli(&content).len() as u64,
            budget: budget.map(|kb| kb * KB),
        })
    };
    let loader = single("loader leadwell.js", "leadwell.js", ".js", Some(2))?;
    let glue = single("glue embed-*.js", "embed-", ".js", None)?;
    let runtime = single("runtime embed-*.wasm", "embed-", ".wasm", None)?;
    let styles = single("styles embed-*.css", "embed-", ".css", None)?;
    let campaign = single("campaign runtime.json", "runtime.json", "", None)?;
    let form = heaviest("heaviest form forms/*.json", &dist.join("forms"), "", ".json", &[])?;
    let behaviour = single("behaviour of forms aid-form-*.js", "aid-form-", ".js", None)?;
    let listening = single("the page's behaviour aid-page-*.js", "aid-page-", ".js", None)?;
    let mounting = single("forms on foreign pages aid-mount-*.js", "aid-mount-", ".js", None)?;
    // A campaign without popups has none of these.
    let watching = heaviest("which popup shows aid-popups-*.js", dist, "aid-popups-", ".js", &[])?;
    let showing = heaviest("a popup on the page aid-popup-*.js", dist, "aid-popup-", ".js", &[])?;
    let popup = heaviest("heaviest popup popups/*.json", &dist.join("popups"), "", ".json", &[])?;
    let with = ["aid-form-", "aid-page-", "aid-mount-", "aid-popups-", "aid-popup-"];
    let aid = heaviest("heaviest other aid, when touched", dist, "aid-", ".js", &with)?;
    let sources = single("lists of sites aid-sources-*.txt", "aid-sources-", ".txt", Some(6))?;
    let site_glue = single("app's glue site-*.js", "site-", ".js", None)?;
    let site_wasm = single("app site-*.wasm", "site-", ".wasm", None)?;
    let site_styles = single("app's styles site-*.css", "site-", ".css", None)?;
    let page = single("prerendered page index.html", "index.html", "", Some(14))?;
    let idle = together("page view: loader, glue, runtime, page", 75, &[&loader, &glue, &runtime, &listening]);
    let with_form = [&loader, &glue, &runtime, &listening, &styles, &campaign, &mounting, &form, &behaviour];
    let shown = together("with a form: all of the above", 85, &with_form);
    let mut with_popup = vec![&loader, &glue, &runtime, &listening, &styles, &campaign, &watching, &showing, &popup];
    let has_form = fs::read_dir(dist.join("popups")).into_iter().flatten().flatten().any(|entry| {
        let name = entry.file_name();
        name.to_string_lossy().ends_with(".json") && fs::read_to_string(entry.path()).is_ok_and(|drawn| drawn.contains("data-lw-form"))
    });
    if has_form {
        with_popup.push(&behaviour);
    }
    let popped = together(if has_form { "with a popup and its form" } else { "with a popup" }, 85, &with_popup);
    let site = together("single-page app in all", 120, &[&site_glue, &site_wasm, &site_styles, &listening]);
    Ok(vec![
        loader,
        glue,
        runtime,
        listening,
        styles,
        campaign,
        mounting,
        form,
        behaviour,
        watching,
        showing,
        popup,
        aid,
        sources,
        site_glue,
        site_wasm,
        site_styles,
        page,
        idle,
        shown,
        popped,
        site,
    ])
}

/// The heaviest file of a folder with such a name, as of all forms in all languages; where there is none it weighs nothing.
fn heaviest(what: &str, folder: &Path, starts: &str, ends: &str, except: &[&str]) -> std::io::Result<Weight> {
    let mut heaviest = Weight { what: what.to_owned(), raw: 0, brotli: 0, budget: None };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry
            .file_name()
            .to_str()
            .is_some_and(|name| name.starts_with(starts) && name.ends_with(ends) && !except.iter().any(|start| name.starts_with(start)))
        {
            let content = fs::read(entry.path())?;
            let weight = brotli(&content).len() as u64;
            if weight > heaviest.brotli {
                (heaviest.raw, heaviest.brotli) = (content.len() as u64, weight);
            }
        }
    }
    Ok(heaviest)
}

fn together(what: &str, budget_kb: u64, parts: &[&Weight]) -> Weight {
    let sum = |of: fn(&Weight) -> u64| parts.iter().map(|part| of(part)).sum();
    Weight { what: what.to_owned(), raw: sum(|part| part.raw), brotli: sum(|part| part.brotli), budget: Some(budget_kb * KB) }
}

impl Weight {
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.budget.is_some_and(|budget| self.brotli > budget)
    }

    /// `loader leadwell.js      2.1 KB    1.0 KB    2 KB  ok`
    #[must_use]
    pub fn line(&self) -> String {
        let kb = |bytes: u64| format!("{}.{:02} KB", bytes / KB, bytes % KB * 100 / KB);
        let budget = self.budget.map_or_else(String::new, |budget| format!("{} KB", budget / KB));
        let verdict = match self.budget {
            None => "",
            Some(_) if self.is_over() => "OVER",
            Some(_) => "ok",
        };
        format!("{:<38} {:>12} {:>12} {budget:>8}  {verdict}", self.what, kb(self.raw), kb(self.brotli))
    }
}
