//! Which statutory clocks would have another date, and which would be late.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use kernel::ClientId;
use rulekeeping::Prepared;
use rules::{Deadlines, Duty, Happening, Notice, Outcome, RuleSet};
use sea_orm::{FromQueryResult, Value};
use store::sql;
use trust::Surveyed;
use uuid::Uuid;

use super::ROWS;
use super::past::{CHUNK, Past, Sight, Stretch, initiated, read, with_clocks};
use super::view::{DeadlineEffect, DeadlineUse, MovedClock};
use crate::Error;
use crate::clock::rules::{Clock, starting};
use crate::clock::started_between;

/// Something that happened to a matter in the stretch and may start clocks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Happened {
    on: NaiveDate,
    what: Happening,
    outcome: Option<Outcome>,
    letter: bool,
}

#[derive(FromQueryResult)]
struct DecisionRow {
    matter_id: Uuid,
    outcome: Option<String>,
    decided_at: Option<DateTime<Utc>>,
    sent_at: Option<DateTime<Utc>>,
    sent_by_channel: Option<String>,
}

pub async fn effect(
    surveyed: &Surveyed,
    change: &Prepared,
    stretch: Stretch,
    sight: &Sight,
    shown: &mut Vec<ClientId>,
) -> Result<DeadlineEffect, Error> {
    let sets = Sets { before: change.before.deadlines.on(change.valid_from), after: change.after.deadlines.on(change.valid_from) };
    let mut effect = DeadlineEffect { by_rule: sets.differing(), ..DeadlineEffect::default() };
    // Nothing that starts or dates a clock differs: no matter need be read.
    if effect.by_rule.is_empty() {
        return Ok(effect);
    }
    let mut ids = initiated(surveyed, stretch).await?;
    let seen: BTreeSet<Uuid> = ids.iter().copied().collect();
    ids.extend(with_clocks(surveyed, stretch).await?.into_iter().filter(|id| !seen.contains(id)));
    for some in ids.chunks(CHUNK) {
        let clocks = started_between(surveyed.reader(), some, stretch.from, stretch.to).await?;
        let decisions = decisions(surveyed, some).await?;
        for matter in read(surveyed, some).await? {
            let kept: &[Clock] = clocks.get(&matter.id).map_or(&[], Vec::as_slice);
            let told: &[DecisionRow] = decisions.get(&matter.id).map_or(&[], Vec::as_slice);
            let mut tells = false;
            for happened in happenings(&matter, kept, told, stretch, sets.before) {
                tells |= sets.compare(&mut effect, &matter, happened, kept, surveyed.today(), sight);
            }
            if tells {
                shown.extend(&matter.clients);
            }
        }
    }
    Ok(effect)
}

/// What happened to a matter in the stretch: it was initiated, decided, the decision sent; and whatever started a clock.
fn happenings(
    matter: &Past,
    kept: &[Clock],
    decisions: &[DecisionRow],
    stretch: Stretch,
    before: &RuleSet<Deadlines>,
) -> BTreeSet<Happened> {
    let plain = |what, on| Happened { on, what, outcome: None, letter: true };
    let mut all = BTreeSet::from([plain(Happening::MatterInitiated, matter.initiated_on)]);
    for row in decisions {
        if let Some(at) = row.decided_at {
            let outcome = row.outcome.as_deref().and_then(Outcome::parse);
            all.insert(Happened { outcome, ..plain(Happening::DecisionMade, kernel::helsinki_date(at)) });
        }
        if let Some(at) = row.sent_at {
            let letter = row.sent_by_channel.as_deref().and_then(Notice::parse) != Some(Notice::Electronic);
            all.insert(Happened { letter, ..plain(Happening::DecisionSent, kernel::helsinki_date(at)) });
        }
    }
    for clock in kept {
        let trigger = before.body.rule_on(&clock.rule, clock.started_on).map(|rule| rule.trigger);
        let known = [Happening::MatterInitiated, Happening::DecisionMade, Happening::DecisionSent];
        if let Some(what) = trigger.filter(|what| !known.contains(what)) {
            all.insert(plain(what, clock.started_on));
        }
    }
    all.into_iter().filter(|happened| stretch.has(happened.on)).collect()
}

async fn decisions(surveyed: &Surveyed, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<DecisionRow>>, Error> {
    let text = format!(
        "SELECT matter_id, outcome, decided_at, sent_at, sent_by_channel FROM decision WHERE matter_id IN ({}) AND decided_at IS NOT NULL",
        sql::params(1, ids.len())
    );
    let rows: Vec<DecisionRow> = sql::all(surveyed.reader(), &text, ids.iter().map(|id| Value::from(*id))).await?;
    let mut found: HashMap<Uuid, Vec<DecisionRow>> = HashMap::new();
    for row in rows {
        found.entry(row.matter_id).or_default().push(row);
    }
    Ok(found)
}

struct Sets<'r> {
    before: &'r RuleSet<Deadlines>,
    after: &'r RuleSet<Deadlines>,
}

impl Sets<'_> {
    /// The rules that differ, in the order of the text, those that are gone last.
    fn differing(&self) -> Vec<DeadlineUse> {
        let of = |set: &RuleSet<Deadlines>, id: &str| set.body.rules.iter().filter(|rule| rule.id == id).cloned().collect::<Vec<_>>();
        let mut told: BTreeMap<&str, ()> = BTreeMap::new();
        let mut differing = Vec::new();
        for rule in self.after.body.rules.iter().chain(&self.before.body.rules) {
            if told.insert(&rule.id, ()).is_some() {
                continue;
            }
            let (then, now) = (of(self.before, &rule.id), of(self.after, &rule.id));
            let change = match (then.is_empty(), now.is_empty()) {
                (true, _) => "new",
                (_, true) => "gone",
                _ if then != now => "changed",
                _ => continue,
            };
            differing.push(DeadlineUse {
                rule: rule.id.clone(),
                label: rule.label.clone(),
                change: change.to_owned(),
                moved: 0,
                more: 0,
                fewer: 0,
                become_overdue: 0,
            });
        }
        differing
    }

    /// What a happening starts by one and by the other; tells whether a row was told.
    fn compare(
        &self,
        effect: &mut DeadlineEffect,
        matter: &Past,
        happened: Happened,
        kept: &[Clock],
        today: NaiveDate,
        sight: &Sight,
    ) -> bool {
        let facts = rules::Facts { outcome: happened.outcome, ..matter.on(happened.on) };
        let notice = if happened.letter { Notice::Letter } else { Notice::Electronic };
        let then = starting(self.before, &facts, happened.what, Some(notice));
        let now = starting(self.after, &facts, happened.what, Some(notice));
        effect.clocks += then.len();
        let mut tells = false;
        for rule in then.iter().chain(&now).map(|clock| clock.rule.as_str()).collect::<BTreeSet<_>>() {
            let find = |clocks: &[Clock]| clocks.iter().find(|clock| clock.rule == rule).cloned();
            let (old, new) = (find(&then), find(&now));
            if old.as_ref().map(|clock| clock.due_on) == new.as_ref().map(|clock| clock.due_on) && old.is_some() == new.is_some() {
                continue;
            }
            let stored = kept.iter().find(|clock| clock.rule == rule && old.as_ref().is_some_and(|old| old.started_on == clock.started_on));
            let county = [(self.before, &old), (self.after, &new)].iter().any(|(set, clock)| {
                clock.as_ref().is_some_and(|c| set.body.rule_on(rule, c.started_on).is_some_and(|rule| rule.duty == Duty::County))
            });
            // Pauses moved the date of the clock that is kept; they would have moved the other's too.
            let moved_by = stored.and_then(|clock| Some(clock.due_on? - old.as_ref()?.due_on?)).unwrap_or_default();
            let due = |clock: &Option<Clock>| clock.as_ref().and_then(|clock| clock.due_on).map(|due| due + moved_by);
            let (due_before, due_after) = (due(&old), due(&new));
            let open = stored.map_or(matter.open, Clock::is_open);
            let late = |due: Option<NaiveDate>| county && open && due.is_some_and(|due| due < today);
            let (late_before, late_after) = (late(due_before), late(due_after));
            let stopped = stored.and_then(|clock| clock.stopped_on);
            let missed = |due: Option<NaiveDate>| county && due.zip(stopped).is_some_and(|(due, stopped)| due < stopped);

            let both = old.is_some() && new.is_some();
            effect.moved += usize::from(both);
            effect.earlier += usize::from(both && before_the(due_after, due_before));
            effect.later += usize::from(both && before_the(due_before, due_after));
            effect.more += usize::from(old.is_none());
            effect.fewer += usize::from(new.is_none());
            effect.become_overdue += usize::from(!late_before && late_after);
            effect.no_longer_overdue += usize::from(late_before && !late_after);
            effect.met_too_late += usize::from(!missed(due_before) && missed(due_after));
            if let Some(one) = effect.by_rule.iter_mut().find(|one| one.rule == rule) {
                one.moved += usize::from(both);
                one.more += usize::from(old.is_none());
                one.fewer += usize::from(new.is_none());
                one.become_overdue += usize::from(!late_before && late_after);
            }
            if effect.rows.len() < ROWS
                && let Some(id) = sight.of(matter)
                && let Some(shown) = new.as_ref().or(old.as_ref())
            {
                tells = true;
                effect.rows.push(MovedClock {
                    id,
                    number: matter.number.clone(),
                    rule: rule.to_owned(),
                    label: shown.label.clone(),
                    started_on: shown.started_on,
                    due_before,
                    due_after,
                    overdue_before: late_before,
                    overdue_after: late_after,
                });
            }
        }
        tells
    }
}

/// A date that there is counts as before one that there is not: "without delay" has none.
fn before_the(one: Option<NaiveDate>, other: Option<NaiveDate>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one < other,
        (Some(_), None) => true,
        (None, _) => false,
    }
}
