use std::collections::HashMap;

use chrono::NaiveDate;
use documents::DocumentName;
use kernel::{ClientId, Register, ServiceTask, WillKind, WillLevel};
use people::PersonRef;
use people::organisation::people_by_id;
use rules::Rules;
use store::sea_orm::{ConnectionTrait, DbErr};
use trust::will::{Expression, said};
use trust::{Group, Opened, Own};
use uuid::Uuid;

use crate::Error;
use crate::inform::latest;
use crate::model::{ClientWill, WillChoice, WillDocument, WillExpression};

/// The most that is told, newest first.
const MOST: u32 = 200;

/// What the client sees of their own.
pub(crate) async fn own(rules: &Rules, own: &Own) -> Result<ClientWill, Error> {
    let (whose, values) = own.clients_sql("w", 1);
    // A denial of one document would tell of the document; whoever acts for the client is not told of it.
    let single = if own.acting().is_some() { " AND w.document_id IS NULL" } else { "" };
    let rows = said(own.reader(), (format!("{whose}{}{single}", own.shown_sql("w", None)), values), MOST).await?;
    let documents = documents::names(own.reader(), &documents_of(&rows)).await?;
    let choices = choices(rules, own.reader(), own.clients(), own.today()).await?;
    let all = |_: Register, _: ServiceTask| true;
    let told = told(rules, own.reader(), own.today(), rows, &documents, all).await?;
    Ok(whole(rules, own.today(), choices, told, &["inform", "give", "withdraw"]))
}

/// What a professional sees of a client's: a denial of what is not theirs to see does not say what it is of.
pub(crate) async fn seen(rules: &Rules, opened: &Opened) -> Result<ClientWill, Error> {
    let (whose, values) = opened.clients_sql("w", 1);
    let rows = said(opened.reader(), (format!("{whose}{}", opened.scopes().items_sql("w")), values), MOST).await?;
    let documents = documents::names_seen(opened, &documents_of(&rows)).await?;
    let choices = choices(rules, opened.reader(), opened.clients(), opened.today()).await?;
    let sees = |register: Register, task: ServiceTask| opened.scopes().sees(register, task);
    let told = told(rules, opened.reader(), opened.today(), rows, &documents, sees).await?;
    let may: &[&str] = if opened.offers(Group::Tend) { &["inform", "give", "withdraw"] } else { &[] };
    Ok(whole(rules, opened.today(), choices, told, may))
}

fn whole(rules: &Rules, today: NaiveDate, choices: Vec<WillChoice>, said: Vec<WillExpression>, may: &[&str]) -> ClientWill {
    let permitted_actions = may.iter().map(|one| (*one).to_owned()).collect();
    ClientWill { text_version: rules.will.on(today).version.clone(), choices, said, permitted_actions, kanta: None }
}

fn documents_of(rows: &[Expression]) -> Vec<Uuid> {
    rows.iter().filter_map(|row| row.document_id).collect()
}

async fn choices(rules: &Rules, conn: &impl ConnectionTrait, clients: &[ClientId], today: NaiveDate) -> Result<Vec<WillChoice>, DbErr> {
    let set = rules.will.on(today);
    let informed = latest(conn, clients, &set.version).await?;
    Ok(set.body.kinds.iter().map(|words| WillChoice::of(words, informed.get(&words.code).map(|i| i.informed_at))).collect())
}

async fn told(
    rules: &Rules,
    conn: &impl ConnectionTrait,
    today: NaiveDate,
    rows: Vec<Expression>,
    documents: &HashMap<Uuid, DocumentName>,
    sees: impl Fn(Register, ServiceTask) -> bool,
) -> Result<Vec<WillExpression>, DbErr> {
    let staff: Vec<Uuid> = rows
        .iter()
        .flat_map(|row| [row.recorded_by, row.withdrawn_by.filter(|_| row.withdrawn_kind.as_deref() == Some("staff"))])
        .flatten()
        .collect();
    let people = people_by_id(conn, &staff).await?;
    let words = &rules.will.on(today).body;
    rows.into_iter()
        .map(|row| {
            let label = words.of(&row.code).map(|w| w.label.clone());
            Ok(WillExpression { label, ..expression(row, documents, &people, &sees)? })
        })
        .collect()
}

fn expression(
    row: Expression,
    documents: &HashMap<Uuid, DocumentName>,
    people: &HashMap<Uuid, PersonRef>,
    sees: &impl Fn(Register, ServiceTask) -> bool,
) -> Result<WillExpression, DbErr> {
    let unknown = |what: &str| DbErr::Type(format!("will_expression: unknown {what}"));
    let kind = WillKind::parse(&row.kind).ok_or_else(|| unknown("kind"))?;
    let level = WillLevel::parse(&row.level).ok_or_else(|| unknown("level"))?;
    let (register, task) = row.place().ok_or_else(|| unknown("register"))?;
    let document = row.document_id.and_then(|id| documents.get(&id)).map(|name| WillDocument {
        id: name.id,
        title: name.title.clone(),
        at: name.finished_at,
    });
    let hidden = match level {
        WillLevel::ServiceTask => !sees(register, task),
        WillLevel::Document => document.is_none(),
        WillLevel::All | WillLevel::Controller => false,
    };
    let of_register = kind == WillKind::Permit || level == WillLevel::Controller;
    let person = |id: Option<Uuid>| id.and_then(|id| people.get(&id).cloned());
    Ok(WillExpression {
        id: row.id,
        code: row.code,
        kind,
        level,
        label: None,
        register: of_register.then_some(register),
        service_task: (level == WillLevel::ServiceTask && !hidden).then_some(task),
        document,
        hidden,
        emergency_ok: row.emergency_ok,
        given_by: row.given_by,
        channel: row.channel,
        informed_at: row.informed_at,
        text_version: row.text_version,
        given_at: row.valid_from,
        recorded_by: person(row.recorded_by),
        withdrawn_at: row.withdrawn_at,
        withdrawn_kind: row.withdrawn_kind,
        withdrawn_by: person(row.withdrawn_by),
        kanta: None,
    })
}
