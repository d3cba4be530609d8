//! The client's own whole plan: the same in plain words, and the talks they have been told of, in which they speak and agree themselves.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use kernel::{ClientId, Problem};
use store::sea_orm::DbErr;
use trust::{ClientSession, Json, Own, OwnChange};
use uuid::Uuid;

use crate::fit::{Found, check};
use crate::model::{NewPlanWords, OwnPlanFinding, OwnWholePlan, PlanVoice};
use crate::names::Names;
use crate::part::PlanPartKind;
use crate::row::{self, FindingRow};
use crate::whole::Seen;
use crate::{Error, Planning, actions, part, talk as of_talk};

/// Those the client has been told of, without what is hidden from whoever acts for them.
async fn told(own: &Own) -> Result<Vec<FindingRow>, DbErr> {
    let (clients, values) = own.clients_sql("f", 1);
    let shown = own.shown_sql("f", None);
    let rows = row::told(own.reader(), (format!("{clients}{shown}"), values)).await?;
    Ok(rows.into_iter().filter(|row| shows(own, row)).collect())
}

fn shows(own: &Own, row: &FindingRow) -> bool {
    row.places().is_some_and(|places| places.into_iter().all(|place| own.hidden().shows(place.register, None)))
}

/// One's own whole plan.
#[utoipa::path(get, path = "/api/v1/client/whole-plan", tag = "own", operation_id = "own_whole_plan",
    responses((status = 200, body = OwnWholePlan), (status = 401, body = Problem)), extensions(("x-action" = json!("planning.own.look"))))]
pub(crate) async fn look(session: ClientSession, State(room): State<Planning>) -> Result<Json<OwnWholePlan>, Problem> {
    let own = session.open(&actions::OWN).await?;
    Ok(Json(whole(&room, &own).await.map_err(Error::from)?))
}

async fn whole(room: &Planning, own: &Own) -> Result<OwnWholePlan, DbErr> {
    let rules = room.rules.now();
    let set = rules.fit.on(own.today());
    let parts = part::of_own(own, &room.sources).await?;
    let rows = told(own).await?;
    let talks = row::talks(own.reader(), &rows).await?;
    let names = Names::of(own.reader(), &rules, own.today(), &parts, &talks).await?;
    let found = check(&set.body, own.at(), &parts);
    let viewer = own.client().0;
    let seen = Seen { rules: &rules, fit: &set.body, names: &names, parts: &parts, rows: &rows, talks: &talks, viewer };
    let keys: Vec<String> = found.iter().map(Found::key).collect();
    let findings = rows.iter().filter_map(|row| {
        let version = rules.fit.version(&row.rules_version).map_or(&set.body, |set| &set.body);
        let rule = version.rule(&row.rule)?;
        let words = rule.own.clone()?;
        Some(OwnPlanFinding { name: rule.name.clone(), words, passed: !keys.contains(&row.finding_key), talk: seen.talk(row) })
    });
    Ok(OwnWholePlan {
        findings: findings.collect(),
        goals: seen.goals(&found),
        own_goals: seen.own_goals(),
        plans: seen.plans(None),
        tasks: seen.loose(PlanPartKind::Task),
        times: seen.loose(PlanPartKind::Time),
    })
}

/// One of those the client has been told of.
async fn held(change: &OwnChange, finding: Uuid) -> Result<FindingRow, Error> {
    let own = change.own();
    let (clients, values) = own.clients_sql("f", 2);
    let whose = format!("{clients} AND f.told_client{}", own.shown_sql("f", None));
    let row = row::one(own.reader(), finding, (whose, values)).await?;
    row.filter(|row| shows(own, row)).ok_or(Error::NotFound)
}

fn speaker(client: ClientId) -> of_talk::Speaker {
    (PlanVoice::Client, client.0)
}

/// Says one's own word in a talk.
#[utoipa::path(post, path = "/api/v1/client/plan-findings/{finding}/talk", tag = "own", operation_id = "own_talk_of_plan_finding",
    params(("finding" = Uuid, Path)), request_body = NewPlanWords,
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)),
    extensions(("x-action" = json!("planning.own.talk"))))]
pub(crate) async fn talk(session: ClientSession, Path(finding): Path<Uuid>, Json(new): Json<NewPlanWords>) -> Result<StatusCode, Problem> {
    let change = session.change(&actions::OWN_TALK).await?;
    let row = held(&change, finding).await?;
    let mut work = change.begin().await?;
    of_talk::say(&mut work, &row, speaker(change.own().client()), &new.words).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Agrees to what was said.
#[utoipa::path(post, path = "/api/v1/client/plan-findings/{finding}/agree", tag = "own", operation_id = "own_agree_of_plan_finding",
    params(("finding" = Uuid, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)),
    extensions(("x-action" = json!("planning.own.agree"))))]
pub(crate) async fn agree(session: ClientSession, Path(finding): Path<Uuid>) -> Result<StatusCode, Problem> {
    let change = session.change(&actions::OWN_AGREE).await?;
    let row = held(&change, finding).await?;
    let mut work = change.begin().await?;
    of_talk::agree(&mut work, &row, speaker(change.own().client())).await?;
    work.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
