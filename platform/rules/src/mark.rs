use serde::{Deserialize, Serialize};

/// How sure it is that a rule says what the law says. Shown beside the section wherever the rule is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Seen in a source that the rule file names.
    Verified,
    /// General knowledge, not checked against the text of the law.
    Memory,
    /// Check before relying on it.
    Uncertain,
}

impl Mark {
    /// The code the database and the API write.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Memory => "memory",
            Self::Uncertain => "uncertain",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        [Self::Verified, Self::Memory, Self::Uncertain].into_iter().find(|mark| mark.code() == code)
    }
}
