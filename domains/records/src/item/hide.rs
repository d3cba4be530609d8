//! What an original holds and this look may not show.

use serde_json::Value;

/// System of the Finnish personal identity code [verified: finnish-base-profiles].
const HETU_SYSTEM: &str = "urn:oid:1.2.246.21";
const MASK: &str = "••••••-••••";
/// Elements that can tell where someone lives or how to reach them, and the narrative, which can repeat them.
const PLACES: [&str; 3] = ["address", "telecom", "div"];

/// Masks personal identity codes (seeing one is a look of its own) and, under address protection, takes out what could
/// tell where the client lives. True when something was hidden.
pub fn hide(value: &mut Value, protected: bool) -> bool {
    match value {
        Value::Array(items) => items.iter_mut().fold(false, |hid, item| hide(item, protected) | hid),
        Value::Object(object) => {
            let mut hid = false;
            if object.get("system").and_then(Value::as_str) == Some(HETU_SYSTEM)
                && let Some(code) = object.get_mut("value")
            {
                *code = Value::String(MASK.to_owned());
                hid = true;
            }
            if protected {
                for name in PLACES {
                    hid |= object.remove(name).is_some();
                }
                hid |= drop_municipality(object);
            }
            object.values_mut().fold(hid, |hid, item| hide(item, protected) | hid)
        }
        Value::String(text) => hide_in_text(text),
        _ => false,
    }
}

/// The home municipality is protected with the address.
fn drop_municipality(object: &mut serde_json::Map<String, Value>) -> bool {
    let Some(Value::Array(extensions)) = object.get_mut("extension") else { return false };
    let before = extensions.len();
    extensions.retain(|e| !e.get("url").and_then(Value::as_str).is_some_and(|url| url.ends_with("municipality-code")));
    extensions.len() < before
}

/// A code inside a reference (`Patient?identifier=urn:oid:1.2.246.21|…`) or a narrative.
fn hide_in_text(text: &mut String) -> bool {
    let words = |c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '+');
    let found: Vec<String> =
        text.split(words).filter(|word| word.len() == 11 && kernel::hetu::Hetu::parse(word).is_ok()).map(str::to_owned).collect();
    for code in &found {
        *text = text.replace(code, MASK);
    }
    !found.is_empty()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn patient() -> Value {
        json!({
            "resourceType": "Patient",
            "text": {"status": "generated", "div": "<div>Aino, 010190-901R, Kotikatu 1</div>"},
            "extension": [{"url": "https://hl7.fi/x/municipality-code", "valueCoding": {"code": "405"}}, {"url": "other"}],
            "identifier": [{"system": "urn:oid:1.2.246.21", "value": "010190-901R"}, {"system": "x", "value": "7"}],
            "address": [{"line": ["Kotikatu 1"]}],
            "contact": [{"telecom": [{"value": "040"}], "name": {"text": "Olavi"}}],
            "link": [{"other": {"reference": "Patient?identifier=urn:oid:1.2.246.21|010190-901R"}}]
        })
    }

    #[test]
    fn a_code_is_always_masked() {
        let mut body = patient();
        assert!(hide(&mut body, false));
        let text = body.to_string();
        assert!(!text.contains("901R"), "{text}");
        assert!(text.contains("Kotikatu 1") && text.contains("\"7\""));
    }

    #[test]
    fn under_protection_nothing_tells_where_they_live() {
        let mut body = patient();
        assert!(hide(&mut body, true));
        let text = body.to_string();
        for gone in ["Kotikatu", "040", "405", "901R"] {
            assert!(!text.contains(gone), "{gone}: {text}");
        }
        assert!(text.contains("Olavi") && text.contains("\"other\""));
    }

    #[test]
    fn what_holds_nothing_of_the_kind_stays_as_it_came() {
        let mut body = json!({"resourceType": "Observation", "valueQuantity": {"value": 78, "system": "http://unitsofmeasure.org"}});
        let before = body.clone();
        assert!(!hide(&mut body, true));
        assert_eq!(body, before);
    }
}
