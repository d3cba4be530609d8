//! Plans in force: the product's own and those that came from source systems. Pure.

use std::collections::HashMap;

use kernel::helsinki_date;
use records::picture::{Fact, PlanPart};
use uuid::Uuid;

use super::model::{ItemRef, PlanSource, SummaryPlan, SummaryService, Words};
use super::store::PlanRow;
use super::words;
use crate::plan::{Parts, PlanGoal};

/// The product's own plans in force, newest first.
pub fn own(rows: &[PlanRow], (mut goals, mut services): Parts) -> Vec<SummaryPlan> {
    rows.iter()
        .filter(|p| p.state == "active")
        .map(|p| SummaryPlan {
            id: p.id,
            title: p.title.clone().map_or_else(|| words::plan().into(), Words::Source),
            source: PlanSource::Punos,
            status: p.state.clone(),
            goals: goals.remove(&p.id).unwrap_or_default(),
            services: services
                .remove(&p.id)
                .unwrap_or_default()
                .into_iter()
                .map(|s| SummaryService { what: s.what.into(), who: s.who, how_often: s.how_often, from: s.from, to: s.to })
                .collect(),
            review_on: p.review_on,
            item: ItemRef::own("plan", p.id).within(p.matter_id, p.document_id),
        })
        .collect()
}

/// Care plans of source systems, with their goals and activities.
pub fn recorded(facts: &[Fact], parts: &[PlanPart]) -> Vec<SummaryPlan> {
    let goals: HashMap<Uuid, &Fact> = facts.iter().filter(|f| f.kind == "Goal").map(|f| (f.id, f)).collect();
    facts
        .iter()
        .filter(|f| f.kind == "CarePlan")
        .map(|plan| {
            let own = |kind: &'static str| parts.iter().filter(move |p| p.entry_id == plan.id && p.kind == kind);
            let goal = |part: &PlanPart| {
                let entry = part.target_id.and_then(|id| goals.get(&id));
                let text = entry.and_then(|g| g.title.clone()).or_else(|| part.title.clone())?;
                let status = entry.and_then(|g| g.status.clone()).or_else(|| part.status.clone()).unwrap_or_default();
                Some(PlanGoal { id: None, text, status, progress: None, followed_on: None })
            };
            let activity = |part: &PlanPart| {
                Some(SummaryService {
                    what: Words::Source(part.title.clone().or_else(|| part.text_value.clone())?),
                    who: part.actor.clone(),
                    how_often: part.text_value.clone().filter(|_| part.title.is_some()),
                    from: part.started_at.map(helsinki_date),
                    to: part.ended_at.map(helsinki_date),
                })
            };
            SummaryPlan {
                id: plan.id,
                title: plan.title.clone().map_or_else(|| words::care_plan().into(), Words::Source),
                source: PlanSource::Record,
                status: plan.status.clone().unwrap_or_default(),
                goals: own("goal").filter_map(goal).collect(),
                services: own("activity").filter_map(activity).collect(),
                review_on: None,
                item: ItemRef::record(&plan.kind, plan.id),
            }
        })
        .collect()
}
