//! Pause a clock for a reason the law gives, and let it run on.

use axum::extract::{Path, State};
use chrono::NaiveDate;
use kernel::Problem;
use rules::ClockState;
use serde::Deserialize;
use trust::{IfMatch, Json, StaffSession, Versioned};
use uuid::Uuid;

use super::rules::rule_of;
use super::{reached, store};
use crate::matter::change::{Changing, required};
use crate::matter::view::MatterView;
use crate::matter::{NewStep, event, save, step};
use crate::{Care, Error, actions};

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct PauseClock {
    pub clock_id: Uuid,
    /// One of the deadline's `pause_reasons`.
    pub reason_code: String,
    /// The day the pause ends by itself: the clock runs on from it. Left out, the clock is resumed by hand.
    pub until: Option<NaiveDate>,
}

/// More time for a pause that has a last day.
#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct ProlongPause {
    pub clock_id: Uuid,
    /// The new day on which the pause ends; after today and after the day it has now.
    pub until: NaiveDate,
    /// Why; in the matter's feed.
    pub reason: String,
}

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct ResumeClock {
    pub clock_id: Uuid,
}

/// Pauses a statutory clock of the matter.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/pause", tag = "care", extensions(("x-action" = json!("care.matter.pause"))),
    params(("id" = Uuid, Path)), request_body = PauseClock, responses((status = 200, body = MatterView), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn pause(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(input): Json<PauseClock>,
) -> Result<Versioned<MatterView>, Problem> {
    let mut c = Changing::begin(&session, &care, id, seen, &actions::PAUSE).await?;
    c.matter.must_be_open().map_err(Error::Refused)?;
    let today = c.work.today();
    if input.until.is_some_and(|until| until <= today) {
        return Err(Problem::invalid_field("/until", "not_in_future"));
    }
    let mut kept = clock_of(&c, input.clock_id).await?;
    let rule = rule_of(&care.rules.deadlines, &kept.clock).ok_or(Error::Refused("pause_reason_not_allowed"))?;
    kept.clock = kept.clock.pause(rule, &input.reason_code, today).map_err(|refusal| Error::Refused(refusal.code()))?;
    kept.pause_until = input.until;
    store::update(&c.work, &kept).await.map_err(Error::from)?;
    reached::settle_stored(&c.work, &care.rules, &mut c.matter).await?;
    save(&c.work, &mut c.matter).await?;
    let mut line = NewStep::new("paused").reason(input.reason_code).about(kept.id);
    line.text = Some(kept.clock.rule.clone());
    step(&c.work, id, line).await?;
    c.work.emit(event("care.matter.paused", &c.matter)).await.map_err(Error::from)?;
    c.finish(&care).await
}

/// Lets a pause that ends by its date last longer.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/prolong-pause", tag = "care", extensions(("x-action" = json!("care.matter.prolong_pause"))),
    params(("id" = Uuid, Path)), request_body = ProlongPause,
    responses((status = 200, body = MatterView), (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn prolong(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(input): Json<ProlongPause>,
) -> Result<Versioned<MatterView>, Problem> {
    let mut c = Changing::begin(&session, &care, id, seen, &actions::PROLONG).await?;
    c.matter.must_be_open().map_err(Error::Refused)?;
    let reason = required("/reason", &input.reason)?;
    let mut kept = clock_of(&c, input.clock_id).await?;
    if kept.clock.state != ClockState::Paused {
        return Err(Problem::state_refused("clock_not_paused"));
    }
    // One without a last day is resumed by hand; there is nothing to make longer.
    let now = kept.pause_until.ok_or(Error::Refused("pause_without_end"))?;
    if input.until <= c.work.today() {
        return Err(Problem::invalid_field("/until", "not_in_future"));
    }
    if input.until <= now {
        return Err(Problem::invalid_field("/until", "not_later"));
    }
    kept.pause_until = Some(input.until);
    store::update(&c.work, &kept).await.map_err(Error::from)?;
    save(&c.work, &mut c.matter).await?;
    let mut line = NewStep::new("pause_prolonged").reason(reason).from_to(now.to_string(), input.until.to_string()).about(kept.id);
    line.text = Some(kept.clock.rule.clone());
    step(&c.work, id, line).await?;
    c.work.emit(event("care.matter.pause_prolonged", &c.matter)).await.map_err(Error::from)?;
    c.finish(&care).await
}

/// Lets a paused clock run on; the due date moves where the rule says so.
#[utoipa::path(post, path = "/api/v1/staff/matters/{id}/resume", tag = "care", extensions(("x-action" = json!("care.matter.resume"))),
    params(("id" = Uuid, Path)), request_body = ResumeClock, responses((status = 200, body = MatterView), (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn resume(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(input): Json<ResumeClock>,
) -> Result<Versioned<MatterView>, Problem> {
    let mut c = Changing::begin(&session, &care, id, seen, &actions::RESUME).await?;
    c.matter.must_be_open().map_err(Error::Refused)?;
    let mut kept = clock_of(&c, input.clock_id).await?;
    let rule = rule_of(&care.rules.deadlines, &kept.clock).ok_or(Error::Refused("clock_not_paused"))?;
    kept.clock = kept.clock.resume(rule, c.work.today()).map_err(|refusal| Error::Refused(refusal.code()))?;
    kept.pause_until = None;
    store::update(&c.work, &kept).await.map_err(Error::from)?;
    reached::settle_stored(&c.work, &care.rules, &mut c.matter).await?;
    save(&c.work, &mut c.matter).await?;
    let mut line = NewStep::new("resumed").about(kept.id);
    line.text = Some(kept.clock.rule.clone());
    step(&c.work, id, line).await?;
    c.work.emit(event("care.matter.resumed", &c.matter)).await.map_err(Error::from)?;
    c.finish(&care).await
}

/// Which of a matter's clocks the law lets pause for this reason, paused.
///
/// # Errors
/// The first refusal when there is none.
pub fn pausable(
    rules: &rules::Rules,
    kept: &[store::Kept],
    reason: &str,
    until: Option<NaiveDate>,
    today: NaiveDate,
) -> Result<Vec<store::Kept>, &'static str> {
    let mut paused = Vec::new();
    let mut refused = None;
    for one in kept.iter().filter(|k| k.clock.is_open()) {
        let Some(rule) = rule_of(&rules.deadlines, &one.clock) else { continue };
        match one.clock.pause(rule, reason, today) {
            Ok(clock) => paused.push(store::Kept { clock, pause_until: until, ..one.clone() }),
            Err(refusal) => {
                refused.get_or_insert(refusal.code());
            }
        }
    }
    if paused.is_empty() { Err(refused.unwrap_or("pause_reason_not_allowed")) } else { Ok(paused) }
}

/// Which of a matter's clocks are paused, running again.
///
/// # Errors
/// `clock_not_paused` when there is none.
pub fn resumable(rules: &rules::Rules, kept: &[store::Kept], today: NaiveDate) -> Result<Vec<store::Kept>, &'static str> {
    let running: Vec<store::Kept> = kept
        .iter()
        .filter_map(|one| {
            let clock = one.clock.resume(rule_of(&rules.deadlines, &one.clock)?, today).ok()?;
            Some(store::Kept { clock, pause_until: None, ..one.clone() })
        })
        .collect();
    if running.is_empty() { Err("clock_not_paused") } else { Ok(running) }
}

/// Pauses every clock of a held matter that the law lets pause for this reason (`reason`), or lets the paused ones run on.
pub async fn apply(c: &mut Changing, care: &Care, reason: Option<(&str, Option<NaiveDate>)>) -> Result<(), Problem> {
    c.matter.must_be_open().map_err(Error::Refused)?;
    let today = c.work.today();
    let kept = store::of_matter(&c.work, c.matter.id).await.map_err(Error::from)?;
    let changed = match reason {
        Some((reason, until)) => pausable(&care.rules, &kept, reason, until, today),
        None => resumable(&care.rules, &kept, today),
    };
    let changed = changed.map_err(Error::Refused)?;
    for one in &changed {
        store::update(&c.work, one).await.map_err(Error::from)?;
        let mut line = NewStep::new(if reason.is_some() { "paused" } else { "resumed" }).about(one.id);
        line.reason = reason.map(|(code, _)| code.to_owned());
        line.text = Some(one.clock.rule.clone());
        step(&c.work, c.matter.id, line).await?;
    }
    reached::settle_stored(&c.work, &care.rules, &mut c.matter).await?;
    save(&c.work, &mut c.matter).await?;
    let kind = if reason.is_some() { "care.matter.paused" } else { "care.matter.resumed" };
    c.work.emit(event(kind, &c.matter)).await.map_err(Error::from)?;
    Ok(())
}

async fn clock_of(c: &Changing, clock_id: Uuid) -> Result<store::Kept, Error> {
    let clocks = store::of_matter(&c.work, c.matter.id).await?;
    clocks.into_iter().find(|k| k.id == clock_id).ok_or_else(|| Error::field("/clock_id", "not_of_this_matter"))
}
