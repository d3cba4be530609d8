//! Making a notification: previewed, made just as it was seen, and marked when it was delivered by hand.

use ::store::NewEvent;
use kernel::{ClientId, Register, Scope, ServiceTask};
use rules::Rules;
use trust::{Opened, Work};
use uuid::Uuid;

use super::compose::{Composed, compose};
use super::model::{NewRescueNotice, RescueDelivery, RescueMade, RescuePreview, RescueState, SeenRescueNotice};
use super::store::{self, Row, Settled};
use super::{outbox, view};
use crate::assess::ROW;
use crate::model::words;
use crate::rows::written;
use crate::{Error, HomeSafetyRoom, risk};

/// What will be told, and what will not. Nothing is kept and nothing leaves.
pub(super) async fn preview(room: &HomeSafetyRoom, opened: &Opened, new: &NewRescueNotice) -> Result<RescuePreview, Error> {
    let rules: &Rules = &room.rules;
    let composed = compose(opened, rules, opened.clients(), opened.staff().id, new).await?;
    place(opened, &composed)?;
    let notice = &rules.homesafety.on(opened.today()).body.notice;
    let digest = composed.digest()?;
    let protected = composed.content.place.protected;
    Ok(RescuePreview {
        content: if protected { view::without_address(composed.content) } else { composed.content },
        address_hidden: protected,
        protected: protected.then(|| notice.protected.clone()),
        untold: notice.untold.clone(),
        receiver: room.rescue.as_ref().map(|rescue| rescue.host().to_owned()),
        shown_to_client: notice.shown_to_client,
        digest,
    })
}

/// The one register and task that the risks are of, when it is open to the professional.
fn place(opened: &Opened, composed: &Composed) -> Result<(Register, ServiceTask), Error> {
    let not_theirs = || Error::field("/notice/risks", "not_in_list");
    let mut places = composed.risks.iter().map(|row| Register::parse(&row.register).zip(ServiceTask::parse(&row.service_task)));
    let (register, task) = places.next().flatten().ok_or_else(not_theirs)?;
    let theirs = opened.scopes().opens(ROW) && opened.scopes().sees(register, task);
    if theirs && places.all(|place| place == Some((register, task))) { Ok((register, task)) } else { Err(not_theirs()) }
}

/// Makes it, just as it was seen. With a receiver it is on its way when the change is; without one it waits to be delivered by hand.
///
/// # Errors
/// `rescue_preview_old` when it would tell another thing than what was seen; `rescue_already` when there is one of the same risk;
/// `rescue_call_112`; fields that are wrong.
pub(super) async fn notify(work: &mut Work, opened: &Opened, room: &HomeSafetyRoom, seen: &SeenRescueNotice) -> Result<RescueMade, Error> {
    let rules: &Rules = &room.rules;
    crate::rows::one_at_a_time(work, opened.client()).await?;
    let by = opened.staff().id;
    let composed = compose(&*work, rules, opened.clients(), by, &seen.notice).await?;
    let (register, service_task) = place(opened, &composed)?;
    if composed.digest()? != seen.digest {
        return Err(Error::State("rescue_preview_old"));
    }
    if !seen.notice.again {
        let standing = store::of(&*work, opened.clients_sql("a", 1)).await?;
        let told: Vec<Uuid> = standing.iter().filter(|row| row.state().stands()).flat_map(Row::risks).collect();
        if composed.risks.iter().any(|row| told.contains(&row.id)) {
            return Err(Error::State("rescue_already"));
        }
    }
    let set = rules.homesafety.on(work.today());
    let notice = &set.body.notice;
    let state = if room.rescue.is_some() { RescueState::Waiting } else { RescueState::ByHand };
    let row = Row {
        id: work.new_id(),
        client_id: opened.client().0,
        register: register.code().into(),
        service_task: service_task.code().into(),
        risks: written(&composed.risks.iter().map(|row| row.id).collect::<Vec<_>>())?,
        content: written(&composed.content)?,
        law: notice.law.clone(),
        rules_version: set.version.clone(),
        shown_to_client: notice.shown_to_client,
        state: state.code().into(),
        reason: None,
        tries: 0,
        receipt: None,
        receiver: None,
        made_at: work.at(),
        made_by: by,
        settled_at: None,
        settled_by: None,
        settled_words: None,
    };
    let scope = Scope { controller: work.gate().controller(), register, service_task, catalogue_row: ROW };
    store::insert(work, &row, scope).await?;
    for risk in &composed.risks {
        risk::notified(work, risk, by, row.id).await?;
    }
    if state == RescueState::Waiting {
        outbox::put(work, row.id).await?;
    }
    // Told notwithstanding secrecy: the line says by what.
    work.ground(&notice.ground);
    work.object("rescue_notice", row.id);
    tell(work, "homesafety.notice.made", &row, state).await?;
    Ok(RescueMade { id: row.id, state })
}

/// Says that it was delivered by hand, how and to whom. One that was on its way is sent no more.
///
/// # Errors
/// [`Error::NotFound`]; `rescue_settled` for one that the receiver has.
pub(super) async fn delivered(work: &Work, opened: &Opened, id: Uuid, new: &RescueDelivery) -> Result<(), Error> {
    let said = words("/words", Some(&new.words), true)?;
    let (whose, mut values) = opened.clients_sql("a", 1);
    values.push(id.into());
    let row = store::of(work, (format!("{whose} AND a.id = ${}", values.len()), values)).await?.pop().ok_or(Error::NotFound)?;
    let place = Register::parse(&row.register).zip(ServiceTask::parse(&row.service_task));
    if !place.is_some_and(|(register, task)| opened.scopes().opens(ROW) && opened.scopes().sees(register, task)) {
        return Err(Error::NotFound);
    }
    let settled = Settled {
        state: RescueState::Delivered,
        reason: row.reason.as_deref(),
        receipt: None,
        receiver: None,
        by: Some(opened.staff().id),
        words: said.as_deref(),
    };
    let from = [RescueState::ByHand, RescueState::Waiting, RescueState::Refused];
    if !store::settle(work, id, &from, &settled).await? {
        return Err(Error::State("rescue_settled"));
    }
    tell(work, "homesafety.notice.delivered", &row, RescueState::Delivered).await
}

/// An event of a notification: that there is one and where it is, not what it tells.
pub(super) async fn tell(work: &Work, kind: &'static str, row: &Row, state: RescueState) -> Result<(), Error> {
    let data = serde_json::json!({ "state": state, "rules_version": row.rules_version });
    work.emit(NewEvent::new(kind, "rescue_notice", row.id).client(row.client_id).data(data)).await?;
    work.touched(&[ClientId(row.client_id)]);
    Ok(())
}
