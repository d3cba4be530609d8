//! `GET /api/v1/staff/clients/{id}/entries` and of a matter: what finished documents have told.

use axum::extract::Path;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, Problem};
use people::PersonRef;
use sea_orm::{DbErr, FromQueryResult, Value};
use std::collections::HashMap;
use store::sql;
use trust::{Json, Opened, StaffSession};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::model::{ChoiceKind, ChoiceLevel, ClientEntries, DisclosureChoice, PaymentCommitment};
use crate::matter::store::unknown;
use crate::{Care, Error, actions, matter};

/// Most rows of a kind that are told, newest first.
const MOST: u32 = 200;

pub fn routes() -> OpenApiRouter<Care> {
    OpenApiRouter::new().routes(routes!(of_client)).routes(routes!(of_matter))
}

/// Payment commitments, permits and denials of a client, as finished documents have them.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/entries", tag = "care", params(("id" = Uuid, Path)), operation_id = "client_entries",
    responses((status = 200, body = ClientEntries), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("care.entry.list"))))]
async fn of_client(session: StaffSession, Path(id): Path<ClientId>) -> Result<Json<ClientEntries>, Problem> {
    let opened = session.open(id, &actions::ENTRIES).await?;
    Ok(Json(entries(&opened, None).await?))
}

/// Those that were written in a matter, about the clients the asker may see.
#[utoipa::path(get, path = "/api/v1/staff/matters/{id}/entries", tag = "care", params(("id" = Uuid, Path)), operation_id = "matter_entries",
    responses((status = 200, body = ClientEntries), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("care.entry.list"))))]
async fn of_matter(session: StaffSession, Path(id): Path<Uuid>) -> Result<Json<ClientEntries>, Problem> {
    let opened = session.open_object("matter", id, &actions::ENTRIES).await?;
    matter::load(&opened, id).await?;
    Ok(Json(entries(&opened, Some(id)).await?))
}

#[derive(FromQueryResult)]
struct Commitment {
    id: Uuid,
    client_id: Uuid,
    matter_id: Uuid,
    document_id: Uuid,
    recipient: String,
    service_code: Option<String>,
    service_words: Option<String>,
    content: Option<String>,
    max_cents: Option<i64>,
    terms: Option<String>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    issued_on: NaiveDate,
    recorded_by: Uuid,
}

#[derive(FromQueryResult)]
struct Choice {
    id: Uuid,
    client_id: Uuid,
    matter_id: Uuid,
    document_id: Uuid,
    kind: String,
    level: String,
    subject_code: Option<String>,
    subject_words: Option<String>,
    given_on: Option<NaiveDate>,
    by_representative: bool,
    recorded_by: Uuid,
    recorded_at: DateTime<Utc>,
    replaced_at: Option<DateTime<Utc>>,
}

async fn entries(opened: &Opened, matter: Option<Uuid>) -> Result<ClientEntries, Error> {
    let given: Vec<Commitment> = rows(opened, matter, "payment_commitment", "t.issued_on DESC, t.id DESC").await?;
    let said: Vec<Choice> =
        rows(opened, matter, "disclosure_choice", "CASE WHEN t.replaced_at IS NULL THEN 0 ELSE 1 END, t.recorded_at DESC, t.id DESC")
            .await?;
    let ids: Vec<Uuid> = given.iter().map(|r| r.recorded_by).chain(said.iter().map(|r| r.recorded_by)).collect();
    let people = people::organisation::people_by_id(opened.reader(), &ids).await?;
    Ok(ClientEntries {
        payment_commitments: given.into_iter().map(|row| row.told(opened.today(), &people)).collect(),
        disclosure_choices: said.into_iter().map(|row| row.told(&people)).collect::<Result<_, _>>()?,
    })
}

async fn rows<R: FromQueryResult>(opened: &Opened, matter: Option<Uuid>, table: &str, order: &str) -> Result<Vec<R>, DbErr> {
    let (clients, mut values) = opened.clients_sql("t", 1);
    let mut filter = format!("{clients} AND {}", opened.scopes().sql("t"));
    if let Some(matter) = matter {
        values.push(Value::from(matter));
        filter.push_str(&format!(" AND t.matter_id = ${}", values.len()));
    }
    sql::all(opened.reader(), &format!("SELECT t.* FROM {table} t WHERE {filter} ORDER BY {order} LIMIT {MOST}"), values).await
}

impl Commitment {
    fn told(self, today: NaiveDate, people: &HashMap<Uuid, PersonRef>) -> PaymentCommitment {
        let in_force = self.valid_from.is_none_or(|from| from <= today) && self.valid_to.is_none_or(|to| today <= to);
        PaymentCommitment {
            id: self.id,
            client_id: self.client_id,
            matter_id: self.matter_id,
            document_id: self.document_id,
            recipient: self.recipient,
            service: self.service_words.or(self.service_code),
            content: self.content,
            max_cents: self.max_cents,
            terms: self.terms,
            valid_from: self.valid_from,
            valid_to: self.valid_to,
            issued_on: self.issued_on,
            in_force,
            recorded_by: people.get(&self.recorded_by).cloned(),
        }
    }
}

impl Choice {
    fn told(self, people: &HashMap<Uuid, PersonRef>) -> Result<DisclosureChoice, DbErr> {
        Ok(DisclosureChoice {
            id: self.id,
            client_id: self.client_id,
            matter_id: self.matter_id,
            document_id: self.document_id,
            kind: ChoiceKind::parse(&self.kind).ok_or_else(|| unknown("disclosure_choice.kind"))?,
            level: ChoiceLevel::parse(&self.level).ok_or_else(|| unknown("disclosure_choice.level"))?,
            subject: self.subject_words.or(self.subject_code),
            given_on: self.given_on,
            by_representative: self.by_representative,
            recorded_at: self.recorded_at,
            replaced_at: self.replaced_at,
            recorded_by: people.get(&self.recorded_by).cloned(),
        })
    }
}
