//! From the file as written to a campaign the program may rely on.
//!
//! Fills defaults in, resolves references, puts things into their order and leaves out drafts. It never fails and reports
//! nothing: what does not resolve is left out. What is wrong with a file is told by `check`, which visitors do not download.

#[cfg(feature = "native")]
mod analytics;
mod attribution;
mod destinations;
mod experiments;
mod forms;
#[cfg(feature = "native")]
mod host;
mod pages;
#[cfg(feature = "native")]
mod popups;
#[cfg(feature = "native")]
mod reached;
mod scoring;
mod site;
#[cfg(feature = "native")]
mod starts;
mod texts;

pub use destinations::{takes_every_lead, takes_native_forms};
#[cfg(feature = "native")]
pub use popups::minutes_of;

use super::Part;
use super::text::Text;
use super::{Campaign, Runtime, address, colour, written};
#[cfg(feature = "native")]
use crate::condition::{Condition, fact_names_of};
use crate::value::{Named, Value};
use std::sync::Arc;

/// One form, for whoever looks at a file that is still being checked.
#[cfg(feature = "native")]
#[must_use]
pub fn form(id: &str, form: &written::Form, campaign: &written::Campaign) -> super::Form {
    forms::complete(id, written::plain(form), &written::plain_list(&campaign.destinations), &campaign.site)
}

/// The campaign with everything filled in.
#[must_use]
pub fn complete(written: written::Campaign) -> Campaign {
    #[cfg(feature = "native")]
    let destinations = destinations::usable(&written.destinations, &super::check::answer_names(&written));
    #[cfg(not(feature = "native"))]
    let destinations = destinations::usable(&written::plain_list(&written.destinations));
    #[cfg(feature = "native")]
    let analytics = analytics::complete(&written);
    let mut site = written.site;
    site::settle_languages(&mut site);
    let mut theme = written.theme;
    if colour::rgb(&theme.accent).is_none() {
        theme.accent = written::Theme::default().accent;
    }
    let forms: Named<_> =
        written.forms.iter().map(|(id, form)| (id.clone(), forms::complete(id, written::plain(form), &destinations, &site))).collect();
    let storage = written::plain(&written.storage);
    let pages = pages::published(written.pages, &forms);
    let scoring = scoring::complete(written.scoring);
    let experiments = experiments::complete(written.experiments.as_ref());
    #[cfg(feature = "native")]
    let popups = popups::live(written.popups.as_ref(), &forms);
    #[cfg(feature = "native")]
    let starts = {
        let (watch, capture) = (host::watch(written.events.as_ref()), host::capture(written.capture.as_ref(), &forms));
        let host = [("watch", watch), ("capture", capture), ("analytics", analytics)];
        starts::complete(&popups, written.popup_limits.as_ref(), experiments.as_ref(), &scoring, &pages, host)
    };
    // The app takes them from `runtime.json`: what they show is drawn by a build, without which there is none.
    #[cfg(not(feature = "native"))]
    let starts = None;
    #[cfg(feature = "native")]
    let popups = popups.into_iter().map(|popup| popup.0.clone()).collect();
    let controller = site.controller.as_ref();
    let runtime = Runtime {
        id: written.id,
        version: written.version.unwrap_or_default(),
        locales: site.locales.clone(),
        default_locale: site.default_locale.clone(),
        words: texts::locales_with_words(&site.locales, &written.texts),
        base: address::path_of(&site.url).trim_end_matches('/').to_owned(),
        on_accent: colour::readable_on(&theme.accent).to_owned(),
        theme,
        attribution: attribution::complete(written.attribution, &site.url, Part(&storage).word_if("share")),
        consent: written::plain(&written.consent),
        storage,
        audience: written::plain(&written.audience),
        controller: controller.map_or_else(Text::default, |controller| controller.name.clone()),
        address: controller.map_or_else(Text::default, |controller| controller.address.clone()),
        contact: controller.map_or_else(String::new, |controller| controller.email.clone()),
        privacy_url: controller.map_or_else(String::new, |controller| controller.privacy_url.clone()),
        destinations: Value::Array(destinations),
        lists: written.lists,
        // In the order of names, since a browser does not keep the order of keys, and `segments` is a list that conditions read.
        segments: written.segments.by_name(),
        experiments,
        starts,
        scoring,
        forms,
    };
    Campaign {
        runtime: Arc::new(mark_mailboxes(runtime)),
        pages,
        site,
        texts: written.texts,
        #[cfg(feature = "native")]
        popups,
    }
}

/// In the browser only `business_only` has the kind looked up: what conditions ask would weigh a kilobyte to find out.
#[cfg(not(feature = "native"))]
fn mark_mailboxes(runtime: Runtime) -> Runtime {
    runtime
}

/// Marks the fields of which a condition asks for the kind of mailbox: only then is a visitor's browser to find it out.
#[cfg(feature = "native")]
fn mark_mailboxes(mut runtime: Runtime) -> Runtime {
    let receivers = runtime.receivers();
    let routes = receivers.iter().filter_map(|receiver| receiver.get("when")).flat_map(fact_names_of);
    let segments = runtime.segments.values().flat_map(Condition::fact_names);
    let all = runtime.scoring.facts_read(|_| true).into_iter().chain(routes).chain(segments);
    let mut read: Vec<String> = all.map(str::to_owned).collect();
    let weights = runtime.scoring.model.iter().flat_map(|model| Part(model).list("weights"));
    read.extend(weights.map(|weight| weight.word("fact").to_owned()));
    for rule in runtime.starts.iter().filter_map(|starts| starts.get("popups")).flat_map(|popups| Part(popups).list("popups")) {
        let triggers = rule
            .list("trigger")
            .into_iter()
            .filter_map(|list| list.0.as_array())
            .flatten()
            .chain(rule.list("cancel").into_iter().map(|one| one.0));
        let conditions = rule.get("when").into_iter().chain(triggers.filter_map(|trigger| trigger.get("where")));
        read.extend(conditions.flat_map(fact_names_of).map(str::to_owned));
    }
    for form in runtime.forms.values() {
        let outcomes = form.outcomes().into_iter().filter_map(|outcome| outcome.get("when"));
        read.extend(outcomes.flat_map(fact_names_of).map(str::to_owned));
    }
    for form in runtime.forms.values_mut() {
        forms::mark_mailboxes(form, &read);
    }
    runtime
}
