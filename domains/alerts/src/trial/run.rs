use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, Days, NaiveDate};
use rulekeeping::Prepared;
use sea_orm::FromQueryResult;
use store::sea_orm::DbErr;
use store::sql;
use trust::Surveyed;

use super::view::{AlertTrial, AlertTrialRule, AlertTrialTeam};
use crate::count::past;
use crate::{Error, Sources};

/// Days looked back on, today with them: three years.
const DAYS: u64 = 3 * 365 - 1;

/// Tries each rule of a text that is on.
pub(super) async fn run(surveyed: &Surveyed, sources: &Sources, change: &Prepared) -> Result<AlertTrial, Error> {
    let to = surveyed.today();
    let from = to.checked_sub_days(Days::new(DAYS)).unwrap_or(to);
    let (before, after) = (&change.before.alerts.on(change.valid_from).body, &change.after.alerts.on(change.valid_from).body);
    let names: HashMap<String, String> =
        people::organisation::all_teams(surveyed.reader()).await?.into_values().map(|team| (team.key, team.name)).collect();
    let used = used(surveyed).await?;
    let unrestricted = surveyed.unrestricted_sql_of_clients("s");
    let mut rules = Vec::new();
    let mut teams: BTreeMap<String, (usize, u64)> = BTreeMap::new();
    for rule in after.rules.iter().filter(|rule| rule.on) {
        let began = past::began(surveyed.reader(), sources, rule, (from, to), &unrestricted).await?;
        let days: Vec<NaiveDate> = began.values().flat_map(|(days, _)| days.iter().copied()).collect();
        let mut months: BTreeMap<String, usize> = BTreeMap::new();
        for day in &days {
            *months.entry(format!("{}-{:02}", day.year(), day.month())).or_default() += 1;
        }
        let minutes = u64::try_from(days.len()).unwrap_or(u64::MAX).saturating_mul(u64::from(rule.minutes));
        let team = names.get(&rule.team).cloned().unwrap_or_else(|| rule.team.clone());
        let of_team = teams.entry(team.clone()).or_default();
        *of_team = (of_team.0 + days.len(), of_team.1 + minutes);
        let change = match before.rules.iter().find(|other| other.id == rule.id) {
            Some(same) if same == rule => "same",
            Some(_) => "changed",
            None => "new",
        };
        let come_to = used.get(&rule.id);
        rules.push(AlertTrialRule {
            rule: rule.id.clone(),
            label: rule.label.clone(),
            change,
            team,
            alerts: days.len(),
            people: began.values().filter(|(days, _)| !days.is_empty()).count(),
            standing: began.values().filter(|(_, held)| *held).count(),
            months,
            minutes,
            closed: come_to.map_or(0, |u| u.closed),
            yes: come_to.map_or(0, |u| u.yes),
            partly: come_to.map_or(0, |u| u.partly),
            no: come_to.map_or(0, |u| u.no),
        });
    }
    let mut teams: Vec<AlertTrialTeam> =
        teams.into_iter().map(|(team, (alerts, minutes))| AlertTrialTeam { team, alerts, minutes }).collect();
    teams.sort_by_key(|one| std::cmp::Reverse(one.alerts));
    let (alerts, minutes) = rules.iter().fold((0, 0), |(alerts, minutes), one| (alerts + one.alerts, minutes + one.minutes));
    Ok(AlertTrial { from, to, compared_with: change.compared_with.clone(), rules, teams, alerts, minutes })
}

#[derive(FromQueryResult)]
struct Used {
    rule: String,
    closed: i64,
    yes: i64,
    partly: i64,
    no: i64,
}

/// What closed alerts have come to, by rule, in the whole county.
async fn used(surveyed: &Surveyed) -> Result<HashMap<String, Used>, DbErr> {
    let text = "SELECT a.rule, COUNT(*) AS closed, COUNT(CASE WHEN a.useful = 'yes' THEN 1 END) AS yes, \
                COUNT(CASE WHEN a.useful = 'partly' THEN 1 END) AS partly, COUNT(CASE WHEN a.useful = 'no' THEN 1 END) AS no \
                FROM alert a WHERE a.state IN ('done', 'dismissed') GROUP BY a.rule";
    let rows: Vec<Used> = sql::all(surveyed.reader(), text, []).await?;
    Ok(rows.into_iter().map(|row| (row.rule.clone(), row)).collect())
}
