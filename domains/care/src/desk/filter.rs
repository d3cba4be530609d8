//! What is asked of the desk, and as a predicate.

use chrono::NaiveDate;
use kernel::ServiceTask;
use kernel::workday::add_workdays;
use rules::{Lane, Situation};
use sea_orm::Value;
use serde::{Deserialize, Serialize};
use store::sql;
use trust::Listed;
use uuid::Uuid;

use crate::Error;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DeskView)]
pub enum View {
    /// The teams one belongs to, or one of them.
    #[default]
    Team,
    /// One's own.
    Mine,
    /// Those of absent professionals one substitutes today.
    Substituting,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DeskDue)]
pub enum Due {
    Overdue,
    /// Today or within the next two workdays.
    TwoDays,
    /// No dated deadline.
    None,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DeskSort)]
pub enum Sort {
    #[default]
    Due,
    /// Oldest first; the same as `initiated`.
    Age,
    /// Family name of the main client, in Finnish order.
    Name,
    Initiated,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DeskOrder)]
pub enum Order {
    #[default]
    Asc,
    Desc,
}

/// What becomes of matters whose processing the client has had restricted (GDPR 18).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Restricted {
    /// They are not there: tables that are taken out, actions on many, letters.
    #[default]
    LeftOut,
    /// They are counted and stand as rows without a name: the desk itself, for their time limits run.
    Unnamed,
}

impl Restricted {
    /// The list's predicate over `m`.
    fn sql(self, listed: &Listed, at: usize) -> (String, Vec<Value>) {
        match self {
            Self::LeftOut => listed.sql("m", at),
            Self::Unnamed => listed.sql_counting_restricted("m", at),
        }
    }

    /// A column that says of a row whether it is one of them.
    pub fn mark(self) -> String {
        match self {
            Self::LeftOut => "0".to_owned(),
            Self::Unnamed => Listed::restricted_mark("m"),
        }
    }
}

/// Codes and ids only: it stands in addresses and saved filters.
#[derive(Clone, Debug, Default, Serialize, Deserialize, utoipa::IntoParams, utoipa::ToSchema)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub struct DeskQuery {
    pub view: View,
    pub team_id: Option<Uuid>,
    pub lane: Option<Lane>,
    pub situation: Option<Situation>,
    pub service_task: Option<ServiceTask>,
    pub due: Option<Due>,
    pub handler_id: Option<Uuid>,
    /// Only those nobody handles.
    pub unassigned: Option<bool>,
    pub sort: Sort,
    pub order: Order,
    /// From a lane's `next_cursor`; the lane must then be given.
    pub cursor: Option<String>,
    /// Cards a lane, 1–200; 30 when absent.
    pub limit: Option<u32>,
}

/// The same with a search inside the queue: name, number, municipality, service task. By POST only, for what is typed is
/// personal data.
#[derive(Clone, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(default)]
pub struct DeskSearch {
    #[serde(flatten)]
    pub query: DeskQuery,
    pub q: String,
}

/// A predicate with its values, growing.
#[derive(Clone, Debug, Default)]
pub struct Where {
    pub text: String,
    pub values: Vec<Value>,
}

impl Where {
    /// Adds a part; `make` gets the place of its first value.
    pub fn and(&mut self, make: impl FnOnce(usize) -> (String, Vec<Value>)) {
        let (text, values) = make(self.values.len() + 1);
        if !self.text.is_empty() {
            self.text.push_str(" AND ");
        }
        self.text.push_str(&text);
        self.values.extend(values);
    }

    pub fn and_is(&mut self, column: &str, value: impl Into<Value>) {
        let value = value.into();
        self.and(|at| (format!("{column} = ${at}"), vec![value]));
    }

    fn and_in(&mut self, column: &str, ids: &[Uuid]) {
        if ids.is_empty() {
            self.and(|_| ("1 = 0".into(), Vec::new()));
        } else {
            self.and(|at| (format!("{column} IN ({})", sql::params(at, ids.len())), ids.iter().map(|id| Value::from(*id)).collect()));
        }
    }
}

impl DeskQuery {
    /// Whose matters: what the policy lets one list, cut to the view. Of all states.
    pub fn of_view(&self, listed: &Listed, restricted: Restricted) -> Result<Where, Error> {
        let mut all = Where::default();
        all.and(|at| restricted.sql(listed, at));
        match self.view {
            View::Team => self.of_team(listed, &mut all)?,
            View::Mine => all.and_is("m.handler_id", listed.staff().id),
            View::Substituting => all.and_in("m.handler_id", &listed.staff().substitutes_for),
        }
        Ok(all)
    }

    /// The team's matters, whatever the view; for its workload, which names nobody's client.
    pub fn of_teams(&self, listed: &Listed) -> Result<Where, Error> {
        let mut all = Where::default();
        all.and(|at| Restricted::Unnamed.sql(listed, at));
        self.of_team(listed, &mut all)?;
        Ok(all)
    }

    fn of_team(&self, listed: &Listed, all: &mut Where) -> Result<(), Error> {
        match self.team_id {
            Some(team) if !listed.team_ids().contains(&team) => return Err(Error::field("/team_id", "not_own_team")),
            Some(team) => all.and_is("m.team_id", team),
            None => all.and_in("m.team_id", listed.team_ids()),
        }
        Ok(())
    }

    /// The open matters asked for: the view narrowed by every filter but the search.
    pub fn narrowed(&self, listed: &Listed, restricted: Restricted) -> Result<Where, Error> {
        let today = listed.today();
        let mut all = self.of_view(listed, restricted)?;
        // What is open has not been closed: said too, for the desk's index leads by it to the lane.
        all.and(|_| ("m.state = 'open' AND m.closed_at IS NULL".into(), Vec::new()));
        if let Some(lane) = self.lane {
            all.and_is("m.lane", lane.code());
        }
        if let Some(situation) = self.situation {
            all.and_is("m.situation", situation.code());
        }
        if let Some(task) = self.service_task {
            all.and_is("m.service_task", task.code());
        }
        if let Some(handler) = self.handler_id {
            all.and_is("m.handler_id", handler);
        }
        if self.unassigned == Some(true) {
            all.and(|_| ("m.handler_id IS NULL".into(), Vec::new()));
        }
        match self.due {
            Some(Due::Overdue) => all.and(|at| (format!("m.next_due_on < ${at}"), vec![today.into()])),
            Some(Due::TwoDays) => {
                all.and(|at| (format!("m.next_due_on BETWEEN ${at} AND ${}", at + 1), vec![today.into(), two_workdays(today).into()]));
            }
            Some(Due::None) => all.and(|_| ("m.next_due_on IS NULL".into(), Vec::new())),
            None => {}
        }
        Ok(all)
    }

    /// A row without a name does not answer to what it does not tell: to a search, a situation or a task.
    pub fn restricted(&self, q: &str, wanted: Restricted) -> Restricted {
        let tells = q.trim().is_empty() && self.situation.is_none() && self.service_task.is_none();
        if tells { wanted } else { Restricted::LeftOut }
    }

    pub fn limit(&self) -> usize {
        self.limit.unwrap_or(30).clamp(1, 200) as usize
    }
}

/// The second workday after today.
pub fn two_workdays(today: NaiveDate) -> NaiveDate {
    add_workdays(today, 2)
}
