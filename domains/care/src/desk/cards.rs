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
    let people: Vec<Uuid> = rows.iter().flat_map(|r| [Some(r.standing.sender_id), r.standing.handler_id]).flatten().collect();
    let in_teams: Vec<Uuid> = rows.iter().map(|r| r.standing.team_id).collect();
    let handlers: Vec<Uuid> = rows.iter().filter_map(|r| r.standing.handler_id).collect();
    // None of these waits for another: a page is there sooner when they are asked together.
    let (members, (clocks, waiting), (absent, teams, people)) = tokio::try_join!(
        Members::of(listed, &ids),
        async { Ok::<_, Error>((clock::of_matters(reader, &ids).await?, marks(reader, &ids).await?)) },
        async {
            let absent = away_on(reader, today, &handlers).await?;
            Ok((absent, teams_by_id(reader, &in_teams).await?, people_by_id(reader, &people).await?))
        },
    )?;
    let names = Names { teams, people, absent };
    let viewer = Viewer { rules, policies, staff: listed.staff(), today };
    let cards = rows
        .iter()
        .map(|row| {
            let theirs = members.of_matter(row.id);
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
    Ok(Page { cards, clients: members.clients })
}

/// The clients of a page's matters.
struct Members {
    by_matter: HashMap<Uuid, Vec<Uuid>>,
    cards: HashMap<Uuid, IdentityCard>,
    clients: Vec<ClientId>,
}

impl Members {
    async fn of(listed: &Listed, matters: &[Uuid]) -> Result<Self, Error> {
        let mut by_matter: HashMap<Uuid, Vec<Uuid>> = HashMap::with_capacity(matters.len());
        let mut clients: Vec<ClientId> = Vec::with_capacity(matters.len());
        for chunk in matters.chunks(400) {
            let text = format!(
                "SELECT matter_id, client_id FROM matter_client WHERE matter_id IN ({}) AND left_at IS NULL ORDER BY main DESC, joined_at, client_id",
                sql::params(1, chunk.len())
            );
            let found: Vec<ClientRow> = sql::all(listed.reader(), &text, chunk.iter().map(|id| Value::from(*id))).await?;
            for row in found {
                by_matter.entry(row.matter_id).or_default().push(row.client_id);
                clients.push(ClientId(row.client_id));
            }
        }
        let cards = identity_cards(listed, &clients).await?.into_iter().map(|c| (c.id, c)).collect();
        Ok(Self { by_matter, cards, clients })
    }

    /// The main client first.
    fn of_matter(&self, matter: Uuid) -> Vec<IdentityCard> {
        self.by_matter.get(&matter).into_iter().flatten().filter_map(|id| self.cards.get(id).cloned()).collect()
    }
}
