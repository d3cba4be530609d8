//! Code sets as FHIR R4 CodeSystems, the form the national code service and its users share.

use std::collections::BTreeSet;

use kernel::Text;
use serde_json::Value;

use super::{Code, CodeSet, SetState};
use crate::structure::StructureFault;

/// Largest file that is read.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

fn fault(path: impl Into<String>, reason: impl Into<String>) -> StructureFault {
    StructureFault { path: path.into(), reason: reason.into() }
}

/// The code systems of a file: one resource, or those of a Bundle.
pub fn read_file(bytes: &[u8]) -> Result<Vec<Result<CodeSet, StructureFault>>, StructureFault> {
    if bytes.len() > MAX_BYTES {
        return Err(fault("", format!("larger than {MAX_BYTES} bytes")));
    }
    let resource: Value = serde_json::from_slice(bytes).map_err(|e| fault("", format!("not JSON: {e}")))?;
    match resource.get("resourceType").and_then(Value::as_str) {
        Some("CodeSystem") => Ok(vec![read_code_system("", &resource)]),
        Some("Bundle") => {
            let entries = resource.get("entry").and_then(Value::as_array).into_iter().flatten().enumerate();
            let systems = entries.filter_map(|(i, e)| Some((i, e.get("resource")?)));
            let found: Vec<_> = systems
                .filter(|(_, r)| r.get("resourceType").and_then(Value::as_str) == Some("CodeSystem"))
                .map(|(i, r)| read_code_system(&format!("/entry/{i}/resource"), r))
                .collect();
            if found.is_empty() { Err(fault("/entry", "holds no CodeSystem")) } else { Ok(found) }
        }
        _ => Err(fault("/resourceType", "must be CodeSystem or Bundle")),
    }
}

/// Reads a CodeSystem: its object identifier, version and concepts with their designations in Finnish, Swedish and English.
///
/// # Errors
/// The place and the reason of the first thing that is wrong.
pub fn read_code_system(at: &str, resource: &Value) -> Result<CodeSet, StructureFault> {
    let text = |name: &str| resource.get(name).and_then(Value::as_str).map(str::trim).filter(|t| !t.is_empty());
    let identifiers = resource.get("identifier").and_then(Value::as_array).into_iter().flatten().filter_map(|i| i.get("value")?.as_str());
    let oid = text("url").into_iter().chain(identifiers).find_map(|u| u.strip_prefix("urn:oid:").filter(|oid| is_oid(oid)));
    let oid = oid.ok_or_else(|| fault(format!("{at}/url"), "names no object identifier (urn:oid:…)"))?;
    let version = text("version").ok_or_else(|| fault(format!("{at}/version"), "missing"))?;
    let mut codes = Vec::new();
    let mut seen = BTreeSet::new();
    let concepts = resource.get("concept").and_then(Value::as_array).ok_or_else(|| fault(format!("{at}/concept"), "missing"))?;
    read_concepts(&format!("{at}/concept"), concepts, 0, &mut seen, &mut codes)?;
    if codes.is_empty() {
        return Err(fault(format!("{at}/concept"), "holds no codes"));
    }
    let complete = matches!(text("content"), None | Some("complete"));
    Ok(CodeSet {
        oid: oid.to_owned(),
        version: version.to_owned(),
        state: if complete { SetState::Imported } else { SetState::Linked },
        name: Text::fi(text("title").or_else(|| text("name")).unwrap_or(oid)),
        link: resource.get("url").and_then(Value::as_str).filter(|u| u.starts_with("https://")).map(str::to_owned),
        codes,
    })
}

/// Deepest hierarchy that is followed.
const DEEPEST: usize = 32;

fn read_concepts(
    at: &str,
    concepts: &[Value],
    depth: usize,
    seen: &mut BTreeSet<String>,
    out: &mut Vec<Code>,
) -> Result<(), StructureFault> {
    if depth > DEEPEST {
        return Err(fault(at, "too deep a hierarchy"));
    }
    for (i, concept) in concepts.iter().enumerate() {
        let at = format!("{at}/{i}");
        let code = concept.get("code").and_then(Value::as_str).map(str::trim).filter(|c| !c.is_empty());
        let code = code.ok_or_else(|| fault(format!("{at}/code"), "missing"))?;
        if !seen.insert(code.to_owned()) {
            return Err(fault(format!("{at}/code"), "the same code twice"));
        }
        let designation = |lang: &str| {
            let list = concept.get("designation").and_then(Value::as_array).into_iter().flatten();
            let mut fits =
                list.filter(|d| d.get("language").and_then(Value::as_str).is_some_and(|l| l == lang || l.starts_with(&format!("{lang}-"))));
            fits.find_map(|d| d.get("value")?.as_str()).map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
        };
        let display = concept.get("display").and_then(Value::as_str).map(str::trim).filter(|t| !t.is_empty());
        let fi = designation("fi").or_else(|| display.map(str::to_owned)).unwrap_or_else(|| code.to_owned());
        let day = |name: &str| {
            let list = concept.get("property").and_then(Value::as_array).into_iter().flatten();
            let mut fits = list.filter(|p| p.get("code").and_then(Value::as_str) == Some(name));
            fits.find_map(|p| p.get("valueDateTime").or_else(|| p.get("valueString"))?.as_str()?.get(..10)?.parse().ok())
        };
        out.push(Code {
            code: code.to_owned(),
            label: Text { fi, sv: designation("sv"), en: designation("en") },
            valid_from: day("effectiveDate").or_else(|| day("beginDate")),
            valid_to: day("retirementDate").or_else(|| day("expirationDate")),
        });
        if let Some(children) = concept.get("concept").and_then(Value::as_array) {
            read_concepts(&format!("{at}/concept"), children, depth + 1, seen, out)?;
        }
    }
    Ok(())
}

fn is_oid(text: &str) -> bool {
    text.contains('.') && text.split('.').all(|arc| !arc.is_empty() && arc.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn small() -> Value {
        json!({"resourceType": "CodeSystem", "url": "urn:oid:1.2.246.537.6.1248", "version": "2", "content": "complete", "title": "Ratkaisun laji",
            "concept": [{"code": "1", "display": "Myönteinen", "designation": [{"language": "sv", "value": "Positivt"}],
                "concept": [{"code": "11", "display": "Osittain", "property": [{"code": "retirementDate", "valueDateTime": "2025-12-31T00:00:00Z"}]}]},
                {"code": "2", "designation": [{"language": "fi-FI", "value": "Kielteinen"}]}]})
    }

    #[test]
    fn a_hierarchy_is_read_in_order_with_its_languages() {
        let set = read_code_system("", &small()).unwrap();
        let codes: Vec<_> = set.codes.iter().map(|c| (c.code.as_str(), c.label.fi.as_str(), c.label.sv.as_deref())).collect();
        assert_eq!(codes, [("1", "Myönteinen", Some("Positivt")), ("11", "Osittain", None), ("2", "Kielteinen", None)]);
        assert_eq!(set.codes[1].valid_to, "2025-12-31".parse().ok());
        assert_eq!((set.oid.as_str(), set.version.as_str(), set.state), ("1.2.246.537.6.1248", "2", SetState::Imported));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let refused = |change: fn(&mut Value)| {
            let mut set = small();
            change(&mut set);
            read_code_system("", &set).unwrap_err().path
        };
        assert_eq!(refused(|s| s["url"] = "https://example.org/codes".into()), "/url");
        assert_eq!(refused(|s| s["version"] = " ".into()), "/version");
        assert_eq!(refused(|s| s["concept"][1]["code"] = "1".into()), "/concept/1/code");
        assert_eq!(refused(|s| s["concept"] = json!([])), "/concept");
        assert!(read_file(b"{\"resourceType\": \"Patient\"}").is_err() && read_file(b"[").is_err());
    }
}
