use axum::extract::{Path, State};
use kernel::Problem;
use trust::{Answer, Change, IdemJson, IfMatch, Json, Opened, StaffSession, Versioned, Work};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{ChangeForce, DecideReview, EndAppeal, NewAppeal, NewCorrection, NewReceipt, NewReview, WithdrawReview};
use super::{appeal, ask, correct, decide, force, receipt, take, withdraw};
use crate::decision::{self, Decision};
use crate::{Care, Error, actions, matter};

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new()
        .routes(routes!(received))
        .routes(routes!(asked))
        .routes(routes!(taken))
        .routes(routes!(ruled))
        .routes(routes!(withdrawn))
        .routes(routes!(corrected))
        .routes(routes!(appealed))
        .routes(routes!(appeal_ended))
        .routes(routes!(force_changed))
}

/// The decision as it is now, with all that has been done about it.
async fn now(care: &Care, opened: &Opened, id: Uuid) -> Result<Decision, Problem> {
    let row = decision::store::by_id(opened.reader(), opened, id).await.map_err(Error::from)?.ok_or(Error::NotFound)?;
    let matter = matter::load(opened, row.matter_id).await?;
    let people = decision::store::people_of(opened.reader(), &row).await.map_err(Error::from)?;
    Ok(decision::told(care, opened, &matter, row.told(&people)).await?)
}

/// Commits and answers with the decision as it is now.
async fn done(care: &Care, change: &Change, work: Work, id: Uuid) -> Result<Versioned<Decision>, Problem> {
    work.commit().await?;
    let decision = now(care, change.client()?, id).await?;
    Ok(Versioned(decision.version, decision))
}

/// Writes down the day on which the client is shown to have received the decision.
#[utoipa::path(post, path = "/api/v1/staff/decisions/{id}/receipt", tag = "care", operation_id = "record_receipt",
    params(("id" = Uuid, Path), ("If-Match" = String, Header, description = "version of the decision that was seen")), request_body = NewReceipt,
    responses((status = 200, body = Decision), (status = 403, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("care.decision.receipt"))))]
async fn received(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    IfMatch(seen): IfMatch,
    Json(input): Json<NewReceipt>,
) -> Result<Versioned<Decision>, Problem> {
    let change = session.change_object("decision", id, &actions::DECISION_RECEIPT).await?;
    let work = change.begin().await?;
    receipt::record(&work, change.client()?, &care.rules, id, seen, &input).await?;
    done(&care, &change, work, id).await
}

/// Writes down a request for review that came by another way than the client's own page.
#[utoipa::path(post, path = "/api/v1/staff/decisions/{id}/reviews", tag = "care", operation_id = "record_review", params(("id" = Uuid, Path)),
    request_body = NewReview,
    responses((status = 201, body = Decision), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.review.record"))))]
async fn asked(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    input: IdemJson<NewReview>,
) -> Result<Answer, Problem> {
    let change = session.change_object("decision", id, &actions::REVIEW_RECORD).await?;
    if input.replay(session.subject()).await?.is_some() {
        return Answer::created(&now(&care, change.client()?, id).await?);
    }
    let work = change.begin().await?;
    let review = ask::record(&work, change.client()?, &care.rules, id, &input.value).await?;
    work.remember(&input, 201, &serde_json::json!({ "review_id": review })).await?;
    work.commit().await?;
    let decision = now(&care, change.client()?, id).await?;
    Ok(Answer::created(&decision)?.version(decision.version))
}

/// Begins to prepare a request for the organ.
#[utoipa::path(post, path = "/api/v1/staff/decisions/{id}/reviews/{review_id}/take", tag = "care", operation_id = "take_review",
    params(("id" = Uuid, Path), ("review_id" = Uuid, Path), ("If-Match" = String, Header, description = "version of the request that was seen")),
    responses((status = 200, body = Decision), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("care.review.take"))))]
async fn taken(
    session: StaffSession,
    State(care): State<Care>,
    Path((id, review_id)): Path<(Uuid, Uuid)>,
    IfMatch(seen): IfMatch,
) -> Result<Versioned<Decision>, Problem> {
    let change = session.change_object("decision", id, &actions::REVIEW_TAKE).await?;
    let work = change.begin().await?;
    take::take(&work, change.client()?, id, review_id, seen).await?;
    done(&care, &change, work, id).await
}

/// Writes the organ's decision on a request; needs the power of decision, and not to have made the decision under review.
#[utoipa::path(post, path = "/api/v1/staff/decisions/{id}/reviews/{review_id}/decide", tag = "care", operation_id = "decide_review",
    params(("id" = Uuid, Path), ("review_id" = Uuid, Path), ("If-Match" = String, Header, description = "version of the request that was seen")),
    request_body = DecideReview,
    responses((status = 200, body = Decision), (status = 403, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("care.review.decide"))))]
async fn ruled(
    session: StaffSession,
    State(care): State<Care>,
    Path((id, review_id)): Path<(Uuid, Uuid)>,
    IfMatch(seen): IfMatch,
    Json(input): Json<DecideReview>,
) -> Result<Versioned<Decision>, Problem> {
    let change = match session.change_object("decision", id, &actions::REVIEW_DECIDE).await {
        Ok(change) => change,
        Err(problem) if problem.code == "refused" => return Err(decision::with_deciders(&session, id, problem).await),
        Err(problem) => return Err(problem),
    };
    let work = change.begin().await?;
    decide::decide(&care, &work, change.client()?, (id, review_id), seen, &input).await?;
    done(&care, &change, work, id).await
}

/// Writes down that the client takes a request back.
#[utoipa::path(post, path = "/api/v1/staff/decisions/{id}/reviews/{review_id}/withdraw", tag = "care", operation_id = "withdraw_review",
    params(("id" = Uuid, Path), ("review_id" = Uuid, Path), ("If-Match" = String, Header, description = "version of the request that was seen")),
    request_body = WithdrawReview,
    responses((status = 200, body = Decision), (status = 403, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("care.review.withdraw"))))]
async fn withdrawn(
    session: StaffSession,
    State(care): State<Care>,
    Path((id, review_id)): Path<(Uuid, Uuid)>,
    IfMatch(seen): IfMatch,
    Json(input): Json<WithdrawReview>,
) -> Result<Versioned<Decision>, Problem> {
    let change = session.change_object("decision", id, &actions::REVIEW_WITHDRAW).await?;
    let work = change.begin().await?;
    withdraw::record(&work, change.client()?, &care.rules, (id, review_id), seen, &input).await?;
    done(&care, &change, work, id).await
}

/// Corrects a decision on the authority's own initiative: a decision is drafted in its place. Needs the power of decision.
#[utoipa::path(post, path = "/api/v1/staff/decisions/{id}/corrections", tag = "care", operation_id = "correct_decision", params(("id" = Uuid, Path)),
    request_body = NewCorrection,
    responses((status = 201, body = Decision, description = "The decision drafted in its place"), (status = 403, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.decision.correct"))))]
async fn corrected(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    input: IdemJson<NewCorrection>,
) -> Result<Answer, Problem> {
    let change = match session.change_object("decision", id, &actions::DECISION_CORRECT).await {
        Ok(change) => change,
        Err(problem) if problem.code == "refused" => return Err(decision::with_deciders(&session, id, problem).await),
        Err(problem) => return Err(problem),
    };
    if input.replay(session.subject()).await?.is_some() {
        let opened = change.client()?;
        let new = decision::store::replacing(opened.reader(), id).await.map_err(Error::from)?.unwrap_or(id);
        return Answer::created(&now(&care, opened, new).await?);
    }
    let work = change.begin().await?;
    let new = correct::correct(&work, change.client()?, &care.rules, id, input.value.clone()).await?;
    work.remember(&input, 201, &serde_json::json!({ "id": new })).await?;
    work.commit().await?;
    let decision = now(&care, change.client()?, new).await?;
    Ok(Answer::created(&decision)?.version(decision.version))
}

/// Writes down that a court has been appealed to.
#[utoipa::path(post, path = "/api/v1/staff/decisions/{id}/appeals", tag = "care", operation_id = "record_appeal", params(("id" = Uuid, Path)),
    request_body = NewAppeal,
    responses((status = 201, body = Decision), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.appeal.record"))))]
async fn appealed(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    input: IdemJson<NewAppeal>,
) -> Result<Answer, Problem> {
    let change = session.change_object("decision", id, &actions::APPEAL_RECORD).await?;
    if input.replay(session.subject()).await?.is_some() {
        return Answer::created(&now(&care, change.client()?, id).await?);
    }
    let work = change.begin().await?;
    let made = appeal::record(&work, change.client()?, &care.rules, id, &input.value).await?;
    work.remember(&input, 201, &serde_json::json!({ "appeal_id": made })).await?;
    work.commit().await?;
    let decision = now(&care, change.client()?, id).await?;
    Ok(Answer::created(&decision)?.version(decision.version))
}

/// Writes down how an appeal ended.
#[utoipa::path(post, path = "/api/v1/staff/decisions/{id}/appeals/{appeal_id}/end", tag = "care", operation_id = "end_appeal",
    params(("id" = Uuid, Path), ("appeal_id" = Uuid, Path), ("If-Match" = String, Header, description = "version of the appeal that was seen")),
    request_body = EndAppeal,
    responses((status = 200, body = Decision), (status = 403, body = Problem), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("care.appeal.end"))))]
async fn appeal_ended(
    session: StaffSession,
    State(care): State<Care>,
    Path((id, appeal_id)): Path<(Uuid, Uuid)>,
    IfMatch(seen): IfMatch,
    Json(input): Json<EndAppeal>,
) -> Result<Versioned<Decision>, Problem> {
    let change = session.change_object("decision", id, &actions::APPEAL_END).await?;
    let work = change.begin().await?;
    appeal::end(&work, change.client()?, (id, appeal_id), seen, &input).await?;
    done(&care, &change, work, id).await
}

/// Stops carrying a decision out for the time being, or lets it go on; needs the power of decision.
#[utoipa::path(post, path = "/api/v1/staff/decisions/{id}/force", tag = "care", operation_id = "change_decision_force", params(("id" = Uuid, Path)),
    request_body = ChangeForce,
    responses((status = 200, body = Decision), (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("care.decision.force"))))]
async fn force_changed(
    session: StaffSession,
    State(care): State<Care>,
    Path(id): Path<Uuid>,
    Json(input): Json<ChangeForce>,
) -> Result<Versioned<Decision>, Problem> {
    let change = match session.change_object("decision", id, &actions::DECISION_FORCE).await {
        Ok(change) => change,
        Err(problem) if problem.code == "refused" => return Err(decision::with_deciders(&session, id, problem).await),
        Err(problem) => return Err(problem),
    };
    let work = change.begin().await?;
    force::change(&work, change.client()?, id, &input).await?;
    done(&care, &change, work, id).await
}
