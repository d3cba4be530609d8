use axum::extract::{Path, State};
use chrono::{Days, NaiveDate};
use kernel::{ClientId, Problem};
use rules::Rules;
use trust::{Json, StaffSession};

use super::compare::{goals, measures, uses};
use super::model::{ClientConsequences, ConsequenceAct};
use crate::names::{filled, name};
use crate::things::{Since, Thing, of, withheld};
use crate::{Error, StoryRoom, actions};

/// Acts so far back are told of, at most so many.
const YEARS_DAYS: u64 = 1_096;
const MOST: usize = 60;

/// What was begun or done for the client, and what came after.
#[utoipa::path(get, path = "/api/v1/staff/clients/{id}/consequences", tag = "story", operation_id = "client_consequences",
    params(("id" = Uuid, Path)),
    responses((status = 200, body = ClientConsequences), (status = 403, body = Problem), (status = 404, body = Problem)),
    extensions(("x-action" = json!("story.consequences.look"))))]
pub(crate) async fn of_client(
    session: StaffSession,
    State(room): State<StoryRoom>,
    Path(id): Path<ClientId>,
) -> Result<Json<ClientConsequences>, Problem> {
    let opened = session.open(id, &actions::AFTER).await?;
    let today = opened.today();
    let first = back(today, YEARS_DAYS);
    // What was before the first act is read too, its course with it.
    let since = back(first, 730);
    let things = of(&opened, &room.sources, Since { few: since, many: since }).await.map_err(Error::from)?;
    let set = room.rules.story.on(today);
    let (registers_open, others_may_hold) = withheld(&opened);
    Ok(Json(ClientConsequences {
        acts: acts(&room.rules, &things, first, today),
        caution: set.body.consequence.caution.clone(),
        mark: set.body.consequence.mark,
        registers_open,
        others_may_hold,
        rules_version: set.version.clone(),
    }))
}

fn back(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

/// The acts of the time, the newest first, each with what came after.
fn acts(rules: &Rules, things: &[Thing], first: NaiveDate, today: NaiveDate) -> Vec<ConsequenceAct> {
    let story = &rules.story.on(today).body;
    let rule = &story.consequence;
    let set = &rules.measures.on(today).body;
    let mut acts: Vec<(NaiveDate, &Thing, &rules::StoryTelling)> = things
        .iter()
        .filter_map(|thing| {
            let telling = story.telling(thing.part, &thing.row.code).filter(|telling| telling.act)?;
            let day = thing.day().filter(|day| *day >= first && *day <= today)?;
            Some((day, thing, telling))
        })
        .collect();
    acts.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.row.id.cmp(&b.1.row.id)));
    let days: Vec<NaiveDate> = acts.iter().map(|(day, ..)| *day).collect();
    let near = |day: NaiveDate| days.iter().filter(|other| (**other - day).num_days().abs() <= i64::from(rule.use_days)).count();
    let told = acts.iter().take(MOST).map(|(on, thing, telling)| {
        let called = name(rules, today, thing).or_else(|| telling.name.clone());
        let (uses, uses_from) = match uses(rule, things, *on, today) {
            Ok(uses) => (uses, None),
            Err(from) => (Vec::new(), Some(from)),
        };
        ConsequenceAct {
            part: thing.part,
            on: *on,
            sentence: filled(&telling.worker, called.as_ref(), 1),
            place: thing.place(),
            measures: measures(rule, set, things, *on),
            uses,
            uses_from,
            goals: goals(rule, things, *on),
            others: near(*on).saturating_sub(1),
        }
    });
    told.collect()
}
