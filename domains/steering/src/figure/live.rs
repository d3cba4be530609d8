//! One's own figures and one's teams', counted when they are asked: one grouped statement for each figure, over the very rows it opens.

use kernel::ClientId;
use people::IdentityCard;
use people::card::cards;
use people::organisation::teams_by_id;
use rules::{FigureCount, FigureLevel, FigureRule};
use sea_orm::FromQueryResult;
use store::FigureSource;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::Listed;
use uuid::Uuid;

use super::model::{FigureRow, FigureRows, FigureSeen, FigureTeam};
use super::period::{FigurePeriod, Stretch};
use super::seen::seen;
use super::sql::{Counting, day_of, rows as rows_text};
use super::tally::Tally;
use crate::{Error, Sources};

/// Rows of one page.
const PAGE: u32 = 25;

/// Whose rows: one's own, or those of one's teams.
#[derive(Clone, Debug)]
pub(super) enum Whose {
    Own,
    Teams(Vec<Uuid>),
}

impl Whose {
    /// # Errors
    /// When a team is not the viewer's, or the level is not told here.
    pub fn of(listed: &Listed, level: FigureLevel, team: Option<Uuid>) -> Result<Self, Error> {
        match (level, team) {
            (FigureLevel::Own, _) => Ok(Self::Own),
            (FigureLevel::Team, None) => Ok(Self::Teams(listed.team_ids().to_vec())),
            (FigureLevel::Team, Some(team)) if listed.team_ids().contains(&team) => Ok(Self::Teams(vec![team])),
            (FigureLevel::Team, Some(_)) => Err(Error::field("team_id", "not_own_team")),
            _ => Err(Error::field("level", "not_in_list")),
        }
    }

    /// The rows of `s` the proof reaches and that are asked for, their values bound from `$first`. `counting`: also matters whose
    /// processing is restricted: they wait and their time runs, so they are counted, as on the desk, and not shown.
    fn reach(&self, listed: &Listed, source: &FigureSource, first: usize, counting: bool) -> (String, Vec<Value>) {
        let (mut text, mut values) = match (source.matter, counting) {
            (true, true) => listed.sql_counting_restricted("s", first),
            (true, false) => listed.sql("s", first),
            (false, _) => listed.sql_of_clients("s", first),
        };
        let at = first + values.len();
        match self {
            Self::Own => {
                text.push_str(&format!(" AND s.handler_id = ${at}"));
                values.push(listed.staff().id.into());
            }
            Self::Teams(teams) if teams.is_empty() => text.push_str(" AND 1 = 0"),
            Self::Teams(teams) => {
                text.push_str(&format!(" AND s.team_id IN ({})", sql::params(at, teams.len())));
                values.extend(teams.iter().map(|team| Value::from(*team)));
            }
        }
        (text, values)
    }
}

async fn tallies(listed: &Listed, counting: &Counting<'_>, whose: &Whose) -> Result<Vec<Tally>, DbErr> {
    let mut values = counting.values();
    let (reach, more) = whose.reach(listed, counting.source, values.len() + 1, true);
    values.extend(more);
    let mut found = vec![Tally::default(); counting.stretches.len()];
    for row in sql::rows(listed.reader(), &counting.text("", &reach), values).await? {
        counting.take(&row, &mut found)?;
    }
    Ok(found)
}

/// The figures of a level.
pub(super) async fn figures<'r>(
    listed: &Listed,
    sources: &Sources,
    rules: impl Iterator<Item = &'r FigureRule>,
    whose: &Whose,
    period: FigurePeriod,
) -> Result<Vec<FigureSeen>, Error> {
    let stretches = period.stretches(listed.today());
    let mut all = Vec::new();
    for rule in rules {
        let Some(source) = sources.of(rule.source) else { continue };
        let counting = Counting { source, count: rule.count, stretches: &stretches };
        all.push(seen(rule, &stretches, &tallies(listed, &counting, whose).await?, None));
    }
    Ok(all)
}

/// A page of what a figure's newest stretch is made of, and how many they are in all.
pub(super) async fn rows(
    listed: &Listed,
    sources: &Sources,
    rule: &FigureRule,
    whose: &Whose,
    period: FigurePeriod,
    page: u32,
) -> Result<FigureRows, Error> {
    let source = sources.of(rule.source).ok_or(Error::NotFound)?;
    let stretches = period.stretches(listed.today());
    let newest: &[Stretch] = stretches.last().map(std::slice::from_ref).unwrap_or_default();
    let Some(stretch) = newest.first().copied() else { return Err(Error::NotFound) };
    let counting = Counting { source, count: rule.count, stretches: newest };
    let total: i64 = tallies(listed, &counting, whose).await?.iter().map(|tally| tally.n).sum();

    let mut values = counting.values();
    let (mut reach, more) = whose.reach(listed, source, values.len() + 1, false);
    values.extend(more);
    if rule.count == FigureCount::MedianWait {
        reach.push_str(" AND s.since_on IS NOT NULL");
    }
    let shown = shown(listed, &counting, &reach, values.clone()).await?;
    let limit = values.len() + 1;
    values.extend([Value::from(i64::from(PAGE) + 1), Value::from(i64::from(page) * i64::from(PAGE))]);
    let mut read = sql::rows(listed.reader(), &rows_text(&counting, &reach, limit), values).await?;
    let more = read.len() > PAGE as usize;
    read.truncate(PAGE as usize);
    let mut clients: Vec<ClientId> = Vec::with_capacity(read.len());
    for row in &read {
        clients.extend(row.try_get::<Option<Uuid>>("", "client_id")?.map(ClientId));
    }
    clients.sort_unstable();
    clients.dedup();
    let known: Vec<IdentityCard> = cards(listed, &clients).await?;
    let mut items = Vec::with_capacity(read.len());
    for row in &read {
        let client: Option<Uuid> = row.try_get("", "client_id")?;
        let on = day_of(row, source)?;
        let since: Option<chrono::NaiveDate> = row.try_get("", "since_on")?;
        let met: Option<i32> = row.try_get("", "met")?;
        items.push(FigureRow {
            item: source.item.to_owned(),
            id: row.try_get("", "id")?,
            client: client.and_then(|id| known.iter().find(|card| card.id == id).cloned()),
            on,
            waited_days: since.filter(|_| rule.count == FigureCount::MedianWait).map(|since| (on - since).num_days().max(0)),
            met: met.map(|met| met == 1),
        });
    }
    listed.shown(&clients);
    Ok(FigureRows {
        code: rule.code.clone(),
        name: rule.name.clone(),
        from: stretch.first,
        to: stretch.last,
        total,
        hidden: (total - shown).max(0),
        items,
        next: more.then_some(page + 1),
    })
}

/// How many of the rows can be shown one by one.
async fn shown(listed: &Listed, counting: &Counting<'_>, reach: &str, values: Vec<Value>) -> Result<i64, DbErr> {
    #[derive(FromQueryResult)]
    struct Count {
        n: i64,
    }
    let text = format!("SELECT COUNT(*) AS n FROM ({}) s WHERE {} AND {reach}", counting.source.sql, counting.within(0));
    Ok(sql::one::<Count>(listed.reader(), &text, values).await?.map_or(0, |count| count.n))
}

/// The viewer's teams by name.
pub(super) async fn own_teams(listed: &Listed) -> Result<Vec<FigureTeam>, DbErr> {
    let found = teams_by_id(listed.reader(), listed.team_ids()).await?;
    let mut teams: Vec<FigureTeam> = found.into_values().map(|team| FigureTeam { id: team.id, name: team.name }).collect();
    teams.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
    Ok(teams)
}
