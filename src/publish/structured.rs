//! A page as data for search engines: schema.org in JSON-LD, from what everybody sees on it.

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::{Map, Value, json};

use super::document::origin;
use super::head::address;
use crate::campaign::written::Page;
use crate::campaign::{Campaign, Part};
use crate::view::Reader;

/// The organization, and what the page's blocks say: questions, an event, offers.
pub fn graph(campaign: &Campaign, page: &Page, reader: &Reader) -> Value {
    let mut things = vec![organization(campaign, reader)];
    let shown = page.blocks.iter().filter(|block| block.when.is_none());
    for content in shown.map(|block| block.content.part()) {
        match content.kind() {
            "faq" => things.push(questions(content, reader)),
            "agenda" => things.extend(event(content, campaign, page, reader)),
            "products" => things.extend(offers(content, campaign, page, reader)),
            _ => {}
        }
    }
    json!({ "@context": "https://schema.org", "@graph": things })
}

/// An object without what is not there.
fn thing<const N: usize>(kind: &str, entries: [(&str, Option<Value>); N]) -> Value {
    let mut object = Map::new();
    object.insert("@type".to_owned(), kind.into());
    object.extend(entries.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
    Value::Object(object)
}

fn organization(campaign: &Campaign, reader: &Reader) -> Value {
    let site = &campaign.site;
    let controller = site.controller.as_ref();
    let name = site.name.as_ref().or(controller.map(|controller| &controller.name));
    let logo = site.logo.as_ref().map(|logo| file_address(campaign, logo.part().word("file"), reader));
    thing(
        "Organization",
        [
            ("name", name.map(|name| reader.read(name).into())),
            ("legalName", controller.map(|controller| reader.read(&controller.name).into())),
            ("url", Some(site.url.clone().into())),
            ("email", controller.map(|controller| controller.email.clone().into())),
            ("logo", logo),
        ],
    )
}

fn file_address(campaign: &Campaign, file: &str, reader: &Reader) -> Value {
    format!("{}{}", origin(&campaign.site.url), reader.file(file)).into()
}

fn questions(faq: Part, reader: &Reader) -> Value {
    let question = |item: Part| {
        let answer = item.text("answer").map(|answer| reader.read_unmarked(&answer).into());
        let answer = thing("Answer", [("text", answer)]);
        thing("Question", [("name", Some(reader.read_part(item, "question").into())), ("acceptedAnswer", Some(answer))])
    };
    thing("FAQPage", [("mainEntity", Some(faq.list("items").into_iter().map(question).collect()))])
}

/// An agenda that names its event is one: from its first beginning to its last end.
fn event(agenda: Part, campaign: &Campaign, page: &Page, reader: &Reader) -> Option<Value> {
    let name = reader.read(&agenda.text("name")?);
    let zone = TimeZone::get(agenda.word("zone")).ok()?;
    let start = |at: &str| Some(at.parse::<DateTime>().ok()?.to_zoned(zone.clone()).ok()?.timestamp());
    let sessions = agenda
        .list("items")
        .into_iter()
        .filter_map(|item| Some((start(item.word("at"))?, item.number("minutes").unwrap_or_default() as i64)));
    let times: Vec<(Timestamp, Timestamp)> =
        sessions.filter_map(|(from, minutes)| Some((from, from.checked_add(SignedDuration::from_mins(minutes)).ok()?))).collect();
    let (first, last) = (times.iter().map(|(from, _)| *from).min()?, times.iter().map(|(_, until)| *until).max()?);
    let stamp = |time: Timestamp| Value::from(time.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string());
    let online = agenda.word_if("online").map(|url| thing("VirtualLocation", [("url", Some(url.into()))]));
    let place = agenda.text("place").map(|place| {
        let address = reader.read(&place);
        thing("Place", [("name", Some(address.clone().into())), ("address", Some(address.into()))])
    });
    let mode = match (&place, &online) {
        (Some(_), Some(_)) => "MixedEventAttendanceMode",
        (Some(_), None) => "OfflineEventAttendanceMode",
        _ => "OnlineEventAttendanceMode",
    };
    let url = address(campaign, reader.locale, &page.path);
    let locations: Vec<Value> = place.into_iter().chain(online).collect();
    let location =
        if locations.is_empty() { thing("VirtualLocation", [("url", Some(url.clone().into()))]) } else { Value::from(locations) };
    Some(thing(
        "Event",
        [
            ("name", Some(name.into())),
            ("description", Some(reader.read(&page.description).into())),
            ("startDate", Some(stamp(first))),
            ("endDate", Some(stamp(last))),
            ("eventStatus", Some("https://schema.org/EventScheduled".into())),
            ("eventAttendanceMode", Some(format!("https://schema.org/{mode}").into())),
            ("location", Some(location)),
            ("organizer", Some(organization(campaign, reader))),
            ("performer", performers(page, reader)),
            ("url", Some(url.into())),
        ],
    ))
}

fn performers(page: &Page, reader: &Reader) -> Option<Value> {
    let speakers = page.blocks.iter().map(|block| block.content.part()).find(|content| content.kind() == "speakers")?;
    let speaker = |one: Part| thing("Person", [("name", Some(reader.read_part(one, "name").into()))]);
    Some(speakers.list("items").into_iter().map(speaker).collect())
}

/// Products whose price is there as a number.
fn offers(products: Part, campaign: &Campaign, page: &Page, reader: &Reader) -> Vec<Value> {
    let offer = |product: Part| {
        let (amount, currency) = (product.number("amount")?, product.word_if("currency")?);
        let offer = thing(
            "Offer",
            [
                ("price", Some(amount.into())),
                ("priceCurrency", Some(currency.into())),
                ("url", Some(address(campaign, reader.locale, &page.path).into())),
            ],
        );
        Some(thing(
            "Product",
            [
                ("name", Some(reader.read_part(product, "name").into())),
                ("description", product.text("text").map(|text| reader.read(&text).into())),
                ("image", product.part("picture").map(|picture| file_address(campaign, picture.word("file"), reader))),
                ("offers", Some(offer)),
            ],
        ))
    };
    products.list("items").into_iter().filter_map(offer).collect()
}
