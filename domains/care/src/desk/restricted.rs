//! Matters whose processing is restricted (GDPR 18), on the desk: each is a row without a name, for it waits and its time limits run.
//! Of whom it is and of what is not read here at all; who may open it is told by the rights room.

use std::collections::HashMap;

use chrono::NaiveDate;
use rules::{ClockState, Lane, Rules};
use serde::Serialize;
use trust::Listed;
use uuid::Uuid;

use super::rows::LaneRows;
use crate::Error;
use crate::clock::rules::{Clock, next_due};
use crate::clock::{self, deadline};

/// A restricted matter among the cards of its lane: when it is due and in what state it stands.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RestrictedRow {
    /// The matter's.
    pub id: Uuid,
    /// How many cards of the lane's page stand before it.
    pub before: usize,
    /// For a list that joins the lanes in order.
    pub initiated_on: NaiveDate,
    pub paused: bool,
    pub unassigned: bool,
    /// The first due of the county's open duties.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_deadline: Option<RestrictedDeadline>,
}

/// A deadline without the duty it is of: that would tell of what the matter is.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RestrictedDeadline {
    /// Absent where the law says "without delay".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    pub immediate: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workdays_left: Option<i64>,
    pub overdue: bool,
    pub state: ClockState,
}

/// The restricted rows of the lanes' pages; one statement for all, and none when there are none.
pub async fn unnamed(listed: &Listed, rules: &Rules, lanes: &[LaneRows]) -> Result<HashMap<Lane, Vec<RestrictedRow>>, Error> {
    let ids: Vec<Uuid> = lanes.iter().flat_map(|lane| &lane.rows).filter(|row| row.restricted).map(|row| row.id).collect();
    let clocks = if ids.is_empty() { HashMap::new() } else { clock::of_matters(listed.reader(), &ids).await? };
    let due = |id: Uuid| {
        let open = clocks.get(&id)?;
        let all: Vec<Clock> = open.iter().map(|kept| kept.clock.clone()).collect();
        let next = next_due(rules, &all)?;
        let told = deadline(rules, open.iter().find(|kept| kept.clock == *next)?, listed.today());
        Some(RestrictedDeadline {
            due_on: told.due_on,
            immediate: told.immediate,
            workdays_left: told.workdays_left,
            overdue: told.overdue,
            state: told.state,
        })
    };
    let mut found: HashMap<Lane, Vec<RestrictedRow>> = HashMap::new();
    for lane in lanes {
        let mut before = 0;
        for row in &lane.rows {
            if !row.restricted {
                before += 1;
                continue;
            }
            found.entry(lane.lane).or_default().push(RestrictedRow {
                id: row.id,
                before,
                initiated_on: row.initiated_on,
                paused: row.standing.paused,
                unassigned: row.standing.handler_id.is_none(),
                next_deadline: due(row.id),
            });
        }
    }
    Ok(found)
}
