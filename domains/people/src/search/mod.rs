//! One field finds a client: personal identity code, another identifier, or parts of names in any order. It finds identity
//! cards, not data. Every step is a bounded range of one index, so that a very common name costs no more than a rare one.

#[cfg(test)]
mod any_part_tests;
mod candidates;
#[cfg(test)]
mod plan_tests;
mod query;
mod rank;

use kernel::ClientId;
use sea_orm::FromQueryResult;
use store::Keyring;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::{Found, Listed};
use uuid::Uuid;

use crate::card::{IdentityCard, cards};
use crate::error::Error;
use candidates::by_blind;
pub(crate) use candidates::by_exact_parts;
use query::Query;

/// Most cards one search gives.
pub const MOST: usize = 50;

/// Cards, best first, and whether there were more.
#[derive(Debug)]
pub struct FoundCards {
    pub cards: Vec<IdentityCard>,
    pub more: bool,
}

/// Finds clients by what was typed. `limit` is at most [`MOST`]. Whole names come before beginnings of names; a person with
/// several linked identities comes once, by the main one.
///
/// # Errors
/// [`Error::Invalid`] with code `too_short`, `too_long` or the part of a personal identity code that is wrong.
pub async fn find(found: &Found, keys: &Keyring, q: &str, limit: usize) -> Result<FoundCards, Error> {
    let query = Query::parse(q)?;
    let limit = limit.clamp(1, MOST);
    let (ids, cut) = ids(found.reader(), keys, &query, limit + 1).await?;
    let ids = main_identities(found.reader(), ids).await?;
    let mut cards = cards(found, &ids).await?;
    if let Query::Text { parts, .. } = &query {
        rank::sort(&mut cards, parts);
    }
    let more = cut || cards.len() > limit;
    cards.truncate(limit);
    Ok(FoundCards { cards, more })
}

/// The clients meant by what was typed into a queue's own search, at most 500.
///
/// # Errors
/// As [`find`].
pub async fn ids_by_name(listed: &Listed, keys: &Keyring, q: &str) -> Result<Vec<ClientId>, Error> {
    Ok(ids(listed.reader(), keys, &Query::parse(q)?, 500).await?.0)
}

/// The same as a predicate over a column that holds client ids, for a statement that is already cut to a queue; its
/// parameters begin at `$first`. It names this room's tables so that the other room need not.
///
/// # Errors
/// As [`find`].
pub fn named_sql(_: &Listed, keys: &Keyring, q: &str, column: &str, first: usize) -> Result<(String, Vec<Value>), Error> {
    let by_blind = |at: usize, count: usize| {
        format!("EXISTS (SELECT 1 FROM client_identifier i WHERE i.client_id = {column} AND i.blind IN ({}))", sql::params(at, count))
    };
    Ok(match Query::parse(q)? {
        Query::Hetu(hetu) => {
            let blinds = crate::client::identifier::blinds_hetu(keys, &hetu);
            (by_blind(first, blinds.len()), blinds.into_iter().map(Value::from).collect())
        }
        Query::Text { parts, whole } => {
            let mut values: Vec<Value> = Vec::new();
            let names: Vec<String> = parts
                .iter()
                .map(|part| {
                    let at = first + values.len();
                    values.extend([Value::from(part.clone()), candidates::after(part).into()]);
                    format!(
                        "EXISTS (SELECT 1 FROM client_name_key n WHERE n.client_id = {column} AND n.part >= ${at} AND n.part < ${})",
                        at + 1
                    )
                })
                .collect();
            let blinds = crate::client::identifier::blinds_other(keys, &whole);
            let known = by_blind(first + values.len(), blinds.len());
            values.extend(blinds.into_iter().map(Value::from));
            (format!("(({}) OR {known})", names.join(" AND ")), values)
        }
    })
}

async fn ids(conn: &impl ConnectionTrait, keys: &Keyring, query: &Query, most: usize) -> Result<(Vec<ClientId>, bool), Error> {
    match query {
        Query::Hetu(hetu) => Ok((by_blind(conn, crate::client::identifier::blinds_hetu(keys, hetu)).await?, false)),
        Query::Text { parts, whole } => {
            if whole.chars().any(|c| c.is_ascii_digit()) {
                let ids = by_blind(conn, crate::client::identifier::blinds_other(keys, whole)).await?;
                if !ids.is_empty() {
                    return Ok((ids, false));
                }
            }
            Ok(candidates::by_parts(conn, parts, most).await?)
        }
    }
}

/// Each identity replaced by the main one of its person, each person once.
async fn main_identities(conn: &impl ConnectionTrait, ids: Vec<ClientId>) -> Result<Vec<ClientId>, DbErr> {
    #[derive(FromQueryResult)]
    struct Link {
        client_id: Uuid,
        linked_id: Uuid,
    }
    if ids.is_empty() {
        return Ok(ids);
    }
    let text = format!(
        "SELECT client_id, linked_id FROM identity_link WHERE unlinked_at IS NULL AND client_id IN ({}) ORDER BY linked_at, id",
        sql::params(1, ids.len())
    );
    let links: Vec<Link> = sql::all(conn, &text, ids.iter().map(|c| Value::from(c.0))).await?;
    let mut out: Vec<ClientId> = Vec::with_capacity(ids.len());
    for id in ids {
        let main = links.iter().rfind(|l| l.client_id == id.0).map_or(id, |l| ClientId(l.linked_id));
        if !out.contains(&main) {
            out.push(main);
        }
    }
    Ok(out)
}
