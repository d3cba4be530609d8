use axum::extract::{Path, State};
use chrono::Days;
use kernel::{ClientId, Problem};
use people::organisation::{people_by_id, teams_by_id};
use trust::{Json, Opened, StaffSession};
use uuid::Uuid;

use super::build::{Around, build};
use super::model::{ClientGraph, GraphDaypart};
use crate::things::{Since, of, withheld};
use crate::{Error, StoryRoom, actions};

/// So far back things are read, and so far visits and appointments.
const FEW_DAYS: u64 = 1_096;
const MANY_DAYS: u64 = 90;

/// The client's people and things, and how they are tied to each other.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/graph", tag = "story", operation_id = "client_graph", params(("id" = Uuid, Path)),
    responses((status = 200, body = ClientGraph), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("story.graph.look"))))]
pub(crate) async fn of_client(
    session: StaffSession,
    State(room): State<StoryRoom>,
    Path(id): Path<ClientId>,
) -> Result<Json<ClientGraph>, Problem> {
    let opened = session.open(id, &actions::GRAPH).await?;
    Ok(Json(read(&room, &opened).await?))
}

async fn read(room: &StoryRoom, opened: &Opened) -> Result<ClientGraph, Error> {
    let today = opened.today();
    let back = |days: u64| today.checked_sub_days(Days::new(days)).unwrap_or(today);
    let things = of(opened, &room.sources, Since { few: back(FEW_DAYS), many: back(MANY_DAYS) }).await?;
    let close_ones = people::close_one::of(opened).await?;
    let named = people::tied::of(opened).await?;
    let card = people::card::card(opened, opened.client()).await?;
    let staff: Vec<Uuid> = things.iter().filter_map(|thing| thing.row.person_id).collect();
    let in_teams: Vec<Uuid> = things.iter().flat_map(|thing| [thing.row.team_id, thing.row.asker_id]).flatten().collect();
    let people = people_by_id(opened.reader(), &staff).await?;
    let teams = teams_by_id(opened.reader(), &in_teams).await?;
    let set = room.rules.story.on(today);
    let client = (opened.client().0, card.map(|card| card.name).unwrap_or_default());
    let around = Around { client, close_ones: &close_ones, named: &named, people: &people, teams: &teams, things: &things };
    let (nodes, edges) = build(&room.rules, today, &around);
    let (registers_open, others_may_hold) = withheld(opened);
    Ok(ClientGraph {
        nodes,
        edges,
        dayparts: set.body.dayparts.iter().map(|part| GraphDaypart { code: part.code.clone(), name: part.name.clone() }).collect(),
        registers_open,
        others_may_hold,
        rules_version: set.version.clone(),
    })
}
