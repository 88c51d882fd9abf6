//! Experiments: which of several variants somebody sees, drawn as GrowthBook's libraries draw (hash version 2), so that anybody can
//! work it out again. Nothing is remembered: the same id is drawn the same each time.

use crate::campaign::Part;
use crate::digits::digits;
use crate::search::parts;
use crate::value::{Object, Value, Write, put};

/// A share of all draws: from the first number to below the second.
pub type Range = (f64, f64);

/// Where somebody falls between 0 and 1, in ten-thousandths.
#[must_use]
pub fn hash(seed: &str, value: &str) -> f64 {
    let once = digits(u64::from(fnv1a(&[seed, value].concat())));
    f64::from(fnv1a(&once) % 10_000) / 10_000.0
}

/// FNV-1a over JavaScript's units of text, as it was published.
fn fnv1a(text: &str) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    for unit in text.encode_utf16() {
        hash = (hash ^ u32::from(unit)).wrapping_mul(0x0100_0193);
    }
    hash
}

/// The share of each of `count` variants: its weight, of which only `coverage` takes part. Weights that are not one for each, or do not
/// add up to 1 but for a hundredth, are none: then all are alike.
#[cfg(any(feature = "native", feature = "csr"))]
#[must_use]
pub fn ranges(count: usize, coverage: f64, weights: &[f64]) -> Vec<Range> {
    let coverage = coverage.clamp(0.0, 1.0);
    let mut sum = 0.0;
    for weight in weights {
        sum += weight;
    }
    let fit = weights.len() == count && (0.99..=1.01).contains(&sum);
    let (mut ranges, mut from) = (Vec::new(), 0.0);
    for index in 0..count {
        let weight = weights.get(index).copied().filter(|_| fit).unwrap_or(1.0 / count as f64);
        ranges.push((from, from + coverage * weight));
        from += weight;
    }
    ranges
}

/// Which range a draw falls into.
pub fn choose(draw: f64, ranges: impl IntoIterator<Item = Range>) -> Option<usize> {
    ranges.into_iter().position(|(from, to)| draw >= from && draw < to)
}

/// The variants that somebody sees, by experiment; without those in which they take no part. `holds` tells whether a condition does. What
/// is `forced` goes before the draw: `EXPERIMENT:VARIANT`, with commas between several.
#[inline(never)]
pub fn variants(experiments: &Value, id: &str, forced: &str, holds: &dyn Fn(&Value) -> bool) -> Value {
    let mut seen = Object::new();
    for experiment in experiments.as_array().into_iter().flatten() {
        let experiment = Part(experiment);
        let (name, number) = (experiment.word("id"), |part: &Part, key: &str| part.number(key).unwrap_or_default());
        let variants = experiment.list("variants");
        let is_forced = |variant: &Part| {
            let wanted = [name, ":", variant.word("id")].concat();
            parts(forced, ',').any(|one| one == wanted)
        };
        // Drawn apart: who is held out of one experiment says nothing of the others.
        let takes_part = hash(&[name, HOLDOUT].concat(), id) >= number(&experiment, "holdout") && experiment.get("when").is_none_or(holds);
        let drawn = choose(hash(name, id), variants.iter().map(|variant| (number(variant, "from"), number(variant, "to"))));
        let drawn = drawn.and_then(|index| variants.get(index)).filter(|_| takes_part);
        if let Some(variant) = variants.iter().find(|variant| is_forced(variant)).or(drawn) {
            put(&mut seen, name, variant.word("id").write());
        }
    }
    Value::Object(seen)
}

/// Added to an experiment's id for the draw of who is held out.
const HOLDOUT: &str = ":holdout";
