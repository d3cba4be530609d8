//! The only place with queries for requests for review, corrections and appeals.

use ::rules::Notice;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, Text};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use store::sql;
use trust::{Own, Work};
use uuid::Uuid;

use super::model::{
    AppealOutcome, AppealState, Consent, CorrectionGround, CorrectionKind, Effect, NewCorrection, ReviewChannel, ReviewOutcome, ReviewState,
};
use crate::matter::Matter;
use crate::matter::store::unknown;
use crate::thing;

#[derive(Clone, Debug, FromQueryResult)]
pub struct ReviewRow {
    pub id: Uuid,
    pub client_id: Uuid,
    pub matter_id: Uuid,
    pub decision_id: Uuid,
    state: String,
    channel: String,
    pub arrived_on: NaiveDate,
    pub late: bool,
    pub words: String,
    pub recorded_by: Option<Uuid>,
    authority: serde_json::Value,
    pub taken_by: Option<Uuid>,
    pub taken_at: Option<DateTime<Utc>>,
    outcome: Option<String>,
    pub reasons: Option<String>,
    pub decided_by: Option<Uuid>,
    pub decided_at: Option<DateTime<Utc>>,
    pub new_decision_id: Option<Uuid>,
    sent_by_channel: Option<String>,
    pub deemed_received_on: Option<NaiveDate>,
    pub appeal_until: Option<NaiveDate>,
    appeal_to: Option<serde_json::Value>,
    pub version: i32,
}

impl ReviewRow {
    pub fn state(&self) -> Result<ReviewState, DbErr> {
        ReviewState::parse(&self.state).ok_or_else(|| unknown("review_request.state"))
    }
    pub fn channel(&self) -> Result<ReviewChannel, DbErr> {
        ReviewChannel::parse(&self.channel).ok_or_else(|| unknown("review_request.channel"))
    }
    pub fn outcome(&self) -> Option<ReviewOutcome> {
        self.outcome.as_deref().and_then(ReviewOutcome::parse)
    }
    pub fn notice(&self) -> Option<Notice> {
        self.sent_by_channel.as_deref().and_then(Notice::parse)
    }
    pub fn authority(&self) -> Text {
        serde_json::from_value(self.authority.clone()).unwrap_or_default()
    }
    pub fn appeal_to(&self) -> Option<Text> {
        serde_json::from_value(self.appeal_to.clone()?).ok()
    }
}

const REVIEW: &str = "r.id, r.client_id, r.matter_id, r.decision_id, r.state, r.channel, r.arrived_on, r.late, r.words, r.recorded_by, r.authority, \
     r.taken_by, r.taken_at, r.outcome, r.reasons, r.decided_by, r.decided_at, r.new_decision_id, r.sent_by_channel, r.deemed_received_on, \
     r.appeal_until, r.appeal_to, r.version";

/// The requests about a decision that the caller's proof has opened, newest first.
pub async fn reviews(conn: &impl ConnectionTrait, decision: Uuid) -> Result<Vec<ReviewRow>, DbErr> {
    sql::all(conn, &format!("SELECT {REVIEW} FROM review_request r WHERE r.decision_id = $1 ORDER BY r.id DESC"), [decision.into()]).await
}

/// The client's own requests, newest first.
pub async fn own_reviews(own: &Own) -> Result<Vec<ReviewRow>, DbErr> {
    let (clients, values) = own.clients_sql("r", 1);
    sql::all(own.reader(), &format!("SELECT {REVIEW} FROM review_request r WHERE {clients} ORDER BY r.id DESC"), values).await
}

/// One request, whose client is among those given.
pub async fn review(conn: &impl ConnectionTrait, id: Uuid, clients: &[ClientId]) -> Result<Option<ReviewRow>, DbErr> {
    let text = format!("SELECT {REVIEW} FROM review_request r WHERE r.id = $1 AND r.client_id IN ({})", sql::params(2, clients.len()));
    sql::one(conn, &text, std::iter::once(Value::from(id)).chain(clients.iter().map(|c| c.0.into()))).await
}

/// Whether a decision was drafted upon a request for review.
pub async fn after_review(conn: &impl ConnectionTrait, decision: Uuid) -> Result<bool, DbErr> {
    let rows = sql::rows(conn, "SELECT 1 AS one FROM review_request WHERE new_decision_id = $1 LIMIT 1", [decision.into()]).await?;
    Ok(!rows.is_empty())
}

/// Whether a decision was drafted to correct a slip of the pen.
pub async fn corrects_writing(conn: &impl ConnectionTrait, decision: Uuid) -> Result<bool, DbErr> {
    let text = "SELECT 1 AS one FROM decision_correction WHERE new_decision_id = $1 AND kind = 'writing' LIMIT 1";
    Ok(!sql::rows(conn, text, [decision.into()]).await?.is_empty())
}

pub struct NewReviewRow<'a> {
    pub id: Uuid,
    pub client: ClientId,
    pub decision: Uuid,
    pub channel: ReviewChannel,
    pub arrived_on: NaiveDate,
    pub late: bool,
    pub words: &'a str,
    pub recorded_by: Option<Uuid>,
    pub authority: &'a Text,
    pub rule: &'a str,
    pub rule_version: &'a str,
}

pub async fn insert_review(work: &Work, matter: &Matter, new: NewReviewRow<'_>) -> Result<(), DbErr> {
    let mut row = thing::owned(new.id, new.client, thing::scope(matter, 18));
    row.extend::<[Value; 13]>([
        matter.id.into(),
        new.decision.into(),
        ReviewState::Received.code().into(),
        new.channel.code().into(),
        new.arrived_on.into(),
        new.late.into(),
        new.words.into(),
        new.recorded_by.into(),
        serde_json::to_value(new.authority).unwrap_or_default().into(),
        new.rule.into(),
        new.rule_version.into(),
        1i32.into(),
        work.at().into(),
    ]);
    row.push(work.at().into());
    let columns = [
        "matter_id",
        "decision_id",
        "state",
        "channel",
        "arrived_on",
        "late",
        "words",
        "recorded_by",
        "authority",
        "rule",
        "rule_version",
        "version",
        "created_at",
        "updated_at",
    ];
    thing::insert(work, "review_request", &columns, vec![row]).await
}

/// Somebody prepares the request; false when the version is not the one seen any more.
pub async fn taken(work: &Work, id: Uuid, seen: i32, by: Uuid) -> Result<bool, DbErr> {
    let text = "UPDATE review_request SET state = 'taken', taken_by = $1, taken_at = $2, updated_at = $2, version = version + 1 \
                WHERE id = $3 AND version = $4 AND state = 'received'";
    Ok(sql::exec(work, text, [by.into(), work.at().into(), id.into(), seen.into()]).await?.rows_affected() == 1)
}

pub struct Ruled<'a> {
    pub outcome: ReviewOutcome,
    pub reasons: &'a str,
    pub by: Uuid,
    pub new_decision: Option<Uuid>,
    pub notice: Notice,
    /// The day of receipt, the last day, where to, by which rule: none when another decision tells them.
    pub time: Option<(NaiveDate, NaiveDate, Text)>,
    pub rule_version: &'a str,
}

/// Writes what was decided on a request; false when the version is not the one seen any more.
pub async fn ruled(work: &Work, id: Uuid, seen: i32, ruled: Ruled<'_>) -> Result<bool, DbErr> {
    let text = "UPDATE review_request SET state = 'decided', outcome = $1, reasons = $2, decided_by = $3, decided_at = $4, new_decision_id = $5, \
                sent_by_channel = $6, deemed_received_on = $7, appeal_until = $8, appeal_to = $9, appeal_rule_version = $10, updated_at = $4, \
                version = version + 1 WHERE id = $11 AND version = $12 AND state = 'taken'";
    let (received, until, to) = match ruled.time {
        Some((received, until, to)) => (Some(received), Some(until), serde_json::to_value(to).ok()),
        None => (None, None, None),
    };
    let values: [Value; 12] = [
        ruled.outcome.code().into(),
        ruled.reasons.into(),
        ruled.by.into(),
        work.at().into(),
        ruled.new_decision.into(),
        ruled.notice.code().into(),
        received.into(),
        until.into(),
        to.into(),
        ruled.rule_version.into(),
        id.into(),
        seen.into(),
    ];
    Ok(sql::exec(work, text, values).await?.rows_affected() == 1)
}

/// Ends a request without a decision; false when the version is not the one seen any more.
pub async fn withdrawn(work: &Work, id: Uuid, seen: i32) -> Result<bool, DbErr> {
    let text = "UPDATE review_request SET state = 'withdrawn', updated_at = $1, version = version + 1 \
                WHERE id = $2 AND version = $3 AND state IN ('received', 'taken')";
    Ok(sql::exec(work, text, [work.at().into(), id.into(), seen.into()]).await?.rows_affected() == 1)
}

/// The last day of a decision moved: what waits is late or not by the day it has now.
pub async fn retime(work: &Work, decision: Uuid, until: NaiveDate) -> Result<(), DbErr> {
    let text = "UPDATE review_request SET late = (arrived_on > $1), updated_at = $2, version = version + 1 \
                WHERE decision_id = $3 AND state IN ('received', 'taken') AND late <> (arrived_on > $1)";
    sql::exec(work, text, [until.into(), work.at().into(), decision.into()]).await.map(|_| ())
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct CorrectionRow {
    pub id: Uuid,
    kind: String,
    ground: Option<String>,
    pub error: String,
    effect: String,
    consent: Option<String>,
    pub unheard_reason: Option<String>,
    pub corrected_by: Uuid,
    pub corrected_at: DateTime<Utc>,
    pub new_decision_id: Uuid,
}

impl CorrectionRow {
    pub fn kind(&self) -> Result<CorrectionKind, DbErr> {
        CorrectionKind::parse(&self.kind).ok_or_else(|| unknown("decision_correction.kind"))
    }
    pub fn effect(&self) -> Result<Effect, DbErr> {
        Effect::parse(&self.effect).ok_or_else(|| unknown("decision_correction.effect"))
    }
    pub fn ground(&self) -> Option<CorrectionGround> {
        self.ground.as_deref().and_then(CorrectionGround::parse)
    }
    pub fn consent(&self) -> Option<Consent> {
        self.consent.as_deref().and_then(Consent::parse)
    }
}

/// The corrections of a decision that the caller's proof has opened, newest first.
pub async fn corrections(conn: &impl ConnectionTrait, decision: Uuid) -> Result<Vec<CorrectionRow>, DbErr> {
    let text = "SELECT id, kind, ground, error, effect, consent, unheard_reason, corrected_by, corrected_at, new_decision_id \
                FROM decision_correction WHERE decision_id = $1 ORDER BY id DESC";
    sql::all(conn, text, [decision.into()]).await
}

pub async fn insert_correction(
    work: &Work,
    matter: &Matter,
    client: ClientId,
    decision: Uuid,
    new_decision: Uuid,
    asked: &NewCorrection,
    by: Uuid,
) -> Result<Uuid, DbErr> {
    let id = work.new_id();
    let mut row = thing::owned(id, client, thing::scope(matter, 18));
    row.extend::<[Value; 11]>([
        matter.id.into(),
        decision.into(),
        asked.kind.code().into(),
        asked.ground.map(CorrectionGround::code).into(),
        asked.error.clone().into(),
        asked.effect.code().into(),
        asked.consent.map(Consent::code).into(),
        asked.unheard_reason.clone().into(),
        by.into(),
        work.at().into(),
        new_decision.into(),
    ]);
    let columns = [
        "matter_id",
        "decision_id",
        "kind",
        "ground",
        "error",
        "effect",
        "consent",
        "unheard_reason",
        "corrected_by",
        "corrected_at",
        "new_decision_id",
    ];
    thing::insert(work, "decision_correction", &columns, vec![row]).await?;
    Ok(id)
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct AppealRow {
    pub id: Uuid,
    pub decision_id: Uuid,
    pub court: String,
    pub reference: Option<String>,
    pub made_on: NaiveDate,
    state: String,
    outcome: Option<String>,
    pub decided_on: Option<NaiveDate>,
    pub note: Option<String>,
    pub recorded_by: Uuid,
    pub version: i32,
}

impl AppealRow {
    pub fn state(&self) -> Result<AppealState, DbErr> {
        AppealState::parse(&self.state).ok_or_else(|| unknown("decision_appeal.state"))
    }
    pub fn outcome(&self) -> Option<AppealOutcome> {
        self.outcome.as_deref().and_then(AppealOutcome::parse)
    }
}

const APPEAL: &str = "a.id, a.decision_id, a.court, a.reference, a.made_on, a.state, a.outcome, a.decided_on, a.note, \
     a.recorded_by, a.version";

/// The appeals against a decision that the caller's proof has opened, newest first.
pub async fn appeals(conn: &impl ConnectionTrait, decision: Uuid) -> Result<Vec<AppealRow>, DbErr> {
    sql::all(conn, &format!("SELECT {APPEAL} FROM decision_appeal a WHERE a.decision_id = $1 ORDER BY a.id DESC"), [decision.into()]).await
}

/// The client's own appeals, newest first.
pub async fn own_appeals(own: &Own) -> Result<Vec<AppealRow>, DbErr> {
    let (clients, values) = own.clients_sql("a", 1);
    sql::all(own.reader(), &format!("SELECT {APPEAL} FROM decision_appeal a WHERE {clients} ORDER BY a.id DESC"), values).await
}

pub struct NewAppealRow<'a> {
    pub client: ClientId,
    pub decision: Uuid,
    pub court: &'a str,
    pub reference: Option<&'a str>,
    pub made_on: NaiveDate,
    pub by: Uuid,
}

pub async fn insert_appeal(work: &Work, matter: &Matter, new: NewAppealRow<'_>) -> Result<Uuid, DbErr> {
    let id = work.new_id();
    let mut row = thing::owned(id, new.client, thing::scope(matter, 18));
    row.extend::<[Value; 10]>([
        matter.id.into(),
        new.decision.into(),
        new.court.into(),
        new.reference.map(str::to_owned).into(),
        new.made_on.into(),
        AppealState::Pending.code().into(),
        new.by.into(),
        1i32.into(),
        work.at().into(),
        work.at().into(),
    ]);
    let columns =
        ["matter_id", "decision_id", "court", "reference", "made_on", "state", "recorded_by", "version", "created_at", "updated_at"];
    thing::insert(work, "decision_appeal", &columns, vec![row]).await?;
    Ok(id)
}

/// Writes how an appeal ended; false when the version is not the one seen any more.
pub async fn appeal_over(
    work: &Work,
    id: Uuid,
    seen: i32,
    state: AppealState,
    outcome: Option<AppealOutcome>,
    decided_on: NaiveDate,
    note: Option<&str>,
) -> Result<bool, DbErr> {
    let text = "UPDATE decision_appeal SET state = $1, outcome = $2, decided_on = $3, note = $4, updated_at = $5, version = version + 1 \
                WHERE id = $6 AND version = $7 AND state = 'pending'";
    let values: [Value; 7] = [
        state.code().into(),
        outcome.map(AppealOutcome::code).into(),
        decided_on.into(),
        note.map(str::to_owned).into(),
        work.at().into(),
        id.into(),
        seen.into(),
    ];
    Ok(sql::exec(work, text, values).await?.rows_affected() == 1)
}
