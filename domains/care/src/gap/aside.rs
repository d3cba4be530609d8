//! Set a finding aside, with a reason: it is no gap after all, or cannot be mended any more.

use axum::extract::State;
use axum::http::StatusCode;
use kernel::{ClientId, Problem, Register, Scope, ServiceTask};
use rules::GapKind;
use store::NewEvent;
use trust::{Answer, IdemJson, StaffSession};

use super::list::{of_mine, present};
use super::model::SetAside;
use crate::matter::store::unknown;
use crate::{Care, Error, actions, thing};

/// Sets one of one's own findings aside.
#[utoipa::path(post, path = "/api/v1/staff/gaps/aside", tag = "care", extensions(("x-action" = json!("care.gap.set_aside"))),
    request_body = SetAside, responses((status = 201, description = "Set aside"), (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn set_aside(session: StaffSession, State(care): State<Care>, body: IdemJson<SetAside>) -> Result<Answer, Problem> {
    // Only what waits for the asker is set aside by them: the finder itself says whether it does, and by which tie it opens.
    let listed = session.list(&actions::GAP_ASIDE_LOOK)?;
    if let Some(answer) = body.replay(session.subject()).await? {
        listed.shown(&[]);
        return Ok(answer);
    }
    let input = &body.value;
    let reason = thing::text("/reason", &input.reason)?;
    if reason.chars().count() > 2_000 {
        return Err(Problem::invalid_field("/reason", "too_long"));
    }
    let set = care.rules.gaps.on(listed.today());
    let rule = set.body.rule(input.kind).ok_or_else(Problem::not_found)?;
    let present = present(&listed).await?;
    let (_, found) = of_mine(&listed, rule, &present, Some(input.object_id)).await?;
    let row = found.into_iter().next();
    listed.shown(&row.iter().map(|r| ClientId(r.client_id)).collect::<Vec<_>>());
    let row = row.ok_or_else(Problem::not_found)?;
    let (kind, id) = match (row.matter_id, row.customership_id) {
        (Some(matter), _) => ("matter", matter),
        (None, Some(customership)) => ("customership", customership),
        // A visit agreed outside any matter.
        (None, None) if input.kind == GapKind::VisitWithoutEntry => ("appointment", row.object_id),
        (None, None) => return Err(Problem::not_found()),
    };
    let change = session.change_object(kind, id, &actions::GAP_ASIDE).await?;
    let work = change.begin().await?;
    let scope = Scope {
        controller: session.gate().controller(),
        register: Register::Social,
        service_task: ServiceTask::parse(&row.service_task).ok_or_else(|| Error::Db(unknown("a gap's service_task")))?,
        catalogue_row: 18,
    };
    let aside = work.new_id();
    let mut values = thing::owned(aside, ClientId(row.client_id), scope);
    values.extend([
        input.kind.code().into(),
        row.object_id.into(),
        set.version.clone().into(),
        reason.into(),
        session.subject().into(),
        work.at().into(),
    ]);
    let columns = ["kind", "object_id", "rule_version", "reason", "set_by", "set_at"];
    thing::insert(&work, "gap_aside", &columns, vec![values]).await.map_err(Error::from)?;
    let event = NewEvent::new("care.gap.set_aside", "gap_aside", aside)
        .client(row.client_id)
        .data(serde_json::json!({ "matter_id": row.matter_id, "handler_id": session.subject(), "kind": input.kind }));
    work.emit(event).await.map_err(Error::from)?;
    let answer = serde_json::json!({ "id": aside });
    work.remember(&body, 201, &answer).await?;
    work.commit().await?;
    Answer::with(StatusCode::CREATED, &answer)
}
