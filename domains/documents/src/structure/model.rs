//! A structure and the kinds of documents the product itself knows.

use std::fmt;
use std::str::FromStr;

use kernel::Text;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The four documents the product ships a structure of its own for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Entry about the initiation of a matter.
    Initiation,
    /// Needs assessment.
    Assessment,
    /// Client plan.
    Plan,
    /// Service decision.
    Decision,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Initiation, Self::Assessment, Self::Plan, Self::Decision];

    /// The code as it stands in routes, tables and files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Initiation => "initiation",
            Self::Assessment => "assessment",
            Self::Plan => "plan",
            Self::Decision => "decision",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text is not the code of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such kind of document")]
pub struct UnknownKind;

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|k| k.code() == code).ok_or(UnknownKind)
    }
}

/// A structure that has passed [`super::parse`].
#[derive(Debug, Clone)]
pub struct Structure {
    /// Object identifier of the structure, without its version.
    pub oid: String,
    /// Version of the definition, for example `2023-09-08`.
    pub version: String,
    /// The product's own kind, or `None` for a structure of the nation.
    pub kind: Option<Kind>,
    /// Title in the languages the structure has.
    pub title: Text,
    /// The schema whole, as it was read.
    pub schema: Value,
}
