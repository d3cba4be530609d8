//! What is told, composed of what is known and what was said: the fields that the rules name, and nothing else.

use kernel::ClientId;
use people::{PersonRef, Proof};
use rules::{RescueField, Rules, SafetyChoice, chosen};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::model::{NewRescueNotice, RescueClient, RescueContent, RescueFound, RescueNotifier, RescuePlace};
use super::view::without_address;
use crate::Error;
use crate::model::words;
use crate::rows::{self, RiskRow};

/// Risks of one notification.
const MOST: usize = 30;
/// The longest address and telephone number.
const LONGEST: usize = 200;

/// A notification to be made: what it tells, and of which risks.
pub(super) struct Composed {
    pub content: RescueContent,
    pub risks: Vec<RiskRow>,
}

impl Composed {
    /// Of what is seen. A protected address is not seen, so it is not of it either.
    pub fn digest(&self) -> Result<String, Error> {
        let seen = if self.content.place.protected { without_address(self.content.clone()) } else { self.content.clone() };
        let bytes = serde_json::to_vec(&seen).map_err(|_| kernel::Problem::internal())?;
        Ok(Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// Composes it; everything that is wrong is refused before anything is told.
pub(super) async fn compose(
    proof: &impl Proof,
    rules: &Rules,
    clients: &[ClientId],
    notifier: Uuid,
    new: &NewRescueNotice,
) -> Result<Composed, Error> {
    if !new.no_emergency {
        return Err(Error::State("rescue_call_112"));
    }
    let notice = &rules.homesafety.on(proof.today()).body.notice;
    let risks = risks(proof, rules, clients, new).await?;
    let home = people::home::of(proof, clients).await?;
    let other = new.place.as_deref().map(str::trim).filter(|place| !place.is_empty());
    let address = match other {
        Some(place) => Some(line("/notice/place", place)?),
        None => home.address,
    };
    // Without a place nobody knows where the danger is.
    let address = address.ok_or_else(|| Error::field("/notice/place", "required"))?;
    let phone = line("/notice/notifier_phone", new.notifier_phone.trim())?;
    let choice = |field: RescueField, path: &str, choices: &[SafetyChoice], code: &str| -> Result<Option<SafetyChoice>, Error> {
        let label = chosen(choices, code).ok_or_else(|| Error::field(path, "not_in_list"))?;
        Ok(notice.tells(field).then(|| SafetyChoice { code: code.to_owned(), label: label.clone() }))
    };
    let person: Option<PersonRef> = people::organisation::person(proof.conn(), notifier).await?;
    let content = RescueContent {
        law: notice.law.clone(),
        place: RescuePlace { address: Some(address), home: other.is_none(), protected: home.protected },
        building: choice(RescueField::Building, "/notice/building", &notice.buildings, &new.building)?,
        found: found(rules, &risks),
        ability: choice(RescueField::Ability, "/notice/ability", &notice.abilities, &new.ability)?,
        evacuation: choice(RescueField::Evacuation, "/notice/evacuation", &notice.evacuations, &new.evacuation)?,
        done: words("/notice/done", new.done.as_deref(), false)?.filter(|_| notice.tells(RescueField::Done)),
        client: notice.tells(RescueField::Client).then_some(RescueClient { name: home.name, phone: home.phone }),
        notifier: person.filter(|_| notice.tells(RescueField::Notifier)).map(|one| told_by(one, phone)),
    };
    Ok(Composed { content, risks })
}

fn told_by(person: PersonRef, phone: String) -> RescueNotifier {
    RescueNotifier { name: person.name, title: person.title, unit: person.unit, phone }
}

/// One line somebody wrote: an address or a telephone number.
fn line(path: &str, text: &str) -> Result<String, Error> {
    match text.chars().count() {
        0 => Err(Error::field(path, "required")),
        1..=2 => Err(Error::field(path, "too_short")),
        n if n > LONGEST => Err(Error::field(path, "too_long")),
        _ if text.chars().any(char::is_control) => Err(Error::field(path, "wrong_shape")),
        _ if documents::validate::holds_hetu(text) => Err(Error::field(path, "hetu")),
        _ => Ok(text.to_owned()),
    }
}

/// The risks: open, of these clients, and of those that the rescue authority is notified of.
async fn risks(proof: &impl Proof, rules: &Rules, clients: &[ClientId], new: &NewRescueNotice) -> Result<Vec<RiskRow>, Error> {
    let mut ids = new.risks.clone();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Err(Error::field("/notice/risks", "required"));
    }
    if ids.len() > MOST {
        return Err(Error::field("/notice/risks", "too_many"));
    }
    let risks = rows::risks_by_id(proof.conn(), &ids, clients).await?;
    let hazard = |row: &RiskRow| item(rules, row).is_some_and(|item| item.hazard.is_some());
    if risks.len() != ids.len() || !risks.iter().all(|row| row.state().is_open() && hazard(row)) {
        return Err(Error::field("/notice/risks", "not_in_list"));
    }
    Ok(risks)
}

fn item<'r>(rules: &'r Rules, row: &RiskRow) -> Option<&'r rules::SafetyItem> {
    rules.homesafety.version(&row.rules_version)?.body.item(&row.item)
}

fn found(rules: &Rules, risks: &[RiskRow]) -> Vec<RescueFound> {
    let told = risks.iter().filter_map(|row| {
        let item = item(rules, row)?;
        Some(RescueFound { code: item.code.clone(), hazard: item.hazard?, label: item.risk.clone(), words: row.words.clone() })
    });
    told.collect()
}
