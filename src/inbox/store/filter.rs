//! Which leads a reader wants: words to be found, and what must be so.
//!
//! Words are looked for in what a person would know a lead by; letters count the same in either case, in every alphabet.

use rusqlite::types::Value as Sql;
use url::form_urlencoded;

use crate::lead::Message;
use crate::time::Timestamp;
use crate::value::Value;

/// What of a lead a reader may ask for, all of it at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Each of these words is in it somewhere.
    pub words: Vec<String>,
    pub campaign: Option<String>,
    pub form: Option<String>,
    pub level: Option<String>,
    /// The message's `type`.
    pub kind: Option<String>,
    /// Received at this moment or later.
    pub since: Option<Timestamp>,
    /// Received before this moment.
    pub until: Option<Timestamp>,
    pub test: Option<bool>,
    pub spam: Option<bool>,
    pub lead_id: Option<String>,
}

impl Filter {
    /// Of a query: `q campaign form level type since until test spam`; what is empty asks for nothing. `since` and `until` are days
    /// (`2026-03-01`, the second of them included) or moments (`2026-03-01T09:00:00Z`). The parameter that cannot be read is the error.
    pub fn read(query: &str) -> Result<Self, String> {
        let mut filter = Self::default();
        for (key, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            let text = || Some(value.to_owned());
            match key.as_ref() {
                "q" => filter.words = value.split_whitespace().map(str::to_lowercase).collect(),
                "campaign" => filter.campaign = text(),
                "form" => filter.form = text(),
                "level" => filter.level = text(),
                "type" => filter.kind = text(),
                "since" => filter.since = Some(moment(value).ok_or_else(|| not_a_moment("since", value))?.0),
                "until" => filter.until = Some(moment(value).map(end).ok_or_else(|| not_a_moment("until", value))?),
                "test" => filter.test = Some(flag("test", value)?),
                "spam" => filter.spam = Some(flag("spam", value)?),
                _ => {}
            }
        }
        Ok(filter)
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// As an SQL condition, with what stands for each `?`.
    pub fn condition(&self) -> (String, Vec<Sql>) {
        let mut parts: Vec<&str> = vec!["1"];
        let mut values = Vec::new();
        let mut demand = |part: &'static str, value: Option<Sql>| {
            if let Some(value) = value {
                parts.push(part);
                values.push(value);
            }
        };
        let text = |value: &Option<String>| value.clone().map(Sql::Text);
        let number = |value: Option<i64>| value.map(Sql::Integer);
        for word in &self.words {
            demand("instr(search, ?) > 0", Some(Sql::Text(word.clone())));
        }
        demand("campaign = ?", text(&self.campaign));
        demand("form = ?", text(&self.form));
        demand("level = ?", text(&self.level));
        demand("type = ?", text(&self.kind));
        demand("lead_id = ?", text(&self.lead_id));
        demand("received_at >= ?", number(self.since.map(|since| since.0)));
        demand("received_at < ?", number(self.until.map(|until| until.0)));
        demand("test = ?", number(self.test.map(i64::from)));
        demand("spam = ?", number(self.spam.map(i64::from)));
        (parts.join(" AND "), values)
    }
}

/// What words are looked for in, in small letters.
pub fn searched(message: &Message) -> String {
    let mut found: Vec<String> = Vec::new();
    for answer in message.fields.values() {
        match answer {
            Value::Array(list) => found.extend(list.iter().filter_map(Value::as_str).map(str::to_owned)),
            answer => found.extend(answer.as_str().map(str::to_owned)),
        }
    }
    let touches = message.source.iter().flat_map(|source| [&source.first, &source.last]).flatten();
    for touch in touches {
        found.push(touch.channel.clone());
        found.extend([&touch.source, &touch.medium, &touch.campaign, &touch.term].into_iter().flatten().cloned());
    }
    found.extend([&message.form, &message.level, &message.campaign.id, &message.page.url, &message.id, &message.lead_id].map(Clone::clone));
    found.extend(message.stage.clone());
    found.extend(message.tags.iter().flatten().cloned());
    found.extend(message.score.as_ref().map(|score| score.reasons.clone()));
    found.join("\n").to_lowercase()
}

/// A moment, and whether it is a whole day that was named.
fn moment(text: &str) -> Option<(Timestamp, bool)> {
    let whole_day = text.len() == "2026-03-01".len();
    let text = if whole_day { format!("{text}T00:00:00Z") } else { text.to_owned() };
    Some((Timestamp::parse(&text)?, whole_day))
}

fn end((at, whole_day): (Timestamp, bool)) -> Timestamp {
    const DAY: i64 = 24 * 60 * 60;
    if whole_day { Timestamp(at.0.saturating_add(DAY)) } else { at }
}

fn flag(key: &str, value: &str) -> Result<bool, String> {
    match value {
        "true" => Ok(true),
        "false" => Ok(false),
        other => Err(format!("{key}: expected true or false, found {other:?}")),
    }
}

fn not_a_moment(key: &str, value: &str) -> String {
    format!("{key}: expected a day such as 2026-03-01 or a moment such as 2026-03-01T09:00:00Z, found {value:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_and_what_cannot_be_read_is_named() {
        let filter = Filter::read("q=Ada++PARK&form=demo&level=&since=2026-03-01&until=2026-03-02&spam=false&lang=ko").expect("read");
        assert_eq!(filter.words, ["ada", "park"]);
        assert_eq!((filter.form.as_deref(), filter.level.as_deref(), filter.spam), (Some("demo"), None, Some(false)));
        assert_eq!(filter.since.map(|at| at.to_string()).as_deref(), Some("2026-03-01T00:00:00Z"));
        assert_eq!(filter.until.map(|at| at.to_string()).as_deref(), Some("2026-03-03T00:00:00Z"), "the day that was named included");
        assert!(Filter::read("&q=+&form=").expect("read").is_empty());
        for (query, named) in [("since=yesterday", "since: "), ("until=2026-13-01", "until: "), ("test=maybe", "test: ")] {
            assert!(Filter::read(query).err().is_some_and(|error| error.starts_with(named)), "{query}");
        }
    }
}
