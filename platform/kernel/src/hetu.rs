//! The Finnish personal identity code (henkilötunnus, hetu).
//!
//! `DDMMYYCZZZQ`: date of birth, century sign, individual number, check character. Source: the rule and the golden
//! vectors of the public npm package finnish-ssn [verified]; numbers 900–999 are never given to a person by the Digital
//! and Population Data Services Agency [verified: Finnish FHIR base profiles].
//!
//! The sign is part of the key: `010190-901…` and `010190Y901…` are two persons, so a sign is never turned into another.
//! Nothing here prints a whole code by accident: `Display` masks, `Debug` says nothing, errors carry no part of the input.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

/// Index = (date digits and individual number as one number) mod 31. G, I, O, Q and Z are missing: too like 6, 1, 0, 0 and 2.
const CHECK_CHARACTERS: &[u8; 31] = b"0123456789ABCDEFHJKLMNPRSTUVWXY";

/// Signs of the 1900s and 2000s in the order they are taken into use; the first of each is the old one [verified].
const SIGNS_1800: &[u8] = b"+";
const SIGNS_1900: &[u8] = b"-YXWVU";
const SIGNS_2000: &[u8] = b"ABCDEF";

/// Individual numbers that are never given to a person: temporary, artificial and test codes.
const ARTIFICIAL: std::ops::RangeInclusive<u16> = 900..=999;
/// Individual numbers begin at 002.
const FIRST_INDIVIDUAL: u16 = 2;
/// Codes were first given in the 1960s, and none exists for a birth before 1850 [verified: finnish-ssn's own limit].
const FIRST_BIRTH_YEAR: i32 = 1850;

/// A well-formed personal identity code: the date exists and the check character fits.
///
/// Equality is of the whole code, sign included. It deliberately has no `Serialize`: whoever sends it out says so with
/// [`Hetu::reveal`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Hetu {
    text: String,
    birth: NaiveDate,
    number: u16,
}

/// Sex as the individual number tells it (odd male, even female). Never the only source of a person's sex.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sex {
    Female,
    Male,
}

/// Which part of the text is wrong; the first one found, from left to right. Holds no part of the text itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HetuError {
    /// Not eleven characters after the blanks around it are taken off.
    #[error("a personal identity code has 11 characters")]
    Length,
    /// The first six are not digits, or the day does not exist in that century's calendar, or is before 1850.
    #[error("the date of birth does not exist")]
    Date,
    /// The seventh is none of + - Y X W V U A B C D E F.
    #[error("the century sign is not one in use")]
    CenturySign,
    /// Characters 8–10 are not digits, or are 000 or 001.
    #[error("the individual number is not one in use")]
    IndividualNumber,
    /// The last character does not fit the rest: most often a slip of the pen.
    #[error("the check character does not fit")]
    CheckCharacter,
}

impl HetuError {
    /// Stable code for [`crate::FieldError`]; the screens translate it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length => "hetu_length",
            Self::Date => "hetu_date",
            Self::CenturySign => "hetu_century_sign",
            Self::IndividualNumber => "hetu_individual_number",
            Self::CheckCharacter => "hetu_check_character",
        }
    }
}

/// Why a synthetic code cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SyntheticError {
    #[error("no personal identity code exists for a birth before 1850 or after 2099")]
    Year,
    /// `nth` is past what the signs of that century give (see [`Hetu::synthetic`]).
    #[error("no more synthetic codes for that birth date and sex")]
    Exhausted,
}

impl Hetu {
    /// Reads a code. Blanks around it and lower-case letters are accepted; everything else must be exact.
    ///
    /// # Errors
    /// The first part that is wrong, see [`HetuError`].
    pub fn parse(text: &str) -> Result<Self, HetuError> {
        let text = text.trim();
        // Letters outside ASCII would make byte and character positions differ, so count characters first.
        if text.chars().count() != 11 {
            return Err(HetuError::Length);
        }
        let text = text.to_ascii_uppercase();
        let mut characters = text.chars();
        let mut digits =
            |how_many: usize| -> Option<u32> { (0..how_many).try_fold(0, |sum, _| Some(sum * 10 + characters.next()?.to_digit(10)?)) };
        let (day, month, year) = match (digits(2), digits(2), digits(2)) {
            (Some(day), Some(month), Some(year)) => (day, month, year),
            _ => return Err(HetuError::Date),
        };
        let century = characters.next().and_then(century_of).ok_or(HetuError::CenturySign)?;
        let birth = i32::try_from(year)
            .ok()
            .and_then(|year| NaiveDate::from_ymd_opt(century + year, month, day))
            .filter(|birth| birth.year() >= FIRST_BIRTH_YEAR)
            .ok_or(HetuError::Date)?;
        let mut digits = |how_many: usize| -> Option<u16> {
            (0..how_many).try_fold(0, |sum, _| {
                let digit = characters.next()?.to_digit(10)?;
                Some(sum * 10 + u16::try_from(digit).ok()?)
            })
        };
        let number = digits(3).filter(|number| *number >= FIRST_INDIVIDUAL).ok_or(HetuError::IndividualNumber)?;
        if characters.next() != check_character(birth, number) {
            return Err(HetuError::CheckCharacter);
        }
        Ok(Self { text, birth, number })
    }

    /// A synthetic code for test and demo data, always with an individual number 900–999.
    ///
    /// `nth` tells codes of one birth date and sex apart: 0–49 use the century's old sign, each further fifty the next
    /// new sign, so there are 300 per sex and day in the 1900s and 2000s and 50 in the 1800s.
    ///
    /// # Errors
    /// When the year has no sign or `nth` is past the last code.
    pub fn synthetic(birth: NaiveDate, sex: Sex, nth: u16) -> Result<Self, SyntheticError> {
        let signs = match birth.year() {
            FIRST_BIRTH_YEAR..=1899 => SIGNS_1800,
            1900..=1999 => SIGNS_1900,
            2000..=2099 => SIGNS_2000,
            _ => return Err(SyntheticError::Year),
        };
        let sign = signs.get(usize::from(nth / 50)).ok_or(SyntheticError::Exhausted)?;
        let odd = match sex {
            Sex::Female => 0,
            Sex::Male => 1,
        };
        let number = ARTIFICIAL.start() + (nth % 50) * 2 + odd;
        let check = check_character(birth, number).ok_or(SyntheticError::Year)?;
        let text = format!("{}{}{number:03}{check}", birth.format("%d%m%y"), char::from(*sign));
        Ok(Self { text, birth, number })
    }

    /// The whole code. Calling it is a disclosure: the caller has logged the look or is storing it encrypted.
    pub fn reveal(&self) -> &str {
        &self.text
    }

    pub fn birth_date(&self) -> NaiveDate {
        self.birth
    }

    /// Sex by the individual number (odd male, even female).
    pub fn sex(&self) -> Sex {
        if self.number % 2 == 1 { Sex::Male } else { Sex::Female }
    }

    /// True for 900–999: temporary, artificial and test codes that no person has.
    pub fn artificial(&self) -> bool {
        ARTIFICIAL.contains(&self.number)
    }
}

fn century_of(sign: char) -> Option<i32> {
    let sign = u8::try_from(sign).ok()?;
    [(SIGNS_1800, 1800), (SIGNS_1900, 1900), (SIGNS_2000, 2000)]
        .into_iter()
        .find_map(|(signs, century)| signs.contains(&sign).then_some(century))
}

fn check_character(birth: NaiveDate, number: u16) -> Option<char> {
    let date = birth.day() * 10_000 + birth.month() * 100 + u32::try_from(birth.year().rem_euclid(100)).ok()?;
    let index = (u64::from(date) * 1_000 + u64::from(number)) % 31;
    CHECK_CHARACTERS.get(usize::try_from(index).ok()?).copied().map(char::from)
}

impl FromStr for Hetu {
    type Err = HetuError;

    fn from_str(text: &str) -> Result<Self, HetuError> {
        Self::parse(text)
    }
}

/// Masked: birth date and sign, then four bullets (`010142-••••`).
impl fmt::Display for Hetu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}••••", self.text.get(..7).unwrap_or_default())
    }
}

/// Says only that there is one: debug output ends up in logs.
impl fmt::Debug for Hetu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hetu(••••••-••••)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn golden_vectors() {
        // text, birth, sex, artificial
        let cases = [
            ("131052-308T", date(1952, 10, 13), Sex::Female, false),
            ("010190Y901R", date(1990, 1, 1), Sex::Male, true),
            ("020516C903K", date(2016, 5, 2), Sex::Male, true),
            ("290200A902D", date(2000, 2, 29), Sex::Female, true),
            ("150310B903T", date(2010, 3, 15), Sex::Male, true),
            ("010150+002D", date(1850, 1, 1), Sex::Female, false),
            ("311299-8997", date(1999, 12, 31), Sex::Male, false),
            ("010190-999W", date(1990, 1, 1), Sex::Male, true),
        ];
        for (text, birth, sex, artificial) in cases {
            let hetu = Hetu::parse(text).unwrap();
            assert_eq!((hetu.birth_date(), hetu.sex(), hetu.artificial()), (birth, sex, artificial), "{text}");
            assert_eq!(hetu.reveal(), text);
        }
    }

    #[test]
    fn every_sign_in_use_and_no_other() {
        for sign in "+-YXWVUABCDEF".chars() {
            let year = if sign == '+' { 50 } else { 1 };
            let rest = format!("0101{year:02}{sign}902");
            assert!("0123456789ABCDEFHJKLMNPRSTUVWXY".chars().any(|q| Hetu::parse(&format!("{rest}{q}")).is_ok()), "{sign}");
        }
        for sign in "GHTZ/ _*0".chars() {
            assert_eq!(Hetu::parse(&format!("010190{sign}901R")), Err(HetuError::CenturySign), "{sign}");
        }
    }

    #[test]
    fn says_which_part_is_wrong() {
        let cases = [
            ("", HetuError::Length),
            ("010190-901", HetuError::Length),
            ("010190-901RR", HetuError::Length),
            ("310290-901R", HetuError::Date),
            ("000190-901R", HetuError::Date),
            ("011390-901R", HetuError::Date),
            ("0A0190-901R", HetuError::Date),
            ("+10190-901R", HetuError::Date),
            ("290200-902D", HetuError::Date), // 1900 was no leap year
            ("290223A902D", HetuError::Date), // nor 2023
            ("010149+902D", HetuError::Date), // before 1850
            ("010190Z901R", HetuError::CenturySign),
            ("010190-001R", HetuError::IndividualNumber),
            ("010190-000R", HetuError::IndividualNumber),
            ("010190-9O1R", HetuError::IndividualNumber),
            ("010190-901A", HetuError::CheckCharacter),
            ("010190-999X", HetuError::CheckCharacter), // the sample of the FHIR guide
            ("010190-901G", HetuError::CheckCharacter), // a letter never used
            ("010190-901Å", HetuError::CheckCharacter),
            ("ÄÖÅÄÖÅÄÖÅÄÖ", HetuError::Date),
            ("010190–901R", HetuError::CenturySign), // a dash of the word processor
        ];
        for (text, error) in cases {
            assert_eq!(Hetu::parse(text), Err(error), "{text:?}");
        }
    }

    #[test]
    fn lower_case_and_blanks_are_accepted_and_signs_kept() {
        assert_eq!(Hetu::parse("  020516c903k\t").unwrap().reveal(), "020516C903K");
        let (old, new) = (Hetu::parse("010190-901R").unwrap(), Hetu::parse("010190Y901R").unwrap());
        assert_ne!(old, new);
        assert_eq!(new.reveal(), "010190Y901R");
    }

    #[test]
    fn never_shown_by_accident() {
        let hetu = Hetu::parse("010142-901C").or_else(|_| Hetu::synthetic(date(1942, 1, 1), Sex::Male, 0)).unwrap();
        assert_eq!(hetu.to_string(), "010142-••••");
        let debug = format!("{hetu:?} {:?}", Some(&hetu));
        assert!(!debug.contains("010142") && !debug.contains("901"));
    }

    #[test]
    fn synthetic_codes_run_out_honestly() {
        assert_eq!(Hetu::synthetic(date(1980, 5, 5), Sex::Male, 299).unwrap().reveal().get(6..10), Some("U999"));
        assert_eq!(Hetu::synthetic(date(1980, 5, 5), Sex::Male, 300), Err(SyntheticError::Exhausted));
        assert_eq!(Hetu::synthetic(date(1899, 5, 5), Sex::Male, 50), Err(SyntheticError::Exhausted));
        assert_eq!(Hetu::synthetic(date(1849, 12, 31), Sex::Male, 0), Err(SyntheticError::Year));
        assert_eq!(Hetu::synthetic(date(2100, 1, 1), Sex::Male, 0), Err(SyntheticError::Year));
    }

    fn any_birth() -> impl Strategy<Value = NaiveDate> {
        (0i64..91_310).prop_map(|days| date(1850, 1, 1) + chrono::Days::new(days as u64))
    }

    proptest! {
        /// What is made can be read back, is artificial and tells birth date and sex.
        #[test]
        fn synthetic_reads_back(birth in any_birth(), male: bool, nth in 0u16..50) {
            let sex = if male { Sex::Male } else { Sex::Female };
            let made = Hetu::synthetic(birth, sex, nth).unwrap();
            let read = Hetu::parse(made.reveal()).unwrap();
            prop_assert_eq!(&read, &made);
            prop_assert_eq!((read.birth_date(), read.sex(), read.artificial()), (birth, sex, true));
        }

        /// One digit changed never passes: 31 is a prime larger than any digit's weight difference.
        #[test]
        fn one_wrong_digit_is_noticed(birth in any_birth(), nth in 0u16..50, place in 0usize..9, add in 1u8..10) {
            let good = Hetu::synthetic(birth, Sex::Female, nth).unwrap().reveal().to_owned();
            let at = if place < 6 { place } else { place + 1 };
            let mut bytes = good.into_bytes();
            bytes[at] = b'0' + (bytes[at] - b'0' + add) % 10;
            prop_assert!(Hetu::parse(std::str::from_utf8(&bytes).unwrap()).is_err());
        }

        /// Whatever is typed, reading ends in an answer and never in a panic.
        #[test]
        fn any_text_is_answered(text in "\\PC{0,14}") {
            let _ = Hetu::parse(&text);
        }

        /// Texts of the right shape: accepted exactly when an independent reading of the rule accepts them.
        #[test]
        fn agrees_with_the_written_rule(text in "[0-3][0-9][01][0-9]{3}[-+YXWVUA-F][0-9]{3}[0-9A-Y]") {
            let digits: u64 = format!("{}{}", &text[..6], &text[7..10]).parse().unwrap();
            let check = b"0123456789ABCDEFHJKLMNPRSTUVWXY"[(digits % 31) as usize] as char;
            let century = match &text[6..7] { "+" => 1800, "-" | "Y" | "X" | "W" | "V" | "U" => 1900, _ => 2000 };
            let year: i32 = century + text[4..6].parse::<i32>().unwrap();
            let exists = NaiveDate::from_ymd_opt(year, text[2..4].parse().unwrap(), text[..2].parse().unwrap()).is_some();
            let number: u16 = text[7..10].parse().unwrap();
            let fits = exists && year >= 1850 && number >= 2 && text.ends_with(check);
            prop_assert_eq!(Hetu::parse(&text).is_ok(), fits);
        }
    }
}
