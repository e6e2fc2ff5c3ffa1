//! Dates: `dateTimeFromEpoch`, `dateTimeToEpoch` and `dateTimeAdd` of ISO 8601 times in UTC, and format strings as the
//! invariant culture writes them. Other notations stay unknown; so does the clock.

use super::{Function, Outcome, integer, integer_of, text, text_of};
use crate::input::arm::expression::Value;
use crate::input::arm::fault::Fault;

const DAY: i64 = 86_400;

/// Seconds since 1970 that four-digit years can write.
const YEARS: std::ops::Range<i64> = -62_135_596_800..253_402_300_800;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The first of January 1970 was a Thursday.
const WEEKDAYS: [&str; 7] = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];

pub(super) const TABLE: &[Function] = &[
    Function::known("dateTimeFromEpoch", 1, 1, |arguments| {
        let seconds = integer_of(arguments, 0)?.and_then(show);
        seconds.map_or(Ok(Outcome::Unknown), text)
    }),
    Function::known("dateTimeToEpoch", 1, 1, |arguments| {
        time(text_of(arguments, 0)?)?.map_or(Ok(Outcome::Unknown), integer)
    }),
    Function::known("dateTimeAdd", 2, 3, |arguments| {
        let (start, duration) = (text_of(arguments, 0)?, text_of(arguments, 1)?);
        let is_duration = duration.trim_start_matches('-').starts_with('P');
        let sum = match time(start)? {
            _ if !is_duration => return Err(Fault::template("the duration does not begin with 'P'")),
            // How a time with an offset is written is not documented.
            Some(seconds) if start.ends_with('Z') => add(seconds, duration),
            _ => None,
        };
        let shown = match arguments.get(2) {
            Some(_) => {
                let format = text_of(arguments, 2)?;
                sum.and_then(|sum| formatted(sum, format))
            }
            // Without a format the result has that of the time, which is certain only for one notation.
            None => sum.filter(|_| start.len() == 20 && start.contains('T')).and_then(show),
        };
        // The service completes what looks like a time without a zone.
        let is_open = |shown: &str| shown.len() == 19 && shown.get(10..11) == Some("T");
        shown.filter(|shown| !is_open(shown)).map_or(Ok(Outcome::Unknown), text)
    }),
    Function::known("utcNow", 0, 1, |_: &[Value]| Ok(Outcome::Unknown)),
];

/// Seconds since 1970 of a text; `None` for a notation that is not read.
fn time(text: &str) -> Result<Option<i64>, Fault> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Err(Fault::template("the string is no time"));
    }
    Ok(read(text))
}

/// A duration of `P[nY][nM][nD][T[nH][nM][nS]]`.
#[derive(Default)]
struct Duration {
    years: i64,
    months: i64,
    seconds: i64,
}

impl Duration {
    fn parse(duration: &str) -> Option<Self> {
        let (sign, duration) = duration.strip_prefix('-').map_or((1, duration), |rest| (-1, rest));
        let mut rest = duration.strip_prefix('P').filter(|rest| !rest.is_empty())?;
        let mut parsed = Self::default();
        let mut in_time = false;
        while !rest.is_empty() {
            if let Some(behind) = rest.strip_prefix('T') {
                in_time = true;
                rest = behind;
                continue;
            }
            let length = rest.bytes().take_while(u8::is_ascii_digit).count();
            let amount = rest.get(..length)?.parse::<i64>().ok()?.checked_mul(sign)?;
            let (total, unit) = match (rest.as_bytes().get(length)?, in_time) {
                (b'Y', false) => (&mut parsed.years, 1),
                (b'M', false) => (&mut parsed.months, 1),
                (b'D', false) => (&mut parsed.seconds, DAY),
                (b'H', true) => (&mut parsed.seconds, 3_600),
                (b'M', true) => (&mut parsed.seconds, 60),
                (b'S', true) => (&mut parsed.seconds, 1),
                _ => return None,
            };
            *total = total.checked_add(amount.checked_mul(unit)?)?;
            rest = rest.get(length + 1..)?;
        }
        Some(parsed)
    }
}

/// Seconds since 1970 a duration after `start`. Years and months are added by the calendar, or as 365 and 30 days: which of
/// both is not documented (<https://github.com/Azure/bicep/issues/8188>), so the sum is known where both agree.
fn add(start: i64, duration: &str) -> Option<i64> {
    let Duration { years, months, seconds } = Duration::parse(duration)?;
    let days = years.checked_mul(365)?.checked_add(months.checked_mul(30)?)?;
    let by_days = start.checked_add(days.checked_mul(DAY)?)?.checked_add(seconds)?;
    let (year, month, day) = date_of(start.div_euclid(DAY));
    let whole = year.checked_add(years)?.checked_mul(12)?.checked_add(month - 1)?.checked_add(months)?;
    let (year, month) = (whole.div_euclid(12), whole.rem_euclid(12) + 1);
    // The last day of a month that has no such day.
    let date = (0..4).find_map(|missing| {
        let days = days_before(year, month, day - missing)?;
        (date_of(days) == (year, month, day - missing)).then_some(days)
    })?;
    let by_calendar = date.checked_mul(DAY)?.checked_add(start.rem_euclid(DAY))?.checked_add(seconds)?;
    (by_days == by_calendar).then_some(by_days)
}

/// `2023-03-31T01:00:38Z`, also with a space for the `T` or an offset for the `Z`, as seconds since 1970.
fn read(text: &str) -> Option<i64> {
    let field = |from: usize, to: usize| -> Option<i64> {
        let digits = text.get(from..to)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    let marked = |marks: &[(usize, &str)]| marks.iter().all(|(at, mark)| text.get(*at..at + 1) == Some(*mark));
    if !matches!(text.get(10..11), Some("T" | " ")) || !marked(&[(4, "-"), (7, "-"), (13, ":"), (16, ":")]) {
        return None;
    }
    let offset = match text.get(19..20)? {
        "Z" if text.len() == 20 => 0,
        sign @ ("+" | "-") if text.len() == 25 && marked(&[(22, ":")]) => {
            let seconds = field(20, 22).filter(|it| *it < 15)? * 3_600 + field(23, 25).filter(|it| *it < 60)? * 60;
            if sign == "+" { seconds } else { -seconds }
        }
        _ => return None,
    };
    let (year, month, day) = (field(0, 4)?, field(5, 7)?, field(8, 10)?);
    let (hour, minute, second) = (field(11, 13)?, field(14, 16)?, field(17, 19)?);
    let days = days_before(year, month, day)?;
    let plausible = hour < 24 && minute < 60 && second < 60 && date_of(days) == (year, month, day);
    plausible.then_some(days * DAY + hour * 3_600 + minute * 60 + second - offset)
}

fn show(seconds: i64) -> Option<String> {
    formatted(seconds, "yyyy-MM-ddTHH:mm:ssZ")
}

/// A time by a format string, names in English; `None` for what depends on a time zone, and for rare specifiers.
fn formatted(seconds: i64, format: &str) -> Option<String> {
    if !YEARS.contains(&seconds) {
        return None;
    }
    let format = match format {
        "d" => "MM/dd/yyyy",
        "D" => "dddd, dd MMMM yyyy",
        "R" | "r" => "ddd, dd MMM yyyy HH:mm:ss GMT",
        "s" => "yyyy-MM-ddTHH:mm:ss",
        "t" => "HH:mm",
        "T" => "HH:mm:ss",
        "u" => "yyyy-MM-dd HH:mm:ssZ",
        // Other single letters are standard formats of their own.
        other if other.len() < 2 => return None,
        other => other,
    };
    let mut shown = String::new();
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        if let Some(behind) = rest.strip_prefix("GMT") {
            shown.push_str("GMT");
            rest = behind;
            continue;
        }
        let count = rest.chars().take_while(|next| *next == first).count();
        let (run, behind) = rest.split_at_checked(count * first.len_utf8())?;
        rest = behind;
        match first {
            '-' | ':' | ' ' | '.' | ',' | '_' | '/' | 'T' | 'Z' | '0'..='9' => shown.push_str(run),
            _ => shown.push_str(&field(seconds, first, count)?),
        }
    }
    Some(shown)
}

/// One field of a custom format.
fn field(seconds: i64, letter: char, count: usize) -> Option<String> {
    let days = seconds.div_euclid(DAY);
    let (year, month, day) = date_of(days);
    let rest = seconds.rem_euclid(DAY);
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    let half = if hour % 12 == 0 { 12 } else { hour % 12 };
    let name = |names: &[&str], at: i64| usize::try_from(at).ok().and_then(|at| names.get(at)).map(|it| it.to_string());
    let short = |name: Option<String>| name.and_then(|name| name.get(..3).map(str::to_owned));
    let number = match (letter, count) {
        ('y', 4) => return Some(format!("{year:04}")),
        ('M', 3) => return short(name(&MONTHS, month - 1)),
        ('M', 4) => return name(&MONTHS, month - 1),
        ('d', 3) => return short(name(&WEEKDAYS, days.rem_euclid(7))),
        ('d', 4) => return name(&WEEKDAYS, days.rem_euclid(7)),
        ('t', 2) => return Some(if hour < 12 { "AM" } else { "PM" }.to_owned()),
        ('f', 1..=7) => return Some("0".repeat(count)),
        ('y', 2) => year % 100,
        ('M', 1 | 2) => month,
        ('d', 1 | 2) => day,
        ('H', 1 | 2) => hour,
        ('h', 1 | 2) => half,
        ('m', 1 | 2) => minute,
        ('s', 1 | 2) => second,
        _ => return None,
    };
    Some(if count == 2 { format!("{number:02}") } else { number.to_string() })
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

    /// Days and times are added; years and months where the calendar and their usual lengths agree.
    #[test]
    fn durations() {
        let added = |time, duration| add(read(time)?, duration).and_then(show);
        assert_eq!(added("2023-12-31T23:59:59Z", "P1DT1S").as_deref(), Some("2024-01-02T00:00:00Z"));
        assert_eq!(added("2024-03-01T00:00:00Z", "-P1D").as_deref(), Some("2024-02-29T00:00:00Z"));
        assert_eq!(added("2020-04-07 14:53:14Z", "P3Y").as_deref(), Some("2023-04-07T14:53:14Z"));
        assert_eq!(added("2020-04-07T14:53:14Z", "P1MT1H").as_deref(), Some("2020-05-07T15:53:14Z"));
        assert_eq!(added("2020-03-07T14:53:14Z", "P1M"), None);
        assert_eq!(added("2020-01-01T00:00:00Z", "P1Y"), None);
        for duration in ["P1W", "PT0.5S", "P", "1D", "P99999999999999999D", "P99999999999999999Y", "-P999999Y"] {
            assert_eq!(added("2024-03-01T00:00:00Z", duration), None, "{duration}");
        }
    }

    /// Times in UTC and with offsets are read; the service itself refuses the notation of `utcNow()`.
    #[test]
    fn notations() {
        for text in ["2020-04-07T14:53:14Z", "2020-04-07 14:53:14Z", "2020-04-07T16:53:14+02:00"] {
            assert_eq!(read(text), Some(1_586_271_194), "{text}");
        }
        for text in ["2020-04-07", "2020-04-07T14:53:14", "4/7/2020", "20200407T145314Z", "2020-04-07T14:53:14+2:00"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    /// Formats are written out as the invariant culture does; time zones stay unknown.
    #[test]
    fn formats() {
        let at = read("2020-04-07 14:53:04Z").expect("a time");
        for (format, expected) in [
            ("u", Some("2020-04-07 14:53:04Z")),
            ("s", Some("2020-04-07T14:53:04")),
            ("d", Some("04/07/2020")),
            ("D", Some("Tuesday, 07 April 2020")),
            ("R", Some("Tue, 07 Apr 2020 14:53:04 GMT")),
            ("yyyyMMdd-HHmmss", Some("20200407-145304")),
            ("yy.M.d h:m:s", Some("20.4.7 2:53:4")),
            ("MMM d, yyyy hh:mm tt", Some("Apr 7, 2020 02:53 PM")),
            ("HH:mm:ss.fff", Some("14:53:04.000")),
            ("G", None),
            ("yyyy-MM-ddTHH:mm:ssK", None),
            ("'day' d", None),
            ("", None),
        ] {
            assert_eq!(formatted(at, format).as_deref(), expected, "{format}");
        }
    }
}
