use documents::{Document, Kind, NewDocument};
use kernel::ClientId;
use rules::{Happening, Lane, Rules};
use trust::{Opened, Work};
use uuid::Uuid;

use super::known;
use crate::clock::{self, Told};
use crate::matter::{self, NewStep};
use crate::{Error, assessment, thing};

/// The catalogue row a document of a kind belongs to: initiation and decision with customerships, assessment with functional
/// ability, plan with plans.
pub(crate) const fn catalogue_row(kind: Kind) -> i32 {
    match kind {
        Kind::Initiation | Kind::Decision => 18,
        Kind::Assessment => 13,
        Kind::Plan => 21,
    }
}

/// Begins a document in an open matter, or gives the draft that is open already. An assessment so begun is also started in
/// the eyes of the law: the clocks are told and the matter moves to its lane.
///
/// # Errors
/// When the matter is not open; `begun_by_deciding` for a decision, which has a way of its own; `no_handler` for an
/// assessment nobody makes.
pub async fn begin(
    work: &Work,
    opened: &Opened,
    rules: &Rules,
    matter_id: Uuid,
    kind: Kind,
    client: Option<Uuid>,
) -> Result<Document, Error> {
    let mut matter = matter::lock(work, opened, matter_id).await?;
    matter.must_be_open().map_err(Error::Refused)?;
    if kind == Kind::Decision {
        return Err(Error::Refused("begun_by_deciding"));
    }
    if kind == Kind::Assessment && matter.handler_id.is_none() {
        return Err(Error::Refused("no_handler"));
    }
    let main = thing::about(&matter, opened, client)?;
    // A shared matter's document is about all its clients unless one is named.
    let clients: Vec<ClientId> = match client {
        Some(_) => vec![main],
        None => std::iter::once(main).chain(matter.clients.iter().copied().filter(|c| *c != main)).collect(),
    };
    let known = known::known(work, rules, &matter, main, kind).await?;
    let scope = thing::scope(&matter, catalogue_row(kind));
    let at = work.at();
    let mut document =
        documents::begin(work, NewDocument { kind, scope, matter_id: Some(matter.id), clients, known, author: None }).await?;
    document.permitted_actions = vec!["save".into(), "finish".into(), "print".into()];
    // Given back as it was: someone had begun it already.
    if document.version > 1 || document.versions.first().is_none_or(|v| v.at != at) {
        return Ok(document);
    }
    matter::step(work, matter.id, NewStep::new("document_begun").from_to(None, kind.code().to_owned()).about(document.id)).await?;
    if kind == Kind::Assessment {
        assessment::store::begun(work, &matter, document.id, &document.client_ids).await?;
        if matter.lane < Lane::Assessment {
            clock::reached(work, rules, &mut matter, Happening::AssessmentStarted, Told::default()).await?;
            matter::advance(work, rules, &mut matter, Lane::Assessment).await?;
        }
    }
    Ok(document)
}
