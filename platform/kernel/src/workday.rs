//! The Finnish working-day calendar and the counting of statutory times.
//!
//! A *workday* here is Monday to Friday that is not a public holiday, Midsummer Eve or Christmas Eve. The two eves are not
//! public holidays, but the Act on the Computation of Statutory Times of Limit (150/1930) 5 § puts them, like Saturdays, on
//! one line with the holidays: an act whose last day falls on one may be done on the next workday [verified: finlex.fi].
//! They are therefore neither counted nor landed on.
//!
//! Holidays: Church Act (movable feasts as the calendar of the Evangelical Lutheran Church has them), Independence Day Act
//! 388/1937 and May Day Act 272/1944 [memory]. No locale, no clock, no I/O; dates far outside the calendar stop at
//! [`NaiveDate::MAX`] instead of failing.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

/// Days after posting when a letter is deemed received: the seventh (Administrative Procedure Act 434/2003 59 §) [memory].
pub const LETTER_RECEIVED_AFTER_DAYS: u32 = 7;
/// Days after sending when an electronic notice is deemed received: the third (13/2003 19 §) [memory].
pub const E_NOTICE_RECEIVED_AFTER_DAYS: u32 = 3;
/// Days in which a claim for administrative review or an appeal is made [verified: 30 days].
pub const APPEAL_DAYS: u32 = 30;

/// A day on which offices are closed though it may fall on a weekday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holiday {
    NewYear,
    Epiphany,
    GoodFriday,
    EasterSunday,
    EasterMonday,
    MayDay,
    AscensionDay,
    Pentecost,
    MidsummerEve,
    MidsummerDay,
    AllSaints,
    IndependenceDay,
    ChristmasEve,
    ChristmasDay,
    SecondChristmasDay,
}

impl Holiday {
    /// False for Midsummer Eve and Christmas Eve, which count as holidays only for statutory times (150/1930 5 §).
    pub const fn is_public(self) -> bool {
        !matches!(self, Self::MidsummerEve | Self::ChristmasEve)
    }
}

/// The holiday a date is, if it is one. Sundays as such are not named. The rules of today are applied to every year.
pub fn holiday(date: NaiveDate) -> Option<Holiday> {
    use Holiday::{
        AllSaints, AscensionDay, ChristmasDay, ChristmasEve, EasterMonday, EasterSunday, Epiphany, GoodFriday, IndependenceDay, MayDay,
        MidsummerDay, MidsummerEve, NewYear, Pentecost, SecondChristmasDay,
    };
    let fixed = match (date.month(), date.day(), date.weekday()) {
        (1, 1, _) => Some(NewYear),
        (1, 6, _) => Some(Epiphany),
        (5, 1, _) => Some(MayDay),
        (6, 19..=25, Weekday::Fri) => Some(MidsummerEve),
        (6, 20..=26, Weekday::Sat) => Some(MidsummerDay),
        (10, 31, Weekday::Sat) | (11, 1..=6, Weekday::Sat) => Some(AllSaints),
        (12, 6, _) => Some(IndependenceDay),
        (12, 24, _) => Some(ChristmasEve),
        (12, 25, _) => Some(ChristmasDay),
        (12, 26, _) => Some(SecondChristmasDay),
        _ => None,
    };
    // May Day may also be Ascension Day (2008) and the day keeps its fixed name.
    fixed.or_else(|| match date.signed_duration_since(easter_sunday(date.year())?).num_days() {
        -2 => Some(GoodFriday),
        0 => Some(EasterSunday),
        1 => Some(EasterMonday),
        39 => Some(AscensionDay),
        49 => Some(Pentecost),
        _ => None,
    })
}

/// Easter Sunday by the Gregorian calendar. `None` only for years outside [`NaiveDate`].
pub fn easter_sunday(year: i32) -> Option<NaiveDate> {
    // The lunar calendar of the Gregorian reform: the golden number gives the paschal full moon by the century's
    // corrections; Easter is the Sunday after it.
    let golden = year.rem_euclid(19);
    let century = year.div_euclid(100);
    let skipped_leap_days = century - century.div_euclid(4);
    let moon_correction = (8 * century + 13).div_euclid(25);
    let mut moon_age = (skipped_leap_days - moon_correction + 19 * golden + 15).rem_euclid(30);
    // Two exceptions keep the full moon within 29 days and apart from the same date twice in one cycle.
    if moon_age == 29 || (moon_age == 28 && golden > 10) {
        moon_age -= 1;
    }
    let full_moon = NaiveDate::from_ymd_opt(year, 3, 21)?.checked_add_days(Days::new(u64::try_from(moon_age).ok()?))?;
    let days_to_sunday = 7 - full_moon.weekday().num_days_from_sunday();
    full_moon.checked_add_days(Days::new(u64::from(days_to_sunday)))
}

/// True for Monday–Friday that is neither a public holiday nor Midsummer Eve nor Christmas Eve.
pub fn is_workday(date: NaiveDate) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun) && holiday(date).is_none()
}

/// The date itself when it is a workday, else the next workday (150/1930 5 §) [verified: finlex.fi].
pub fn roll_to_workday(date: NaiveDate) -> NaiveDate {
    let mut day = date;
    while !is_workday(day) {
        match day.succ_opt() {
            Some(next) => day = next,
            None => return NaiveDate::MAX,
        }
    }
    day
}

/// The `n`th workday after `from`; `from` itself (the day of receipt) is not counted (150/1930 2 §). With `n` 0 the day itself.
pub fn add_workdays(from: NaiveDate, n: u32) -> NaiveDate {
    let mut day = from;
    let mut left = n;
    while left > 0 {
        match day.succ_opt() {
            Some(next) => day = next,
            None => return NaiveDate::MAX,
        }
        if is_workday(day) {
            left -= 1;
        }
    }
    day
}

/// Workdays after `from` up to and including `to`; negative when `to` is before `from` (then those after `to` up to `from`).
///
/// From a Friday to the next Monday it is 1; from Friday to Sunday 0.
pub fn workdays_between(from: NaiveDate, to: NaiveDate) -> i64 {
    if to < from {
        return -workdays_between(to, from);
    }
    let mut day = from;
    let mut count = 0;
    while day < to {
        match day.succ_opt() {
            Some(next) => day = next,
            None => break,
        }
        if is_workday(day) {
            count += 1;
        }
    }
    count
}

/// The same day `n` months later, or that month's last day when it has no such day (150/1930 3 §) [verified: finlex.fi].
/// Not rolled to a workday.
pub fn add_months(from: NaiveDate, n: u32) -> NaiveDate {
    from.checked_add_months(Months::new(n)).unwrap_or(NaiveDate::MAX)
}

/// `n` calendar days after `from`, `from` not counted (150/1930 2 §). Not rolled to a workday.
pub fn add_days(from: NaiveDate, n: u32) -> NaiveDate {
    from.checked_add_days(Days::new(u64::from(n))).unwrap_or(NaiveDate::MAX)
}

/// The day a letter posted on `posted` is deemed received, holiday or not (434/2003 59 §) [memory].
pub fn letter_received(posted: NaiveDate) -> NaiveDate {
    add_days(posted, LETTER_RECEIVED_AFTER_DAYS)
}

/// The day an electronic notice sent on `sent` is deemed received, holiday or not (13/2003 19 §) [memory].
pub fn e_notice_received(sent: NaiveDate) -> NaiveDate {
    add_days(sent, E_NOTICE_RECEIVED_AFTER_DAYS)
}

/// Last day to appeal: the 30th day after receipt, rolled to a workday.
pub fn appeal_ends(received: NaiveDate) -> NaiveDate {
    roll_to_workday(add_days(received, APPEAL_DAYS))
}

#[cfg(test)]
#[path = "workday_tests.rs"]
mod tests;
