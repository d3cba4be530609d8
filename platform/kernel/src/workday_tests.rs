use super::*;
use proptest::prelude::*;

fn d(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Movable days by the almanac: Good Friday, Ascension Day, Midsummer Eve, All Saints.
const MOVABLE: [(&str, &str, &str, &str); 7] = [
    ("2024-03-29", "2024-05-09", "2024-06-21", "2024-11-02"),
    ("2025-04-18", "2025-05-29", "2025-06-20", "2025-11-01"),
    ("2026-04-03", "2026-05-14", "2026-06-19", "2026-10-31"),
    ("2027-03-26", "2027-05-06", "2027-06-25", "2027-11-06"),
    ("2028-04-14", "2028-05-25", "2028-06-23", "2028-11-04"),
    ("2029-03-30", "2029-05-10", "2029-06-22", "2029-11-03"),
    ("2030-04-19", "2030-05-30", "2030-06-21", "2030-11-02"),
];

#[test]
fn movable_days_of_2024_to_2030() {
    for (friday, ascension, eve, saints) in MOVABLE {
        let friday = d(friday);
        assert_eq!(holiday(friday), Some(Holiday::GoodFriday));
        assert_eq!(holiday(add_days(friday, 2)), Some(Holiday::EasterSunday));
        assert_eq!(holiday(add_days(friday, 3)), Some(Holiday::EasterMonday));
        assert_eq!(holiday(d(ascension)), Some(Holiday::AscensionDay));
        assert_eq!(holiday(add_days(d(ascension), 10)), Some(Holiday::Pentecost));
        assert_eq!(holiday(d(eve)), Some(Holiday::MidsummerEve));
        assert_eq!(holiday(add_days(d(eve), 1)), Some(Holiday::MidsummerDay));
        assert_eq!(holiday(d(saints)), Some(Holiday::AllSaints));
    }
}

#[test]
fn easter_at_its_limits() {
    // The earliest and the latest possible, and the two exceptions of the lunar calendar.
    for (year, easter) in
        [(1818, "1818-03-22"), (1943, "1943-04-25"), (2038, "2038-04-25"), (1954, "1954-04-18"), (1981, "1981-04-19"), (2285, "2285-03-22")]
    {
        assert_eq!(easter_sunday(year), Some(d(easter)), "{year}");
    }
}

/// Weekdays (Monday–Friday) on which offices are closed, year by year; every other weekday is a workday.
#[test]
fn closed_weekdays_of_2024_to_2030() {
    let years: [(i32, &[&str]); 7] = [
        (2024, &["01-01", "03-29", "04-01", "05-01", "05-09", "06-21", "12-06", "12-24", "12-25", "12-26"]),
        (2025, &["01-01", "01-06", "04-18", "04-21", "05-01", "05-29", "06-20", "12-24", "12-25", "12-26"]),
        (2026, &["01-01", "01-06", "04-03", "04-06", "05-01", "05-14", "06-19", "12-24", "12-25"]),
        (2027, &["01-01", "01-06", "03-26", "03-29", "05-06", "06-25", "12-06", "12-24"]),
        (2028, &["01-06", "04-14", "04-17", "05-01", "05-25", "06-23", "12-06", "12-25", "12-26"]),
        (2029, &["01-01", "03-30", "04-02", "05-01", "05-10", "06-22", "12-06", "12-24", "12-25", "12-26"]),
        (2030, &["01-01", "04-19", "04-22", "05-01", "05-30", "06-21", "12-06", "12-24", "12-25", "12-26"]),
    ];
    for (year, closed) in years {
        // In 2024 and 2029 Epiphany is a Saturday, in 2030 a Sunday: it must not appear.
        let found: Vec<String> = d(&format!("{year}-01-01"))
            .iter_days()
            .take_while(|day| day.year() == year)
            .filter(|day| day.weekday().number_from_monday() <= 5 && !is_workday(*day))
            .map(|day| day.format("%m-%d").to_string())
            .collect();
        assert_eq!(found, closed, "{year}");
    }
}

#[test]
fn only_the_two_eves_are_not_public() {
    assert!(!Holiday::MidsummerEve.is_public() && !Holiday::ChristmasEve.is_public());
    assert!(Holiday::MidsummerDay.is_public() && Holiday::ChristmasDay.is_public());
}

#[test]
fn seventh_workday() {
    // Day of receipt, seventh workday after it: counted by hand on the calendar.
    let cases = [
        ("2026-11-02", "2026-11-11"), // an ordinary Monday
        ("2026-11-06", "2026-11-17"), // Friday: counting begins on Monday
        ("2026-11-07", "2026-11-17"), // Saturday gives the same
        ("2026-11-08", "2026-11-17"), // and Sunday
        ("2025-12-19", "2026-01-05"), // 22 23 | 29 30 31 | 2 5: both eves' week
        ("2025-12-23", "2026-01-08"), // eve of Christmas Eve: 29 30 31 2 5 | 7 8, Epiphany skipped
        ("2026-04-02", "2026-04-15"), // Thursday before Good Friday: 7–10, 13–15
        ("2024-06-20", "2024-07-02"), // day before Midsummer Eve: 24–28, 1, 2
        ("2025-04-30", "2025-05-12"), // eve of May Day: 2, 5–9, 12
        ("2024-12-31", "2025-01-13"), // New Year and Epiphany: 2 3 | 7–10 | 13
        ("2024-02-22", "2024-03-04"), // over a leap day: 23, 26–29, 1, 4
        ("2023-02-22", "2023-03-03"), // the same without one
        ("2027-05-05", "2027-05-17"), // Ascension Day next day: 7, 10–14, 17
    ];
    for (received, seventh) in cases {
        assert_eq!(add_workdays(d(received), 7), d(seventh), "{received}");
        assert_eq!(workdays_between(d(received), d(seventh)), 7, "{received}");
    }
    assert_eq!(add_workdays(d("2026-11-07"), 0), d("2026-11-07"));
}

#[test]
fn workdays_between_has_a_sign() {
    assert_eq!(workdays_between(d("2026-11-06"), d("2026-11-09")), 1);
    assert_eq!(workdays_between(d("2026-11-06"), d("2026-11-08")), 0);
    assert_eq!(workdays_between(d("2026-11-09"), d("2026-11-06")), -1);
    assert_eq!(workdays_between(d("2026-11-09"), d("2026-11-09")), 0);
    assert_eq!(workdays_between(d("2026-12-31"), d("2025-12-31")), -252);
}

#[test]
fn rolling_forward() {
    let cases = [
        ("2026-11-20", "2026-11-20"), // a workday stays
        ("2026-11-21", "2026-11-23"), // Saturday
        ("2026-12-24", "2026-12-28"), // Christmas Eve on a Thursday
        ("2026-06-19", "2026-06-22"), // Midsummer Eve
        ("2026-04-03", "2026-04-07"), // Good Friday to Tuesday
        ("2028-12-31", "2029-01-02"), // Sunday and New Year
    ];
    for (date, rolled) in cases {
        assert_eq!(roll_to_workday(d(date)), d(rolled), "{date}");
    }
}

#[test]
fn months_clamp_to_the_last_day() {
    let cases = [
        ("2026-11-21", 3, "2027-02-21"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2027-11-30", 3, "2028-02-29"), // leap year
        ("2027-11-29", 3, "2028-02-29"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-03-31", 3, "2026-06-30"),
        ("2026-02-28", 3, "2026-05-28"), // not the last day of May
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-10-15", 3, "2027-01-15"),
    ];
    for (from, months, to) in cases {
        assert_eq!(add_months(d(from), months), d(to), "{from} + {months}");
    }
}

#[test]
fn receipt_and_appeal() {
    // Sent, received by letter, last day to appeal; then the same by an electronic notice.
    let letters = [
        ("2026-11-02", "2026-11-09", "2026-12-09"),
        ("2026-10-30", "2026-11-06", "2026-12-07"), // the 30th day is Independence Day, a Sunday
        ("2026-11-17", "2026-11-24", "2026-12-28"), // the 30th day is Christmas Eve
        ("2027-05-19", "2027-05-26", "2027-06-28"), // the 30th day is Midsummer Eve
        ("2026-11-14", "2026-11-21", "2026-12-21"), // deemed received on a Saturday all the same
    ];
    for (posted, received, ends) in letters {
        assert_eq!(letter_received(d(posted)), d(received), "{posted}");
        assert_eq!(appeal_ends(d(received)), d(ends), "{posted}");
    }
    assert_eq!(e_notice_received(d("2026-11-02")), d("2026-11-05"));
    assert_eq!(appeal_ends(e_notice_received(d("2026-11-02"))), d("2026-12-07")); // Saturday to Monday
}

#[test]
fn the_end_of_time_is_no_panic() {
    assert_eq!(add_workdays(NaiveDate::MAX, 7), NaiveDate::MAX);
    assert_eq!(add_months(NaiveDate::MAX, 7), NaiveDate::MAX);
    assert_eq!(add_days(NaiveDate::MAX, 7), NaiveDate::MAX);
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0u32..73_000).prop_map(|days| add_days(d("1950-01-01"), days))
}

proptest! {
    #[test]
    fn adding_lands_on_a_workday_that_counts_back(from in any_day(), n in 1u32..60) {
        let to = add_workdays(from, n);
        prop_assert!(is_workday(to));
        prop_assert_eq!(workdays_between(from, to), i64::from(n));
    }

    #[test]
    fn counting_adds_up(a in any_day(), b in 0u32..400, c in 0u32..400) {
        let (middle, end) = (add_days(a, b), add_days(a, b + c));
        prop_assert_eq!(workdays_between(a, middle) + workdays_between(middle, end), workdays_between(a, end));
    }

    #[test]
    fn easter_is_a_sunday_in_season(year in 1600i32..2600) {
        let easter = easter_sunday(year).unwrap();
        prop_assert_eq!(easter.weekday(), Weekday::Sun);
        prop_assert!(((3, 22)..=(4, 25)).contains(&(easter.month(), easter.day())));
    }
}
