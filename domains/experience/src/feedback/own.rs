//! The client's own side: what is asked of them, answering, changing the answer, and not wanting to answer. Nobody else does it for them.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{Problem, ServiceTask};
use people::organisation::teams_by_id;
use rules::FeedbackRules;
use store::sea_orm::Value;
use store::{NewEvent, sql};
use trust::{ClientSession, IfMatch, Json, Own, OwnChange};
use uuid::Uuid;

use super::answer::checked;
use super::model::{FeedbackQuestionSeen, MatterFeedbackState, NewFeedbackRefusal, NewMatterFeedback, OwnFeedback};
use super::row::{ASK, Answered, AskRow, answer as keep, answers};
use crate::{Error, Experience, actions};

/// The most that is asked at once; the quiet days keep it at one or two.
const MOST: usize = 20;

/// What one is asked of matters that have ended.
#[utoipa::path(get, path = "/api/v1/client/feedback-matters", tag = "own", operation_id = "own_feedback",
    responses((status = 200, body = Vec<OwnFeedback>), (status = 401, body = Problem)),
    extensions(("x-action" = json!("experience.feedback.look"))))]
pub(crate) async fn list(session: ClientSession, State(room): State<Experience>) -> Result<Json<Vec<OwnFeedback>>, Problem> {
    let own = session.open(&actions::OWN_FEEDBACK).await?;
    Ok(Json(asked(&room, &own).await?))
}

async fn asked(room: &Experience, own: &Own) -> Result<Vec<OwnFeedback>, Error> {
    let (whose, mut values) = own.clients_sql("a", 1);
    values.push(own.today().into());
    let day = values.len();
    let text = format!(
        "{ASK} WHERE {whose}{} AND a.state <> 'withdrawn' AND a.opens_on <= ${day} AND a.closes_on >= ${day} \
         ORDER BY a.opens_on DESC, a.id LIMIT {MOST}",
        own.shown_sql("a", Some("matter_id"))
    );
    let rows: Vec<AskRow> = sql::all(own.reader(), &text, values).await?;
    let given = answers(own.reader(), &rows.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
    let teams = teams_by_id(own.reader(), &rows.iter().map(|row| row.team_id).collect::<Vec<_>>()).await?;
    let rules = room.rules.now();
    let told = rows.into_iter().filter_map(|row| {
        let set = &rules.feedback.version(&row.rules_version)?.body;
        Some(OwnFeedback {
            id: row.id,
            version: row.version,
            matter_id: row.matter_id,
            service_task: ServiceTask::parse(&row.service_task)?,
            team: teams.get(&row.team_id).map(|team| team.name.clone()).unwrap_or_default(),
            ended_on: row.ended_on,
            closes_on: row.closes_on,
            state: row.state(),
            named: row.named,
            answered_at: row.answered_at,
            questions: questions(set, row.opens_on),
            answers: given.iter().filter(|(ask, _)| *ask == row.id).map(|(_, one)| one.clone()).collect(),
            least: set.least,
        })
    });
    Ok(told.collect())
}

fn questions(set: &FeedbackRules, asked_on: chrono::NaiveDate) -> Vec<FeedbackQuestionSeen> {
    let put = set.questions.iter().filter(|one| one.holds_on(asked_on)).map(|one| FeedbackQuestionSeen {
        code: one.code.clone(),
        asks: one.asks,
        least: one.least,
        most: one.most,
        required: one.required,
        words: one.words.clone(),
        low: one.low.clone(),
        high: one.high.clone(),
    });
    put.collect()
}

/// One of those asked of oneself, while it can be answered.
async fn held(change: &OwnChange, id: Uuid) -> Result<AskRow, Error> {
    let own = change.own();
    let (whose, mut values) = own.clients_sql("a", 2);
    values.insert(0, id.into());
    let text = format!("{ASK} WHERE a.id = $1 AND {whose}{} AND a.state <> 'withdrawn'", own.shown_sql("a", Some("matter_id")));
    let row: AskRow = sql::one(own.reader(), &text, values).await?.ok_or(Error::NotFound)?;
    let today = own.today();
    match () {
        () if today < row.opens_on => Err(Error::NotFound),
        () if today > row.closes_on => Err(Error::State("feedback_closed")),
        () => Ok(row),
    }
}

/// Answers, or changes what was answered.
#[utoipa::path(put, path = "/api/v1/client/feedback-matters/{id}", tag = "own", operation_id = "answer_feedback",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewMatterFeedback,
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("experience.feedback.answer"))))]
pub(crate) async fn answer(
    session: ClientSession,
    State(room): State<Experience>,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(new): Json<NewMatterFeedback>,
) -> Result<StatusCode, Problem> {
    let change = session.change(&actions::ANSWER).await?;
    let row = held(&change, id).await?;
    let rules = room.rules.now();
    let set = &rules.feedback.version(&row.rules_version).ok_or(Error::NotFound)?.body;
    let checked = checked(set, row.opens_on, &new.answers).map_err(Problem::invalid)?;
    let scope = row.scope(session.gate().controller()).ok_or(Error::NotFound)?;
    let mut work = change.begin().await?;
    let answered = Answered {
        answers: &checked.answers,
        named: new.named,
        main_value: checked.main_value,
        satisfied: checked.satisfied,
        at: work.at(),
    };
    if !keep(&work, &row, scope, seen.0, &answered).await.map_err(Error::from)? {
        return Err(Problem::version_conflict(serde_json::json!({ "id": id, "version": row.version })));
    }
    tell(&mut work, "experience.feedback.answered", &row).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Does not want to answer, or takes that back. What was answered before is not told any more.
#[utoipa::path(post, path = "/api/v1/client/feedback-matters/{id}/decline", tag = "own", operation_id = "decline_feedback",
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = NewFeedbackRefusal,
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem)),
    extensions(("x-action" = json!("experience.feedback.decline"))))]
pub(crate) async fn decline(
    session: ClientSession,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(new): Json<NewFeedbackRefusal>,
) -> Result<StatusCode, Problem> {
    let change = session.change(&actions::DECLINE).await?;
    let row = held(&change, id).await?;
    let to = if new.declined { MatterFeedbackState::Declined } else { MatterFeedbackState::Open };
    let mut work = change.begin().await?;
    let text = "UPDATE feedback_ask SET state = $1, named = $2, main_value = NULL, satisfied = NULL, answered_at = NULL, \
                version = version + 1, updated_at = $3 WHERE id = $4 AND version = $5";
    let values: [Value; 5] = [to.code().into(), false.into(), work.at().into(), id.into(), seen.0.into()];
    if sql::exec(&work, text, values).await.map_err(Error::from)?.rows_affected() != 1 {
        return Err(Problem::version_conflict(serde_json::json!({ "id": id, "version": row.version })));
    }
    sql::exec(&work, "DELETE FROM feedback_answer WHERE ask_id = $1", [id.into()]).await.map_err(Error::from)?;
    tell(&mut work, if new.declined { "experience.feedback.declined" } else { "experience.feedback.undeclined" }, &row).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The event names neither the client nor what was said: whoever hears of it may not know whose it is.
async fn tell(work: &mut trust::Work, kind: &'static str, row: &AskRow) -> Result<(), Error> {
    work.object("feedback_ask", row.id);
    Ok(work.emit(NewEvent::new(kind, "feedback_ask", row.id).team(row.team_id)).await?)
}
