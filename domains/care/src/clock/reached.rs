//! Tells a matter's clocks that something happened.

use ::store::sql;
use kernel::ClientId;
use people::card::IdentityCard;
use rules::{ClientFacts, ClockState, Duty, Facts, Happening, Notice, Outcome, Rules, Shift};
use sea_orm::{ConnectionTrait, FromQueryResult, Value};
use trust::Work;

use super::rules::{Clock, Given, apply_to, next_due, rule_of};
use super::store::{self, Kept};
use crate::Error;
use crate::matter::Matter;

/// What some happenings are told with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Told {
    /// How the decision answers (decision made).
    pub outcome: Option<Outcome>,
    /// How the client was given notice (decision sent).
    pub notice: Option<Notice>,
    /// The decision or review it is about (decision sent, review asked for and decided).
    pub about: Option<uuid::Uuid>,
    /// The day of receipt that has been shown (decision sent).
    pub received_on: Option<chrono::NaiveDate>,
}

impl Told {
    /// Told of one decision or review.
    pub fn of(about: uuid::Uuid) -> Self {
        Self { about: Some(about), ..Self::default() }
    }
}

/// What the rules ask of a matter and its clients.
///
/// The municipality of a protected client is not on the card and so moves no rule: routing by it would show the sender
/// where a protected client lives.
pub fn client_facts(cards: &[IdentityCard]) -> Vec<ClientFacts> {
    cards.iter().map(|c| ClientFacts { birth_date: c.birth_date, municipality: c.municipality.as_ref().map(|m| m.code.clone()) }).collect()
}

/// Whether a finished assessment of one of the clients found a need of special support (SHL 3 §).
pub async fn special_support(conn: &impl ConnectionTrait, clients: &[ClientId]) -> Result<bool, Error> {
    #[derive(FromQueryResult)]
    struct Row {
        client_id: uuid::Uuid,
        special_support: Option<bool>,
    }
    if clients.is_empty() {
        return Ok(false);
    }
    let text = format!(
        "SELECT client_id, special_support FROM assessment WHERE client_id IN ({}) AND finished_on IS NOT NULL ORDER BY finished_on DESC, id DESC",
        sql::params(1, clients.len())
    );
    let rows: Vec<Row> = sql::all(conn, &text, clients.iter().map(|c| Value::from(c.0))).await?;
    // The newest assessment of each client counts.
    Ok(clients.iter().any(|c| rows.iter().find(|r| r.client_id == c.0).and_then(|r| r.special_support) == Some(true)))
}

/// The facts of a matter as they are today.
pub async fn facts(work: &Work, matter: &Matter, outcome: Option<Outcome>) -> Result<Facts, Error> {
    let cards = people::card::cards(work, &matter.clients).await?;
    Ok(Facts {
        on: work.today(),
        clients: client_facts(&cards),
        service_task: matter.scope.service_task,
        situation: matter.situation,
        urgency: matter.urgency,
        special_support: special_support(work, &matter.clients).await?,
        highest_care_allowance: false,
        outcome,
    })
}

/// Something happened to a matter today: clocks stop and start by the rules, and the matter keeps its next due date. Writes
/// the two columns of the matter itself; its version stays the caller's to raise.
pub async fn reached(work: &Work, rules: &Rules, matter: &mut Matter, what: Happening, told: Told) -> Result<(), Error> {
    let facts = facts(work, matter, told.outcome).await?;
    let mut kept = store::of_matter(work, matter.id).await?;
    let clocks: Vec<Clock> = kept.iter().map(|k| k.clock.clone()).collect();
    let changes = apply_to(rules, &facts, &clocks, what, Given { notice: told.notice, about: told.about, received_on: told.received_on });
    for (index, clock) in changes.stopped {
        if let Some(one) = kept.get_mut(index) {
            one.clock = clock;
            one.pause_until = None;
            store::update(work, one).await?;
        }
    }
    let new: Vec<_> = changes.started.iter().cloned().map(|clock| (matter.id, clock)).collect();
    store::insert(work, &new).await?;
    let now: Vec<Clock> = kept.into_iter().map(|k| k.clock).chain(changes.started).collect();
    settle(rules, matter, &now);
    write_due(work, matter).await
}

/// The client's own running times about one thing.
async fn times_of(work: &Work, rules: &Rules, matter: uuid::Uuid, about: uuid::Uuid) -> Result<Vec<Kept>, Error> {
    let clients = |kept: &Kept| rule_of(&rules.deadlines, &kept.clock).is_some_and(|rule| rule.duty == Duty::Client);
    let all = store::of_matter(work, matter).await?;
    Ok(all.into_iter().filter(|k| k.clock.is_open() && k.clock.about == Some(about) && clients(k)).collect())
}

/// The time to seek a change to one thing is over before its day: what it was about is no longer in force.
pub(crate) async fn over(work: &Work, rules: &Rules, matter: &mut Matter, about: uuid::Uuid) -> Result<(), Error> {
    for mut kept in times_of(work, rules, matter.id, about).await? {
        kept.clock.state = ClockState::Ended;
        kept.clock.stopped_on = Some(work.today());
        store::update(work, &kept).await?;
    }
    settle_stored(work, rules, matter).await
}

/// The client is shown to have received a decision on a day: the time to seek a change to it begins, or begins anew, on that
/// day.
pub(crate) async fn received(
    work: &Work,
    rules: &Rules,
    matter: &mut Matter,
    about: uuid::Uuid,
    day: chrono::NaiveDate,
) -> Result<(), Error> {
    let Some(mut kept) = times_of(work, rules, matter.id, about).await?.pop() else {
        let told = Told { about: Some(about), received_on: Some(day), ..Told::default() };
        return reached(work, rules, matter, Happening::DecisionSent, told).await;
    };
    if let Some(rule) = rule_of(&rules.deadlines, &kept.clock) {
        kept.clock = kept.clock.begun(rule, day);
        store::update(work, &kept).await?;
    }
    settle_stored(work, rules, matter).await
}

/// What lists sort and count by: the first due date of the county's open duties (a pause that moves the date along takes it
/// out meanwhile), and whether a clock is paused.
pub fn settle(rules: &Rules, matter: &mut Matter, clocks: &[Clock]) {
    let counted: Vec<Clock> = clocks.iter().filter(|clock| !waits(rules, clock)).cloned().collect();
    matter.next_due_on = next_due(rules, &counted).and_then(|clock| clock.due_on);
    matter.paused = clocks.iter().any(|clock| clock.is_open() && clock.pause_reason.is_some());
}

/// Whether the clock is in a pause that moves its due date.
fn waits(rules: &Rules, clock: &Clock) -> bool {
    let pause = clock.pause_reason.as_deref().and_then(|reason| rule_of(&rules.deadlines, clock)?.pause(reason));
    pause.is_some_and(|pause| pause.shift != Shift::None)
}

/// After one clock changed: the matter's due date by all of them as they are in the database.
pub(crate) async fn settle_stored(work: &Work, rules: &Rules, matter: &mut Matter) -> Result<(), Error> {
    let clocks: Vec<Clock> = store::of_matter(work, matter.id).await?.into_iter().map(|k: Kept| k.clock).collect();
    settle(rules, matter, &clocks);
    write_due(work, matter).await
}

async fn write_due(work: &Work, matter: &Matter) -> Result<(), Error> {
    let text = "UPDATE matter SET next_due_on = $1, paused = $2 WHERE id = $3";
    sql::exec(work, text, [matter.next_due_on.into(), matter.paused.into(), matter.id.into()]).await?;
    Ok(())
}
