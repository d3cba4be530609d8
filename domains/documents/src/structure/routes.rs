//! `GET /api/v1/staff/structures*`: which documents can be begun, and what a form is drawn from.

use std::collections::BTreeMap;

use axum::extract::Path;
use kernel::{Lang, Problem, Text};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use trust::{Json, Query, StaffSession};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::store::CardRow;
use super::{Condition, Kind, Structure, annotated, code_sets, conditions, shipped, store};
use crate::codes::routes::CodeSetRef;
use crate::codes::store::natural;
use crate::{DocumentError, Documents, codes, mapping};

/// A structure as a form needs it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Structure)]
pub struct StructureOut {
    /// Key; absent until the first document or start has written the structure to the database.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    /// Object identifier.
    pub oid: String,
    /// Version of the definition.
    pub version: String,
    /// Title.
    pub title: Text,
    /// JSON Schema draft-07 with Sosmeta's labels, and `punos` on the nodes that need more than a schema says.
    #[schema(value_type = Object)]
    pub schema: Value,
    /// The code sets its fields use, by object identifier; one that is not known at all is left out.
    #[schema(value_type = Object)]
    pub code_sets: BTreeMap<String, CodeSetRef>,
    /// Which fields are needed when: `base` the object it is about (`*`: every row), `one_of` ways from there or `field` with
    /// `when`, whose `is` says the answer. What is checked when the document is finished.
    #[schema(value_type = Vec<Object>)]
    pub conditions: Vec<Value>,
}

/// A structure in the catalogue.
#[derive(Debug, Serialize, ToSchema)]
pub struct StructureCard {
    /// Key, to begin a document with.
    pub id: Uuid,
    /// Object identifier.
    pub oid: String,
    /// What its versions share.
    pub family: String,
    /// Version of the definition.
    pub version: String,
    /// Title.
    pub title: Text,
    /// Type of document in the nation's words, for example `Päätös`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_type: Option<String>,
    /// The services it belongs to, in the nation's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The product's kind that its answers are worth: `initiation`, `assessment`, `plan`, `decision`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub kind: Option<Kind>,
    /// Whether it is the newest version of its family.
    pub newest: bool,
}

/// The catalogue of structures.
#[derive(Debug, Serialize, ToSchema)]
pub struct StructureCatalogue {
    /// Those that fit, by title; of each family the newest version first.
    pub items: Vec<StructureCard>,
}

/// What is looked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct CatalogueQuery {
    /// Words of a title, type or subject, or an object identifier.
    q: String,
    /// Also earlier versions.
    old: bool,
}

pub fn routes() -> OpenApiRouter<Documents> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(read))
}

/// The structures that documents can be begun on, beside the product's own four.
#[utoipa::path(get, path = "/api/v1/staff/structures", tag = "documents", operation_id = "list_structures", params(CatalogueQuery),
    responses((status = 200, body = StructureCatalogue)),
    extensions(("x-action" = json!("documents.structure.list"))))]
async fn list(session: StaffSession, Query(query): Query<CatalogueQuery>) -> Result<Json<StructureCatalogue>, Problem> {
    let rows = store::cards(&session.gate().db().reference()).await.map_err(DocumentError::from)?;
    Ok(Json(StructureCatalogue { items: catalogue(rows, &query) }))
}

fn catalogue(rows: Vec<CardRow>, query: &CatalogueQuery) -> Vec<StructureCard> {
    let words: Vec<String> = query.q.to_lowercase().split_whitespace().map(str::to_owned).collect();
    // The product's own four have their places in the course of a matter.
    let mut cards: Vec<StructureCard> = rows
        .into_iter()
        .filter(|r| r.kind.is_none())
        .map(|r| {
            let family = r.family.unwrap_or_else(|| r.oid.clone());
            StructureCard {
                kind: mapping::kind_of_family(&family),
                title: Text { fi: r.title_fi, sv: r.title_sv, en: r.title_en },
                id: r.id,
                oid: r.oid,
                version: r.structure_version,
                document_type: r.document_type,
                subject: r.subject,
                newest: false,
                family,
            }
        })
        .collect();
    // Versions are days written year first, with or without their zeros.
    cards.sort_by_cached_key(|c| (c.family.clone(), std::cmp::Reverse(natural(&c.version))));
    let mut last = String::new();
    for card in &mut cards {
        card.newest = card.family != last;
        last.clone_from(&card.family);
    }
    let fits = |c: &StructureCard| {
        let text = [Some(c.title.fi.as_str()), c.title.sv.as_deref(), c.document_type.as_deref(), c.subject.as_deref(), Some(&c.oid)];
        let text = text.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase();
        words.iter().all(|w| text.contains(w))
    };
    cards.retain(|c| (c.newest || query.old) && fits(c));
    cards.sort_by(|a, b| {
        a.title
            .get(Lang::Fi)
            .to_lowercase()
            .cmp(&b.title.get(Lang::Fi).to_lowercase())
            .then_with(|| natural(&b.version).cmp(&natural(&a.version)))
    });
    cards
}

/// A structure by its key, or the one that documents of a kind of the product's own are begun on now.
#[utoipa::path(get, path = "/api/v1/staff/structures/{kind}", tag = "documents",
    params(("kind" = String, Path, description = "initiation | assessment | plan | decision, or the key of any structure")),
    responses((status = 200, body = StructureOut), (status = 404, body = Problem)),
    extensions(("x-action" = json!("documents.structure.read"))))]
async fn read(session: StaffSession, Path(kind): Path<String>) -> Result<Json<StructureOut>, Problem> {
    let conn = session.gate().db().reference();
    if let Ok(id) = kind.parse::<Uuid>() {
        let row = store::by_id(&conn, id).await.map_err(DocumentError::from)?.ok_or_else(Problem::not_found)?;
        return Ok(Json(told(&session, Some(id), &row.into_structure()).await?));
    }
    let kind: Kind = kind.parse().map_err(|_| Problem::not_found())?;
    let s = &shipped(kind).map_err(DocumentError::from)?.structure;
    let key = store::key(&conn, &s.oid, &s.version).await.map_err(DocumentError::from)?;
    Ok(Json(told(&session, key.map(|(id, _)| id), s).await?))
}

async fn told(session: &StaffSession, id: Option<Uuid>, s: &Structure) -> Result<StructureOut, Problem> {
    let used = code_sets(&s.schema);
    let sets = if used.is_empty() {
        BTreeMap::new()
    } else {
        codes::store::in_use(&session.gate().db().reference(), used).await.map_err(DocumentError::from)?
    };
    Ok(StructureOut {
        id,
        oid: s.oid.clone(),
        version: s.version.clone(),
        title: s.title.clone(),
        conditions: conditions(s).stated.iter().map(Condition::told).collect(),
        schema: annotated(&s.schema),
        code_sets: sets.iter().map(|(oid, row)| (oid.clone(), CodeSetRef::from(row))).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(oid: &str, version: &str, title: &str, family: &str) -> CardRow {
        CardRow {
            id: Uuid::now_v7(),
            oid: oid.into(),
            structure_version: version.into(),
            kind: None,
            title_fi: title.into(),
            title_sv: None,
            title_en: None,
            family: Some(family.into()),
            document_type: Some("Päätös".into()),
            subject: None,
        }
    }

    #[test]
    fn the_newest_version_of_each_family_unless_old_ones_are_asked_for() {
        let rows = || {
            vec![
                row("1.9.2023", "2025-2-26", "Vanha", "1.9"),
                row("1.9.2025", "2025-12-01", "Uusi", "1.9"),
                row("1.8", "2023-01-01", "Äiti", "1.8"),
            ]
        };
        let titles = |q: &str, old: bool| -> Vec<String> {
            catalogue(rows(), &CatalogueQuery { q: q.into(), old }).into_iter().map(|c| c.title.fi).collect()
        };
        assert_eq!(titles("", false), ["Uusi", "Äiti"]);
        assert_eq!(titles("", true), ["Uusi", "Vanha", "Äiti"]);
        assert_eq!(titles("päätös ÄITI", false), ["Äiti"]);
        assert_eq!(titles("vanha", false), Vec::<String>::new());
    }
}
