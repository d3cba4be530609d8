use documents::{Document, DocumentState};
use kernel::{ClientId, Scope, ServiceTask, WillKind, WillLevel};
use rules::Rules;
use store::NewEvent;
use trust::Work;
use trust::will::{Expression, NewExpression};
use uuid::Uuid;

use crate::Error;
use crate::inform::{is_social, latest, scope_of};

/// The most that is looked through for what is in force already.
const MOST: u32 = 500;

/// What is said, and by whom.
pub struct Said<'a> {
    /// Every identity of the client.
    pub clients: &'a [ClientId],
    /// The one it is written of.
    pub client: ClientId,
    /// Code of a choice of the rules.
    pub code: &'a str,
    /// Of a denial of one task.
    pub service_task: Option<ServiceTask>,
    /// The document, already read by whoever says it.
    pub document: Option<&'a Document>,
    pub emergency_ok: bool,
    /// client | guardian | trustee
    pub given_by: &'static str,
    /// own | in_person | phone | video | letter
    pub channel: &'static str,
}

/// Records what the client says, who has been told of it in the words in force. It holds from the next request on.
///
/// # Errors
/// Field errors for an unknown code, a task or a document that is needed and missing; `not_informed`, `already_in_force`,
/// `document_not_finished`.
pub async fn give(work: &mut Work, rules: &Rules, said: Said<'_>) -> Result<Uuid, Error> {
    trust::will::one_at_a_time(work, said.client).await?;
    let set = rules.will.on(work.today());
    let words = set.body.of(said.code).ok_or_else(|| Error::field("/code", "unknown"))?;
    let mut scope: Scope = scope_of(work.gate().controller(), words.register);
    // The two consents are items of the data catalogue of their own.
    scope.catalogue_row = match words.kind {
        WillKind::Biobank => 11,
        WillKind::Guidance => 12,
        _ => scope.catalogue_row,
    };
    let (mut document_id, mut objects) = (None, Vec::new());
    match words.level {
        WillLevel::All | WillLevel::Controller => {}
        WillLevel::ServiceTask => {
            let task = said.service_task.ok_or_else(|| Error::field("/service_task", "required"))?;
            if !is_social(task) {
                return Err(Error::field("/service_task", "unknown"));
            }
            scope.service_task = task;
        }
        WillLevel::Document => {
            let document = said.document.ok_or_else(|| Error::field("/document_id", "required"))?;
            if document.state != DocumentState::Final {
                return Err(Error::State("document_not_finished"));
            }
            // What was said is not the document: it stays with the other expressions.
            scope = Scope { catalogue_row: scope.catalogue_row, ..document.scope() };
            document_id = Some(document.id);
            objects.push(document.id);
            objects.extend(care::document::made_of(work, document.id).await?);
        }
    }
    let informed = latest(work, said.clients, &set.version).await?.remove(&words.code).ok_or(Error::State("not_informed"))?;
    let whose = said.clients.iter().map(|c| c.0.into()).collect();
    let list = store::sql::params(1, said.clients.len());
    let before = trust::will::said(work, (format!("w.withdrawn_at IS NULL AND w.client_id IN ({list})"), whose), MOST).await?;
    let same = |e: &Expression| {
        e.code == words.code
            && e.document_id == document_id
            && (words.level != WillLevel::ServiceTask || e.service_task == scope.service_task.code())
    };
    if before.iter().any(same) {
        return Err(Error::State("already_in_force"));
    }
    let new = NewExpression {
        client: said.client,
        scope,
        code: words.code.clone(),
        kind: words.kind,
        level: words.level,
        document_id,
        objects,
        emergency_ok: said.emergency_ok && words.emergency.is_some(),
        given_by: said.given_by.to_owned(),
        channel: said.channel.to_owned(),
        informed_at: informed.informed_at,
        informing_id: Some(informed.id),
        text_version: Some(set.version.clone()),
        recorded_by: work.actor_id().filter(|_| work.actor_kind() == "staff"),
        from: work.at(),
    };
    let id = trust::will::give(work, &[new]).await?.pop().ok_or(Error::NotFound)?;
    work.object("will_expression", id);
    let data = serde_json::json!({
        "code": words.code, "text_version": set.version, "given_by": said.given_by, "channel": said.channel,
        "emergency_ok": said.emergency_ok,
    });
    work.emit(NewEvent::new("will.expression.given", "will_expression", id).client(said.client.0).data(data)).await?;
    Ok(id)
}
