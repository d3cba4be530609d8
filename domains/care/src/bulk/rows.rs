//! The inserts of [`super::Past`].

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, Scope};
use sea_orm::{DbErr, Value};
use trust::Work;
use uuid::Uuid;

use super::{Of, PastAppeal, PastAssessment, PastCustomership, PastDecision, PastMessage, PastNote, PastPlan, PastReview};
use crate::assessment::store::WHOLE;
use crate::thing;

fn owned(of: &Of, id: Uuid, catalogue_row: i32) -> Vec<Value> {
    thing::owned(id, of.client, Scope { catalogue_row, ..of.scope })
}

/// The instant a day's work was written: noon is as good as any.
fn noon(day: NaiveDate, work: &Work) -> DateTime<Utc> {
    day.and_hms_opt(10, 0, 0).map_or(work.at(), |at| at.and_utc()).min(work.at())
}

pub async fn assessments(work: &Work, past: &[PastAssessment]) -> Result<(), DbErr> {
    let rows = past.iter().map(|a| {
        let at = noon(a.finished_on.unwrap_or(a.started_on), work);
        let mut row = owned(&a.of, a.of.id, 13);
        row.extend::<[Value; 14]>([
            a.of.matter_id.into(),
            a.document_id.into(),
            if a.finished_on.is_some() { "finished" } else { "draft" }.into(),
            a.started_on.into(),
            a.finished_on.into(),
            a.summary.clone().into(),
            a.own_view.clone().into(),
            a.conclusion.clone().into(),
            a.special_support.into(),
            a.duration_estimate.clone().into(),
            a.author_id.into(),
            1i32.into(),
            at.into(),
            at.into(),
        ]);
        row
    });
    thing::insert(work, "assessment", &WHOLE, rows.collect()).await
}

pub async fn plans(work: &Work, past: &[PastPlan]) -> Result<(), DbErr> {
    let (mut plans, mut goals, mut services, mut followed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for p in past {
        let at = noon(p.valid_from, work);
        let mut row = owned(&p.of, p.of.id, 21);
        row.extend::<[Value; 11]>([
            p.of.matter_id.into(),
            p.document_id.into(),
            if p.valid_to.is_some() { "ended" } else { "active" }.into(),
            p.valid_from.into(),
            p.valid_to.into(),
            p.review_on.into(),
            p.own_words.clone().into(),
            p.author_id.into(),
            1i32.into(),
            at.into(),
            at.into(),
        ]);
        plans.push(row);
        for (position, g) in (0i32..).zip(&p.goals) {
            let goal = work.new_id();
            if let Some(on) = g.followed_on {
                let mut row = owned(&p.of, work.new_id(), 21);
                row.extend::<[Value; 7]>([
                    goal.into(),
                    p.of.id.into(),
                    on.into(),
                    g.status.into(),
                    g.progress.into(),
                    p.author_id.into(),
                    noon(on, work).into(),
                ]);
                followed.push(row);
            }
            let mut row = owned(&p.of, goal, 21);
            row.extend::<[Value; 7]>([
                p.of.id.into(),
                position.into(),
                g.words.clone().into(),
                g.measure.clone().into(),
                g.target_on.into(),
                g.status.into(),
                g.progress.into(),
            ]);
            goals.push(row);
        }
        for (position, s) in (0i32..).zip(&p.services) {
            let mut row = owned(&p.of, work.new_id(), 21);
            row.extend::<[Value; 9]>([
                p.of.id.into(),
                position.into(),
                s.service.clone().into(),
                s.provider.clone().into(),
                s.who.clone().into(),
                s.how_often.clone().into(),
                s.from_on.into(),
                s.until_on.into(),
                s.status.into(),
            ]);
            services.push(row);
        }
    }
    let plan = [
        "matter_id",
        "document_id",
        "state",
        "valid_from",
        "valid_to",
        "review_on",
        "own_words",
        "author_id",
        "version",
        "created_at",
        "updated_at",
    ];
    thing::insert(work, "plan", &plan, plans).await?;
    let goal = ["plan_id", "position", "words", "measure", "target_on", "status", "progress"];
    thing::insert(work, "plan_goal", &goal, goals).await?;
    let follow = ["goal_id", "plan_id", "followed_on", "status", "progress", "author_id", "at"];
    thing::insert(work, "goal_follow_up", &follow, followed).await?;
    let service = ["plan_id", "position", "service", "provider", "who", "how_often", "from_on", "until_on", "status"];
    thing::insert(work, "plan_service", &service, services).await
}

pub async fn decisions(work: &Work, past: &[PastDecision]) -> Result<(), DbErr> {
    let rows = past.iter().map(|d| {
        let sent = d.sent.as_ref();
        let mut row = owned(&d.of, d.of.id, 18);
        row.extend::<[Value; 21]>([
            d.of.matter_id.into(),
            d.document_id.into(),
            if sent.is_some() { "sent" } else { "decided" }.into(),
            d.outcome.code().into(),
            d.legal_basis.clone().into(),
            d.reasons.clone().into(),
            d.services.clone().into(),
            d.valid_from.into(),
            d.valid_to.into(),
            d.drafted_by.into(),
            d.decided_by.into(),
            d.decided_at.into(),
            sent.map(|s| s.by).into(),
            sent.map(|s| s.at).into(),
            sent.map(|s| s.notice.code()).into(),
            sent.map(|s| s.received_on).into(),
            sent.map(|s| s.appeal_until).into(),
            sent.map(|s| s.rule_version.clone()).into(),
            if sent.is_some() { 3i32 } else { 2i32 }.into(),
            d.decided_at.into(),
            sent.map_or(d.decided_at, |s| s.at).into(),
        ]);
        row
    });
    let columns = [
        "matter_id",
        "document_id",
        "state",
        "outcome",
        "legal_basis",
        "reasons",
        "services",
        "valid_from",
        "valid_to",
        "drafted_by",
        "decided_by",
        "decided_at",
        "sent_by",
        "sent_at",
        "sent_by_channel",
        "deemed_received_on",
        "appeal_until",
        "appeal_rule_version",
        "version",
        "created_at",
        "updated_at",
    ];
    thing::insert(work, "decision", &columns, rows.collect()).await
}

pub async fn reviews(work: &Work, past: &[PastReview]) -> Result<(), DbErr> {
    let rows = past.iter().map(|r| {
        let ruled = r.ruled.as_ref();
        let json = |text: &kernel::Text| serde_json::to_value(text).unwrap_or_default();
        let mut row = owned(&r.of, r.of.id, 18);
        row.extend::<[Value; 24]>([
            r.of.matter_id.into(),
            r.decision_id.into(),
            if ruled.is_some() { "decided" } else { "received" }.into(),
            "own".into(),
            r.arrived_on.into(),
            r.late.into(),
            r.words.clone().into(),
            json(&r.authority).into(),
            r.rule.clone().into(),
            r.rule_version.clone().into(),
            ruled.map(|d| d.by).into(),
            ruled.map(|d| d.at).into(),
            ruled.map(|_| "upheld").into(),
            ruled.map(|d| d.reasons.clone()).into(),
            ruled.map(|d| d.by).into(),
            ruled.map(|d| d.at).into(),
            ruled.map(|_| "letter").into(),
            ruled.map(|d| d.received_on).into(),
            ruled.map(|d| d.appeal_until).into(),
            ruled.map(|d| json(&d.appeal_to)).into(),
            ruled.map(|d| d.rule_version.clone()).into(),
            1i32.into(),
            r.at.into(),
            ruled.map_or(r.at, |d| d.at).into(),
        ]);
        row
    });
    let columns = [
        "matter_id",
        "decision_id",
        "state",
        "channel",
        "arrived_on",
        "late",
        "words",
        "authority",
        "rule",
        "rule_version",
        "taken_by",
        "taken_at",
        "outcome",
        "reasons",
        "decided_by",
        "decided_at",
        "sent_by_channel",
        "deemed_received_on",
        "appeal_until",
        "appeal_to",
        "appeal_rule_version",
        "version",
        "created_at",
        "updated_at",
    ];
    thing::insert(work, "review_request", &columns, rows.collect()).await
}

pub async fn appeals(work: &Work, past: &[PastAppeal]) -> Result<(), DbErr> {
    let rows = past.iter().map(|a| {
        let mut row = owned(&a.of, a.of.id, 18);
        let at = noon(a.made_on, work);
        row.extend::<[Value; 9]>([
            a.of.matter_id.into(),
            a.decision_id.into(),
            a.court.clone().into(),
            a.made_on.into(),
            "pending".into(),
            a.recorded_by.into(),
            1i32.into(),
            at.into(),
            at.into(),
        ]);
        row
    });
    let columns = ["matter_id", "decision_id", "court", "made_on", "state", "recorded_by", "version", "created_at", "updated_at"];
    thing::insert(work, "decision_appeal", &columns, rows.collect()).await
}

pub async fn customerships(work: &Work, past: &[PastCustomership]) -> Result<(), DbErr> {
    let rows = past.iter().map(|c| {
        let closed = c.closed;
        let mut row = thing::owned(c.id, ClientId(c.client.0), c.scope());
        row.extend::<[Value; 11]>([
            c.matter_id.into(),
            c.team_id.into(),
            c.responsible_worker_id.into(),
            c.contact_person_id.into(),
            if closed.is_some() { "closed" } else { "open" }.into(),
            kernel::helsinki_date(c.opened_at).into(),
            closed.map(|(on, _)| on).into(),
            closed.map(|(_, reason)| reason).into(),
            1i32.into(),
            c.opened_at.into(),
            closed.map_or(c.opened_at, |(on, _)| noon(on, work)).into(),
        ]);
        row
    });
    let columns = [
        "matter_id",
        "team_id",
        "responsible_worker_id",
        "contact_person_id",
        "state",
        "opened_on",
        "closed_on",
        "close_reason",
        "version",
        "created_at",
        "updated_at",
    ];
    thing::insert(work, "customership", &columns, rows.collect()).await
}

pub async fn notes(work: &Work, past: &[PastNote]) -> Result<(), DbErr> {
    let rows = past.iter().map(|n| {
        let mut row = owned(&n.of, n.of.id, 15);
        row.extend::<[Value; 8]>([
            n.of.matter_id.into(),
            n.kind.into(),
            n.at.into(),
            n.text.clone().into(),
            n.author_id.into(),
            1i32.into(),
            n.at.into(),
            n.at.into(),
        ]);
        row
    });
    let columns = ["matter_id", "kind", "happened_at", "text", "author_id", "version", "created_at", "updated_at"];
    thing::insert(work, "note", &columns, rows.collect()).await
}

pub async fn messages(work: &Work, past: &[PastMessage]) -> Result<(), DbErr> {
    let rows = past.iter().map(|m| {
        let mut row = owned(&m.of, m.of.id, 16);
        row.extend::<[Value; 6]>([
            m.of.matter_id.into(),
            if m.from_client { "client" } else { "staff" }.into(),
            m.author_id.into(),
            m.text.clone().into(),
            m.at.into(),
            m.read_at.into(),
        ]);
        row
    });
    let columns = ["matter_id", "from_kind", "author_id", "text", "sent_at", "read_at"];
    thing::insert(work, "message", &columns, rows.collect()).await
}
