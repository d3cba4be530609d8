//! Codes of a body against the code sets of the house, when it is finished.

use std::collections::BTreeMap;

use ::store::sea_orm::{ConnectionTrait, DbErr};
use kernel::FieldError;
use serde_json::Value;

use crate::codes::{SetState, store};
use crate::structure::{Shape, Structure, code_set, shape};

/// A code as it stands in a body.
struct Used {
    at: String,
    oid: String,
    /// The version that its system names.
    version: Option<String>,
    code: String,
}

/// Adds an error at each code that the version it names, or the version in use, does not have. Of a set that is only linked
/// nothing is known, so nothing is said.
pub async fn check(conn: &impl ConnectionTrait, structure: &Structure, body: &Value, errors: &mut Vec<FieldError>) -> Result<(), DbErr> {
    let mut used = Vec::new();
    collect(&structure.schema, body, String::new(), &mut used);
    if used.is_empty() {
        return Ok(());
    }
    let in_use = store::in_use(conn, used.iter().map(|u| u.oid.clone())).await?;
    let mut known: BTreeMap<(String, Option<String>, String), bool> = BTreeMap::new();
    for u in used {
        let Some(set) = in_use.get(&u.oid).filter(|s| s.state() == SetState::Imported) else { continue };
        let key = (u.oid.clone(), u.version.clone(), u.code.clone());
        let is = match known.get(&key) {
            Some(is) => *is,
            None => {
                let named = match &u.version {
                    Some(version) => store::key(conn, &u.oid, version).await?.map(|(id, _)| id),
                    None => None,
                };
                let is = store::has(conn, named.unwrap_or(set.id), &u.code).await?;
                known.insert(key, is);
                is
            }
        };
        let error = FieldError::new(u.at, "not_in_list");
        if !is && !errors.contains(&error) {
            errors.push(error);
        }
    }
    Ok(())
}

fn collect(node: &Value, value: &Value, at: String, out: &mut Vec<Used>) {
    match (shape(node), value) {
        (Shape::Coded, Value::Object(parts)) => {
            let text = |name: &str| parts.get(name).and_then(Value::as_str);
            if let (Some(oid), Some(code)) = (code_set(node), text("code")) {
                let version = text("system").and_then(|s| s.strip_prefix("urn:oid:")?.strip_prefix(oid.as_str())?.strip_prefix('.'));
                out.push(Used { at, oid, version: version.map(str::to_owned), code: code.to_owned() });
            }
        }
        (Shape::Group(fields), Value::Object(parts)) => {
            for (name, child) in fields {
                if let Some(value) = parts.get(name) {
                    collect(child, value, format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), out);
                }
            }
        }
        (Shape::Rows(items), Value::Array(rows)) => {
            for (i, row) in rows.iter().enumerate() {
                collect(items, row, format!("{at}/{i}"), out);
            }
        }
        _ => {}
    }
}
