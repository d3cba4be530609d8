use ::rules::Notice;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Text, codes};
use people::PersonRef;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::decision::DecisionRefusal;

codes! {
    /// Where a request for review stands.
    ReviewState {
        Received => "received",
        /// Somebody prepares it for the organ.
        Taken => "taken",
        Decided => "decided",
        Withdrawn => "withdrawn",
    }
}

codes! {
    /// How a request for review came. What was said is written down (434/2003 49 d § [verified]: in writing).
    ReviewChannel { Own => "own", Paper => "paper", Email => "email", Phone => "phone", Visit => "visit" }
}

codes! {
    /// What the organ decided on a request for review (434/2003 49 g § [memory]).
    ReviewOutcome {
        /// The decision stands.
        Upheld => "upheld",
        /// Another decision is made in its place.
        Changed => "changed",
        /// Annulled, and the matter is prepared anew.
        Annulled => "annulled",
        /// It came too late and was not examined (434/2003 49 c § 2 mom. [verified]).
        DismissedLate => "dismissed_late",
    }
}

codes! {
    /// What a decision is corrected for (434/2003 50 and 51 § [verified: kuntaliitto.fi]).
    CorrectionKind {
        /// The matter is dealt with anew.
        Factual => "factual",
        /// A slip of the pen or of reckoning.
        Writing => "writing",
    }
}

codes! {
    /// Why a factual error may be corrected (434/2003 50 § [verified: kuntaliitto.fi]).
    CorrectionGround {
        /// It rests on clearly wrong or lacking facts.
        WrongFacts => "wrong_facts",
        /// It rests on evidently wrong application of law.
        WrongLaw => "wrong_law",
        /// A fault in procedure.
        Procedure => "procedure",
        /// New facts that can matter; only to the client's good.
        NewFacts => "new_facts",
    }
}

codes! {
    /// What a correction is to the client.
    Effect { Good => "good", Neutral => "neutral", Harm => "harm" }
}

codes! {
    /// What lets a correction to the client's harm be made.
    Consent {
        Given => "given",
        /// The error is evident and comes from the client's own conduct.
        OwnConduct => "own_conduct",
    }
}

codes! {
    /// Where an appeal to a court stands.
    AppealState { Pending => "pending", Decided => "decided", Withdrawn => "withdrawn" }
}

codes! {
    /// What a court decided.
    AppealOutcome {
        Dismissed => "dismissed",
        NotExamined => "not_examined",
        /// The court changed the decision.
        Changed => "changed",
        Annulled => "annulled",
        /// Annulled and sent back to be dealt with anew.
        Returned => "returned",
    }
}

impl ReviewState {
    /// Somebody begins to prepare it.
    ///
    /// # Errors
    /// `review_taken`, `review_decided`, `review_withdrawn`.
    pub fn take(self) -> Result<Self, &'static str> {
        match self {
            Self::Received => Ok(Self::Taken),
            Self::Taken => Err("review_taken"),
            Self::Decided => Err("review_decided"),
            Self::Withdrawn => Err("review_withdrawn"),
        }
    }
    /// # Errors
    /// `review_not_taken`, `review_decided`, `review_withdrawn`.
    pub fn decide(self) -> Result<Self, &'static str> {
        match self {
            Self::Received => Err("review_not_taken"),
            Self::Taken => Ok(Self::Decided),
            Self::Decided => Err("review_decided"),
            Self::Withdrawn => Err("review_withdrawn"),
        }
    }
    /// # Errors
    /// `review_decided`, `review_withdrawn`.
    pub fn withdraw(self) -> Result<Self, &'static str> {
        match self {
            Self::Received | Self::Taken => Ok(Self::Withdrawn),
            Self::Decided => Err("review_decided"),
            Self::Withdrawn => Err("review_withdrawn"),
        }
    }
    /// Whether it waits for somebody.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Received | Self::Taken)
    }
}

impl AppealState {
    /// # Errors
    /// `appeal_over`.
    pub fn end(self, to: Self) -> Result<Self, &'static str> {
        if self == Self::Pending { Ok(to) } else { Err("appeal_over") }
    }
}

/// A request for review, as those who handle it see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ReviewRequest)]
pub struct Review {
    pub id: Uuid,
    pub version: i32,
    pub decision_id: Uuid,
    pub client_id: Uuid,
    pub state: ReviewState,
    pub channel: ReviewChannel,
    /// The day it reached the authority.
    pub arrived_on: NaiveDate,
    /// It came after the last day.
    pub late: bool,
    /// What is asked and why, in the client's words or as written down for them.
    pub words: String,
    /// Who wrote it down; absent when the client did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<PersonRef>,
    /// The organ that decides.
    pub authority: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_by: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ReviewOutcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasons: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<PersonRef>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_at: Option<DateTime<Utc>>,
    /// The decision drafted in place of the one that was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_decision_id: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent_by_channel: Option<Notice>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deemed_received_on: Option<NaiveDate>,
    /// The last day to appeal to `appeal_to`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appeal_until: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appeal_to: Option<Text>,
    pub permitted_actions: Vec<String>,
    pub refusals: Vec<DecisionRefusal>,
}

/// A correction that the authority made of its own accord.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = DecisionCorrection)]
pub struct Correction {
    pub id: Uuid,
    pub kind: CorrectionKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ground: Option<CorrectionGround>,
    /// What was wrong.
    pub error: String,
    pub effect: Effect,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// Why the client did not need to be heard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unheard_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrected_by: Option<PersonRef>,
    pub corrected_at: DateTime<Utc>,
    pub new_decision_id: Uuid,
}

/// An appeal to a court.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = DecisionAppeal)]
pub struct Appeal {
    pub id: Uuid,
    pub version: i32,
    pub court: String,
    /// The court's number of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    pub made_on: NaiveDate,
    pub state: AppealState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<AppealOutcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<PersonRef>,
    pub permitted_actions: Vec<String>,
}

/// A request for review as its client sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OwnReview {
    pub id: Uuid,
    /// For If-Match.
    pub version: i32,
    pub state: ReviewState,
    pub arrived_on: NaiveDate,
    pub late: bool,
    pub words: String,
    pub authority: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<ReviewOutcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasons: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appeal_until: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appeal_to: Option<Text>,
}

/// An appeal as its client sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct OwnAppeal {
    pub id: Uuid,
    pub court: String,
    pub made_on: NaiveDate,
    pub state: AppealState,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<AppealOutcome>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<NaiveDate>,
}

/// The day on which the client is shown to have received a decision.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReceipt {
    pub received_on: NaiveDate,
    /// How it is shown; must be there when a day was deemed already.
    pub note: Option<String>,
}

/// A request for review that came by another way than the client's own page.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReview {
    pub channel: ReviewChannel,
    /// The day it reached the authority; not after today.
    pub arrived_on: NaiveDate,
    pub words: String,
}

/// The client's own request.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OwnNewReview {
    /// What the client wants changed, and why.
    pub words: String,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideReview {
    pub outcome: ReviewOutcome,
    pub reasons: String,
    /// How the client is given notice of it; a way with a day of receipt by the rules.
    pub channel: Notice,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawReview {
    /// How the client said so.
    pub reason: String,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCorrection {
    pub kind: CorrectionKind,
    /// Of a factual error.
    pub ground: Option<CorrectionGround>,
    /// What was wrong.
    pub error: String,
    pub effect: Effect,
    /// To the client's harm only with one of these.
    pub consent: Option<Consent>,
    /// Why hearing the client is needless, where it may be.
    pub unheard_reason: Option<String>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAppeal {
    /// The court's name; the one the rules name, when left out.
    pub court: Option<String>,
    pub reference: Option<String>,
    /// The day it was made, as far as known; not after today.
    pub made_on: NaiveDate,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndAppeal {
    /// Left out: it was withdrawn.
    pub outcome: Option<AppealOutcome>,
    pub decided_on: NaiveDate,
    pub note: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ForceChange {
    /// Not carried out for the time being.
    Suspend,
    GoOn,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeForce {
    pub change: ForceChange,
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::ReviewState::{Decided, Received, Taken, Withdrawn};
    use super::*;

    #[test]
    fn a_request_is_taken_before_it_is_decided_and_withdrawn_before_it_is_over() {
        let all = [Received, Taken, Decided, Withdrawn];
        assert_eq!(all.map(ReviewState::take), [Ok(Taken), Err("review_taken"), Err("review_decided"), Err("review_withdrawn")]);
        assert_eq!(all.map(ReviewState::decide), [Err("review_not_taken"), Ok(Decided), Err("review_decided"), Err("review_withdrawn")]);
        assert_eq!(all.map(ReviewState::withdraw), [Ok(Withdrawn), Ok(Withdrawn), Err("review_decided"), Err("review_withdrawn")]);
        assert_eq!(AppealState::Pending.end(AppealState::Withdrawn), Ok(AppealState::Withdrawn));
        assert_eq!(AppealState::Decided.end(AppealState::Withdrawn), Err("appeal_over"));
    }
}
