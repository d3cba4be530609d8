//! What the room knows before a document is begun, by the names that the structures' mappings use.

use documents::Kind;
use documents::mapping::{FactValue, Facts, Known};
use kernel::ClientId;
use people::PersonRef;
use people::card::IdentityCard;
use rules::{LabelledList, Lane, Rules};
use sea_orm::{DbErr, FromQueryResult};
use store::sql;
use trust::{Opened, Work};
use uuid::Uuid;

use crate::matter::Matter;
use crate::{Error, hearing};

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// The newest finished document of a kind about a client in this service task, in this matter or an earlier one.
async fn newest(work: &Work, table: &str, order: &str, client: ClientId, task: &str) -> Result<Option<Uuid>, DbErr> {
    let text = format!(
        "SELECT document_id AS id FROM {table} WHERE client_id = $1 AND service_task = $2 AND document_id IS NOT NULL AND {order} IS NOT NULL \
         AND state <> 'draft' ORDER BY {order} DESC, id DESC LIMIT 1"
    );
    let row: Option<Id> = sql::one(work, &text, [client.0.into(), task.into()]).await?;
    Ok(row.map(|r| r.id))
}

/// The client's own words of this matter.
async fn own_view(work: &Work, matter: Uuid, client: ClientId) -> Result<Option<String>, DbErr> {
    #[derive(FromQueryResult)]
    struct Words {
        text: String,
    }
    let text = "SELECT text FROM own_view WHERE matter_id = $1 AND client_id = $2";
    let row: Option<Words> = sql::one(work, text, [matter.into(), client.0.into()]).await?;
    Ok(row.map(|r| r.text))
}

fn words(text: Option<&str>) -> FactValue {
    FactValue::Text(text.unwrap_or_default().to_owned())
}

/// A client as the parts about them name them.
fn named(card: &IdentityCard) -> Facts {
    let mut facts = Facts::new();
    facts.set("family_name", FactValue::Text(card.family_name.clone())).set("given_names", FactValue::Text(card.given_name.clone()));
    if let Some(day) = card.birth_date {
        facts.set("birth_date", FactValue::Date(day));
    }
    facts
}

/// A writer as the parts about them name them. The organisation keeps a name as it is said: the last word is the family's.
fn author(person: &PersonRef) -> Facts {
    let mut facts = Facts::new();
    let (given, family) = person.name.rsplit_once(' ').unwrap_or(("", person.name.as_str()));
    facts.set("family_name", FactValue::Text(family.to_owned()));
    if !given.is_empty() {
        facts.set("given_names", FactValue::Text(given.to_owned()));
    }
    if let Some(title) = &person.title {
        facts.set("title", FactValue::Text(title.fi.clone()));
    }
    facts
}

/// What is known of a matter and one of its clients: the matter's own facts, the client's own view, the newest assessment
/// and plan, the handler.
pub(crate) async fn known(
    work: &Work,
    opened: &Opened,
    rules: &Rules,
    matter: &Matter,
    clients: &[ClientId],
    kind: Option<Kind>,
) -> Result<Known, Error> {
    let client = *clients.first().ok_or(Error::NotFound)?;
    let needs = rules.needs.on(work.today());
    let subject = needs.body.label(LabelledList::Situations, matter.situation.code()).map(|t| t.fi.clone());
    let code = |code: &str| FactValue::Code(code.to_owned());
    // The assessment began when the matter came to its lane.
    let started = if matter.lane == Lane::Assessment { kernel::helsinki_date(matter.lane_since) } else { work.today() };
    // What one client has said goes into no document that another reads: a shared one takes nobody's words, and those with
    // which the matter was put on its way are its main client's.
    let alone = clients.len() == 1;
    let theirs = alone && matter.clients.first() == Some(&client);
    let mut known = Known::new()
        .with("matter.own_words", words(matter.own_words.as_deref().filter(|_| theirs)))
        .with("matter.description", words(matter.description.as_deref()))
        .with("matter.need_reasons", FactValue::Codes(matter.need_reasons.clone()))
        .with("matter.initiated_on", FactValue::Date(matter.initiated_on))
        .with("matter.service_task", code(matter.scope.service_task.code()))
        .with("matter.situation", code(matter.situation.code()))
        .with("matter.urgency", code(matter.urgency.code()))
        .with("matter.notifier", code(matter.notifier.as_deref().unwrap_or_default()))
        .with("matter.notifier_name", words(matter.notifier_name.as_deref()))
        .with("matter.subject", words(subject.as_deref()))
        .with("matter.assessment_started_on", FactValue::Date(started))
        .with("matter.hearing", words(hearing::store::answer(work, matter.id, client).await?.as_deref().filter(|_| alone)))
        .with("client.own_view", words(own_view(work, matter.id, client).await?.as_deref().filter(|_| alone)));
    if let Some(handler) = matter.handler_id
        && let Some(person) = people::organisation::person(work, handler).await?
    {
        known = known.with("handler.name", FactValue::Text(person.name));
    }
    known = known
        .with("matter.number", FactValue::Text(matter.number.clone()))
        .with("matter.shared", FactValue::Flag(matter.clients.len() > 1))
        .with("today.date", FactValue::Date(work.today()));
    // Names go only into a document about clients whom the writer has opened.
    let covered: Vec<ClientId> = clients.iter().copied().filter(|c| opened.clients().contains(c)).collect();
    let cards = people::card::cards(work, &covered).await?;
    if let Some(card) = cards.first() {
        known = known.with("client.protected", FactValue::Flag(card.protected));
    }
    known = known.about(cards.iter().map(named).collect());
    if let Some(writer) = people::organisation::person(work, opened.staff().id).await? {
        let author = author(&writer);
        known = known.with_facts("author", &author).by(author);
    }
    let task = matter.scope.service_task.code();
    if alone
        && kind != Some(Kind::Initiation)
        && let Some(id) = newest(work, "assessment", "finished_on", client, task).await?
    {
        known = known.with_facts("assessment", &documents::facts(work, id).await?);
    }
    if alone
        && kind == Some(Kind::Decision)
        && let Some(id) = newest(work, "plan", "valid_from", client, task).await?
    {
        known = known.with_facts("plan", &documents::facts(work, id).await?);
    }
    Ok(known)
}
