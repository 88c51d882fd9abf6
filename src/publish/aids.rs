//! The aids of `src/aids/`: modules that help with one thing in a form, loaded when a visitor comes to it. They stand beside the
//! runtime, each under a name that tells its content, and only those that some form of the campaign may ask for.

use serde_json::{Map, Value, json};

use super::Error;
use super::folder::Folder;
use super::program::short_hash;
use super::script::small_module;
use super::sheets;
use crate::campaign::written::Page;
use crate::campaign::{Campaign, Form, Part};
use crate::form::mailboxes;
use crate::texts;
use crate::value::Value as Plain;
use crate::view::{conditions_of, tested};

struct Aid {
    name: &'static str,
    source: &'static str,
    /// A mark in the source, and the data that takes its place.
    data: Option<(&'static str, &'static str)>,
}

/// Every aid there is. `form` gives forms their behaviour; the others help where a field needs it.
const ALL: [Aid; 31] = [
    // What a file leans on is published in front of it: each aid is one module and one request.
    Aid { name: FORM, source: concat!(include_str!("../aids/rules.js"), include_str!("../aids/form.js")), data: None },
    Aid { name: SENT, source: concat!(include_str!("../aids/rules.js"), include_str!("../aids/sent.js")), data: None },
    Aid { name: CALCULATION, source: concat!(include_str!("../aids/rules.js"), include_str!("../aids/calculation.js")), data: None },
    Aid { name: "calendar", source: concat!(include_str!("../parts/moments.js"), include_str!("../aids/calendar.js")), data: None },
    Aid { name: "captcha", source: include_str!("../aids/captcha.js"), data: None },
    Aid { name: "email", source: include_str!("../aids/email.js"), data: None },
    Aid { name: "numbers", source: concat!(include_str!("../aids/keep_answers.js"), include_str!("../aids/numbers.js")), data: None },
    Aid { name: "page", source: concat!(include_str!("../aids/deliver.js"), include_str!("../aids/page.js")), data: None },
    Aid { name: SHAPES, source: include_str!("../aids/shapes.js"), data: None },
    Aid { name: POSTS, source: include_str!("../aids/posts.js"), data: None },
    Aid { name: "mount", source: concat!(include_str!("../aids/build.js"), include_str!("../aids/mount.js")), data: None },
    Aid { name: POPUPS, source: concat!(include_str!("../aids/showing.js"), include_str!("../aids/popups.js")), data: None },
    Aid {
        name: POPUP,
        source: concat!(include_str!("../aids/build.js"), include_str!("../aids/inside.js"), include_str!("../aids/popup.js")),
        data: None,
    },
    Aid {
        name: "slot",
        source: concat!(include_str!("../aids/build.js"), include_str!("../aids/inside.js"), include_str!("../aids/slot.js")),
        data: None,
    },
    // What it says comes with the popup.
    Aid {
        name: "privacy",
        source: concat!(include_str!("../aids/known.js"), include_str!("../parts/privacy.js")),
        data: Some(("const KNOWN = /*KNOWN*/{};", "let KNOWN;")),
    },
    Aid { name: "explained", source: include_str!("../aids/explained.js"), data: None },
    Aid { name: "bar", source: include_str!("../aids/bar.js"), data: None },
    Aid { name: "consent", source: include_str!("../aids/consent.js"), data: None },
    Aid { name: ATTENTION, source: concat!(include_str!("../aids/exit.js"), include_str!("../aids/attention.js")), data: None },
    Aid { name: "watch", source: concat!(include_str!("../aids/take.js"), include_str!("../aids/watch.js")), data: None },
    Aid { name: "capture", source: concat!(include_str!("../aids/mapped.js"), include_str!("../aids/capture.js")), data: None },
    Aid { name: "analytics", source: include_str!("../aids/analytics.js"), data: None },
    Aid { name: BATCHES, source: include_str!("../aids/batches.js"), data: None },
    Aid { name: EXPOSURE, source: include_str!("../aids/exposure.js"), data: None },
    Aid { name: "fill", source: include_str!("../aids/fill.js"), data: None },
    Aid {
        name: "panel",
        source: concat!(include_str!("../aids/build.js"), include_str!("../aids/account.js"), include_str!("../aids/panel.js")),
        data: None,
    },
    Aid { name: "signals", source: include_str!("../aids/signals.js"), data: None },
    Aid { name: "receipt", source: include_str!("../aids/receipt.js"), data: None },
    Aid {
        name: "telephone",
        source: concat!(include_str!("../aids/keep_answers.js"), include_str!("../aids/telephone.js")),
        data: Some(("/*TELEPHONE*/{}", include_str!("../../data/telephone.json"))),
    },
    Aid {
        name: "countdown",
        source: concat!(include_str!("../aids/as_aid.js"), include_str!("../parts/moments.js"), include_str!("../parts/countdown.js")),
        data: None,
    },
    Aid {
        name: "times",
        source: concat!(include_str!("../aids/as_aid.js"), include_str!("../parts/moments.js"), include_str!("../parts/times.js")),
        data: None,
    },
];
const FORM: &str = "form";
/// Which popups show, one of them on the page, and what visitors do besides clicking and scrolling.
const POPUPS: &str = "popups";
/// Makes of a message what a receiver takes.
const SHAPES: &str = "shapes";
/// Sends what `fetch` cannot.
const POSTS: &str = "posts";
/// Posts what happens in batches.
const BATCHES: &str = "batches";
const POPUP: &str = "popup";
const ATTENTION: &str = "attention";
/// Who was exposed to an experiment.
const EXPOSURE: &str = "exposure";
/// What follows a submission.
const SENT: &str = "sent";
/// What forms work out.
const CALCULATION: &str = "calculation";
/// Those that every page with a form relies on, and those that consent, popups and foreign pages do.
const CARRIED: [&str; 11] = [FORM, SENT, CALCULATION, "page", "mount", "signals", POPUPS, POPUP, ATTENTION, SHAPES, POSTS];
/// Which sites are search engines, networks, shops; the loader asks for it when somebody may come from one.
const SOURCES: &str = include_str!("../../data/sources.txt");

/// The names of files, by the aids' own.
#[derive(Default)]
pub struct Aids {
    /// Those that this campaign needs, which are published.
    pub needed: Map<String, Value>,
    /// All of them, for a loader that outlives the campaign as it is today.
    pub all: Map<String, Value>,
    /// The file of the lists of sites.
    pub sources: String,
}

/// Publishes what the campaign needs.
pub fn write(folder: &mut Folder, campaign: &Campaign) -> Result<Aids, Error> {
    let runtime = &campaign.runtime;
    let mut needed = needed(campaign);
    let is_tested =
        |page: &Page| tested(page.blocks.iter().flat_map(conditions_of).chain(page.variants.iter().map(|variant| &variant.when)));
    needed.extend((runtime.experiments.is_some() || campaign.pages.iter().any(|page| is_tested(page).is_some())).then_some(EXPOSURE));
    let words = words_of_receipts(campaign).to_string();
    let sheet = Value::from(sheets::panel_sheets()).to_string();
    if runtime.forms.values().flat_map(Form::fields).any(|field| field.flag("wants_mailbox")) {
        for (name, shard) in mailboxes::shards() {
            folder.write(&name, shard)?;
        }
    }
    let sources = format!("aid-sources-{}.txt", short_hash(SOURCES.as_bytes()));
    folder.write(&sources, SOURCES)?;
    let mut aids = Aids { sources, ..Aids::default() };
    for aid in &ALL {
        let text = small_module(&aid.source().replace(WORDS, &words).replace(SHEET, &sheet));
        let file = format!("aid-{}-{}.js", aid.name, short_hash(text.as_bytes()));
        if needed.contains(&aid.name) {
            folder.write(&file, text)?;
            aids.needed.insert(aid.name.to_owned(), file.clone().into());
        }
        aids.all.insert(aid.name.to_owned(), file.into());
    }
    Ok(aids)
}

/// The aids that some form or popup may ask for, and those that start with every page.
fn needed(campaign: &Campaign) -> Vec<&str> {
    let runtime = &campaign.runtime;
    let forms = || runtime.forms.values();
    let mut needed: Vec<&str> = forms().flat_map(|form| form.part().words("aids")).collect();
    // Any page may have a consent tool, and ask for a form.
    needed.extend(["page", "mount", "signals", "fill", "panel"]);
    let started = runtime.starts.as_ref().and_then(Plain::as_object).into_iter().flatten();
    needed.extend(started.map(|(name, _)| name.as_str()));
    let popups = || campaign.popups.iter().map(Part);
    needed.extend(popups().next().map(|_| "explained"));
    needed.extend(popups().any(|popup| popup.kind() != "inline").then_some(POPUP));
    needed.extend(popups().any(|popup| popup.kind() == "inline").then_some("slot"));
    needed.extend(popups().any(|popup| matches!(popup.kind(), "bar" | "consent")).then_some("bar"));
    for aid in ["consent", "privacy"] {
        needed.extend(popups().any(|popup| popup.kind() == aid).then_some(aid));
    }
    needed.extend(popups().any(|popup| popup.has("countdown")).then_some("countdown"));
    needed.extend(runtime.receivers().iter().any(|receiver| matches!(receiver.word("mode"), "iframe" | "vendor")).then_some(POSTS));
    let tools = runtime.tools();
    needed.extend(tools.iter().any(|tool| tool.word("by") == "batch").then_some(BATCHES));
    needed.extend((!tools.is_empty() || runtime.receivers().iter().any(|receiver| receiver.has("shape"))).then_some(SHAPES));
    if !runtime.forms.is_empty() {
        needed.extend([FORM, SENT]);
    }
    needed.extend(forms().flat_map(Form::fields).any(|field| field.has("calculate")).then_some(CALCULATION));
    needed.extend(forms().any(|form| form.part().has("captcha")).then_some("captcha"));
    needed.extend(forms().any(|form| !form.consent().is_empty()).then_some("receipt"));
    needed.extend(forms().any(|form| form.actions().into_iter().any(|action| action.has("calendar"))).then_some("calendar"));
    needed.extend(forms().any(Form::has_sessions).then_some("times"));
    needed
}

/// Where the receipt's words go.
const WORDS: &str = "/*WORDS*/{}";
/// Where the panel's styles go.
const SHEET: &str = "/*SHEET*/\"\"";

/// The receipt's words in the languages of the campaign, its first language first.
fn words_of_receipts(campaign: &Campaign) -> Value {
    let in_locale = |locale: &String| {
        let texts = texts::of_pages(locale, &campaign.texts);
        let words = json!({
            "title": texts.receipt(), "withdraw": texts.withdraw(), "text": texts.receipt_text(), "state": texts.receipt_state(),
            "granted": texts.agreed(), "pending": texts.agreed_pending(), "denied": texts.not_agreed(), "hash": texts.receipt_hash(),
            "at": texts.receipt_time(), "recipients": texts.receipt_receivers(), "campaign": texts.receipt_campaign(),
        });
        (locale.clone(), words)
    };
    let runtime = &campaign.runtime;
    let others = runtime.locales.iter().filter(|locale| **locale != runtime.default_locale);
    Value::Object(std::iter::once(&runtime.default_locale).chain(others).map(in_locale).collect())
}

/// What a pinned loader carries itself, so that nothing a form cannot do without comes from outside its integrity.
#[must_use]
pub fn carried_as_expression() -> String {
    let carried = ALL.iter().filter(|aid| CARRIED.contains(&aid.name)).map(|aid| {
        let source = aid.source().replace("\nexport default ", "\nvar attach=");
        format!("{}:function(){{{source}return{{default:attach}}}}", aid.name)
    });
    format!("{{{}}}", carried.collect::<Vec<_>>().join(","))
}

impl Aid {
    /// The module before it is made small: with its data, and with no export but what a page calls. The others are for tests and
    /// for the command.
    fn source(&self) -> String {
        let source = match self.data {
            Some((mark, data)) => self.source.replace(mark, data.trim()),
            None => self.source.to_owned(),
        };
        source.replace("\nexport ", "\n").replace("\ndefault ", "\nexport default ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_aid_is_one_module_with_its_data_and_without_comments() {
        for aid in &ALL {
            let text = small_module(&aid.source());
            assert_eq!(text.matches("export default").count(), 1, "{}", aid.name);
            assert_eq!(text.matches("export ").count() + text.matches("export{").count(), 1, "{}", aid.name);
            assert!(!text.contains("import "), "{}: another file would need a name of its own", aid.name);
            let code = small_module(aid.source);
            assert!(!code.contains("// ") && !code.contains("/*"), "{}", aid.name);
            assert!(aid.data.is_none_or(|(mark, _)| aid.source.contains(mark)), "{}", aid.name);
        }
        let aid = Aid {
            name: "",
            source: "// Why.\nconst NUMBERS = /*N*/{};\nexport default NUMBERS",
            data: Some(("/*N*/{}", "{ \"a\": 1 }\n")),
        };
        assert_eq!(small_module(&aid.source()), "const e={a:1};export default e;");
    }
}
