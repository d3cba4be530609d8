//! The rows of the lanes: which matters, in what order, with each lane's totals. The database finds each lane's first when it can
//! sort; by names (another room's) and by municipality the queue is read whole and sorted here.

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::{ClientId, Register, ServiceTask};
use people::card::{IdentityCard, cards};
use rules::{Lane, Rules, Situation, Urgency};
use sea_orm::{DbErr, FromQueryResult, Value};
use store::{Keyring, sql};
use trust::Listed;
use uuid::Uuid;

use super::filter::{DeskQuery, Order, Restricted, Sort, Where};
use super::find::ask;
use crate::Error;
use crate::matter::permitted::Standing;
use crate::matter::store::unknown;
use crate::matter::view::Listing;
use crate::matter::{MatterState, SenderKind};

/// A lane's rows on one page.
#[derive(Debug)]
pub struct LaneRows {
    pub lane: Lane,
    pub total: i64,
    pub overdue: i64,
    /// How many of all stand without a name.
    pub restricted: i64,
    pub rows: Vec<Listing>,
    pub next_cursor: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    version: i32,
    number: String,
    register: String,
    service_task: String,
    situation: String,
    urgency: String,
    lane: String,
    team_id: Uuid,
    handler_id: Option<Uuid>,
    sender_kind: String,
    sender_id: Uuid,
    initiated_on: NaiveDate,
    paused: bool,
    key: String,
    /// 1 for one that stands without a name.
    restricted: i32,
}

/// A row of the whole queue, to be sorted here.
#[derive(FromQueryResult)]
struct Queued {
    #[sea_orm(nested)]
    row: Row,
    late: i32,
    /// Whether the row itself answers to the search.
    hit: i32,
}

#[derive(FromQueryResult)]
struct Total {
    lane: String,
    total: i64,
    overdue: i64,
    restricted: i64,
}

impl Row {
    fn listing(&self) -> Result<Listing, DbErr> {
        Ok(Listing {
            id: self.id,
            version: self.version,
            number: self.number.clone(),
            standing: Standing {
                register: Register::parse(&self.register).ok_or_else(|| unknown("matter.register"))?,
                service_task: ServiceTask::parse(&self.service_task).ok_or_else(|| unknown("matter.service_task"))?,
                state: MatterState::Open,
                lane: self.lane()?,
                team_id: self.team_id,
                handler_id: self.handler_id,
                sender_kind: SenderKind::parse(&self.sender_kind).ok_or_else(|| unknown("matter.sender_kind"))?,
                sender_id: self.sender_id,
                paused: self.paused,
            },
            situation: Situation::parse(&self.situation).ok_or_else(|| unknown("matter.situation"))?,
            urgency: Urgency::parse(&self.urgency).ok_or_else(|| unknown("matter.urgency"))?,
            initiated_on: self.initiated_on,
            restricted: self.restricted == 1,
        })
    }
    fn lane(&self) -> Result<Lane, DbErr> {
        Lane::parse(&self.lane).ok_or_else(|| unknown("matter.lane"))
    }
}

const COLUMNS: &str = "m.id, m.version, m.number, m.register, m.service_task, m.situation, m.urgency, m.lane, m.team_id, m.handler_id, \
                       m.sender_kind, m.sender_id, m.initiated_on, m.paused";

/// Where a page ends: the sort key (a date) and the id; of lists sorted by name only a place, for a name is personal data.
enum Cursor {
    After(String, Uuid),
    Place(usize),
}

impl Cursor {
    fn read(text: &str) -> Option<Self> {
        match text.strip_prefix('p') {
            Some(place) => place.parse().ok().map(Cursor::Place),
            None => {
                let (key, id) = text.split_once('_')?;
                key.parse::<NaiveDate>().ok()?;
                Some(Cursor::After(key.to_owned(), id.parse().ok()?))
            }
        }
    }
}

/// The lanes' rows, `limit` of each, with restricted matters as `wanted` and the question let them be there.
/// An empty `q` searches nothing.
pub async fn rows(
    listed: &Listed,
    keys: &Keyring,
    rules: &Rules,
    query: &DeskQuery,
    q: &str,
    limit: usize,
    wanted: Restricted,
) -> Result<Vec<LaneRows>, Error> {
    let cursor = query.cursor.as_deref().map(|c| Cursor::read(c).ok_or_else(|| Error::field("/cursor", "not_a_cursor"))).transpose()?;
    if cursor.is_some() && query.lane.is_none() {
        return Err(Error::field("/lane", "required"));
    }
    let restricted = query.restricted(q, wanted);
    let all = query.narrowed(listed, restricted)?;
    let asked = if q.trim().is_empty() { None } else { Some(ask(listed, keys, rules, q, all.values.len() + 1)?) };
    let municipalities = asked.as_ref().map(|a| a.municipalities.clone()).unwrap_or_default();
    let by_row = asked.map(|a| a.by_row);
    match (query.sort, municipalities.is_empty(), cursor) {
        (Sort::Name, _, cursor) | (_, false, cursor) => {
            let place = match cursor {
                Some(Cursor::Place(place)) => place,
                None => 0,
                Some(Cursor::After(..)) => return Err(Error::field("/cursor", "not_a_cursor")),
            };
            sorted_here(listed, query, (all, restricted), by_row, &municipalities, place, limit).await
        }
        (_, true, Some(Cursor::Place(_))) => Err(Error::field("/cursor", "not_a_cursor")),
        (_, true, Some(Cursor::After(key, id))) => sorted_there(listed, query, (all, restricted), by_row, Some((key, id)), limit).await,
        (_, true, None) => sorted_there(listed, query, (all, restricted), by_row, None, limit).await,
    }
}

/// The sort key as text of a date; what has no date comes last.
fn key(sort: Sort) -> &'static str {
    match sort {
        Sort::Due => "COALESCE(CAST(m.next_due_on AS TEXT), '9999-12-31')",
        Sort::Age | Sort::Initiated | Sort::Name => "CAST(m.initiated_on AS TEXT)",
    }
}

async fn sorted_there(
    listed: &Listed,
    query: &DeskQuery,
    (mut all, restricted): (Where, Restricted),
    by_row: Option<Where>,
    after: Option<(String, Uuid)>,
    limit: usize,
) -> Result<Vec<LaneRows>, Error> {
    if let Some(Where { text, values }) = by_row {
        all.and(|_| (text, values));
    }
    let (first, first_values) = firsts(query, &all, restricted, after, limit);
    let (of_all, values) = totals(&all, restricted, listed.today());
    let reader = listed.reader();
    let (rows, totals) = tokio::try_join!(sql::all::<Row>(reader, &first, first_values), sql::all::<Total>(reader, &of_all, values))?;
    let mut lanes = Vec::new();
    for lane in lanes_of(query) {
        let theirs: Vec<&Row> = rows.iter().filter(|r| r.lane == lane.code()).collect();
        let of_lane = totals.iter().find(|t| t.lane == lane.code());
        let (total, overdue, unnamed) = of_lane.map_or((0, 0, 0), |t| (t.total, t.overdue, t.restricted));
        let more = theirs.len() > limit;
        let page = theirs.iter().take(limit);
        let next_cursor = page.clone().next_back().filter(|_| more).map(|r| format!("{}_{}", r.key, r.id));
        let rows = page.map(|r| r.listing()).collect::<Result<_, _>>()?;
        lanes.push(LaneRows { lane, total, overdue, restricted: unnamed, rows, next_cursor });
    }
    Ok(lanes)
}

/// Each lane's first rows, and one more to know whether there are more. Lanes are looked up one by one: only the best few of each are
/// kept in order, and the cards' columns are read of those only.
pub(super) fn firsts(
    query: &DeskQuery,
    all: &Where,
    restricted: Restricted,
    after: Option<(String, Uuid)>,
    limit: usize,
) -> (String, Vec<Value>) {
    let key = key(query.sort);
    let (dir, beyond) = match query.order {
        Order::Asc => ("ASC", ">"),
        Order::Desc => ("DESC", "<"),
    };
    let mut text = all.text.clone();
    let mut values = all.values.clone();
    if let Some((k, id)) = after {
        let at = values.len() + 1;
        text = format!("{text} AND ({key} {beyond} ${at} OR ({key} = ${at} AND m.id {beyond} ${}))", at + 1);
        values.extend([Value::from(k), Value::from(id)]);
    }
    let of_lane = |lane: Lane| {
        format!(
            "SELECT * FROM (SELECT m.id, {key} AS key FROM matter m WHERE {text} AND m.lane = '{}' ORDER BY {key} {dir}, m.id {dir} \
             LIMIT {}) {}",
            lane.code(),
            limit + 1,
            lane.code()
        )
    };
    let lanes: Vec<String> = lanes_of(query).into_iter().map(of_lane).collect();
    // Whether a row is restricted is asked of the few that are shown.
    let mark = restricted.mark();
    let text = format!(
        "SELECT {COLUMNS}, x.key, {mark} AS restricted FROM ({}) x JOIN matter m ON m.id = x.id ORDER BY m.lane, x.key {dir}, m.id {dir}",
        lanes.join(" UNION ALL ")
    );
    (text, values)
}

/// How many there are in each lane, and how many of them late.
pub(super) fn totals(all: &Where, restricted: Restricted, today: NaiveDate) -> (String, Vec<Value>) {
    let mut values = all.values.clone();
    values.push(today.into());
    let text = format!(
        "SELECT m.lane, COUNT(*) AS total, SUM(CASE WHEN m.next_due_on < ${} THEN 1 ELSE 0 END) AS overdue, \
         SUM({}) AS restricted FROM matter m WHERE {} GROUP BY m.lane",
        values.len(),
        restricted.mark(),
        all.text
    );
    (text, values)
}

fn lanes_of(query: &DeskQuery) -> Vec<Lane> {
    query.lane.map_or_else(|| Lane::ALL.to_vec(), |lane| vec![lane])
}

#[derive(FromQueryResult)]
struct ClientRow {
    matter_id: Uuid,
    client_id: Uuid,
}

#[allow(clippy::too_many_arguments)]
async fn sorted_here(
    listed: &Listed,
    query: &DeskQuery,
    (all, restricted): (Where, Restricted),
    by_row: Option<Where>,
    municipalities: &[String],
    place: usize,
    limit: usize,
) -> Result<Vec<LaneRows>, Error> {
    let key = key(query.sort);
    // Places are looked up from the cards.
    let (hit, more_values) = by_row.map_or_else(|| ("1 = 1".to_owned(), Vec::new()), |w| (w.text, w.values));
    let mut values = all.values.clone();
    values.extend(more_values);
    values.push(listed.today().into());
    let text = format!(
        "SELECT {COLUMNS}, {key} AS key, CASE WHEN m.next_due_on < ${} THEN 1 ELSE 0 END AS late, \
         CASE WHEN {hit} THEN 1 ELSE 0 END AS hit, {} AS restricted FROM matter m WHERE {}",
        values.len(),
        restricted.mark(),
        all.text
    );
    let rows: Vec<Queued> = sql::all(listed.reader(), &text, values).await?;
    let text = format!(
        "SELECT mc.matter_id, mc.client_id FROM matter m JOIN matter_client mc ON mc.matter_id = m.id AND mc.left_at IS NULL AND mc.main = ${} \
         WHERE {}",
        all.values.len() + 1,
        all.text
    );
    let values = all.values.iter().cloned().chain([Value::from(true)]);
    let mains: Vec<ClientRow> = sql::all(listed.reader(), &text, values).await?;
    let ids: Vec<ClientId> = mains.iter().map(|m| ClientId(m.client_id)).collect();
    let found: HashMap<Uuid, IdentityCard> = cards(listed, &ids).await?.into_iter().map(|c| (c.id, c)).collect();
    let mains: HashMap<Uuid, &IdentityCard> = mains.iter().filter_map(|m| Some((m.matter_id, found.get(&m.client_id)?))).collect();
    let lives = |row: &Row| {
        let code = mains.get(&row.id).and_then(|card| card.municipality.as_ref()).map(|m| m.code.as_str());
        code.is_some_and(|code| municipalities.iter().any(|m| m == code))
    };
    let mut sorted: Vec<(String, &Queued)> = rows
        .iter()
        .filter(|queued| queued.hit == 1 || lives(&queued.row))
        .map(|queued| {
            let row = &queued.row;
            // What has no name stands after all names, wherever its own would be.
            if query.sort == Sort::Name && row.restricted == 1 {
                return (char::MAX.to_string(), queued);
            }
            let name = || mains.get(&row.id).map(|card| finnish(&format!("{} {}", card.family_name, card.given_name))).unwrap_or_default();
            (if query.sort == Sort::Name { name() } else { row.key.clone() }, queued)
        })
        .collect();
    sorted.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.row.id.cmp(&b.1.row.id)));
    if query.order == Order::Desc {
        sorted.reverse();
    }
    let mut lanes = Vec::new();
    for lane in lanes_of(query) {
        let theirs: Vec<&Queued> = sorted.iter().map(|(_, queued)| *queued).filter(|q| q.row.lane == lane.code()).collect();
        let total = i64::try_from(theirs.len()).unwrap_or(i64::MAX);
        let overdue = i64::try_from(theirs.iter().filter(|q| q.late == 1).count()).unwrap_or(i64::MAX);
        let unnamed = i64::try_from(theirs.iter().filter(|q| q.row.restricted == 1).count()).unwrap_or(i64::MAX);
        let next_cursor = (theirs.len() > place + limit).then(|| format!("p{}", place + limit));
        let page = theirs.iter().skip(place).take(limit).map(|q| q.row.listing()).collect::<Result<_, _>>()?;
        lanes.push(LaneRows { lane, total, overdue, restricted: unnamed, rows: page, next_cursor });
    }
    Ok(lanes)
}

/// A name so that bytes sort as Finnish does: å, ä, ö after z, other accents as their letter.
pub(super) fn finnish(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'å' => '{',
            'ä' | 'æ' => '|',
            'ö' | 'ø' => '}',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'á' | 'à' | 'â' => 'a',
            'ü' => 'y',
            'ó' | 'ò' | 'ô' | 'õ' => 'o',
            'š' => 's',
            'ž' => 'z',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_as_in_finland() {
        let mut names = ["Ömer", "Åberg", "Zetterberg", "Ääri", "Andersson"];
        names.sort_by_key(|n| finnish(n));
        assert_eq!(names, ["Andersson", "Zetterberg", "Åberg", "Ääri", "Ömer"]);
    }

    #[test]
    fn a_cursor_is_a_date_and_an_id_or_a_place() {
        let id = Uuid::now_v7();
        assert!(matches!(Cursor::read(&format!("2026-11-24_{id}")), Some(Cursor::After(k, i)) if k == "2026-11-24" && i == id));
        assert!(matches!(Cursor::read("p30"), Some(Cursor::Place(30))));
        assert!(Cursor::read("2026-11-24").is_none());
        assert!(Cursor::read(&format!("x'_{id}")).is_none());
    }
}
