//! The primitive types of FHIR R4, by the forms its specification gives (http://hl7.org/fhir/R4/datatypes.html).

use chrono::{DateTime, NaiveDate};

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, a day that exists.
pub fn is_date(text: &str) -> bool {
    partial_date(text).is_some()
}

/// A date, or a date with time and zone: `2017-11-20T11:46:00+02:00`. A time without a zone is not FHIR, for it could be
/// any of 26 hours.
pub fn is_date_time(text: &str) -> bool {
    if text.contains('T') { is_instant(text) } else { is_date(text) }
}

/// Date, time to the second or finer, and zone.
pub fn is_instant(text: &str) -> bool {
    let Some((date, rest)) = text.split_once('T') else { return false };
    // chrono also takes blanks and small letters; FHIR does not.
    date.len() == 10 && rest.is_ascii() && !rest.contains([' ', 't', 'z']) && is_date(date) && DateTime::parse_from_rfc3339(text).is_ok()
}

/// The first day a partial date means, with its precision in digits written (4, 7 or 10).
pub fn partial_date(text: &str) -> Option<(NaiveDate, usize)> {
    if !text.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() }) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<u32>().ok());
    let year = i32::try_from(number(0..4)?).ok().filter(|year| *year > 0)?;
    let date = match text.len() {
        4 => NaiveDate::from_ymd_opt(year, 1, 1),
        7 => NaiveDate::from_ymd_opt(year, number(5..7)?, 1),
        10 => NaiveDate::from_ymd_opt(year, number(5..7)?, number(8..10)?),
        _ => None,
    }?;
    Some((date, text.len()))
}

/// `HH:MM:SS` with fractions, no zone.
pub fn is_time(text: &str) -> bool {
    text.is_ascii() && text.len() >= 8 && chrono::NaiveTime::parse_from_str(text, "%H:%M:%S%.f").is_ok()
}

/// Letters, digits, `-` and `.`, at most 64.
pub fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
}

/// No blank at either end and single blanks inside.
pub fn is_code(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(char::is_whitespace)
        && !text.ends_with(char::is_whitespace)
        && !text.contains("  ")
        && !text.contains(['\t', '\n', '\r'])
}

/// No white space.
pub fn is_uri(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_may_be_partial_and_must_exist() {
        for good in ["2017", "2017-11", "2017-11-20", "2000-02-29", "1899-12-31"] {
            assert!(is_date(good), "{good}");
        }
        for bad in ["17", "2017-13", "2017-1-2", "2017-02-29", "20171120", "2017-11-20T11:46:00Z", "", "0000", "2017-11-2x", "äöäö"] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn a_time_needs_seconds_and_zone() {
        for good in ["2017", "2017-11-20", "2017-11-20T11:46:00+02:00", "2017-11-20T09:46:00Z", "2017-11-20T09:46:00.123456789Z"] {
            assert!(is_date_time(good), "{good}");
        }
        for bad in [
            "2017-11-20T11:46:00",
            "2017-11-20T11:46+02:00",
            "2017-11-20 11:46:00Z",
            "2017-11-20T25:00:00Z",
            "2017-11T09:00:00Z",
            "20.11.2017",
            "2017-11-20t09:46:00z",
        ] {
            assert!(!is_date_time(bad), "{bad}");
        }
        assert!(!is_instant("2017-11-20"));
    }

    #[test]
    fn ids_codes_uris_and_times() {
        assert!(is_id("a.B-9") && !is_id("") && !is_id("a_b") && !is_id(&"x".repeat(65)));
        assert!(is_code("in-progress") && is_code("two words") && !is_code(" x") && !is_code("a  b") && !is_code(""));
        assert!(is_uri("urn:oid:1.2.246.21") && !is_uri("a b") && !is_uri(""));
        assert!(is_time("08:30:00") && is_time("08:30:00.5") && !is_time("08:30") && !is_time("24:30:00"));
    }
}
