use std::collections::BTreeMap;

use axum::extract::State;
use chrono::{DateTime, Months, Utc};
use kernel::Problem;
use people::organisation::teams_by_id;
use rules::{Mark, SummaryUseRule};
use sea_orm::FromQueryResult;
use serde::Serialize;
use store::sea_orm::{DbErr, Value};
use store::sql;
use trust::looks::LOOKS;
use trust::{Json, StaffSession, Surveyed};
use utoipa::ToSchema;
use uuid::Uuid;

use super::count::{Made, SeenShare, by_month, share};
use crate::{Error, StoryRoom, actions};

/// The most that is counted of one kind.
const MOST: usize = 100_000;

/// A team's share, of one kind of things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct TeamSummaryUse {
    pub team: String,
    /// decision | assessment | plan
    pub kind: String,
    pub share: SeenShare,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MonthSummaryUse {
    /// `2026-11`
    pub month: String,
    pub share: SeenShare,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SummaryUse {
    pub all: SeenShare,
    pub teams: Vec<TeamSummaryUse>,
    /// The oldest first.
    pub months: Vec<MonthSummaryUse>,
    /// A look counts when it was at most so many days before.
    pub days: u32,
    /// Fewer things, or things of fewer people, are not told of.
    pub least: u32,
    pub least_makers: u32,
    pub source: String,
    pub mark: Mark,
    pub rules_version: String,
}

/// Before which share of decisions, assessments and plans their maker had looked at what is known of the client.
#[utoipa::path(get, path = "/api/v1/staff/summary-use", tag = "story", operation_id = "summary_use",
    responses((status = 200, body = SummaryUse), (status = 403, body = Problem)),
    extensions(("x-action" = json!("story.summary_use.figures"))))]
pub(crate) async fn figures(session: StaffSession, State(room): State<StoryRoom>) -> Result<Json<SummaryUse>, Problem> {
    let surveyed = session.survey(&actions::SEEN)?;
    // A look of a moment ago counts too.
    session.gate().flush_log().await;
    let set = room.rules.story.on(surveyed.today());
    let rule = &set.body.summary_use;
    let all = made(&room, &surveyed, rule).await.map_err(Error::from)?;
    let teams: Vec<Uuid> = all.iter().map(|one| one.team).collect();
    let names = teams_by_id(surveyed.reader(), &teams).await.map_err(Error::from)?;
    let mut by_team: BTreeMap<(String, &str), Vec<&Made>> = BTreeMap::new();
    for one in &all {
        let name = names.get(&one.team).map(|team| team.name.clone()).unwrap_or_default();
        by_team.entry((name, one.kind)).or_default().push(one);
    }
    surveyed.shown(&[]);
    Ok(Json(SummaryUse {
        all: share(rule, all.iter()),
        teams: by_team
            .into_iter()
            .map(|((team, kind), of)| TeamSummaryUse { team, kind: kind.to_owned(), share: share(rule, of.into_iter()) })
            .collect(),
        months: by_month(&all).into_iter().map(|(month, of)| MonthSummaryUse { month, share: share(rule, of.into_iter()) }).collect(),
        days: rule.days,
        least: rule.least,
        least_makers: rule.least_makers,
        source: rule.source.clone(),
        mark: rule.mark,
        rules_version: set.version.clone(),
    }))
}

/// What was made in the time, with its maker's last look before it. The client is asked of and does not leave the database.
async fn made(room: &StoryRoom, surveyed: &Surveyed, rule: &SummaryUseRule) -> Result<Vec<Made>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        team_id: Uuid,
        by_id: Uuid,
        at: DateTime<Utc>,
        seen_at: Option<DateTime<Utc>>,
    }
    let since = surveyed.at().checked_sub_months(Months::new(rule.months)).unwrap_or_else(|| surveyed.at());
    let mut all = Vec::new();
    for source in room.made.iter() {
        let mut values: Vec<Value> = vec![since.into()];
        values.extend(rule.actions.iter().map(|action| Value::from(action.clone())));
        let text = format!(
            "SELECT t.team_id, t.by_id, t.at, (SELECT MAX(l.at) FROM ({LOOKS}) l WHERE l.client_id = t.client_id AND l.actor_id = t.by_id \
             AND l.at <= t.at AND l.action IN ({})) AS seen_at FROM ({}) t WHERE t.at >= $1{} LIMIT {MOST}",
            sql::params(2, rule.actions.len()),
            source.sql,
            surveyed.unrestricted_sql_of_clients("t"),
        );
        let rows: Vec<Row> = sql::all(surveyed.reader(), &text, values).await?;
        all.extend(rows.into_iter().map(|row| Made {
            kind: source.code,
            team: row.team_id,
            by: row.by_id,
            at: row.at,
            seen_at: row.seen_at,
        }));
    }
    Ok(all)
}
