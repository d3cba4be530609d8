//! Plans of templates and their acts: the only place that writes them.

use chrono::NaiveDate;
use kernel::{CatalogueRow, ClientId, Register, Scope, ServiceTask};
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::sql;
use trust::Work;
use uuid::Uuid;

use crate::model::{TemplateActState, TemplateEnd};

/// A plan of a template as it is kept.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct UseRow {
    pub id: Uuid,
    pub client_id: Uuid,
    pub service_task: String,
    pub plan_id: Uuid,
    pub template: String,
    pub template_version: i32,
    pub rules_version: String,
    pub variant: Option<String>,
    pub anchor: String,
    pub anchor_on: NaiveDate,
    pub team_id: Uuid,
    pub handler_id: Option<Uuid>,
    pub state: String,
    pub started_on: NaiveDate,
    pub ended_on: Option<NaiveDate>,
    pub end_reason: Option<String>,
    pub version: i32,
}

pub(crate) const USE: &str = "SELECT u.id, u.client_id, u.service_task, u.plan_id, u.template, u.template_version, \
     u.rules_version, u.variant, u.anchor, u.anchor_on, u.team_id, u.handler_id, u.state, u.started_on, u.ended_on, u.end_reason, u.version \
     FROM plan_template_use u";

/// An act as it is kept.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct ActRow {
    pub id: Uuid,
    pub client_id: Uuid,
    pub use_id: Uuid,
    pub act: String,
    pub name: String,
    pub kind: String,
    pub whose: String,
    pub due_on: NaiveDate,
    pub state: String,
    pub done_on: Option<NaiveDate>,
    pub by_id: Option<Uuid>,
    pub reason: Option<String>,
    pub found_item: Option<String>,
    pub found_id: Option<Uuid>,
    pub version: i32,
}

pub(crate) const ACT: &str = "SELECT a.id, a.client_id, a.use_id, a.act, a.name, a.kind, a.whose, a.due_on, a.state, a.done_on, a.by_id, \
     a.reason, a.found_item, a.found_id, a.version FROM plan_template_act a";

/// The plan of a template that is in force for a client in a task.
pub(crate) async fn in_force(
    conn: &impl ConnectionTrait,
    client: ClientId,
    task: ServiceTask,
    register: Register,
    template: &str,
) -> Result<Option<UseRow>, DbErr> {
    let text = format!(
        "{USE} WHERE u.client_id = $1 AND u.service_task = $2 AND u.register = $3 AND u.template = $4 AND u.state = 'open' \
         ORDER BY u.started_on DESC, u.id LIMIT 1"
    );
    sql::one(conn, &text, [client.0.into(), task.code().into(), register.code().into(), template.into()]).await
}

/// The acts of plans that the caller's proof has reached, in the order of their days.
pub(crate) async fn acts_of(conn: &impl ConnectionTrait, uses: &[Uuid]) -> Result<Vec<ActRow>, DbErr> {
    if uses.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!("{ACT} WHERE a.use_id IN ({}) ORDER BY a.due_on, a.act, a.nth", sql::params(1, uses.len()));
    sql::all(conn, &text, uses.iter().map(|id| Value::from(*id))).await
}

/// Whose a row is and where it belongs.
fn owned(id: Uuid, client: ClientId, scope: Scope) -> Vec<Value> {
    let row: CatalogueRow = scope.catalogue_row;
    vec![id.into(), client.0.into(), scope.controller.into(), scope.register.code().into(), scope.service_task.code().into(), row.into()]
}

const OWNED: [&str; 6] = ["id", "client_id", "controller", "register", "service_task", "catalogue_row"];

/// A plan of a template to be written.
pub(crate) struct NewUse<'a> {
    pub client: ClientId,
    pub scope: Scope,
    pub plan_id: Uuid,
    pub template: &'a str,
    pub template_version: i32,
    pub rules_version: &'a str,
    pub variant: Option<&'a str>,
    pub anchor: &'a str,
    pub anchor_on: NaiveDate,
    pub team_id: Uuid,
    pub handler_id: Uuid,
    pub matter_id: Option<Uuid>,
    pub agreed: bool,
}

pub(crate) async fn insert_use(work: &Work, new: &NewUse<'_>) -> Result<Uuid, DbErr> {
    let id = work.new_id();
    let mut row = owned(id, new.client, new.scope);
    row.extend([
        new.plan_id.into(),
        new.template.into(),
        new.template_version.into(),
        new.rules_version.into(),
        new.variant.into(),
        new.anchor.into(),
        new.anchor_on.into(),
        new.team_id.into(),
        new.handler_id.into(),
        new.matter_id.into(),
        new.agreed.into(),
        "open".into(),
        work.today().into(),
        1i32.into(),
        work.at().into(),
        work.at().into(),
    ]);
    let more = [
        "plan_id",
        "template",
        "template_version",
        "rules_version",
        "variant",
        "anchor",
        "anchor_on",
        "team_id",
        "handler_id",
        "matter_id",
        "agreed",
        "state",
        "started_on",
        "version",
        "created_at",
        "updated_at",
    ];
    let columns: Vec<&str> = OWNED.into_iter().chain(more).collect();
    sql::insert_many(work, "plan_template_use", &columns, vec![row]).await?;
    Ok(id)
}

/// An act to be written.
pub(crate) struct NewAct<'a> {
    pub act: &'a str,
    pub name: &'a str,
    pub nth: i32,
    pub kind: &'a str,
    pub code: Option<&'a str>,
    pub to_team: Option<&'a str>,
    pub whose: &'a str,
    pub due_on: NaiveDate,
    /// Done by this day it is in time.
    pub kept_until: NaiveDate,
}

pub(crate) async fn insert_acts(work: &Work, of: (&NewUse<'_>, Uuid), acts: &[NewAct<'_>]) -> Result<(), DbErr> {
    let (new, use_id) = of;
    let rows = acts.iter().map(|act| {
        let mut row = owned(work.new_id(), new.client, new.scope);
        row.extend([
            use_id.into(),
            new.plan_id.into(),
            act.act.into(),
            act.name.into(),
            act.nth.into(),
            act.kind.into(),
            act.code.into(),
            act.to_team.into(),
            act.whose.into(),
            act.due_on.into(),
            act.kept_until.into(),
            TemplateActState::Open.code().into(),
            new.team_id.into(),
            // An act of the team is nobody's own.
            (act.whose == rules::TemplateWhose::Responsible.code()).then_some(new.handler_id).into(),
            1i32.into(),
            work.at().into(),
            work.at().into(),
        ]);
        row
    });
    let more = [
        "use_id",
        "plan_id",
        "act",
        "name",
        "nth",
        "kind",
        "code",
        "to_team",
        "whose",
        "due_on",
        "kept_until",
        "state",
        "team_id",
        "handler_id",
        "version",
        "created_at",
        "updated_at",
    ];
    let columns: Vec<&str> = OWNED.into_iter().chain(more).collect();
    sql::insert_many(work, "plan_template_act", &columns, rows.collect()).await
}

/// Ends a plan of a template, when nothing has happened since it was seen. Whether it was so.
pub(crate) async fn end(work: &Work, id: Uuid, seen: i32, how: TemplateEnd) -> Result<bool, DbErr> {
    let text = "UPDATE plan_template_use SET state = 'ended', ended_on = $1, end_reason = $2, version = version + 1, updated_at = $3 \
                WHERE id = $4 AND version = $5 AND state = 'open'";
    let values: [Value; 5] = [work.today().into(), how.code().into(), work.at().into(), id.into(), seen.into()];
    Ok(sql::exec(work, text, values).await?.rows_affected() == 1)
}

/// What an act becomes.
pub(crate) struct Settled<'a> {
    pub state: TemplateActState,
    pub done_on: Option<NaiveDate>,
    pub by: Option<Uuid>,
    pub reason: Option<&'a str>,
    pub found: Option<(&'a str, Uuid)>,
}

/// Settles an act, when nothing has happened since it was seen. Whether it was so.
pub(crate) async fn settle(work: &Work, id: Uuid, seen: i32, to: &Settled<'_>) -> Result<bool, DbErr> {
    let text = "UPDATE plan_template_act SET state = $1, done_on = $2, by_id = $3, reason = $4, found_item = $5, found_id = $6, \
                version = version + 1, updated_at = $7 WHERE id = $8 AND version = $9";
    let values: [Value; 9] = [
        to.state.code().into(),
        to.done_on.into(),
        to.by.into(),
        to.reason.into(),
        to.found.map(|(item, _)| item).into(),
        to.found.map(|(_, id)| id).into(),
        work.at().into(),
        id.into(),
        seen.into(),
    ];
    Ok(sql::exec(work, text, values).await?.rows_affected() == 1)
}
