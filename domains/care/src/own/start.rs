use kernel::ServiceTask;
use people::IdentityCard;
use rules::{ClientFacts, Facts, LabelledList, Rules, Situation, Urgency};
use trust::{Own, Work};

use super::matters::ABOUT_OTHER;
use super::model::{About, NewClientMatter, OwnKind};
use crate::matter::{self, Initiation, Matter, Sender};
use crate::routing::proposal_of;
use crate::{Error, thing};

/// The client starts a matter; the same rules choose the team as for a professional.
/// What another sends for the client is in that one's own name: their words are not the client's own.
///
/// # Errors
/// Fields that need mending, or a team that rules name and the county has not.
pub async fn start(work: &Work, rules: &Rules, own: &Own, new: &NewClientMatter) -> Result<Matter, Error> {
    let client = own.client();
    let actor = own.acting().map_or(client, |acting| acting.actor);
    if own.acting().is_some() && new.about == About::Other {
        // A concern about a third person is told in one's own name and by one's own log-in.
        return Err(Error::field("/about", "only_self"));
    }
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
    let sender = people::card::card(work, actor).await?.ok_or(Error::NotFound)?;
    let (own_words, description) = match (other, own.acting()) {
        (true, _) => (None, Some(about(new, &words)?)),
        (false, Some(_)) => (None, Some(words)),
        (false, None) => (Some(words), None),
    };
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
    let teams = people::organisation::all_teams(work).await?;
    let (proposal, team, _) = proposal_of(rules, &facts, &teams)?;
    let initiation = Initiation {
        clients: vec![client],
        service_task,
        situation: facts.situation,
        urgency: facts.urgency,
        need_reasons: new.need_reasons.clone(),
        notifier: match (other, own.acting()) {
            (true, _) => Some("4".to_owned()),
            // The code set has no word for a guardian or for one who has a mandate; who it is stands by name.
            (false, Some(_)) => None,
            (false, None) => Some("1".to_owned()),
        },
        notifier_name: (other || own.acting().is_some()).then(|| format!("{} {}", sender.given_name, sender.family_name)),
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
        sender: Sender::Client(actor),
        team_id: team.id,
        proposal,
        overrule_reason: None,
    };
    let matter = matter::initiate(work, rules, &facts, initiation).await?;
    work.acted(client, matter.scope, "matter", matter.id).await?;
    Ok(matter)
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
