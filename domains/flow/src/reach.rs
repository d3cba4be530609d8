//! Whose numbers: one's own teams', or the county's. What of the stays is counted is said here once, for maps and queues alike.

use kernel::ServiceTask;
use people::organisation::{teams_by_id, teams_on};
use serde::{Deserialize, Serialize};
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::Listed;
use uuid::Uuid;

use crate::Error;

/// Whose matters, and of which service task.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(crate) struct Asked {
    pub team: Option<Uuid>,
    pub task: Option<ServiceTask>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub(crate) struct FlowTeam {
    pub id: Uuid,
    pub name: String,
}

/// A condition over `s` with its values, bound from `$first`.
pub(crate) type Reach = (String, Vec<Value>);

/// The stays of one's own teams, in the registers and tasks of one's own profession.
///
/// # Errors
/// When the team is not the viewer's.
pub(crate) fn of_teams(listed: &Listed, asked: Asked, first: usize) -> Result<Reach, Error> {
    let teams = match asked.team {
        None => listed.team_ids().to_vec(),
        Some(team) if listed.team_ids().contains(&team) => vec![team],
        Some(_) => return Err(Error::field("team_id", "not_own_team")),
    };
    if teams.is_empty() {
        return Ok(("1 = 0".into(), Vec::new()));
    }
    let mut text = format!("{} AND s.stay_team_id IN ({})", listed.scopes().sql("s"), sql::params(first, teams.len()));
    let mut values: Vec<Value> = teams.into_iter().map(Value::from).collect();
    of_task(asked.task, &mut text, &mut values, first);
    Ok((text, values))
}

/// The stays of the county, or of a team of it.
pub(crate) fn of_county(asked: Asked, first: usize) -> Reach {
    let (mut text, mut values) = ("1 = 1".to_owned(), Vec::new());
    if let Some(team) = asked.team {
        text.push_str(&format!(" AND s.stay_team_id = ${first}"));
        values.push(team.into());
    }
    of_task(asked.task, &mut text, &mut values, first);
    (text, values)
}

fn of_task(task: Option<ServiceTask>, text: &mut String, values: &mut Vec<Value>, first: usize) {
    if let Some(task) = task {
        text.push_str(&format!(" AND s.service_task = ${}", first + values.len()));
        values.push(task.code().into());
    }
}

/// The viewer's teams by name.
pub(crate) async fn own_teams(listed: &Listed) -> Result<Vec<FlowTeam>, DbErr> {
    let found = teams_by_id(listed.reader(), listed.team_ids()).await?;
    Ok(by_name(found.into_values().map(|team| FlowTeam { id: team.id, name: team.name })))
}

/// The county's teams by name.
pub(crate) async fn all_teams(conn: &impl ConnectionTrait, today: chrono::NaiveDate) -> Result<Vec<FlowTeam>, DbErr> {
    let found = teams_on(conn, today).await?;
    Ok(by_name(found.into_values().map(|team| FlowTeam { id: team.id, name: team.name })))
}

fn by_name(teams: impl Iterator<Item = FlowTeam>) -> Vec<FlowTeam> {
    let mut teams: Vec<FlowTeam> = teams.collect();
    teams.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
    teams
}

/// Which numbers are not told: the few, and when that is only one, the next smallest too, lest it be counted out of the sum.
pub(crate) fn left_out(numbers: &[i64], least: Option<i64>) -> Vec<bool> {
    let Some(least) = least else { return vec![false; numbers.len()] };
    let mut out: Vec<bool> = numbers.iter().map(|n| *n > 0 && *n < least).collect();
    if out.iter().filter(|one| **one).count() == 1 {
        let next = numbers.iter().enumerate().filter(|(at, n)| **n > 0 && out.get(*at) == Some(&false)).min_by_key(|(_, n)| **n);
        if let Some(place) = next.and_then(|(at, _)| out.get_mut(at)) {
            *place = true;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_are_not_told_and_never_one_alone() {
        assert_eq!(left_out(&[40, 3, 12], None), [false, false, false]);
        assert_eq!(left_out(&[40, 3, 12], Some(5)), [false, true, true]);
        assert_eq!(left_out(&[40, 3, 2, 0], Some(5)), [false, true, true, false]);
        assert_eq!(left_out(&[9, 12], Some(5)), [false, false]);
        assert_eq!(left_out(&[2], Some(5)), [true]);
    }
}
