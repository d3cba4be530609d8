//! An original for the copy of a client's own data: as it came, but for what is another's.

use sea_orm::FromQueryResult;
use serde_json::Value;
use store::sql;
use trust::Job;
use uuid::Uuid;

use crate::body::unpack;
use crate::error::RecordsError;

/// Elements that tell where a person lives, how to reach them and by what codes they are known, and the narrative, which can repeat it.
const OF_A_PERSON: [&str; 4] = ["address", "telecom", "identifier", "birthDate"];
/// Resources that are another person.
const OTHERS: [&str; 1] = ["RelatedPerson"];

#[derive(FromQueryResult)]
struct Row {
    body: Vec<u8>,
    body_len: i32,
}

/// The original's text, without what another person could be found or known by: whole codes of identity, where close ones live and how
/// they are reached, and the narrative. `protected`: also where the client lives, for a copy that passes through a professional's hands. `None`: there is no such original, or it is no JSON to look through.
///
/// # Errors
/// The database's, or an original that does not open with the node's key.
pub async fn copied(job: &Job, id: Uuid, protected: bool) -> Result<Option<Vec<u8>>, RecordsError> {
    let row: Option<Row> = sql::one(job.reader(), "SELECT o.body, o.body_len FROM original o WHERE o.id = $1", [id.into()]).await?;
    let Some(row) = row else { return Ok(None) };
    let plain = unpack(job.gate().keys(), id, &row.body, row.body_len)?;
    let mut out: Vec<Value> = Vec::new();
    // One original can hold many resources, a line each; else it is one.
    match serde_json::from_slice::<Value>(&plain) {
        Ok(one) => out.push(one),
        Err(_) => {
            for line in plain.split(|b| *b == b'\n').filter(|l| !l.is_empty()) {
                let Ok(one) = serde_json::from_slice(line) else { return Ok(None) };
                out.push(one);
            }
        }
    }
    out.iter_mut().for_each(|one| without_others(one, protected));
    let whole = if out.len() == 1 { out.pop().unwrap_or_default() } else { Value::Array(out) };
    serde_json::to_vec_pretty(&whole).map(Some).map_err(|_| RecordsError::Body)
}

fn without_others(value: &mut Value, protected: bool) {
    crate::item::hide(value, protected);
    narrow(value);
}

fn narrow(value: &mut Value) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(narrow),
        Value::Object(object) => {
            object.remove("div");
            if object.get("resourceType").and_then(Value::as_str).is_some_and(|kind| OTHERS.contains(&kind)) {
                for name in OF_A_PERSON {
                    object.remove(name);
                }
            }
            // A patient's contacts are other people.
            if let Some(Value::Array(contacts)) = object.get_mut("contact") {
                for contact in contacts.iter_mut().filter_map(Value::as_object_mut) {
                    for name in OF_A_PERSON {
                        contact.remove(name);
                    }
                }
            }
            object.values_mut().for_each(narrow);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn another_s_address_and_codes_are_taken_out_and_ones_own_stay() {
        let mut body = json!({
            "resourceType": "Patient",
            "text": { "div": "<div>Olavi asuu Piilopolulla</div>" },
            "address": [{ "line": ["Kotikatu 1"] }],
            "contact": [{ "name": { "text": "Olavi" }, "address": { "text": "Piilopolku 7" }, "telecom": [{ "value": "040 999" }] }],
            "contained": [{ "resourceType": "RelatedPerson", "name": [{ "text": "Olavi" }], "address": [{ "text": "Piilopolku 7" }],
                "identifier": [{ "system": "urn:oid:1.2.246.21", "value": "010190-901R" }] }],
        });
        without_others(&mut body, false);
        let text = body.to_string();
        for gone in ["Piilop", "040 999", "901R"] {
            assert!(!text.contains(gone), "{gone}: {text}");
        }
        assert!(text.contains("Kotikatu 1") && text.contains("Olavi"));
    }
}
