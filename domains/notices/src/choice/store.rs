//! The only place with queries for what clients chose.

use std::collections::HashMap;

use kernel::{ClientId, Scope};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use store::sql;
use trust::Work;
use uuid::Uuid;

use super::model::Choice;

#[derive(FromQueryResult)]
struct Row {
    client_id: Uuid,
    email: bool,
    sms: bool,
    suomifi: bool,
    version: i32,
}

/// What these clients have chosen; who has chosen nothing is left out.
pub async fn of(conn: &impl ConnectionTrait, clients: &[ClientId]) -> Result<HashMap<ClientId, Choice>, DbErr> {
    if clients.is_empty() {
        return Ok(HashMap::new());
    }
    let text =
        format!("SELECT client_id, email, sms, suomifi, version FROM notice_choice WHERE client_id IN ({})", sql::params(1, clients.len()));
    let rows: Vec<Row> = sql::all(conn, &text, clients.iter().map(|c| Value::from(c.0))).await?;
    let choice = |r: &Row| Choice { email: r.email, sms: r.sms, suomifi: r.suomifi, version: r.version };
    Ok(rows.iter().map(|r| (ClientId(r.client_id), choice(r))).collect())
}

/// Writes a choice; false when the version is not the one seen any more.
pub async fn write(work: &Work, client: ClientId, scope: Scope, choice: Choice) -> Result<bool, DbErr> {
    let flags: [Value; 3] = [choice.email.into(), choice.sms.into(), choice.suomifi.into()];
    if choice.version == 0 {
        let text = "INSERT INTO notice_choice (id, client_id, controller, register, service_task, catalogue_row, email, sms, suomifi, version, created_at, updated_at) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, $10) ON CONFLICT (client_id) DO NOTHING";
        let values = [
            work.new_id().into(),
            client.0.into(),
            scope.controller.into(),
            scope.register.code().into(),
            scope.service_task.code().into(),
            scope.catalogue_row.into(),
        ];
        let values = values.into_iter().chain(flags).chain([work.at().into()]);
        return Ok(sql::exec(work, text, values).await?.rows_affected() == 1);
    }
    let text = "UPDATE notice_choice SET email = $1, sms = $2, suomifi = $3, updated_at = $4, version = version + 1 WHERE client_id = $5 AND version = $6";
    let values = flags.into_iter().chain([work.at().into(), client.0.into(), choice.version.into()]);
    Ok(sql::exec(work, text, values).await?.rows_affected() == 1)
}
