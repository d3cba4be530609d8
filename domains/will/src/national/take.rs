//! What Kanta says becomes rows here. A will of Kanta's and a row of the node's belong together by the name both sides call it; an older
//! version than the one known changes nothing, and neither does anything of Kanta's while the node's own word about the same will is on
//! its way there.

use ::kanta::{Consent, id_in};
use chrono::{DateTime, Utc};
use documents::DocumentState;
use kernel::{ClientId, Scope, WillKind, WillLevel};
use rules::{Rules, WillWords};
use store::NewEvent;
use store::sea_orm::DbErr;
use trust::Work;
use trust::will::{Expression, NewExpression};
use uuid::Uuid;

use super::outbox::{self, Doing};
use super::store::{self as rows, REFUSED, WAITING};
use crate::Error;
use crate::inform::{is_social, scope_of};

/// Who ended it and how it came, in a row's words.
const KANTA: &str = "kanta";
/// The most that one client can have in force.
const MOST: u32 = 500;

/// All that Kanta has of the client, asked for at `from`. Tells how many rows it changed.
pub(super) async fn state(work: &Work, rules: &Rules, client: ClientId, all: &[Consent], from: DateTime<Utc>) -> Result<usize, Error> {
    let mut changed = 0;
    for consent in all {
        changed += usize::from(one(work, rules, client, consent).await?);
    }
    Ok(changed + absent(work, client, all, from).await?)
}

/// One will. Tells whether it changed anything.
pub(super) async fn one(work: &Work, rules: &Rules, client: ClientId, consent: &Consent) -> Result<bool, Error> {
    trust::will::one_at_a_time(work, client).await?;
    let link = rows::by_name(work, &consent.name).await?;
    if link.as_ref().is_some_and(|link| link.version > consent.version) {
        return Ok(false);
    }
    let Some(id) = link.map(|link| link.expression_id).or_else(|| id_in(&consent.name)) else {
        return begin(work, rules, client, consent).await;
    };
    let Some(row) = trust::will::row(work, id).await?.filter(|row| row.client_id == client.0) else {
        return begin(work, rules, client, consent).await;
    };
    if waits(work, id).await? {
        return Ok(false);
    }
    match (row.withdrawn_at, consent.ended_at) {
        (None, Some(at)) => {
            end(work, &row, at).await?;
            rows::link(work, &row, &consent.name, consent.version).await?;
            Ok(true)
        }
        // Ended here without a word to Kanta yet: by a death, by a document.
        (Some(_), None) if row.withdrawn_kind.as_deref() != Some(KANTA) && !ended_there(work, id).await? => {
            outbox::put(work, &row, Doing::End).await?;
            Ok(false)
        }
        // Ended here, in force there, and nothing on its way: Kanta's holds, as a row of its own.
        (Some(_), None) => begin(work, rules, client, consent).await,
        _ => {
            rows::link(work, &row, &consent.name, consent.version).await?;
            Ok(false)
        }
    }
}

/// Whether something about it is on its way to Kanta.
async fn waits(work: &Work, expression: Uuid) -> Result<bool, DbErr> {
    Ok(rows::messages_of(work, &[expression]).await?.iter().any(|message| message.state == WAITING))
}

/// Whether Kanta has been told of its end, whatever it answered.
async fn ended_there(work: &Work, expression: Uuid) -> Result<bool, DbErr> {
    Ok(rows::messages_of(work, &[expression]).await?.iter().any(|message| message.doing == Doing::End.code()))
}

async fn end(work: &Work, row: &Expression, at: DateTime<Utc>) -> Result<(), DbErr> {
    if trust::will::end_elsewhere(work, row.id, KANTA, at).await? {
        let data = serde_json::json!({ "code": row.code, "by": KANTA });
        work.emit(NewEvent::new("will.expression.withdrawn", "will_expression", row.id).client(row.client_id).data(data)).await?;
    }
    Ok(())
}

/// The choice of the rules that it is.
fn words<'r>(rules: &'r Rules, work: &Work, consent: &Consent) -> Option<&'r WillWords> {
    let same = |words: &&WillWords| {
        words.kind == consent.kind
            && words.level == consent.level
            && (consent.level == WillLevel::Document || words.register == consent.register)
    };
    rules.will.on(work.today()).body.kinds.iter().find(same)
}

/// Writes down what was said there, in force here from now on. `false`: it has ended, or is of nothing that is here.
async fn begin(work: &Work, rules: &Rules, client: ClientId, consent: &Consent) -> Result<bool, Error> {
    let Some(words) = words(rules, work, consent).filter(|_| consent.ended_at.is_none()) else { return Ok(false) };
    let mut scope: Scope = scope_of(work.gate().controller(), words.register);
    let mut objects = Vec::new();
    match (consent.service_task, consent.document) {
        (Some(task), _) if is_social(task) => scope.service_task = task,
        (Some(_), _) => return Ok(false),
        (None, Some(id)) => {
            let document = documents::read_in(work, id).await?;
            let Some(document) = document.filter(|d| d.state == DocumentState::Final && d.client_ids.contains(&client)) else {
                return Ok(false);
            };
            scope = Scope { catalogue_row: scope.catalogue_row, ..document.scope() };
            objects.push(id);
            objects.extend(care::document::made_of(work, id).await?);
        }
        (None, None) => {}
    }
    let from = consent.given_at.min(work.at());
    let new = NewExpression {
        client,
        scope,
        code: words.code.clone(),
        kind: words.kind,
        level: words.level,
        document_id: consent.document,
        objects,
        emergency_ok: consent.emergency_ok && words.emergency.is_some(),
        given_by: consent.given_by.to_owned(),
        channel: KANTA.to_owned(),
        informed_at: from,
        informing_id: None,
        text_version: None,
        recorded_by: None,
        from,
    };
    let id = trust::will::give(work, &[new]).await?.pop().ok_or(Error::NotFound)?;
    if let Some(row) = trust::will::row(work, id).await? {
        rows::link(work, &row, &consent.name, consent.version).await?;
    }
    let data =
        serde_json::json!({ "code": words.code, "channel": KANTA, "given_by": consent.given_by, "emergency_ok": consent.emergency_ok });
    work.emit(NewEvent::new("will.expression.given", "will_expression", id).client(client.0).data(data)).await?;
    Ok(true)
}

/// What is in force here and is not there, though Kanta has had the word of it. A permit has then ended; a denial holds, and when it is
/// the node's own it is told again.
async fn absent(work: &Work, client: ClientId, all: &[Consent], from: DateTime<Utc>) -> Result<usize, DbErr> {
    let whose = ("w.client_id = $1 AND w.withdrawn_at IS NULL".to_owned(), vec![client.0.into()]);
    let standing = trust::will::said(work, whose, MOST).await?;
    let ids: Vec<Uuid> = standing.iter().map(|row| row.id).collect();
    let (links, messages) = (rows::links_of(work, &ids).await?, rows::messages_of(work, &ids).await?);
    let mut changed = 0;
    for row in &standing {
        let mut own = messages.iter().filter(|message| message.expression_id == row.id);
        let link = links.iter().find(|link| link.expression_id == row.id);
        let refused = own.clone().next_back().is_some_and(|message| message.state == REFUSED);
        if own.any(|message| message.state == WAITING) || (link.is_none() && !refused) {
            continue;
        }
        // Taken after Kanta was asked: the answer could not have it.
        let there = |name: &str| all.iter().any(|consent| consent.name == name);
        if link.is_some_and(|link| link.seen_at >= from || there(&link.name)) {
            continue;
        }
        if WillKind::parse(&row.kind) == Some(WillKind::Permit) {
            end(work, row, work.at()).await?;
            changed += 1;
        } else if link.is_some_and(|link| id_in(&link.name) == Some(row.id)) {
            outbox::put(work, row, Doing::Give).await?;
        }
    }
    Ok(changed)
}
