//! The only place that writes plans.

use documents::Document;
use documents::mapping::Facts;
use sea_orm::Value;
use store::{NewEvent, sql};
use trust::Work;

use crate::matter::Matter;
use crate::{Error, thing};

/// A plan is finished: for each client the document is about it takes the place of the plan in force in the same service
/// task, which ends and is kept.
pub async fn finished(work: &Work, matter: &Matter, document: &Document, facts: &Facts) -> Result<(), Error> {
    let scope = thing::scope(matter, 21);
    let (mut plans, mut goals, mut services) = (Vec::new(), Vec::new(), Vec::new());
    for client in &document.client_ids {
        let end = "UPDATE plan SET state = 'ended', valid_to = $1, updated_at = $2, version = version + 1 \
                   WHERE client_id = $3 AND register = $4 AND service_task = $5 AND state = 'active'";
        let values: [Value; 5] =
            [work.today().into(), work.at().into(), client.0.into(), scope.register.code().into(), scope.service_task.code().into()];
        sql::exec(work, end, values).await?;
        let plan = work.new_id();
        let mut row = thing::owned(plan, *client, scope);
        row.extend([
            matter.id.into(),
            document.id.into(),
            "active".into(),
            work.today().into(),
            facts.date("review_on").into(),
            facts.text("client_view").map(str::to_owned).into(),
            work.actor_id().into(),
            1i32.into(),
            work.at().into(),
            work.at().into(),
        ]);
        plans.push(row);
        for (position, goal) in (0i32..).zip(facts.list("goals")) {
            let mut row = thing::owned(work.new_id(), *client, scope);
            row.extend([
                plan.into(),
                position.into(),
                goal.text("words").unwrap_or_default().into(),
                goal.text("measure").map(str::to_owned).into(),
                goal.date("target_on").into(),
                "in_progress".into(),
            ]);
            goals.push(row);
        }
        for (position, service) in (0i32..).zip(facts.list("services")) {
            let mut row = thing::owned(work.new_id(), *client, scope);
            row.extend([
                plan.into(),
                position.into(),
                service.code("service").unwrap_or("other").into(),
                service.text("provider").map(str::to_owned).into(),
                service.text("who").or_else(|| service.text("responsible")).map(str::to_owned).into(),
                service.text("how_often").map(str::to_owned).into(),
                service.date("from").into(),
                service.date("until").into(),
                "planned".into(),
            ]);
            services.push(row);
        }
    }
    let plan =
        ["matter_id", "document_id", "state", "valid_from", "review_on", "own_words", "author_id", "version", "created_at", "updated_at"];
    thing::insert(work, "plan", &plan, plans).await?;
    let goal = ["plan_id", "position", "words", "measure", "target_on", "status"];
    thing::insert(work, "plan_goal", &goal, goals).await?;
    let service = ["plan_id", "position", "service", "provider", "who", "how_often", "from_on", "until_on", "status"];
    thing::insert(work, "plan_service", &service, services).await?;
    let event = NewEvent::new("care.plan.finished", "document", document.id).team(matter.team_id);
    let event = document.client_ids.iter().take(1).fold(event, |e, c| e.client(c.0));
    work.emit(event.data(serde_json::json!({ "matter_id": matter.id, "handler_id": matter.handler_id }))).await?;
    Ok(())
}
