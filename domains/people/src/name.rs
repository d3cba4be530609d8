//! Names folded for search: lower case, without diacritics, cut at blanks and hyphens. One letter becomes one or two plain
//! ones (å→a, ä→a, ö→o, ø→o, æ→ae, ß→ss, þ→th), whatever way it was typed (composed or not).

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One word folded: letters and digits only, at most 64 characters.
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'ø' => out.push('o'),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'ß' => out.push_str("ss"),
            'đ' | 'ð' => out.push('d'),
            'ł' => out.push('l'),
            'þ' => out.push_str("th"),
            'ħ' => out.push('h'),
            'ŋ' => out.push('n'),
            'ŧ' => out.push('t'),
            'ı' => out.push('i'),
            c if c.is_alphanumeric() => out.extend(c.nfkd().filter(|c| !is_combining_mark(*c))),
            _ => {}
        }
        if out.len() >= 64 {
            break;
        }
    }
    out
}

fn hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–' | '—' | '/')
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.')).filter(|w| !w.is_empty())
}

/// The keys a person is found by: each word of each name, and of a hyphened word its parts and the whole joined
/// ("Mäki-Länsiö" → maki, lansio, makilansio).
pub fn keys<'a>(names: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for word in names.into_iter().flat_map(words) {
        keys.insert(fold(word));
        keys.extend(word.split(hyphen).map(fold));
    }
    keys.remove("");
    keys
}

/// What was typed, as the parts that must all be found; a hyphened word asks for its parts. At most eight, longest first.
pub fn asked(q: &str) -> Vec<String> {
    let mut parts: Vec<String> = words(q).flat_map(|w| w.split(hyphen)).map(fold).filter(|p| !p.is_empty()).collect();
    parts.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    parts.dedup();
    parts.truncate(8);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn set(keys: &[&str]) -> BTreeSet<String> {
        keys.iter().map(|k| (*k).to_owned()).collect()
    }

    #[test]
    fn folds_letters_of_finland_and_its_neighbours() {
        let cases = [
            ("Mäkinen", "makinen"),
            ("Ma\u{308}kinen", "makinen"),
            ("ÅÄÖ", "aao"),
            ("Øyvind", "oyvind"),
            ("Ærø", "aero"),
            ("Groß", "gross"),
            ("GROẞ", "gross"),
            ("Þórr", "thorr"),
            ("Łukasz", "lukasz"),
            ("Ánneŋ", "annen"),
            ("Đorđe", "dorde"),
            ("O'Brien", "obrien"),
            ("İbrahim", "ibrahim"),
            ("ﬁnn", "finn"),
            ("Иванов", "иванов"),
            ("Йиванов", "ииванов"),
        ];
        for (name, folded) in cases {
            assert_eq!(fold(name), folded, "{name}");
        }
        assert_eq!(fold(&"ä".repeat(500)).len(), 64);
    }

    #[test]
    fn a_double_name_is_found_by_its_parts_and_joined() {
        assert_eq!(keys(["Mäki-Länsiö", "Aino Maria"]), set(&["maki", "lansio", "makilansio", "aino", "maria"]));
        assert_eq!(keys(["af Björksten", "Anna–Liisa"]), set(&["af", "bjorksten", "anna", "liisa", "annaliisa"]));
        assert_eq!(keys(["", " - ", "."]), set(&[]));
    }

    fn letters() -> impl Strategy<Value = String> {
        "[A-ZÅÄÖØÆÉÜŠŽa-zåäöøæéüšžß]{2,12}"
    }

    proptest! {
        /// Whatever is typed, folding ends in letters and digits and does not change when done twice.
        #[test]
        fn folding_is_stable(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert!(once.chars().all(char::is_alphanumeric), "{once}");
            prop_assert_eq!(fold(&once), once);
        }

        /// Any beginning of any part, in any order and any case, asks only for what the keys hold.
        #[test]
        fn any_part_in_any_order_is_among_the_keys(
            family in prop::collection::vec(letters(), 1..3), given in prop::collection::vec(letters(), 1..4),
            picks in prop::collection::vec((0usize..6, 1usize..12), 1..4), shout: bool,
        ) {
            let (family_name, given_names) = (family.join("-"), given.join(" "));
            let keys = keys([family_name.as_str(), given_names.as_str()]);
            let all: Vec<&String> = family.iter().chain(&given).collect();
            let typed: Vec<String> = picks.iter().map(|(which, length)| {
                let part: String = all[which % all.len()].chars().take(*length).collect();
                if shout { part.to_uppercase() } else { part.to_lowercase() }
            }).collect();
            for part in asked(&typed.join(" ")) {
                prop_assert!(keys.iter().any(|k| k.starts_with(&part)), "{part} not among {keys:?}");
            }
        }
    }
}
