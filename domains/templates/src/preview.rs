//! The templates for a client, and a plan as it would be.

use chrono::{Days, NaiveDate};
use kernel::Register;
use people::organisation::{TeamName, teams_on};
use rules::{PlanTemplate, Rules, Starting, TemplateAct, TemplateActKind, Templates as Set};
use trust::Opened;

use crate::facts::{Known, Place, chosen, places};
use crate::model::{
    TemplateActPlanned, TemplateAsked, TemplateChoice, TemplateChoices, TemplateGoalSeen, TemplatePreview, TemplateRemarkSeen,
    TemplateServiceSeen, TemplateTeam,
};
use crate::{Error, Templates, covered, row};

/// How far from today an anchor can be, in days.
const ANCHOR_DAYS: i64 = 366;

/// The templates a plan can begin with, those that suit first.
pub(crate) async fn choices(room: &Templates, opened: &Opened, team: Option<uuid::Uuid>) -> Result<TemplateChoices, Error> {
    let rules = room.rules.now();
    let set = rules.templates.on(opened.today());
    let places = places(opened.reader(), opened.today(), opened.staff(), opened).await?;
    let teams = places.iter().map(|place| TemplateTeam { id: place.team.id, name: place.team.name.clone() }).collect();
    if places.is_empty() {
        return Ok(TemplateChoices { teams, team_id: None, templates: Vec::new(), rules_version: set.version.clone() });
    }
    let place = chosen(&places, team)?;
    let known = Known::of(opened).await?;
    let facts = known.facts(place.task);
    let mut templates: Vec<TemplateChoice> = set
        .body
        .templates
        .iter()
        .filter(|template| template.tasks.contains(&place.task))
        .map(|template| TemplateChoice {
            code: template.code.clone(),
            version: template.version,
            name: template.name.clone(),
            about: template.about.clone(),
            care_model: template.care_model.clone(),
            anchor: template.anchor,
            suits: template.suits(&facts),
            why: template.by(&facts).map(|by| care::routing::rules::said(&rules, &facts, by)).unwrap_or_default(),
            variant: template.of(&facts, &known.scores).variant.map(|variant| variant.name.clone()),
            law: template.law.clone(),
            mark: template.mark,
        })
        .collect();
    templates.sort_by_key(|one| !one.suits);
    Ok(TemplateChoices { teams, team_id: Some(place.team.id), templates, rules_version: set.version.clone() })
}

/// A template by its code, of the team's task.
///
/// # Errors
/// `not_in_list` when there is none, `template_other_task` when its plans are another service's.
pub(crate) fn template<'r>(set: &'r Set, code: &str, place: &Place) -> Result<&'r PlanTemplate, Error> {
    let template = set.template(code).ok_or_else(|| Error::field("/template", "not_in_list"))?;
    if template.tasks.contains(&place.task) { Ok(template) } else { Err(Error::State("template_other_task")) }
}

/// A day from which dates can be counted.
pub(crate) fn anchor(on: NaiveDate, today: NaiveDate) -> Result<NaiveDate, Error> {
    if (on - today).num_days().abs() <= ANCHOR_DAYS { Ok(on) } else { Err(Error::field("/anchor_on", "not_in_range")) }
}

pub(crate) fn day(anchor: NaiveDate, days: u32) -> NaiveDate {
    anchor.checked_add_days(Days::new(u64::from(days))).unwrap_or(anchor)
}

/// The plan as it would be, with what of it is covered already.
pub(crate) async fn preview(room: &Templates, opened: &Opened, asked: &TemplateAsked) -> Result<TemplatePreview, Error> {
    let rules = room.rules.now();
    let today = opened.today();
    let set = rules.templates.on(today);
    let places = places(opened.reader(), today, opened.staff(), opened).await?;
    let place = chosen(&places, asked.team_id)?;
    let template = template(&set.body, &asked.template, place)?;
    let on = anchor(asked.anchor_on, today)?;
    let known = Known::of(opened).await?;
    let facts = known.facts(place.task);
    let whole = template.of(&facts, &known.scores);
    let planned = covered::services(opened).await?;
    let mut services = Vec::new();
    for service in &whole.services {
        let mut by = planned.get(&service.code).cloned().unwrap_or_default();
        if let Some(kind) = &service.request {
            by.extend(covered::done(room, opened, Starting::Request, kind).await?);
        }
        services.push(TemplateServiceSeen {
            code: service.code.clone(),
            name: care::plan::services::name(&service.code),
            how_often: service.how_often.clone(),
            from: day(on, service.from_days),
            until: service.until_days.map(|days| day(on, days)),
            covered: by,
        });
    }
    let teams: Vec<TeamName> = teams_on(opened.reader(), today).await?.into_values().collect();
    let mut acts = Vec::new();
    for act in &whole.acts {
        acts.push(planned_act(room, opened, &teams, place, act, on).await?);
    }
    let replaces = row::in_force(opened.reader(), opened.client(), place.task, place.register, &template.code).await?.is_some();
    Ok(TemplatePreview {
        template: template.code.clone(),
        version: template.version,
        name: template.name.clone(),
        variant: whole.variant.map(|variant| variant.code.clone()),
        variant_name: whole.variant.map(|variant| variant.name.clone()),
        anchor: template.anchor,
        anchor_on: on,
        review_on: day(on, template.review_days),
        team: TemplateTeam { id: place.team.id, name: place.team.name.clone() },
        suits: template.suits(&facts),
        goals: whole
            .goals
            .iter()
            .map(|goal| TemplateGoalSeen {
                code: goal.code.clone(),
                words: goal.words.clone(),
                measure: goal.measure.clone(),
                target_on: day(on, goal.days),
            })
            .collect(),
        services,
        acts,
        remarks: remarks(template, known.municipality(), place),
        replaces,
    })
}

fn remarks(template: &PlanTemplate, municipality: Option<&str>, place: &Place) -> Vec<TemplateRemarkSeen> {
    let told = template.remarks_for(municipality, &place.team.key);
    told.map(|remark| TemplateRemarkSeen { words: remark.words.clone(), reminder: remark.reminder }).collect()
}

async fn planned_act(
    room: &Templates,
    opened: &Opened,
    teams: &[TeamName],
    place: &Place,
    act: &TemplateAct,
    on: NaiveDate,
) -> Result<TemplateActPlanned, Error> {
    let covered = match (act.kind, &act.measure, &act.request) {
        (TemplateActKind::Measure, Some(measure), _) => covered::done(room, opened, Starting::Measure, measure).await?,
        (TemplateActKind::Request, _, Some(kind)) => covered::done(room, opened, Starting::Request, kind).await?,
        _ => Vec::new(),
    };
    let to = act.team.as_deref().and_then(|key| teams.iter().find(|team| team.key == key)).filter(|team| team.id != place.team.id);
    Ok(TemplateActPlanned {
        code: act.code.clone(),
        name: act.name.clone(),
        kind: act.kind,
        whose: act.whose,
        days: act.days(on),
        to_team: to.map(|team| team.name.clone()),
        crosses: to.is_some_and(|team| crosses(team, place.register)),
        covered,
    })
}

/// Whether a team works in another register.
pub(crate) fn crosses(team: &TeamName, register: Register) -> bool {
    requests::planned::place_of(team).is_ok_and(|(other, _)| other != register)
}

/// The version of the rules and of a template that a plan remembers.
pub(crate) fn remembered<'r>(rules: &'r Rules, version: &str, code: &str) -> Option<&'r PlanTemplate> {
    rules.templates.version(version).and_then(|set| set.body.template(code))
}
