//! The only place with queries for the outbox.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::Text;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use store::sql;
use trust::{Job, Opened, Work};
use uuid::Uuid;

use super::model::{DeliveryState, DeliveryView, NoticeState, Waiting};
use crate::channel::ChannelKind;

/// Whether the client was told of the like in the same matter since `since`.
pub async fn told_since(work: &Work, waiting: &Waiting, since: DateTime<Utc>) -> Result<bool, DbErr> {
    // Compared apart when there is no matter: an untyped null has no type to compare on PostgreSQL.
    let matter = if waiting.matter_id.is_some() { "matter_id = $4" } else { "matter_id IS NULL" };
    let text = format!("SELECT 1 AS one FROM notice WHERE client_id = $1 AND occasion = $2 AND made_at > $3 AND {matter} LIMIT 1");
    let values: [Value; 3] = [waiting.client.0.into(), waiting.occasion.into(), since.into()];
    let rows = sql::rows(work, &text, values.into_iter().chain(waiting.matter_id.map(Value::from))).await?;
    Ok(!rows.is_empty())
}

/// Writes the notice; `None` when one of this key is there already.
pub async fn insert(work: &Work, w: &Waiting, rule_version: &str) -> Result<Option<Uuid>, DbErr> {
    let id = work.new_id();
    let text = "INSERT INTO notice (id, client_id, controller, register, service_task, catalogue_row, matter_id, occasion, object_kind, object_id, key, rule_version, made_at) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (key) DO NOTHING";
    let values: [Value; 13] = [
        id.into(),
        w.client.0.into(),
        w.scope.controller.into(),
        w.scope.register.code().into(),
        w.scope.service_task.code().into(),
        16i32.into(),
        w.matter_id.into(),
        w.occasion.into(),
        w.object_kind.into(),
        w.object_id.into(),
        w.key.clone().into(),
        rule_version.into(),
        work.at().into(),
    ];
    Ok((sql::exec(work, text, values).await?.rows_affected() == 1).then_some(id))
}

pub async fn insert_delivery(work: &Work, notice: Uuid, w: &Waiting, channel: ChannelKind) -> Result<Uuid, DbErr> {
    let id = work.new_id();
    let text = "INSERT INTO notice_delivery (id, client_id, controller, register, service_task, catalogue_row, notice_id, channel, state, attempts, made_at) \
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', 0, $9)";
    let values: [Value; 9] = [
        id.into(),
        w.client.0.into(),
        w.scope.controller.into(),
        w.scope.register.code().into(),
        w.scope.service_task.code().into(),
        16i32.into(),
        notice.into(),
        channel.code().into(),
        work.at().into(),
    ];
    sql::exec(work, text, values).await?;
    Ok(id)
}

/// A delivery with as much of its notice as sending takes.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub id: Uuid,
    pub client_id: Uuid,
    pub channel: ChannelKind,
    pub state: DeliveryState,
    pub occasion: String,
}

pub async fn delivery(job: &Job, id: Uuid) -> Result<Option<Delivery>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        client_id: Uuid,
        channel: String,
        state: String,
        occasion: String,
    }
    let text =
        "SELECT d.client_id, d.channel, d.state, n.occasion FROM notice_delivery d JOIN notice n ON n.id = d.notice_id WHERE d.id = $1";
    let row: Option<Row> = sql::one(job.reader(), text, [id.into()]).await?;
    row.map(|r| {
        let unknown = || DbErr::Custom("an unknown code in notice_delivery".into());
        Ok(Delivery {
            id,
            client_id: r.client_id,
            channel: ChannelKind::parse(&r.channel).ok_or_else(unknown)?,
            state: DeliveryState::parse(&r.state).ok_or_else(unknown)?,
            occasion: r.occasion,
        })
    })
    .transpose()
}

/// An attempt begins: from `from`, so that of two who begin at once only one does.
pub async fn begin(work: &Work, id: Uuid, from: DeliveryState) -> Result<bool, DbErr> {
    let text = "UPDATE notice_delivery SET state = 'sending', attempts = attempts + 1, attempted_at = $1, code = NULL WHERE id = $2 AND state = $3";
    Ok(sql::exec(work, text, [work.at().into(), id.into(), from.code().into()]).await?.rows_affected() == 1)
}

/// How it ended, for now or for good.
pub async fn end(work: &Work, id: Uuid, state: DeliveryState, code: Option<&str>, reference: Option<&str>) -> Result<(), DbErr> {
    let sent = (state == DeliveryState::Sent).then(|| work.at());
    let text = "UPDATE notice_delivery SET state = $1, code = $2, reference = $3, sent_at = $4 WHERE id = $5";
    sql::exec(work, text, [state.code().into(), code.into(), reference.into(), sent.into(), id.into()]).await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct NoticeRow {
    id: Uuid,
    client_id: Uuid,
    occasion: String,
    object_id: Uuid,
    made_at: DateTime<Utc>,
    channel: String,
    state: String,
    attempts: i32,
    attempted_at: Option<DateTime<Utc>>,
    sent_at: Option<DateTime<Utc>>,
    code: Option<String>,
}

const COLUMNS: &str =
    "n.id, n.client_id, n.occasion, n.object_id, n.made_at, d.channel, d.state, d.attempts, d.attempted_at, d.sent_at, d.code";

fn gather(rows: Vec<NoticeRow>, label: impl Fn(&str) -> Text) -> Vec<NoticeState> {
    let mut notices: Vec<NoticeState> = Vec::new();
    for row in rows {
        let (Some(channel), Some(state)) = (ChannelKind::parse(&row.channel), DeliveryState::parse(&row.state)) else { continue };
        let delivery = DeliveryView { channel, state, attempts: row.attempts, at: row.sent_at.or(row.attempted_at), code: row.code };
        match notices.last_mut().filter(|n| n.id == row.id) {
            Some(notice) => notice.deliveries.push(delivery),
            None => notices.push(NoticeState {
                id: row.id,
                client_id: row.client_id,
                label: label(&row.occasion),
                occasion: row.occasion,
                object_id: row.object_id,
                made_at: row.made_at,
                deliveries: vec![delivery],
            }),
        }
    }
    notices
}

/// At most so many notices of a matter are told; older ones are in the access log.
const MOST: u32 = 200;

/// The matter's notices to the clients the proof covers, newest first.
pub async fn of_matter(opened: &Opened, matter: Uuid, label: impl Fn(&str) -> Text) -> Result<Vec<NoticeState>, DbErr> {
    let (clients, values) = opened.clients_sql("n", 2);
    let text = format!(
        "SELECT {COLUMNS} FROM notice n JOIN notice_delivery d ON d.notice_id = n.id WHERE n.matter_id = $1 AND {clients} AND {} \
         ORDER BY n.made_at DESC, n.id DESC, d.channel LIMIT {MOST}",
        opened.scopes().sql("n")
    );
    let rows = sql::all(opened.reader(), &text, std::iter::once(Value::from(matter)).chain(values)).await?;
    Ok(gather(rows, label))
}

/// How the notices about these things have fared, newest first; the caller's proof covers the things.
///
/// # Errors
/// When the database does not answer.
pub async fn of_objects(
    conn: &impl ConnectionTrait,
    rules: &rules::Rules,
    today: chrono::NaiveDate,
    objects: &[Uuid],
) -> Result<HashMap<Uuid, Vec<NoticeState>>, DbErr> {
    let mut all: HashMap<Uuid, Vec<NoticeState>> = HashMap::new();
    if objects.is_empty() {
        return Ok(all);
    }
    let set = &rules.notices.on(today).body;
    for chunk in objects.chunks(500) {
        let text = format!(
            "SELECT {COLUMNS} FROM notice n JOIN notice_delivery d ON d.notice_id = n.id WHERE n.object_id IN ({}) \
             ORDER BY n.made_at DESC, n.id DESC, d.channel",
            sql::params(1, chunk.len())
        );
        let rows = sql::all(conn, &text, chunk.iter().map(|o| Value::from(*o))).await?;
        for notice in gather(rows, |occasion| set.occasion(occasion).map(|o| o.label.clone()).unwrap_or_default()) {
            all.entry(notice.object_id).or_default().push(notice);
        }
    }
    Ok(all)
}

/// Gives up what has not been sent to these clients; gives how many.
pub async fn give_up(work: &Work, clients: &[kernel::ClientId], code: &str) -> Result<u64, DbErr> {
    let text = format!(
        "UPDATE notice_delivery SET state = 'dropped', code = $1 WHERE state IN ('waiting', 'failed') AND client_id IN ({})",
        sql::params(2, clients.len())
    );
    let values = std::iter::once(Value::from(code)).chain(clients.iter().map(|c| Value::from(c.0)));
    Ok(sql::exec(work, &text, values).await?.rows_affected())
}
