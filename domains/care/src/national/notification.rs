//! A notification of a need of social care (SHL 35 § [memory]). In a matter that is at its first contact it is what the matter is
//! about; later it is a new concern, and a matter of its own is put on its way.

use documents::Document;
use documents::mapping::Facts;
use people::organisation::teams_on;
use rules::{LabelledList, Lane, Rules, Situation, Urgency};
use trust::Work;

use super::contact::cut;
use super::to_come;
use crate::Error;
use crate::lobby::facts_of;
use crate::matter::{self, Initiation, Matter, NewStep, Sender, initiate, step};
use crate::routing::proposal_of;

/// How urgent a new concern is until somebody has looked at it: not put off, and not called an emergency.
const URGENCY: Urgency = Urgency::Soon;
/// By which way the matter came.
const CHANNEL: &str = "concern";
/// Longest name of a notifier and description that a matter keeps, in characters; the document holds them whole.
const NAME: usize = 200;
const WORDS: usize = 5_000;

/// Tells the notification to its matter, or puts a matter on its way by it.
///
/// # Errors
/// `received_in_future`, `no_such_team` when the county has no team that the rules propose.
pub async fn written(work: &Work, rules: &Rules, matter: &mut Matter, document: &Document, facts: &Facts) -> Result<(), Error> {
    if to_come(work, facts.date("received_on")) {
        return Err(Error::Refused("received_in_future"));
    }
    let told = Told::of(work, rules, facts);
    if matter.lane == Lane::FirstContact {
        told.to(work, matter).await?;
        return step(work, matter.id, NewStep::new("notification_told").about(document.id)).await;
    }
    let task = matter.scope.service_task;
    let asked = facts_of(work, &document.client_ids, task, Situation::NeedsAssessment, URGENCY).await?;
    let teams = teams_on(work, work.today()).await?;
    let (proposal, team, _) = proposal_of(rules, &asked, &teams)?;
    let unit_id = teams.get(&matter.team_id).map(|t| t.unit_id).ok_or(Error::Refused("no_such_team"))?;
    let new = Initiation {
        clients: document.client_ids.clone(),
        service_task: task,
        situation: Situation::NeedsAssessment,
        urgency: URGENCY,
        need_reasons: told.need_reasons,
        notifier: told.notifier,
        notifier_name: told.name,
        own_words: None,
        description: told.description,
        discharge_on: None,
        why_another: Some(format!("{}, {}", document.title.fi, matter.number)),
        title: None,
        reply_wanted: false,
        channel: CHANNEL.into(),
        sender: Sender::Staff { id: work.actor_id().ok_or(Error::NotFound)?, unit_id },
        team_id: team.id,
        proposal,
        overrule_reason: None,
    };
    let made = initiate(work, rules, &asked, new).await?;
    step(work, matter.id, NewStep::new("notification_sent_on").from_to(None, made.number.clone()).about(made.id)).await?;
    step(work, made.id, NewStep::new("notification_came").from_to(None, matter.number.clone()).about(document.id)).await
}

/// What a matter keeps of a notification.
struct Told {
    need_reasons: Vec<String>,
    notifier: Option<String>,
    name: Option<String>,
    description: Option<String>,
}

impl Told {
    fn of(work: &Work, rules: &Rules, facts: &Facts) -> Self {
        let needs = &rules.needs.on(work.today()).body;
        let first = facts.list("notifiers").first();
        let name = first.map(|n| [n.text("given_names"), n.text("family_name")].into_iter().flatten().collect::<Vec<_>>().join(" "));
        let name = name.filter(|n| !n.is_empty()).or_else(|| first?.text("organisation").map(str::to_owned));
        let short = |text: String, most: usize| text.chars().take(most).collect::<String>();
        // Who asked to be kept secret from the client is named in the document alone.
        let secret = first.is_some_and(|n| n.flag("details_secret") == Some(true));
        Self {
            need_reasons: facts.codes("need_reasons").iter().filter(|c| needs.has(LabelledList::NeedReasons, c)).cloned().collect(),
            notifier: first.and_then(|n| n.code("notifier")).filter(|c| needs.has(LabelledList::Notifiers, c)).map(str::to_owned),
            name: name.filter(|_| !secret).map(|n| short(n, NAME)),
            description: facts.text("description").map(|t| short(cut(t), WORDS)),
        }
    }

    /// Fills in what the matter does not know yet; what somebody wrote before stays.
    async fn to(self, work: &Work, matter: &mut Matter) -> Result<(), Error> {
        matter.notifier = matter.notifier.take().or(self.notifier);
        matter.notifier_name = matter.notifier_name.take().or(self.name);
        matter.description = matter.description.take().or(self.description);
        let new: Vec<String> = self.need_reasons.into_iter().filter(|r| !matter.need_reasons.contains(r)).collect();
        matter::store::add_told(work, matter, &new).await?;
        matter.need_reasons.extend(new);
        work.emit(matter::event("care.matter.told", matter)).await?;
        Ok(())
    }
}
