//! Of whom the rules are asked: those whom something happened to, and at times everybody.

use std::collections::{BTreeMap, BTreeSet};

use rules::{AlertRule, RuleSet};
use sea_orm::FromQueryResult;
use store::sea_orm::{DbErr, Value};
use store::{Event, sql};
use trust::{Follower, Gate, Job};
use uuid::Uuid;

use super::settle::{settle, with_no_rule};
use crate::count::now::Counts;
use crate::{Alerts, Error};

/// The follower's name.
const CONSUMER: &str = "alerts";
/// What a client says of their data changes what may be counted.
const WILL: [&str; 2] = ["will.expression.", "rights.restriction."];

impl Alerts {
    /// Reads the events since the last turn and asks the rules of the clients they are about. Several processes may turn at once: the
    /// same is found twice and written once. Gives how many alerts were raised or let go.
    ///
    /// # Errors
    /// When the database does not answer; what was not read is read in the next turn.
    pub async fn turn(&self, gate: &Gate) -> Result<usize, Error> {
        let mut follower = Follower::of(gate, CONSUMER).await?;
        if follower.begin_now().await? {
            // What was before the first turn is seen by asking everybody once.
            return self.sweep(gate).await;
        }
        let set = self.rules.now().alerts.on(gate.ctx().today()).clone();
        let job = gate.job("alerts.turn", "care", None);
        let mut changed = 0;
        while let Some(events) = follower.next().await? {
            // Counted anew for each batch: what has happened since is in the next.
            let mut counts = Counts::default();
            for (rule, clients) in self.asked(&job, &set, &events).await? {
                changed += settle(self, &job, &set, rule, Some(&clients), &mut counts).await?;
            }
        }
        Ok(changed)
    }

    /// Asks every rule of everybody: what comes of nothing happening, of days going by, and of rules that have changed.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn sweep(&self, gate: &Gate) -> Result<usize, Error> {
        let set = self.rules.now().alerts.on(gate.ctx().today()).clone();
        let job = gate.job("alerts.sweep", "care", None);
        let mut changed = with_no_rule(&job, &set).await?;
        for rule in set.body.rules.iter().filter(|rule| rule.on) {
            changed += settle(self, &job, &set, rule, None, &mut Counts::default()).await?;
        }
        Ok(changed)
    }

    /// Whom each rule is asked about because of these events.
    async fn asked<'r>(
        &self,
        job: &Job,
        set: &'r RuleSet<rules::Alerts>,
        events: &[Event],
    ) -> Result<Vec<(&'r AlertRule, Vec<Uuid>)>, DbErr> {
        let mut by_kind: BTreeMap<&str, BTreeSet<Uuid>> = BTreeMap::new();
        for event in events {
            if let Some(client) = event.client_id {
                by_kind.entry(event.kind.as_str()).or_default().insert(client);
            }
        }
        let cared_for = cared_for(job, by_kind.values().flatten().copied().collect()).await?;
        let mut asked = Vec::new();
        for rule in set.body.rules.iter().filter(|rule| rule.on) {
            let mut clients: BTreeSet<Uuid> = BTreeSet::new();
            for (_, about) in by_kind.iter().filter(|(kind, _)| self.concerns(rule, kind)) {
                clients.extend(about);
                if rule.of_another() {
                    clients.extend(cared_for.iter().filter(|(carer, _)| about.contains(carer)).map(|(_, client)| *client));
                }
            }
            if !clients.is_empty() {
                asked.push((rule, clients.into_iter().collect()));
            }
        }
        Ok(asked)
    }

    /// Whether what a rule counts may be otherwise after such an event.
    fn concerns(&self, rule: &AlertRule, kind: &str) -> bool {
        people::facts::EVENTS.contains(&kind)
            || WILL.iter().any(|begin| kind.starts_with(begin))
            || rule.figures.iter().filter_map(|figure| self.sources.of(figure.source)).any(|source| source.events.contains(&kind))
    }
}

/// Whom these people care for: (carer, client).
async fn cared_for(job: &Job, people: Vec<Uuid>) -> Result<Vec<(Uuid, Uuid)>, DbErr> {
    #[derive(FromQueryResult)]
    struct Pair {
        client_id: Uuid,
        person_id: Uuid,
    }
    let mut found = Vec::new();
    for some in people.chunks(crate::count::CHUNK) {
        let text = format!(
            "SELECT p.client_id, p.person_id FROM ({}) p WHERE p.person_id IN ({})",
            people::facts::INFORMAL_CARERS,
            sql::params(1, some.len())
        );
        let rows: Vec<Pair> = sql::all(job.reader(), &text, some.iter().map(|id| Value::from(*id))).await?;
        found.extend(rows.into_iter().map(|row| (row.person_id, row.client_id)));
    }
    Ok(found)
}
