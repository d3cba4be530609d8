use crate::remedy::{Appeal, Correction, Review};
use ::rules::{Mark, Notice, Outcome, RemedyKind};
use chrono::{DateTime, NaiveDate, Utc};
use kernel::Text;
use people::PersonRef;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where a decision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecisionState {
    Draft,
    Decided,
    Sent,
}

impl DecisionState {
    pub(super) fn of(code: &str) -> Self {
        match code {
            "decided" => Self::Decided,
            "sent" => Self::Sent,
            _ => Self::Draft,
        }
    }

    /// Only a draft is decided.
    pub fn decide(self) -> Result<Self, &'static str> {
        match self {
            Self::Draft => Ok(Self::Decided),
            Self::Decided | Self::Sent => Err("already_decided"),
        }
    }
    /// Only what has been decided is sent.
    pub fn send(self) -> Result<Self, &'static str> {
        match self {
            Self::Draft => Err("not_decided"),
            Self::Decided => Ok(Self::Sent),
            Self::Sent => Err("already_sent"),
        }
    }
    /// Only a draft is withdrawn: a decision that has been made is changed by another decision (434/2003 50 § [memory]).
    pub fn withdraw(self) -> Result<(), &'static str> {
        match self {
            Self::Draft => Ok(()),
            Self::Decided | Self::Sent => Err("already_decided"),
        }
    }
}

/// Whether a decision that was sent holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Force {
    #[default]
    InForce,
    /// Not carried out for the time being (434/2003 49 f and 53 § [memory]).
    Suspended,
    /// A later decision took its place.
    Replaced,
    /// In force as a court changed it.
    Changed,
    Annulled,
}

impl Force {
    pub const fn code(self) -> &'static str {
        match self {
            Self::InForce => "in_force",
            Self::Suspended => "suspended",
            Self::Replaced => "replaced",
            Self::Changed => "changed",
            Self::Annulled => "annulled",
        }
    }
    pub(super) fn of(code: Option<&str>) -> Self {
        let all = [Self::Suspended, Self::Replaced, Self::Changed, Self::Annulled];
        code.and_then(|code| all.into_iter().find(|f| f.code() == code)).unwrap_or_default()
    }
    /// Whether there is still something to seek a change to.
    pub const fn holds(self) -> bool {
        matches!(self, Self::InForce | Self::Suspended | Self::Changed)
    }
    /// Only what holds is stopped, and only what was stopped goes on.
    ///
    /// # Errors
    /// `decision_not_in_force`, `already_suspended`, `not_suspended`.
    pub fn put(self, to: Self) -> Result<Self, &'static str> {
        match (self, to) {
            (Self::Replaced | Self::Annulled, _) => Err("decision_not_in_force"),
            (Self::Suspended, Self::Suspended) => Err("already_suspended"),
            (_, Self::Suspended) | (Self::Suspended, Self::InForce) => Ok(to),
            _ => Err("not_suspended"),
        }
    }
}

/// Where one turns who does not agree with a decision, by the rules.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = DecisionRemedy)]
pub struct RemedyView {
    pub kind: RemedyKind,
    pub label: Text,
    pub authority: Text,
    pub address: Text,
    pub section: String,
    pub mark: Mark,
    pub rule_version: String,
}

/// Why the notice is deemed received on its day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = DecisionReceipt)]
pub struct Receipt {
    pub about: Text,
    pub section: String,
    pub mark: Mark,
}

/// What cannot be done and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DecisionRefusal {
    pub action: String,
    pub reason: String,
    /// The last day the client has to answer, for `hearing_open`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Who can do it, for `no_power`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub who_can: Vec<PersonRef>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Decision {
    pub id: Uuid,
    pub version: i32,
    pub matter_id: Uuid,
    pub client_id: Uuid,
    pub state: DecisionState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    pub document_id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drafted_by: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_by_channel: Option<Notice>,
    /// The day the client is deemed to have received it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deemed_received_on: Option<NaiveDate>,
    /// The last day to ask for review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appeal_until: Option<NaiveDate>,
    /// Version of the rules the two days were counted by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appeal_rule_version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// The day the client is shown to have received it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_on: Option<NaiveDate>,
    /// How that was shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_note: Option<String>,
    /// By which rule the day of receipt was counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    pub force: Force,
    /// The decision whose place this takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces_id: Option<Uuid>,
    /// The decision that takes the place of this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<RemedyView>,
    /// Newest first, as those below.
    pub reviews: Vec<Review>,
    pub corrections: Vec<Correction>,
    pub appeals: Vec<Appeal>,
    pub permitted_actions: Vec<String>,
    pub refusals: Vec<DecisionRefusal>,
}

/// A decision in the list of a matter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct DecisionRef {
    pub id: Uuid,
    pub state: DecisionState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    pub document_id: Uuid,
    pub client_id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appeal_until: Option<NaiveDate>,
    pub force: Force,
    /// The decision whose place this takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces_id: Option<Uuid>,
}

#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDecision {
    /// One client of the matter; the main one, when left out.
    pub client_id: Option<Uuid>,
    /// A decision's structure of the catalogue; the product's own, when left out.
    pub structure_id: Option<Uuid>,
}

/// Ask to decide.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decide {
    /// The version of the document that was read; 412 when it has changed since. Left out, it is decided as it stands.
    pub document_version: Option<i32>,
}

/// How the client is given notice.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendDecision {
    /// Left out: a letter.
    pub channel: Option<Notice>,
}

#[cfg(test)]
mod tests {
    use super::DecisionState::{Decided, Draft, Sent};
    use super::Force::{Annulled, Changed, InForce, Replaced, Suspended};

    #[test]
    fn what_holds_can_be_stopped_and_go_on() {
        assert_eq!((InForce.put(Suspended), Suspended.put(InForce), Changed.put(Suspended)), (Ok(Suspended), Ok(InForce), Ok(Suspended)));
        assert_eq!((Suspended.put(Suspended), InForce.put(InForce)), (Err("already_suspended"), Err("not_suspended")));
        for over in [Replaced, Annulled] {
            assert_eq!(over.put(Suspended), Err("decision_not_in_force"));
            assert!(!over.holds());
        }
    }

    #[test]
    fn a_decision_goes_from_draft_to_decided_to_sent() {
        assert_eq!((Draft.decide(), Decided.decide(), Sent.decide()), (Ok(Decided), Err("already_decided"), Err("already_decided")));
        assert_eq!((Draft.send(), Decided.send(), Sent.send()), (Err("not_decided"), Ok(Sent), Err("already_sent")));
        assert_eq!((Draft.withdraw(), Decided.withdraw(), Sent.withdraw()), (Ok(()), Err("already_decided"), Err("already_decided")));
    }
}
