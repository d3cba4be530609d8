use chrono::{DateTime, Duration, Utc};
use people::PersonRef;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The way of a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    Contact,
    HomeVisit,
    Phone,
    Office,
    NetworkMeeting,
    Other,
}

impl NoteKind {
    pub const ALL: [Self; 6] = [Self::Contact, Self::HomeVisit, Self::Phone, Self::Office, Self::NetworkMeeting, Self::Other];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::HomeVisit => "home_visit",
            Self::Phone => "phone",
            Self::Office => "office",
            Self::NetworkMeeting => "network_meeting",
            Self::Other => "other",
        }
    }
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Note {
    pub id: Uuid,
    pub version: i32,
    pub kind: NoteKind,
    /// When it happened.
    pub at: DateTime<Utc>,
    pub text: String,
    pub client_id: Uuid,
    /// The finished document it was read from: that is mended by a new document, not here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<PersonRef>,
    pub written_at: DateTime<Utc>,
    pub permitted_actions: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    pub kind: NoteKind,
    /// When it happened; now, when left out.
    pub at: Option<DateTime<Utc>>,
    pub text: String,
    /// Which client of the matter it is about; the main one, when left out.
    pub client_id: Option<Uuid>,
}

/// What is given is changed.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeNote {
    pub kind: Option<NoteKind>,
    pub at: Option<DateTime<Utc>>,
    pub text: Option<String>,
    /// Taken in so that a form may send back what it got; a note does not move to another client.
    pub client_id: Option<Uuid>,
}

/// How long the writer may mend a note. After it the note stands as part of the client's record, and a new one is written.
pub const MENDABLE: Duration = Duration::hours(24);

/// Whether a note may still be changed by someone; if not, why.
pub fn may_change(author: Uuid, written_at: DateTime<Utc>, by: Uuid, now: DateTime<Utc>) -> Result<(), &'static str> {
    if author != by {
        return Err("not_author");
    }
    if now - written_at > MENDABLE {
        return Err("note_settled");
    }
    Ok(())
}

/// A note tells of what has happened; a clock a little ahead is forgiven.
pub fn has_happened(at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    at <= now + Duration::minutes(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_writer_mends_and_only_for_a_day() {
        let (me, other) = (Uuid::now_v7(), Uuid::now_v7());
        let at: DateTime<Utc> = "2026-11-20T10:00:00Z".parse().unwrap();
        assert_eq!(may_change(me, at, me, at + Duration::hours(24)), Ok(()));
        assert_eq!(may_change(me, at, me, at + Duration::hours(25)), Err("note_settled"));
        assert_eq!(may_change(me, at, other, at), Err("not_author"));
        assert!(has_happened(at, at) && !has_happened(at + Duration::hours(1), at));
        assert!(NoteKind::ALL.into_iter().all(|k| NoteKind::parse(k.code()) == Some(k)));
    }
}
