//! How it stands with Kanta, for the pages.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use kernel::{ClientId, WillKind};
use serde::Serialize;
use store::sea_orm::{ConnectionTrait, DbErr};
use uuid::Uuid;

use super::store::{self as rows, TAKEN, WAITING};
use crate::Will;
use crate::model::ClientWill;

/// Where one will is on its way to Kanta.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WillInKanta {
    /// waiting · there · refused
    pub state: String,
    /// Why it has not gone, as a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Since when it is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
}

/// From what time the wills in Kanta are known.
#[derive(Clone, Debug, Default, Serialize, utoipa::ToSchema)]
pub struct WillsFromKanta {
    /// Absent: they have not been asked for yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<DateTime<Utc>>,
    /// Kanta does not answer, since then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failing_since: Option<DateTime<Utc>>,
}

impl Will {
    /// Adds how it stands with Kanta, at a node that has one.
    pub(crate) async fn in_kanta(&self, conn: &impl ConnectionTrait, clients: &[ClientId], will: ClientWill) -> Result<ClientWill, DbErr> {
        let ClientWill { mut said, .. } = will;
        if self.kanta.is_none() {
            return Ok(ClientWill { said, ..will });
        }
        let told: Vec<Uuid> = said.iter().filter(|e| matches!(e.kind, WillKind::Permit | WillKind::Denial)).map(|e| e.id).collect();
        let mut states: HashMap<Uuid, WillInKanta> = told.iter().map(|id| (*id, waiting(None, None))).collect();
        for link in rows::links_of(conn, &told).await? {
            states.insert(link.expression_id, WillInKanta { state: "there".into(), reason: None, at: Some(link.seen_at) });
        }
        // The newest message says how it stands; they come oldest first.
        for message in rows::messages_of(conn, &told).await? {
            let state = match message.state.as_str() {
                WAITING => waiting(message.reason, Some(message.made_at)),
                TAKEN => WillInKanta { state: "there".into(), reason: None, at: message.settled_at },
                _ => WillInKanta { state: "refused".into(), reason: message.reason, at: message.settled_at },
            };
            states.insert(message.expression_id, state);
        }
        for one in &mut said {
            one.kanta = states.remove(&one.id);
        }
        Ok(ClientWill { said, kanta: Some(known(conn, clients).await?), ..will })
    }
}

fn waiting(reason: Option<String>, at: Option<DateTime<Utc>>) -> WillInKanta {
    WillInKanta { state: WAITING.into(), reason, at }
}

async fn known(conn: &impl ConnectionTrait, clients: &[ClientId]) -> Result<WillsFromKanta, DbErr> {
    let feed = rows::feed(conn).await?;
    let read_at = feed.as_ref().and_then(|feed| feed.read_at);
    let people = rows::people(conn, clients).await?;
    // Who is not stale is as fresh as the list of changes; of several identities the oldest answer counts.
    let as_of = people.iter().map(|p| if p.stale { p.asked_at } else { p.asked_at.max(read_at.filter(|_| p.asked_at.is_some())) }).min();
    let failing_since = people.iter().filter_map(|p| p.failing_since).chain(feed.and_then(|feed| feed.failing_since)).min();
    Ok(WillsFromKanta { as_of: as_of.flatten(), failing_since })
}
