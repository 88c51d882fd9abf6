//! Blocks that say what is offered, at which price and until when.

use super::Around;
use super::piece::Piece;
use crate::campaign::Part;
use crate::digits::digits;
use crate::drawing::{Element, el};
use crate::texts::Texts;
use crate::view::icon::icon;
use crate::view::moment::moment;
use crate::view::picture::Loading;
use crate::view::reader::Reader;

pub fn comparison(comparison: Piece) -> Element {
    let reader = comparison.reader();
    let columns = comparison.part.list("columns");
    let mut head = el("tr", "").child(el("td", ""));
    for column in &columns {
        head = head.child(el("th", featured(Some(column))).attr("scope", "col").nodes(reader.say_part(*column, "name")));
    }
    let mut body = el("tbody", "");
    for one in comparison.part.list("rows") {
        body = body.child(row(one, &columns, reader));
    }
    let table = el("table", "lw-table").child(el("thead", "").child(head)).child(body);
    // Scrolls by itself where it is wider than the window, and can then be reached by keyboard.
    let label = comparison.part.has("title").then(|| reader.read_part(comparison.part, "title"));
    let frame = el("div", "lw-table-frame").marks("tabindex=0 role=region").attr_if("aria-label", label.as_deref());
    comparison.section("lw-comparison").child(frame.child(table))
}

fn row(row: Part, columns: &[Part], reader: &Reader) -> Element {
    let mut drawn = el("tr", "").child(el("th", "").attr("scope", "row").nodes(reader.say_part(row, "label")));
    for (index, words) in row.list("cells").into_iter().enumerate() {
        drawn = drawn.child(cell(words, el("td", featured(columns.get(index))), reader));
    }
    drawn
}

fn cell(words: Part, cell: Element, reader: &Reader) -> Element {
    let (mark, said) = match reader.read_value(words.0).as_str() {
        "✓" => ("check", reader.texts.included()),
        "✗" => ("minus", reader.texts.not_included()),
        _ => return cell.nodes(reader.say_value(words.0)),
    };
    cell.child(el("span", "lw-mark-of-cell").child(icon(mark)).child(el("span", "lw-unseen").text(said)))
}

fn featured(column: Option<&Part>) -> &'static str {
    if column.is_some_and(|column| column.flag("featured")) { "lw-featured" } else { "" }
}

pub fn pricing(pricing: Piece) -> Element {
    let switches = pricing.list("plans").into_iter().any(|plan| plan.inner("price").is_some_and(|price| price.part.has("yearly")));
    pricing
        .section("lw-pricing")
        .maybe(switches.then(|| switch(pricing)))
        .child(pricing.each(("plans", "ul", "lw-plans"), plan))
        .maybe(pricing.line(("small", "p", "lw-small-print")))
}

// Two radio buttons: the sheet shows the prices of the one that is on, without a script.
fn switch(pricing: Piece) -> Element {
    let Around { reader, key, .. } = pricing.around;
    let name = ["lw-billing-", key].concat();
    let choice = |kind: &'static str, words: &str, on: bool| {
        let id = [&name, "-", kind].concat();
        el("label", "lw-switch-choice")
            .attr("for", &id)
            .child(el("input", "").attr("type", "radio").attr("id", &id).attr("name", &name).attr("value", kind).flag("checked", on))
            .child(el("span", "").text(words))
    };
    el("fieldset", "lw-switch")
        .child(el("legend", "lw-unseen").text(reader.texts.billing()))
        .child(choice("monthly", reader.texts.monthly(), true))
        .child(choice("yearly", reader.texts.yearly(), false))
        .maybe(pricing.line(("yearly", "p", "lw-saves")))
}

fn plan(plan: Piece) -> Element {
    let is_featured = plan.part.flag("featured");
    let name = plan.line(("name", "h3", "lw-plan-name")).map(|name| name.maybe(plan.line(("badge", "span", "lw-badge"))));
    let (own_class, button) = if is_featured { ("lw-plan lw-featured", "lw-button") } else { ("lw-plan", "lw-button lw-quiet") };
    let mut drawn = el("li", own_class).maybe(name).maybe(plan.line(("text", "p", "lw-plan-text")));
    if let Some(price) = plan.inner("price") {
        let has_yearly = price.part.has("yearly");
        drawn = drawn.child(amount(price, "monthly", "per", if has_yearly { "lw-price lw-monthly" } else { "lw-price" }));
        if has_yearly {
            let per = if price.part.has("per_yearly") { "per_yearly" } else { "per" };
            drawn = drawn.child(amount(price, "yearly", per, "lw-price lw-yearly"));
        }
    }
    drawn.maybe(plan.call("cta", button)).maybe(plan.points())
}

fn amount(price: Piece, amount: &'static str, per: &'static str, class: &str) -> Element {
    el("p", class).maybe(price.line((amount, "span", "lw-amount"))).text(" ").maybe(price.line((per, "span", "lw-per")))
}

pub fn products(products: Piece) -> Element {
    products.section("lw-products").child(products.each(("items", "ul", "lw-product-list"), product))
}

fn product(product: Piece) -> Element {
    let price = product.line(("price", "strong", ""));
    let price = price.map(|price| el("p", "lw-product-price").child(price).text(" ").maybe(product.line(("before", "s", ""))));
    let drawn = el("li", "lw-product").maybe(product.picture("lw-product-picture", Loading::Lazy));
    product
        .lines(drawn, &[("badge", "p", "lw-badge"), ("name", "h3", "lw-product-name"), ("text", "p", "lw-product-text")])
        .maybe(price)
        .maybe(product.call("cta", "lw-button lw-quiet"))
}

/// Without a script it says the moment itself; with one, what is left of the time, and then that it is over.
pub fn countdown(countdown: Piece) -> Element {
    let (part, reader) = (countdown.part, countdown.reader());
    let until = part.part("until");
    let at = until.map(|until| el("p", "lw-until").child(moment(until.word("at"), until.word("zone"), "", reader)));
    let running = el("div", "lw-running").child(countdown.intro()).maybe(at).child(timer(reader.texts)).maybe(countdown.calls());
    let seconds = crate::time::parse_duration(part.word("evergreen")).map(|seconds| digits(seconds.unsigned_abs()));
    let ended = |ended: Piece| el("div", "lw-ended").flag("hidden", true).child(ended.intro()).maybe(ended.calls());
    el("section", "lw-section lw-countdown")
        .attr("data-lw-countdown", countdown.around.key)
        .attr_if("data-lw-at", until.map(|until| until.word("at")))
        .attr_if("data-lw-zone", until.map(|until| until.word("zone")))
        .attr_if("data-lw-evergreen", seconds.as_deref())
        .child(running)
        .maybe(countdown.inner("ended").map(ended))
}

/// The figures of a countdown.
pub fn timer(texts: &Texts) -> Element {
    let mut timer = el("div", "lw-timer").attr("role", "timer").attr("aria-label", texts.time_left()).flag("hidden", true);
    for (name, label) in [("days", texts.days()), ("hours", texts.hours()), ("minutes", texts.minutes()), ("seconds", texts.seconds())] {
        let figure = el("span", "lw-figure").attr("data-lw-unit", name).text("–");
        timer = timer.child(el("div", "lw-unit").child(figure).child(el("span", "").text(label)));
    }
    timer
}
