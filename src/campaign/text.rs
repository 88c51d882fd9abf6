//! Text that a visitor reads, in one language or in several.
//!
//! Holds what the author wrote and picks one language of it. It never parses markup: a text is always shown as text.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::{Serialize, Serializer};

use crate::locale;
use crate::value::{Named, Read, Reading, Value};

/// A string for every language, or one string per locale: `"Join"` or `{ "en": "Join", "ko": "가입하기" }`.
#[derive(Clone, Debug, PartialEq)]
pub enum Text {
    Same(String),
    ByLocale(Named<String>),
}

impl Text {
    /// The text in `locale`, else in the nearest to it (`ko` for `ko-KR`), else in `fallback`, else in any language there is.
    #[must_use]
    pub fn in_locale(&self, locale: &str, fallback: &str) -> &str {
        let written = self.written_for(locale).or_else(|| self.written_for(fallback));
        written.or_else(|| self.variants().next().map(|(_, text)| text)).unwrap_or_default()
    }

    /// The text that its author wrote for readers of `locale`, if one was.
    #[must_use]
    pub fn written_for(&self, locale: &str) -> Option<&str> {
        match self {
            Self::Same(text) => Some(text),
            Self::ByLocale(texts) => {
                let nearest = locale::nearest(locale, &mut texts.keys().map(String::as_str))?;
                texts.get(nearest).map(String::as_str)
            }
        }
    }

    /// Every language it is written in, with the text; `None` stands for "the same in all".
    pub fn variants(&self) -> impl Iterator<Item = (Option<&str>, &str)> {
        let (same, by_locale) = match self {
            Self::Same(text) => (Some((None, text.as_str())), None),
            Self::ByLocale(texts) => (None, Some(texts)),
        };
        let by_locale = by_locale.into_iter().flatten();
        same.into_iter().chain(by_locale.map(|(locale, text)| (Some(locale.as_str()), text.as_str())))
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::Same(String::new())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::Same(text.to_owned())
    }
}

// By hand, since serde's `untagged` cannot say what it expected.
impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct StringOrMap;
        impl<'de> Visitor<'de> for StringOrMap {
            type Value = Text;
            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("a text, or an object of texts by locale")
            }
            fn visit_str<E>(self, text: &str) -> Result<Text, E> {
                Ok(Text::Same(text.to_owned()))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
                let mut texts = Named::new();
                while let Some((locale, text)) = map.next_entry::<String, String>()? {
                    texts.insert(locale, text);
                }
                Ok(Text::ByLocale(texts))
            }
        }
        deserializer.deserialize_any(StringOrMap)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Same(text) => serializer.serialize_str(text),
            Self::ByLocale(texts) => texts.serialize(serializer),
        }
    }
}

#[cfg(feature = "native")]
impl schemars::JsonSchema for Text {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Text".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A text for every language, or an object of texts by locale. No HTML.",
            "type": ["string", "object"],
            "additionalProperties": { "type": "string" },
            "examples": ["Join", { "en": "Join", "ko": "가입하기" }]
        })
    }
}

impl Read for Text {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        match value {
            Value::String(text) => Self::Same(text.clone()),
            _ => Self::ByLocale(Named::read(value, reading)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_back_from_region_to_language_to_default() {
        let text = Text::ByLocale([("en", "Join"), ("ko", "가입하기")].into_iter().map(|(k, v)| (k.into(), v.into())).collect());
        assert_eq!(text.in_locale("ko-KR", "en"), "가입하기");
        assert_eq!(text.in_locale("fr", "en"), "Join");
        assert_eq!(text.in_locale("fr", "de"), "Join");
        assert_eq!(Text::from("Go").in_locale("ko", "en"), "Go");
    }
}
