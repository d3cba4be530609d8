//! A notification as it is shown.

use std::collections::HashMap;

use people::PersonRef;
use store::sea_orm::DbErr;
use uuid::Uuid;

use super::model::{RescueContent, RescueNotice, RescueState};
use super::store::Row;

/// The content without an address that is not shown here.
pub(crate) fn without_address(mut content: RescueContent) -> RescueContent {
    content.place.address = None;
    content
}

/// Whether a protected address is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Address {
    /// Of oneself it is no secret.
    Shown,
    /// Not when it is protected now, or was when it was told.
    Protected { now: bool },
}

/// `may`: whether the viewer can say that it was delivered by hand.
pub(crate) fn told(row: &Row, people: &HashMap<Uuid, PersonRef>, address: Address, may: bool) -> Result<RescueNotice, DbErr> {
    let content = row.content()?;
    let hide = match address {
        Address::Shown => false,
        Address::Protected { now } => now || content.place.protected,
    };
    let delivers = may && matches!(row.state(), RescueState::ByHand | RescueState::Waiting | RescueState::Refused);
    Ok(RescueNotice {
        id: row.id,
        content: if hide { without_address(content) } else { content },
        address_hidden: hide,
        risks: row.risks(),
        state: row.state(),
        reason: row.reason.clone(),
        tries: row.tries,
        receipt: row.receipt.clone(),
        receiver: row.receiver.clone(),
        made_at: row.made_at,
        made_by: people.get(&row.made_by).cloned(),
        settled_at: row.settled_at,
        settled_by: row.settled_by.and_then(|id| people.get(&id).cloned()),
        settled_words: row.settled_words.clone(),
        shown_to_client: row.shown_to_client,
        permitted_actions: if delivers { vec!["delivered".to_owned()] } else { Vec::new() },
    })
}
