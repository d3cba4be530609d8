use ::rules::{Lane, Rules};
use documents::mapping::Facts;
use documents::{Kind, NewDocument, NewOnStructure};
use trust::{Opened, Work};
use uuid::Uuid;

use super::model::Decision;
use super::store;
use crate::matter::{self, NewStep};
use crate::{Error, document, remedy, thing};

/// The decision whose place a new one takes.
#[derive(Clone, Copy, Debug)]
pub struct Replacing {
    pub decision: Uuid,
    pub document: Uuid,
    /// Whether also the outcome is taken over (a slip of the pen), or is to be decided anew.
    pub outcome: bool,
}

/// Drafts a decision that takes the place of another, its document begun with what the other said.
///
/// # Errors
/// When the matter is not open, or another decision on the client is on its way (`decision_unsent`).
pub async fn draft_anew(
    work: &Work,
    opened: &Opened,
    rules: &Rules,
    matter_id: Uuid,
    client: Uuid,
    old: Replacing,
) -> Result<Decision, Error> {
    if store::unsent(work, matter_id, kernel::ClientId(client)).await?.is_some() {
        return Err(Error::Refused("decision_unsent"));
    }
    write(work, opened, rules, matter_id, Some(client), None, Some(old)).await
}

/// Drafts a decision on a client of an open matter, with its document filled in with what is known; gives the one that is
/// being drafted already.
///
/// # Errors
/// When the matter is not open, or a decision on the client is made but not sent (`decision_unsent`).
pub async fn draft(
    work: &Work,
    opened: &Opened,
    rules: &Rules,
    matter_id: Uuid,
    client: Option<Uuid>,
    structure: Option<Uuid>,
) -> Result<Decision, Error> {
    write(work, opened, rules, matter_id, client, structure, None).await
}

async fn write(
    work: &Work,
    opened: &Opened,
    rules: &Rules,
    matter_id: Uuid,
    client: Option<Uuid>,
    structure: Option<Uuid>,
    old: Option<Replacing>,
) -> Result<Decision, Error> {
    let mut matter = matter::lock(work, opened, matter_id).await?;
    matter.must_be_open().map_err(Error::Refused)?;
    let client = thing::about(&matter, opened, client)?;
    if let Some(row) = store::unsent(work, matter.id, client).await? {
        if row.state == "decided" {
            return Err(Error::Refused("decision_unsent"));
        }
        let people = store::people_of(work, &row).await?;
        return Ok(row.told(&people));
    }
    let scope = thing::scope(&matter, 18);
    let mut known = document::known(work, opened, rules, &matter, &[client], Some(Kind::Decision)).await?;
    if let Some(old) = old {
        let mut said = Facts::new();
        for (name, value) in documents::facts(work, old.document).await?.iter().filter(|(name, _)| old.outcome || *name != "outcome") {
            said.set(name, value.clone());
        }
        known = known.with_facts("replaced", &said);
    }
    // Where one turns is for the rules to say, not for whoever writes: the same again when it is decided.
    for (name, value) in remedy::instruction(work, rules, &matter, false).await?.facts {
        known = known.with(format!("organisation.{name}"), value);
    }
    let (matter_id, clients) = (Some(matter.id), vec![client]);
    let document = match structure {
        None => documents::begin(work, NewDocument { kind: Kind::Decision, scope, matter_id, clients, known, author: None }).await?,
        Some(structure_id) => {
            let used = documents::use_of(work, structure_id).await?;
            if used.is_none_or(|u| u.kind != Some(Kind::Decision)) {
                return Err(Error::field("/structure_id", "no_such_structure"));
            }
            documents::begin_on(work, NewOnStructure { structure_id, scope, matter_id, clients, known }).await?
        }
    };
    let id = work.new_id();
    let (document, drafted_by, replaces) = (document.id, opened.staff().id, old.map(|o| o.decision));
    store::insert(work, store::NewRow { id, client, scope, matter: matter.id, document, drafted_by, replaces }).await?;
    matter::step(work, matter.id, NewStep::new("decision_drafted").about(id)).await?;
    work.emit(thing::event("care.decision.drafted", "decision", id, &matter, client)).await?;
    matter::advance(work, rules, &mut matter, Lane::Decision).await?;
    let row = store::by_id(work, opened, id).await?.ok_or(Error::NotFound)?;
    let people = store::people_of(work, &row).await?;
    Ok(row.told(&people))
}
