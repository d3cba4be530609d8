//! A document as it is kept and as it is told.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use kernel::{ClientId, Scope, Text};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::structure::Kind;

/// Whether a document may still change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentState {
    /// Being written; may have holes.
    Draft,
    /// Finished: does not change any more.
    Final,
}

/// What a document is called.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentName {
    pub id: Uuid,
    pub title: Text,
    pub finished_at: Option<DateTime<Utc>>,
}

impl DocumentState {
    /// The code as the table writes it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Final => "final",
        }
    }

    pub(super) fn of(code: &str) -> Self {
        if code == "final" { Self::Final } else { Self::Draft }
    }
}

/// Who wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Author {
    /// `staff`, `client` or `system`.
    pub kind: String,
    /// The professional or the client.
    pub id: Uuid,
    /// Name; empty where the answer does not tell it.
    pub name: String,
}

/// The structure a document is written on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StructureRef {
    /// Key.
    pub id: Uuid,
    /// Object identifier.
    pub oid: String,
    /// Version of the definition.
    pub version: String,
}

/// A kept version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VersionRef {
    /// Its number.
    pub version: i32,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Author,
    /// Its state.
    pub state: DocumentState,
}

/// A document whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Document {
    /// Key.
    pub id: Uuid,
    /// Version, for ETag and If-Match.
    pub version: i32,
    /// `initiation`, `assessment`, `plan`, `decision`; absent for a structure of the nation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub kind: Option<Kind>,
    /// Title of the structure.
    pub title: Text,
    /// State.
    pub state: DocumentState,
    /// The body, by the structure.
    #[schema(value_type = Object)]
    pub body: Value,
    /// The structure.
    pub structure: StructureRef,
    /// The matter it was made in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matter_id: Option<Uuid>,
    /// The clients it is about now.
    pub client_ids: Vec<ClientId>,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
    /// By whom.
    pub updated_by: Author,
    /// When it was finished.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<DateTime<Utc>>,
    /// JSON Pointers that were filled in beforehand and stand as they were.
    pub known_paths: Vec<String>,
    /// Where each of them came from: `matter`, `client`, `assessment`, `plan`, `handler`, `organisation`, `structure`.
    pub known_from: BTreeMap<String, String>,
    /// Kept versions, newest first.
    pub versions: Vec<VersionRef>,
    /// What the asker may do: `save`, `finish`, `print`.
    pub permitted_actions: Vec<String>,
    /// Where it belongs; for the rooms, not told.
    #[serde(skip, default = "nowhere")]
    pub(crate) scope: Scope,
}

/// Only for reading an answer back; a document of the database always has its own scope.
fn nowhere() -> Scope {
    Scope { controller: Uuid::nil(), register: kernel::Register::Social, service_task: kernel::ServiceTask::OlderPeople, catalogue_row: 0 }
}

impl Document {
    /// Where the document belongs.
    #[must_use]
    pub const fn scope(&self) -> Scope {
        self.scope
    }

    /// What its state lets one who works on it do. A decision is finished by deciding.
    pub(super) fn actions_when_working(&self) -> Vec<String> {
        let mut actions = Vec::new();
        if self.state == DocumentState::Draft {
            actions.push("save".to_owned());
            if self.kind != Some(Kind::Decision) {
                actions.push("finish".to_owned());
            }
        }
        actions
    }
}

/// A document in the list of a matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DocumentRef {
    /// Key.
    pub id: Uuid,
    /// Kind, as in [`Document`].
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub kind: Option<Kind>,
    /// Title of the structure.
    pub title: Text,
    /// State.
    pub state: DocumentState,
    /// Version.
    pub version: i32,
    /// When it was last written.
    pub updated_at: DateTime<Utc>,
    /// When it was finished.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<DateTime<Utc>>,
    /// The clients it is about now.
    pub client_ids: Vec<ClientId>,
}
