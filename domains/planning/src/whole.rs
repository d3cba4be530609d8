//! The whole plan put together from its parts: pure, but for names.

use std::collections::HashSet;

use rules::{Fit, FitCheck, Rules};
use store::sea_orm::DbErr;
use trust::{Opened, Staff};
use uuid::Uuid;

use crate::Planning;
use crate::fit::{Found, check, reliances};
use crate::model::{
    GoalCarrier, OwnGoalGoing, PlanAgreed, PlanEvidence, PlanFinding, PlanFindingState, PlanReliance, PlanTalk, PlanTalkEntry,
    PlanTalkStep, PlanVoice, WholeGoal, WholeOwnGoal, WholePlan, WholePlanPart, WholePlanThing,
};
use crate::names::Names;
use crate::part::{self, Part, PlanPartKind};
use crate::row::{self, FindingRow, Talks};

/// The whole plan of the opened client, for a professional.
pub(crate) async fn of(room: &Planning, opened: &Opened) -> Result<WholePlan, DbErr> {
    let rules = room.rules.now();
    let set = rules.fit.on(opened.today());
    let parts = part::of(opened, &room.sources).await?;
    let rows = row::findings(opened).await?;
    let talks = row::talks(opened.reader(), &rows).await?;
    let names = Names::of(opened.reader(), &rules, opened.today(), &parts, &talks).await?;
    let found = check(&set.body, opened.at(), &parts);
    let seen = Seen { rules: &rules, fit: &set.body, names: &names, parts: &parts, rows: &rows, talks: &talks, viewer: opened.staff().id };
    let registers_open = opened.scopes().registers();
    Ok(WholePlan {
        findings: seen.findings(&found),
        goals: seen.goals(&found),
        own_goals: seen.own_goals(),
        plans: seen.plans(Some(opened.staff())),
        tasks: seen.loose(PlanPartKind::Task),
        times: seen.loose(PlanPartKind::Time),
        // Made of the viewer's rights alone, so it is the same whether or not the others hold anything.
        others_may_hold: registers_open.len() < kernel::Register::ALL.len(),
        registers_open,
        rules_version: set.version.clone(),
    })
}

/// All that has been read of one client, and who reads it.
pub(crate) struct Seen<'a> {
    pub rules: &'a Rules,
    pub fit: &'a Fit,
    pub names: &'a Names<'a>,
    pub parts: &'a [Part],
    pub rows: &'a [FindingRow],
    pub talks: &'a Talks,
    pub viewer: Uuid,
}

impl Seen<'_> {
    fn of_kind(&self, kind: PlanPartKind) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| part.kind == kind && part.told)
    }

    fn plan(&self, id: Option<Uuid>) -> Option<&Part> {
        let id = id?;
        self.parts.iter().find(|part| part.kind == PlanPartKind::Plan && part.id == id)
    }

    fn row(&self, key: &str) -> Option<&FindingRow> {
        self.rows.iter().find(|row| row.finding_key == key)
    }

    /// Whose a part is: who does it, else the team or organisation of its plan.
    fn whose(&self, part: &Part) -> Option<String> {
        self.names.who(part).or_else(|| self.plan(part.plan_id).and_then(|plan| self.names.who(plan)))
    }

    fn thing(&self, part: &Part) -> WholePlanThing {
        WholePlanThing {
            id: part.id,
            item: part.item.to_owned(),
            kind: part.kind,
            name: self.names.name(part),
            // A time is called by its words.
            words: part.words.clone().filter(|_| part.kind != PlanPartKind::Time),
            who: self.names.who(part),
            from: part.from_on,
            until: part.until_on,
            due_on: part.due_on,
            begins_at: part.begins_at.filter(|_| part.kind == PlanPartKind::Time),
            register: part.register,
        }
    }

    /// What belongs to no plan.
    pub fn loose(&self, kind: PlanPartKind) -> Vec<WholePlanThing> {
        let mut all: Vec<&Part> = self.of_kind(kind).filter(|part| part.plan_id.is_none()).collect();
        all.sort_by_key(|part| (part.begins_at, part.id));
        all.into_iter().map(|part| self.thing(part)).collect()
    }

    pub fn own_goals(&self) -> Vec<WholeOwnGoal> {
        let told = self.of_kind(PlanPartKind::OwnGoal);
        told.map(|part| WholeOwnGoal {
            id: part.id,
            words: part.words.clone().unwrap_or_default(),
            set_on: part.from(),
            going: part.code.as_deref().and_then(OwnGoalGoing::parse),
        })
        .collect()
    }

    /// Each plan with its part, what it relies on and what relies on it; one's own first.
    pub fn plans(&self, staff: Option<&Staff>) -> Vec<WholePlanPart> {
        let relied = reliances(self.fit, self.parts);
        let mine = |part: &Part| {
            staff.is_some_and(|staff| part.person_id == Some(staff.id) || part.team_id.is_some_and(|team| staff.team_ids.contains(&team)))
        };
        let mut all: Vec<WholePlanPart> = self
            .of_kind(PlanPartKind::Plan)
            .map(|plan| {
                let told = |of: &Part, on: &Part, other: &Part, why: &kernel::Text| PlanReliance {
                    of_id: of.id,
                    of: self.names.name(of),
                    on_id: on.id,
                    on: self.names.name(on),
                    who: self.whose(other),
                    across: other.plan_id != Some(plan.id),
                    why: why.clone(),
                };
                let ours = |part: &Part| part.plan_id == Some(plan.id);
                let relies_on = relied.iter().filter(|one| ours(one.one));
                let relied_on = relied.iter().filter(|one| ours(one.on) && !ours(one.one));
                WholePlanPart {
                    id: plan.id,
                    item: plan.item.to_owned(),
                    title: plan.title.clone(),
                    register: plan.register,
                    service_task: plan.task,
                    matter_id: plan.matter_id,
                    person: self.names.person(plan.person_id),
                    team: self.names.team(plan.team_id).or_else(|| plan.who.clone()),
                    mine: mine(plan),
                    own_words: plan.words.clone().filter(|words| words.trim() != "-"),
                    from: plan.from(),
                    until: plan.until(),
                    review_on: plan.due_on,
                    things: self
                        .parts
                        .iter()
                        .filter(|part| ours(part) && matches!(part.kind, PlanPartKind::Service | PlanPartKind::Task) && part.told)
                        .map(|part| self.thing(part))
                        .collect(),
                    relies_on: relies_on.map(|one| told(one.one, one.on, one.on, &one.reliance.why)).collect(),
                    relied_on: relied_on.map(|one| told(one.one, one.on, one.one, &one.reliance.why)).collect(),
                }
            })
            .collect();
        all.sort_by_key(|plan| (!plan.mine, plan.from, plan.id));
        all
    }

    /// Each goal once: those the rules find the same stand together, unless it was said that they are not.
    pub fn goals(&self, found: &[Found<'_>]) -> Vec<WholeGoal> {
        let same: Vec<(&Part, &Part, Option<PlanFindingState>)> = found
            .iter()
            .filter(|one| one.rule.check == FitCheck::SameGoal)
            .filter_map(|one| match one.parts.as_slice() {
                [first, other] => Some((*first, *other, self.row(&one.key()).map(FindingRow::state))),
                _ => None,
            })
            .filter(|(.., state)| *state != Some(PlanFindingState::Void))
            .collect();
        let later: HashSet<Uuid> = same.iter().map(|(_, other, _)| other.id).collect();
        let carrier = |goal: &Part| {
            let plan = self.plan(goal.plan_id)?;
            let name = self.names.who(plan).or_else(|| plan.title.clone()).map(kernel::Text::fi);
            Some(GoalCarrier { plan_id: plan.id, goal_id: goal.id, name: name.unwrap_or_else(|| self.names.name(plan)) })
        };
        let first = self.of_kind(PlanPartKind::Goal).filter(|goal| !later.contains(&goal.id));
        first
            .map(|goal| {
                // A goal that is like a later one's first stands with the first.
                let mut ids = vec![goal.id];
                let mut goals = vec![goal];
                for (first, other, _) in &same {
                    if ids.contains(&first.id) {
                        ids.push(other.id);
                        goals.push(*other);
                    }
                }
                let agreed =
                    |state: &Option<PlanFindingState>| matches!(state, Some(PlanFindingState::Accepted | PlanFindingState::Settled));
                let ties: Vec<_> = same.iter().filter(|(first, ..)| ids.contains(&first.id)).collect();
                WholeGoal {
                    words: goal.words.clone().unwrap_or_default(),
                    measure: goals.iter().find_map(|goal| goal.measure.clone()),
                    due_on: goals.iter().filter_map(|goal| goal.due_on).min(),
                    shared: !ties.is_empty() && ties.iter().all(|(.., state)| agreed(state)),
                    carriers: goals.iter().filter_map(|goal| carrier(goal)).collect(),
                }
            })
            .collect()
    }

    fn evidence(&self, part: &Part) -> PlanEvidence {
        PlanEvidence {
            id: part.id,
            item: part.item.to_owned(),
            kind: part.kind,
            name: self.names.name(part),
            words: part.words.clone().filter(|_| matches!(part.kind, PlanPartKind::Service | PlanPartKind::Medicine)),
            who: self.whose(part),
            until: part.until_on,
            begins_at: part.begins_at.filter(|_| part.kind == PlanPartKind::Time),
        }
    }

    /// What the rules find now, and what was talked of and is no more: the open first, of them the gravest.
    pub fn findings(&self, found: &[Found<'_>]) -> Vec<PlanFinding> {
        let keys: Vec<String> = found.iter().map(Found::key).collect();
        let mut all: Vec<PlanFinding> = found
            .iter()
            .zip(&keys)
            .map(|(one, key)| {
                let parts = one.parts.iter().map(|part| self.evidence(part)).collect();
                finding(one.rule, key, parts, false, self.row(key).map(|row| self.talk(row)))
            })
            .collect();
        for row in self.rows.iter().filter(|row| !keys.contains(&row.finding_key)) {
            let version = self.rules.fit.version(&row.rules_version);
            let rule = version.and_then(|set| set.body.rule(&row.rule)).or_else(|| self.fit.rule(&row.rule));
            let Some(rule) = rule else { continue };
            // Of what it was about, what is still there.
            let still = self.parts.iter().filter(|part| row.finding_key.contains(&part.id.to_string()));
            let parts = still.map(|part| self.evidence(part)).collect();
            all.push(finding(rule, &row.finding_key, parts, true, Some(self.talk(row))));
        }
        let over = |one: &PlanFinding| one.talk.as_ref().is_some_and(|talk| talk.state != PlanFindingState::Open);
        all.sort_by_key(|one| (one.passed, over(one), one.severity));
        all
    }

    /// The talk of a finding as the viewer sees it.
    pub fn talk(&self, row: &FindingRow) -> PlanTalk {
        let entries = self.talks.entries.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        let agreed = self.talks.agreed.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        let voice = |code: &str| PlanVoice::parse(code).unwrap_or(PlanVoice::Staff);
        PlanTalk {
            id: row.id,
            state: row.state(),
            told_client: row.told_client,
            entries: entries
                .iter()
                .filter_map(|entry| {
                    Some(PlanTalkEntry {
                        at: entry.at,
                        step: PlanTalkStep::parse(&entry.step)?,
                        voice: voice(&entry.voice),
                        who: self.names.person(Some(entry.by_id)),
                        words: entry.words.clone(),
                    })
                })
                .collect(),
            agreed: agreed
                .iter()
                .map(|one| PlanAgreed {
                    at: one.at,
                    voice: voice(&one.voice),
                    who: self.names.person(Some(one.by_id)),
                    own: one.by_id == self.viewer,
                })
                .collect(),
            version: row.version,
        }
    }
}

fn finding(rule: &rules::FitRule, key: &str, evidence: Vec<PlanEvidence>, passed: bool, talk: Option<PlanTalk>) -> PlanFinding {
    PlanFinding {
        key: key.to_owned(),
        rule: rule.code.clone(),
        severity: rule.severity,
        name: rule.name.clone(),
        why: rule.why.clone(),
        todo: rule.todo.clone(),
        tellable: rule.own.is_some(),
        law: rule.law.clone(),
        mark: rule.mark,
        evidence,
        passed,
        talk,
    }
}
