//! A document on paper: gathers who and whose from the rooms that know, and draws it.

use kernel::{ClientId, Lang, Problem, Text, helsinki_date};
use people::{PersonRef, Proof, organisation};
use tokio::runtime::{Handle, RuntimeFlavor};
use trust::Gate;

use super::form::Form;
use super::register::{For, Person, asks_hetu, filled};
use super::{Document, DocumentState, Matters};
use crate::DocumentError;
use crate::mapping::{Identity, Mapping};
use crate::print::{Print, PrintClient, print};
use crate::structure::Structure;

/// Draws a document for those of its clients that the proof covers.
///
/// # Errors
/// A structure that cannot be used, the print's or the database's.
pub async fn print_out<P>(
    gate: &Gate,
    matters: &dyn Matters,
    proof: &P,
    document: &Document,
    clients: &[ClientId],
    lang: Lang,
) -> Result<Vec<u8>, DocumentError>
where
    P: Proof<Conn = ::store::Reader>,
{
    let form = Form::of(proof.conn(), document).await?;
    let facts = form.facts(&document.body);
    let identity = form.mapping().map_or(Identity::BirthDate, |m| m.print.identity);
    let number = match document.matter_id {
        Some(matter) => matters.number(proof.conn(), matter).await?,
        None => None,
    };
    let author = organisation::person(proof.conn(), document.updated_by.id).await?;
    let made_at = document.finished_at.unwrap_or(document.updated_at);
    let people = people_of(gate, proof, clients, form.structure()).await?;
    let body = filled(form.structure(), &document.body, &people, For::Paper);
    let input = Print {
        structure: form.structure(),
        body: &body,
        mapped: form.mapping().map(|m: &Mapping| (&m.print, &facts)),
        lang,
        document_id: document.id,
        version: i64::from(document.version),
        finished: document.state == DocumentState::Final,
        organisation: Text::fi(organisation_of(proof, author.as_ref()).await?),
        unit: author.as_ref().and_then(|a| a.unit.clone()),
        clients: on_paper(gate, proof, clients, identity).await?,
        matter_number: number,
        made_by: author.as_ref().map(|a| by_line(a, lang)),
        made_on: helsinki_date(made_at),
        made_at,
    };
    Ok(beside_requests(|| print(&input))?)
}

/// Drawing is work for the processor: the runtime hands this thread's other requests to another meanwhile. A runtime of one
/// thread has none to hand them to.
fn beside_requests<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|h| h.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}

/// The clients as the register has them; their hetu is opened only for a structure that has a place for it.
pub(super) async fn people_of<P: Proof>(
    gate: &Gate,
    proof: &P,
    clients: &[ClientId],
    structure: &Structure,
) -> Result<Vec<Person>, DocumentError> {
    if !asks_hetu(structure) {
        return Ok(Vec::new());
    }
    let mut out = Vec::with_capacity(clients.len());
    for card in people::card::cards(proof, clients).await? {
        let hetu = people::hetu_for_print(gate, proof, ClientId(card.id)).await.map_err(Problem::from)?;
        out.push(Person { family_name: card.family_name, given_names: card.given_name, birth_date: card.birth_date, hetu });
    }
    Ok(out)
}

/// The clients with what identifies them on this kind of document.
async fn on_paper<P: Proof>(gate: &Gate, proof: &P, clients: &[ClientId], identity: Identity) -> Result<Vec<PrintClient>, DocumentError> {
    let mut out = Vec::with_capacity(clients.len());
    for card in people::card::cards(proof, clients).await? {
        let hetu = match identity {
            Identity::Hetu => people::hetu_for_print(gate, proof, ClientId(card.id)).await.map_err(Problem::from)?,
            Identity::BirthDate => None,
        };
        out.push(PrintClient { name: card.name, hetu, birth_date: card.birth_date });
    }
    Ok(out)
}

/// The organisation of the writer's unit; of the county's first unit when the writer works there no more.
async fn organisation_of<P: Proof>(proof: &P, author: Option<&PersonRef>) -> Result<String, DocumentError> {
    let units = organisation::view(proof.conn(), proof.today()).await?.units;
    let unit = author.and_then(|a| a.unit.as_deref());
    let own = units.iter().find(|u| Some(u.name.as_str()) == unit).or_else(|| units.first());
    Ok(own.map(|u| u.organisation.clone()).unwrap_or_default())
}

/// "Liisa Laine, sosiaalityöntekijä"
fn by_line(author: &PersonRef, lang: Lang) -> String {
    match &author.title {
        Some(title) => format!("{}, {}", author.name, title.get(lang)),
        None => author.name.clone(),
    }
}
