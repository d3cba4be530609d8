//! The client's own side: asks for a review, takes it back, sees where it stands.

use std::collections::HashMap;

use ::rules::{RemedyKind, Rules};
use axum::extract::{Path, State};
use kernel::{Problem, helsinki_date};
use trust::{Answer, ClientSession, IdemJson, IfMatch, Own, Versioned};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{OwnAppeal, OwnNewReview, OwnReview, ReviewState};
use super::read::remedy_of;
use super::store::{self, AppealRow, ReviewRow};
use super::{ask, withdraw};
use crate::decision::RemedyView;
use crate::decision::store::Row;
use crate::{Care, Error, actions};

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new().routes(routes!(asked)).routes(routes!(withdrawn))
}

/// What has been done about one decision of the client's own, and what they can do.
#[derive(Clone, Debug, Default)]
pub struct About {
    pub remedy: Option<RemedyView>,
    pub reviews: Vec<OwnReview>,
    pub appeals: Vec<OwnAppeal>,
    /// The client can ask for a review here and now; late or not.
    pub can_ask: bool,
}

/// What has been done about the client's own decisions, by decision: two statements for all of them.
pub async fn of(own: &Own, rules: &Rules, decisions: &[Row]) -> Result<HashMap<Uuid, About>, Error> {
    if decisions.is_empty() {
        return Ok(HashMap::new());
    }
    let reviews = store::own_reviews(own).await?;
    let after: Vec<Uuid> = reviews.iter().filter_map(|r| r.new_decision_id).collect();
    let appeals = store::own_appeals(own).await?;
    let county = people::organisation::county(own.reader(), own.today()).await?.unwrap_or_else(|| "Hyvinvointialue".to_owned());
    let mut all = HashMap::new();
    for row in decisions {
        let mut about = About::default();
        let mine: Vec<&ReviewRow> = reviews.iter().filter(|r| r.decision_id == row.id).collect();
        if let Some((remedy, version)) = remedy_of(rules, row, after.contains(&row.id), own.today()) {
            let (authority, address) = remedy.place(&county);
            let asked = mine.iter().any(|r| r.state().is_ok_and(|s| s != ReviewState::Withdrawn));
            about.can_ask = remedy.kind == RemedyKind::Review && row.force().holds() && !asked;
            about.remedy = Some(RemedyView {
                kind: remedy.kind,
                label: remedy.label.clone(),
                authority,
                address,
                section: remedy.section.clone(),
                mark: remedy.mark,
                rule_version: version.to_owned(),
            });
        }
        about.reviews = mine.into_iter().map(review).collect::<Result<_, _>>()?;
        about.appeals = appeals.iter().filter(|a| a.decision_id == row.id).map(appeal).collect::<Result<_, _>>()?;
        all.insert(row.id, about);
    }
    Ok(all)
}

fn review(row: &ReviewRow) -> Result<OwnReview, Error> {
    Ok(OwnReview {
        id: row.id,
        version: row.version,
        state: row.state()?,
        arrived_on: row.arrived_on,
        late: row.late,
        words: row.words.clone(),
        authority: row.authority(),
        outcome: row.outcome(),
        reasons: row.reasons.clone(),
        decided_on: row.decided_at.map(helsinki_date),
        appeal_until: row.appeal_until,
        appeal_to: row.appeal_to(),
    })
}

fn appeal(row: &AppealRow) -> Result<OwnAppeal, Error> {
    Ok(OwnAppeal {
        id: row.id,
        court: row.court.clone(),
        made_on: row.made_on,
        state: row.state()?,
        outcome: row.outcome(),
        decided_on: row.decided_on,
    })
}

/// One's own request as it is now.
async fn now(own: &Own, id: Uuid) -> Result<OwnReview, Error> {
    let row = store::review(own.reader(), id, own.clients()).await?.ok_or(Error::NotFound)?;
    review(&row)
}

/// Asks for a review of a decision of one's own.
#[utoipa::path(post, path = "/api/v1/client/decisions/{id}/reviews", tag = "own", operation_id = "own_ask_review", params(("id" = Uuid, Path)),
    request_body = OwnNewReview,
    responses((status = 201, body = OwnReview), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.own.ask_review"))))]
async fn asked(
    session: ClientSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    input: IdemJson<OwnNewReview>,
) -> Result<Answer, Problem> {
    let change = session.change(&actions::OWN_ASK_REVIEW).await?;
    if let Some(answer) = input.replay(session.subject()).await? {
        return Ok(answer);
    }
    let mut work = change.begin().await?;
    let made = ask::own(&work, change.own(), &care.rules, id, &input.value).await?;
    work.object("review_request", made);
    let row = store::review(&work, made, change.own().clients()).await.map_err(Error::from)?.ok_or(Error::NotFound)?;
    let review = review(&row)?;
    work.remember(&input, 201, &review).await?;
    work.commit().await?;
    Ok(Answer::created(&review)?.version(review.version))
}

/// Takes one's own request back while it has not been decided.
#[utoipa::path(post, path = "/api/v1/client/reviews/{id}/withdraw", tag = "own", operation_id = "own_withdraw_review",
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "version of the request that was seen")),
    responses((status = 200, body = OwnReview), (status = 404, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 428, body = Problem)),
    extensions(("x-action" = json!("care.own.withdraw_review"))))]
async fn withdrawn(
    session: ClientSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
) -> Result<Versioned<OwnReview>, Problem> {
    let change = session.change(&actions::OWN_WITHDRAW_REVIEW).await?;
    let mut work = change.begin().await?;
    work.object("review_request", id);
    withdraw::own(&work, change.own(), &care.rules, id, seen).await?;
    work.commit().await?;
    let review = now(change.own(), id).await?;
    Ok(Versioned(review.version, review))
}
