//! What a question is called, and whether it has to be answered, wherever a page says so.

use super::page::{Found, Input, all};
use super::row::any_matches;
use super::words::{Words, around, before, behind, first_of, is_input, labels_of, words};
use scraper::ElementRef;

/// The words of a question, and where they came from nowhere, the input's own name.
pub struct Label {
    pub words: Words,
    pub is_made_up: bool,
}

/// All that stands around the inputs of one question and no other.
pub fn surroundings<'a>(group: &[Input<'a>], found: &Found<'a>) -> Option<ElementRef<'a>> {
    let first = group.first()?;
    let is_foreign = |element: &ElementRef| {
        !group.iter().any(|input| input.element == *element)
            && !matches!(element.value().attr("type"), Some("hidden" | "submit" | "button"))
    };
    let holds_only_these = |element: &ElementRef| !all("input, select, textarea", *element).iter().any(is_foreign);
    around(first.element, found.form).take_while(holds_only_these).last()
}

/// Of a question with one input.
pub fn of_input(input: &Input, found: &Found) -> Label {
    if let Some(words) = of_part(input, found) {
        return Label { words, is_made_up: false };
    }
    let tied = tied(input, found);
    let placed = || surroundings(&[*input], found).and_then(|place| first_of(&found.row.labels, place));
    let near = || Some(Words::of_label(&text_before(input, found)));
    let attr = |name: &str| input.attr(name).map(Words::of_label);
    let candidates = tied.chain(placed()).chain(near()).chain(attr("aria-label")).chain(attr("title")).chain(attr("placeholder"));
    named(candidates, input)
}

fn tied<'a>(input: &Input<'a>, found: &'a Found<'a>) -> impl Iterator<Item = Words> + use<'a> {
    labels_of(input.element, found.form).into_iter().map(|label| Words::of_label(&words(label, &is_input)))
}

/// Of a part of an answer, `BIRTHDAY[day]`, where one label stands for all of them: `Birthday (DD)`.
fn of_part(input: &Input, found: &Found) -> Option<Words> {
    let whole_and_part = |name: &str| {
        let (whole, part) = name.strip_suffix(']')?.split_once('[')?;
        (!part.is_empty() && part.chars().all(|c| c.is_ascii_alphabetic())).then(|| (whole.to_owned(), part.to_owned()))
    };
    let (whole, part) = whole_and_part(input.name)?;
    let is_sibling = |other: &&Input| whole_and_part(other.name).is_some_and(|(of, _)| of == whole);
    let siblings: Vec<&Input> = found.inputs.iter().filter(is_sibling).collect();
    let labels: Vec<Option<Words>> = siblings.iter().map(|input| tied(input, found).find(|words| !words.is_empty())).collect();
    // One label, and more inputs than one: of many labels each names its own, whatever the names have in common.
    let mut labels = labels.into_iter().flatten();
    let over = labels.next().filter(|_| siblings.len() > 1 && labels.next().is_none())?;
    let part = input.attr("placeholder").map_or(part, str::to_owned);
    Some(Words { text: format!("{} ({part})", over.text), ..over })
}

/// Of a question with several: what stands over all of them.
pub fn of_group(group: &[Input], found: &Found) -> Option<Words> {
    let place = surroundings(group, found)?;
    let first = group.first()?;
    let options: Vec<ElementRef> = group.iter().filter_map(|input| option_label(input, found)).collect();
    let is_option = |element: ElementRef| options.contains(&element);
    let legend = all("legend", place).into_iter().map(|legend| Words::of_label(&words(legend, &is_input)));
    let placed = found.row.labels.iter().flat_map(|css| place.select(&css.0)).filter(|label| !is_option(*label));
    let placed = placed.map(|label| Words::of_label(&words(label, &is_input)));
    let over = Words::of_label(&words_until(place, first.element, &is_option));
    let beside = Words::of_label(&before(place));
    legend.chain(placed).chain([over, beside]).find(|words| !words.is_empty())
}

/// Of one of several.
pub fn of_option(input: &Input, found: &Found) -> Words {
    let tied = option_label(input, found).map(|label| Words::of_label(&words(label, &is_input)));
    let tied = tied.filter(|words| !words.is_empty());
    tied.or_else(|| Some(Words::of_label(&behind(input.element))).filter(|words| !words.is_empty()))
        .unwrap_or_else(|| Words::of_label(&input.value()))
}

/// The label of a box: the last that names it, since one that names the whole question stands before.
fn option_label<'a>(input: &Input<'a>, found: &Found<'a>) -> Option<ElementRef<'a>> {
    labels_of(input.element, found.form).into_iter().rfind(|label| !any_is_label(found, *label) || holds(*label, input.element))
}

fn holds(outer: ElementRef, inner: ElementRef) -> bool {
    inner.ancestors().any(|ancestor| ancestor.id() == outer.id())
}

/// Whether it is where this vendor names whole questions.
fn any_is_label(found: &Found, element: ElementRef) -> bool {
    any_matches(&found.row.labels, element)
}

/// Of what is sent under one name, whether an answer is needed.
pub fn is_required(group: &[Input], found: &Found, in_script: &[String]) -> bool {
    let said = |input: &Input| {
        input.has("required")
            || input.attr("aria-required") == Some("true")
            || in_script.iter().any(|name| name == input.name)
            || around(input.element, found.form).any(|element| any_matches(&found.row.required, element))
    };
    group.iter().any(said)
}

/// The names that the vendor's script does without in no lead.
pub fn required_in_script(found: &Found, source: &str) -> Vec<String> {
    let Some(shape) = &found.row.required_in_script else { return Vec::new() };
    let list = shape.0.captures(source).and_then(|captures| captures.get(1)).map(|list| list.as_str()).unwrap_or_default();
    let names = list.split(',').map(|name| name.trim().trim_matches(['\'', '"']).to_owned());
    names.filter(|name| !name.is_empty()).collect()
}

fn named(candidates: impl Iterator<Item = Words>, input: &Input) -> Label {
    let mut candidates = candidates.filter(|words| !words.is_empty());
    match candidates.next() {
        Some(words) => Label { words, is_made_up: false },
        None => Label { words: Words { text: input.name.to_owned(), starred: false }, is_made_up: true },
    }
}

/// The words before an input: on its own line, or before what stands around it alone.
fn text_before(input: &Input, found: &Found) -> String {
    let mut places = around(input.element, found.form).take_while(|element| {
        *element == input.element || all("input, select, textarea", *element).iter().all(|inner| *inner == input.element)
    });
    places.find_map(|place| Some(before(place)).filter(|text| !text.is_empty())).unwrap_or_default()
}

/// The words in a place up to an input, without those of labels that name one answer.
fn words_until(place: ElementRef, input: ElementRef, is_option: &dyn Fn(ElementRef) -> bool) -> String {
    let order: Vec<_> = place.descendants().map(|node| node.id()).collect();
    let position = |element: ElementRef| order.iter().position(|id| *id == element.id()).unwrap_or(usize::MAX);
    let end = position(input);
    // What holds the input is gone into; what begins behind it is not said yet.
    words(place, &|element| is_option(element) || position(element) > end)
}

/// What helps to answer.
pub fn hint(group: &[Input], found: &Found) -> Option<String> {
    let place = surroundings(group, found)?;
    first_of(&found.row.hints, place).map(|words| words.text)
}
