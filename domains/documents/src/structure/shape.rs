//! What a node of a structure is, as a form, a print and a check see it. Told from the schema alone.

use serde_json::{Map, Value};

use super::component::components;
use super::label::list;
use kernel::Text;

/// A node's shape.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape<'a> {
    /// A part with fields.
    Group(&'a Map<String, Value>),
    /// A part without fields: its name is words that stand in the document (a law, a heading).
    Notice,
    /// Rows of one shape.
    Rows(&'a Value),
    /// `{system, code, display}`: a code of a code set.
    Coded,
    /// `{system, value}`: an identifier.
    Identifier,
    /// The identifier that is never kept in a document.
    Hetu,
    /// `{value, code}`: a number with its unit.
    Quantity,
    /// Words.
    Text,
    /// A local date, or a year, or a year and a month.
    Date,
    /// A date with a time of day.
    Moment,
    /// A number.
    Number,
    /// Yes or no.
    Flag,
    /// Nothing that a form can draw, and why.
    Unknown(&'static str),
}

/// The type of a node: the first that is not null, or what its parts tell.
pub fn type_of(node: &Value) -> Option<&str> {
    match node.get("type") {
        Some(Value::String(name)) => Some(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).find(|n| *n != "null"),
        _ if node.get("properties").is_some() => Some("object"),
        _ if node.get("items").is_some() => Some("array"),
        _ if node.get("enum").is_some() || node.get("const").is_some() || node.get("oneOf").is_some() => Some("string"),
        _ => None,
    }
}

/// The metadata of a field; a repeated one has it on its rows.
pub fn meta<'a>(node: &'a Value, name: &str) -> Option<&'a Value> {
    let of = |node: &'a Value| node.get("sosmeta")?.get(name);
    of(node).or_else(|| of(node.get("items")?))
}

/// Whether the metadata says yes.
pub fn says(node: &Value, name: &str) -> bool {
    meta(node, name).and_then(Value::as_bool).unwrap_or(false)
}

/// A text of the metadata.
pub fn words(node: &Value, name: &str) -> Option<Text> {
    list(meta(node, name)?)
}

/// The first value of a metadata list that has no language (an object identifier, an address).
pub fn plain<'a>(node: &'a Value, name: &str) -> Option<&'a str> {
    meta(node, name)?.as_array()?.iter().find_map(|v| v.get("value")?.as_str().map(str::trim).filter(|t| !t.is_empty()))
}

/// What a node is.
pub fn shape(node: &Value) -> Shape<'_> {
    if node.get("$ref").is_some() {
        return Shape::Unknown("a reference to another place");
    }
    match type_of(node) {
        Some("object") => object(node),
        Some("array") => match node.get("items") {
            Some(items @ Value::Object(_)) => Shape::Rows(items),
            _ => Shape::Unknown("a list whose rows differ"),
        },
        Some("boolean") => Shape::Flag,
        Some("number" | "integer") => Shape::Number,
        Some("string") => string(node),
        Some(_) => Shape::Unknown("an unknown type"),
        None => Shape::Unknown("no type"),
    }
}

fn object(node: &Value) -> Shape<'_> {
    let Some(fields) = node.get("properties").and_then(Value::as_object).filter(|f| !f.is_empty()) else {
        let open = ["oneOf", "anyOf", "allOf", "patternProperties"].iter().any(|k| node.get(*k).is_some());
        return if open { Shape::Unknown("a choice of parts") } else { Shape::Notice };
    };
    let is =
        |names: &[&str]| fields.len() == names.len() && names.iter().all(|n| fields.get(*n).is_some_and(|f| f.get("sosmeta").is_none()));
    if is(&["system", "code", "display"]) {
        Shape::Coded
    } else if is(&["system", "value"]) {
        let hetu = plain(node, "systemUri").is_some_and(|uri| uri == components().hetu_system);
        if hetu { Shape::Hetu } else { Shape::Identifier }
    } else if is(&["value", "code"]) {
        Shape::Quantity
    } else {
        Shape::Group(fields)
    }
}

/// A pattern that begins with four digits is a date; one that also knows hours is a moment.
fn string(node: &Value) -> Shape<'_> {
    match (node.get("format").and_then(Value::as_str), node.get("pattern").and_then(Value::as_str)) {
        (Some("date"), _) => Shape::Date,
        (Some("date-time"), _) => Shape::Moment,
        (_, Some(p)) if p.contains("[0-9]{4}") => {
            if p.contains('T') {
                Shape::Moment
            } else {
                Shape::Date
            }
        }
        _ => Shape::Text,
    }
}

/// Object identifier of the code set a coded node uses: as the metadata says it, or as the pattern of its system does.
pub fn code_set(node: &Value) -> Option<String> {
    let said = plain(node, "classificationOid").filter(|oid| oid.bytes().all(|b| b.is_ascii_digit() || b == b'.'));
    said.map(str::to_owned).or_else(|| {
        let pattern = node.pointer("/properties/system/pattern")?.as_str()?;
        let rest = pattern.strip_prefix("^urn:oid:")?;
        let oid: String = rest.replace("\\.", ".").chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        (!oid.is_empty()).then_some(oid)
    })
}

/// The system that a coded value of this node names: the only one the structure takes, that of its code set, or the name of a
/// set of the structure's own.
pub fn system_of(node: &Value) -> String {
    let system = node.pointer("/properties/system");
    let only = system.and_then(|s| s.get("const").or_else(|| s.get("enum")?.get(0))?.as_str());
    let named = || match code_set(node) {
        Some(oid) => format!("urn:oid:{oid}"),
        None => plain(node, "classificationOid").unwrap_or_default().to_owned(),
    };
    only.map_or_else(named, str::to_owned)
}

/// A code that a field accepts, with its words as the structure gives them.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Choice {
    /// The code.
    pub code: String,
    /// Its words; the code itself when the structure gives none.
    pub label: Text,
}

/// The codes that a coded field names: those it accepts, or those its explanation lists.
pub fn choices(node: &Value) -> Vec<Choice> {
    let of = |lang: &str| {
        let lists = ["valueSet", "classification"].iter().filter_map(|n| meta(node, n)?.as_array());
        let mut text =
            lists.flatten().filter(|v| v.get("lang").and_then(Value::as_str) == Some(lang)).filter_map(|v| v.get("value")?.as_str());
        text.find_map(|t| Some(listed(t)).filter(|l| !l.is_empty())).unwrap_or_default()
    };
    let (fi, sv) = (of("fi"), of("sv"));
    let label = |code: &str| {
        let find = |list: &[(String, String)]| list.iter().find(|(c, _)| c == code).map(|(_, l)| l.clone());
        let fi = find(&fi).unwrap_or_else(|| code.to_owned());
        Text { sv: find(&sv).filter(|sv| *sv != fi), fi, en: None }
    };
    let accepted: Vec<String> = match node.pointer("/properties/code/enum").and_then(Value::as_array) {
        Some(codes) => codes.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        None => fi.iter().map(|(code, _)| code.clone()).collect(),
    };
    let mut out: Vec<Choice> = Vec::with_capacity(accepted.len());
    for code in accepted {
        if !out.iter().any(|c| c.code == code) {
            out.push(Choice { label: label(&code), code });
        }
    }
    out
}

/// `1 = Omistus, 2 = Vuokra` as pairs. What stands before the first code is an introduction.
fn listed(text: &str) -> Vec<(String, String)> {
    let parts: Vec<&str> = text.split('=').collect();
    let mut out = Vec::new();
    let mut code: Option<String> = None;
    for (i, part) in parts.iter().enumerate() {
        let last = i + 1 == parts.len();
        let (words, next) = match (last, code_at_end(part)) {
            (false, Some((words, next))) => (words, Some(next)),
            _ => (*part, None),
        };
        if let Some(code) = code.take() {
            let label = words.trim().trim_end_matches([',', ';', '.']).trim();
            if !label.is_empty() {
                out.push((code, label.split_whitespace().collect::<Vec<_>>().join(" ")));
            }
        }
        code = next;
    }
    out
}

/// A part whose last word may be the next code, and that code.
fn code_at_end(part: &str) -> Option<(&str, String)> {
    let part = part.trim_end();
    let code = part.rsplit([' ', '\n', ',', ';', '\t', '"', '\'']).next().unwrap_or_default();
    let fits = !code.is_empty() && code.len() <= 12 && code.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    fits.then(|| (part.strip_suffix(code).unwrap_or(part), code.to_owned()))
}

/// Places that are drawn, but of which a person should know: a coded field that names no code set, and how many names have no
/// Swedish.
pub fn worth_telling(schema: &Value) -> Vec<(String, String)> {
    fn walk(at: &str, node: &Value, out: &mut Vec<(String, String)>, without_swedish: &mut usize) {
        *without_swedish += usize::from(words(node, "name").is_some_and(|name| name.sv.is_none()) && node.get("items").is_none());
        match shape(node) {
            Shape::Coded if system_of(node).is_empty() => {
                out.push((at.to_owned(), "a coded field that names no code set: codes are written by hand".into()))
            }
            Shape::Group(fields) => {
                for (name, child) in fields {
                    walk(&format!("{at}/properties/{}", name.replace('~', "~0").replace('/', "~1")), child, out, without_swedish);
                }
            }
            Shape::Rows(items) => walk(&format!("{at}/items"), items, out, without_swedish),
            _ => {}
        }
    }
    let mut out = Vec::new();
    let mut without_swedish = 0;
    walk("", schema, &mut out, &mut without_swedish);
    if without_swedish > 0 {
        out.push((String::new(), format!("{without_swedish} names have no Swedish: the Finnish ones are shown")));
    }
    out
}

/// Places of a structure that no form can draw, with the reason.
pub fn undrawable(schema: &Value) -> Vec<(String, &'static str)> {
    fn walk(at: &str, node: &Value, out: &mut Vec<(String, &'static str)>) {
        match shape(node) {
            Shape::Unknown(why) => out.push((at.to_owned(), why)),
            Shape::Group(fields) => {
                for (name, child) in fields {
                    walk(&format!("{at}/properties/{}", name.replace('~', "~0").replace('/', "~1")), child, out);
                }
            }
            Shape::Rows(items) => walk(&format!("{at}/items"), items, out),
            _ => {}
        }
    }
    let mut out = Vec::new();
    walk("", schema, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn codes_are_read_from_prose_however_they_are_listed() {
        let pairs = |t: &str| listed(t).into_iter().map(|(c, l)| format!("{c}:{l}")).collect::<Vec<_>>();
        assert_eq!(pairs("FI = Suomi, \nSV = Ruotsi"), ["FI:Suomi", "SV:Ruotsi"]);
        assert_eq!(pairs("1 = Päätös, joka koskee, ehkä; kahta,\n2 = Muu"), ["1:Päätös, joka koskee, ehkä; kahta", "2:Muu"]);
        assert_eq!(pairs("Sisäinen luokitus:\n1 = Kyllä\n2=Ei"), ["1:Kyllä", "2:Ei"]);
        assert!(pairs("Koodistopalvelin: VRK/THL - Nimilaji").is_empty());
    }

    #[test]
    fn a_set_is_named_by_its_metadata_or_its_pattern() {
        let node = |meta: Value| json!({"type": "object", "sosmeta": meta, "properties": {"system": {"type": "string", "pattern": "^urn:oid:1\\.2\\.246(\\.\\d+)*$"}, "code": {"type": "string"}, "display": {"type": "string"}}});
        assert_eq!(code_set(&node(json!({}))).as_deref(), Some("1.2.246"));
        let said = json!({"classificationOid": [{"lang": "", "value": "1.2.3"}]});
        assert_eq!(code_set(&node(said)).as_deref(), Some("1.2.3"));
        assert_eq!(shape(&node(json!({}))), Shape::Coded);
    }

    #[test]
    fn what_cannot_be_drawn_is_named_with_its_place() {
        let schema = json!({"type": "object", "properties": {
            "a": {"$ref": "#/definitions/x"}, "b": {"type": "array", "items": [{"type": "string"}]},
            "c": {"type": ["null", "string"]}, "d": {"properties": {"e": {}}}, "f": {"type": "object", "oneOf": [{}]}, "g": {"type": "object"}}});
        let places: Vec<String> = undrawable(&schema).into_iter().map(|(p, _)| p).collect();
        assert_eq!(places, ["/properties/a", "/properties/b", "/properties/d/properties/e", "/properties/f"]);
    }
}
