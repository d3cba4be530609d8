use std::collections::{HashMap, HashSet};

use chrono::{Days, NaiveDate};
use kernel::{ClientId, Register, Text, helsinki_start};
use people::organisation::{people_by_id, units_by_id};
use rules::Rules;
use trust::Own;
use trust::entries::{self, Asked, Entry, Record};
use uuid::Uuid;

use super::model::{LogEntry, LogGround, LogPage};
use super::routes::LogQuery;
use crate::{Error, inquiry};

/// Entries of one page.
const PAGE: usize = 50;

/// The first day the client sees by themself.
pub(crate) fn shown_since(rules: &Rules, today: NaiveDate) -> NaiveDate {
    let months = rules.insight.on(today).body.shown.months;
    today.checked_sub_months(chrono::Months::new(months)).unwrap_or(today)
}

/// The grounds that an entry names, in the words of today's rules; one they no longer know keeps its code.
pub(crate) fn grounds_of(rules: &Rules, today: NaiveDate, codes: Option<&str>) -> Vec<LogGround> {
    let set = rules.grounds.on(today);
    let notice = &rules.homesafety.on(today).body.notice;
    let known = |code: &str| set.body.grounds.iter().find(|g| g.code == code);
    codes
        .unwrap_or_default()
        .split(',')
        .filter(|code| !code.is_empty())
        .map(|code| match known(code) {
            Some(g) => LogGround { code: code.into(), label: Some(g.label.clone()), law: Some(g.law.clone()), emergency: g.emergency },
            // The law that lets the rescue authority be told stands with what it is told.
            None if code == notice.ground => {
                LogGround { code: code.into(), label: Some(notice.label.clone()), law: Some(notice.law.clone()), emergency: false }
            }
            None if code == "disclosure_permit" => LogGround { code: code.into(), label: None, law: None, emergency: false },
            None => LogGround { code: code.into(), label: Some(Text::fi(code)), law: None, emergency: false },
        })
        .collect()
}

pub(super) async fn page(rules: &Rules, own: &Own, query: &LogQuery) -> Result<LogPage, Error> {
    let today = own.today();
    let since = shown_since(rules, today);
    if query.to.zip(query.from).is_some_and(|(to, from)| to < from) {
        return Err(Error::field("/to", "order"));
    }
    let asked = Asked {
        since: helsinki_start(query.from.unwrap_or(since).max(since)),
        until: query.to.and_then(|to| to.checked_add_days(Days::new(1))).map(helsinki_start),
        before: query.after,
        by: query.by,
        record: query.record,
        only: None,
    };
    let most = u32::try_from(PAGE + 1).unwrap_or(u32::MAX);
    let mut rows = entries::of(own, &asked, most).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = if more { rows.last().map(|row| row.id) } else { None };
    let entries = told(rules, own, rows).await?;
    let set = rules.insight.on(today);
    Ok(LogPage { entries, next, since, since_about: set.body.shown.about.clone(), answer_about: set.body.answer.about.clone() })
}

async fn told(rules: &Rules, own: &Own, rows: Vec<Entry>) -> Result<Vec<LogEntry>, Error> {
    let staff: Vec<Uuid> = rows.iter().filter(|r| r.actor_kind == "staff").filter_map(|r| r.actor_id).collect();
    let people = people_by_id(own.reader(), &staff).await?;
    let units: HashMap<Uuid, String> = if staff.is_empty() { HashMap::new() } else { units_by_id(own.reader()).await? };
    let asked: HashSet<Uuid> = inquiry::asked(own, &rows.iter().map(|r| r.id).collect::<Vec<_>>()).await?;
    let today = own.today();
    let another = |row: &Entry| row.actor_id.filter(|id| row.actor_kind == "client" && own.clients().iter().all(|c| c.0 != *id));
    let mut others: Vec<ClientId> = rows.iter().filter_map(another).map(ClientId).collect();
    others.sort_unstable();
    others.dedup();
    let mut names: HashMap<Uuid, String> = HashMap::new();
    for other in others {
        if let Some((name, _)) = people::own_name(own, other).await? {
            names.insert(other.0, name);
        }
    }
    let told = rows.into_iter().map(|row| (another(&row), row)).map(|(other, row)| LogEntry {
        id: row.id,
        at: row.at,
        acting: row.acting.as_deref().and_then(trust::ActingGround::parse),
        person: other.and_then(|id| names.get(&id).cloned()),
        professional: row.actor_id.filter(|_| row.actor_kind == "staff").and_then(|id| people.get(&id).cloned()),
        unit: row.unit_id.and_then(|id| units.get(&id).cloned()),
        by: if other.is_some() { "other".to_owned() } else { row.actor_kind },
        record: Record::of(row.ground.as_deref()).code().into(),
        action: row.action,
        purpose: row.purpose,
        registers: row.registers.as_deref().unwrap_or_default().split(',').filter_map(Register::parse).collect(),
        grounds: grounds_of(rules, today, row.ground.as_deref()),
        asked: asked.contains(&row.id),
    });
    Ok(told.collect())
}
