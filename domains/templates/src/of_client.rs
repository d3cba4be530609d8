//! A client's plans of templates with their acts, as far as the viewer's rights reach.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use kernel::{ServiceTask, Text};
use people::PersonRef;
use people::organisation::{people_by_id, teams_by_id};
use rules::{Rules, TemplateActKind, TemplateAnchor, TemplateWhose};
use store::sea_orm::DbErr;
use store::sql;
use trust::Opened;
use uuid::Uuid;

use crate::Templates;
use crate::facts::Known;
use crate::model::{TemplateActSeen, TemplateActState, TemplateEnd, TemplatePlan, TemplatePlanState};
use crate::preview::remembered;
use crate::row::{ActRow, USE, UseRow, acts_of};

/// The most of one client.
const MOST: usize = 50;

/// One's plans in force first, then the newest.
pub(crate) async fn of_client(room: &Templates, opened: &Opened) -> Result<Vec<TemplatePlan>, DbErr> {
    let rules = room.rules.now();
    let today = opened.today();
    let (clients, values) = opened.clients_sql("u", 1);
    let text = format!(
        "{USE} WHERE {clients} AND {} ORDER BY CASE WHEN u.state = 'open' THEN 0 ELSE 1 END, u.started_on DESC, u.id DESC LIMIT {MOST}",
        opened.scopes().sql("u")
    );
    let plans: Vec<UseRow> = sql::all(opened.reader(), &text, values).await?;
    let ids: Vec<Uuid> = plans.iter().map(|plan| plan.id).collect();
    let acts = acts_of(opened.reader(), &ids).await?;
    let people: Vec<Uuid> = plans.iter().filter_map(|plan| plan.handler_id).chain(acts.iter().filter_map(|act| act.by_id)).collect();
    let people = people_by_id(opened.reader(), &people).await?;
    let teams: Vec<Uuid> = plans.iter().map(|plan| plan.team_id).collect();
    let teams = teams_by_id(opened.reader(), &teams).await?;
    let known = if plans.is_empty() { None } else { Some(Known::of(opened).await?) };
    let soon = soon(&rules, today);
    let told = plans.into_iter().map(|plan| {
        let template = remembered(&rules, &plan.rules_version, &plan.template);
        let now = rules.templates.on(today).body.template(&plan.template);
        let team = teams.get(&plan.team_id);
        // The organiser's reminders are today's, whatever the plan was made of.
        let municipality = known.as_ref().and_then(Known::municipality);
        let reminders = now.filter(|_| plan.state == "open").map(|now| {
            let told = now.remarks_for(municipality, team.map_or("", |team| &team.key)).filter(|remark| remark.reminder);
            told.map(|remark| remark.words.clone()).collect()
        });
        TemplatePlan {
            id: plan.id,
            plan_id: plan.plan_id,
            older: now.is_none_or(|now| i32::try_from(now.version) != Ok(plan.template_version)),
            name: template.or(now).map_or_else(|| Text::fi(&plan.template), |one| one.name.clone()),
            variant: plan.variant.as_ref().and_then(|code| {
                template.and_then(|one| one.variants.iter().find(|variant| variant.code == *code)).map(|variant| variant.name.clone())
            }),
            template_version: plan.template_version,
            anchor: TemplateAnchor::parse(&plan.anchor).unwrap_or(TemplateAnchor::PlanStart),
            anchor_on: plan.anchor_on,
            service_task: ServiceTask::parse(&plan.service_task).unwrap_or(ServiceTask::OlderPeople),
            team: team.map(|team| team.name.clone()),
            responsible: plan.handler_id.and_then(|id| people.get(&id).cloned()),
            state: TemplatePlanState::parse(&plan.state).unwrap_or(TemplatePlanState::Open),
            started_on: plan.started_on,
            ended_on: plan.ended_on,
            end_reason: plan.end_reason.as_deref().and_then(TemplateEnd::parse),
            reminders: reminders.unwrap_or_default(),
            acts: acts
                .iter()
                .filter(|act| act.use_id == plan.id)
                .map(|act| seen(act, &people, today, soon, plan.state == "open"))
                .collect(),
            template: plan.template,
            version: plan.version,
        }
    });
    Ok(told.collect())
}

/// The day until which an act is near.
pub(crate) fn soon(rules: &Rules, today: NaiveDate) -> NaiveDate {
    let days = u64::from(rules.templates.on(today).body.soon_days);
    today.checked_add_days(Days::new(days)).unwrap_or(today)
}

/// An act as it is shown.
pub(crate) fn seen(act: &ActRow, people: &HashMap<Uuid, PersonRef>, today: NaiveDate, soon: NaiveDate, goes_on: bool) -> TemplateActSeen {
    let state = TemplateActState::parse(&act.state).unwrap_or(TemplateActState::Open);
    let waits = goes_on && state == TemplateActState::Open;
    TemplateActSeen {
        id: act.id,
        act: act.act.clone(),
        name: act.name.clone(),
        kind: TemplateActKind::parse(&act.kind).unwrap_or(TemplateActKind::Contact),
        whose: TemplateWhose::parse(&act.whose).unwrap_or(TemplateWhose::Team),
        due_on: act.due_on,
        state,
        soon: waits && act.due_on >= today && act.due_on <= soon,
        late: waits && act.due_on < today,
        done_on: act.done_on,
        by: act.by_id.and_then(|id| people.get(&id).cloned()),
        reason: act.reason.clone(),
        found_item: act.found_item.clone(),
        found_id: act.found_id,
        version: act.version,
    }
}
