//! Points in time, in whole seconds, written as RFC 3339 in UTC. Never asks what time it is: that comes in as an argument.

use serde::de::{Deserialize, Deserializer, Error};
use serde::{Serialize, Serializer};

use crate::digits::push_digits;
use crate::value::{Read, Reading, Value, Write};

/// Whole seconds since 1970-01-01T00:00:00Z; in JSON `"2026-11-21T18:00:00Z"`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(pub i64);

pub const SECONDS_PER_DAY: i64 = 86_400;

impl Timestamp {
    /// From milliseconds, as browsers and servers tell time.
    #[must_use]
    pub fn from_millis(millis: f64) -> Self {
        // A float beyond i64 saturates: a lying clock gives a wrong date, never a panic.
        Self(libm::floor(millis / 1000.0) as i64)
    }

    /// Reads RFC 3339 in UTC (`Z`), with or without a fraction, which is dropped.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (mut rest, mut numbers) = (text, [0_i64; 6]);
        for (number, after) in numbers.iter_mut().zip(["-", "-", "T", ":", ":", ""]) {
            (*number, rest) = leading_number(rest)?;
            rest = rest.strip_prefix(after)?;
        }
        if let Some(fraction) = rest.strip_prefix('.') {
            rest = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
        }
        let offset = offset_of(rest)?;
        let [year, month, day, hour, minute, second] = numbers;
        let in_range = (0..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        let in_range = in_range && (0..=23).contains(&hour) && (0..=59).contains(&minute) && (0..=60).contains(&second);
        in_range.then(|| Self(days_from_civil(year, month, day) * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second - offset))
    }

    /// RFC 3339 in UTC.
    #[must_use]
    pub fn text(self) -> String {
        let mut text = String::new();
        for ((number, width), after) in self.civil().into_iter().zip([4, 2, 2, 2, 2, 2]).zip(['-', '-', 'T', ':', ':', 'Z']) {
            push_digits(&mut text, number.unsigned_abs(), width);
            text.push(after);
        }
        text
    }

    /// Year, month, day, hour, minute, second in UTC.
    #[must_use]
    pub fn civil(self) -> [i64; 6] {
        // Years 0 to 9999, so that arithmetic below cannot overflow whatever a clock says.
        let seconds = self.0.clamp(-62_167_219_200, 253_402_300_799);
        let (year, month, day) = civil_from_days(seconds.div_euclid(SECONDS_PER_DAY));
        let second = seconds.rem_euclid(SECONDS_PER_DAY);
        [year, month, day, second / 3600, second / 60 % 60, second % 60]
    }
}

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str(&self.text())
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string())
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("expected a time such as 2026-11-21T18:00:00Z"))
    }
}

/// Seconds of a duration as campaigns write it: `"40 s"`, `"10 min"`, `"2 hours"`, `"7 days"`.
#[must_use]
pub fn parse_duration(text: &str) -> Option<i64> {
    let (count, unit) = text.trim().split_once(' ')?;
    let seconds = match unit.trim() {
        "s" | "second" | "seconds" => 1,
        "min" | "minute" | "minutes" => 60,
        "hour" | "hours" => 3600,
        "day" | "days" => SECONDS_PER_DAY,
        "week" | "weeks" => 7 * SECONDS_PER_DAY,
        _ => return None,
    };
    let count: u32 = count.parse().ok()?;
    Some(i64::from(count) * seconds)
}

/// Seconds east of Greenwich: `Z`, `+09:00`.
fn offset_of(zone: &str) -> Option<i64> {
    if zone == "Z" {
        return Some(0);
    }
    let (hours, rest) = leading_number(zone.strip_prefix(['+', '-'])?)?;
    let (minutes, rest) = leading_number(rest.strip_prefix(':')?)?;
    let seconds = hours * 3600 + minutes * 60;
    (hours < 24 && minutes < 60 && rest.is_empty()).then_some(if zone.starts_with('-') { -seconds } else { seconds })
}

/// A number of one to four digits, and what stands behind it.
#[inline(never)]
fn leading_number(text: &str) -> Option<(i64, &str)> {
    let (mut number, mut digits) = (0, 0);
    for byte in text.bytes() {
        if !byte.is_ascii_digit() {
            break;
        }
        number = number * 10 + i64::from(byte - b'0');
        digits += 1;
        if digits > 4 {
            return None;
        }
    }
    Some((number, text.get(digits..)?)).filter(|_| digits > 0)
}

// The two conversions are Howard Hinnant's, https://howardhinnant.github.io/date_algorithms.html: proleptic Gregorian, days from 1970.

fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days - era * 146_097;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

impl Read for Timestamp {
    fn read(value: &Value, reading: &mut Reading) -> Self {
        value.as_str().and_then(Self::parse).unwrap_or_else(|| {
            reading.misfit("a time such as 2026-11-21T18:00:00Z");
            Self::default()
        })
    }
}

impl Write for Timestamp {
    fn write(&self) -> Value {
        Value::String(self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_and_read_as_rfc_3339() {
        for (seconds, text) in [(0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"), (1_795_284_000, "2026-11-21T18:00:00Z")]
        {
            assert_eq!(Timestamp(seconds).to_string(), text);
            assert_eq!(Timestamp::parse(text), Some(Timestamp(seconds)));
        }
        for text in ["2026-11-21T18:00:00.123Z", "2026-11-22T03:00:00+09:00", "2026-11-21T12:30:00-05:30"] {
            assert_eq!(Timestamp::parse(text), Some(Timestamp(1_795_284_000)), "{text}");
        }
        for text in ["2026-11-21T18:00:00", "2026-11-21T18:00:00+9", "2026-11-21T18:00:00+99:00", "2026-11-21"] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }

    #[test]
    fn times_agree_with_an_independent_calendar() {
        for seconds in (-62_000_000_000..253_000_000_000).step_by(98_765_431) {
            let theirs = jiff::Timestamp::from_second(seconds).expect("in range").to_string();
            assert_eq!(Timestamp(seconds).to_string(), theirs);
            assert_eq!(Timestamp::parse(&theirs), Some(Timestamp(seconds)));
        }
    }

    #[test]
    fn nonsense_is_no_time_and_a_lying_clock_is_no_panic() {
        for text in
            ["", "Z", "2026-13-01T00:00:00Z", "2026-01-01 00:00:00Z", "2026-01-01T00:00:00+9", "-1-1-1T::Z", "99999-01-01T00:00:00Z"]
        {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
        for seconds in [i64::MIN, i64::MAX] {
            assert_eq!(Timestamp(seconds).to_string().len(), 20);
        }
        assert_eq!(Timestamp::from_millis(f64::INFINITY).to_string(), "9999-12-31T23:59:59Z");
        for written in [Timestamp(i64::MIN).to_string(), Timestamp(i64::MAX).to_string()] {
            assert!(Timestamp::parse(&written).is_some(), "{written} is read again");
        }
    }

    #[test]
    fn durations_are_a_number_and_a_unit() {
        assert_eq!(parse_duration("40 s"), Some(40));
        assert_eq!(parse_duration("10 min"), Some(600));
        assert_eq!(parse_duration("7 days"), Some(604_800));
        for text in ["7days", "-1 days", "soon", "1.5 hours", "7 fortnights"] {
            assert_eq!(parse_duration(text), None, "{text}");
        }
    }
}
