//! Which matters there are: three in a hundred residents have an open one, in every lane and state; more have been closed
//! in three years; each running service began with one.

use std::borrow::Cow;
use std::collections::HashSet;

use chrono::{Days, NaiveDate};
use kernel::ServiceTask;
use kernel::workday::{add_workdays, workdays_between};
use rules::{Situation, Urgency};

use super::words::Theme;
use crate::Load;
use crate::dice::Dice;
use crate::needs::{HISTORY_DAYS, Needs};
use crate::residents::{Living, Resident, choose, known};

/// How far a matter has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    New,
    Taken,
    Assessment,
    Planning,
    Decision,
    Managing,
    /// With the reason.
    Returned(&'static str),
    /// With the reason; those where a service was arranged went the whole way.
    Closed(&'static str),
}

/// Who put it on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum From {
    /// A unit of home care by its place.
    HomeCare(usize),
    Emergency,
    Guidance,
    Client,
}

/// What was done but not recorded, to be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lack {
    /// Moved on from the first contact without an entry.
    Entry,
    /// The assessment was begun and left.
    Assessment,
    Reasons,
    ClientView,
    /// Nobody has looked at the goals.
    FollowUp,
    /// The worker responsible has left.
    Worker,
}

/// What became of a decision that refused what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// Refused lately: the client still has time.
    Refused,
    /// The client has asked for a review.
    Asked,
    /// The review changed nothing and the client has appealed.
    Appealed,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Idea {
    pub main: usize,
    /// A second client: husband or wife.
    pub also: Option<usize>,
    pub task: ServiceTask,
    pub situation: Situation,
    pub urgency: Urgency,
    /// The day it was put on its way.
    pub on: NaiveDate,
    pub stage: Stage,
    pub from: From,
    pub theme: Theme,
    /// A persona who handles it.
    pub handler: Option<&'static str>,
    /// Sent to this team, whatever the rules propose, for this reason.
    pub overrule: Option<(Cow<'static, str>, &'static str)>,
    /// Paused for this reason.
    pub paused: Option<&'static str>,
    /// The customership of this task was opened by it.
    pub opens: bool,
    /// The client wrote and waits for an answer.
    pub message: bool,
    pub lacks: Option<Lack>,
    pub trouble: Option<Trouble>,
}

impl Idea {
    fn new(main: usize, task: ServiceTask, on: NaiveDate, stage: Stage, theme: Theme) -> Self {
        Self {
            main,
            also: None,
            task,
            situation: Situation::NeedsAssessment,
            urgency: Urgency::Soon,
            on,
            stage,
            from: From::Guidance,
            theme,
            handler: None,
            overrule: None,
            paused: None,
            opens: false,
            message: false,
            lacks: None,
            trouble: None,
        }
    }
}

struct Planner<'a> {
    residents: &'a [Resident],
    needs: &'a [Needs],
    today: NaiveDate,
    ideas: Vec<Idea>,
    /// Those with an open matter.
    busy: HashSet<usize>,
}

/// All matters, by their main client.
pub fn ideas(seed: u64, residents: &[Resident], needs: &[Needs], today: NaiveDate, load: Option<Load>) -> Vec<Idea> {
    let mut planner = Planner { residents, needs, today, ideas: Vec::new(), busy: HashSet::new() };
    planner.known();
    planner.desk(&mut Dice::new(seed, "desk", 0));
    planner.open(&mut Dice::new(seed, "open matters", 0));
    planner.services(&mut Dice::new(seed, "services' matters", 0));
    planner.closed(&mut Dice::new(seed, "closed matters", 0));
    if let Some(load) = load {
        planner.load(load, &mut Dice::new(seed, "load", 0));
    }
    let mut ideas = planner.ideas;
    ideas.sort_by_key(|idea| (idea.main, idea.on));
    ideas
}

/// The themes of a task.
fn themes(task: ServiceTask) -> [Theme; 2] {
    match task {
        ServiceTask::OlderPeople | ServiceTask::Health => [Theme::Coping, Theme::Carer],
        ServiceTask::Disability => [Theme::Disability, Theme::Disability],
        ServiceTask::Families | ServiceTask::FamilyLaw => [Theme::Family, Theme::Family],
        ServiceTask::ChildProtection => [Theme::Child, Theme::Child],
        ServiceTask::WorkingAge => [Theme::Money, Theme::Mind],
        ServiceTask::Substance => [Theme::Substance, Theme::Substance],
    }
}

impl Planner<'_> {
    fn ago(&self, days: i64) -> NaiveDate {
        self.today - Days::new(days.unsigned_abs())
    }

    fn alive(&self, index: usize) -> bool {
        self.residents.get(index).is_some_and(|one| one.alive(self.today))
    }

    /// The stories of those one can log in as.
    fn known(&mut self) {
        let older = ServiceTask::OlderPeople;
        // Home rehabilitation under assessment with Sanna; a second matter of which two working days are left.
        let mut rehabilitation = Idea::new(known::AINO, older, self.ago(17), Stage::Assessment, Theme::Rehabilitation);
        rehabilitation.situation = Situation::HomeRehabilitation;
        rehabilitation.from = From::HomeCare(0);
        rehabilitation.handler = Some("case_manager");
        rehabilitation.overrule = Some(("ita".into(), "Sanna Mäkelä vastaa jo asiakkaan palveluista."));
        rehabilitation.message = true;
        let start =
            (0..25).map(|days| self.ago(days)).find(|day| workdays_between(self.today, add_workdays(*day, 7)) == 2 && *day < self.today);
        let mut carer = Idea::new(known::AINO, older, start.unwrap_or(self.ago(7)), Stage::Taken, Theme::Carer);
        carer.also = Some(known::EERO);
        carer.from = From::HomeCare(0);
        carer.handler = Some("case_manager");
        carer.overrule = Some(("ita".into(), "Sanna Mäkelä vastaa jo asiakkaan palveluista."));
        let mut home_care = Idea::new(known::AINO, older, self.ago(545), Stage::Closed("service_arranged"), Theme::Coping);
        home_care.opens = true;
        home_care.handler = Some("case_manager");
        home_care.overrule = carer.overrule.clone();
        let mut informal = Idea::new(known::AINO, older, self.ago(330), Stage::Closed("service_arranged"), Theme::Carer);
        informal.handler = Some("case_manager");
        informal.overrule = carer.overrule.clone();
        let mut family = Idea::new(known::LAURA, ServiceTask::Families, self.ago(130), Stage::Closed("service_arranged"), Theme::Family);
        family.also = Some(known::ONNI);
        family.from = From::Client;
        family.opens = true;
        let mut now = Idea::new(known::LAURA, ServiceTask::Families, self.ago(12), Stage::Assessment, Theme::Family);
        now.also = Some(known::ONNI);
        now.from = From::Client;
        now.message = true;
        // What Aino was refused lately, and can still ask to be looked at again.
        let mut refused = Idea::new(known::AINO, older, self.ago(30), Stage::Closed("refused"), Theme::Coping);
        refused.handler = Some("case_manager");
        refused.overrule = carer.overrule.clone();
        refused.trouble = Some(Trouble::Refused);
        self.ideas.push(refused);
        self.busy.extend([known::AINO, known::EERO, known::ONNI, known::LAURA, known::MIKKO]);
        self.ideas.extend([rehabilitation, carer, home_care, informal, family, now]);
    }

    /// Sanna's desk and her western colleague's: something of everything.
    fn desk(&mut self, dice: &mut Dice) {
        let older = ServiceTask::OlderPeople;
        let mut east: Vec<usize> = self
            .residents
            .iter()
            .skip(known::COUNT)
            .filter(|one| one.age(self.today) >= 75 && one.living != Living::CareHome && one.alive(self.today))
            .map(|one| one.index)
            .collect();
        // Of the eastern municipalities first, of the west from the other end.
        let eastern = |index: usize| self.residents.get(index).is_some_and(|one| matches!(one.municipality, "153" | "580" | "689" | "700"));
        east.sort_by_key(|index| (!eastern(*index), *index));
        let mine = Some("case_manager");
        let rows: [(Stage, i64, Option<&'static str>, Option<&'static str>); 11] = [
            (Stage::New, 13, None, None),
            (Stage::New, 5, None, None),
            (Stage::New, 1, None, None),
            (Stage::Taken, 4, mine, None),
            (Stage::Taken, 12, mine, None),
            (Stage::Assessment, 99, mine, None),
            (Stage::Assessment, 33, mine, Some("client_in_hospital")),
            (Stage::Planning, 48, mine, None),
            (Stage::Decision, 61, mine, None),
            (Stage::Managing, 88, mine, None),
            (Stage::Returned("more_information"), 6, None, None),
        ];
        let mut east = east.into_iter();
        let people: Vec<usize> = east.by_ref().take(rows.len()).collect();
        for ((stage, days, handler, paused), main) in rows.into_iter().zip(people) {
            let mut idea = Idea::new(main, older, self.ago(days), stage, if dice.chance(0.7) { Theme::Coping } else { Theme::Carer });
            idea.handler = handler;
            idea.paused = paused;
            idea.overrule = Some(("ita".into(), "Asiakas kuuluu itäisen alueen palveluihin."));
            idea.from = dice.one([From::HomeCare(0), From::Emergency, From::Guidance]);
            idea.urgency = dice.one([Urgency::Soon, Urgency::NonUrgent, Urgency::Urgent]);
            idea.message = stage == Stage::Planning;
            self.busy.insert(main);
            self.ideas.push(idea);
        }
        // Something for guidance, and a decision to be made by one who has the power.
        let guidance = [(Stage::New, 0), (Stage::Taken, 2), (Stage::Assessment, 8)];
        for ((stage, days), main) in guidance.into_iter().zip(east.by_ref().take(3).collect::<Vec<usize>>()) {
            let mut idea = Idea::new(main, older, self.ago(days), stage, Theme::Coping);
            idea.situation = Situation::Guidance;
            idea.urgency = Urgency::NonUrgent;
            idea.from = From::Client;
            idea.handler = Some("care_coordinator");
            self.busy.insert(main);
            self.ideas.push(idea);
        }
        if let Some(main) = east.next() {
            let mut idea = Idea::new(main, older, self.ago(43), Stage::Decision, Theme::Carer);
            idea.handler = Some("social_worker");
            idea.overrule = Some(("ita".into(), "Asiakas kuuluu itäisen alueen palveluihin."));
            self.busy.insert(main);
            self.ideas.push(idea);
        }
        // One of the west whose patient register opens only by a legal ground.
        let without = |index: &&usize| self.needs.get(**index).is_some_and(|needs| !needs.permit) && !self.busy.contains(*index);
        if let Some(main) = east.as_slice().iter().rev().find(without).copied() {
            let mut idea = Idea::new(main, older, self.ago(9), Stage::Assessment, Theme::Coping);
            idea.handler = Some("case_manager_west");
            idea.overrule = Some(("lansi".into(), "Asiakas kuuluu läntisen alueen palveluihin."));
            self.busy.insert(main);
            self.ideas.push(idea);
        }
        self.gaps(east.collect());
    }

    /// One of each thing that was done but not recorded, in Sanna's work and her team's.
    fn gaps(&mut self, east: Vec<usize>) {
        let unserved = |index: &usize| !self.needs.get(*index).is_some_and(|needs| needs.tasks().contains(&ServiceTask::OlderPeople));
        let people: Vec<usize> = east.into_iter().filter(|index| !self.busy.contains(index)).filter(unserved).collect();
        let rows = [
            (Lack::Entry, Stage::Assessment, 16, false),
            (Lack::Assessment, Stage::Assessment, 84, false),
            (Lack::Reasons, Stage::Managing, 76, false),
            (Lack::ClientView, Stage::Decision, 86, false),
            (Lack::FollowUp, Stage::Closed("service_arranged"), 330, true),
            (Lack::Worker, Stage::Closed("service_arranged"), 410, true),
        ];
        for ((lack, stage, days, opens), main) in rows.into_iter().zip(people.iter().copied()) {
            let mut idea = Idea::new(main, ServiceTask::OlderPeople, self.ago(days), stage, Theme::Coping);
            idea.handler = Some("case_manager");
            idea.overrule = Some(("ita".into(), "Asiakas kuuluu itäisen alueen palveluihin."));
            idea.lacks = Some(lack);
            idea.opens = opens;
            self.busy.insert(main);
            self.ideas.push(idea);
        }
        self.troubles(people.get(rows.len()..).unwrap_or_default());
    }

    /// Refusals that their clients did not leave at that.
    fn troubles(&mut self, people: &[usize]) {
        for ((trouble, days), main) in [(Trouble::Asked, 46), (Trouble::Appealed, 160)].into_iter().zip(people) {
            let mut idea = Idea::new(*main, ServiceTask::OlderPeople, self.ago(days), Stage::Decision, Theme::Coping);
            idea.handler = Some("case_manager");
            idea.overrule = Some(("ita".into(), "Asiakas kuuluu itäisen alueen palveluihin."));
            idea.trouble = Some(trouble);
            self.busy.insert(*main);
            self.ideas.push(idea);
        }
    }

    fn weight(&self, one: &Resident, task: ServiceTask) -> f64 {
        let age = one.age(self.today);
        let served = self.needs.get(one.index).is_some_and(|needs| needs.tasks().contains(&task));
        let by_service = if served { 3.0 } else { 1.0 };
        let flag = |yes: bool| f64::from(u8::from(yes));
        by_service
            * match task {
                ServiceTask::OlderPeople if age >= 65 => 0.15 + one.burden.powi(2) / 12.0 + flag(age >= 80),
                ServiceTask::Families | ServiceTask::ChildProtection if age < 18 => 0.5 + one.burden,
                ServiceTask::Disability if age < 70 => {
                    flag(one.has("F70.9")) * 3.0 + flag(one.has("F84.9") || one.has("H54.9") || one.has("G40.9"))
                }
                ServiceTask::WorkingAge if (18..65).contains(&age) => 0.1 + flag(one.has("F32.9")) + flag(one.has("F20.9")) * 2.0,
                ServiceTask::Substance if age >= 18 => flag(one.has("F10.2")),
                _ => 0.0,
            }
    }

    fn candidates(&self, task: ServiceTask) -> Vec<(usize, f64)> {
        self.residents
            .iter()
            .skip(known::COUNT)
            .filter(|one| one.alive(self.today) && !self.busy.contains(&one.index))
            .map(|one| (one.index, self.weight(one, task)))
            .collect()
    }

    fn open(&mut self, dice: &mut Dice) {
        let wanted = (self.residents.len() as f64 * 0.03) - self.busy.len() as f64;
        let tasks = [
            (ServiceTask::OlderPeople, 0.56),
            (ServiceTask::Families, 0.13),
            (ServiceTask::ChildProtection, 0.06),
            (ServiceTask::Disability, 0.08),
            (ServiceTask::WorkingAge, 0.14),
            (ServiceTask::Substance, 0.03),
        ];
        for (task, share) in tasks {
            for main in choose(dice, &self.candidates(task), (wanted * share).round().max(0.0) as usize) {
                let idea = self.open_one(dice, main, task);
                self.busy.insert(main);
                self.ideas.push(idea);
            }
        }
    }

    fn open_one(&self, dice: &mut Dice, main: usize, task: ServiceTask) -> Idea {
        // Most are in time; about one in nine has waited too long.
        let late = dice.chance(0.11);
        let (stage, days) = match dice.unit() {
            x if x < 0.21 => (Stage::New, if late { dice.between(11, 20) } else { dice.between(0, 6) }),
            x if x < 0.34 => (Stage::Taken, if late { dice.between(11, 24) } else { dice.between(1, 8) }),
            x if x < 0.62 => (Stage::Assessment, if late { dice.between(93, 120) } else { dice.between(5, 70) }),
            x if x < 0.75 => (Stage::Planning, if late { dice.between(93, 130) } else { dice.between(22, 85) }),
            x if x < 0.85 => (Stage::Decision, if late { dice.between(93, 140) } else { dice.between(30, 88) }),
            x if x < 0.95 => (Stage::Managing, dice.between(40, 150)),
            _ => {
                (Stage::Returned(dice.one(["wrong_team", "more_information", "already_open", "client_not_informed"])), dice.between(1, 12))
            }
        };
        let theme = dice.one(themes(task));
        let mut idea = Idea::new(main, task, self.ago(days), stage, theme);
        idea.urgency = dice.one([Urgency::Soon, Urgency::Soon, Urgency::NonUrgent, Urgency::Urgent]);
        idea.from = self.sender(dice, main, task);
        // A client's own contact is answered, not returned.
        if idea.from == From::Client && matches!(stage, Stage::Returned(_)) {
            idea.from = From::Guidance;
        }
        if task == ServiceTask::OlderPeople {
            idea.situation = dice.one([
                Situation::NeedsAssessment,
                Situation::NeedsAssessment,
                Situation::Guidance,
                Situation::HomeRehabilitation,
                Situation::AcuteDischarge,
            ]);
            if idea.situation == Situation::HomeRehabilitation {
                idea.theme = Theme::Rehabilitation;
            }
            if idea.situation == Situation::AcuteDischarge {
                idea.from = From::Emergency;
                idea.urgency = Urgency::Urgent;
                idea.theme = Theme::Discharge;
            }
            idea.also =
                self.residents.get(main).and_then(|one| one.partner).filter(|partner| theme == Theme::Carer && self.alive(*partner));
        } else if dice.chance(0.3) {
            idea.situation = Situation::Guidance;
        }
        if stage == Stage::Assessment && dice.chance(0.15) {
            idea.paused = Some(if task == ServiceTask::OlderPeople { "client_in_hospital" } else { "additional_information" });
        }
        idea.message = dice.chance(0.25);
        idea
    }

    fn sender(&self, dice: &mut Dice, main: usize, task: ServiceTask) -> From {
        let home_care = self.needs.get(main).and_then(|needs| needs.home_care);
        match (task, home_care) {
            (ServiceTask::OlderPeople, Some(care)) if dice.chance(0.6) => From::HomeCare(care.unit),
            (ServiceTask::OlderPeople, _) => dice.one([From::Emergency, From::Guidance, From::Client, From::HomeCare(1)]),
            (ServiceTask::ChildProtection, _) => dice.one([From::Emergency, From::Guidance]),
            _ => dice.one([From::Client, From::Guidance, From::Client]),
        }
    }

    /// Each task in which services run began with a matter.
    fn services(&mut self, dice: &mut Dice) {
        for (index, needs) in self.needs.iter().enumerate().skip(known::COUNT) {
            for task in needs.tasks() {
                let since = needs.since(task).unwrap_or(self.today);
                let before = dice.between(30, 80).unsigned_abs();
                let on = (since - Days::new(before)).max(self.ago(i64::try_from(HISTORY_DAYS).unwrap_or(1_095)));
                let mut idea = Idea::new(index, task, on, Stage::Closed("service_arranged"), dice.one(themes(task)));
                idea.from = self.sender(dice, index, task);
                idea.opens = true;
                // One that would not be over yet waits for its end.
                if (self.today - on).num_days() < 110 {
                    idea.stage = Stage::Managing;
                    if !self.busy.insert(index) {
                        continue;
                    }
                }
                self.ideas.push(idea);
            }
        }
    }

    /// The task such a resident's matter is most often of.
    fn task_by_age(&self, one: &Resident) -> ServiceTask {
        match one.age(self.today) {
            ..18 => ServiceTask::Families,
            18..65 => ServiceTask::WorkingAge,
            _ => ServiceTask::OlderPeople,
        }
    }

    /// Fills the county up with work. One resident has at most one matter open; when they run out, fewer are open.
    fn load(&mut self, load: Load, dice: &mut Dice) {
        let residents = self.residents;
        let mut free: Vec<&Resident> =
            residents.iter().skip(known::COUNT).filter(|one| one.alive(self.today) && !self.busy.contains(&one.index)).collect();
        let open = self.ideas.iter().filter(|idea| !matches!(idea.stage, Stage::Closed(_))).count();
        for _ in open..load.open {
            let Some(last) = free.len().checked_sub(1) else { break };
            let one = free.swap_remove(dice.between(0, i64::try_from(last).unwrap_or(0)).unsigned_abs() as usize);
            let mut idea = self.open_one(dice, one.index, self.task_by_age(one));
            // The square makes a few teams large and most small.
            let area = (load.teams as f64 * dice.unit().powi(2)) as usize;
            let team = if load.teams == 0 || dice.chance(0.1) { Cow::Borrowed("ita") } else { Cow::Owned(crate::staff::area(area)) };
            idea.overrule = Some((team, "Alueen oma työ."));
            self.busy.insert(one.index);
            self.ideas.push(idea);
        }
        let last = i64::try_from(residents.len().saturating_sub(1)).unwrap_or(0);
        while self.ideas.len() < load.matters {
            let Some(one) = residents.get(dice.between(0, last).unsigned_abs() as usize).filter(|one| one.index >= known::COUNT) else {
                continue;
            };
            let until = one.died.unwrap_or(self.ago(30));
            let on = (until - Days::new(dice.between(0, 3_600).unsigned_abs())).max(one.birth).max(self.ago(3_700));
            let reason = dice.one(["guidance_given", "no_need", "client_withdrew", "not_reached", "moved_away"]);
            let task = self.task_by_age(one);
            let mut idea = Idea::new(one.index, task, on.min(until), Stage::Closed(reason), dice.one(themes(task)));
            idea.situation = Situation::Guidance;
            idea.urgency = Urgency::NonUrgent;
            idea.from = self.sender(dice, one.index, task);
            self.ideas.push(idea);
        }
    }

    /// Matters that led to no lasting service.
    fn closed(&mut self, dice: &mut Dice) {
        let wanted = self.residents.len() as f64 * 0.09;
        let tasks = [
            (ServiceTask::OlderPeople, 0.6),
            (ServiceTask::Families, 0.15),
            (ServiceTask::WorkingAge, 0.2),
            (ServiceTask::Disability, 0.05),
        ];
        for (task, share) in tasks {
            let candidates: Vec<(usize, f64)> =
                self.residents.iter().skip(known::COUNT).map(|one| (one.index, self.weight(one, task))).collect();
            for main in choose(dice, &candidates, (wanted * share).round() as usize) {
                let Some(one) = self.residents.get(main) else { continue };
                let reason = if one.died.is_some() {
                    "died"
                } else {
                    dice.one(["guidance_given", "guidance_given", "no_need", "client_withdrew", "not_reached", "moved_away"])
                };
                let last = one.died.map_or(self.ago(70), |died| died - Days::new(60));
                let on = (last - Days::new(dice.between(0, 900).unsigned_abs())).max(one.birth);
                let mut idea = Idea::new(main, task, on, Stage::Closed(reason), dice.one(themes(task)));
                idea.situation = if reason == "guidance_given" { Situation::Guidance } else { Situation::NeedsAssessment };
                idea.urgency = dice.one([Urgency::NonUrgent, Urgency::Soon]);
                idea.from = self.sender(dice, main, task);
                self.ideas.push(idea);
            }
        }
    }
}
