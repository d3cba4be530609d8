//! The order of rows as a screen shows them: lane by lane on the board, all in one order in the list. The web merges the lanes
//! of its list by the same keys (`web/src/desk/flatten.ts`), so that a table taken out stands in the order that was seen.

use rules::ClockState;
use serde::{Deserialize, Serialize};

use super::filter::{DeskQuery, Order, Sort};
use super::rows::finnish;
use crate::matter::view::MatterCard;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DeskLook)]
pub enum Look {
    #[default]
    Board,
    List,
}

fn key(sort: Sort, card: &MatterCard) -> String {
    match sort {
        Sort::Name => card.clients.first().map(|c| finnish(&c.name)).unwrap_or_default(),
        Sort::Initiated | Sort::Age => card.initiated_on.to_string(),
        Sort::Due => match &card.next_deadline {
            Some(deadline) if deadline.state == ClockState::Paused => "9998".into(),
            Some(deadline) if deadline.immediate && deadline.due_on.is_none() => "0000".into(),
            Some(deadline) => deadline.due_on.map_or_else(|| "9999".into(), |on| on.to_string()),
            None => "9999".into(),
        },
    }
}

/// Cards that stand lane by lane, in the order of the look.
pub fn in_order(mut cards: Vec<MatterCard>, query: &DeskQuery, look: Look) -> Vec<MatterCard> {
    if look == Look::List {
        // Equal keys keep the order of the lanes, either way round.
        cards.sort_by_cached_key(|card| Directed { key: key(query.sort, card), desc: query.order == Order::Desc });
    }
    cards
}

#[derive(PartialEq, Eq)]
struct Directed {
    key: String,
    desc: bool,
}

impl Ord for Directed {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let order = self.key.cmp(&other.key);
        if self.desc { order.reverse() } else { order }
    }
}

impl PartialOrd for Directed {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
