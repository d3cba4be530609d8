//! What comes of a routine act, and the end of a plan.

use store::NewEvent;
use store::sea_orm::Value;
use store::sql;
use trust::{Opened, Work};
use uuid::Uuid;

use crate::Error;
use crate::model::{TemplateActState, TemplateEnd, TemplateSettling};
use crate::row::{self, ACT, ActRow, Settled, USE, UseRow};

const LEAST: usize = 3;
const MOST: usize = 1_000;

/// A plan of the opened client, where one may write.
async fn plan_of(work: &Work, opened: &Opened, id: Uuid) -> Result<UseRow, Error> {
    let (clients, mut values) = opened.clients_sql("u", 2);
    values.insert(0, Value::from(id));
    let text = format!("{USE} WHERE u.id = $1 AND {clients} AND {}", opened.scopes().sql("u"));
    sql::one(work, &text, values).await?.ok_or(Error::NotFound)
}

/// Settles an act, or opens it again.
///
/// # Errors
/// Field errors; `template_plan_over` when the plan has ended; a conflict of versions.
pub(crate) async fn settle(work: &mut Work, opened: &Opened, (id, seen): (Uuid, i32), new: &TemplateSettling) -> Result<(), Error> {
    let (clients, mut values) = opened.clients_sql("a", 2);
    values.insert(0, Value::from(id));
    let text = format!("{ACT} WHERE a.id = $1 AND {clients} AND {}", opened.scopes().sql("a"));
    let act: ActRow = sql::one(work, &text, values).await?.ok_or(Error::NotFound)?;
    let plan = plan_of(work, opened, act.use_id).await?;
    if plan.state != "open" {
        return Err(Error::State("template_plan_over"));
    }
    let done_on = match new.state {
        TemplateActState::Done => {
            let on = new.done_on.unwrap_or(work.today());
            if on > work.today() {
                return Err(Error::field("/done_on", "in_future"));
            }
            Some(on)
        }
        _ => None,
    };
    let reason = new.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    let needed = matches!(new.state, TemplateActState::Missed | TemplateActState::Left);
    match reason.map(|reason| reason.chars().count()) {
        None if needed => return Err(Error::field("/reason", "required")),
        Some(n) if n < LEAST => return Err(Error::field("/reason", "too_short")),
        Some(n) if n > MOST => return Err(Error::field("/reason", "too_long")),
        _ => {}
    }
    let open = new.state == TemplateActState::Open;
    // What a request or a measurement did stays done by it unless it is said otherwise.
    let to = Settled { state: new.state, done_on, by: (!open).then_some(opened.staff().id), reason, found: None };
    if !row::settle(work, id, seen, &to).await? {
        return Err(Error::Problem(kernel::Problem::version_conflict(serde_json::json!({ "version": act.version }))));
    }
    work.object("plan_template_act", id);
    let data = serde_json::json!({ "act": act.act, "state": new.state, "plan_id": plan.plan_id });
    work.emit(NewEvent::new("templates.act.settled", "plan_template_act", id).client(act.client_id).team(plan.team_id).data(data)).await?;
    Ok(())
}

/// Ends a plan: it was gone through, or given up.
///
/// # Errors
/// `template_plan_over` when it has ended; a conflict of versions.
pub(crate) async fn end(work: &mut Work, opened: &Opened, (id, seen): (Uuid, i32), how: TemplateEnd) -> Result<(), Error> {
    if how == TemplateEnd::Replaced {
        return Err(Error::field("/how", "not_in_list"));
    }
    let plan = plan_of(work, opened, id).await?;
    if plan.state != "open" {
        return Err(Error::State("template_plan_over"));
    }
    if !row::end(work, id, seen, how).await? {
        return Err(Error::Problem(kernel::Problem::version_conflict(serde_json::json!({ "version": plan.version }))));
    }
    care::plan::store::end(work, plan.plan_id).await?;
    work.object("plan", plan.plan_id);
    let data = serde_json::json!({ "template": plan.template, "version": plan.template_version, "how": how });
    work.emit(NewEvent::new("templates.plan.ended", "plan", plan.plan_id).client(plan.client_id).team(plan.team_id).data(data)).await?;
    Ok(())
}
