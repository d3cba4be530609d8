//! National documents in the demo. Their structures are THL's and not shipped: where a folder of them lies beside the repository, the demo
//! imports them as `punos import structures` does and begins documents on some; elsewhere it tells how.

use std::path::PathBuf;

use axum::http::Method;
use serde_json::{Value, json};
use trust::Gate;

use super::shown::Scene;
use super::visitor::text;
use crate::cli::Fault;

/// Families of structures that a case manager of older people begins: needs assessment, client plan, implementation plan.
const BEGUN: [&str; 3] = ["1.2.246.537.6.1506.1000.", "1.2.246.537.6.1506.15003.", "1.2.246.537.6.1506.15004."];

/// Where the structures would be: `PUNOS_SHARED`, or `../shared` as the repository's neighbour.
fn folder() -> Option<PathBuf> {
    let shared = std::env::var_os("PUNOS_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    Some(shared.join("data/sosmeta")).filter(|folder| folder.is_dir())
}

/// Takes them in when they are there; whether they are.
pub async fn import(gate: &Gate) -> Result<bool, Fault> {
    let Some(folder) = folder() else { return Ok(false) };
    let report = documents::load_structures(&gate.job("documents.structures.import", "import", None), &[folder]).await?;
    Ok(report.imported + report.unchanged > 0)
}

/// A document of each family in a matter of its own: begun, filled in with what is known, and saved once.
pub async fn begin(scene: &Scene<'_>) -> Result<(), Fault> {
    let older = scene.matters.iter().filter(|one| text(one, "/service_task") == "older_people");
    for (family, matter) in BEGUN.iter().zip(older) {
        let found = scene.handler().get(&format!("/api/v1/staff/structures?q={family}")).await?;
        let Some(structure) = found.pointer("/items/0/id").and_then(Value::as_str) else { continue };
        let path = format!("/api/v1/staff/matters/{}/documents", text(matter, "/id"));
        let draft = scene.handler().post(&path, json!({ "structure_id": structure })).await?;
        let path = format!("/api/v1/staff/documents/{}", text(&draft, "/id"));
        scene.handler().change(Method::PUT, &path, &draft, json!({ "body": draft.get("body") })).await?;
    }
    Ok(())
}
