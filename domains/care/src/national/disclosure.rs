//! What a client has said of disclosing their data: the permit, and the denials at their three levels (THL 1505.8, 1505.9). They
//! are written down as said. Who may look at what is decided by the policies, which do not read these rows.

use chrono::NaiveDate;
use documents::Document;
use documents::mapping::Facts;
use kernel::ClientId;
use store::{sea_orm::Value, sql};
use trust::Work;

use super::model::{ChoiceKind, ChoiceLevel};
use super::to_come;
use crate::matter::{Matter, NewStep, step};
use crate::{Error, thing};

/// One thing that was said.
struct Said {
    level: ChoiceLevel,
    code: Option<String>,
    words: Option<String>,
    given_on: Option<NaiveDate>,
    by_representative: bool,
}

/// A permit that holds from now on, or the end of the one that held: the document tells how it stands.
///
/// # Errors
/// `permit_not_told`, `choice_in_future`.
pub async fn permit(work: &Work, matter: &Matter, document: &Document, facts: &Facts) -> Result<(), Error> {
    let permitted = facts.flag("permitted").ok_or(Error::Refused("permit_not_told"))?;
    let given_on = facts.date("given_on").or_else(|| facts.date("written_on"));
    if to_come(work, given_on) {
        return Err(Error::Refused("choice_in_future"));
    }
    let by_representative = facts.flag("by_representative").unwrap_or(false);
    let said = permitted.then_some(Said { level: ChoiceLevel::All, code: None, words: None, given_on, by_representative });
    keep(work, matter, document, ChoiceKind::Permit, said.into_iter().collect()).await?;
    let what = if permitted { "disclosure_permitted" } else { "disclosure_permit_ended" };
    step(work, matter.id, NewStep::new(what).about(document.id)).await
}

/// The denials that hold from now on: the document tells all of them, and one without any ends those that held.
///
/// # Errors
/// `choice_in_future`.
pub async fn denial(work: &Work, matter: &Matter, document: &Document, facts: &Facts) -> Result<(), Error> {
    let mut said = Vec::new();
    for (list, level) in [("controllers", ChoiceLevel::Controller), ("service_tasks", ChoiceLevel::ServiceTask)] {
        for row in facts.list(list) {
            for code in row.codes(list) {
                said.push(one(row, level, Some(code.clone()), row.label(list, code).map(|t| t.fi.clone())));
            }
        }
    }
    for row in facts.list("documents") {
        for named in row.list("documents") {
            let (oid, name) = (named.text("oid").map(str::to_owned), named.text("name").map(str::to_owned));
            said.push(one(row, ChoiceLevel::Document, oid, name));
        }
    }
    for one in &said {
        if to_come(work, one.given_on) {
            return Err(Error::Refused("choice_in_future"));
        }
    }
    let what = if said.is_empty() { "disclosure_denials_ended" } else { "disclosure_denied" };
    keep(work, matter, document, ChoiceKind::Denial, said).await?;
    step(work, matter.id, NewStep::new(what).about(document.id)).await
}

fn one(row: &Facts, level: ChoiceLevel, code: Option<String>, words: Option<String>) -> Said {
    Said { level, code, words, given_on: row.date("given_on"), by_representative: row.flag("by_representative").unwrap_or(false) }
}

/// Puts what was said in the place of what was said before, for each client of the document.
async fn keep(work: &Work, matter: &Matter, document: &Document, kind: ChoiceKind, said: Vec<Said>) -> Result<(), Error> {
    let mut rows = Vec::new();
    for client in &document.client_ids {
        thing::one_at_a_time(work, &format!("disclosure_choice/{}", client.0)).await?;
        let text =
            "UPDATE disclosure_choice SET replaced_at = $1, replaced_by = $2 WHERE client_id = $3 AND kind = $4 AND replaced_at IS NULL";
        sql::exec(work, text, [work.at().into(), document.id.into(), client.0.into(), kind.code().into()]).await?;
        for one in &said {
            rows.push(row(work, matter, document, *client, kind, one)?);
        }
    }
    let more = [
        "matter_id",
        "document_id",
        "kind",
        "level",
        "subject_code",
        "subject_words",
        "given_on",
        "by_representative",
        "recorded_by",
        "recorded_at",
    ];
    thing::insert(work, "disclosure_choice", &more, rows).await?;
    for client in &document.client_ids {
        work.emit(thing::event("care.disclosure_choice.recorded", "document", document.id, matter, *client)).await?;
    }
    Ok(())
}

fn row(work: &Work, matter: &Matter, document: &Document, client: ClientId, kind: ChoiceKind, said: &Said) -> Result<Vec<Value>, Error> {
    let mut row = thing::owned(work.new_id(), client, thing::scope(matter, 18));
    row.extend([
        matter.id.into(),
        document.id.into(),
        kind.code().into(),
        said.level.code().into(),
        said.code.clone().into(),
        said.words.clone().into(),
        said.given_on.into(),
        said.by_representative.into(),
        work.actor_id().ok_or(Error::NotFound)?.into(),
        work.at().into(),
    ]);
    Ok(row)
}
