//! Dates: `dateTimeFromEpoch`, `dateTimeToEpoch` and `dateTimeAdd` of ISO 8601 times in UTC. Other notations and
//! format strings depend on a culture and stay unknown; so does the clock.

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
        [_, _] => add(text_of(arguments, 0)?, text_of(arguments, 1)?).map_or(Ok(Outcome::Unknown), text),
        _ => Ok(Outcome::Unknown),
    }),
    Function::known("utcNow", 0, 1, |_: &[Value]| Ok(Outcome::Unknown)),
];

/// Adds a duration of days, hours, minutes and seconds; months and years stay unknown.
fn add(time: &str, duration: &str) -> Option<String> {
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
    show(read(time)?.checked_add(seconds.checked_mul(sign)?)?)
}

/// `2023-03-31T01:00:38Z` as seconds since 1970.
fn read(text: &str) -> Option<i64> {
    let field = |from: usize, to: usize| -> Option<i64> {
        let digits = text.get(from..to)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let marks = [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":"), (19, "Z")];
    if text.len() != 20 || marks.iter().any(|(at, mark)| text.get(*at..at + 1) != Some(*mark)) {
        return None;
    }
    let (year, month, day) = (field(0, 4)?, field(5, 7)?, field(8, 10)?);
    let (hour, minute, second) = (field(11, 13)?, field(14, 16)?, field(17, 19)?);
    let days = days_before(year, month, day)?;
    let plausible = hour < 24 && minute < 60 && second < 60 && date_of(days) == (year, month, day);
    plausible.then_some(days * DAY + hour * 3_600 + minute * 60 + second)
}

fn show(seconds: i64) -> Option<String> {
    if !YEARS.contains(&seconds) {
        return None;
    }
    let (year, month, day) = date_of(seconds.div_euclid(DAY));
    let rest = seconds.rem_euclid(DAY);
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
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
        assert_eq!(add("2023-12-31T23:59:59Z", "P1DT1S").as_deref(), Some("2024-01-02T00:00:00Z"));
        assert_eq!(add("2024-03-01T00:00:00Z", "-P1D").as_deref(), Some("2024-02-29T00:00:00Z"));
        assert_eq!(add("2024-03-01T00:00:00Z", "P1M"), None);
        assert_eq!(add("2024-03-01 00:00:00Z", "P1D"), None);
        assert_eq!(add("2024-03-01T00:00:00Z", "P99999999999999999D"), None);
    }
}
