//! Which matters an action on many is about: rows chosen one by one, or all that the filters and the search show but some.

use std::collections::HashSet;

use serde::Deserialize;
use store::{Keyring, sql};
use trust::Listed;
use uuid::Uuid;

use super::filter::{DeskQuery, DeskSearch, Restricted};
use super::rows::rows;
use crate::Error;
use crate::matter::view::Listing;
use rules::Rules;

/// Most matters of one action on many.
pub const MOST: usize = 5_000;

/// One of the two: `matter_ids`, or everything `of` shows except `except`.
#[derive(Clone, Debug, Default, Deserialize, utoipa::ToSchema)]
#[serde(default)]
#[schema(as = DeskChoice)]
pub struct Choice {
    pub matter_ids: Vec<Uuid>,
    /// All in the filters and the search, not only the page that was seen.
    pub of: Option<DeskSearch>,
    pub except: Vec<Uuid>,
}

/// The chosen matters as far as the policy lets this professional list them, in the order of the list.
///
/// # Errors
/// Nothing chosen, or more than [`MOST`].
pub async fn chosen(listed: &Listed, keys: &Keyring, rules: &Rules, choice: &Choice) -> Result<Vec<Uuid>, Error> {
    let ids = match &choice.of {
        None => of_ids(listed, &choice.matter_ids).await?,
        Some(search) => {
            let query = DeskQuery { cursor: None, limit: None, ..search.query.clone() };
            let lanes = rows(listed, keys, rules, &query, &search.q, MOST + 1, Restricted::LeftOut).await?;
            let all: Vec<Listing> = lanes.into_iter().flat_map(|lane| lane.rows).collect();
            let except: HashSet<&Uuid> = choice.except.iter().collect();
            all.into_iter().map(|one| one.id).filter(|id| !except.contains(id)).collect()
        }
    };
    match ids.len() {
        0 => Err(Error::field("/matter_ids", "nothing_chosen")),
        n if n > MOST => Err(Error::field("/matter_ids", "too_many_chosen")),
        _ => Ok(ids),
    }
}

async fn of_ids(listed: &Listed, asked: &[Uuid]) -> Result<Vec<Uuid>, Error> {
    #[derive(sea_orm::FromQueryResult)]
    struct Row {
        id: Uuid,
    }
    if asked.len() > MOST {
        return Err(Error::field("/matter_ids", "too_many_chosen"));
    }
    let mut found: HashSet<Uuid> = HashSet::new();
    for chunk in asked.chunks(400) {
        let (mine, mut values) = listed.sql("m", 1);
        let text = format!("SELECT m.id FROM matter m WHERE {mine} AND m.id IN ({})", sql::params(values.len() + 1, chunk.len()));
        values.extend(chunk.iter().map(|id| sea_orm::Value::from(*id)));
        found.extend(sql::all::<Row>(listed.reader(), &text, values).await?.into_iter().map(|r| r.id));
    }
    Ok(asked.iter().copied().filter(|id| found.remove(id)).collect())
}
