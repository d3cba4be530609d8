//! A whole caseload, or some of it, handed over by the supervisor. Each matter goes in a transaction of its own with its own
//! log line; those that cannot go are reported, the others go.

use ::store::sql;
use kernel::Problem;
use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use trust::{Json, StaffSession};
use uuid::Uuid;

use super::change::{Changing, reason_of, required};
use super::hand_over::{Target, county, give};
use crate::{Error, actions};

#[derive(Debug, Deserialize, utoipa::ToSchema)]
pub struct CaseloadHandOver {
    pub from_professional_id: Uuid,
    pub to_professional_id: Uuid,
    pub reason: String,
    /// All open matters of the professional when absent.
    pub matter_ids: Option<Vec<Uuid>>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct CaseloadMoved {
    pub moved: usize,
    pub refused: Vec<NotMoved>,
}

#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct NotMoved {
    pub matter_id: Uuid,
    pub reason: String,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
}

/// Hands the matters over. A supervisor does so within their own teams.
#[utoipa::path(post, path = "/api/v1/staff/caseload/hand-over", tag = "care", extensions(("x-action" = json!("care.caseload.hand_over"))),
    request_body = CaseloadHandOver, responses((status = 200, body = CaseloadMoved), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn hand_over(session: StaffSession, Json(input): Json<CaseloadHandOver>) -> Result<Json<CaseloadMoved>, Problem> {
    let listed = session.list(&actions::CASELOAD)?;
    let reason = required("/reason", &input.reason)?;
    let county = county(listed.reader(), listed.today()).await?;
    Target::professional(&county, input.to_professional_id, Uuid::nil())?;
    let (mine, mut values) = listed.sql("m", 2);
    values.insert(0, input.from_professional_id.into());
    let mut text = format!("SELECT m.id FROM matter m WHERE m.handler_id = $1 AND m.state = 'open' AND {mine}");
    if let Some(ids) = &input.matter_ids {
        if ids.is_empty() || ids.len() > 1_000 {
            return Err(Problem::invalid_field("/matter_ids", "length"));
        }
        text.push_str(&format!(" AND m.id IN ({})", sql::params(values.len() + 1, ids.len())));
        values.extend(ids.iter().map(|id| Value::from(*id)));
    }
    text.push_str(" ORDER BY m.id");
    let found: Vec<Row> = sql::all(listed.reader(), &text, values).await.map_err(Error::from)?;
    // Only ids were read; whose matters moved stands in each matter's own log line.
    listed.shown(&[]);
    let mut moved = 0;
    let mut refused: Vec<NotMoved> = Vec::new();
    for asked in input.matter_ids.iter().flatten().filter(|id| !found.iter().any(|f| f.id == **id)) {
        refused.push(NotMoved { matter_id: *asked, reason: "not_in_caseload".into() });
    }
    for row in found {
        match one(&session, row.id, &input, &county, &reason).await {
            Ok(()) => moved += 1,
            Err(problem) => {
                refused.push(NotMoved { matter_id: row.id, reason: reason_of(&problem) });
            }
        }
    }
    Ok(Json(CaseloadMoved { moved, refused }))
}

async fn one(
    session: &StaffSession,
    id: Uuid,
    input: &CaseloadHandOver,
    county: &people::organisation::OrganisationView,
    reason: &str,
) -> Result<(), Problem> {
    let mut c = Changing::hold(session, id, &actions::CASELOAD).await?;
    match moved(&mut c, input, county, reason).await {
        Ok(()) => c.work.commit().await,
        Err(problem) => Err(c.refuse(problem)),
    }
}

async fn moved(
    c: &mut Changing,
    input: &CaseloadHandOver,
    county: &people::organisation::OrganisationView,
    reason: &str,
) -> Result<(), Problem> {
    // It may have moved since the list was read.
    if c.matter.handler_id != Some(input.from_professional_id) || !c.staff.team_ids.contains(&c.matter.team_id) {
        return Err(Problem::state_refused("not_in_caseload"));
    }
    let to = Target::professional(county, input.to_professional_id, c.matter.team_id)?;
    Ok(give(&c.work, &mut c.matter, to, reason).await?)
}
