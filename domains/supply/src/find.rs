//! The finders: one SELECT for each kind of deviation over what the rooms tell of plans, requests, customerships and the organisation, in
//! columns alike, beside what was handled for the same cause. What another register asked is no cause here: telling of it would tell of it.

use chrono::{Days, NaiveDate};
use people::organisation::{all_teams, teams_on, units_by_id, view};
use rules::{Supply, SupplyKind};
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use uuid::Uuid;

/// A statement growing with its values, bound from `$1`.
pub(crate) struct Bound {
    pub text: String,
    pub values: Vec<Value>,
}

impl Bound {
    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    fn list<T: Into<Value>>(&mut self, values: impl IntoIterator<Item = T>) -> String {
        values.into_iter().map(|value| self.bind(value)).collect::<Vec<_>>().join(", ")
    }
}

/// What of the organisation has stopped, or stops soon, and which of its teams are empty.
struct Stopped {
    teams: Vec<Uuid>,
    units: Vec<(Uuid, String)>,
    empty: Vec<Uuid>,
}

impl Stopped {
    async fn of(conn: &impl ConnectionTrait, today: NaiveDate, soon: NaiveDate) -> Result<Self, DbErr> {
        let (going, all) = (teams_on(conn, soon).await?, all_teams(conn).await?);
        let (now, then) = (view(conn, today).await?, view(conn, soon).await?);
        let mut teams: Vec<Uuid> = all.into_keys().filter(|id| !going.contains_key(id)).collect();
        teams.sort_unstable();
        let units = units_by_id(conn).await?;
        let mut units: Vec<(Uuid, String)> = units.into_iter().filter(|(id, _)| !then.units.iter().any(|unit| unit.id == *id)).collect();
        // Another unit of the name goes on.
        units.retain(|(_, name)| !then.units.iter().any(|unit| unit.name == *name));
        units.sort_unstable();
        let empty = now.teams.iter().filter(|team| team.members.is_empty() && !teams.contains(&team.id)).map(|team| team.id).collect();
        Ok(Self { teams, units, empty })
    }
}

/// The columns of each service of a plan.
const SERVICE: &str = "s.client_id, s.id, s.register, s.service_task, s.catalogue_row, s.plan_id, s.team_id, s.handler_id, s.code, \
     s.provider, s.from_on";
const NO_ID: &str = "CAST(NULL AS uuid) AS cause_id";
const NO_DAY: &str = "CAST(NULL AS date) AS cause_on";

/// Every deviation in columns alike, with `handled_id` and what was done where one was handled: to be read as a table.
pub(crate) async fn deviations(conn: &impl ConnectionTrait, set: &Supply, today: NaiveDate) -> Result<Bound, DbErr> {
    let soon = today.checked_add_days(Days::new(u64::from(set.ahead_days))).unwrap_or(today);
    let stopped = Stopped::of(conn, today, soon).await?;
    let mut bound = Bound { text: String::new(), values: Vec::new() };
    let (today, soon) = (bound.bind(today), bound.bind(soon));
    let planned = format!(
        "(SELECT p.client_id, p.id, p.register, p.service_task, p.catalogue_row, p.plan_id, COALESCE(p.team_id, t.team_id) AS team_id, \
         p.handler_id, p.code, p.provider, p.who, p.from_on FROM ({}) p LEFT JOIN ({}) t ON t.plan_id = p.plan_id \
         WHERE p.until_on IS NULL OR p.until_on >= {today})",
        care::plan::PLANNED,
        templates::TEAMS
    );
    let asked = requests::planned::ASKED;
    let same = asks(&mut bound, set, "s", "q");
    let mapped = bound.list(set.services.iter().map(|one| one.code.as_str()));
    let mapped = if mapped.is_empty() { "1 = 0".to_owned() } else { format!("s.code IN ({mapped})") };
    let mut found = Vec::new();
    for rule in &set.deviations {
        let kind = rule.kind.code();
        let select = |cause: &str, from: &str| format!("SELECT '{kind}' AS kind, {SERVICE}, {cause} FROM {planned} s {from}");
        match rule.kind {
            SupplyKind::NoPlace => found.push(select(
                &format!(
                    "(SELECT q.id FROM ({asked}) q WHERE {same} AND q.state = 'declined' ORDER BY q.sent_at DESC, q.id LIMIT 1) AS cause_id, {NO_DAY}"
                ),
                &format!(
                    "WHERE s.from_on <= {soon} AND s.provider IS NULL AND (({mapped} AND NOT EXISTS (SELECT 1 FROM ({asked}) q WHERE {same} \
                     AND q.state IN ('accepted', 'done', 'followed'))) OR (NOT ({mapped}) AND s.who IS NULL))"
                ),
            )),
            SupplyKind::LateStart => found.push(select(
                "q.id AS cause_id, q.due_on AS cause_on",
                &format!(
                    "JOIN ({asked}) q ON {same} AND q.state = 'accepted' AND q.due_on > s.from_on \
                     WHERE NOT EXISTS (SELECT 1 FROM ({asked}) r WHERE {} AND r.state IN ('accepted', 'done', 'followed') AND r.id <> q.id \
                     AND (r.due_on IS NULL OR r.due_on < q.due_on OR (r.due_on = q.due_on AND r.id < q.id)))",
                    same.replace("q.", "r.")
                ),
            )),
            SupplyKind::ServiceEnded => found.push(select(
                &format!("{NO_ID}, c.closed_on AS cause_on"),
                &format!(
                    "JOIN ({}) c ON c.client_id = s.client_id AND c.register = s.register AND c.service_task = s.service_task \
                     WHERE c.closed_on <= {today} AND c.closed_on >= s.from_on",
                    care::plan::ENDED
                ),
            )),
            SupplyKind::ProviderClosed => found.extend(closed(&mut bound, &stopped, &select, asked, &same)),
            SupplyKind::NoStaff if stopped.empty.is_empty() => {}
            SupplyKind::NoStaff => {
                let empty = bound.list(stopped.empty.iter().copied());
                found.push(select(&format!("s.team_id AS cause_id, {NO_DAY}"), &format!("WHERE s.team_id IN ({empty})")));
            }
        }
    }
    if found.is_empty() {
        found.push(format!("SELECT 'no_place' AS kind, {SERVICE}, {NO_ID}, {NO_DAY} FROM {planned} s WHERE 1 = 0"));
    }
    bound.text = format!(
        "SELECT x.kind, x.client_id, x.id, x.register, x.service_task, x.catalogue_row, x.plan_id, x.team_id, x.handler_id, x.code, x.provider, \
         x.from_on, x.cause_id, x.cause_on, h.id AS handled_id, h.what AS handled_what, h.words AS handled_words, h.by_id AS handled_by, \
         h.at AS handled_at FROM ({}) x LEFT JOIN supply_handled h ON h.client_id = x.client_id AND h.thing_id = x.id AND h.kind = x.kind \
         AND h.undone_at IS NULL AND (h.cause_id = x.cause_id OR (h.cause_id IS NULL AND x.cause_id IS NULL)) \
         AND (h.cause_on = x.cause_on OR (h.cause_on IS NULL AND x.cause_on IS NULL))",
        found.join(" UNION ALL ")
    );
    Ok(bound)
}

/// That a request asks for a service of a plan, of the same client and in the plan's own register.
fn asks(bound: &mut Bound, set: &Supply, service: &str, request: &str) -> String {
    let of = |bound: &mut Bound, code: &str, kinds: &[String]| {
        let code = bound.bind(code);
        let kinds = bound.list(kinds.iter().map(String::as_str));
        format!("({service}.code = {code} AND {request}.kind IN ({kinds}))")
    };
    let any: Vec<String> = set.services.iter().map(|one| of(bound, &one.code, &one.requests)).collect();
    let any = if any.is_empty() { "1 = 0".to_owned() } else { any.join(" OR ") };
    format!(
        "{request}.client_id = {service}.client_id AND ({request}.from_register = {service}.register OR {request}.register = {service}.register) \
         AND ({any})"
    )
}

/// The provider that the plan names, the team that answers for it, or the one that was asked: whichever stops.
fn closed(bound: &mut Bound, stopped: &Stopped, select: &dyn Fn(&str, &str) -> String, asked: &str, same: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (id, name) in &stopped.units {
        let (id, name) = (bound.bind(*id), bound.bind(name.as_str()));
        found.push(select(&format!("{id} AS cause_id, {NO_DAY}"), &format!("WHERE s.provider = {name}")));
    }
    if !stopped.teams.is_empty() {
        let teams = bound.list(stopped.teams.iter().copied());
        found.push(select(&format!("s.team_id AS cause_id, {NO_DAY}"), &format!("WHERE s.team_id IN ({teams})")));
        found.push(select(
            &format!("q.to_team_id AS cause_id, {NO_DAY}"),
            &format!(
                "JOIN ({asked}) q ON {same} AND q.state IN ('sent', 'accepted') AND q.provider_id IS NULL \
                 WHERE q.to_team_id IN ({teams}) AND (s.team_id IS NULL OR s.team_id <> q.to_team_id)"
            ),
        ));
    }
    if !stopped.units.is_empty() {
        let units = bound.list(stopped.units.iter().map(|(id, _)| *id));
        found.push(select(
            &format!("q.provider_id AS cause_id, {NO_DAY}"),
            &format!("JOIN ({asked}) q ON {same} AND q.state IN ('sent', 'accepted') WHERE q.provider_id IN ({units})"),
        ));
    }
    found
}

/// A deviation as it was found.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Found {
    pub kind: String,
    pub client_id: Uuid,
    pub id: Uuid,
    pub register: String,
    pub service_task: String,
    pub plan_id: Uuid,
    pub team_id: Option<Uuid>,
    pub code: String,
    pub provider: Option<String>,
    pub from_on: NaiveDate,
    pub cause_id: Option<Uuid>,
    pub cause_on: Option<NaiveDate>,
    pub handled_id: Option<Uuid>,
    pub handled_what: Option<String>,
    pub handled_words: Option<String>,
    pub handled_by: Option<Uuid>,
    pub handled_at: Option<chrono::DateTime<chrono::Utc>>,
}
