//! Learning a score: held against what the leads were made from, against hand-computed figures, and against what pages make of it.

use leadwell::condition::{Lists, Scope};
use leadwell::scoring::learned;
use leadwell::train::{Bin, Measures, Sheet, Table, Trained, auc, fit, train, with_model};
use leadwell::value::of_json;
use serde_json::json;

use crate::campaign::runtime;
use crate::chance::Chance;
use crate::condition::engine;

impl Chance {
    /// From 0 to 1, evenly.
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn sigmoid(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

fn table(csv: &str, outcome: &str) -> Table {
    Sheet::from_csv(csv.as_bytes()).expect("a table").with_outcome(outcome, &[]).expect("leads")
}

/// Leads whose odds are -1 and 0.04 a point of engagement, 1.2 for a middle-sized company, -0.8 for a small one, against a large one.
fn leads(count: usize, seed: u64) -> (String, f64) {
    let mut chance = Chance(seed);
    let mut csv = String::from("score.engagement,field.size,device.touch,won\n");
    let (mut told, mut outcomes) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let engagement = chance.below(60);
        let (size, effect) = [("1-50", -0.8), ("51-200", 1.2), ("201+", 0.0), ("201+", 0.0)][chance.below(4) as usize];
        let touch = chance.below(2) == 0;
        let probability = sigmoid(-1.0 + 0.04 * engagement as f64 + effect);
        let won = chance.share() < probability;
        told.push(probability);
        outcomes.push(won);
        csv.push_str(&format!("{engagement},{size},{touch},{}\n", u8::from(won)));
    }
    (csv, auc(&told, &outcomes).0)
}

fn weight_of(trained: &Trained, fact: &str, is: Option<&str>) -> f64 {
    let at = trained.features.iter().position(|feature| feature.fact == fact && feature.is.as_deref() == is);
    trained.fitted.weights[at.unwrap_or_else(|| panic!("no weight for {fact} {is:?} in {:?}", trained.features))]
}

#[test]
fn what_leads_were_made_from_is_learned_again() {
    let (csv, best) = leads(8000, 11);
    let trained = train(&table(&csv, "won"), &[], &[]).expect("a model");
    assert!(trained.refusal.is_none() && trained.warnings.is_empty(), "{:?} {:?}", trained.refusal, trained.warnings);
    // Four standard errors of a weight at so many leads.
    for (found, expected, tolerance) in [
        (weight_of(&trained, "score.engagement", None), 0.04, 0.007),
        (weight_of(&trained, "field.size", Some("51-200")), 1.2, 0.26),
        (weight_of(&trained, "field.size", Some("1-50")), -0.8, 0.26),
        (weight_of(&trained, "device.touch", None), 0.0, 0.2),
        (trained.fitted.intercept, -1.0, 0.25),
    ] {
        assert!((found - expected).abs() < tolerance, "{found} where {expected} made the leads: {:?}", trained.fitted);
    }
    // The most common value is what the others are told against.
    assert!(!trained.features.iter().any(|feature| feature.is.as_deref() == Some("201+")));
    // Nobody ranks them better than the odds they were made from, by more than chance allows.
    let measures = &trained.measures;
    assert!((measures.auc - best).abs() < 0.01, "{} against {best}", measures.auc);
    for Bin { count, predicted, observed } in &measures.calibration {
        let chance = 4.0 * (predicted * (1.0 - predicted) / *count as f64).sqrt();
        assert!((predicted - observed).abs() < chance, "{:?}", measures.calibration);
    }
    assert!(measures.log_loss < measures.base_log_loss && measures.brier < measures.base_brier);
}

#[test]
fn the_order_of_leads_changes_nothing() {
    let (csv, _) = leads(300, 5);
    let mut rows: Vec<&str> = csv.lines().collect();
    rows[1..].reverse();
    let (one, two) = (train(&table(&csv, "won"), &[], &[]), train(&table(&rows.join("\n"), "won"), &[], &[]));
    assert_eq!(one.expect("a model").as_json(), two.expect("a model").as_json());
}

/// The sum of log losses and half the penalty times the squared weights of standardised columns has no slope where it is least.
#[test]
fn the_fit_is_the_least_of_what_it_is_to_minimise() {
    let mut chance = Chance(3);
    for penalty in [0.1, 3.16, 1000.0] {
        let columns: Vec<Vec<f64>> = (0..4).map(|_| (0..200).map(|_| chance.share() * 9.0 - 3.0).collect()).collect();
        let outcomes: Vec<bool> = (0..200).map(|row| chance.share() < sigmoid(columns[0][row] - columns[1][row])).collect();
        let fitted = fit(&columns, &outcomes, penalty);
        let predicted = |row: usize| fitted.probability(columns.iter().map(|column| column[row]));
        let off: Vec<f64> = outcomes.iter().enumerate().map(|(row, won)| predicted(row) - f64::from(u8::from(*won))).collect();
        assert!(off.iter().sum::<f64>().abs() < 1e-4, "the intercept is free");
        for (column, (weight, spread)) in columns.iter().zip(fitted.weights.iter().zip(&fitted.spread)) {
            let mean = column.iter().sum::<f64>() / 200.0;
            let slope: f64 = column.iter().zip(&off).map(|(value, off)| (value - mean) / spread * off).sum();
            assert!((slope + penalty * weight * spread).abs() < 1e-4, "penalty {penalty}: {slope} against {}", penalty * weight * spread);
        }
    }
}

#[test]
fn a_page_gives_every_lead_the_probability_that_the_training_gave_it() {
    let mut csv = String::from("score.engagement,field.seats,field.needs,user.vip,won\n");
    let (mut chance, mut facts) = (Chance(8), Vec::new());
    for row in 0..400 {
        let engagement = if row == 7 { 90_000 } else { chance.below(80) };
        let seats = chance.one_of(&["", "12", "40", "900"]);
        let needs = chance.one_of(&[vec![], vec!["sso"], vec!["sso", "audit"]]);
        let vip = chance.below(3) == 0;
        let won = chance.share() < sigmoid(engagement.min(100) as f64 / 20.0 - 2.5 + needs.len() as f64 / 2.0);
        let list = json!(needs).to_string().replace('"', "\"\"");
        csv.push_str(&format!("{engagement},{seats},\"{list}\",{vip},{}\n", if won { "won" } else { "lost" }));
        let mut fields = json!({ "needs": needs });
        if !seats.is_empty() {
            fields["seats"] = json!(seats);
        }
        facts.push(json!({ "score": { "engagement": engagement }, "field": fields, "user": { "vip": vip } }));
    }
    let table = table(&csv, "won");
    let trained = train(&table, &[], &[]).expect("a model");
    let model = of_json(serde_json::to_value(trained.model()).expect("JSON"));
    let mut given: Vec<f64> = Vec::new();
    for facts in facts {
        given.push(learned(&model, &Scope { facts: &plain!(facts), lists: &Lists::default(), engine: engine() }).probability);
    }
    // The same leads through what was fitted, by the columns it was fitted to.
    let mut fitted: Vec<f64> =
        (0..table.rows.len()).map(|row| trained.fitted.probability(trained.values.iter().map(|it| it[row]))).collect();
    given.sort_by(f64::total_cmp);
    fitted.sort_by(f64::total_cmp);
    for (given, fitted) in given.iter().zip(&fitted) {
        assert!((given - fitted).abs() < 2e-6, "{given} on the page, {fitted} in the training");
    }
}

#[test]
fn the_area_under_the_curve_is_what_counting_pairs_gives() {
    // Of the four pairs three are in order. Each winner beats 1 and 1/2 of the losers, each loser is beaten by 1/2 and 1 of the winners:
    // variances of 1/8, over two leads each.
    let (area, error) = auc(&[0.8, 0.4, 0.6, 0.2], &[true, true, false, false]);
    assert!((area - 0.75).abs() < 1e-12 && (error - 0.125_f64.sqrt()).abs() < 1e-12, "{area} {error}");
    assert_eq!(auc(&[0.5; 4], &[true, true, false, false]).0, 0.5, "equals are half in order");
    assert_eq!(auc(&[0.9, 0.1], &[true, true]), (0.5, f64::INFINITY), "without both outcomes nothing is known");
    let mut chance = Chance(2);
    for _ in 0..50 {
        let predicted: Vec<f64> = (0..30).map(|_| chance.below(12) as f64).collect();
        let outcomes: Vec<bool> = (0..30).map(|row| row < 2 || chance.below(3) == 0).collect();
        let of =
            |wanted: bool| predicted.iter().zip(&outcomes).filter(move |(_, won)| **won == wanted).map(|(it, _)| *it).collect::<Vec<_>>();
        let (won, lost) = (of(true), of(false));
        let pair = |won: f64, lost: f64| {
            if won > lost {
                1.0
            } else if won == lost {
                0.5
            } else {
                0.0
            }
        };
        let pairs: f64 = won.iter().map(|won| lost.iter().map(|lost| pair(*won, *lost)).sum::<f64>()).sum();
        assert!((auc(&predicted, &outcomes).0 - pairs / (won.len() * lost.len()) as f64).abs() < 1e-12);
    }
}

#[test]
fn probabilities_that_mean_what_they_say_are_told_as_such() {
    // A hundred leads at each of five probabilities, of whom just that share won.
    let (mut predicted, mut outcomes) = (Vec::new(), Vec::new());
    for tenths in [1, 3, 5, 7, 9] {
        for lead in 0..100 {
            predicted.push(f64::from(tenths) / 10.0);
            outcomes.push(lead % 10 < tenths);
        }
    }
    let measures = Measures::of(&predicted, &outcomes);
    assert_eq!(measures.calibration.len(), 10);
    for Bin { count, predicted, observed } in &measures.calibration {
        assert!(*count == 50 && (predicted - observed).abs() < 1e-12, "{:?}", measures.calibration);
    }
    // By hand: p (1 - p) over the five, and 1/4 for telling everybody one half.
    assert!((measures.brier - (0.09 + 0.21 + 0.25 + 0.21 + 0.09) / 5.0).abs() < 1e-12 && (measures.base_brier - 0.25).abs() < 1e-12);
    assert!((measures.base_log_loss - 2.0_f64.ln()).abs() < 1e-12);
    let entropy = |p: f64| -p * p.ln() - (1.0 - p) * (1.0 - p).ln();
    assert!((measures.log_loss - (2.0 * entropy(0.1) + 2.0 * entropy(0.3) + entropy(0.5)) / 5.0).abs() < 1e-12);
}

#[test]
fn a_column_of_two_values_is_told_by_what_was_observed_and_not_by_how_ties_are_sorted() {
    // Of those who bought before six in ten, of the others two in ten.
    let rows = (0..400).map(|row| format!("{},{}\n", row % 2 == 0, u8::from((row / 2) % 10 < if row % 2 == 0 { 6 } else { 2 })));
    let trained = train(&table(&format!("user.bought,won\n{}", rows.collect::<String>()), "won"), &[], &[]).expect("a model");
    for Bin { predicted, observed, .. } in &trained.measures.calibration {
        assert!((predicted - observed).abs() < 0.03, "{:?}", trained.measures.calibration);
    }

    // Bins end inside ties, which hold 30 and 30 leads of one prediction.
    let predicted: Vec<f64> = (0..60).map(|lead| if lead < 30 { 0.2 } else { 0.5 }).collect();
    let outcomes: Vec<bool> = (0..60).map(|lead| if lead < 30 { lead < 6 } else { lead < 45 }).collect();
    let told: Vec<_> = Measures::of(&predicted, &outcomes).calibration.into_iter().map(|bin| (bin.count, bin.observed)).collect();
    assert!((told[0].1 - 0.2).abs() < 1e-12 && (told[1].1 - 0.35).abs() < 1e-12 && (told[2].1 - 0.5).abs() < 1e-12, "{told:?}");
}

#[test]
fn leads_without_a_score_are_left_out_where_a_score_is_learned_from() {
    let (csv, _) = leads(400, 9);
    // Who did not agree to more than being answered carries no score, and would count as having none of it.
    let mut some: Vec<String> = csv.lines().map(str::to_owned).collect();
    for row in 0..60 {
        some.push(format!(",51-200,true,{}", row % 2));
    }
    let (with, without) = (train(&table(&csv, "won"), &[], &[]), train(&table(&some.join("\n"), "won"), &[], &[]));
    let (with, without) = (with.expect("a model"), without.expect("a model"));
    assert_eq!((without.rows, without.without_score, with.without_score), (400, 60, 0));
    assert_eq!(without.as_json()["model"], with.as_json()["model"], "they change nothing");
    assert_eq!(without.as_json()["without_score"], json!(60));
    assert!(without.report().contains("\n60 without a score: left out\n"), "{}", without.report());
    assert!(!with.report().contains("without a score"), "{}", with.report());

    let counts = "rule.pricing_view.count,won\n".to_owned()
        + &(0..90).map(|row| format!("{},{}\n", if row < 30 { "" } else { "2" }, row % 2)).collect::<String>();
    let why = train(&table(&counts, "won"), &[], &[]).expect_err("the same for everybody");
    assert!(why.starts_with("no column can be learned from; left out: rule.pricing_view.count (is 2 wherever"), "{why}");

    let few = (0..90).map(|row| format!("{},{}\n", if row < 40 { row.to_string() } else { String::new() }, u8::from(row % 4 == 0)));
    let why = train(&table(&format!("score.fit,won\n{}", few.collect::<String>()), "won"), &[], &[]).expect_err("too few");
    assert!(
        why.starts_with("10 leads with the outcome and 30 without it (50 more carry no score and say nothing of it): at least 20"),
        "{why}"
    );

    let open = leads(400, 9).0.replace("score.engagement", "visitor.pages") + ",51-200,true,1\n";
    assert_eq!(train(&table(&open, "won"), &[], &[]).expect("a model").rows, 401, "any other number may be missing");
}

/// Leads of one number, of whom those above `middle` mostly won; the farther, the more by `slope`.
fn numbers(fact: &str, chance: &mut Chance, middle: f64, slope: f64, number: impl Fn(&mut Chance) -> f64) -> Trained {
    let rows = (0..600).map(|_| {
        let number = number(chance);
        format!("{number},{}\n", u8::from(chance.share() < sigmoid((number - middle) * slope)))
    });
    train(&table(&format!("{fact},won\n{}", rows.collect::<String>()), "won"), &[], &[]).expect("a model")
}

#[test]
fn numbers_far_from_0_take_a_large_intercept_and_mean_the_same_on_a_page() {
    let mut chance = Chance(21);
    for (middle, slope, unit) in [(2021.0, 0.8, 1.0), (1_700_000.0, 0.02, 40.0)] {
        let trained = numbers("user.since", &mut chance, middle, slope, |chance| middle + (chance.below(11) as f64 - 5.0) * unit);
        assert!(trained.refusal.is_none() && trained.fitted.intercept < -1000.0, "{:?} {:?}", trained.refusal, trained.fitted);
        let model = serde_json::to_value(trained.model()).expect("JSON");
        // Fails where `check` finds a mistake.
        let campaign = runtime(&json!({ "scoring": { "model": model } }));
        let model = campaign.scoring.model.expect("a model");
        for steps in [-5.0, 0.0, 3.0] {
            let facts = plain!({ "user": { "since": middle + steps * unit } });
            let given = learned(&model, &Scope { facts: &facts, lists: &Lists::default(), engine: engine() }).probability;
            let expected = sigmoid(steps * unit * slope);
            // Not the learning is in question, which chance spoils by some hundredths, but digits that get lost.
            assert!((given - expected).abs() < 0.15, "{given} where {expected} made the leads: {:?}", trained.fitted);
            let fitted = trained.fitted.probability(std::iter::once(middle + steps * unit));
            assert!((given - fitted).abs() < 2e-6, "{given} on the page, {fitted} in the training");
        }
    }
}

#[test]
fn numbers_that_no_campaign_could_carry_a_weight_for_are_refused_by_name() {
    let mut chance = Chance(22);
    let narrow = numbers("user.rate", &mut chance, 0.0005, 8000.0, |chance| chance.below(1001) as f64 / 1e6);
    let why = narrow.refusal.expect("too heavy");
    assert!(
        why.contains(" for user.rate is more than a campaign takes, from -1000 to 1000") && why.contains("tell it in a smaller unit"),
        "{why}"
    );
    let far = numbers("user.seen", &mut chance, 1_700_000_000.0, 0.003, |chance| 1_700_000_000.0 + chance.below(2001) as f64 - 1000.0);
    let why = far.refusal.expect("too far");
    assert!(why.starts_with("user.seen lies so far from 0") && why.contains("--without user.seen"), "{why}");
}

#[test]
fn columns_that_tell_people_apart_or_tell_nothing_are_left_out_and_named() {
    let mut csv =
        String::from("visitor.id,field.email,field.phone,user.mail,field.company,locale,region,visitor.pages,stage,field.size,won\n");
    let mut chance = Chance(4);
    for row in 0..120 {
        let region = if row < 9 { "KR" } else { "" };
        let (size, won) = if chance.below(2) == 0 { ("small", chance.below(4) == 0) } else { ("large", chance.below(4) > 0) };
        csv.push_str(&format!("{row},{row},{row},a{row}@corp.example,Company {row},en,{region},3,action,{size},{won}\n"));
    }
    let refused = [("stage", "is settled only later".to_owned())];
    let trained = train(&table(&csv, "won"), &refused, &["email", "phone"]).expect("a model");
    let why: Vec<String> = trained.left_out.iter().map(|it| format!("{}: {}", it.column, it.why)).collect();
    assert_eq!(
        why,
        [
            "visitor.id: names a person",
            "field.email: names a person",
            "field.phone: names a person",
            "user.mail: holds e-mail addresses",
            "field.company: holds 120 different values, most of them for fewer than 10 leads",
            "locale: is the same for nearly every lead",
            "region: filled in for 9 leads; 10 are needed",
            "visitor.pages: is 3 wherever it is known",
            "stage: is settled only later",
        ]
    );
    assert_eq!(trained.features.iter().map(|feature| feature.fact.as_str()).collect::<Vec<_>>(), ["field.size"]);
}

#[test]
fn values_of_few_leads_have_no_weight_and_count_as_none_of_the_others() {
    let mut csv = String::from("source.channel,won\n");
    for row in 0..100 {
        let channel = ["email", "paid_search", "", "email"][row % 4];
        csv.push_str(&format!("{},{}\n", if row == 0 { "sms" } else { channel }, u8::from(channel == "email" && row % 3 > 0)));
    }
    let trained = train(&table(&csv, "won"), &[], &[]).expect("a model");
    let values: Vec<_> = trained.features.iter().map(|feature| feature.is.as_deref().unwrap_or_default()).collect();
    assert_eq!(values, ["email", "paid_search"], "26 leads have neither: both are told against those");
}

#[test]
fn data_that_carries_no_model_is_refused_in_words() {
    let few = (0..60).map(|row| format!("{row},{}\n", u8::from(row < 19))).collect::<String>();
    let why = train(&table(&format!("visitor.pages,won\n{few}"), "won"), &[], &[]).expect_err("too few");
    assert!(why.starts_with("19 leads with the outcome and 41 without it: at least 20 of each are needed"), "{why}");

    let same = (0..60).map(|row| format!("en,{}\n", row % 2)).collect::<String>();
    let why = train(&table(&format!("locale,won\n{same}"), "won"), &[], &[]).expect_err("nothing to learn from");
    assert!(why.starts_with("no column can be learned from; left out: locale (is the same"), "{why}");

    let mut chance = Chance(77);
    let noise = (0..400).map(|_| format!("{},{}\n", chance.below(50), chance.below(2))).collect::<String>();
    let trained = train(&table(&format!("visitor.pages,won\n{noise}"), "won"), &[], &[]).expect("a model, of noise");
    assert!(trained.refusal.is_some_and(|why| why.starts_with("on leads it had not seen the model does no better than a coin")));
}

#[test]
fn small_tables_and_columns_that_know_the_outcome_are_warned_about() {
    let rows = (0..90).map(|row| format!("{},{},{}\n", row % 7 + row / 45, if row < 45 { "open" } else { "signed" }, u8::from(row >= 45)));
    let csv = format!("visitor.pages,user.contract,won\n{}", rows.collect::<String>());
    let trained = train(&table(&csv, "won"), &[], &[]).expect("a model");
    assert_eq!(trained.warnings.len(), 2, "{:?}", trained.warnings);
    assert!(trained.warnings[0].starts_with("only 90 leads"), "{:?}", trained.warnings);
    assert!(trained.warnings[1].starts_with("user.contract tells the outcome almost by itself (AUC 1.000)"), "{:?}", trained.warnings);
    assert!(trained.fitted.weights.iter().all(|weight| weight.is_finite() && weight.abs() < 20.0), "the penalty keeps it finite");

    let channels = ["a", "b", "c", "d", "e", "f"];
    let many =
        (0..120).map(|row| format!("{},{},{}\n", channels[row % 6], row % 7, u8::from(row % 6 < 3 && row % 5 > 0))).collect::<String>();
    let trained = train(&table(&format!("source.campaign,visitor.pages,won\n{many}"), "won"), &[], &[]).expect("a model");
    assert!(
        trained.warnings.iter().any(|it| it.starts_with("48 leads of the rarer outcome for 6 weights, 8.0 each")),
        "{:?}",
        trained.warnings
    );
}

#[test]
fn a_table_is_read_as_spreadsheets_save_it() {
    for csv in [
        "\u{feff}score.fit;won\r\n 1 ;yes\r\n;\r\n2;\r\n3;LOST\r\n",
        "score.fit\twon\n1\ttrue\n2\t\n3\tno",
        "score.fit,won\n1,1\n2,\n\"3\",0\n",
    ] {
        let table = table(csv, "won");
        assert_eq!((table.names.clone(), table.undecided), (vec!["score.fit".to_owned()], 1), "{csv}");
        assert_eq!((table.rows.concat(), table.outcomes), (vec!["1".to_owned(), "3".to_owned()], vec![true, false]), "{csv}");
    }
    let why = |csv: &str, outcome: &str, without: &[&str]| {
        let without: Vec<String> = without.iter().map(|name| (*name).to_owned()).collect();
        Sheet::from_csv(csv.as_bytes()).and_then(|sheet| sheet.with_outcome(outcome, &without)).expect_err("a mistake")
    };
    assert_eq!(why("won,a\n1,2\n", "wan", &[]), "no column named \"wan\"; did you mean \"won\"?");
    assert_eq!(why("won,apple\n1,2\n", "won", &["aple"]), "no column named \"aple\" to leave out; did you mean \"apple\"?");
    assert!(why("won,a\n1,2\nmaybe,2\n", "won", &[]).starts_with("lead 2: won: \"maybe\" is no outcome; expected 1 or 0"));
    assert_eq!(why("a,a\n1,2\n", "a", &[]), "row 1: a second column named \"a\"");
    assert!(Sheet::from_csv(b"a,b\n1\n").is_err() && Sheet::from_csv(b"").is_err() && Sheet::from_csv(b"\xff\xfe").is_err());
}

#[test]
fn a_model_comes_into_a_file_and_every_other_byte_stays() {
    let model = serde_json::from_value(
        json!({ "intercept": -1, "weights": [{ "fact": "a.b", "weight": 0.5 }, { "fact": "c", "is": "d", "weight": 2 }] }),
    );
    let (model, trained) = (model.expect("a model"), json!({ "rows": 3 }));
    let lines = "{\n  \"intercept\": -1,\n  \"weights\": [\n    { \"fact\": \"a.b\", \"weight\": 0.5 },\n    { \"fact\": \"c\", \"is\": \"d\", \"weight\": 2 }\n  ],\n  \"trained\": { \"rows\": 3 }\n}";
    let deep = |depth: usize| lines.replace('\n', &format!("\n{}", "  ".repeat(depth)));
    let short = "{\"intercept\":-1,\"weights\":[{\"fact\":\"a.b\",\"weight\":0.5},{\"fact\":\"c\",\"is\":\"d\",\"weight\":2}],\"trained\":{\"rows\":3}}";
    let cases = [
        ("{\n  \"id\": \"x\"\n}\n".to_owned(), format!("{{\n  \"id\": \"x\",\n  \"scoring\": {{\n    \"model\": {}\n  }}\n}}\n", deep(2))),
        (
            "{\n  \"scoring\": {},\n  \"id\":  \"x\" }".to_owned(),
            format!("{{\n  \"scoring\": {{\n    \"model\": {}\n  }},\n  \"id\":  \"x\" }}", deep(2)),
        ),
        (
            "{\n  \"scoring\": {\n    \"note\": \"mine\"\n  }\n}".to_owned(),
            format!("{{\n  \"scoring\": {{\n    \"note\": \"mine\",\n    \"model\": {}\n  }}\n}}", deep(2)),
        ),
        (
            "{\n  \"scoring\": {\n    \"model\": { \"intercept\": 9, \"note\": \"kept\" }, \"tags\": []\n  }\n}".to_owned(),
            format!(
                "{{\n  \"scoring\": {{\n    \"model\": {}, \"tags\": []\n  }}\n}}",
                deep(2).replace("{ \"rows\": 3 }\n", "{ \"rows\": 3 },\n      \"note\": \"kept\"\n")
            ),
        ),
        ("{\"id\":\"x\",\"scoring\":{\"tags\":[]}}".to_owned(), format!("{{\"id\":\"x\",\"scoring\":{{\"tags\":[],\"model\":{short}}}}}")),
        (
            "{\r\n\t\"id\": \"x\"\r\n}".to_owned(),
            format!(
                "{{\r\n\t\"id\": \"x\",\r\n\t\"scoring\": {{\r\n\t\t\"model\": {}\r\n\t}}\r\n}}",
                deep(2).replace("  ", "\t").replace('\n', "\r\n")
            ),
        ),
    ];
    for (before, after) in cases {
        for mark in ["", "\u{feff}"] {
            assert_eq!(with_model(&format!("{mark}{before}"), &model, &trained), Some(format!("{mark}{after}")), "{before}");
        }
    }
}
