//! Blocks that say what is offered, at which price and until when.

use super::{Around, call, calls, paragraph, points, section, subtitle};
use crate::campaign::Text;
use crate::campaign::written::{Column, Comparison, Countdown, Ended, Icon, Plan, Pricing, Product, Products, Row};
use crate::digits::digits;
use crate::drawing::{Element, el};
use crate::view::icon::icon;
use crate::view::moment::moment;
use crate::view::picture::{Loading, picture};
use crate::view::reader::Reader;

pub fn comparison(comparison: &Comparison, reader: &Reader) -> Element {
    let corner = el("td", "");
    let columns = comparison.columns.as_slice();
    let head = el("tr", "")
        .child(corner)
        .each(columns, |column| el("th", featured(column.featured)).attr("scope", "col").nodes(reader.say(&column.name)));
    let table = el("table", "lw-table")
        .child(el("thead", "").child(head))
        .child(el("tbody", "").each(&comparison.rows, |one| row(one, columns, reader)));
    // Scrolls by itself where it is wider than the window, and can then be reached by keyboard.
    let label = comparison.title.as_ref().map(|title| reader.read(title));
    let frame = el("div", "lw-table-frame").attr("tabindex", "0").attr("role", "region").attr_if("aria-label", label.as_deref());
    section("lw-comparison", comparison.title.as_ref(), comparison.text.as_ref(), reader).child(frame.child(table))
}

fn row(row: &Row, columns: &[Column], reader: &Reader) -> Element {
    let mut drawn = el("tr", "").child(el("th", "").attr("scope", "row").nodes(reader.say(&row.label)));
    for (index, cell) in row.cells.iter().enumerate() {
        let is_featured = columns.get(index).is_some_and(|column| column.featured);
        drawn = drawn.child(self::cell(cell, el("td", featured(is_featured)), reader));
    }
    drawn
}

fn cell(words: &Text, cell: Element, reader: &Reader) -> Element {
    let mark = |icon_of, said: &str| el("span", "lw-mark-of-cell").child(icon(icon_of)).child(el("span", "lw-unseen").text(said));
    match reader.read(words).as_str() {
        "✓" => cell.child(mark(Icon::Check, reader.texts.included())),
        "✗" => cell.child(mark(Icon::Minus, reader.texts.not_included())),
        _ => cell.nodes(reader.say(words)),
    }
}

fn featured(is: bool) -> &'static str {
    if is { "lw-featured" } else { "" }
}

pub fn pricing(pricing: &Pricing, around: &Around) -> Element {
    let reader = around.reader;
    let switches = pricing.plans.iter().any(|plan| plan.price.yearly.is_some());
    section("lw-pricing", pricing.title.as_ref(), pricing.text.as_ref(), reader)
        .maybe(switches.then(|| switch(pricing, around)))
        .child(el("ul", "lw-plans").each(&pricing.plans, |one| plan(one, reader)))
        .maybe(pricing.small.as_ref().map(|small| paragraph(small, "lw-small-print", reader)))
}

// Two radio buttons: the sheet shows the prices of the one that is on, without a script.
fn switch(pricing: &Pricing, around: &Around) -> Element {
    let reader = around.reader;
    let name = ["lw-billing-", around.key].concat();
    let choice = |kind: &'static str, words: &str, on: bool| {
        let id = [&name, "-", kind].concat();
        el("label", "lw-switch-choice")
            .attr("for", &id)
            .child(el("input", "").attr("type", "radio").attr("id", &id).attr("name", &name).attr("value", kind).flag("checked", on))
            .child(el("span", "").text(words))
    };
    let yearly = choice("yearly", reader.texts.yearly(), false);
    el("fieldset", "lw-switch")
        .child(el("legend", "lw-unseen").text(reader.texts.billing()))
        .child(choice("monthly", reader.texts.monthly(), true))
        .child(yearly)
        .maybe(pricing.yearly.as_ref().map(|saves| paragraph(saves, "lw-saves", reader)))
}

fn plan(plan: &Plan, reader: &Reader) -> Element {
    let price = |amount: &Text, per: Option<&Text>, class: &str| {
        el("p", class)
            .child(el("span", "lw-amount").nodes(reader.say(amount)))
            .text(" ")
            .maybe(per.map(|per| el("span", "lw-per").nodes(reader.say(per))))
    };
    let written = &plan.price;
    let monthly_class = if written.yearly.is_some() { "lw-price lw-monthly" } else { "lw-price" };
    let yearly_per = written.per_yearly.as_ref().or(written.per.as_ref());
    el("li", if plan.featured { "lw-plan lw-featured" } else { "lw-plan" })
        .child(
            subtitle(&plan.name, "lw-plan-name", reader)
                .maybe(plan.badge.as_ref().map(|badge| el("span", "lw-badge").nodes(reader.say(badge)))),
        )
        .maybe(plan.text.as_ref().map(|text| paragraph(text, "lw-plan-text", reader)))
        .child(price(&written.monthly, written.per.as_ref(), monthly_class))
        .maybe(written.yearly.as_ref().map(|yearly| price(yearly, yearly_per, "lw-price lw-yearly")))
        .maybe(plan.cta.as_ref().map(|cta| call(cta, if plan.featured { "lw-button" } else { "lw-button lw-quiet" }, reader)))
        .maybe(points(&plan.points, reader))
}

pub fn products(products: &Products, reader: &Reader) -> Element {
    section("lw-products", products.title.as_ref(), products.text.as_ref(), reader)
        .child(el("ul", "lw-product-list").each(&products.items, |item| product(item, reader)))
}

fn product(product: &Product, reader: &Reader) -> Element {
    let before = product.before.as_ref().map(|before| el("s", "").nodes(reader.say(before)));
    let price = product
        .price
        .as_ref()
        .map(|price| el("p", "lw-product-price").child(el("strong", "").nodes(reader.say(price))).text(" ").maybe(before));
    el("li", "lw-product")
        .maybe(product.picture.as_ref().map(|one| picture(one, "lw-product-picture", Loading::Lazy, reader)))
        .maybe(product.badge.as_ref().map(|badge| el("p", "lw-badge").nodes(reader.say(badge))))
        .child(subtitle(&product.name, "lw-product-name", reader))
        .maybe(product.text.as_ref().map(|text| paragraph(text, "lw-product-text", reader)))
        .maybe(price)
        .maybe(product.cta.as_ref().map(|cta| call(cta, "lw-button lw-quiet", reader)))
}

/// Without a script it says the moment itself; with one, what is left of the time, and then that it is over.
pub fn countdown(countdown: &Countdown, around: &Around) -> Element {
    let reader = around.reader;
    let until = countdown.until.as_ref();
    let unit = |(name, label): &(&str, &str)| {
        el("div", "lw-unit").child(el("span", "lw-figure").attr("data-lw-unit", name).text("–")).child(el("span", "").text(label))
    };
    let texts = reader.texts;
    let units: [(&str, &str); 4] =
        [("days", texts.days()), ("hours", texts.hours()), ("minutes", texts.minutes()), ("seconds", texts.seconds())];
    let timer = el("div", "lw-timer").attr("role", "timer").attr("aria-label", texts.time_left()).flag("hidden", true).each(&units, unit);
    let running = el("div", "lw-running")
        .child(super::intro(countdown.title.as_ref(), countdown.text.as_ref(), reader))
        .maybe(until.map(|until| el("p", "lw-until").child(moment(&until.at, &until.zone, "", reader))))
        .child(timer)
        .maybe(calls(countdown.cta.as_ref(), None, reader));
    let seconds = countdown.evergreen.as_deref().and_then(crate::time::parse_duration).map(|seconds| digits(seconds.unsigned_abs()));
    el("section", "lw-section lw-countdown")
        .attr("data-lw-countdown", around.key)
        .attr_if("data-lw-at", until.map(|until| until.at.as_str()))
        .attr_if("data-lw-zone", until.map(|until| until.zone.as_str()))
        .attr_if("data-lw-evergreen", seconds.as_deref())
        .child(running)
        .child(ended(&countdown.ended, reader))
}

fn ended(ended: &Ended, reader: &Reader) -> Element {
    el("div", "lw-ended").flag("hidden", true).child(super::intro(Some(&ended.title), ended.text.as_ref(), reader)).maybe(calls(
        ended.cta.as_ref(),
        None,
        reader,
    ))
}
