use documents::{Document, Kind, NewDocument, NewOnStructure};
use kernel::ClientId;
use rules::{Happening, Lane, Rules};
use trust::{Opened, Work};
use uuid::Uuid;

use super::known;
use crate::clock::{self, Told};
use crate::matter::{self, NewStep};
use crate::{Error, assessment, thing};

/// The catalogue row a document of a kind belongs to: initiation and decision with customerships, assessment with functional
/// ability, plan with plans. A document of the nation that is worth none of them stands with the customership it is made in.
pub(crate) const fn catalogue_row(kind: Option<Kind>) -> i32 {
    match kind {
        Some(Kind::Initiation | Kind::Decision) | None => 18,
        Some(Kind::Assessment) => 13,
        Some(Kind::Plan) => 21,
    }
}

/// What is begun: one of the product's own documents, or one on a structure of the nation.
#[derive(Clone, Copy, Debug)]
pub enum What {
    Kind(Kind),
    Structure(Uuid),
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
    what: What,
    client: Option<Uuid>,
) -> Result<Document, Error> {
    let mut matter = matter::lock(work, opened, matter_id).await?;
    matter.must_be_open().map_err(Error::Refused)?;
    let kind = match what {
        What::Kind(kind) => Some(kind),
        What::Structure(id) => {
            let used = documents::use_of(work, id).await?.ok_or_else(|| Error::field("/structure_id", "no_such_structure"))?;
            if used.own {
                return Err(Error::field("/structure_id", "begun_by_kind"));
            }
            used.kind
        }
    };
    if kind == Some(Kind::Decision) {
        return Err(Error::Refused("begun_by_deciding"));
    }
    if kind == Some(Kind::Assessment) && matter.handler_id.is_none() {
        return Err(Error::Refused("no_handler"));
    }
    let main = thing::about(&matter, opened, client)?;
    // A shared matter's document is about all its clients unless one is named.
    let clients: Vec<ClientId> = match client {
        Some(_) => vec![main],
        None => std::iter::once(main).chain(matter.clients.iter().copied().filter(|c| *c != main)).collect(),
    };
    let known = known::known(work, opened, rules, &matter, &clients, kind).await?;
    let scope = thing::scope(&matter, catalogue_row(kind));
    let at = work.at();
    let matter_id = Some(matter.id);
    let mut document = match what {
        What::Kind(kind) => documents::begin(work, NewDocument { kind, scope, matter_id, clients, known, author: None }).await?,
        What::Structure(structure_id) => {
            documents::begin_on(work, NewOnStructure { structure_id, scope, matter_id, clients, known }).await?
        }
    };
    document.permitted_actions = vec!["save".into(), "finish".into(), "print".into()];
    // Given back as it was: someone had begun it already.
    if document.version > 1 || document.versions.first().is_none_or(|v| v.at != at) {
        return Ok(document);
    }
    matter::step(work, matter.id, NewStep::new("document_begun").from_to(None, what_of(&document)).about(document.id)).await?;
    if kind == Some(Kind::Assessment) {
        assessment::store::begun(work, &matter, document.id, &document.client_ids).await?;
        if matter.lane < Lane::Assessment {
            clock::reached(work, rules, &mut matter, Happening::AssessmentStarted, Told::default()).await?;
            matter::advance(work, rules, &mut matter, Lane::Assessment).await?;
        }
    }
    Ok(document)
}

/// How a step names a document: by its kind, or by its title when the nation's structures have no kind.
pub(crate) fn what_of(document: &Document) -> String {
    document.kind.map_or_else(|| document.title.fi.clone(), |kind| kind.code().to_owned())
}
