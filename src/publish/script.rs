//! JavaScript of ours in few bytes, made natively: whoever builds a campaign has this command alone.

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_compat::EngineTargets;
use oxc_minifier::{CompressOptions, MangleOptions, Minifier, MinifierOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// What no minifier may use that a source does not: the glue is made for the same.
const TARGET: &str = "es2020";

/// A module, of which nothing but its exports is seen from outside.
#[must_use]
pub fn small_module(source: &str) -> String {
    small(source, SourceType::mjs())
}

/// A classic script: what stands in it outside of functions is seen by the whole page, and keeps its names.
#[must_use]
pub fn small_classic(source: &str) -> String {
    small(source, SourceType::script())
}

/// What cannot be read stays as it is; the tests hold all of our sources against that.
fn small(source: &str, kind: SourceType) -> String {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, source, kind).parse();
    if parsed.panicked || !parsed.diagnostics.is_empty() {
        return source.to_owned();
    }
    let mut program = parsed.program;
    let compress = CompressOptions { target: EngineTargets::from_target(TARGET).unwrap_or_default(), ..CompressOptions::smallest() };
    let options = MinifierOptions { mangle: Some(MangleOptions::default()), compress: Some(compress), ..MinifierOptions::default() };
    let minified = Minifier::new(options).minify(&allocator, &mut program);
    within_html(&Codegen::new().with_options(CodegenOptions::minify()).with_scoping(minified.scoping).build(&program).code)
}

/// What a text in a script must not hold where the script stands in a page: it would end the element, or hide its end. In strings,
/// templates and expressions alike `\x3c` is the same sign; anywhere else these do not occur.
fn within_html(code: &str) -> String {
    let mut safe = String::with_capacity(code.len());
    for (index, piece) in code.split('<').enumerate() {
        if index > 0 {
            let begins = |word: &str| piece.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
            safe.push_str(if begins("!--") || begins("script") || begins("/script") { "\\x3c" } else { "<" });
        }
        safe.push_str(piece);
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_keeps_its_exports_and_its_texts_and_little_else() {
        let source = "// Why.\nexport default function attach(form) {\n\n    // How.\n    const address = form.dataset.at\n    return address + '//a.example' + address\n}\n";
        assert_eq!(small_module(source), "export default function e(e){let t=e.dataset.at;return t+`//a.example`+t}");
        assert_eq!(small_module("const a = 1"), "");
    }

    #[test]
    fn a_classic_script_keeps_what_the_page_sees() {
        assert_eq!(
            small_classic("var shown = 1;\n(function () { var own = document.title; own && shown.f(own) })()"),
            "var shown=1;(function(){var e=document.title;e&&shown.f(e)})();"
        );
    }

    #[test]
    fn what_cannot_be_read_stays_as_it_is() {
        assert_eq!(small_module("no script at all"), "no script at all");
    }

    #[test]
    fn nothing_can_end_the_element_that_a_script_stands_in() {
        assert_eq!(
            small_classic("f('</script>', `<ScRipt`, /<!--/, '<b>', 1 < 2, a <! b)"),
            "f(`<\\/script>`,`\\x3cScRipt`,/\\x3c!--/,`<b>`,!0,a<!b);"
        );
    }
}
