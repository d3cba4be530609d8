//! The client's matters put together from what the room keeps.

use std::collections::HashMap;

use kernel::Text;
use people::PersonRef;
use people::organisation::TeamName;
use rules::{ClientFacts, Facts, LabelledList, Rules};
use trust::Own;
use uuid::Uuid;

use super::matters::{self, Seen};
use super::model::{ClientMatter, ClientOverview, OwnDecision, OwnHandler, OwnPlan};
use super::next::{self, Standing};
use crate::clock::rules::{Clock, rule_of};
use crate::clock::{self, Deadline, deadline};
use crate::hearing::Hearing;
use crate::routing::Team;
use crate::{Error, customership, decision, hearing, message, remedy};

/// What a matter is shown with.
pub struct With<'a> {
    pub people: &'a HashMap<Uuid, PersonRef>,
    pub teams: &'a HashMap<Uuid, TeamName>,
    /// Open deadlines, in the order they are due.
    pub deadlines: Vec<Deadline>,
    /// When the lanes of matters were reached.
    pub reached: &'a HashMap<(Uuid, rules::Lane), chrono::NaiveDate>,
    pub unread: i64,
    pub own_view: Option<(String, i32)>,
    pub plan: Option<OwnPlan>,
    pub decisions: Vec<OwnDecision>,
    pub hearings: Vec<Hearing>,
}

fn title(rules: &Rules, seen: &Seen, on: chrono::NaiveDate) -> Text {
    match seen.channel.as_str() {
        "contact" => Text::new("Yhteydenotto", "Kontakt", "Contact"),
        "application" => Text::new("Hakemus", "Ansökan", "Application"),
        "concern" => Text::new("Ilmoitus omasta avun tarpeesta", "Anmälan om eget behov av hjälp", "Notification of own need for help"),
        matters::ABOUT_OTHER => Text::new(
            "Ilmoitus toisen ihmisen avun tarpeesta",
            "Anmälan om en annan persons behov av hjälp",
            "Notification about another person",
        ),
        _ => rules
            .needs
            .on(on)
            .body
            .label(LabelledList::Situations, seen.situation.code())
            .cloned()
            .unwrap_or_else(|| Text::fi(seen.situation.code())),
    }
}

/// One matter as its client sees it. One who told of another person sees that it was received, and no more.
pub fn assemble(rules: &Rules, seen: &Seen, mut with: With<'_>, today: chrono::NaiveDate) -> ClientMatter {
    let team = with.teams.get(&seen.team_id).map_or_else(|| Team { id: seen.team_id, name: String::new() }, Team::from);
    let other = seen.about_other();
    let handler = seen.handler_id.filter(|_| !other).and_then(|id| with.people.get(&id));
    with.deadlines.sort_by_key(|d| (d.due_on.is_none(), d.due_on));
    let due = with.deadlines.iter().find(|d| !matches!(d.rule.as_str(), "appeal")).cloned().filter(|_| !other);
    let answer_by = with.hearings.iter().filter(|h| h.answered.is_none()).map(|h| h.answer_by).min();
    let review_on = with.plan.as_ref().and_then(|p| p.review_on);
    let next = next::next(&Standing {
        state: seen.state,
        lane: seen.lane,
        handler: handler.map(|h| h.name.as_str()),
        team: &team.name,
        // A date that has passed promises nothing.
        due_on: due.as_ref().and_then(|d| d.due_on).filter(|day| *day >= today),
        answer_by,
        review_on: review_on.filter(|day| *day >= today),
        about_other: other,
    });
    let closed = seen.state == crate::matter::MatterState::Closed;
    let stages = if other {
        next::received(seen.initiated_on)
    } else {
        next::stages(seen.lane, closed, seen.initiated_on, &|lane| with.reached.get(&(seen.id, lane)).copied())
    };
    let (own_view, version) = with.own_view.map_or((None, 0), |(text, version)| (Some(text), version));
    ClientMatter {
        id: seen.id,
        version,
        number: seen.number.clone(),
        situation: (!other).then_some(seen.situation),
        title: title(rules, seen, today),
        kind: seen.channel.clone(),
        initiated_on: seen.initiated_on,
        stages,
        handler: handler.map(|h| OwnHandler { name: h.name.clone(), title: h.title.clone().unwrap_or_default() }),
        team,
        next,
        deadline: due,
        state: if other { crate::matter::MatterState::Open } else { seen.state },
        unread: with.unread,
        own_view,
        plan: with.plan.filter(|_| !other),
        decisions: with.decisions,
        hearings: with.hearings,
    }
}

/// What the rules ask of the one who looks.
struct Mine {
    clients: Vec<ClientFacts>,
    special_support: bool,
}

/// Whether a time limit of a shared matter would be there for the one who looks alone: one that another's age or need brought
/// about would tell of them.
fn of_oneself(rules: &Rules, clock: &Clock, seen: &Seen, mine: &Mine) -> bool {
    let Some(rule) = rule_of(&rules.deadlines, clock) else { return false };
    let facts = Facts {
        on: clock.started_on,
        clients: mine.clients.clone(),
        service_task: seen.service_task,
        situation: seen.situation,
        urgency: seen.urgency,
        special_support: mine.special_support,
        highest_care_allowance: false,
        outcome: None,
    };
    rule.applies(&facts)
}

/// The client's matters, all or one.
pub async fn matters(own: &Own, rules: &Rules, only: Option<Uuid>) -> Result<Vec<ClientMatter>, Error> {
    let seen = matters::of(own, only).await?;
    let ids: Vec<Uuid> = seen.iter().map(|m| m.id).collect();
    let mut clocks = clock::of_matters(own.reader(), &ids).await?;
    let reached = matters::reached(own, &ids).await?;
    let mut unread = message::store::unread(own).await?;
    let mut views = matters::views(own).await?;
    let mut plans = matters::plans(own).await?;
    let mut decisions: HashMap<Uuid, Vec<OwnDecision>> = HashMap::new();
    let rows: Vec<_> = decision::own(own).await?.into_iter().filter(|d| ids.contains(&d.matter_id)).collect();
    let mut about = remedy::own_of(own, rules, &rows).await?;
    for d in rows {
        let about = about.remove(&d.id).unwrap_or_default();
        let told = OwnDecision {
            id: d.id,
            outcome: d.outcome(),
            sent_at: d.sent_at,
            received_on: d.received_on.or(d.deemed_received_on),
            appeal_until: d.appeal_until,
            document_id: d.document_id,
            force: d.force(),
            remedy: about.remedy,
            can_ask: about.can_ask,
            reviews: about.reviews,
            appeals: about.appeals,
        };
        decisions.entry(d.matter_id).or_default().push(told);
    }
    let rows = hearing::store::own(own).await?;
    let staff: Vec<Uuid> = seen.iter().filter_map(|m| m.handler_id).chain(rows.iter().map(|h| h.asked_by)).collect();
    let people = people::organisation::people_by_id(own.reader(), &staff).await?;
    let teams = people::organisation::teams_by_id(own.reader(), &seen.iter().map(|m| m.team_id).collect::<Vec<_>>()).await?;
    let mut hearings: HashMap<Uuid, Vec<Hearing>> = HashMap::new();
    for row in rows {
        let open = seen.iter().any(|m| m.id == row.matter_id && m.state != crate::matter::MatterState::Closed);
        hearings.entry(row.matter_id).or_default().push(row.hearing(&people, open));
    }
    let today = own.today();
    let cards = people::card::cards(own, own.clients()).await?;
    let mine = Mine { clients: clock::client_facts(&cards), special_support: clock::special_support(own.reader(), own.clients()).await? };
    Ok(seen
        .iter()
        .map(|m| {
            let with = With {
                people: &people,
                teams: &teams,
                deadlines: clocks
                    .remove(&m.id)
                    .unwrap_or_default()
                    .iter()
                    .filter(|k| !m.shared || of_oneself(rules, &k.clock, m, &mine))
                    .map(|k| deadline(rules, k, today))
                    .collect(),
                reached: &reached,
                unread: unread.remove(&m.id).unwrap_or(0),
                own_view: views.remove(&m.id),
                plan: plans.remove(&m.id),
                decisions: decisions.remove(&m.id).unwrap_or_default(),
                hearings: hearings.remove(&m.id).unwrap_or_default(),
            };
            assemble(rules, m, with, today)
        })
        .collect())
}

/// One matter of the client's own.
pub async fn matter(own: &Own, rules: &Rules, id: Uuid) -> Result<ClientMatter, Error> {
    matters(own, rules, Some(id)).await?.pop().ok_or(Error::NotFound)
}

/// All the client's own.
pub async fn overview(own: &Own, rules: &Rules) -> Result<ClientOverview, Error> {
    let card = people::card::card(own, own.client()).await?.ok_or(Error::NotFound)?;
    let matters = matters(own, rules, None).await?;
    let customerships = customership::own(own).await?;
    // People are called by the first of their given names.
    let given_name = card.given_name.split_whitespace().next().unwrap_or_default().to_owned();
    Ok(ClientOverview { given_name, messages_unread: matters.iter().map(|m| m.unread).sum(), matters, customerships })
}
