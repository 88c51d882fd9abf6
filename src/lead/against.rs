//! What another campaign changes about a lead: its level, and the rules that made the difference. For whoever edits a campaign and
//! wants to know what that would have done to the leads there are.

use super::evidence::facts_read;
use super::replay::judge_by;
use crate::campaign::Runtime;
use crate::condition::Engine;
use crate::scoring::Verdict;
use crate::value::Value;

/// A lead under two campaigns.
#[derive(Clone, Debug)]
pub struct Change {
    pub before: Verdict,
    pub after: Verdict,
}

/// One rule, with the milli-points it gives before and after; what was cut is told under `cap`.
pub type Moved = (String, i64, i64);

impl Change {
    /// The same lead by the campaign it came from and by another. `None` where the lead carries no evidence.
    #[must_use]
    pub fn of(before: &Runtime, after: &Runtime, message: &Value, engine: Engine) -> Option<Self> {
        Some(Self { before: judge_by(before, message, engine)?, after: judge_by(after, message, engine)? })
    }

    #[must_use]
    pub fn changes_level(&self) -> bool {
        self.before.level != self.after.level || self.before.qualified != self.after.qualified
    }

    /// The rules that give other points now, the largest change first.
    #[must_use]
    pub fn moved(&self) -> Vec<Moved> {
        let (before, after) = (&self.before.score.rows, &self.after.score.rows);
        let mut moved: Vec<Moved> = Vec::new();
        for (row, is_after) in before.iter().map(|row| (row, false)).chain(after.iter().map(|row| (row, true))) {
            let at = moved.iter().position(|(rule, ..)| *rule == row.rule).unwrap_or_else(|| {
                moved.push((row.rule.clone(), 0, 0));
                moved.len() - 1
            });
            if let Some((_, before, after)) = moved.get_mut(at) {
                let sum = if is_after { after } else { before };
                *sum = sum.saturating_add(row.milli);
            }
        }
        moved.retain(|(_, before, after)| before != after);
        moved.sort_by_key(|(_, before, after)| std::cmp::Reverse(before.abs_diff(*after)));
        moved
    }
}

/// What the new campaign reads and leads of the old one cannot tell: rules that count events, and names of facts.
#[must_use]
pub fn untold<'a>(before: &Runtime, after: &'a Runtime) -> (Vec<&'a str>, Vec<&'a str>) {
    let counted = |rule: &&crate::campaign::Rule| before.scoring.rules.iter().any(|known| known.on.is_some() && known.id == rule.id);
    let rules = after.scoring.rules.iter().filter(|rule| rule.on.is_some()).filter(|rule| !counted(rule)).map(|rule| rule.id.as_str());
    let known = facts_read(before);
    let of_the_lead = |name: &str| ["field.", "source.", "first."].iter().any(|start| name.starts_with(start)) || name == "form";
    let mut facts: Vec<&str> = facts_read(after).into_iter().filter(|name| !known.contains(name) && !of_the_lead(name)).collect();
    facts.sort_unstable();
    facts.dedup();
    (rules.collect(), facts)
}
