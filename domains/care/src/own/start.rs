use kernel::{ClientId, ServiceTask};
use people::IdentityCard;
use rules::{ClientFacts, Facts, LabelledList, Rules, Situation, Urgency};
use trust::Work;

use super::matters::ABOUT_OTHER;
use super::model::{About, NewClientMatter, OwnKind};
use crate::matter::{self, Initiation, Matter, Sender};
use crate::routing::proposal_of;
use crate::{Error, thing};

/// The client starts a matter; the same rules choose the team as for a professional.
///
/// # Errors
/// Fields that need mending, or a team that rules name and the county has not.
pub async fn start(work: &Work, rules: &Rules, client: ClientId, new: &NewClientMatter) -> Result<Matter, Error> {
    let card = people::card::card(work, client).await?.ok_or(Error::NotFound)?;
    let other = new.about == About::Other;
    let words = thing::text("/text", &new.text)?;
    let needs = rules.needs.on(work.today());
    for (at, code) in new.need_reasons.iter().enumerate() {
        if !needs.body.has(LabelledList::NeedReasons, code) {
            return Err(Error::field(&format!("/need_reasons/{at}"), "not_in_list"));
        }
    }
    if new.kind == OwnKind::Application && other {
        return Err(Error::field("/about", "only_self"));
    }
    let (own_words, description) = if other { (None, Some(about(new, &words)?)) } else { (Some(words), None) };
    let service_task = new.service_task.unwrap_or_else(|| guess(&card, other));
    if service_task == ServiceTask::Health {
        return Err(Error::field("/service_task", "not_in_list"));
    }
    let facts = Facts {
        on: work.today(),
        // Of another person nothing is known for sure, and the teller's age and municipality say nothing of them.
        clients: if other { Vec::new() } else { vec![client_facts(&card)] },
        service_task,
        situation: if new.kind == OwnKind::Contact { Situation::Guidance } else { Situation::NeedsAssessment },
        urgency: new.urgency_felt.unwrap_or(Urgency::Soon),
        special_support: false,
        highest_care_allowance: false,
        outcome: None,
    };
    let teams = people::organisation::teams_by_id(work).await?;
    let (proposal, team, _) = proposal_of(rules, &facts, &teams)?;
    let initiation = Initiation {
        clients: vec![client],
        service_task,
        situation: facts.situation,
        urgency: facts.urgency,
        need_reasons: new.need_reasons.clone(),
        notifier: Some(if other { "4" } else { "1" }.to_owned()),
        notifier_name: other.then(|| format!("{} {}", card.given_name, card.family_name)),
        own_words,
        description,
        discharge_on: None,
        why_another: None,
        title: None,
        reply_wanted: new.reply_wanted,
        channel: match (other, new.kind) {
            (true, _) => ABOUT_OTHER,
            (false, OwnKind::Contact) => "contact",
            (false, OwnKind::Application) => "application",
            (false, OwnKind::Concern) => "concern",
        }
        .to_owned(),
        sender: Sender::Client(client),
        team_id: team.id,
        proposal,
        overrule_reason: None,
    };
    matter::initiate(work, rules, &facts, initiation).await
}

/// What was told of another person, for the team that finds out who is meant.
fn about(new: &NewClientMatter, words: &str) -> Result<String, Error> {
    let who = new.concern_about.as_ref().ok_or_else(|| Error::field("/concern_about", "required"))?;
    let name =
        thing::optional("/concern_about/name", Some(&who.name), 200)?.ok_or_else(|| Error::field("/concern_about/name", "required"))?;
    let contact = thing::optional("/concern_about/contact", who.contact.as_deref(), 500)?;
    Ok(match contact {
        Some(contact) => format!("{name}\n{contact}\n\n{words}"),
        None => format!("{name}\n\n{words}"),
    })
}

fn client_facts(card: &IdentityCard) -> ClientFacts {
    ClientFacts { birth_date: card.birth_date, municipality: card.municipality.as_ref().map(|m| m.code.clone()) }
}

/// The service task to begin with when the client does not know: by age, as the county's teams are divided. The team that
/// receives the matter hands it over when it belongs elsewhere.
fn guess(card: &IdentityCard, other: bool) -> ServiceTask {
    match card.age {
        _ if other => ServiceTask::WorkingAge,
        Some(age) if age < 18 => ServiceTask::Families,
        Some(age) if age >= 65 => ServiceTask::OlderPeople,
        _ => ServiceTask::WorkingAge,
    }
}
