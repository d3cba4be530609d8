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
