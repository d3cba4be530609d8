//! The only place that writes plans.

use chrono::NaiveDate;
use documents::Document;
use documents::mapping::Facts;
use kernel::{ClientId, Scope};
use sea_orm::{DbErr, Value};
use store::{NewEvent, sql};
use trust::Work;
use uuid::Uuid;

use crate::matter::Matter;
use crate::{Error, thing};

/// A plan of one client that comes into force today.
#[derive(Clone, Debug)]
pub struct NewPlan {
    pub client: ClientId,
    pub scope: Scope,
    pub matter_id: Option<Uuid>,
    pub document_id: Option<Uuid>,
    pub title: Option<String>,
    /// The template it begins with: it stands beside the plan of the document.
    pub template: Option<String>,
    pub review_on: Option<NaiveDate>,
    pub own_words: Option<String>,
    pub goals: Vec<NewPlanGoal>,
    pub services: Vec<NewPlanService>,
}

#[derive(Clone, Debug, Default)]
pub struct NewPlanGoal {
    pub words: String,
    pub measure: Option<String>,
    pub target_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, Default)]
pub struct NewPlanService {
    pub service: String,
    pub provider: Option<String>,
    pub who: Option<String>,
    pub how_often: Option<String>,
    pub from_on: Option<NaiveDate>,
    pub until_on: Option<NaiveDate>,
}

/// A plan is finished: for each client the document is about it takes the place of the plan in force in the same service
/// task, which ends and is kept.
pub async fn finished(work: &Work, matter: &Matter, document: &Document, facts: &Facts) -> Result<(), Error> {
    let goals: Vec<NewPlanGoal> = facts
        .list("goals")
        .iter()
        .map(|goal| NewPlanGoal {
            words: goal.text("words").unwrap_or_default().to_owned(),
            measure: goal.text("measure").map(str::to_owned),
            target_on: goal.date("target_on"),
        })
        .collect();
    let services: Vec<NewPlanService> = facts
        .list("services")
        .iter()
        .map(|service| NewPlanService {
            service: service.code("service").unwrap_or("other").to_owned(),
            provider: service.text("provider").map(str::to_owned),
            who: service.text("who").or_else(|| service.text("responsible")).map(str::to_owned),
            how_often: service.text("how_often").map(str::to_owned),
            from_on: service.date("from"),
            until_on: service.date("until"),
        })
        .collect();
    let plans: Vec<NewPlan> = document
        .client_ids
        .iter()
        .map(|client| NewPlan {
            client: *client,
            scope: thing::scope(matter, 21),
            matter_id: Some(matter.id),
            document_id: Some(document.id),
            title: None,
            template: None,
            review_on: facts.date("review_on"),
            own_words: facts.text("client_view").map(str::to_owned),
            goals: goals.clone(),
            services: services.clone(),
        })
        .collect();
    write(work, plans).await?;
    let event = NewEvent::new("care.plan.finished", "document", document.id).team(matter.team_id);
    let event = document.client_ids.iter().take(1).fold(event, |e, c| e.client(c.0));
    work.emit(event.data(serde_json::json!({ "matter_id": matter.id, "handler_id": matter.handler_id }))).await?;
    Ok(())
}

/// Brings a plan into force in the place of the one of its own sort: of the same task, and of the same template or of a document too.
///
/// # Errors
/// When the database does not answer.
pub async fn make(work: &Work, plan: NewPlan) -> Result<Uuid, DbErr> {
    let (client, data) = (plan.client, serde_json::json!({ "matter_id": plan.matter_id, "template": plan.template }));
    let id = write(work, vec![plan]).await?.first().copied().ok_or_else(|| DbErr::Custom("no plan was made".into()))?;
    work.emit(NewEvent::new("care.plan.made", "plan", id).client(client.0).data(data)).await?;
    Ok(id)
}

/// Ends a plan in force; whether it was in force.
///
/// # Errors
/// When the database does not answer.
pub async fn end(work: &Work, plan: Uuid) -> Result<bool, DbErr> {
    let text = "UPDATE plan SET state = 'ended', valid_to = $1, updated_at = $2, version = version + 1 WHERE id = $3 AND state = 'active'";
    Ok(sql::exec(work, text, [work.today().into(), work.at().into(), plan.into()]).await?.rows_affected() == 1)
}

async fn write(work: &Work, new: Vec<NewPlan>) -> Result<Vec<Uuid>, DbErr> {
    let (mut ids, mut plans, mut goals, mut services) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for one in new {
        let NewPlan { client, scope, .. } = one;
        let end = "UPDATE plan SET state = 'ended', valid_to = $1, updated_at = $2, version = version + 1 \
                   WHERE client_id = $3 AND register = $4 AND service_task = $5 AND state = 'active' AND COALESCE(template, '') = $6";
        let values: [Value; 6] = [
            work.today().into(),
            work.at().into(),
            client.0.into(),
            scope.register.code().into(),
            scope.service_task.code().into(),
            one.template.clone().unwrap_or_default().into(),
        ];
        sql::exec(work, end, values).await?;
        let plan = work.new_id();
        ids.push(plan);
        let mut row = thing::owned(plan, client, scope);
        row.extend([
            one.matter_id.into(),
            one.document_id.into(),
            "active".into(),
            one.title.into(),
            one.template.into(),
            work.today().into(),
            one.review_on.into(),
            one.own_words.into(),
            work.actor_id().into(),
            1i32.into(),
            work.at().into(),
            work.at().into(),
        ]);
        plans.push(row);
        for (position, goal) in (0i32..).zip(one.goals) {
            let mut row = thing::owned(work.new_id(), client, scope);
            row.extend([plan.into(), position.into(), goal.words.into(), goal.measure.into(), goal.target_on.into(), "in_progress".into()]);
            goals.push(row);
        }
        for (position, service) in (0i32..).zip(one.services) {
            let mut row = thing::owned(work.new_id(), client, scope);
            row.extend([
                plan.into(),
                position.into(),
                service.service.into(),
                service.provider.into(),
                service.who.into(),
                service.how_often.into(),
                service.from_on.into(),
                service.until_on.into(),
                "planned".into(),
            ]);
            services.push(row);
        }
    }
    let plan = [
        "matter_id",
        "document_id",
        "state",
        "title",
        "template",
        "valid_from",
        "review_on",
        "own_words",
        "author_id",
        "version",
        "created_at",
        "updated_at",
    ];
    thing::insert(work, "plan", &plan, plans).await?;
    let goal = ["plan_id", "position", "words", "measure", "target_on", "status"];
    thing::insert(work, "plan_goal", &goal, goals).await?;
    let service = ["plan_id", "position", "service", "provider", "who", "how_often", "from_on", "until_on", "status"];
    thing::insert(work, "plan_service", &service, services).await?;
    Ok(ids)
}
