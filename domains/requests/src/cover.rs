//! What covers something already, before it begins (E3): from any source whose data the viewer's proof opens. What the proof does not open
//! covers nothing: telling of it would tell of it.

use chrono::{DateTime, Days, Utc};
use kernel::{Register, Text};
use people::Proof;
use rules::{CoverRule, Covering, Rules, Starting};
use sea_orm::FromQueryResult;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::{Opened, Staff, Work};
use uuid::Uuid;

use crate::model::{CoverChoice, CoverSeen, Covered, NewCoverChoice, ResultItem, words};
use crate::ties::{ROW, Side};
use crate::{Error, Sources};

/// The most that is told of one source.
const MOST: usize = 5;

#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
    register: String,
    code: String,
    at: DateTime<Utc>,
    standing: String,
    title: Option<String>,
    origin: Option<String>,
}

/// What covers it. A request of the same kind that is open covers one, whatever the rules say: never a second without saying so.
pub(crate) async fn found(rules: &Rules, sources: &Sources, opened: &Opened, starting: Starting, code: &str) -> Result<Covered, Error> {
    let set = &rules.requests.on(opened.today()).body;
    let need = set.need_of(starting, code);
    let mut by: Vec<CoverRule> = need.map(|need| need.by.clone()).unwrap_or_default();
    let same = |rule: &CoverRule| rule.source == Covering::Request && rule.codes.iter().any(|one| one == code);
    if starting == Starting::Request && !by.iter().any(same) {
        by.push(CoverRule { source: Covering::Request, codes: vec![code.to_owned()], days: 0, ahead: 0 });
    }
    let mut seen = Vec::new();
    for rule in &by {
        seen.extend(of_source(rules, sources, opened, rule).await?);
    }
    seen.sort_by(|a, b| b.at.cmp(&a.at).then(a.id.cmp(&b.id)));
    seen.dedup_by(|a, b| a.id == b.id);
    Ok(Covered { need: need.map(|need| need.name.clone()), law: need.map(|need| need.law.clone()), by: seen })
}

async fn of_source(rules: &Rules, sources: &Sources, opened: &Opened, rule: &CoverRule) -> Result<Vec<CoverSeen>, DbErr> {
    let Some(source) = sources.of(rule.source) else { return Ok(Vec::new()) };
    let today = opened.today();
    let from = kernel::helsinki_start(today.checked_sub_days(Days::new(u64::from(rule.days))).unwrap_or(today));
    let to = if rule.ahead == 0 { opened.at() } else { opened.at() + chrono::Duration::days(i64::from(rule.ahead)) };
    let mut values = vec![Value::from(from), Value::from(to)];
    let (whose, clients) = opened.clients_sql("s", values.len() + 1);
    values.extend(clients);
    let first = values.len() + 1;
    values.extend(rule.codes.iter().map(|code| Value::from(code.as_str())));
    let text = format!(
        "SELECT s.id, s.register, s.code, s.at, s.standing, s.title, s.origin FROM ({}) s WHERE {whose} AND {} AND s.code IN ({}) \
         AND (s.standing = 'open' OR (s.at >= $1 AND s.at <= $2)) ORDER BY s.at DESC, s.id LIMIT {MOST}",
        source.sql,
        opened.scopes().sql("s"),
        sql::params(first, rule.codes.len())
    );
    let rows: Vec<Found> = sql::all(opened.reader(), &text, values).await?;
    let told = rows.into_iter().map(|row| {
        let day = kernel::helsinki_date(row.at);
        CoverSeen {
            source: rule.source,
            item: source.item.to_owned(),
            id: row.id,
            name: named(rules, opened, rule.source, &row.code),
            at: row.at,
            age_days: (today - day).num_days(),
            holds_until: (row.standing == "done").then(|| day.checked_add_days(Days::new(u64::from(rule.days)))).flatten(),
            register: Register::parse(&row.register).unwrap_or(Register::Social),
            code: row.code,
            standing: row.standing,
            title: row.title,
            origin: row.origin,
        }
    });
    Ok(told.collect())
}

/// Whether a thing of the client's is there and open to the viewer: what a result links to.
pub(crate) async fn is_there(sources: &Sources, opened: &Opened, item: ResultItem, id: Uuid) -> Result<bool, DbErr> {
    let Some(source) = sources.0.iter().find(|one| one.item == item.code()) else { return Ok(false) };
    let (whose, mut values) = opened.clients_sql("s", 2);
    values.insert(0, id.into());
    let text = format!("SELECT s.id FROM ({}) s WHERE s.id = $1 AND {whose} AND {}", source.sql, opened.scopes().sql("s"));
    Ok(!sql::rows(opened.reader(), &text, values).await?.is_empty())
}

/// The name of what rules speak of.
fn named(rules: &Rules, proof: &impl Proof, source: Covering, code: &str) -> Option<Text> {
    let today = proof.today();
    match source {
        Covering::Measurement => rules.measures.on(today).body.of(code).map(|measure| measure.name.clone()),
        Covering::Request => rules.requests.on(today).body.kind(code).map(|kind| kind.name.clone()),
        Covering::Entry | Covering::Assessment | Covering::Appointment => None,
    }
}

/// What was chosen, kept: parallel work is counted from it.
pub(crate) struct Choice<'a> {
    pub starting: Starting,
    pub code: &'a str,
    pub choice: CoverChoice,
    pub thing: Option<(&'a str, Uuid)>,
    pub request: Option<Uuid>,
    pub reason: Option<&'a str>,
}

pub(crate) async fn keep(
    work: &Work,
    opened: &Opened,
    staff: &Staff,
    at: Side,
    team: Option<Uuid>,
    choice: Choice<'_>,
) -> Result<(), Error> {
    let scope = at.scope(work.gate().controller());
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "starting",
        "code",
        "choice",
        "thing_item",
        "thing_id",
        "request_id",
        "reason",
        "team_id",
        "handler_id",
        "at",
    ];
    let id = work.new_id();
    let row: Vec<Value> = vec![
        id.into(),
        opened.client().0.into(),
        scope.controller.into(),
        scope.register.code().into(),
        scope.service_task.code().into(),
        ROW.into(),
        choice.starting.code().into(),
        choice.code.into(),
        choice.choice.code().into(),
        choice.thing.map(|(item, _)| item).into(),
        choice.thing.map(|(_, id)| id).into(),
        choice.request.into(),
        choice.reason.into(),
        team.into(),
        staff.id.into(),
        work.at().into(),
    ];
    sql::insert_many(work, "cover_choice", &columns, vec![row]).await?;
    let data = serde_json::json!({ "starting": choice.starting, "code": choice.code, "choice": choice.choice });
    work.emit(store::NewEvent::new("requests.covered.chosen", "cover_choice", id).client(opened.client().0).data(data)).await?;
    Ok(())
}

/// What one says of a choice, checked against what does cover it.
///
/// # Errors
/// Words that are missing, and a thing that does not cover it.
pub(crate) fn checked<'a>(new: &'a NewCoverChoice, covered: &Covered) -> Result<Choice<'a>, Error> {
    let reason = words("/reason", new.reason.as_deref(), new.choice == CoverChoice::WentOn)?;
    let thing = match (new.choice, new.item.as_deref().zip(new.id)) {
        (CoverChoice::WentOn, _) => None,
        (CoverChoice::Used, Some((item, id))) if covered.by.iter().any(|one| one.id == id && one.item == item) => Some((item, id)),
        (CoverChoice::Used, _) => return Err(Error::field("/id", "not_in_list")),
    };
    Ok(Choice { starting: new.starting, code: &new.code, choice: new.choice, thing, request: None, reason })
}

impl crate::Requests {
    /// What covers something already, for a room whose plans speak of it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn covered(&self, opened: &Opened, starting: Starting, code: &str) -> Result<Covered, Error> {
        found(&self.rules.now(), &self.sources, opened, starting, code).await
    }
}
