//! Every demonstration campaign there is, for journeys that hold for all of them: a new folder in `campaigns/` is one more.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::site::{Site, root};

pub struct Demo {
    /// `campaigns/webinar/campaign.json`
    pub name: String,
    file: PathBuf,
    campaign: Value,
}

/// By name.
pub fn demos() -> Vec<Demo> {
    let kinds = fs::read_dir(root().join("campaigns")).into_iter().flatten();
    let mut folders: Vec<String> =
        kinds.map(|entry| format!("campaigns/{}", entry.expect("an entry").file_name().into_string().expect("text"))).collect();
    folders.sort();
    let files = folders.into_iter().map(|folder| format!("{folder}/campaign.json")).filter(|name| root().join(name).is_file());
    files.map(Demo::read).collect()
}

impl Demo {
    fn read(name: String) -> Self {
        let file = root().join(&name);
        let campaign = serde_json::from_str(&fs::read_to_string(&file).expect("a campaign")).expect("JSON");
        Self { name, file, campaign }
    }

    pub fn popups(&self) -> impl Iterator<Item = &Value> {
        self.campaign["popups"].as_array().into_iter().flatten()
    }

    pub fn publish(&self) -> Site {
        Site::of_file(&self.file)
    }

    /// The path of the first page in every language, with the language.
    pub fn main_pages(&self, site: &Site) -> Vec<(String, String)> {
        let published = site.published();
        let path = published["pages"][0]["path"].as_str().expect("a first page").trim_end_matches('/').to_owned();
        let default = self.campaign["site"]["default_locale"].as_str();
        let locales = self.campaign["site"]["locales"].as_array().expect("languages").iter().filter_map(Value::as_str);
        let page = |locale: &str| {
            let prefix = if Some(locale) == default { String::new() } else { format!("/{locale}") };
            (locale.to_owned(), format!("{prefix}{path}/"))
        };
        locales.map(page).collect()
    }
}
