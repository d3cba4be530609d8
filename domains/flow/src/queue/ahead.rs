use axum::extract::State;
use care::stay::COUNTED;
use chrono::{Days, NaiveDate};
use kernel::Problem;
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, Value};
use store::sql;
use trust::{Json, Query, StaffSession};

use super::forecast::{READ, WINDOW, Week, ahead, past};
use super::model::{ForecastQuery, QueueForecast, QueueToCome};
use crate::reach::{Asked, Reach, of_teams};
use crate::{Error, Flow, actions};

/// What is to come of a queue of one's own teams: how many have waited week by week, and how many are expected to.
#[utoipa::path(get, path = "/api/v1/staff/queues/forecast", tag = "flow", operation_id = "queue_forecast", params(ForecastQuery),
    responses((status = 200, body = QueueForecast), (status = 403, body = Problem), (status = 422, body = Problem)),
    extensions(("x-action" = json!("flow.queue_forecast.list"))))]
pub(crate) async fn forecast(
    session: StaffSession,
    State(_room): State<Flow>,
    Query(query): Query<ForecastQuery>,
) -> Result<Json<QueueForecast>, Problem> {
    let listed = session.list(&actions::FORECAST)?;
    let missing = |name| Error::field(name, "required");
    let step = query.step.ok_or_else(|| missing("step"))?;
    let task = query.service_task.ok_or_else(|| missing("service_task"))?;
    let asked = Asked { team: Some(query.team_id.ok_or_else(|| missing("team_id"))?), task: Some(task) };
    let (reader, today) = (listed.reader(), listed.today());
    let (reach, values) = of_teams(&listed, asked, 3)?;
    let reach = (format!("s.step = $2 AND {reach}"), values);
    let step: Value = step.code().into();
    let n = waiting(reader, &step, today, &reach).await?;
    let weeks = weeks(reader, &step, today, &reach).await?;
    listed.shown(&[]);
    let to_come = ahead(n, &weeks).map(|told| QueueToCome {
        weeks_used: weeks.len().min(WINDOW) as i32,
        // Little's law: who comes now waits until as many have left as there are.
        wait_days: (told.went > 0.0).then(|| (n as f64 / told.went * 7.0 * 10.0).round() / 10.0),
        came: (told.came * 10.0).round() / 10.0,
        went: (told.went * 10.0).round() / 10.0,
        ahead: told.ahead,
        checked: told.checked,
    });
    Ok(Json(QueueForecast { on: today, n, past: past(n, &weeks), to_come }))
}

#[derive(FromQueryResult)]
struct Day {
    day: Option<NaiveDate>,
    n: i64,
}

async fn waiting(conn: &impl ConnectionTrait, step: &Value, today: NaiveDate, (reach, more): &Reach) -> Result<i64, Error> {
    let text = format!(
        "SELECT CAST(NULL AS date) AS day, COUNT(*) AS n FROM ({COUNTED}) s \
         WHERE s.left_on IS NULL AND (s.entered_on IS NULL OR s.entered_on <= $1) AND {reach}"
    );
    let values = [vec![today.into(), step.clone()], more.clone()].concat();
    Ok(sql::all::<Day>(conn, &text, values).await?.first().map_or(0, |row| row.n))
}

/// Whole weeks that end today, the oldest first, from the first in which anything moved.
async fn weeks(conn: &impl ConnectionTrait, step: &Value, today: NaiveDate, (reach, more): &Reach) -> Result<Vec<Week>, Error> {
    let first = today.checked_sub_days(Days::new(READ as u64 * 7 - 1)).unwrap_or(today);
    let mut all = vec![Week::default(); READ];
    for (column, came) in [("entered_on", true), ("left_on", false)] {
        let text =
            format!("SELECT s.{column} AS day, COUNT(*) AS n FROM ({COUNTED}) s WHERE s.{column} >= $1 AND {reach} GROUP BY s.{column}");
        let values = [vec![first.into(), step.clone()], more.clone()].concat();
        for Day { day, n } in sql::all::<Day>(conn, &text, values).await? {
            let ago = day.and_then(|day| usize::try_from((today - day).num_days()).ok());
            let place = ago.and_then(|ago| (READ - 1).checked_sub(ago / 7));
            let Some(week) = place.and_then(|place| all.get_mut(place)) else { continue };
            if came {
                week.came += n;
            } else {
                week.went += n;
            }
        }
    }
    let begun = all.iter().position(|week| *week != Week::default()).unwrap_or(READ);
    Ok(all.split_off(begun))
}
