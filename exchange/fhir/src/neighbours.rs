//! What an entry takes from the entries around it that are not kept themselves.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Something referred to that is not taken: its type, and what it is called (a Medication's name).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotTaken {
    #[serde(rename = "type")]
    pub type_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// By the text of a reference. For a whole document while it is read; cut down to one entry's own references it is kept
/// with the original, so that its rows can be made again from it alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbours {
    /// References to entries whose type is not taken.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub not_taken: BTreeMap<String, NotTaken>,
    /// `Type/id` of an entry of the same document that is known by its `urn:` fullUrl only.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub same_as: BTreeMap<String, String>,
}

impl Neighbours {
    pub fn is_empty(&self) -> bool {
        self.not_taken.is_empty() && self.same_as.is_empty()
    }

    /// What of this the given references speak of.
    pub fn of<'a>(&self, references: impl Iterator<Item = &'a str>) -> Neighbours {
        let mut own = Neighbours::default();
        if self.is_empty() {
            return own;
        }
        for reference in references {
            if let Some(found) = self.not_taken.get(reference) {
                own.not_taken.insert(reference.to_owned(), found.clone());
            }
            if let Some(found) = self.same_as.get(reference) {
                own.same_as.insert(reference.to_owned(), found.clone());
            }
        }
        own
    }
}
