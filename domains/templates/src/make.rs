//! A plan begun from a template, in one transaction: the plan by care's own door, what it remembers, and its acts.

use care::plan::store::{NewPlan, NewPlanGoal, NewPlanService};
use kernel::Text;
use people::organisation::teams_on;
use rules::TemplateFor;
use store::NewEvent;
use trust::{Opened, Work};

use crate::facts::{Known, Place, chosen, places};
use crate::model::{NewTemplatePlan, TemplateEnd, TemplatePlanMade};
use crate::preview::{anchor, crosses, day, template};
use crate::row::{self, NewAct, NewUse};
use crate::{Error, Templates};

const LEAST: usize = 3;
const MOST: usize = 2_000;

/// Makes it. `opened`: where one may write; `known`: what is known of the client, by what one may see.
///
/// # Errors
/// Field errors; `template_changed` when the template or the client's variant is another than the one looked at.
pub(crate) async fn make(
    work: &mut Work,
    room: &Templates,
    opened: &Opened,
    known: &Known,
    new: &NewTemplatePlan,
) -> Result<TemplatePlanMade, Error> {
    let rules = room.rules.now();
    let (today, staff) = (work.today(), opened.staff());
    let set = rules.templates.on(today);
    let places = places(work, today, staff, opened).await?;
    let place = chosen(&places, new.team_id)?;
    let template = template(&set.body, &new.template, place)?;
    let on = anchor(new.anchor_on, today)?;
    let facts = known.facts(place.task);
    let whole = template.of(&facts, &known.scores);
    if template.version != new.version || whole.variant.map(|one| one.code.as_str()) != new.variant.as_deref() {
        return Err(Error::State("template_changed"));
    }
    let whole = without(&whole, new)?;
    agreement(work, place, &whole, new.agreed).await?;

    let client = opened.client();
    if let Some(before) = row::in_force(work, client, place.task, place.register, &template.code).await? {
        row::end(work, before.id, before.version, TemplateEnd::Replaced).await?;
    }
    let lang = new.lang.unwrap_or_default();
    let said = |text: &Text| text.get(lang).to_owned();
    let scope = place.scope(work.gate().controller());
    let plan = NewPlan {
        client,
        scope,
        matter_id: new.matter_id,
        document_id: None,
        title: Some(said(&template.name)),
        template: Some(template.code.clone()),
        review_on: Some(day(on, template.review_days)),
        own_words: None,
        goals: goals(&whole, new, on, &said)?,
        services: whole
            .services
            .iter()
            .map(|service| NewPlanService {
                service: service.code.clone(),
                provider: None,
                who: Some(place.team.name.clone()),
                how_often: Some(said(&service.how_often)),
                from_on: Some(day(on, service.from_days)),
                until_on: service.until_days.map(|days| day(on, days)),
            })
            .collect(),
    };
    let plan_id = care::plan::store::make(work, plan).await?;
    let of = NewUse {
        client,
        scope,
        plan_id,
        template: &template.code,
        template_version: i32::try_from(template.version).unwrap_or(i32::MAX),
        rules_version: &set.version,
        variant: whole.variant.map(|variant| variant.code.as_str()),
        anchor: template.anchor.code(),
        anchor_on: on,
        team_id: place.team.id,
        handler_id: staff.id,
        matter_id: new.matter_id,
        agreed: new.agreed,
    };
    let id = row::insert_use(work, &of).await?;
    let acts: Vec<NewAct<'_>> = whole
        .acts
        .iter()
        .flat_map(|act| {
            (1i32..).zip(act.days(on)).map(move |(nth, due_on)| NewAct {
                act: &act.code,
                name: act.name.get(lang),
                nth,
                kind: act.kind.code(),
                code: act.measure.as_deref().or(act.request.as_deref()),
                to_team: act.team.as_deref(),
                whose: act.whose.code(),
                due_on,
                kept_until: day(due_on, set.body.grace_days),
            })
        })
        .collect();
    row::insert_acts(work, (&of, id), &acts).await?;
    work.object("plan", plan_id);
    let data = serde_json::json!({ "template": template.code, "version": template.version, "variant": of.variant, "acts": acts.len() });
    work.emit(NewEvent::new("templates.plan.made", "plan", plan_id).client(client.0).team(place.team.id).data(data)).await?;
    Ok(TemplatePlanMade { id, plan_id })
}

/// What is left when what does not fit is ticked off.
fn without<'t>(whole: &TemplateFor<'t>, new: &NewTemplatePlan) -> Result<TemplateFor<'t>, Error> {
    let codes = whole.goals.iter().map(|one| &one.code).chain(whole.services.iter().map(|one| &one.code));
    let codes: Vec<&String> = codes.chain(whole.acts.iter().map(|one| &one.code)).collect();
    if !new.leaves.iter().all(|left| codes.contains(&left)) {
        return Err(Error::field("/leaves", "not_in_list"));
    }
    let stays = |code: &String| !new.leaves.contains(code);
    let left = TemplateFor {
        variant: whole.variant,
        goals: whole.goals.iter().copied().filter(|one| stays(&one.code)).collect(),
        services: whole.services.iter().copied().filter(|one| stays(&one.code)).collect(),
        acts: whole.acts.iter().copied().filter(|one| stays(&one.code)).collect(),
    };
    // A plan is for something.
    if left.goals.is_empty() { Err(Error::field("/leaves", "no_goal")) } else { Ok(left) }
}

/// What goes to another register needs the client's agreement before it is planned to go by itself.
async fn agreement(work: &Work, place: &Place, whole: &TemplateFor<'_>, agreed: bool) -> Result<(), Error> {
    let teams = teams_on(work, work.today()).await?;
    let keys = whole.acts.iter().filter_map(|act| act.team.as_deref());
    let crossing = keys.filter_map(|key| teams.values().find(|team| team.key == key)).any(|team| crosses(team, place.register));
    if crossing && !agreed { Err(Error::field("/agreed", "required")) } else { Ok(()) }
}

/// The goals, in the client's own words where those were given.
fn goals(
    whole: &TemplateFor<'_>,
    new: &NewTemplatePlan,
    on: chrono::NaiveDate,
    said: &impl Fn(&Text) -> String,
) -> Result<Vec<NewPlanGoal>, Error> {
    if let Some(place) = new.goals.iter().position(|given| !whole.goals.iter().any(|goal| goal.code == given.code)) {
        return Err(Error::field(&format!("/goals/{place}/code"), "not_in_list"));
    }
    let mut goals = Vec::new();
    for goal in &whole.goals {
        let given = new.goals.iter().enumerate().find(|(_, given)| given.code == goal.code);
        let words = match given {
            None => said(&goal.words),
            Some((place, given)) => words(&format!("/goals/{place}/words"), &given.words)?,
        };
        goals.push(NewPlanGoal { words, measure: Some(said(&goal.measure)), target_on: Some(day(on, goal.days)) });
    }
    Ok(goals)
}

fn words(path: &str, text: &str) -> Result<String, Error> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Error::field(path, "required")),
        n if n < LEAST => Err(Error::field(path, "too_short")),
        n if n > MOST => Err(Error::field(path, "too_long")),
        _ => Ok(text.to_owned()),
    }
}
