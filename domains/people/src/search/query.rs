use kernel::FieldError;
use kernel::hetu::Hetu;

use crate::error::Error;
use crate::name;

/// What was typed, understood.
#[derive(Debug)]
pub enum Query {
    Hetu(Hetu),
    /// Folded parts of names, longest first, and the whole as typed (it may be another identifier).
    Text {
        parts: Vec<String>,
        whole: String,
    },
}

impl Query {
    /// Fewest letters that are searched by.
    pub const LEAST: usize = 2;
    /// Most characters that are read.
    const MOST: usize = 200;

    pub fn parse(q: &str) -> Result<Self, Error> {
        let q = q.trim();
        if q.chars().count() > Self::MOST {
            return Err(Error::field("/q", "too_long"));
        }
        match Hetu::parse(q) {
            Ok(hetu) => return Ok(Query::Hetu(hetu)),
            // Typed as a code and wrong somewhere: say where, rather than find nobody.
            Err(error) if looks_like_hetu(q) => return Err(Error::field("/q", error.code())),
            Err(_) => {}
        }
        let parts = name::asked(q);
        let longest = parts.first().map_or(0, |p| p.chars().count());
        if longest < Self::LEAST {
            let mut error = FieldError::new("/q", "too_short");
            error.params.insert("min".into(), Self::LEAST.into());
            return Err(Error::Invalid(vec![error]));
        }
        Ok(Query::Text { parts, whole: q.to_owned() })
    }
}

/// Six digits, a sign or letter, and four more characters.
fn looks_like_hetu(q: &str) -> bool {
    let mut characters = q.chars();
    q.chars().count() == 11
        && characters.by_ref().take(6).all(|c| c.is_ascii_digit())
        && characters.next().is_some_and(|c| !c.is_ascii_digit() && !c.is_whitespace())
        && characters.take(3).all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(q: &str) -> String {
        match Query::parse(q) {
            Err(Error::Invalid(errors)) => errors[0].code.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn understands_codes_and_names() {
        assert!(matches!(Query::parse(" 010190y901r "), Ok(Query::Hetu(_))));
        assert!(matches!(Query::parse("Mäki-Länsiö a"), Ok(Query::Text { parts, .. }) if parts == ["lansio", "maki", "a"]));
        assert_eq!(code("010190-901A"), "hetu_check_character");
        assert_eq!(code("310290-901R"), "hetu_date");
        assert_eq!(code("a"), "too_short");
        assert_eq!(code("a b c"), "too_short");
        assert_eq!(code(" -- "), "too_short");
        assert_eq!(code(&"a".repeat(201)), "too_long");
    }
}
