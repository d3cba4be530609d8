//! The finders: one statement for each kind of gap, driven by the open work of people or of teams, so that none grows with what
//! has been closed or with the population.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use kernel::workday::add_workdays;
use rules::{GapKind, GapOwner, GapRule};
use sea_orm::{FromQueryResult, Value};
use store::sql;
use trust::{Listed, Rows};
use uuid::Uuid;

use crate::Error;
use crate::desk::counts::end_of;

/// Most rows of a kind that are listed.
const MOST: u32 = 100;
/// How long what was decided in a matter that is closed is still looked at, in days: as long as the matter can be opened.
const CLOSED_DAYS: i64 = 30;

/// How long back visits are looked at, in days.
const VISIT_DAYS: i64 = 90;

/// Whose work is looked through.
#[derive(Clone, Debug)]
pub enum Work {
    /// Of professionals: oneself and those one substitutes.
    Of(Vec<Uuid>),
    /// Of the teams of the asker.
    Teams,
}

/// Whose gaps are wanted.
#[derive(Clone, Debug)]
pub enum Whose {
    These(Vec<Uuid>),
    /// What belongs to nobody, or to one of these who have gone.
    Nobody(Vec<Uuid>),
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct Row {
    pub object_id: Uuid,
    pub matter_id: Option<Uuid>,
    pub number: Option<String>,
    pub client_id: Uuid,
    pub service_task: String,
    pub owner_id: Option<Uuid>,
    pub customership_id: Option<Uuid>,
    pub since: String,
    pub n: i64,
    pub total: i64,
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct OwnerCount {
    pub owner_id: Option<Uuid>,
    pub n: i64,
}

/// A statement growing with its values.
#[derive(Default)]
struct Sql {
    values: Vec<Value>,
}

impl Sql {
    fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }
    /// `column IN (…)`; nothing is in an empty list.
    fn one_of(&mut self, column: &str, ids: &[Uuid]) -> String {
        if ids.is_empty() {
            return "1 = 0".into();
        }
        let first = self.values.len() + 1;
        self.values.extend(ids.iter().map(|id| Value::from(*id)));
        format!("{column} IN ({})", sql::params(first, ids.len()))
    }
}

/// The first day of which it is not yet told: what began before it has waited longer than `workdays`.
pub fn cutoff(today: NaiveDate, workdays: u32) -> NaiveDate {
    let mut day = today - Duration::days(i64::from(workdays));
    while add_workdays(day, workdays) >= today {
        day -= Duration::days(1);
    }
    day + Duration::days(1)
}

/// As [`cutoff`], for instants.
fn cutoff_at(today: NaiveDate, workdays: u32) -> DateTime<Utc> {
    end_of(cutoff(today, workdays) - Duration::days(1))
}

/// Gaps of a kind, oldest first, with how many there are in all.
pub async fn rows(listed: &Listed, rule: &GapRule, work: &Work, whose: &Whose, object: Option<Uuid>) -> Result<Vec<Row>, Error> {
    let (text, values) = list_statement(listed, rule, work, whose, object);
    Ok(sql::all(listed.reader(), &text, values).await?)
}

/// How many gaps of a kind each has.
pub async fn counts(listed: &Listed, rule: &GapRule, work: &Work) -> Result<Vec<OwnerCount>, Error> {
    let mut sql = Sql::default();
    let inner = inner(&mut sql, listed, rule, work);
    let seen = seen(&mut sql, listed, rule.kind);
    let text = format!("SELECT x.owner_id, COUNT(*) AS n FROM ({inner}) x WHERE {seen} GROUP BY x.owner_id");
    Ok(sql::all(listed.reader(), &text, sql.values).await?)
}

pub(super) fn list_statement(listed: &Listed, rule: &GapRule, work: &Work, whose: &Whose, object: Option<Uuid>) -> (String, Vec<Value>) {
    let mut sql = Sql::default();
    let inner = inner(&mut sql, listed, rule, work);
    let mut filter = seen(&mut sql, listed, rule.kind);
    match whose {
        Whose::These(people) => filter.push_str(&format!(" AND {}", sql.one_of("x.owner_id", people))),
        Whose::Nobody(gone) => filter.push_str(&format!(" AND (x.owner_id IS NULL OR {})", sql.one_of("x.owner_id", gone))),
    }
    if let Some(object) = object {
        filter.push_str(&format!(" AND x.object_id = {}", sql.value(object)));
    }
    let text = format!("SELECT x.*, COUNT(*) OVER () AS total FROM ({inner}) x WHERE {filter} ORDER BY x.since, x.object_id LIMIT {MOST}");
    (text, sql.values)
}

/// What the asker may see: within the policy's scopes, of own teams or by a tie of one's own, not set aside.
fn seen(sql: &mut Sql, listed: &Listed, kind: GapKind) -> String {
    let people = people(listed);
    let tied = [sql.one_of("x.team_id", listed.team_ids()), sql.one_of("x.handler_id", &people), sql.one_of("x.responsible_id", &people)];
    let (left_out, values) = listed.left_out(Rows::OfClient { alias: "x", id: "object_id" }, sql.values.len() + 1);
    sql.values.extend(values);
    format!(
        "x.n > 0 AND {}{left_out} AND ({}) AND NOT EXISTS (SELECT 1 FROM gap_aside s WHERE s.kind = '{kind}' AND s.object_id = x.object_id)",
        listed.scopes().sql("x"),
        tied.join(" OR ")
    )
}

/// Oneself and those one substitutes today.
pub fn people(listed: &Listed) -> Vec<Uuid> {
    let staff = listed.staff();
    std::iter::once(staff.id).chain(staff.substitutes_for.iter().copied()).collect()
}

/// The columns that may own a gap, in the order of the rule.
fn owner(rule: &GapRule, column: impl Fn(GapOwner) -> Option<&'static str>) -> String {
    let columns: Vec<&str> = rule.belongs_to.iter().take_while(|o| **o != GapOwner::TeamLead).filter_map(|o| column(*o)).collect();
    match columns.as_slice() {
        [] => "CAST(NULL AS uuid)".into(),
        [one] => (*one).into(),
        many => format!("COALESCE({})", many.join(", ")),
    }
}

fn inner(sql: &mut Sql, listed: &Listed, rule: &GapRule, work: &Work) -> String {
    let today = listed.today();
    let matters = |sql: &mut Sql, alias: &str| match work {
        Work::Of(people) => sql.one_of(&format!("{alias}.handler_id"), people),
        Work::Teams => sql.one_of(&format!("{alias}.team_id"), listed.team_ids()),
    };
    let customerships = |sql: &mut Sql, alias: &str| match work {
        Work::Of(people) => sql.one_of(&format!("{alias}.responsible_worker_id"), people),
        Work::Teams => sql.one_of(&format!("{alias}.team_id"), listed.team_ids()),
    };
    const NONE: &str = "CAST(NULL AS uuid)";
    const DAY: &str = "AS TEXT), 1, 10)";
    match rule.kind {
        GapKind::VisitWithoutEntry => {
            let owner = owner(rule, |o| (o == GapOwner::Handler).then_some("a.handler_id"));
            let whose = match work {
                Work::Of(people) => sql.one_of("a.handler_id", people),
                Work::Teams => sql.one_of("a.team_id", listed.team_ids()),
            };
            let (lately, before) = (sql.value(listed.at() - Duration::days(VISIT_DAYS)), sql.value(cutoff_at(today, rule.after_workdays)));
            format!(
                "SELECT a.id AS object_id, CASE WHEN m.state = 'open' THEN m.id END AS matter_id, m.number AS number, a.client_id AS client_id, a.team_id AS team_id, \
                 a.handler_id AS handler_id, {NONE} AS responsible_id, a.register AS register, a.service_task AS service_task, a.catalogue_row AS catalogue_row, {owner} AS owner_id, \
                 (SELECT c.id FROM customership c WHERE c.client_id = a.client_id AND c.state = 'open' AND c.service_task = a.service_task ORDER BY c.id LIMIT 1) \
                 AS customership_id, SUBSTR(CAST(a.starts_at {DAY} AS since, CAST(1 AS BIGINT) AS n \
                 FROM appointment a LEFT JOIN matter m ON m.id = a.matter_id \
                 WHERE {whose} AND a.starts_at > {lately} AND a.starts_at < {before} AND a.state <> 'cancelled' \
                 AND NOT EXISTS (SELECT 1 FROM note n WHERE n.client_id = a.client_id AND n.happened_at > {lately} \
                 AND SUBSTR(CAST(n.happened_at {DAY} = SUBSTR(CAST(a.starts_at {DAY})"
            )
        }
        GapKind::ContactWithoutEntry => {
            let owner = owner(rule, |o| (o == GapOwner::Handler).then_some("m.handler_id"));
            let (whose, main, before) = (matters(sql, "m"), sql.value(true), sql.value(cutoff_at(today, rule.after_workdays)));
            format!(
                "SELECT m.id AS object_id, m.id AS matter_id, m.number AS number, mc.client_id AS client_id, m.team_id AS team_id, \
                 m.handler_id AS handler_id, {NONE} AS responsible_id, m.register AS register, m.service_task AS service_task, m.catalogue_row AS catalogue_row, {owner} AS owner_id, \
                 {NONE} AS customership_id, SUBSTR(CAST(m.lane_since {DAY} AS since, CAST(1 AS BIGINT) AS n \
                 FROM matter m JOIN matter_client mc ON mc.matter_id = m.id AND mc.main = {main} \
                 WHERE {whose} AND m.state = 'open' AND m.lane <> 'first_contact' AND m.lane_since < {before} \
                 AND NOT EXISTS (SELECT 1 FROM note n WHERE n.matter_id = m.id) \
                 AND NOT EXISTS (SELECT 1 FROM message g WHERE g.matter_id = m.id AND g.from_kind = 'staff') \
                 AND NOT EXISTS (SELECT 1 FROM assessment a WHERE a.matter_id = m.id)"
            )
        }
        GapKind::AssessmentPastDate => {
            let owner = owner(rule, |o| match o {
                GapOwner::Author => Some("a.author_id"),
                GapOwner::Handler => Some("m.handler_id"),
                _ => None,
            });
            // Who began an assessment need not handle the matter now: one's own teams' open matters are looked through too.
            let whose = match work {
                Work::Of(_) => format!("({} OR {})", matters(sql, "m"), sql.one_of("m.team_id", listed.team_ids())),
                Work::Teams => matters(sql, "m"),
            };
            let before = sql.value(cutoff(today, rule.after_workdays));
            format!(
                "SELECT a.id AS object_id, m.id AS matter_id, m.number AS number, a.client_id AS client_id, m.team_id AS team_id, \
                 m.handler_id AS handler_id, {NONE} AS responsible_id, a.register AS register, a.service_task AS service_task, a.catalogue_row AS catalogue_row, {owner} AS owner_id, \
                 {NONE} AS customership_id, SUBSTR(CAST(a.started_on {DAY} AS since, CAST(1 AS BIGINT) AS n \
                 FROM matter m JOIN assessment a ON a.matter_id = m.id \
                 WHERE {whose} AND m.state = 'open' AND a.finished_on IS NULL AND a.started_on < {before} \
                 AND NOT EXISTS (SELECT 1 FROM assessment f WHERE f.matter_id = a.matter_id AND f.client_id = a.client_id AND f.finished_on >= a.started_on)"
            )
        }
        GapKind::DecisionWithoutReasons => {
            let owner = owner(rule, |o| match o {
                GapOwner::Decider => Some("d.decided_by"),
                GapOwner::Author => Some("d.drafted_by"),
                GapOwner::Handler => Some("m.handler_id"),
                _ => None,
            });
            let lately = sql.value(listed.at() - Duration::days(CLOSED_DAYS));
            let mut drive = format!(
                "SELECT d2.id FROM matter m2 JOIN decision d2 ON d2.matter_id = m2.id WHERE {} AND m2.state = 'open'",
                matters(sql, "m2")
            );
            match work {
                Work::Of(people) => {
                    let year = sql.value(listed.at() - Duration::days(365));
                    let decided = sql.one_of("decided_by", people);
                    drive.push_str(&format!(" UNION SELECT id FROM decision WHERE {decided} AND decided_at > {year}"));
                }
                Work::Teams => {}
            }
            drive.push_str(&format!(
                " UNION SELECT d2.id FROM matter m2 JOIN decision d2 ON d2.matter_id = m2.id WHERE {} AND m2.closed_at > {lately}",
                matters(sql, "m2")
            ));
            let before = sql.value(cutoff_at(today, rule.after_workdays));
            format!(
                "SELECT d.id AS object_id, m.id AS matter_id, m.number AS number, d.client_id AS client_id, m.team_id AS team_id, \
                 m.handler_id AS handler_id, {NONE} AS responsible_id, d.register AS register, d.service_task AS service_task, d.catalogue_row AS catalogue_row, {owner} AS owner_id, \
                 {NONE} AS customership_id, SUBSTR(CAST(d.decided_at {DAY} AS since, CAST(1 AS BIGINT) AS n \
                 FROM decision d JOIN matter m ON m.id = d.matter_id \
                 WHERE d.id IN ({drive}) AND d.state IN ('decided', 'sent') AND LENGTH(TRIM(COALESCE(d.reasons, ''))) < 3 AND d.decided_at < {before} \
                 AND (m.state = 'open' OR m.closed_at > {lately}) \
                 AND NOT EXISTS (SELECT 1 FROM decision o WHERE o.matter_id = d.matter_id AND o.client_id = d.client_id AND o.state IN ('decided', 'sent') \
                 AND o.decided_at > d.decided_at AND LENGTH(TRIM(COALESCE(o.reasons, ''))) >= 3)"
            )
        }
        GapKind::PlanWithoutClientView | GapKind::GoalWithoutFollowUp => {
            let owner = owner(rule, |o| match o {
                GapOwner::Responsible => Some("c.responsible_worker_id"),
                GapOwner::Handler => Some("CASE WHEN m.state = 'open' THEN m.handler_id END"),
                GapOwner::Author => Some("p.author_id"),
                _ => None,
            });
            let drive = format!(
                "SELECT p2.id FROM customership c2 JOIN plan p2 ON p2.client_id = c2.client_id AND p2.state = 'active' AND p2.service_task = c2.service_task \
                 WHERE {} AND c2.state = 'open' \
                 UNION SELECT p2.id FROM matter m2 JOIN plan p2 ON p2.matter_id = m2.id AND p2.state = 'active' WHERE {} AND m2.state = 'open'",
                customerships(sql, "c2"),
                matters(sql, "m2")
            );
            let before = sql.value(cutoff(today, rule.after_workdays));
            let (missing, since, n) = if rule.kind == GapKind::PlanWithoutClientView {
                (
                    " AND LENGTH(TRIM(COALESCE(p.own_words, ''))) < 3 AND NOT EXISTS (SELECT 1 FROM own_view o WHERE o.matter_id = p.matter_id AND o.client_id = p.client_id)"
                        .to_owned(),
                    "p.valid_from".to_owned(),
                    "CAST(1 AS BIGINT)".to_owned(),
                )
            } else {
                (
                    String::new(),
                    "COALESCE((SELECT MAX(f.followed_on) FROM goal_follow_up f JOIN plan_goal g ON g.id = f.goal_id WHERE g.plan_id = p.id), p.valid_from)"
                        .to_owned(),
                    format!(
                        "(SELECT COUNT(*) FROM plan_goal g WHERE g.plan_id = p.id AND g.status = 'in_progress' \
                         AND NOT EXISTS (SELECT 1 FROM goal_follow_up f WHERE f.goal_id = g.id AND f.followed_on >= {before}))"
                    ),
                )
            };
            format!(
                "SELECT p.id AS object_id, CASE WHEN m.state = 'open' THEN m.id END AS matter_id, CASE WHEN m.state = 'open' THEN m.number END AS number, \
                 p.client_id AS client_id, COALESCE(c.team_id, m.team_id) AS team_id, CASE WHEN m.state = 'open' THEN m.handler_id END AS handler_id, \
                 c.responsible_worker_id AS responsible_id, p.register AS register, p.service_task AS service_task, p.catalogue_row AS catalogue_row, {owner} AS owner_id, \
                 c.id AS customership_id, SUBSTR(CAST({since} {DAY} AS since, {n} AS n \
                 FROM plan p LEFT JOIN matter m ON m.id = p.matter_id \
                 LEFT JOIN customership c ON c.client_id = p.client_id AND c.state = 'open' AND c.service_task = p.service_task \
                 WHERE p.id IN ({drive}) AND p.valid_from < {before} AND (c.id IS NOT NULL OR m.state = 'open'){missing}"
            )
        }
        GapKind::CustomershipWithoutWorker => {
            let whose = sql.one_of("c.team_id", listed.team_ids());
            format!(
                "SELECT c.id AS object_id, {NONE} AS matter_id, CAST(NULL AS TEXT) AS number, c.client_id AS client_id, c.team_id AS team_id, \
                 {NONE} AS handler_id, c.responsible_worker_id AS responsible_id, c.register AS register, c.service_task AS service_task, c.catalogue_row AS catalogue_row, \
                 c.responsible_worker_id AS owner_id, c.id AS customership_id, SUBSTR(CAST(c.opened_on {DAY} AS since, CAST(1 AS BIGINT) AS n \
                 FROM customership c WHERE {whose} AND c.state = 'open'"
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workdays_must_have_passed() {
        let d = |text: &str| text.parse::<NaiveDate>().unwrap();
        // Monday 16 November 2026: with two workdays, what began on Wednesday or before is told; Thursday's not yet.
        assert_eq!(cutoff(d("2026-11-16"), 2), d("2026-11-12"));
        assert_eq!(add_workdays(d("2026-11-11"), 2), d("2026-11-13"));
        assert_eq!(cutoff(d("2026-11-16"), 0), d("2026-11-16"));
        for (today, n) in [("2026-11-16", 5), ("2026-12-28", 40), ("2027-01-07", 125)] {
            let cut = cutoff(d(today), n);
            assert!(add_workdays(cut, n) >= d(today) && add_workdays(cut - Duration::days(1), n) < d(today), "{today} {n}");
        }
    }
}
