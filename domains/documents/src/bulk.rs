//! Finished documents written many at once: the past of a synthetic county, or documents another system held. Bodies are
//! checked whole against the shipped structure of their kind, as finishing one does.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{ClientId, Scope};
use serde_json::Value;
use store::sea_orm::Value as Bind;
use store::sql;
use trust::Work;
use uuid::Uuid;

use crate::structure::{self, Kind, shipped};
use crate::validate::Mode;
use crate::{DocumentError, DocumentState};

/// A document as it was finished.
#[derive(Clone, Debug)]
pub struct PastDocument {
    pub id: Uuid,
    pub scope: Scope,
    pub kind: Kind,
    pub matter_id: Option<Uuid>,
    pub clients: Vec<ClientId>,
    pub body: Value,
    /// The professional who wrote and finished it.
    pub author_id: Uuid,
    pub finished_at: DateTime<Utc>,
}

/// Writes finished documents with their clients and their one version. The clients are whoever's change this is to name.
///
/// # Errors
/// [`DocumentError::Invalid`] names what the first bad body lacks; otherwise the database's.
pub async fn write(work: &Work, documents: &[PastDocument]) -> Result<(), DocumentError> {
    let mut structures: HashMap<Kind, Uuid> = HashMap::new();
    for document in documents {
        let form = shipped(document.kind)?;
        let errors = form.validators.check(Mode::Whole, &document.body);
        if !errors.is_empty() {
            return Err(DocumentError::Invalid(errors));
        }
        if let std::collections::hash_map::Entry::Vacant(place) = structures.entry(document.kind) {
            place.insert(structure::store::ensure_shipped(work, work.new_id(), work.at(), form).await?);
        }
    }
    let rows = documents.iter().filter_map(|d| {
        let structure = structures.get(&d.kind)?;
        let row: Vec<Bind> = vec![
            d.id.into(),
            d.scope.controller.into(),
            d.scope.register.code().into(),
            d.scope.service_task.code().into(),
            d.scope.catalogue_row.into(),
            (*structure).into(),
            d.kind.code().into(),
            d.matter_id.into(),
            DocumentState::Final.code().into(),
            d.body.clone().into(),
            "staff".into(),
            d.author_id.into(),
            d.finished_at.into(),
            d.author_id.into(),
            1i32.into(),
            d.finished_at.into(),
            d.finished_at.into(),
        ];
        Some(row)
    });
    let columns = [
        "id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "structure_id",
        "kind",
        "matter_id",
        "state",
        "body",
        "author_kind",
        "author_id",
        "finished_at",
        "finished_by",
        "version",
        "created_at",
        "updated_at",
    ];
    sql::insert_many(work, "document", &columns, rows.collect()).await?;
    let clients =
        documents.iter().flat_map(|d| d.clients.iter().map(|c| -> Vec<Bind> { vec![d.id.into(), c.0.into(), d.finished_at.into()] }));
    sql::insert_many(work, "document_client", &["document_id", "client_id", "joined_at"], clients.collect()).await?;
    let versions = documents.iter().map(|d| -> Vec<Bind> {
        vec![
            d.id.into(),
            1i32.into(),
            DocumentState::Final.code().into(),
            d.body.clone().into(),
            d.finished_at.into(),
            "staff".into(),
            d.author_id.into(),
        ]
    });
    let columns = ["document_id", "version", "state", "body", "at", "author_kind", "author_id"];
    sql::insert_many(work, "document_version", &columns, versions.collect()).await?;
    Ok(())
}
