//! Text made fit to be set: composed letters, no control characters, law references that do not break, and a visible mark
//! for a character that the font does not have (PDF/UA forbids an empty box).

use unicode_normalization::UnicodeNormalization;

/// Cleans one paragraph. `has` tells whether the font has a character.
pub fn clean(text: &str, has: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfc() {
        match c {
            '\t' | '\n' | '\r' | '\u{2002}'..='\u{200a}' => out.push(' '),
            '\u{202f}' => out.push('\u{a0}'),
            '\u{2011}' if !has(c) => out.push('-'),
            // Soft hyphens, zero-width marks and directions have nothing to show.
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}'
            | '\u{fe00}'..='\u{fe0f}' => {}
            c if c.is_control() => {}
            c if has(c) => out.push(c),
            c => out.push_str(&format!("[U+{:04X}]", u32::from(c))),
        }
    }
    // "19 §" and "19 a §" stay on one line.
    out.replace(" §", "\u{a0}§").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_composed_and_unseen_marks_go() {
        assert_eq!(clean("A\u{308}iti\u{ad}\u{200b}\u{7}", |_| true), "Äiti");
    }

    #[test]
    fn a_missing_character_is_named_rather_than_dropped() {
        assert_eq!(clean("hei 😀", |c| c.is_ascii()), "hei [U+1F600]");
    }

    #[test]
    fn a_section_sign_stays_with_its_number() {
        assert_eq!(clean("SHL 19 §", |_| true), "SHL 19\u{a0}§");
    }
}
