//! Writing what came from a source: known names looked up, originals kept, typed rows put in place of older ones. For the
//! doors to other systems; what a resource says and which reference leads where is decided there.

mod find;
mod waiting;
mod write;

use chrono::{DateTime, Utc};
use kernel::Scope;
use uuid::Uuid;

pub use find::{Current, Kept, Known, current, kept, kept_ids, known, past_hashes};
pub use waiting::{Pending, Unresolved, ready, unresolved};
pub use write::{Batch, lock};

/// A row of `source_resource`: one thing of a source, whatever versions of it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    pub id: Uuid,
    pub source_system: String,
    pub resource_type: &'static str,
    /// The client it belongs to; none for actors, or while the client is not known.
    pub client_id: Option<Uuid>,
    pub original_id: Uuid,
    /// Its fullUrl or `Type/id`; never an identifier of a person.
    pub label: String,
    pub version: i32,
}

/// A row of `original`: one version as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Original {
    pub id: Uuid,
    pub resource_id: Uuid,
    pub client_id: Option<Uuid>,
    pub scope: Scope,
    pub source_system: String,
    pub resource_type: &'static str,
    pub revision: i32,
    /// False for an older version that came late.
    pub is_current: bool,
    pub source_version: Option<String>,
    pub source_changed_at: Option<DateTime<Utc>>,
    pub sha256: [u8; 32],
    pub content_type: &'static str,
    /// Bytes before packing.
    pub body_len: i32,
    /// From [`crate::Packer`].
    pub body: Vec<u8>,
    /// What it took from neighbours that are not kept, as JSON.
    pub context: Option<String>,
    pub source_file: Option<String>,
    pub entry: Option<String>,
}
