use chrono::{DateTime, Utc};
use kernel::ClientId;
use kernel::hetu::Hetu;
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::{Keyring, NewEvent, sql};
use trust::{Job, Work};
use uuid::Uuid;

use crate::client::identifier::{self, HETU_SYSTEM, blinds_hetu};
use crate::client::store as clients;
use crate::error::Error;

/// The identity a code belongs or has belonged to.
///
/// # Errors
/// When the database does not answer.
pub async fn find(conn: &impl ConnectionTrait, keys: &Keyring, hetu: &Hetu) -> Result<Option<ClientId>, DbErr> {
    let blinds = blinds_hetu(keys, hetu);
    let held = clients::holders(conn, &blinds).await?;
    Ok(blinds.into_iter().find_map(|blind| held.get(&(blind, HETU_SYSTEM.to_owned()))?.first().copied()))
}

/// Clients after `after` with their code in force, in the order of their ids; whose changes are asked for.
///
/// # Errors
/// When the database does not answer or a value does not open.
pub async fn with_hetu(job: &Job, after: ClientId, limit: u32) -> Result<Vec<(ClientId, Hetu)>, Error> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        client_id: Uuid,
        sealed: Vec<u8>,
    }
    let text = format!(
        "SELECT id, client_id, sealed FROM client_identifier WHERE client_id > $1 AND kind = 'hetu' AND valid_to IS NULL \
         ORDER BY client_id LIMIT {limit}"
    );
    let rows: Vec<Row> = sql::all(job.reader(), &text, [after.0.into()]).await?;
    let mut out: Vec<(ClientId, Hetu)> = Vec::with_capacity(rows.len());
    for row in rows {
        let code = identifier::open(job.gate().keys(), row.id, &row.sealed)?;
        // A code that does not check out is no code of the register's.
        if let Ok(hetu) = Hetu::parse(&code) {
            out.push((ClientId(row.client_id), hetu));
        }
    }
    Ok(out)
}

/// Those of these who have a code in force, and since when.
///
/// # Errors
/// When the database does not answer.
pub async fn coded_since(conn: &impl ConnectionTrait, clients: &[ClientId]) -> Result<Vec<(ClientId, DateTime<Utc>)>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        client_id: Uuid,
        valid_from: DateTime<Utc>,
    }
    let mut all = Vec::new();
    for some in clients.chunks(500) {
        let text = format!(
            "SELECT client_id, valid_from FROM client_identifier WHERE client_id IN ({}) AND kind = 'hetu' AND valid_to IS NULL",
            sql::params(1, some.len())
        );
        let rows: Vec<Row> = sql::all(conn, &text, some.iter().map(|client| client.0.into())).await?;
        all.extend(rows.into_iter().map(|row| (ClientId(row.client_id), row.valid_from)));
    }
    Ok(all)
}

/// The protection is lifted by a person's decision, after the register ended its own.
///
/// # Errors
/// When the database does not answer.
pub async fn lift_protection(work: &Work, client: ClientId) -> Result<(), Error> {
    let row = clients::load(work, &[client]).await?.remove(&client).ok_or(Error::NotFound)?;
    if !row.fields.protected {
        return Ok(());
    }
    let fields = clients::ClientFields { protected: false, ..row.fields };
    clients::update(work, client, &fields, &[]).await?;
    work.emit(NewEvent::new("people.protection.lifted", "client", client.0).client(client.0)).await?;
    Ok(())
}

/// Who acted for one who has died does so no more: guardians and trustees end. Gives how many.
///
/// # Errors
/// When the database does not answer.
pub async fn end_mandates(work: &Work, client: ClientId) -> Result<u64, Error> {
    let text = "UPDATE close_one SET ended_at = $1, updated_at = $1, version = version + 1 WHERE client_id = $2 AND ended_at IS NULL \
                AND (' ' || roles || ' ' LIKE '% guardian %' OR ' ' || roles || ' ' LIKE '% trustee %')";
    let values: [Value; 2] = [work.at().into(), client.0.into()];
    let ended = sql::exec(work, text, values).await?.rows_affected();
    if ended > 0 {
        work.emit(NewEvent::new("people.mandates.ended", "client", client.0).client(client.0)).await?;
    }
    Ok(ended)
}
