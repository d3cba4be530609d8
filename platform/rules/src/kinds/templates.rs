use chrono::{Days, NaiveDate};
use kernel::{ServiceTask, Text, codes};
use serde::Deserialize;

use crate::condition::{self, Condition, Facts};
use crate::error::Faults;
use crate::kinds::measures::Measures;
use crate::kinds::requests::Requests;
use crate::kinds::routing::Routing;
use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

codes! {
    /// From which day a template's dates are counted.
    TemplateAnchor { PlanStart => "plan_start", Discharge => "discharge", Referral => "referral" }
}

codes! {
    /// What sort of routine act it is. A request is made by itself when its day comes.
    TemplateActKind { Visit => "visit", Measure => "measure", Review => "review", Contact => "contact", Request => "request" }
}

codes! {
    /// Whose task it is: the one who made the plan, or whoever of the team is free.
    TemplateWhose { Responsible => "responsible", Team => "team" }
}

/// Plan templates of care models (U5): goals, services and routine acts, whose dates are counted from an anchor; variants by segment;
/// the organiser's regional remarks.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Templates {
    /// A figure of fewer plans than this is not told.
    pub least: u32,
    /// An act is reminded of so many days before its day.
    pub soon_days: u32,
    /// An act is in time when it is done at most so many days after its day.
    pub grace_days: u32,
    pub templates: Vec<PlanTemplate>,
}

/// One care model's template.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanTemplate {
    pub code: String,
    /// Its own version: plans remember it. It is raised when what the template says is changed.
    pub version: u32,
    pub name: Text,
    pub about: Text,
    pub care_model: Text,
    /// The service tasks whose plans can begin with it.
    pub tasks: Vec<ServiceTask>,
    pub anchor: TemplateAnchor,
    /// Days from the anchor to the day the plan is looked at.
    pub review_days: u32,
    /// It suits a client of whom one of these holds; everybody when there are none.
    #[serde(default)]
    pub when: Vec<Condition>,
    pub goals: Vec<TemplateGoal>,
    #[serde(default)]
    pub services: Vec<TemplateService>,
    pub acts: Vec<TemplateAct>,
    /// The first that fits is the client's.
    #[serde(default)]
    pub variants: Vec<TemplateVariant>,
    #[serde(default)]
    pub remarks: Vec<TemplateRemark>,
    /// Law or instruction, as far as known; see `mark`.
    pub law: String,
    pub mark: Mark,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateGoal {
    pub code: String,
    pub words: Text,
    /// How it is known that it has been reached.
    pub measure: Text,
    /// Days from the anchor by which.
    pub days: u32,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateService {
    /// A service of the plan structure.
    pub code: String,
    pub how_often: Text,
    #[serde(default)]
    pub from_days: u32,
    #[serde(default)]
    pub until_days: Option<u32>,
    /// A kind of request by whose covers it is asked what has been done already.
    #[serde(default)]
    pub request: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateAct {
    pub code: String,
    pub kind: TemplateActKind,
    pub name: Text,
    /// Days from the anchor.
    pub after_days: u32,
    /// It is done again so many days after the one before, until `until_days` from the anchor.
    #[serde(default)]
    pub every_days: Option<u32>,
    #[serde(default)]
    pub until_days: Option<u32>,
    pub whose: TemplateWhose,
    /// Of a measure: which.
    #[serde(default)]
    pub measure: Option<String>,
    /// Of a request: its kind, and the key of the team it is sent to.
    #[serde(default)]
    pub request: Option<String>,
    #[serde(default)]
    pub team: Option<String>,
}

/// What is otherwise for a segment of clients.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateVariant {
    pub code: String,
    pub name: Text,
    #[serde(default)]
    pub when: Vec<Condition>,
    /// All of these hold too.
    #[serde(default)]
    pub scores: Vec<TemplateScore>,
    /// Codes of goals, services and acts that are left out.
    #[serde(default)]
    pub leaves: Vec<String>,
    /// More; one with the code of the template's own takes its place.
    #[serde(default)]
    pub goals: Vec<TemplateGoal>,
    #[serde(default)]
    pub services: Vec<TemplateService>,
    #[serde(default)]
    pub acts: Vec<TemplateAct>,
}

/// A band of functional ability: the newest score of a measure.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateScore {
    pub measure: String,
    #[serde(default)]
    pub at_least: Option<f64>,
    #[serde(default)]
    pub below: Option<f64>,
}

/// The organiser's remark for an area or a team.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateRemark {
    /// Three-digit codes; everywhere when empty.
    #[serde(default)]
    pub municipalities: Vec<String>,
    /// Keys of teams; every team when empty.
    #[serde(default)]
    pub teams: Vec<String>,
    pub words: Text,
    /// It is told as long as the plan goes on, not when it begins alone.
    #[serde(default)]
    pub reminder: bool,
}

/// The newest scores of a client, by measure.
pub type TemplateScores = std::collections::BTreeMap<String, f64>;

/// A template as it is for one client.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateFor<'t> {
    pub variant: Option<&'t TemplateVariant>,
    pub goals: Vec<&'t TemplateGoal>,
    pub services: Vec<&'t TemplateService>,
    pub acts: Vec<&'t TemplateAct>,
}

/// Most times one act is repeated.
pub const MOST_TIMES: usize = 104;

impl Templates {
    pub fn template(&self, code: &str) -> Option<&PlanTemplate> {
        self.templates.iter().find(|one| one.code == code)
    }
}

impl PlanTemplate {
    /// Whether it is made for such a client.
    pub fn suits(&self, facts: &Facts) -> bool {
        self.tasks.contains(&facts.service_task) && holds(&self.when, facts)
    }

    /// The condition it suits by; none when it suits everybody.
    pub fn by(&self, facts: &Facts) -> Option<&Condition> {
        self.when.iter().find(|condition| condition.holds(facts))
    }

    /// The template with the variant of the client's segment.
    pub fn of(&self, facts: &Facts, scores: &TemplateScores) -> TemplateFor<'_> {
        self.with(self.variants.iter().find(|variant| variant.fits(facts, scores)))
    }

    /// The template with a variant, or as it is.
    pub fn with<'t>(&'t self, variant: Option<&'t TemplateVariant>) -> TemplateFor<'t> {
        let leaves: &[String] = variant.map_or(&[], |variant| &variant.leaves);
        fn merged<'t, T>(own: &'t [T], more: &'t [T], code: impl Fn(&T) -> &str, leaves: &[String]) -> Vec<&'t T> {
            let stays = |one: &&T| !leaves.iter().any(|left| left == code(one)) && !more.iter().any(|other| code(other) == code(one));
            own.iter().filter(stays).chain(more).collect()
        }
        TemplateFor {
            variant,
            goals: merged(&self.goals, variant.map_or(&[], |one| &one.goals), |one| &one.code, leaves),
            services: merged(&self.services, variant.map_or(&[], |one| &one.services), |one| &one.code, leaves),
            acts: merged(&self.acts, variant.map_or(&[], |one| &one.acts), |one| &one.code, leaves),
        }
    }

    /// The organiser's remarks for where the client lives and whose plan it is.
    pub fn remarks_for<'t>(&'t self, municipality: Option<&'t str>, team: &'t str) -> impl Iterator<Item = &'t TemplateRemark> {
        self.remarks.iter().filter(move |remark| {
            let here =
                remark.municipalities.is_empty() || municipality.is_some_and(|code| remark.municipalities.iter().any(|one| one == code));
            here && (remark.teams.is_empty() || remark.teams.iter().any(|one| one == team))
        })
    }
}

impl TemplateVariant {
    pub fn fits(&self, facts: &Facts, scores: &TemplateScores) -> bool {
        holds(&self.when, facts) && self.scores.iter().all(|band| scores.get(&band.measure).is_some_and(|score| band.holds(*score)))
    }
}

impl TemplateScore {
    fn holds(&self, score: f64) -> bool {
        self.at_least.is_none_or(|least| score >= least) && self.below.is_none_or(|below| score < below)
    }
}

impl TemplateAct {
    /// The days it is to be done, counted from the anchor; days that calendars do not have are left out.
    pub fn days(&self, anchor: NaiveDate) -> Vec<NaiveDate> {
        let last = u64::from(self.until_days.unwrap_or(self.after_days));
        let first = u64::from(self.after_days);
        let step = self.every_days.filter(|days| *days > 0).map_or(usize::MAX, |days| usize::try_from(days).unwrap_or(usize::MAX));
        (first..=last.max(first)).step_by(step).take(MOST_TIMES).filter_map(|days| anchor.checked_add_days(Days::new(days))).collect()
    }
}

fn holds(when: &[Condition], facts: &Facts) -> bool {
    when.is_empty() || when.iter().any(|condition| condition.holds(facts))
}

/// The longest stretch a template speaks of, in days.
const LONGEST: u32 = 1_100;

impl Templates {
    /// Names of measures, kinds of requests and teams that are not there: place, rule, field and name of each.
    pub(crate) fn strangers<'t>(&'t self, measures: &Measures, requests: &Requests, routing: &Routing) -> Vec<(usize, String, &'t str)> {
        let mut found = Vec::new();
        for (place, template) in self.templates.iter().enumerate() {
            let acts = template.acts.iter().chain(template.variants.iter().flat_map(|variant| &variant.acts));
            for act in acts {
                let mut ask = |field: &str, name: Option<&'t String>, known: &dyn Fn(&str) -> bool| {
                    if let Some(name) = name.filter(|name| !known(name)) {
                        found.push((place, format!("acts.{}.{field}", act.code), name.as_str()));
                    }
                };
                ask("measure", act.measure.as_ref(), &|name| measures.of(name).is_some());
                ask("request", act.request.as_ref(), &|name| requests.kind(name).is_some());
                ask("team", act.team.as_ref(), &|name| routing.team(name).is_some());
            }
            let services = template.services.iter().chain(template.variants.iter().flat_map(|variant| &variant.services));
            for service in services {
                if let Some(name) = service.request.as_ref().filter(|name| requests.kind(name).is_none()) {
                    found.push((place, format!("services.{}.request", service.code), name.as_str()));
                }
            }
            for variant in &template.variants {
                for band in variant.scores.iter().filter(|band| measures.of(&band.measure).is_none()) {
                    found.push((place, format!("variants.{}.scores", variant.code), band.measure.as_str()));
                }
            }
            for name in template.remarks.iter().flat_map(|remark| &remark.teams).filter(|name| routing.team(name).is_none()) {
                found.push((place, "remarks.teams".to_owned(), name.as_str()));
            }
        }
        found
    }
}

impl RuleKind for Templates {
    const KIND: &'static str = "templates";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        for (field, number, least, most) in
            [("least", self.least, 3, 100), ("soon_days", self.soon_days, 0, 60), ("grace_days", self.grace_days, 0, 60)]
        {
            range(faults, None, field, number, least, most);
        }
        faults.unique("templates", "code", self.templates.iter().map(|one| one.code.as_str()));
        for (index, template) in self.templates.iter().enumerate() {
            faults.enter("templates", index);
            let code = template.code.as_str();
            for (field, text) in [("name", &template.name), ("about", &template.about), ("care_model", &template.care_model)] {
                faults.text(code, field, text);
            }
            if template.law.trim().is_empty() {
                faults.add(Some(code), "law", "law_missing", "is empty");
            }
            for (field, empty) in
                [("tasks", template.tasks.is_empty()), ("goals", template.goals.is_empty()), ("acts", template.acts.is_empty())]
            {
                if empty {
                    faults.add(Some(code), field, "empty", "is empty");
                }
            }
            range(faults, Some(code), "version", template.version, 1, 10_000);
            range(faults, Some(code), "review_days", template.review_days, 1, LONGEST);
            conditions(faults, code, &template.when);
            parts(faults, code, &template.goals, &template.services, &template.acts);
            let mut seen = std::collections::BTreeSet::new();
            let own = template.goals.iter().map(|one| &one.code).chain(template.services.iter().map(|one| &one.code));
            for name in own.chain(template.acts.iter().map(|one| &one.code)) {
                if !seen.insert(name) {
                    faults.add(Some(code), "acts", "template_code_twice", format!("`{name}` is there twice")).param("found", name);
                }
            }
            for variant in &template.variants {
                faults.text(code, "variants.name", &variant.name);
                conditions(faults, code, &variant.when);
                parts(faults, code, &variant.goals, &variant.services, &variant.acts);
                for name in variant.leaves.iter().filter(|name| !seen.contains(name)) {
                    faults
                        .add(Some(code), "variants.leaves", "template_leaves", format!("`{name}` is not in the template"))
                        .param("found", name);
                }
            }
            for remark in &template.remarks {
                faults.text(code, "remarks.words", &remark.words);
            }
        }
        faults.leave();
    }
}

fn range(faults: &mut Faults<'_>, code: Option<&str>, field: &str, number: u32, least: u32, most: u32) {
    if !(least..=most).contains(&number) {
        let told = faults.add(code, field, "number_range", format!("must be from {least} to {most}"));
        told.param("least", least.to_string()).param("most", most.to_string());
    }
}

/// Conditions ask what is known of a client before there is a matter.
fn conditions(faults: &mut Faults<'_>, code: &str, when: &[Condition]) {
    condition::check(faults, code, when, &[]);
    for (index, one) in when.iter().enumerate() {
        let asked = Condition { service_tasks: Vec::new(), municipalities: Vec::new(), age_at_least: None, age_below: None, ..one.clone() };
        if asked != Condition::default() {
            let problem = "asks something that is not known of a client without a matter";
            faults.add(Some(code), &format!("when[{index}]"), "template_condition", problem);
        }
    }
}

fn parts(faults: &mut Faults<'_>, code: &str, goals: &[TemplateGoal], services: &[TemplateService], acts: &[TemplateAct]) {
    for goal in goals {
        faults.text(code, "goals.words", &goal.words);
        faults.text(code, "goals.measure", &goal.measure);
        range(faults, Some(code), "goals.days", goal.days, 1, LONGEST);
    }
    for service in services {
        faults.text(code, "services.how_often", &service.how_often);
        range(faults, Some(code), "services.from_days", service.from_days, 0, LONGEST);
        if let Some(until) = service.until_days {
            range(faults, Some(code), "services.until_days", until, service.from_days.saturating_add(1), LONGEST);
        }
    }
    for act in acts {
        faults.text(code, "acts.name", &act.name);
        range(faults, Some(code), "acts.after_days", act.after_days, 0, LONGEST);
        if let Some(every) = act.every_days {
            range(faults, Some(code), "acts.every_days", every, 1, 366);
            if act.until_days.is_none() {
                faults.add(Some(code), "acts.until_days", "template_until", "an act that is repeated needs a day until which");
            }
        }
        if let Some(until) = act.until_days {
            range(faults, Some(code), "acts.until_days", until, act.after_days, LONGEST);
        }
        let needed = match act.kind {
            TemplateActKind::Measure => act.measure.is_some() && act.request.is_none() && act.team.is_none(),
            TemplateActKind::Request => act.measure.is_none() && act.request.is_some() && act.team.is_some(),
            _ => act.measure.is_none() && act.request.is_none() && act.team.is_none(),
        };
        if !needed {
            let problem = "a measure names its measure, a request its kind and team, and nothing else names them";
            faults.add(Some(code), "acts.kind", "template_act", problem).param("found", &act.code);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(after: u32, every: Option<u32>, until: Option<u32>) -> TemplateAct {
        TemplateAct {
            code: "a".into(),
            kind: TemplateActKind::Visit,
            name: Text::fi("käynti"),
            after_days: after,
            every_days: every,
            until_days: until,
            whose: TemplateWhose::Team,
            measure: None,
            request: None,
            team: None,
        }
    }

    fn days(act: &TemplateAct, anchor: &str) -> Vec<String> {
        act.days(anchor.parse().unwrap()).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn days_are_counted_over_the_ends_of_months_and_leap_days() {
        assert_eq!(days(&act(0, None, None), "2028-02-29"), ["2028-02-29"]);
        assert_eq!(days(&act(1, None, None), "2027-02-28"), ["2027-03-01"]);
        assert_eq!(days(&act(1, None, None), "2028-02-28"), ["2028-02-29"]);
        assert_eq!(
            days(&act(7, Some(14), Some(36)), "2026-12-20"),
            ["2026-12-27", "2027-01-10", "2027-01-24"],
            "the 36th day is no fourth"
        );
        assert_eq!(days(&act(2, Some(30), Some(62)), "2027-01-29"), ["2027-01-31", "2027-03-02", "2027-04-01"]);
        // Repeated without an end is one; and no act is repeated beyond what a plan can hold.
        assert_eq!(days(&act(3, Some(2), None), "2026-11-01"), ["2026-11-04"]);
        assert_eq!(days(&act(0, Some(1), Some(1_000)), "2026-11-01").len(), MOST_TIMES);
    }

    #[test]
    fn a_variant_leaves_out_takes_the_place_and_adds() {
        let rules = crate::Rules::shipped().unwrap();
        let set = &rules.templates.on("2026-11-23".parse().unwrap()).body;
        let template = set.template("home_rehabilitation").unwrap();
        let facts = |birth: &str| Facts {
            on: "2026-11-23".parse().unwrap(),
            clients: vec![crate::ClientFacts { birth_date: birth.parse().ok(), municipality: Some("153".into()) }],
            service_task: ServiceTask::OlderPeople,
            situation: crate::Situation::NeedsAssessment,
            urgency: crate::Urgency::Soon,
            special_support: false,
            highest_care_allowance: false,
            outcome: None,
        };
        let scores = |sppb: f64| TemplateScores::from([("sppb".to_owned(), sppb)]);
        let old = facts("1942-01-01");
        assert!(template.suits(&old) && !template.suits(&facts("1990-01-01")));
        let weak = template.of(&old, &scores(4.0));
        assert_eq!(weak.variant.map(|one| one.code.as_str()), Some("weak"));
        let strong = template.of(&old, &scores(10.0));
        assert_eq!(strong.variant, None);
        assert_eq!(template.of(&old, &TemplateScores::new()).variant, None, "what is not known is not guessed");
        let every = |of: &TemplateFor<'_>, code: &str| of.acts.iter().find(|act| act.code == code).and_then(|act| act.every_days);
        assert_ne!(every(&weak, "exercise_visit"), every(&strong, "exercise_visit"));
        assert_eq!(weak.acts.iter().filter(|act| act.code == "exercise_visit").count(), 1);
    }
}
