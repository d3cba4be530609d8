//! A hetu is stored once, encrypted, with the person; never in a document. It is put in when a document is printed.

use kernel::FieldError;
use kernel::hetu::Hetu;
use serde_json::Value;

/// Characters of a hetu.
const LENGTH: usize = 11;

/// Whether a valid hetu stands somewhere in a text as a word of its own.
#[must_use]
pub fn holds_hetu(text: &str) -> bool {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let characters: Vec<char> = text.chars().collect();
    let word = |i: Option<usize>| i.and_then(|i| characters.get(i)).is_some_and(|c| c.is_alphanumeric());
    characters.windows(LENGTH).enumerate().any(|(i, window)| {
        window.first().is_some_and(char::is_ascii_digit)
            && !word(i.checked_sub(1))
            && !word(Some(i + LENGTH))
            && Hetu::parse(&window.iter().collect::<String>()).is_ok()
    })
}

/// Adds an error at every text that holds a hetu.
pub fn find(body: &Value, errors: &mut Vec<FieldError>) {
    walk(String::new(), body, errors);
}

fn walk(path: String, value: &Value, errors: &mut Vec<FieldError>) {
    match value {
        Value::String(text) if holds_hetu(text) => errors.push(FieldError::new(path, "hetu")),
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                walk(format!("{path}/{i}"), item, errors);
            }
        }
        Value::Object(map) => {
            for (name, item) in map {
                walk(format!("{path}/{}", name.replace('~', "~0").replace('/', "~1")), item, errors);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_only_and_only_valid_ones() {
        for yes in ["010190-999W", "hetu:010190-999W.", "(010190-999w)", "Ä 010190-999W", "010190Y999W"] {
            assert!(holds_hetu(yes), "{yes}");
        }
        for no in ["", "010190-999X", "A010190-999W", "010190-999WW", "1010190-999W", "puh. 040 123 4567", "2026-11-21", "310290-999W"] {
            assert!(!holds_hetu(no), "{no}");
        }
    }
}
