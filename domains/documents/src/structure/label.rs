//! Labels of structures: `sosmeta.name` is a list of `{lang, value}`; codes carry theirs in `oneOf`.

use kernel::Text;
use serde_json::Value;

/// The label of a schema node, when it has one; without Finnish, another language stands for it.
#[must_use]
pub fn label_of(node: &Value) -> Option<Text> {
    list(node.get("sosmeta")?.get("name")?)
}

/// A code and its label, as a coded node of the product's own structures lists them.
///
/// Codes are `oneOf` branches with `const`; a plain `enum` (the nation's structures) has codes without labels of their own.
#[must_use]
pub fn codes_of(node: &Value) -> Vec<(String, Text)> {
    let Some(branches) = node.get("oneOf").and_then(Value::as_array) else {
        return Vec::new();
    };
    branches.iter().filter_map(|b| Some((b.get("const")?.as_str()?.to_owned(), label_of(b)?))).collect()
}

pub(super) fn list(names: &Value) -> Option<Text> {
    let in_lang = |lang: &str| {
        names.as_array()?.iter().find_map(|n| {
            let value = n.get("value")?.as_str()?.trim();
            (n.get("lang")?.as_str()? == lang && !value.is_empty() && value != "-").then(|| value.to_owned())
        })
    };
    // A label in another language is better than the property's name.
    let (sv, en) = (in_lang("sv"), in_lang("en"));
    Some(Text { fi: in_lang("fi").or_else(|| sv.clone()).or_else(|| en.clone())?, sv, en })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Lang;
    use serde_json::json;

    #[test]
    fn a_label_falls_back_to_finnish() {
        let node = json!({"sosmeta": {"name": [{"lang": "fi", "value": "Nimi"}, {"lang": "sv", "value": "-"}]}});
        let label = label_of(&node).unwrap();
        assert_eq!((label.get(Lang::Fi), label.get(Lang::Sv), label.get(Lang::En)), ("Nimi", "Nimi", "Nimi"));
    }

    #[test]
    fn without_finnish_another_language_stands_for_it() {
        let swedish = label_of(&json!({"sosmeta": {"name": [{"lang": "sv", "value": "Namn"}]}})).unwrap();
        assert_eq!((swedish.fi.as_str(), swedish.sv.as_deref()), ("Namn", Some("Namn")));
        assert_eq!(label_of(&json!({"sosmeta": {"name": [{"lang": "sv", "value": "-"}]}})), None);
        assert_eq!(label_of(&json!({"type": "string"})), None);
    }
}
