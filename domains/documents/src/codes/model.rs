//! A code set of one version.

use chrono::NaiveDate;
use kernel::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How much of a set is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SetState {
    /// The official list of this version.
    Imported,
    /// Only the codes that structures mention; the official list is behind the link.
    Linked,
}

impl SetState {
    /// The code as the table writes it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Imported => "imported",
            Self::Linked => "linked",
        }
    }

    pub(crate) fn of(code: &str) -> Self {
        if code == "imported" { Self::Imported } else { Self::Linked }
    }
}

/// A code with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Code {
    /// The code.
    pub code: String,
    /// Its words.
    pub label: Text,
    /// First day it may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// Last day it may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
}

/// A set with its codes, as it is read in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeSet {
    /// Object identifier, without the version.
    pub oid: String,
    /// Version; empty for a linked set.
    pub version: String,
    /// How much of it is known.
    pub state: SetState,
    /// Its name.
    pub name: Text,
    /// Where the official list is.
    pub link: Option<String>,
    /// The codes in order.
    pub codes: Vec<Code>,
}
