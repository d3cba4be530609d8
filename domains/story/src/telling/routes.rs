use std::collections::HashMap;

use axum::extract::{Path, State};
use chrono::NaiveDate;
use kernel::{ClientId, FieldError, Problem};
use people::organisation::{people_by_id, teams_by_id};
use rules::Rules;
use store::Reader;
use store::sea_orm::DbErr;
use trust::{ClientSession, Json, Query, StaffSession};
use uuid::Uuid;

use super::gather::entries;
use super::model::{ClientStory, StoryEntry, StoryOrder, StoryQuery, StoryThemeCount, StoryVoice};
use crate::things::{Since, Thing, areas, of, of_own, withheld};
use crate::{Error, StoryRoom, actions};

/// Entries of one page.
const PAGE: usize = 40;
/// Of the client's own words so many stand first.
const OWN_WORDS: usize = 5;
/// So far back when no day is asked for, and at most.
const MONTHS: u32 = 24;
const MOST_MONTHS: u32 = 360;

/// The client's story across services, as far as the viewer's rights reach.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/story", tag = "story", operation_id = "client_story",
    params(("id" = Uuid, Path), StoryQuery),
    responses((status = 200, body = ClientStory), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("story.client.look"))))]
pub(crate) async fn of_client(
    session: StaffSession,
    State(room): State<StoryRoom>,
    Path(id): Path<ClientId>,
    Query(asked): Query<StoryQuery>,
) -> Result<Json<ClientStory>, Problem> {
    let opened = session.open(id, &actions::CLIENT).await?;
    let today = opened.today();
    let (from, to) = span(&room.rules, &asked, today)?;
    let things = of(&opened, &room.sources, Since { few: from, many: from }).await.map_err(Error::from)?;
    let things = until(things, from, to);
    let areas = areas(opened.reader(), &things).await.map_err(Error::from)?;
    let all = entries(&room.rules, today, &things, &areas, false);
    let mut page = page(&room.rules, today, &asked, (from, to), all);
    named(opened.reader(), &things, &mut page.entries, true).await.map_err(Error::from)?;
    (page.registers_open, page.others_may_hold) = withheld(&opened);
    Ok(Json(page))
}

/// One's own story, one's own words first.
#[utoipa::path(get, path = "/api/v1/client/story", tag = "own", operation_id = "own_story", params(StoryQuery),
    responses((status = 200, body = ClientStory), (status = 401, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("story.own.look"))))]
pub(crate) async fn own(
    session: ClientSession,
    State(room): State<StoryRoom>,
    Query(asked): Query<StoryQuery>,
) -> Result<Json<ClientStory>, Problem> {
    let own = session.open(&actions::OWN).await?;
    let today = own.today();
    let (from, to) = span(&room.rules, &asked, today)?;
    let things = of_own(&own, &room.sources, Since { few: from, many: from }).await.map_err(Error::from)?;
    let things = until(things, from, to);
    let areas = areas(own.reader(), &things).await.map_err(Error::from)?;
    let all = entries(&room.rules, today, &things, &areas, true);
    let words = all.iter().filter(|entry| entry.voice == StoryVoice::Client && entry.words.is_some()).take(OWN_WORDS).cloned().collect();
    let mut page = page(&room.rules, today, &asked, (from, to), all);
    named(own.reader(), &things, &mut page.entries, false).await.map_err(Error::from)?;
    page.own_words = words;
    Ok(Json(page))
}

/// The days asked for.
fn span(rules: &Rules, asked: &StoryQuery, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), Error> {
    let to = asked.to.unwrap_or(today);
    let back = |months: u32| to.checked_sub_months(chrono::Months::new(months)).unwrap_or(to);
    let from = asked.from.unwrap_or_else(|| back(MONTHS));
    if from > to {
        return Err(Error::field("from", "after_end"));
    }
    if from < back(MOST_MONTHS) {
        return Err(Error::field("from", "too_far"));
    }
    let themes: Vec<&str> = rules.story.on(today).body.themes.iter().map(|theme| theme.code.as_str()).collect();
    match asked.theme.as_deref() {
        Some(theme) if !themes.contains(&theme) => Err(Error::Invalid(vec![FieldError::not_in_list("theme", &themes)])),
        _ => Ok((from, to)),
    }
}

/// What happened in the time; what is agreed for later is told when it has come.
fn until(things: Vec<Thing>, from: NaiveDate, to: NaiveDate) -> Vec<Thing> {
    things.into_iter().filter(|thing| thing.day().is_some_and(|day| day >= from && day <= to)).collect()
}

fn page(rules: &Rules, today: NaiveDate, asked: &StoryQuery, (from, to): (NaiveDate, NaiveDate), mut all: Vec<StoryEntry>) -> ClientStory {
    let set = rules.story.on(today);
    let count = |code: &str| all.iter().filter(|entry| entry.themes.iter().any(|theme| theme == code)).count();
    let themes = set.body.themes.iter().map(|theme| StoryThemeCount {
        code: theme.code.clone(),
        name: theme.name.clone(),
        count: count(&theme.code),
    });
    let themes = themes.filter(|theme| theme.count > 0 || asked.theme.as_ref() == Some(&theme.code)).collect();
    if let Some(theme) = &asked.theme {
        all.retain(|entry| entry.themes.contains(theme));
    }
    if asked.order == Some(StoryOrder::Oldest) {
        all.reverse();
    }
    let start = asked.cursor.as_ref().and_then(|last| all.iter().position(|entry| entry.id == *last)).map_or(0, |place| place + 1);
    let mut entries: Vec<StoryEntry> = all.into_iter().skip(start).take(PAGE + 1).collect();
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    ClientStory {
        from,
        to,
        themes,
        next: entries.last().filter(|_| more).map(|entry| entry.id.clone()),
        entries,
        registers_open: Vec::new(),
        others_may_hold: false,
        own_words: Vec::new(),
        rules_version: set.version.clone(),
    }
}

/// Who and which team; to the client the team alone.
async fn named(conn: &Reader, things: &[Thing], entries: &mut [StoryEntry], people: bool) -> Result<(), DbErr> {
    let rows: HashMap<Uuid, &Thing> = things.iter().map(|thing| (thing.row.id, thing)).collect();
    let told: Vec<&Thing> = entries.iter().filter_map(|entry| rows.get(&entry.place.id).copied()).collect();
    let staff: Vec<Uuid> = told.iter().filter_map(|thing| thing.row.person_id).filter(|_| people).collect();
    let in_teams: Vec<Uuid> = told.iter().filter_map(|thing| thing.row.team_id).collect();
    let staff = people_by_id(conn, &staff).await?;
    let teams = teams_by_id(conn, &in_teams).await?;
    for entry in entries {
        let Some(thing) = rows.get(&entry.place.id).filter(|_| entry.count == 1) else { continue };
        entry.who = thing.row.person_id.and_then(|id| staff.get(&id)).map(|person| person.name.clone());
        entry.team = thing.row.team_id.and_then(|id| teams.get(&id)).map(|team| team.name.clone());
    }
    Ok(())
}
