//! The day list: whom one meets today and in the days to come.

use chrono::{Days, NaiveDate};
use kernel::{ClientId, Problem};
use serde::{Deserialize, Serialize};
use trust::{Listed, known};
use uuid::Uuid;

use super::model::AppointmentView;
use super::store::{self, Whose};
use super::{time, view};
use crate::Error;

/// Which days, and whose.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DayQuery {
    /// The first day; today, when left out.
    pub from: Option<NaiveDate>,
    /// 1–31; 7, when left out.
    pub days: Option<u32>,
    /// `mine` (left out): where one comes oneself, or one whom one substitutes. `teams`: all of one's teams.
    pub whose: Option<String>,
    /// Only this team's.
    pub team: Option<Uuid>,
    /// Only where this professional comes.
    pub person: Option<Uuid>,
}

/// Appointments of some days, earliest first; cancelled ones too, said to be so.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct DayList {
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    pub appointments: Vec<AppointmentView>,
}

pub async fn read(listed: &Listed, query: &DayQuery) -> Result<DayList, Error> {
    let from = query.from.unwrap_or(listed.today());
    let days = query.days.unwrap_or(7);
    if !(1..=31).contains(&days) {
        return Err(Problem::invalid_field("days", "out_of_range").into());
    }
    known("whose", query.whose.as_deref(), &["mine", "teams"])?;
    let whose = match (query.person, query.team, query.whose.as_deref()) {
        (Some(person), ..) => Whose::Person(person),
        (None, Some(team), _) => Whose::Team(team),
        (None, None, Some("teams")) => Whose::Teams,
        (None, None, _) => Whose::Mine,
    };
    let end = from.checked_add_days(Days::new(days.into())).ok_or_else(|| Error::field("from", "out_of_range"))?;
    let found = store::listed(listed, time::midnight(from), time::midnight(end), whose).await?;
    let names = view::Names::read(listed, &found).await?;
    let appointments: Vec<AppointmentView> = found.iter().filter_map(|a| names.staff(a, listed.at(), Vec::new())).collect();
    listed.shown(&appointments.iter().map(|a| ClientId(a.client.id)).collect::<Vec<_>>());
    Ok(DayList { from, to: end.pred_opt().unwrap_or(end), appointments })
}
