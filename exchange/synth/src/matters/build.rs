//! A matter's whole past: put on its way, taken, moved from lane to lane, decided, closed — each happening told to its clocks
//! on its own day by the rules of that day, so that what one sees now is what would be there had it been worked here.

use care::appointment::{Appointment, AppointmentState, Place};
use care::bulk::{
    Of, Past, PastAppeal, PastAssessment, PastCustomership, PastDecision, PastGoal, PastMessage, PastNote, PastPlan, PastReview,
    PastRuling, PastSending, PastService,
};
use care::clock::rules::{Clock, Given, apply_to, rule_of};
use care::clock::settle;
use care::matter::initiate::{NewMatter, PastStep};
use care::matter::{Initiation, MatterState, Sender};
use care::routing::rules::propose;
use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use documents::Kind;
use documents::bulk::PastDocument;
use kernel::workday::roll_to_workday;
use kernel::{ClientId, Scope, ServiceTask};
use rules::{ClientFacts, ClockState, Facts, Happening, Lane, Notice, Outcome, Rules};
use trust::relation::NewTie;
use uuid::Uuid;

use super::ideas::{From, Idea, Lack, Stage, Trouble};
use super::papers;
use super::words::{MESSAGES, NOTES};
use crate::dice::Dice;
use crate::history::at;
use crate::residents::{Resident, known};
use crate::staff::{FORMER, Staff, Team, Worker};

/// What all matters are built from.
pub struct World<'a> {
    pub seed: u64,
    pub rules: &'a Rules,
    pub staff: &'a Staff,
    pub residents: &'a [Resident],
    /// Ids of the clients, by the residents' places.
    pub clients: &'a [ClientId],
    pub controller: Uuid,
    pub county: &'a str,
    pub now: DateTime<Utc>,
    pub today: NaiveDate,
}

/// Everything written of matters, with their papers.
#[derive(Debug, Default)]
pub struct Bundle {
    pub past: Past,
    pub documents: Vec<PastDocument>,
}

/// In Aino Virtanen's own words.
const AINO_GOALS: &[&str] = &["Haluan asua kotona ja päästä taas kirkkoon.", "Liikkuminen ulkona", "Ravitsemus", "Puolison jaksaminen"];

const AINO_SERVICES: &[(&str, &str, &str)] = &[
    ("home_care", "Kotihoito Rantatie", "2 kertaa päivässä"),
    ("informal_care", "Omaishoidon keskus", "jatkuva"),
    ("day_activities", "Päiväkeskus Onnela", "kerran viikossa"),
    ("safety_alarm", "Ikäihmisten palvelut", "jatkuva"),
    // Agreed on, and nobody gives it yet.
    ("meals", "", "joka arkipäivä"),
];

impl Bundle {
    /// A client has one plan in force in a service task: a newer one ended the older, as finishing a plan does.
    pub fn one_plan_at_a_time(&mut self) {
        let plans = &mut self.past.plans;
        plans.sort_by_key(|plan| (plan.of.client, plan.of.scope.service_task, plan.valid_from));
        let mut newer: Option<(ClientId, ServiceTask, NaiveDate)> = None;
        for plan in plans.iter_mut().rev() {
            let (client, task) = (plan.of.client, plan.of.scope.service_task);
            if let Some((.., from)) = newer.filter(|(c, t, _)| (*c, *t) == (client, task)) {
                plan.valid_to = Some(plan.valid_to.map_or(from, |to| to.min(from)));
            }
            newer = Some((client, task, plan.valid_from));
        }
    }
}

/// How far each stage goes: taken, assessment started, finished, planned, decided, service begun.
fn steps(idea: &Idea) -> usize {
    if idea.trouble.is_some() {
        return 5;
    }
    match idea.stage {
        Stage::New | Stage::Returned(_) => 0,
        Stage::Taken => 1,
        Stage::Assessment => 2,
        Stage::Planning => 3,
        Stage::Decision => 4,
        Stage::Managing => 6,
        Stage::Closed("service_arranged") => 6,
        Stage::Closed("no_need") => 3,
        Stage::Closed(_) => 1,
    }
}

/// A matter under way.
struct Making<'a, 'w> {
    world: &'a World<'w>,
    idea: &'a Idea,
    dice: Dice,
    new_id: &'a mut dyn FnMut() -> Uuid,
    made: NewMatter,
    handler: Uuid,
    bundle: &'a mut Bundle,
}

/// Builds one matter with its number into the bundle. `None` when the county has no team for it.
pub fn build(
    world: &World<'_>,
    idea: &Idea,
    place: usize,
    number: String,
    new_id: &mut dyn FnMut() -> Uuid,
    bundle: &mut Bundle,
) -> Option<()> {
    let mut dice = Dice::new(world.seed, "matter", place);
    let words = idea.theme.words();
    let facts = facts(world, idea, idea.on, None);
    let proposal = propose(world.rules, &facts);
    // Overruled only where the rules would have proposed another team.
    let overrule = idea.overrule.as_ref().filter(|(team, _)| *team != proposal.team);
    let team = world.staff.team(overrule.map_or(proposal.team.as_str(), |(team, _)| team.as_ref())).or(world.staff.teams.first())?;
    let clients: Vec<ClientId> =
        [Some(idea.main), idea.also].into_iter().flatten().filter_map(|index| world.clients.get(index).copied()).collect();
    let (sender, notifier, channel) = sender(world, &mut dice, idea, *clients.first()?)?;
    let hour = u32::try_from(dice.between(8, 15)).unwrap_or(9);
    let sent_at = at(idea.on, hour, u32::try_from(dice.between(0, 59)).unwrap_or(0)).min(world.now - Duration::minutes(20));
    let by_client = matches!(sender, Sender::Client(_));
    let own = dice.pick(words.own).map(|text| (*text).to_owned());
    let told = dice.pick(words.told).copied().unwrap_or_default();
    let initiation = Initiation {
        clients,
        service_task: idea.task,
        situation: idea.situation,
        urgency: idea.urgency,
        need_reasons: words.reasons.iter().map(|code| (*code).to_owned()).collect(),
        notifier: Some(notifier.to_owned()),
        notifier_name: None,
        own_words: own.clone(),
        description: (!by_client).then(|| told.to_owned()),
        discharge_on: (idea.situation == rules::Situation::AcuteDischarge).then(|| idea.on + Days::new(1)),
        why_another: None,
        title: None,
        reply_wanted: by_client,
        channel: channel.to_owned(),
        sender,
        team_id: team.id,
        proposal,
        overrule_reason: overrule.map(|(_, reason)| (*reason).to_owned()),
    };
    let made = initiation.build(world.rules, &facts, new_id(), number, world.controller, sent_at);
    let handler = handler(world, &mut dice, idea, team)?;
    let mut making = Making { world, idea, dice, new_id, made, handler: handler.id, bundle };
    making.initiation_paper(notifier, own.as_deref(), told);
    making.work(team, own.as_deref());
    let Making { made, bundle, .. } = making;
    bundle.past.matters.push(made);
    Some(())
}

fn facts(world: &World<'_>, idea: &Idea, on: NaiveDate, outcome: Option<Outcome>) -> Facts {
    let clients =
        [Some(idea.main), idea.also].into_iter().flatten().filter_map(|index| world.residents.get(index)).map(|one| ClientFacts {
            birth_date: Some(one.birth),
            // As in the lobby: where a protected client lives moves no rule.
            municipality: (!one.protected).then(|| one.municipality.to_owned()),
        });
    Facts {
        on,
        clients: clients.collect(),
        service_task: idea.task,
        situation: idea.situation,
        urgency: idea.urgency,
        special_support: false,
        highest_care_allowance: false,
        outcome,
    }
}

fn sender(world: &World<'_>, dice: &mut Dice, idea: &Idea, main: ClientId) -> Option<(Sender, &'static str, &'static str)> {
    let staff = |worker: &Worker| Sender::Staff { id: worker.id, unit_id: worker.unit_id };
    let of_unit = |dice: &mut Dice, unit: Uuid| {
        let all = world.staff.of_unit(unit);
        // The persona of the unit sends the stories' matters.
        let known = all.iter().find(|worker| worker.persona.is_some()).filter(|_| idea.handler == Some("case_manager"));
        known.or(dice.pick(&all)).map(|worker| staff(worker))
    };
    Some(match idea.from {
        From::HomeCare(unit) => (of_unit(dice, *world.staff.home_care.get(unit).or(world.staff.home_care.first())?)?, "7", "lobby"),
        From::Emergency => (of_unit(dice, world.staff.emergency)?, "7", "lobby"),
        From::Guidance => {
            let team = world.staff.team("ohjaus").or(world.staff.teams.first())?;
            let doers = world.staff.doers(team);
            (staff(dice.pick(&doers)?), dice.one(["2", "3", "1", "6"]), "lobby")
        }
        From::Client => {
            let child = world.residents.get(idea.main).is_some_and(|one| one.age(world.today) < 18);
            // A child's matter is begun by a parent, under the parent's own identity.
            let parent =
                world.residents.get(idea.main).and_then(|one| one.parents.first()).and_then(|parent| world.clients.get(*parent)).copied();
            let client = if child { parent.unwrap_or(main) } else { main };
            (Sender::Client(client), if child { "2" } else { "1" }, dice.one(["contact", "application"]))
        }
    })
}

fn handler<'w>(world: &World<'w>, dice: &mut Dice, idea: &Idea, team: &Team) -> Option<&'w Worker> {
    if let Some(worker) = idea
        .handler
        .and_then(|key| world.staff.persona(key))
        .filter(|worker| team.members.iter().any(|place| world.staff.workers.get(*place).is_some_and(|one| one.id == worker.id)))
    {
        return Some(worker);
    }
    let doers = world.staff.doers(team);
    let persona = doers.iter().find(|worker| worker.persona == Some("case_manager") || worker.persona == Some("care_coordinator")).copied();
    // Personas have somewhat more than others, so that their desks are alive.
    persona.filter(|_| dice.chance(0.25)).or_else(|| dice.pick(&doers).copied())
}

impl Making<'_, '_> {
    fn id(&mut self) -> Uuid {
        (self.new_id)()
    }

    fn scope(&self) -> Scope {
        self.made.matter.scope
    }

    fn of(&mut self, client: ClientId) -> Of {
        Of { id: self.id(), client, scope: self.scope(), matter_id: self.made.matter.id }
    }

    fn main(&self) -> ClientId {
        self.made.matter.clients.first().copied().unwrap_or(ClientId(Uuid::nil()))
    }

    /// The day's moment of work, never later than now.
    fn moment(&mut self, day: NaiveDate) -> DateTime<Utc> {
        let hour = u32::try_from(self.dice.between(8, 15)).unwrap_or(10);
        at(day, hour, u32::try_from(self.dice.between(0, 59)).unwrap_or(0))
            .min(self.world.now - Duration::minutes(2))
            .max(self.made.matter.initiated_at)
    }

    fn tell(&mut self, day: NaiveDate, what: Happening, outcome: Option<Outcome>, notice: Option<Notice>) -> Vec<Clock> {
        self.tell_of(day, what, outcome, Given { notice, ..Given::default() })
    }

    fn tell_of(&mut self, day: NaiveDate, what: Happening, outcome: Option<Outcome>, given: Given) -> Vec<Clock> {
        let facts = facts(self.world, self.idea, day, outcome);
        let changes = apply_to(self.world.rules, &facts, &self.made.clocks, what, given);
        for (place, clock) in changes.stopped {
            if let Some(one) = self.made.clocks.get_mut(place) {
                *one = clock;
            }
        }
        self.made.clocks.extend(changes.started.iter().cloned());
        changes.started
    }

    fn step(&mut self, at: DateTime<Utc>, kind: &'static str, reason: Option<&str>, from: Option<&str>, to: Option<String>) {
        let (reason, from) = (reason.map(str::to_owned), from.map(str::to_owned));
        self.made.matter.version += 1;
        self.made.steps.push(PastStep { at, kind, actor_kind: "staff", actor_id: self.handler, reason, from, to });
    }

    fn move_to(&mut self, at: DateTime<Utc>, lane: Lane) {
        let from = self.made.matter.lane;
        if from < lane {
            self.made.matter.lane = lane;
            self.made.matter.lane_since = at;
            self.step(at, "moved", None, Some(from.code()), Some(lane.code().to_owned()));
        }
    }

    fn initiation_paper(&mut self, notifier: &str, own: Option<&str>, told: &str) {
        // Of the closed only the papers of the work are kept here.
        if matches!(self.idea.stage, Stage::Closed(_)) || self.made.matter.sender_unit_id.is_none() {
            return;
        }
        let body = papers::initiation(self.idea, notifier, own, told, self.idea.theme.words().reasons);
        let (author, at) = (self.made.matter.sender_id, self.made.matter.initiated_at);
        self.paper(Kind::Initiation, 18, body, author, at);
    }

    fn paper(&mut self, kind: Kind, catalogue_row: i32, body: serde_json::Value, author_id: Uuid, finished_at: DateTime<Utc>) -> Uuid {
        let id = self.id();
        let clients = if kind == Kind::Decision { vec![self.main()] } else { self.made.matter.clients.clone() };
        let scope = Scope { catalogue_row, ..self.scope() };
        self.bundle.documents.push(PastDocument {
            id,
            scope,
            kind,
            matter_id: Some(self.made.matter.id),
            clients,
            body,
            author_id,
            finished_at,
        });
        id
    }

    fn tie(&mut self, basis: &'static str, professional_id: Uuid, from: DateTime<Utc>) {
        for client in self.made.matter.clients.clone() {
            self.made.ties.push(NewTie {
                client,
                scope: self.made.matter.scope,
                basis,
                object_kind: "matter",
                object_id: self.made.matter.id,
                professional_id: Some(professional_id),
                team_id: None,
                unit_id: None,
                from,
                to: None,
            });
        }
    }

    /// Days of the steps: natural ones for what is over, pressed together where today comes first.
    fn days(&mut self) -> Vec<NaiveDate> {
        let gaps = [
            // Nearly always looked at on the day it came (SHL 36 §).
            if self.dice.chance(0.88) { 0 } else { self.dice.between(1, 2) },
            self.dice.between(1, 6),
            self.dice.between(8, 35),
            self.dice.between(3, 18),
            self.dice.between(2, 12),
            self.dice.between(3, 14),
        ];
        let count = steps(self.idea);
        let natural: Vec<i64> = gaps
            .iter()
            .take(count)
            .scan(0, |sum, gap| {
                *sum += gap;
                Some(*sum)
            })
            .collect();
        let room = (self.world.today - self.idea.on).num_days().max(0);
        let whole = natural.last().copied().unwrap_or(0);
        natural
            .into_iter()
            .map(|days| if whole > room { days * room / whole.max(1) } else { days })
            .map(|days| {
                let day = self.idea.on + Days::new(days.unsigned_abs());
                roll_to_workday(day).min(self.world.today)
            })
            .collect()
    }

    fn work(&mut self, team: &Team, own: Option<&str>) {
        let days = self.days();
        let day = |place: usize| days.get(place).copied();
        match day(0) {
            Some(day) => self.take(day),
            // A professional who sends has judged the urgency; what a client sends waits to be looked at.
            None if self.made.matter.sender_unit_id.is_some() => {
                self.tell(self.idea.on, Happening::UrgencyAssessed, None, None);
            }
            None => {}
        }
        if let Some(day) = day(1) {
            let at = self.moment(day);
            self.tell(day, Happening::AssessmentStarted, None, None);
            self.move_to(at, Lane::Assessment);
        }
        // Aino's refusal rests on the assessment she has.
        let assessed = self.idea.trouble == Some(Trouble::Refused);
        if let (Some(began), Some(day), false) = (day(1), day(2), assessed) {
            self.assess(began, day, own);
        } else if let Some(began) = day(1).filter(|_| self.idea.lacks == Some(Lack::Assessment)) {
            self.begin_assessment(began);
        }
        if let Some(day) = day(3).filter(|_| self.idea.trouble.is_none()) {
            self.plan(day, own);
        }
        if let Some(day) = day(4) {
            self.decide(team, day);
        }
        if let Some(day) = day(5) {
            self.serve(team, day);
        }
        self.contacts(&days);
        match self.idea.stage {
            Stage::Returned(reason) => self.give_back(team, reason),
            Stage::Closed(reason) => self.close(days.last().copied().unwrap_or(self.idea.on), reason),
            _ => {
                self.pause();
                self.meet(team);
            }
        }
        settle(self.world.rules, &mut self.made.matter, &self.made.clocks);
    }

    /// A meeting that was agreed with the client of an open matter under way: by the matter's number, so that the dice fall as
    /// they would without it.
    fn meet(&mut self, team: &Team) {
        let (lane, Some(handler)) = (self.made.matter.lane, self.made.matter.handler_id) else { return };
        let number: u64 = self.made.matter.number.rsplit('-').next().and_then(|n| n.parse().ok()).unwrap_or(0);
        let stories = self.idea.handler == Some("case_manager");
        if !matches!(lane, Lane::Assessment | Lane::Planning) || (!number.is_multiple_of(3) && !stories) {
            return;
        }
        let (place, why) = match (lane, number % 4) {
            (Lane::Assessment, 3) => (Place::Remote, "Puhelu: miten arjessa on mennyt ja mitä apua tarvitaan"),
            (Lane::Assessment, _) => (Place::HomeVisit, "Palvelutarpeen arviointi kotona"),
            (_, 0) => (Place::Office, "Suunnitelman läpikäynti yhdessä"),
            _ => (Place::HomeVisit, "Suunnitelman läpikäynti kotona läheisen kanssa"),
        };
        self.meeting(team, handler, place, why, roll_to_workday(self.world.today + Days::new(number % 9)));
        // Somebody has been visited and has yet to write it down.
        if stories && lane == Lane::Planning && place == Place::HomeVisit {
            self.meeting(team, handler, place, "Kotikäynti: miten arki sujuu", roll_to_workday(self.world.today - Days::new(8)));
        }
    }

    fn meeting(&mut self, team: &Team, handler: Uuid, place: Place, why: &str, day: NaiveDate) {
        let number: u64 = self.made.matter.number.rsplit('-').next().and_then(|n| n.parse().ok()).unwrap_or(0);
        let stories = self.idea.handler == Some("case_manager");
        let main = self.main();
        let resident = self.world.residents.get(self.idea.main);
        let address = match place {
            Place::HomeVisit => resident.filter(|one| !one.protected).map(|one| one.address.clone()),
            Place::Office => Some("Palvelukatu 1".to_owned()),
            Place::Remote => None,
        };
        let starts_at = at(day, 9 + u32::try_from(number / 7 % 6).unwrap_or(0), if number.is_multiple_of(2) { 0 } else { 30 });
        let id = self.id();
        self.bundle.past.appointments.push(Appointment {
            id,
            version: 1,
            client: main,
            scope: self.scope(),
            matter_id: Some(self.made.matter.id),
            team_id: team.id,
            handler_id: handler,
            people: vec![handler],
            place,
            address,
            unit_id: None,
            link: None,
            why: why.to_owned(),
            starts_at,
            ends_at: starts_at + Duration::minutes(if place == Place::Remote { 30 } else { 60 }),
            state: if number % 5 < 2 && !stories { AppointmentState::Confirmed } else { AppointmentState::Booked },
            sequence: 0,
            client_words: None,
            cancel_reason: None,
            cancel_text: None,
            cancelled_by: None,
            created_by: handler,
            reminded_at: None,
            updated_at: self.world.now,
        });
    }

    fn take(&mut self, day: NaiveDate) {
        let at = self.moment(day);
        let handler = self.handler;
        self.made.matter.handler_id = Some(handler);
        self.tie("handler", handler, at);
        self.tell(day, Happening::UrgencyAssessed, None, None);
        self.step(at, "taken", None, None, Some(handler.to_string()));
    }

    /// Begun and left: no paper yet, nothing finished.
    fn begin_assessment(&mut self, began: NaiveDate) {
        for client in self.made.matter.clients.clone() {
            let of = self.of(client);
            self.bundle.past.assessments.push(PastAssessment {
                of,
                document_id: None,
                started_on: began,
                finished_on: None,
                summary: None,
                own_view: None,
                conclusion: None,
                special_support: None,
                duration_estimate: None,
                author_id: self.handler,
            });
        }
    }

    fn assess(&mut self, began: NaiveDate, day: NaiveDate, own: Option<&str>) {
        let at = self.moment(day);
        let words = self.idea.theme.words();
        let special = self.idea.task == ServiceTask::ChildProtection;
        let body = papers::assessment(words, began, day, own, special);
        let document = self.paper(Kind::Assessment, 13, body, self.handler, at);
        for client in self.made.matter.clients.clone() {
            let of = self.of(client);
            self.bundle.past.assessments.push(PastAssessment {
                of,
                document_id: Some(document),
                started_on: began,
                finished_on: Some(day),
                summary: Some(words.summary.to_owned()),
                own_view: own.map(str::to_owned),
                conclusion: Some(words.conclusion.to_owned()),
                special_support: Some(special),
                duration_estimate: Some("Omatyöntekijän tarve arvioidaan suunnitelmassa.".into()),
                author_id: self.handler,
            });
        }
        self.tell(day, Happening::AssessmentFinished, None, None);
        self.step(at, "document_finished", None, None, Some(Kind::Assessment.code().to_owned()));
        self.move_to(at, Lane::Planning);
    }

    fn plan(&mut self, day: NaiveDate, own: Option<&str>) {
        let own = if self.idea.lacks == Some(Lack::ClientView) { Some("-") } else { own };
        let at = self.moment(day);
        let words = self.idea.theme.words();
        let (service, name, how_often) = words.service;
        let over = matches!(self.idea.stage, Stage::Closed(_));
        // The plan of what goes on stays in force after its matter; one client has one plan in a task.
        let aino = self.idea.main == known::AINO;
        let lives = !over || self.idea.opens || aino;
        let review_on = day + Days::new(182);
        let who = match service {
            "home_care" => "Kotihoito",
            "informal_care" => "Omaishoidon keskus",
            _ => name,
        };
        // Aino's plan holds together all she has.
        let planned = if aino { AINO_SERVICES.to_vec() } else { vec![(service, who, how_often)] };
        let mut body = papers::plan(words, day, review_on, own, &planned);
        if self.idea.lacks == Some(Lack::ClientView) {
            papers::dash(&mut body, "/plan/needs/client_view");
        }
        let document = self.paper(Kind::Plan, 21, body, self.handler, at);
        // Goals of an older plan have been looked at lately in nearly every case.
        let old = (self.world.today - day).num_days() > 120 && self.idea.lacks != Some(Lack::FollowUp);
        let followed_on = (lives && old && (aino || self.dice.chance(0.96)))
            .then(|| roll_to_workday(self.world.today - Days::new(self.dice.between(4, 80).unsigned_abs())).min(self.world.today));
        for client in self.made.matter.clients.clone() {
            let of = self.of(client);
            let words_of = if aino { AINO_GOALS } else { words.goals };
            let mut goals: Vec<PastGoal> = Vec::with_capacity(words_of.len());
            for (place, goal) in words_of.iter().enumerate() {
                let progress = if aino { [30, 30, 55, 15].get(place).copied().unwrap_or(50) } else { self.dice.between(1, 8) * 10 };
                goals.push(PastGoal {
                    words: (*goal).to_owned(),
                    measure: None,
                    target_on: Some(review_on),
                    status: if lives { "in_progress" } else { "reached" },
                    progress: i32::try_from(progress).ok(),
                    followed_on,
                });
            }
            let status = if !lives {
                "ended"
            } else if over || self.idea.stage == Stage::Managing {
                "active"
            } else {
                "planned"
            };
            self.bundle.past.plans.push(PastPlan {
                of,
                document_id: Some(document),
                valid_from: day,
                valid_to: (!lives).then(|| (day + Days::new(90)).min(self.world.today)),
                review_on: Some(review_on),
                own_words: own.map(str::to_owned),
                author_id: self.handler,
                goals,
                services: planned
                    .iter()
                    .map(|(service, who, how_often)| PastService {
                        service: (*service).to_owned(),
                        provider: None,
                        who: (!who.is_empty()).then(|| (*who).to_owned()),
                        how_often: Some((*how_often).to_owned()),
                        from_on: Some(day),
                        until_on: None,
                        status,
                    })
                    .collect(),
            });
        }
        self.tell(day, Happening::PlanFinished, None, None);
        self.step(at, "document_finished", None, None, Some(Kind::Plan.code().to_owned()));
        self.move_to(at, Lane::Decision);
    }

    fn decide(&mut self, team: &Team, day: NaiveDate) {
        let Some(decider) = self.world.staff.decider(team) else { return };
        let at = self.moment(day);
        let words = self.idea.theme.words();
        let trouble = self.idea.trouble;
        if trouble.is_some() {
            self.move_to(at, Lane::Decision);
        }
        let outcome = if trouble.is_some() { Outcome::Negative } else { Outcome::Positive };
        let refused = trouble.map(|_| "Asiakasta kuultiin puhelimitse. Hän katsoo tarvitsevansa apua joka päivä.");
        let ruling = papers::Ruling { initiated_on: self.idea.on, from: day, decider: &decider.name, county: self.world.county, refused };
        let mut body = papers::decision(words, &ruling);
        if self.idea.lacks == Some(Lack::Reasons) {
            papers::dash(&mut body, "/decision/grounds/reasons");
        }
        let document = self.paper(Kind::Decision, 18, body, decider.id, at);
        self.tell(day, Happening::DecisionMade, Some(outcome), None);
        let notice = self.dice.one([Notice::Letter, Notice::Letter, Notice::Electronic]);
        if trouble.is_some() {
            self.tell(day, Happening::DecisionRefused, Some(outcome), None);
        }
        let main = self.main();
        let of = self.of(main);
        let given = Given { notice: Some(notice), about: Some(of.id), received_on: None };
        let started = self.tell_of(day, Happening::DecisionSent, Some(outcome), given);
        let appeal = started.iter().find(|clock| clock.rule == "appeal");
        let sent = appeal.and_then(|clock| {
            Some(PastSending {
                by: self.handler,
                at,
                notice,
                received_on: clock.started_on,
                appeal_until: clock.due_on?,
                rule_version: clock.rule_version.clone(),
            })
        });
        let (_, name, how_often) = words.service;
        let until = appeal.and_then(|clock| clock.due_on);
        self.bundle.past.decisions.push(PastDecision {
            of,
            document_id: document,
            outcome,
            reasons: if self.idea.lacks == Some(Lack::Reasons) { "-".to_owned() } else { words.conclusion.to_owned() },
            legal_basis: words.law.to_owned(),
            services: trouble.is_none().then(|| format!("{name}, {how_often}")),
            valid_from: trouble.is_none().then_some(day),
            valid_to: None,
            drafted_by: self.handler,
            decided_by: decider.id,
            decided_at: at,
            sent,
        });
        self.step(at, "decision_decided", None, None, Some(outcome.code().to_owned()));
        self.step(at, "decision_sent", None, None, Some(notice.code().to_owned()));
        match trouble {
            None => self.move_to(at, Lane::Managing),
            Some(trouble) => self.quarrel(team, trouble, of, day, until, decider.id),
        }
    }

    /// What the client did about a refusal, and what came of it.
    fn quarrel(&mut self, team: &Team, trouble: Trouble, decision: Of, decided: NaiveDate, until: Option<NaiveDate>, decider: Uuid) {
        if trouble == Trouble::Refused {
            return;
        }
        let arrived_on = roll_to_workday(decided + Days::new(9)).min(self.world.today);
        let given = Given { about: Some(decision.id), ..Given::default() };
        self.tell_of(arrived_on, Happening::AppealMade, None, given);
        let asked_at = self.moment(arrived_on);
        let main = self.main();
        let of = self.of(main);
        let mut review = PastReview {
            of,
            decision_id: decision.id,
            arrived_on,
            late: until.is_some_and(|until| arrived_on > until),
            words: "En pärjää pesuissa yksin, ja tyttäreni käy töissä. Vaadin, että saan apua aamuisin.".into(),
            authority: kernel::Text::fi(format!("{}, yksilöasioiden jaosto", self.world.county)),
            rule: "review".into(),
            rule_version: self.world.rules.remedies.on(arrived_on).version.clone(),
            at: asked_at,
            ruled: None,
        };
        self.step(asked_at, "review_asked", None, None, Some("own".into()));
        // The review is decided by another than the maker of the decision, where the team has one.
        let lead = self.world.staff.deciders(team).into_iter().find(|worker| worker.id != decider).map(|worker| worker.id);
        if let (Trouble::Appealed, Some(lead)) = (trouble, lead) {
            let ruled_on = roll_to_workday(arrived_on + Days::new(21)).min(self.world.today);
            self.tell_of(ruled_on, Happening::ReviewDecided, None, given);
            let given = Given { notice: Some(Notice::Letter), about: Some(review.of.id), received_on: None };
            let started = self.tell_of(ruled_on, Happening::DecisionSent, None, given);
            let appealed_on = roll_to_workday(ruled_on + Days::new(19)).min(self.world.today);
            // The client's time has done its work.
            for clock in self.made.clocks.iter_mut().filter(|clock| clock.about == Some(review.of.id)) {
                clock.state = ClockState::Ended;
                clock.stopped_on = Some(appealed_on);
            }
            let at = self.moment(ruled_on);
            review.ruled = started.iter().find(|clock| clock.rule == "appeal").and_then(|clock| {
                Some(PastRuling {
                    by: lead,
                    at,
                    reasons: "Asiassa ei ole tullut esiin sellaista, minkä vuoksi päätöstä pitäisi muuttaa.".into(),
                    received_on: clock.started_on,
                    appeal_until: clock.due_on?,
                    appeal_to: kernel::Text::new("Hallinto-oikeus", "Förvaltningsdomstolen", "Administrative Court"),
                    rule_version: clock.rule_version.clone(),
                })
            });
            self.step(at, "review_decided", None, None, Some("upheld".into()));
            let of = self.of(main);
            self.bundle.past.appeals.push(PastAppeal {
                of,
                decision_id: decision.id,
                court: "Hallinto-oikeus".into(),
                made_on: appealed_on,
                recorded_by: self.handler,
            });
            let at = self.moment(appealed_on);
            self.step(at, "appeal_recorded", None, None, Some("Hallinto-oikeus".into()));
        }
        self.bundle.past.reviews.push(review);
    }

    fn serve(&mut self, team: &Team, day: NaiveDate) {
        let at = self.moment(day);
        let main = self.idea.main;
        let ended = self.world.residents.get(main).is_some_and(|one| !one.alive(self.world.today));
        if self.idea.opens && !ended {
            let id = self.id();
            self.bundle.past.customerships.push(PastCustomership {
                id,
                client: self.main(),
                controller: self.world.controller,
                service_task: self.idea.task,
                matter_id: Some(self.made.matter.id),
                team_id: team.id,
                responsible_worker_id: match self.idea.lacks {
                    Some(Lack::Worker) => self.world.staff.persona(FORMER).map_or(self.handler, |worker| worker.id),
                    _ => self.handler,
                },
                contact_person_id: None,
                opened_at: at,
                closed: None,
            });
            self.tell(day, Happening::CustomershipOpened, None, None);
            self.tell(day, Happening::OwnWorkerNamed, None, None);
            self.step(at, "customership_opened", None, None, None);
        }
        // In some open matters the service has not begun yet.
        if self.idea.stage != Stage::Managing || self.dice.chance(0.5) {
            self.tell(day, Happening::ServiceStarted, None, None);
        }
    }

    fn contacts(&mut self, days: &[NaiveDate]) {
        let open = !matches!(self.idea.stage, Stage::Closed(_));
        let (Some(first), Some(_)) = (days.first().copied(), self.made.matter.handler_id) else { return };
        if self.idea.lacks == Some(Lack::Entry) {
            return;
        }
        let count = if open { self.dice.between(1, 3) } else { self.dice.between(0, 1) };
        let last = if open { self.world.today } else { days.last().copied().unwrap_or(first) };
        for _ in 0..count {
            let day = first + Days::new(self.dice.between(0, (last - first).num_days()).unsigned_abs());
            let at = self.moment(day);
            let Some((kind, text)) = self.dice.pick(NOTES).copied() else { continue };
            let main = self.main();
            let of = self.of(main);
            self.bundle.past.notes.push(PastNote { of, kind, at, text: text.to_owned(), author_id: self.handler });
            self.made.steps.push(PastStep {
                at,
                kind: "noted",
                actor_kind: "staff",
                actor_id: self.handler,
                reason: None,
                from: None,
                to: None,
            });
        }
        let grown = self.world.residents.get(self.idea.main).is_some_and(|one| one.age(self.world.today) >= 18);
        if !self.idea.message || !open || !grown {
            return;
        }
        let Some((asked, answered)) = self.dice.pick(MESSAGES).copied() else { return };
        let main = self.main();
        let waits = self.dice.chance(0.5);
        let at = self.world.now - Duration::hours(self.dice.between(3, 70));
        let at = at.max(self.made.matter.initiated_at + Duration::minutes(30)).min(self.world.now);
        let of = self.of(main);
        let read_at = (!waits).then(|| (at + Duration::hours(1)).min(self.world.now));
        self.bundle.past.messages.push(PastMessage { of, from_client: true, author_id: main.0, text: asked.to_owned(), at, read_at });
        if let Some(answered_at) = read_at {
            let of = self.of(main);
            self.bundle.past.messages.push(PastMessage {
                of,
                from_client: false,
                author_id: self.handler,
                text: answered.to_owned(),
                at: answered_at,
                read_at: None,
            });
        }
    }

    fn give_back(&mut self, team: &Team, reason: &str) {
        let day = (self.idea.on + Days::new(1)).min(self.world.today);
        let at = self.moment(day);
        self.made.matter.state = MatterState::Returned;
        self.step(at, "returned", Some(reason), Some(&team.id.to_string()), None);
    }

    fn close(&mut self, day: NaiveDate, reason: &str) {
        let day = roll_to_workday(day + Days::new(self.dice.between(2, 20).unsigned_abs())).min(self.world.today);
        let at = self.moment(day);
        self.tell(day, Happening::MatterClosed, None, None);
        self.made.matter.state = MatterState::Closed;
        self.made.matter.closed_at = Some(at);
        self.made.matter.close_reason = Some(reason.to_owned());
        // As closing does: those who held it can read it for a month more.
        for tie in &mut self.made.ties {
            tie.to = Some(at + Duration::days(30));
        }
        self.step(at, "closed", Some(reason), None, None);
    }

    fn pause(&mut self) {
        let Some(reason) = self.idea.paused else { return };
        let since = (self.world.today - Days::new(4)).max(self.idea.on);
        let mut paused = false;
        for clock in &mut self.made.clocks {
            let Some(rule) = rule_of(&self.world.rules.deadlines, clock) else { continue };
            // The law gives this reason only to some time limits; the others run on.
            if let Ok(changed) = clock.pause(rule, reason, since) {
                *clock = changed;
                paused = true;
            }
        }
        if paused {
            let at = self.moment(since);
            self.step(at, "paused", Some(reason), None, None);
        }
    }
}
