//! Calendar days as users write them. It reads no clock.
//!
//! In: `YYYY-MM-DD`, or seconds since 1970-01-01 UTC. Out: a [`Date`] that compares by time.

use std::fmt;
use std::str::FromStr;

/// A day of the proleptic Gregorian calendar, in the years 0 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// A text that is no day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a date such as 2025-03-14")]
pub struct NoDate;

const SECONDS_OF_DAY: u64 = 86_400;

impl Date {
    /// The day `year`-`month`-`day`; `None` when the calendar has no such day.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let last = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if is_leap => 29,
            2 => 28,
            _ => return None,
        };
        (year <= 9999 && (1..=last).contains(&day)).then_some(Self { year, month, day })
    }

    /// The day in UTC, `seconds` after the beginning of 1970; the last day there is for what lies beyond.
    #[must_use]
    pub fn from_unix_seconds(seconds: u64) -> Self {
        // Days from the first of March of year 0, so that the leap day is the last of its year.
        // Source: <https://howardhinnant.github.io/date_algorithms.html#civil_from_days>.
        let days = seconds / SECONDS_OF_DAY + 719_468;
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + u64::from(month <= 2);
        let last = Self { year: 9999, month: 12, day: 31 };
        match (u16::try_from(year), u8::try_from(month), u8::try_from(day)) {
            (Ok(year), Ok(month), Ok(day)) => Self::new(year, month, day).unwrap_or(last),
            _ => last,
        }
    }
}

impl FromStr for Date {
    type Err = NoDate;

    fn from_str(text: &str) -> Result<Self, NoDate> {
        let parts: Vec<&str> = text.split('-').collect();
        let [year, month, day] = parts.as_slice() else { return Err(NoDate) };
        let number = |part: &str, digits: usize| {
            (part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| part.parse::<u16>().ok())?
        };
        let small = |part: &str| u8::try_from(number(part, 2)?).ok();
        let date = || Self::new(number(year, 4)?, small(month)?, small(day)?);
        date().ok_or(NoDate)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Days of the calendar are read and written back; anything else is refused.
    #[test]
    fn days_are_read() {
        for text in ["2025-03-14", "2024-02-29", "2000-02-29", "0000-01-01", "9999-12-31"] {
            assert_eq!(text.parse::<Date>().map(|date| date.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "2025", "2025-3-14", "2025-13-01", "2025-02-29", "1900-02-29", "2025-04-31", "2025-01-00"] {
            assert_eq!(text.parse::<Date>(), Err(NoDate), "{text}");
        }
        for text in ["25-03-14", "2025-03-14T00", "+025-03-14", "2025-03-14-1", "２０２５-03-14"] {
            assert_eq!(text.parse::<Date>(), Err(NoDate), "{text}");
        }
    }

    /// Days compare by time.
    #[test]
    fn days_compare() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert!(date("2024-12-31") < date("2025-01-01"));
        assert!(date("2025-01-31") < date("2025-02-01"));
    }

    /// Seconds become the day in UTC, across leap years and centuries.
    #[test]
    fn seconds_become_days() {
        let day = |seconds| Date::from_unix_seconds(seconds).to_string();
        assert_eq!(day(0), "1970-01-01");
        assert_eq!(day(86_399), "1970-01-01");
        assert_eq!(day(951_782_400), "2000-02-29");
        assert_eq!(day(951_868_800), "2000-03-01");
        assert_eq!(day(1_741_910_400), "2025-03-14");
        assert_eq!(day(4_102_444_800), "2100-01-01");
        assert_eq!(day(u64::MAX), "9999-12-31");
    }
}
