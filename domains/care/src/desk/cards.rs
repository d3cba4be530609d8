//! Rows of the desk as cards: clients, clocks, names, each read once for the whole page.

use std::collections::HashMap;

use kernel::ClientId;
use people::card::{IdentityCard, cards as identity_cards};
use people::organisation::{away_on, people_by_id, teams_by_id};
use rules::Rules;
use sea_orm::{FromQueryResult, Value};
use store::sql;
use trust::{Listed, Policies};
use uuid::Uuid;

use crate::Error;
use crate::clock;
use crate::matter::marks::marks;
use crate::matter::view::{Listing, MatterCard, Names, Viewer, card};

/// Cards in the order of the rows, the clients they show, and who is who.
pub struct Page {
    pub cards: Vec<MatterCard>,
    pub clients: Vec<ClientId>,
    pub names: Names,
}

#[derive(FromQueryResult)]
struct ClientRow {
    matter_id: Uuid,
    client_id: Uuid,
}

/// Makes the cards of these rows.
pub async fn cards(listed: &Listed, policies: &Policies, rules: &Rules, rows: &[Listing]) -> Result<Page, Error> {
    let reader = listed.reader();
    let today = listed.today();
    let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
    let mut members: HashMap<Uuid, Vec<Uuid>> = HashMap::with_capacity(rows.len());
    let mut clients: Vec<ClientId> = Vec::with_capacity(rows.len());
    for chunk in ids.chunks(400) {
        let text = format!(
            "SELECT matter_id, client_id FROM matter_client WHERE matter_id IN ({}) AND left_at IS NULL ORDER BY main DESC, joined_at, client_id",
            sql::params(1, chunk.len())
        );
        let found: Vec<ClientRow> = sql::all(reader, &text, chunk.iter().map(|id| Value::from(*id))).await?;
        for row in found {
            members.entry(row.matter_id).or_default().push(row.client_id);
            clients.push(ClientId(row.client_id));
        }
    }
    let found: HashMap<Uuid, IdentityCard> = identity_cards(listed, &clients).await?.into_iter().map(|c| (c.id, c)).collect();
    let clocks = clock::of_matters(reader, &ids).await?;
    let waiting = marks(reader, &ids).await?;
    let people: Vec<Uuid> = rows.iter().flat_map(|r| [Some(r.standing.sender_id), r.standing.handler_id]).flatten().collect();
    let handlers: Vec<Uuid> = rows.iter().filter_map(|r| r.standing.handler_id).collect();
    let absent = away_on(reader, today, &handlers).await?;
    let names = Names { teams: teams_by_id(reader).await?, people: people_by_id(reader, &people).await?, absent };
    let viewer = Viewer { rules, policies, staff: listed.staff(), today };
    let cards = rows
        .iter()
        .map(|row| {
            let theirs = members.get(&row.id).into_iter().flatten().filter_map(|id| found.get(id).cloned()).collect();
            card(
                viewer,
                row,
                theirs,
                clocks.get(&row.id).map_or(&[], Vec::as_slice),
                &names,
                waiting.get(&row.id).map_or(&[], Vec::as_slice),
            )
        })
        .collect();
    Ok(Page { cards, clients, names })
}
