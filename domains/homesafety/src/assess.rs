//! An assessment: begun, saved an answer at a time, finished. A finished one is never changed: a correction is another that takes its place.

use kernel::{ClientId, Register, Scope, ServiceTask};
use rules::Rules;
use store::NewEvent;
use trust::{Group, Opened, Work};
use uuid::Uuid;

use crate::model::{
    Answers, AssessmentState, NewSafetyAnswer, NewSafetyAssessment, SafetyAnswer, SafetyFinding, SafetyPicture, SafetySaved, SafetyTalk,
    TookPart, words,
};
use crate::rows::{self, AssessmentRow, written};
use crate::{Error, risk};

/// The item of the data catalogue: functional ability, which at home is the person and the home together.
pub(crate) const ROW: kernel::CatalogueRow = 13;
/// Pictures of one item.
const PICTURES: usize = 10;

/// Where a professional may write.
pub(crate) fn places(opened: &Opened) -> Vec<(Register, ServiceTask)> {
    let may = |(register, task): &&(Register, ServiceTask)| opened.scopes().opens(ROW) && opened.offers_in(Group::Tend, *register, *task);
    opened.scopes().pairs().iter().filter(may).copied().collect()
}

/// Begins one: a draft that can be gone on with.
///
/// # Errors
/// Fields that are wrong; `safety_not_finished` when what is to be corrected is not in force.
pub(crate) async fn begin(work: &mut Work, opened: &Opened, rules: &Rules, new: &NewSafetyAssessment) -> Result<SafetySaved, Error> {
    let controller = work.gate().controller();
    rows::one_at_a_time(work, opened.client()).await?;
    let old = match new.corrects {
        None => None,
        Some(id) => {
            let old = held(work, opened, id).await?;
            if old.state() != AssessmentState::Finished {
                return Err(Error::State("safety_not_finished"));
            }
            Some(old)
        }
    };
    let reason = words("/reason", new.reason.as_deref(), old.is_some())?;
    let (scope, matter_id, team_id) = match &old {
        Some(old) => (old.scope(controller)?, old.matter_id, old.team_id),
        None => place(opened, controller, new).await?,
    };
    if !opened.scopes().covers(&scope) {
        return Err(Error::NotFound);
    }
    let set = rules.homesafety.on(work.today());
    let by = opened.staff().id;
    let row = AssessmentRow {
        id: work.new_id(),
        client_id: opened.client().0,
        register: scope.register.code().into(),
        service_task: scope.service_task.code().into(),
        matter_id,
        team_id,
        // A correction is of what was asked then.
        rules_version: old.as_ref().map_or_else(|| set.version.clone(), |old| old.rules_version.clone()),
        state: AssessmentState::Draft.code().into(),
        answers: old.as_ref().map_or_else(|| serde_json::json!({}), |old| old.answers.clone()),
        took_part: old.as_ref().and_then(|old| old.took_part.clone()),
        own_view: old.as_ref().and_then(|old| old.own_view.clone()),
        begun_at: work.at(),
        begun_by: by,
        finished_at: None,
        finished_by: None,
        corrects: new.corrects,
        correction_reason: reason,
        version: 1,
        updated_at: work.at(),
    };
    rows::insert_assessment(work, &row, scope).await?;
    tell(work, "homesafety.assessment.begun", &row).await?;
    Ok(SafetySaved { id: row.id, version: 1, saved_at: work.at() })
}

/// The matter's scope and team, or the professional's own.
async fn place(opened: &Opened, controller: Uuid, new: &NewSafetyAssessment) -> Result<(Scope, Option<Uuid>, Option<Uuid>), Error> {
    if let Some(id) = new.matter_id {
        let matter = care::matter::load(opened, id).await?;
        matter.must_be_open().map_err(care::Error::Refused)?;
        return Ok((Scope { catalogue_row: ROW, ..matter.scope }, Some(id), Some(matter.team_id)));
    }
    let own = |(_, task): &&(Register, ServiceTask)| new.service_task.is_none_or(|asked| asked == *task);
    let all = places(opened);
    let (register, service_task) = all.iter().find(own).copied().ok_or_else(|| Error::field("/service_task", "not_in_list"))?;
    Ok((Scope { controller, register, service_task, catalogue_row: ROW }, None, opened.staff().team_ids.first().copied()))
}

/// One of the client's, of a register and task that is the professional's.
async fn held(work: &Work, opened: &Opened, id: Uuid) -> Result<AssessmentRow, Error> {
    let row = rows::assessment(work, id, opened.clients()).await?.ok_or(Error::NotFound)?;
    if opened.scopes().covers(&row.scope(work.gate().controller())?) { Ok(row) } else { Err(Error::NotFound) }
}

async fn draft(work: &Work, opened: &Opened, id: Uuid) -> Result<AssessmentRow, Error> {
    let row = held(work, opened, id).await?;
    if row.state() == AssessmentState::Draft { Ok(row) } else { Err(Error::State("safety_finished")) }
}

/// Saves the answer to one item.
///
/// # Errors
/// Fields that are wrong; `safety_finished`; 412 when another answer was saved meanwhile.
pub(crate) async fn answer(
    work: &Work,
    opened: &Opened,
    rules: &Rules,
    (id, item, seen): (Uuid, &str, i32),
    new: &NewSafetyAnswer,
) -> Result<SafetySaved, Error> {
    let row = draft(work, opened, id).await?;
    let known = rules.homesafety.version(&row.rules_version).is_some_and(|set| set.body.item(item).is_some());
    if !known {
        return Err(Error::NotFound);
    }
    let answer = SafetyAnswer {
        answer: new.answer,
        words: words("/words", new.words.as_deref(), new.answer == SafetyFinding::Risk)?,
        pictures: pictures(opened, &row, &new.pictures).await?,
        at: work.at(),
        by: opened.staff().id,
    };
    let mut answers: Answers = row.answers()?;
    answers.insert(item.to_owned(), answer);
    save(work, &row, seen, vec![("answers", written(&answers)?.into())]).await
}

/// The pictures by their names: attachments of the assessment's own matter, about this client.
async fn pictures(opened: &Opened, row: &AssessmentRow, ids: &[Uuid]) -> Result<Vec<SafetyPicture>, Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    if ids.len() > PICTURES {
        return Err(Error::field("/pictures", "too_many"));
    }
    let matter = row.matter_id.ok_or_else(|| Error::field("/pictures", "no_matter"))?;
    let there = care::attachment::of_matter(opened, matter).await?;
    let named = |id: &Uuid| {
        let found = there.iter().find(|one| one.id == *id && one.client_id == row.client_id);
        found.map(|one| SafetyPicture { id: one.id, name: one.name.clone() }).ok_or_else(|| Error::field("/pictures", "not_in_list"))
    };
    ids.iter().map(named).collect()
}

/// Saves whether the client took part, and what they say of it.
///
/// # Errors
/// As [`answer`].
pub(crate) async fn talk(work: &Work, opened: &Opened, id: Uuid, seen: i32, new: &SafetyTalk) -> Result<SafetySaved, Error> {
    let row = draft(work, opened, id).await?;
    let own_view = words("/own_view", new.own_view.as_deref(), false)?;
    save(work, &row, seen, vec![("took_part", new.took_part.map(TookPart::code).into()), ("own_view", own_view.into())]).await
}

async fn save(work: &Work, row: &AssessmentRow, seen: i32, set: Vec<(&str, store::sea_orm::Value)>) -> Result<SafetySaved, Error> {
    rows::change(work, "safety_assessment", row.id, seen, &set).await?;
    work.touched(&[ClientId(row.client_id)]);
    Ok(SafetySaved { id: row.id, version: seen + 1, saved_at: work.at() })
}

/// Finishes it: what was not answered was not looked at, and the risks become risks that are followed.
///
/// # Errors
/// `/took_part` `required`, `/answers` `required` when nothing was looked at; as [`answer`].
pub(crate) async fn finish(work: &Work, opened: &Opened, rules: &Rules, id: Uuid, seen: i32) -> Result<SafetySaved, Error> {
    rows::one_at_a_time(work, opened.client()).await?;
    let row = draft(work, opened, id).await?;
    if row.took_part.is_none() {
        return Err(Error::field("/took_part", "required"));
    }
    let answers = row.answers()?;
    if !answers.values().any(|one| matches!(one.answer, SafetyFinding::Fine | SafetyFinding::Risk)) {
        return Err(Error::field("/answers", "required"));
    }
    if let Some(old) = row.corrects {
        let old = held(work, opened, old).await?;
        if old.state() != AssessmentState::Finished {
            return Err(Error::State("safety_not_finished"));
        }
        rows::change(work, "safety_assessment", old.id, old.version, &[("state", AssessmentState::Replaced.code().into())]).await?;
    }
    let by = opened.staff().id;
    let set = vec![("state", AssessmentState::Finished.code().into()), ("finished_at", work.at().into()), ("finished_by", by.into())];
    let saved = save(work, &row, seen, set).await?;
    risk::found(work, opened, rules, &row, &answers).await?;
    tell(work, "homesafety.assessment.finished", &row).await?;
    Ok(saved)
}

/// Puts a draft aside for good; it stays to be seen that there was one.
///
/// # Errors
/// As [`answer`].
pub(crate) async fn discard(work: &Work, opened: &Opened, id: Uuid, seen: i32) -> Result<SafetySaved, Error> {
    let row = draft(work, opened, id).await?;
    let saved = save(work, &row, seen, vec![("state", AssessmentState::Discarded.code().into())]).await?;
    tell(work, "homesafety.assessment.discarded", &row).await?;
    Ok(saved)
}

async fn tell(work: &Work, kind: &'static str, row: &AssessmentRow) -> Result<(), Error> {
    let data = serde_json::json!({ "rules_version": row.rules_version, "corrects": row.corrects, "matter_id": row.matter_id });
    work.emit(NewEvent::new(kind, "safety_assessment", row.id).client(row.client_id).data(data)).await?;
    work.touched(&[ClientId(row.client_id)]);
    Ok(())
}
