//! A campaign's texts as a table and back: what changes in the file, byte for byte, and which tables are refused.

use std::path::Path;

use leadwell::translation::{Manuscript, Row, Table};

/// A file in the style of the demo: objects of texts on one line.
const FILE: &str = r##"{
  "leadwell": 1, "id": "acme", "name": { "en": "Acme, spring", "ko": "Acme 봄" },
  "site": { "url": "https://try.acme.example", "locales": ["ko", "en", "de"], "default_locale": "en", "controller": {
    "name": "Acme Ltd", "email": "privacy@acme.example", "privacy_url": "https://acme.example/privacy" } },
  "destinations": [ { "id": "crm", "connector": "webhook", "url": "https://hooks.example/leads", "note": "never a text" } ],
  "forms": { "demo": { "steps": [ { "fields": [ { "name": "email", "kind": "email", "label": {"en":"E-mail"} } ] } ],
                       "submit": "Send \u0041 \"now\"", "then": [ { "do": [ { "message": {  } } ] } ] } },
  "pages": [ { "path": "/", "title": "Acme", "description": "-5 % today", "blocks": [
    { "kind": "hero", "title": {
        "en": "Plan less",
        "ko": "계획은 줄이고"
      }, "cta": { "label": "Book", "to": "#demo" } },
    { "kind": "form", "id": "demo", "form": "demo", "title": { "en": "Form", "fr": "Formulaire" } } ] } ]
}
"##;

fn manuscript(source: &str) -> Manuscript<'_> {
    Manuscript::read(Path::new("campaign.json"), source).unwrap_or_else(|findings| panic!("{findings:?}"))
}

/// The file after changing cells: key, locale, text.
fn with(source: &str, cells: &[(&str, &str, &str)]) -> String {
    let manuscript = manuscript(source);
    let table = changed(manuscript.table(), cells);
    let merged = manuscript.take(&table).expect("the table fits");
    assert_eq!(merged.changes.len(), cells.len(), "{:?}", merged.changes);
    merged.source
}

fn changed(mut table: Table, cells: &[(&str, &str, &str)]) -> Table {
    for (key, locale, text) in cells {
        let column = table.locales.iter().position(|known| known == locale).expect("a column");
        let row = table.rows.iter_mut().find(|row| row.key == *key).unwrap_or_else(|| panic!("no row {key}"));
        (*text).clone_into(&mut row.cells[column]);
    }
    table
}

fn refused(change: impl FnOnce(&mut Table)) -> Vec<String> {
    let manuscript = manuscript(FILE);
    let mut table = manuscript.table();
    change(&mut table);
    manuscript.take(&table).expect_err("refused")
}

#[test]
fn a_table_has_every_text_of_the_file_and_nothing_else() {
    let manuscript = manuscript(FILE);
    let table = manuscript.table();
    assert_eq!(table.locales, ["en", "ko", "de"]);
    let rows: Vec<(&str, Vec<&str>)> =
        table.rows.iter().map(|row| (row.key.as_str(), row.cells.iter().map(String::as_str).collect())).collect();
    assert_eq!(
        rows,
        [
            ("name", vec!["Acme, spring", "Acme 봄", ""]),
            ("site.controller.name", vec!["Acme Ltd", "", ""]),
            ("forms.demo.steps[0].fields[0].label", vec!["E-mail", "", ""]),
            ("forms.demo.submit", vec!["Send A \"now\"", "", ""]),
            ("forms.demo.then[0].do[0].message", vec!["", "", ""]),
            ("pages[0].title", vec!["Acme", "", ""]),
            ("pages[0].description", vec!["-5 % today", "", ""]),
            ("pages[0].blocks[0].title", vec!["Plan less", "계획은 줄이고", ""]),
            ("pages[0].blocks[0].cta.label", vec!["Book", "", ""]),
            ("pages[0].blocks[1].title", vec!["Form", "", ""]),
        ]
    );
    assert_eq!(manuscript.unlisted_locales(), ["fr"]);
}

#[test]
fn a_table_that_nobody_changed_changes_nothing() {
    for source in [FILE.to_owned(), format!("\u{feff}{FILE}"), FILE.replace('\n', "\r\n")] {
        let manuscript = manuscript(&source);
        for excel in [false, true] {
            let csv = manuscript.table().to_csv(excel).expect("memory");
            let merged = manuscript.take(&Table::from_csv(&csv).expect("a table")).expect("it fits");
            assert_eq!((merged.source.as_str(), merged.changes.len(), merged.empty), (source.as_str(), 0, 19));
        }
    }
}

#[test]
fn only_the_texts_themselves_change() {
    for (cell, before, after) in [
        (("name", "ko", "봄 캠페인"), r#""ko": "Acme 봄""#, r#""ko": "봄 캠페인""#),
        (("name", "de", "Acme"), r#""ko": "Acme 봄" }"#, r#""ko": "Acme 봄", "de": "Acme" }"#),
        (("pages[0].title", "en", "Acme \"2\""), r#""title": "Acme""#, r#""title": "Acme \"2\"""#),
        (("pages[0].title", "ko", "에이크미"), r#""title": "Acme""#, r#""title": { "en": "Acme", "ko": "에이크미" }"#),
        (("forms.demo.steps[0].fields[0].label", "ko", "이메일"), r#"{"en":"E-mail"}"#, r#"{"en":"E-mail", "ko": "이메일"}"#),
        (("forms.demo.then[0].do[0].message", "de", "Danke"), "{  }", r#"{ "de": "Danke" }"#),
        (
            ("pages[0].blocks[0].title", "de", "Zeile 1\nZeile 2"),
            "\"계획은 줄이고\"\n      }",
            "\"계획은 줄이고\",\n        \"de\": \"Zeile 1\\nZeile 2\"\n      }",
        ),
        (("pages[0].blocks[1].title", "ko", "폼"), r#""fr": "Formulaire" }"#, r#""fr": "Formulaire", "ko": "폼" }"#),
    ] {
        assert_eq!(FILE.matches(before).count(), 1, "{before}");
        let expected = FILE.replace(before, after);
        assert_eq!(with(FILE, &[cell]), expected, "{cell:?}");
        let marked = format!("\u{feff}{FILE}");
        assert_eq!(with(&marked, &[cell]), format!("\u{feff}{expected}"), "{cell:?} behind a byte order mark");
    }
}

#[test]
fn several_texts_change_at_once() {
    let cells = [("pages[0].title", "de", "Acme"), ("pages[0].title", "en", "Acme!"), ("name", "de", "Frühling"), ("name", "en", "Spring")];
    let source = with(FILE, &cells);
    assert!(source.contains(r#""title": { "en": "Acme!", "de": "Acme" }"#), "{source}");
    assert!(source.contains(r#""name": { "en": "Spring", "ko": "Acme 봄", "de": "Frühling" }"#), "{source}");
    let again = manuscript(&source);
    for (key, locale, text) in cells {
        let place = again.places.iter().find(|place| place.path == key).expect("the place");
        assert_eq!(place.written.text_in(locale, "en"), Some(text));
    }
}

#[test]
fn a_file_keeps_its_own_layout() {
    let value: serde_json::Value = serde_json::from_str(FILE).expect("JSON");
    let cell = [("pages[0].title", "ko", "에이크미")];
    let dense = serde_json::to_string(&value).expect("JSON");
    assert!(with(&dense, &cell).contains(r#""title":{"en":"Acme","ko":"에이크미"}"#));
    let spread = serde_json::to_string_pretty(&value).expect("JSON");
    let expected = "\n      \"title\": {\n        \"en\": \"Acme\",\n        \"ko\": \"에이크미\"\n      },";
    assert!(with(&spread, &cell).contains(expected));
    let tabs = spread.replace("  ", "\t").replace('\n', "\r\n");
    let expected = expected.replace("  ", "\t").replace('\n', "\r\n");
    assert!(with(&tabs, &cell).contains(&expected), "{}", with(&tabs, &cell));
}

#[test]
fn an_empty_cell_leaves_what_is_there() {
    let manuscript = manuscript(FILE);
    let table = changed(manuscript.table(), &[("name", "ko", ""), ("pages[0].title", "en", "")]);
    let merged = manuscript.take(&table).expect("the table fits");
    assert_eq!((merged.source.as_str(), merged.empty), (FILE, 21));
}

#[test]
fn a_language_may_be_left_out_of_the_table() {
    let manuscript = manuscript(FILE);
    let csv = manuscript.table().rows.iter().fold("key;de\n".to_owned(), |csv, row| csv + &row.key + ";" + "Wort" + "\n");
    let merged = manuscript.take(&Table::from_csv(csv.as_bytes()).expect("semicolons are fine")).expect("it fits");
    assert!(merged.changes.len() == 10 && merged.changes.iter().all(|change| change.locale == "de" && change.before.is_none()));
}

#[test]
fn a_table_of_another_state_of_the_file_is_refused_with_its_rows() {
    let since = "; the file or the table changed since the export, so export anew";
    let unknown = refused(|table| table.rows[5].key = "pages[7].title".into());
    assert_eq!(unknown, [format!("row 7: the file has no text at \"pages[7].title\"{since}"), format!("no row for pages[0].title{since}")]);
    let twice = refused(|table| table.rows[6].key = "pages[0].title".into());
    assert_eq!(twice, ["row 8: pages[0].title stands in row 7 already".to_owned(), format!("no row for pages[0].description{since}")]);
    let swapped = refused(|table| {
        let first = std::mem::take(&mut table.rows[5].cells);
        let second = std::mem::replace(&mut table.rows[8].cells, first);
        table.rows[5].cells = second;
    });
    assert_eq!(
        swapped,
        [
            format!("row 7: this text stands at pages[0].blocks[0].cta.label now{since}"),
            format!("row 10: this text stands at pages[0].title now{since}")
        ]
    );
}

#[test]
fn giving_a_text_the_words_of_another_is_an_edit_and_not_a_move() {
    with(FILE, &[("pages[0].title", "en", "Book")]);
    with(FILE, &[("pages[0].title", "en", "Book"), ("pages[0].blocks[0].cta.label", "en", "Book now")]);
}

#[test]
fn a_column_that_is_no_language_of_the_campaign_is_refused() {
    assert_eq!(refused(|table| table.locales[1] = "kr".into()), ["row 1: \"kr\" is not among site.locales; did you mean \"ko\"?"]);
    assert_eq!(refused(|table| table.locales[1] = "Notes".into()), ["row 1: \"Notes\" is not among site.locales; known: en, ko, de"]);
    assert_eq!(refused(|table| table.locales[1] = "en".into()), ["row 1: a second column \"en\""]);
}

#[test]
fn a_cell_is_never_a_formula_and_comes_back_as_it_was() {
    let texts = [
        "=1+1",
        "+82 2",
        "-5 %",
        "@acme",
        "\tx",
        "\nx",
        "＝1",
        "＠",
        "'=1",
        "''-x",
        "'tis",
        "'",
        "''",
        "",
        "plain",
        "a=b",
        "=",
        "say \"hi\", twice",
        "two\nlines",
        " =1",
        "-",
    ];
    let rows = texts.iter().enumerate().map(|(at, text)| Row { number: at + 2, key: format!("k{at}"), cells: vec![(*text).to_owned()] });
    let table = Table { locales: vec!["en".into()], rows: rows.collect() };
    for excel in [false, true] {
        let csv = table.to_csv(excel).expect("memory");
        assert_eq!(csv.starts_with("\u{feff}".as_bytes()), excel);
        let mut raw = csv::Reader::from_reader(&csv[..]);
        for record in raw.records() {
            let record = record.expect("a row");
            assert!(!record[1].starts_with(['=', '+', '-', '@', '\t', '\n', '＝', '＠']), "{record:?}");
        }
        assert_eq!(Table::from_csv(&csv).expect("a table"), table);
    }
}

#[test]
fn what_spreadsheets_make_of_a_table_can_be_read() {
    let expected = Table {
        locales: vec!["en".into(), "ko".into()],
        rows: vec![Row { number: 2, key: "name".into(), cells: vec!["a, b".into(), "가\r\n나".into()] }],
    };
    for csv in [
        "key,en,ko\nname,\"a, b\",\"가\r\n나\"\n",
        "\u{feff}key;en;ko\r\nname;a, b;\"가\r\n나\"\r\n",
        "key\ten\tko\nname\ta, b\t\"가\r\n나\"",
        "\"key\";\"en\";\"ko\"\nname;a, b;\"가\r\n나\"\n;;\n",
    ] {
        assert_eq!(Table::from_csv(csv.as_bytes()).expect("a table"), expected, "{csv}");
    }
    let with_lines = FILE.replace("\"Acme Ltd\"", "\"one\\ntwo\"");
    let manuscript = manuscript(&with_lines);
    let csv = String::from_utf8(manuscript.table().to_csv(false).expect("memory")).expect("text").replace("one\ntwo", "one\r\ntwo");
    assert!(csv.contains("one\r\ntwo"));
    assert!(manuscript.take(&Table::from_csv(csv.as_bytes()).expect("a table")).expect("it fits").changes.is_empty());
}

#[test]
fn what_is_no_table_of_texts_is_refused() {
    for (csv, reason) in [
        (&b"key,en\nname,\xb0\n"[..], "not in UTF-8; save it as \"CSV UTF-8\""),
        (b"", "row 1: expected \"key\" and the locales, as `leadwell texts export` writes them"),
        (b"name,en\na,b\n", "row 1: expected \"key\" and the locales, as `leadwell texts export` writes them"),
        (b"key,en\na,b\nc\n", "row 3: expected 2 cells, found 1"),
    ] {
        assert_eq!(Table::from_csv(csv).expect_err("refused"), [reason]);
    }
}

#[test]
fn pages_in_other_files_are_told_and_not_passed_over() {
    let split = FILE.replace("\"pages\": [ {", "\"pages\": [ \"pages/*.json\", {");
    let findings = Manuscript::read(Path::new("campaign.json"), &split).err().expect("refused");
    let line = findings[0].to_string();
    assert_eq!(
        line,
        "campaign.json:8:14: error: pages[0]: \"pages/*.json\" names other files, whose texts cannot be moved yet; put the pages into this file first"
    );
}

#[test]
fn texts_are_found_wherever_the_schema_has_one() {
    let source = r#"{ "leadwell": 1, "id": "acme", "name": "Acme", "texts": { "close": { "ko": "닫기" } },
      "site": { "url": "https://try.acme.example", "locales": ["en"], "default_locale": "en" },
      "pages": [ { "path": "/", "title": "Acme", "description": "Acme", "blocks": [
        { "kind": "hero", "title": "For all", "variants": [ { "when": { "query.team": "sales", "note": "no text" }, "title": "For sales" } ] },
        { "kind": "comparison", "columns": [ { "name": "We" } ], "rows": [ { "label": "Fast", "cells": ["✓"] } ] } ] } ] }"#;
    let table = manuscript(source).table();
    let keys: Vec<&str> = table.rows.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "name",
            "texts.close",
            "pages[0].title",
            "pages[0].description",
            "pages[0].blocks[0].title",
            "pages[0].blocks[0].variants[0].title",
            "pages[0].blocks[1].columns[0].name",
            "pages[0].blocks[1].rows[0].label",
            "pages[0].blocks[1].rows[0].cells[0]",
        ]
    );
}
