//! The accessibility statement, and the feedback it asks for: anyone sends it, also without a log-in, and reads the answer by a
//! code that only they have. Nothing tells who sent it but what they write themselves.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use kernel::{Problem, Text};
use people::organisation::people_by_id;
use rules::{Authority, Conformance, Contact, Mark, Shortcoming};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::NewEvent;
use store::sea_orm::{ConnectionTrait, Value};
use store::sql;
use trust::{Answer, AnySession, Gate, IfMatch, Json, Query, StaffSession, Versioned, Work};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::told::{GivenAnswer, PAGE, of_state, without_ids, words, write_answer};
use crate::{Upkeep, actions, failed};

pub(crate) fn routes() -> OpenApiRouter<Upkeep> {
    OpenApiRouter::new()
        .routes(routes!(statement))
        .routes(routes!(send))
        .routes(routes!(look))
        .routes(routes!(list))
        .routes(routes!(answer))
}

/// Feedback the whole node takes in a day; more is a flood.
const A_DAY: i64 = 500;
/// Longest address or number to answer to, in characters.
const LONGEST_CONTACT: usize = 200;
const LANGUAGES: &[&str] = &["fi", "sv", "en"];
/// Letters and digits of the code that are not taken for each other (Crockford's base 32).
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The accessibility statement as everyone sees it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct AccessibilityStatement {
    /// The county that answers for the service.
    organisation: Text,
    service: Text,
    /// full | partial | none
    conformance: Conformance,
    reviewed_on: NaiveDate,
    /// How the service was assessed.
    method: Text,
    /// Days within which feedback is answered.
    reply_days: u32,
    law: String,
    mark: Mark,
    contact: Contact,
    authority: Authority,
    shortcomings: Vec<Shortcoming>,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct NewFeedback {
    /// The page's address; ids in it are dropped here.
    #[serde(default)]
    pub page: Option<String>,
    /// What could not be used or read, in the sender's own words.
    pub words: String,
    /// Where the sender wants the answer, when they do.
    #[serde(default)]
    pub contact: Option<String>,
    /// fi | sv | en: the language of the answer.
    #[serde(default)]
    pub language: Option<String>,
}

/// What the sender gets: the code is told only here.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct FeedbackReceipt {
    code: String,
    /// The last day of the time to answer.
    due_on: NaiveDate,
}

#[derive(Deserialize, utoipa::ToSchema)]
pub struct FeedbackCode {
    code: String,
}

/// What became of feedback, for whoever has its code. The words sent are not shown again.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct FeedbackState {
    /// open | answered
    state: String,
    received_at: DateTime<Utc>,
    due_on: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_at: Option<DateTime<Utc>>,
}

/// Feedback as the administrator sees it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Feedback {
    id: Uuid,
    version: i32,
    page: String,
    words: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<String>,
    /// fi | sv | en
    language: String,
    /// open | answered
    state: String,
    received_at: DateTime<Utc>,
    /// The last day of the time to answer.
    due_on: NaiveDate,
    /// Unanswered after that day.
    late: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answered_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FeedbackQuery {
    /// open | answered; all when absent
    state: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    version: i32,
    page: String,
    words: String,
    contact: Option<String>,
    language: String,
    state: String,
    received_at: DateTime<Utc>,
    due_on: NaiveDate,
    answer: Option<String>,
    answered_by: Option<Uuid>,
    answered_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "SELECT id, version, page, words, contact, language, state, received_at, due_on, answer, answered_by, answered_at \
     FROM accessibility_feedback";

async fn named(conn: &impl ConnectionTrait, rows: Vec<Row>, today: NaiveDate) -> Result<Vec<Feedback>, Problem> {
    let ids: Vec<Uuid> = rows.iter().filter_map(|r| r.answered_by).collect();
    let people = people_by_id(conn, &ids).await.map_err(failed)?;
    Ok(rows
        .into_iter()
        .map(|r| Feedback {
            late: r.state == "open" && r.due_on < today,
            id: r.id,
            version: r.version,
            page: r.page,
            words: r.words,
            contact: r.contact,
            language: r.language,
            state: r.state,
            received_at: r.received_at,
            due_on: r.due_on,
            answer: r.answer,
            answered_by: r.answered_by.and_then(|id| people.get(&id).map(|p| p.name.clone())),
            answered_at: r.answered_at,
        })
        .collect())
}

async fn one(conn: &impl ConnectionTrait, id: Uuid, today: NaiveDate) -> Result<Feedback, Problem> {
    let row: Option<Row> = sql::one(conn, &format!("{COLUMNS} WHERE id = $1"), [id.into()]).await.map_err(failed)?;
    named(conn, vec![row.ok_or_else(Problem::not_found)?], today).await?.pop().ok_or_else(Problem::not_found)
}

/// A code of fifty random bits, in two groups that can be read aloud.
fn new_code(gate: &Gate) -> String {
    let letters: Vec<char> =
        gate.ctx().secret::<10>().iter().filter_map(|b| ALPHABET.get(usize::from(b % 32)).map(|l| char::from(*l))).collect();
    letters.chunks(5).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// What is kept of a code. Letters that are read as digits, small letters and what stands between are taken as meant.
fn code_hash(code: &str) -> Vec<u8> {
    let plain: String = code
        .chars()
        .filter(|c| c.is_ascii_alphanumeric())
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    Sha256::digest(plain.as_bytes()).to_vec()
}

fn contact(given: Option<&str>) -> Result<Option<String>, Problem> {
    let given = given.unwrap_or_default().trim();
    if given.chars().count() > LONGEST_CONTACT {
        return Err(Problem::invalid_field("/contact", "too_long"));
    }
    Ok(Some(given.to_owned()).filter(|text| !text.is_empty()))
}

/// Feedback that can be taken.
struct Checked {
    page: String,
    words: String,
    contact: Option<String>,
    language: String,
}

fn check(new: NewFeedback) -> Result<Checked, Problem> {
    let language = new.language.unwrap_or_else(|| "fi".into());
    if !LANGUAGES.contains(&language.as_str()) {
        return Err(Problem::invalid_field("/language", "not_in_list"));
    }
    Ok(Checked {
        page: without_ids(new.page.as_deref().unwrap_or_default()),
        words: words("/words", &new.words)?,
        contact: contact(new.contact.as_deref())?,
        language,
    })
}

async fn received_since(work: &Work, since: DateTime<Utc>) -> Result<i64, Problem> {
    let rows = sql::rows(work, "SELECT COUNT(*) AS number FROM accessibility_feedback WHERE received_at > $1", [since.into()]).await;
    Ok(rows.map_err(failed)?.first().and_then(|r| r.try_get::<i64>("", "number").ok()).unwrap_or(0))
}

/// The accessibility statement of the service, in force today.
#[utoipa::path(get, path = "/api/v1/public/accessibility", tag = "upkeep", extensions(("x-action" = json!("public.accessibility.read"))),
    responses((status = 200, body = AccessibilityStatement)))]
async fn statement(State(room): State<Upkeep>, Extension(gate): Extension<Gate>) -> Result<Json<AccessibilityStatement>, Problem> {
    let name = gate.db().meta("county_name").await.ok().flatten().and_then(|text| serde_json::from_str(&text).ok());
    let now = room.rules.accessibility.on(gate.ctx().today()).body.clone();
    Ok(Json(AccessibilityStatement {
        organisation: name.unwrap_or_else(|| Text::fi("Punos")),
        service: now.service,
        conformance: now.conformance,
        reviewed_on: now.reviewed_on,
        method: now.method,
        reply_days: now.reply_days,
        law: now.law,
        mark: now.mark,
        contact: now.contact,
        authority: now.authority,
        shortcomings: now.shortcomings,
    }))
}

/// Sends feedback on accessibility. Nobody needs to be logged in, and who is logged in is not written down.
#[utoipa::path(post, path = "/api/v1/public/accessibility/feedback", tag = "upkeep", extensions(("x-action" = json!("public.accessibility.feedback"))),
    request_body = NewFeedback,
    responses((status = 201, body = FeedbackReceipt), (status = 422, body = Problem), (status = 429, body = Problem)))]
async fn send(
    session: AnySession,
    State(room): State<Upkeep>,
    headers: HeaderMap,
    Json(new): Json<NewFeedback>,
) -> Result<Answer, Problem> {
    let checked = check(new)?;
    room.senders.take(&trust::limits::source(&headers))?;
    Answer::created(&room.write_feedback(&session.gate, checked).await?)
}

/// What became of feedback, by the code its sender was given.
#[utoipa::path(post, path = "/api/v1/public/accessibility/feedback/look", tag = "upkeep", extensions(("x-action" = json!("public.accessibility.look"))),
    request_body = FeedbackCode,
    responses((status = 200, body = FeedbackState), (status = 404, body = Problem), (status = 429, body = Problem)))]
async fn look(
    session: AnySession,
    State(room): State<Upkeep>,
    headers: HeaderMap,
    Json(body): Json<FeedbackCode>,
) -> Result<Json<FeedbackState>, Problem> {
    let gate = &session.gate;
    room.askers.take(&trust::limits::source(&headers))?;
    let job = gate.job(actions::FEEDBACK_LOOK.name, "administration", None);
    let text = format!("{COLUMNS} WHERE code_hash = $1");
    let row: Option<Row> = sql::one(job.reader(), &text, [code_hash(&body.code).into()]).await.map_err(failed)?;
    let row = row.ok_or_else(Problem::not_found)?;
    Ok(Json(FeedbackState {
        state: row.state,
        received_at: row.received_at,
        due_on: row.due_on,
        answer: row.answer,
        answered_at: row.answered_at,
    }))
}

/// The feedback received, what is due first on top; answered ones newest first.
#[utoipa::path(get, path = "/api/v1/staff/administration/feedback", tag = "upkeep", extensions(("x-action" = json!("upkeep.feedback.list"))),
    params(FeedbackQuery), responses((status = 200, body = Vec<Feedback>), (status = 403, body = Problem)))]
async fn list(session: StaffSession, Query(query): Query<FeedbackQuery>) -> Result<Json<Vec<Feedback>>, Problem> {
    let listed = session.list(&actions::FEEDBACK_LIST)?;
    // Whom the words may name cannot be known; that they were read stands in the log.
    listed.shown(&[]);
    let (filter, values) = of_state(query.state)?;
    let order = "ORDER BY CASE WHEN state = 'open' THEN 0 ELSE 1 END, CASE WHEN state = 'open' THEN due_on END, received_at DESC, id DESC";
    let rows: Vec<Row> = sql::all(listed.reader(), &format!("{COLUMNS}{filter} {order} LIMIT {PAGE}"), values).await.map_err(failed)?;
    Ok(Json(named(listed.reader(), rows, session.gate().ctx().today()).await?))
}

/// Answers feedback, or mends the answer; whoever has the code reads it.
#[utoipa::path(post, path = "/api/v1/staff/administration/feedback/{id}/answer", tag = "upkeep", extensions(("x-action" = json!("upkeep.feedback.answer"))),
    params(("id" = Uuid, Path), ("If-Match" = String, Header)), request_body = GivenAnswer,
    responses((status = 200, body = Feedback), (status = 404, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
async fn answer(
    session: StaffSession,
    Path(id): Path<Uuid>,
    seen: IfMatch,
    Json(body): Json<GivenAnswer>,
) -> Result<Versioned<Feedback>, Problem> {
    let mut work = session.change_reference(&actions::FEEDBACK_ANSWER)?.begin().await?;
    if !write_answer(&mut work, "accessibility_feedback", id, seen.0, session.subject(), &body).await? {
        return Err(Problem::version_conflict(one(&work, id, work.today()).await?));
    }
    work.emit(NewEvent::new("upkeep.feedback.answered", "accessibility_feedback", id)).await.map_err(failed)?;
    let feedback = one(&work, id, work.today()).await?;
    work.commit().await?;
    Ok(Versioned(feedback.version, feedback))
}

impl Upkeep {
    /// Takes feedback that did not come over HTTP: the demo's.
    ///
    /// # Errors
    /// What is wrong in it; `too_many_requests` when the node has had its day's share.
    pub async fn receive_feedback(&self, gate: &Gate, new: NewFeedback) -> Result<FeedbackReceipt, Problem> {
        self.write_feedback(gate, check(new)?).await
    }

    async fn write_feedback(&self, gate: &Gate, new: Checked) -> Result<FeedbackReceipt, Problem> {
        let mut work = gate.job(actions::FEEDBACK_SEND.name, "administration", None).begin().await?;
        if received_since(&work, work.at() - Duration::days(1)).await? >= A_DAY {
            return Err(Problem::too_many_requests(std::time::Duration::from_secs(24 * 3600)));
        }
        let (id, code) = (work.new_id(), new_code(gate));
        let days = chrono::Days::new(self.rules.accessibility.on(work.today()).body.reply_days.into());
        let due_on = work.today().checked_add_days(days).unwrap_or(work.today());
        let row: Vec<Value> = vec![
            id.into(),
            code_hash(&code).into(),
            new.page.into(),
            new.words.into(),
            new.contact.into(),
            new.language.into(),
            "open".into(),
            work.at().into(),
            due_on.into(),
            1i32.into(),
            work.at().into(),
            work.at().into(),
        ];
        let columns = [
            "id",
            "code_hash",
            "page",
            "words",
            "contact",
            "language",
            "state",
            "received_at",
            "due_on",
            "version",
            "created_at",
            "updated_at",
        ];
        sql::insert_many(&work, "accessibility_feedback", &columns, vec![row]).await.map_err(failed)?;
        work.emit(NewEvent::new("upkeep.feedback.received", "accessibility_feedback", id)).await.map_err(failed)?;
        work.object("accessibility_feedback", id);
        work.commit().await?;
        Ok(FeedbackReceipt { code, due_on })
    }

    /// Removes feedback answered longer ago than the rules keep it; gives how many went. What waits for an answer stays.
    ///
    /// # Errors
    /// When the database does not take it.
    pub async fn prune_feedback(&self, gate: &Gate) -> Result<usize, Problem> {
        let months = chrono::Months::new(self.rules.now().accessibility.on(gate.ctx().today()).body.keep_months);
        let Some(before) = gate.ctx().now().checked_sub_months(months) else { return Ok(0) };
        let job = gate.job("upkeep.feedback.prune", "retention", None);
        let old: Vec<Old> =
            sql::all(job.reader(), "SELECT id FROM accessibility_feedback WHERE answered_at < $1 LIMIT 500", [before.into()])
                .await
                .map_err(failed)?;
        if old.is_empty() {
            return Ok(0);
        }
        let work = job.begin().await?;
        let text = format!("DELETE FROM accessibility_feedback WHERE id IN ({})", sql::params(1, old.len()));
        sql::exec(&work, &text, old.iter().map(|o| Value::from(o.id))).await.map_err(failed)?;
        for one in &old {
            work.emit(NewEvent::new("upkeep.feedback.removed", "accessibility_feedback", one.id)).await.map_err(failed)?;
        }
        work.commit().await?;
        Ok(old.len())
    }
}

#[derive(FromQueryResult)]
struct Old {
    id: Uuid,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_taken_as_it_was_meant() {
        assert_eq!(code_hash("01A2B-3C4D5"), code_hash(" oia2b 3c4d5"));
        assert_eq!(code_hash("01A2B-3C4D5"), code_hash("0lA2B3C4D5"));
        assert_ne!(code_hash("01A2B-3C4D5"), code_hash("01A2B-3C4D6"));
    }

    #[test]
    fn an_address_to_answer_to_may_be_left_out() {
        assert_eq!(contact(None).unwrap(), None);
        assert_eq!(contact(Some("  ")).unwrap(), None);
        assert_eq!(contact(Some(" a@example.fi ")).unwrap().as_deref(), Some("a@example.fi"));
        assert!(contact(Some(&"a".repeat(LONGEST_CONTACT + 1))).is_err());
    }
}
