use kernel::ClientId;
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use uuid::Uuid;

/// Up to this many keys are counted to see which part is the rarest, and walked for beginnings of names.
const WALK: usize = 10_000;

#[derive(FromQueryResult)]
struct Id {
    client_id: Uuid,
}

/// The first text after all that begin with `part` (keys compare byte by byte).
pub fn after(part: &str) -> String {
    format!("{part}\u{10FFFF}")
}

/// Clients with any of these blind indexes: one value's by each key of the node.
pub async fn by_blind(conn: &impl ConnectionTrait, blinds: Vec<Vec<u8>>) -> Result<Vec<ClientId>, DbErr> {
    let text =
        format!("SELECT client_id FROM client_identifier WHERE blind IN ({}) ORDER BY client_id LIMIT 50", sql::params(1, blinds.len()));
    let rows: Vec<Id> = sql::all(conn, &text, blinds.into_iter().map(Value::from)).await?;
    let mut ids: Vec<ClientId> = rows.into_iter().map(|r| ClientId(r.client_id)).collect();
    ids.dedup();
    Ok(ids)
}

/// Clients with every part, whole names first; whether the walk was cut before its end.
pub async fn by_parts(conn: &impl ConnectionTrait, parts: &[String], most: usize) -> Result<(Vec<ClientId>, bool), DbErr> {
    let mut ids = by_exact_parts(conn, parts, most).await?;
    if ids.len() >= most {
        return Ok((ids, true));
    }
    let (rarest, counted) = rarest(conn, parts, false).await?;
    if counted == 0 {
        return Ok((ids, false));
    }
    let others: Vec<&String> = parts.iter().enumerate().filter(|(i, _)| *i != rarest).map(|(_, p)| p).collect();
    let part = parts.get(rarest).cloned().unwrap_or_default();
    let mut values: Vec<Value> = vec![part.clone().into(), after(&part).into()];
    let mut text = format!(
        "SELECT walk.client_id FROM (SELECT client_id FROM client_name_key WHERE part >= $1 AND part < $2 ORDER BY part, client_id LIMIT {WALK}) walk"
    );
    for (i, other) in others.into_iter().enumerate() {
        let at = values.len() + 1;
        text.push_str(if i == 0 { " WHERE " } else { " AND " });
        text.push_str(&format!(
            "EXISTS (SELECT 1 FROM client_name_key o WHERE o.client_id = walk.client_id AND o.part >= ${at} AND o.part < ${})",
            at + 1
        ));
        values.extend([Value::from(other.clone()), after(other).into()]);
    }
    // A client can have several keys in the range; three times as many rows leave enough clients.
    text.push_str(&format!(" LIMIT {}", most * 3));
    let rows: Vec<Id> = sql::all(conn, &text, values).await?;
    for row in rows {
        let id = ClientId(row.client_id);
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let more = counted >= WALK || ids.len() >= most;
    ids.truncate(most);
    Ok((ids, more))
}

/// Clients who have every part as a whole name.
pub async fn by_exact_parts(conn: &impl ConnectionTrait, parts: &[String], most: usize) -> Result<Vec<ClientId>, DbErr> {
    let (rarest, counted) = rarest(conn, parts, true).await?;
    if counted == 0 {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = parts.get(rarest).map(|p| p.clone().into()).into_iter().collect();
    let mut text = "SELECT k.client_id FROM client_name_key k WHERE k.part = $1".to_owned();
    for (_, part) in parts.iter().enumerate().filter(|(i, _)| *i != rarest) {
        values.push(part.clone().into());
        text.push_str(&format!(
            " AND EXISTS (SELECT 1 FROM client_name_key o WHERE o.part = ${} AND o.client_id = k.client_id)",
            values.len()
        ));
    }
    text.push_str(&format!(" ORDER BY k.client_id LIMIT {most}"));
    let rows: Vec<Id> = sql::all(conn, &text, values).await?;
    Ok(rows.into_iter().map(|r| ClientId(r.client_id)).collect())
}

/// Which part has the fewest keys, and how many, counted up to [`WALK`] in one statement. None at all of one part means nobody
/// is found. A single part is not counted: that would only say what the search itself says.
async fn rarest(conn: &impl ConnectionTrait, parts: &[String], exact: bool) -> Result<(usize, usize), DbErr> {
    #[derive(FromQueryResult)]
    struct Count {
        i: i64,
        n: i64,
    }
    if parts.len() == 1 {
        return Ok((0, 1));
    }
    let mut values: Vec<Value> = Vec::new();
    let mut counts: Vec<String> = Vec::new();
    // One letter is never the rarest of several.
    for (i, part) in parts.iter().enumerate().filter(|(_, p)| p.chars().count() >= 2) {
        let at = values.len() + 1;
        values.push(part.clone().into());
        let condition = if exact {
            format!("part = ${at}")
        } else {
            values.push(after(part).into());
            format!("part >= ${at} AND part < ${}", at + 1)
        };
        counts.push(format!("SELECT CAST({i} AS BIGINT) AS i, COUNT(*) AS n FROM (SELECT 1 AS one FROM client_name_key WHERE {condition} LIMIT {WALK}) counted"));
    }
    let rows: Vec<Count> = sql::all(conn, &counts.join(" UNION ALL "), values).await?;
    let least = rows.iter().min_by_key(|c| (c.n, c.i));
    Ok(least.map_or((0, 0), |c| (usize::try_from(c.i).unwrap_or(0), usize::try_from(c.n).unwrap_or(0))))
}
