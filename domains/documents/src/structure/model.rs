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

impl Structure {
    /// The object identifier without its version: what the versions of one document share. The nation writes the day of the
    /// definition as the last arcs.
    #[must_use]
    pub fn family(&self) -> String {
        let arcs: Vec<&str> = self.oid.split('.').collect();
        if let [head @ .., year, month, day] = arcs.as_slice() {
            let number = |t: &str| t.parse::<u32>().ok();
            let is_day = matches!((number(year), number(month), number(day)), (Some(1990..=2199), Some(1..=12), Some(1..=31)));
            if is_day && head.len() > 3 {
                return head.join(".");
            }
        }
        self.oid.clone()
    }

    fn said(&self, name: &str) -> Option<&str> {
        self.schema.get("sosmeta")?.get(name)?.as_str().map(str::trim).filter(|t| !t.is_empty())
    }

    /// What the nation calls this type of document, for example `Päätös`.
    #[must_use]
    pub fn document_type(&self) -> Option<&str> {
        self.said("documentType")
    }

    /// Which services the document belongs to, in the nation's words.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.said("documentSubject")
    }

    /// Whether one who has the power of decision finishes such a document.
    #[must_use]
    pub fn by_power(&self) -> bool {
        self.document_type().is_some_and(|t| super::component::components().finished_by_power.iter().any(|p| p == t))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(oid: &str) -> String {
        Structure { oid: oid.into(), version: String::new(), kind: None, title: Text::fi("x"), schema: Value::Null }.family()
    }

    #[test]
    fn versions_of_one_document_share_a_family() {
        assert_eq!(of("1.2.246.537.6.1506.9001.2023.5.31"), of("1.2.246.537.6.1506.9001.2027.11.1"));
        assert_eq!(of("1.2.246.537.6.1506.9001.2023.5.31"), "1.2.246.537.6.1506.9001");
        assert_eq!(of("2.25.132183309654238248798691404261266524612.1"), "2.25.132183309654238248798691404261266524612.1");
        assert_eq!(of("1.2.3"), "1.2.3");
    }
}
