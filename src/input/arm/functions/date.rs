//! Dates: `dateTimeFromEpoch`, `dateTimeToEpoch` and `dateTimeAdd` of ISO 8601 times in UTC, and the format strings that
//! do not depend on a culture. Other notations stay unknown; so does the clock.

use super::{Function, Outcome, integer, integer_of, text, text_of};
use crate::input::arm::expression::Value;

const DAY: i64 = 86_400;

/// Seconds since 1970 that four-digit years can write.
const YEARS: std::ops::Range<i64> = -62_135_596_800..253_402_300_800;

pub(super) const TABLE: &[Function] = &[
    Function::known("dateTimeFromEpoch", 1, 1, |arguments| {
        let seconds = integer_of(arguments, 0)?.and_then(show);
        seconds.map_or(Ok(Outcome::Unknown), text)
    }),
    Function::known("dateTimeToEpoch", 1, 1, |arguments| {
        read(text_of(arguments, 0)?).map_or(Ok(Outcome::Unknown), integer)
    }),
    Function::known("dateTimeAdd", 2, 3, |arguments| match arguments {
        [_, _] => {
            let (time, duration) = (text_of(arguments, 0)?, text_of(arguments, 1)?);
            // Without a format the result has that of the time, which is certain only for one notation.
            let is_usual = time.contains('T');
            add(time, duration).filter(|_| is_usual).and_then(show).map_or(Ok(Outcome::Unknown), text)
        }
        _ => {
            let sum = add(text_of(arguments, 0)?, text_of(arguments, 1)?);
            let format = text_of(arguments, 2)?;
            sum.and_then(|sum| formatted(sum, format)).map_or(Ok(Outcome::Unknown), text)
        }
    }),
    Function::known("utcNow", 0, 1, |_: &[Value]| Ok(Outcome::Unknown)),
];

/// Seconds since 1970 a duration of days, hours, minutes and seconds after `time`; months and years stay unknown.
fn add(time: &str, duration: &str) -> Option<i64> {
    let (sign, duration) = duration.strip_prefix('-').map_or((1, duration), |rest| (-1, rest));
    let mut rest = duration.strip_prefix('P').filter(|rest| !rest.is_empty())?;
    let mut seconds = 0_i64;
    let mut in_time = false;
    while !rest.is_empty() {
        if let Some(behind) = rest.strip_prefix('T') {
            in_time = true;
            rest = behind;
            continue;
        }
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let amount: i64 = rest.get(..length)?.parse().ok()?;
        let unit = match (rest.as_bytes().get(length)?, in_time) {
            (b'W', false) => 7 * DAY,
            (b'D', false) => DAY,
            (b'H', true) => 3_600,
            (b'M', true) => 60,
            (b'S', true) => 1,
            _ => return None,
        };
        seconds = seconds.checked_add(amount.checked_mul(unit)?)?;
        rest = rest.get(length + 1..)?;
    }
    read(time)?.checked_add(seconds.checked_mul(sign)?)
}

/// `2023-03-31T01:00:38Z`, also with a space for the `T`, as seconds since 1970.
fn read(text: &str) -> Option<i64> {
    let field = |from: usize, to: usize| -> Option<i64> {
        let digits = text.get(from..to)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let marks = [(4, "-"), (7, "-"), (13, ":"), (16, ":"), (19, "Z")];
    let has_separator = matches!(text.get(10..11), Some("T" | " "));
    if text.len() != 20 || !has_separator || marks.iter().any(|(at, mark)| text.get(*at..at + 1) != Some(*mark)) {
        return None;
    }
    let (year, month, day) = (field(0, 4)?, field(5, 7)?, field(8, 10)?);
    let (hour, minute, second) = (field(11, 13)?, field(14, 16)?, field(17, 19)?);
    let days = days_before(year, month, day)?;
    let plausible = hour < 24 && minute < 60 && second < 60 && date_of(days) == (year, month, day);
    plausible.then_some(days * DAY + hour * 3_600 + minute * 60 + second)
}

fn show(seconds: i64) -> Option<String> {
    formatted(seconds, "yyyy-MM-ddTHH:mm:ssZ")
}

/// A time by a format string of digits and separators; `None` for what depends on a culture or a time zone.
fn formatted(seconds: i64, format: &str) -> Option<String> {
    if !YEARS.contains(&seconds) {
        return None;
    }
    let format = match format {
        "u" => "yyyy-MM-dd HH:mm:ssZ",
        "s" => "yyyy-MM-ddTHH:mm:ss",
        // Other single letters are standard formats of their own.
        other if other.len() < 2 => return None,
        other => other,
    };
    let (year, month, day) = date_of(seconds.div_euclid(DAY));
    let rest = seconds.rem_euclid(DAY);
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    let half = if hour % 12 == 0 { 12 } else { hour % 12 };
    let mut shown = String::new();
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        let count = rest.chars().take_while(|next| *next == first).count();
        let (run, behind) = rest.split_at_checked(count * first.len_utf8())?;
        rest = behind;
        shown.push_str(&match (first, count) {
            ('y', 4) => format!("{year:04}"),
            ('y', 2) => format!("{:02}", year % 100),
            ('M', 2) => format!("{month:02}"),
            ('M', 1) => month.to_string(),
            ('d', 2) => format!("{day:02}"),
            ('d', 1) => day.to_string(),
            ('H', 2) => format!("{hour:02}"),
            ('H', 1) => hour.to_string(),
            ('h', 2) => format!("{half:02}"),
            ('h', 1) => half.to_string(),
            ('m', 2) => format!("{minute:02}"),
            ('m', 1) => minute.to_string(),
            ('s', 2) => format!("{second:02}"),
            ('s', 1) => second.to_string(),
            ('-' | ':' | ' ' | '.' | ',' | '_' | 'T' | 'Z' | '0'..='9', _) => run.to_owned(),
            _ => return None,
        });
    }
    Some(shown)
}

/// Days from 1970-01-01 in the Gregorian calendar.
fn days_before(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || year < 1 {
        return None;
    }
    // Years begin in March, so that the leap day comes last.
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468)
}

/// The reverse of [`days_before`].
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every day of four centuries and the ends of the range survive the way there and back.
    #[test]
    fn days_round_trip() {
        for days in (-719_162..-719_000).chain(-1_000..150_000).chain(2_932_800..2_932_896) {
            let (year, month, day) = date_of(days);
            assert_eq!(days_before(year, month, day), Some(days));
        }
        assert_eq!(show(1_680_224_438).as_deref(), Some("2023-03-31T01:00:38Z"));
        assert_eq!(read("2023-02-29T00:00:00Z"), None);
    }

    /// Days and times are added; months, and times in other notations, stay unknown.
    #[test]
    fn durations() {
        let added = |time, duration| add(time, duration).and_then(show);
        assert_eq!(added("2023-12-31T23:59:59Z", "P1DT1S").as_deref(), Some("2024-01-02T00:00:00Z"));
        assert_eq!(added("2024-03-01T00:00:00Z", "-P1D").as_deref(), Some("2024-02-29T00:00:00Z"));
        assert_eq!(add("2024-03-01T00:00:00Z", "P1M"), None);
        assert_eq!(add("2024-03-01", "P1D"), None);
        assert_eq!(add("2024-03-01T00:00:00Z", "P99999999999999999D"), None);
    }

    /// Formats of digits and separators are written out; names of months and time zones stay unknown.
    #[test]
    fn formats() {
        let at = read("2020-04-07 14:53:04Z").expect("a time");
        for (format, expected) in [
            ("u", Some("2020-04-07 14:53:04Z")),
            ("s", Some("2020-04-07T14:53:04")),
            ("yyyyMMdd-HHmmss", Some("20200407-145304")),
            ("yy.M.d h:m:s", Some("20.4.7 2:53:4")),
            ("d", None),
            ("MMM d", None),
            ("yyyy-MM-ddTHH:mm:ssK", None),
            ("", None),
        ] {
            assert_eq!(formatted(at, format).as_deref(), expected, "{format}");
        }
    }
}
