//! The Finnish business ID (Y-tunnus): seven digits, a dash and a check digit.
//! Source: npm finnish-business-ids and vectors computed with the rule [verified].

use std::fmt;
use std::str::FromStr;

const WEIGHTS: [u32; 7] = [7, 9, 10, 5, 8, 4, 2];

/// A business ID whose check digit fits, kept in its full form `NNNNNNN-T`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BusinessId {
    text: String,
}

/// What is wrong with a business ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BusinessIdError {
    /// Not up to seven digits, a dash and one digit.
    #[error("a business ID is seven digits, a dash and a check digit")]
    Form,
    /// The check digit does not fit, or no check digit exists for these digits (remainder 1).
    #[error("the check digit does not fit")]
    CheckDigit,
}

impl BusinessId {
    /// Reads a business ID; blanks around it are accepted and old six-digit ones are filled with zeros from the left.
    ///
    /// # Errors
    /// When the form is another or the check digit does not fit.
    pub fn parse(text: &str) -> Result<Self, BusinessIdError> {
        let (base, check) = text.trim().split_once('-').ok_or(BusinessIdError::Form)?;
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if base.len() > 7 || check.len() != 1 || !all_digits(base) || !all_digits(check) {
            return Err(BusinessIdError::Form);
        }
        let text = format!("{base:0>7}-{check}");
        let sum: u32 = text.chars().filter_map(|digit| digit.to_digit(10)).zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
        let expected = match sum % 11 {
            0 => 0,
            1 => return Err(BusinessIdError::CheckDigit),
            remainder => 11 - remainder,
        };
        if check.parse() == Ok(expected) { Ok(Self { text }) } else { Err(BusinessIdError::CheckDigit) }
    }

    /// `NNNNNNN-T`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The VAT identifier: `FI` and the eight digits.
    pub fn vat_id(&self) -> String {
        format!("FI{}", self.text.replace('-', ""))
    }

    /// The organisation's OID `1.2.246.10.<digits without leading zeros or dash>` [verified: Finnish FHIR base profiles;
    /// the zero rule is from memory].
    pub fn oid(&self) -> String {
        let digits = self.text.replace('-', "");
        format!("1.2.246.10.{}", digits.trim_start_matches('0'))
    }
}

impl FromStr for BusinessId {
    type Err = BusinessIdError;

    fn from_str(text: &str) -> Result<Self, BusinessIdError> {
        Self::parse(text)
    }
}

impl fmt::Display for BusinessId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for BusinessId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BusinessId({})", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_business_ids() {
        for text in ["0201256-6", "0246246-0", "0245437-2", "1567535-0", "3221308-6", "0829731-2"] {
            assert_eq!(BusinessId::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn old_short_form_is_filled() {
        let id = BusinessId::parse(" 201256-6 ").unwrap();
        assert_eq!((id.as_str(), id.vat_id().as_str(), id.oid().as_str()), ("0201256-6", "FI02012566", "1.2.246.10.2012566"));
    }

    #[test]
    fn what_is_refused() {
        let cases = [
            ("0201256-5", BusinessIdError::CheckDigit),
            ("2208521-0", BusinessIdError::CheckDigit), // remainder 1: no check digit exists
            ("2208521-1", BusinessIdError::CheckDigit),
            ("02012566", BusinessIdError::Form),
            ("02012566-6", BusinessIdError::Form),
            ("0201256-66", BusinessIdError::Form),
            ("-6", BusinessIdError::Form),
            ("020125A-6", BusinessIdError::Form),
            ("", BusinessIdError::Form),
        ];
        for (text, error) in cases {
            assert_eq!(BusinessId::parse(text), Err(error), "{text:?}");
        }
    }
}
