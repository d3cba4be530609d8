//! Structured documents: structures as data, bodies checked against them, facts read from them, versions kept, print.
//!
//! A document is a versioned record for people. Rooms compute on facts: they hand [`mapping::Known`] in, get
//! [`mapping::Facts`] out and never read a document's JSON (architecture.md, rule 4).
//!
//! Doors for other rooms, inside their own transaction: [`begin`], [`begin_on`], [`save`], [`finish`], [`discard`], [`facts`], [`settle`],
//! [`join`], [`leave`]; for lists [`of_matter`], [`names`]. The room that keeps matters hands itself to [`Documents`] as [`Matters`].

use std::path::PathBuf;
use std::sync::Arc;

use kernel::Problem;
use trust::Job;
use utoipa_axum::router::OpenApiRouter;

pub mod actions;
pub mod bulk;
pub mod codes;
mod document;
mod error;
pub mod mapping;
pub mod print;
pub mod structure;
pub mod validate;

pub use document::{
    Author, Document, DocumentName, DocumentRef, DocumentState, Matters, NewDocument, NewOnStructure, StructureRef, StructureUse,
    VersionRef, begin, begin_on, discard, facts, finish, join, leave, names, names_seen, of_matter, places, read, read_in, read_own,
    read_shown, read_version, save, settle, use_of,
};
pub use error::DocumentError;
pub use structure::{Kind, StructureReport};

/// The room's state: who keeps the matters that documents are made in.
#[derive(Clone)]
pub struct Documents {
    matters: Arc<dyn Matters>,
}

impl Documents {
    /// With the room that keeps matters.
    pub fn new(matters: Arc<dyn Matters>) -> Self {
        Self { matters }
    }
}

fn routes() -> OpenApiRouter<Documents> {
    structure::routes::routes().merge(codes::routes::routes()).merge(codes::overview::routes()).merge(document::routes::routes())
}

/// The room's routes.
pub fn router(room: Documents) -> OpenApiRouter {
    routes().with_state(room)
}

/// The room's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().into_openapi()
}

/// Writes the product's own four structures to the database when they are not there; run at start.
///
/// # Errors
/// The database's, or a broken shipped file.
pub async fn load_shipped(job: &Job) -> Result<(), Problem> {
    let work = job.begin().await?;
    for kind in Kind::ALL {
        let ours = structure::shipped(kind).map_err(DocumentError::from)?;
        structure::store::ensure_shipped(&work, work.new_id(), work.at(), ours).await.map_err(DocumentError::from)?;
    }
    work.commit().await
}

/// Loads structures from files and folders (`punos import structures`), in one transaction. A refused file is told with its
/// place and reason and does not hinder the others.
///
/// # Errors
/// The database's.
pub async fn load_structures(job: &Job, paths: &[PathBuf]) -> Result<StructureReport, Problem> {
    let (files, unread) = structure::read_files(paths);
    let work = job.begin().await?;
    let mut report = structure::import(&work, &files).await?;
    report.errors.extend(unread);
    codes::reports::keep(&work, "structures", &report).await.map_err(DocumentError::from)?;
    work.commit().await?;
    Ok(report)
}

/// Loads code sets from files and folders (`punos import codes`), in one transaction, as [`load_structures`] does structures.
///
/// # Errors
/// The database's.
pub async fn load_codes(job: &Job, paths: &[PathBuf]) -> Result<StructureReport, Problem> {
    let (files, unread) = structure::read_files(paths);
    let work = job.begin().await?;
    let mut report = codes::import(&work, &files).await?;
    report.errors.extend(unread);
    codes::reports::keep(&work, "codes", &report).await.map_err(DocumentError::from)?;
    work.commit().await?;
    Ok(report)
}
