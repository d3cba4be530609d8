//! What is done of a request: each step by its side, in the states that let it ([`crate::state`]).

use kernel::Problem;
use people::organisation::teams_on;
use rules::Rules;
use store::sea_orm::Value;
use store::{NewEvent, sql};
use trust::{Opened, Staff, Work, relation};
use uuid::Uuid;

use crate::make::{Target, basis, target};
use crate::model::{NewRequestStep, RequestSide, RequestState, RequestStepKind, words};
use crate::row::{Changed, NewStep, ROW_SQL, Row, change, side_sql, step};
use crate::ties::Side;
use crate::view::rule_of;
use crate::{Error, clock, state, ties, view};

/// The request as one of the professional's own sides.
async fn held(work: &Work, opened: &Opened, staff: &Staff, id: Uuid, side: RequestSide) -> Result<Row, Error> {
    let (whose, mut values) = opened.clients_sql("r", 2);
    values.insert(0, id.into());
    let text = format!("{ROW_SQL} FROM ({}) r WHERE r.id = $1 AND {whose} AND {}", side_sql(side), opened.scopes().sql("r"));
    let row: Row = sql::one(work, &text, values).await?.ok_or(Error::NotFound)?;
    if view::sides(staff, &row).contains(&side) { Ok(row) } else { Err(Error::NotFound) }
}

/// Does a step.
///
/// # Errors
/// [`Error::NotFound`] for a request of others; the code of why the state does not let it; field errors; 412.
pub(crate) async fn act(
    work: &mut Work,
    rules: &Rules,
    opened: &Opened,
    staff: &Staff,
    (id, seen): (Uuid, i32),
    new: &NewRequestStep,
) -> Result<(), Error> {
    let side = state::side_of(new.step).ok_or_else(|| Error::field("/step", "not_in_list"))?;
    let row = held(work, opened, staff, id, side).await?;
    let to = state::after(new.step, row.state(), row.asked()).map_err(Error::State)?;
    let today = work.today();
    let rule = rule_of(rules, &row.rules_version, &row.kind).ok_or(Error::NotFound)?;
    let needed =
        matches!(new.step, RequestStepKind::Asked | RequestStepKind::Answered | RequestStepKind::Done | RequestStepKind::Withdrawn);
    let said = words("/words", new.words.as_deref(), needed)?;
    let (from, mut receiver) = (row.side(RequestSide::Sender)?, row.side(RequestSide::Receiver)?);
    let mut reason = None;
    let mut changed = Changed { state: Some(to), due_on: row.due_on, ..Changed::default() };
    match new.step {
        RequestStepKind::Accepted => {
            changed.due_on = Some(clock::to_do(rule, today));
            changed.more.push(("handler_id", staff.id.into()));
        }
        RequestStepKind::Asked => {
            changed.kept_on = row.due_on;
            changed.asked_at = Some(work.at());
            changed.due_on = Some(clock::of_sender(rule, today));
        }
        RequestStepKind::Answered => {
            let asked = row.asked_at.map_or(today, kernel::helsinki_date);
            changed.due_on = Some(clock::after_answer(rule, row.kept_on.unwrap_or(today), asked, today));
        }
        RequestStepKind::Declined => {
            let set = &rules.requests.version(&row.rules_version).ok_or(Error::NotFound)?.body;
            let why = new.reason.as_deref().and_then(|code| set.decline(code)).ok_or_else(|| Error::field("/reason", "not_in_list"))?;
            words("/words", new.words.as_deref(), why.words)?;
            reason = Some(why.code.as_str());
            changed.more.push(("decline_reason", why.code.as_str().into()));
            changed.due_on = Some(clock::of_sender(rule, today));
        }
        RequestStepKind::SentOn => {
            let teams = teams_on(work, today).await?;
            let Target { to, provider } = target(work, &teams, today, from, (new.to_team_id, new.provider_id)).await?;
            let basis = basis(opened, from.place.0, to.place.0, new.agreed)?;
            receiver = to;
            changed.due_on = Some(clock::to_answer(rule, today));
            changed.more.extend(moved(RequestSide::Receiver, to));
            changed.more.extend([
                ("provider_id", provider.into()),
                ("basis", basis.code().into()),
                ("handler_id", None::<Uuid>.into()),
                ("decline_reason", None::<String>.into()),
            ]);
        }
        RequestStepKind::Done => {
            changed.result = said;
            changed.due_on = Some(clock::of_sender(rule, today));
            changed.more.push(("done_at", work.at().into()));
            if let Some((item, thing)) = new.result_item.zip(new.result_id) {
                changed.more.extend([("result_item", item.code().into()), ("result_id", thing.into())]);
            }
        }
        RequestStepKind::Followed | RequestStepKind::Withdrawn => {
            changed.due_on = None;
            changed.closed = true;
        }
        RequestStepKind::Sent | RequestStepKind::Moved | RequestStepKind::Late => return Err(Error::field("/step", "not_in_list")),
    }
    if !change(work, id, seen, changed).await? {
        return Err(Problem::version_conflict(serde_json::json!({ "id": id, "version": row.version })).into());
    }
    let line = NewStep {
        request: id,
        client: row.client(),
        place: receiver.place,
        step: new.step,
        at: work.at(),
        by: Some(staff.id),
        team: (new.step == RequestStepKind::SentOn).then_some(receiver.team),
        reason,
        words: said,
    };
    step(work, line).await?;
    match to {
        RequestState::Followed | RequestState::Withdrawn => relation::end(work, id, None).await?,
        _ if new.step == RequestStepKind::SentOn => ties::set(work, row.client(), id, from, receiver).await?,
        _ => {}
    }
    // Told to the side in whose hands it is now; of what is over, to the one that did not end it.
    let whom = clock::waits_for(to, new.step == RequestStepKind::Asked).unwrap_or(RequestSide::Receiver);
    let team = if whom == RequestSide::Sender { from.team } else { receiver.team };
    tell(work, new.step, &row, team).await
}

/// The columns by which a side is another team's.
pub(crate) fn moved(side: RequestSide, to: Side) -> [(&'static str, Value); 3] {
    let (register, task) = (Value::from(to.place.0.code()), Value::from(to.place.1.code()));
    match side {
        RequestSide::Receiver => [("to_team_id", to.team.into()), ("register", register), ("service_task", task)],
        RequestSide::Sender => [("from_team_id", to.team.into()), ("from_register", register), ("from_task", task)],
    }
}

/// The event of a step, to the team it concerns.
pub(crate) async fn tell(work: &Work, step: RequestStepKind, row: &Row, team: Uuid) -> Result<(), Error> {
    let kind = match step {
        RequestStepKind::Sent => "requests.request.sent",
        RequestStepKind::Accepted => "requests.request.accepted",
        RequestStepKind::Asked => "requests.request.asked",
        RequestStepKind::Answered => "requests.request.answered",
        RequestStepKind::Declined => "requests.request.declined",
        RequestStepKind::SentOn => "requests.request.sent_on",
        RequestStepKind::Done => "requests.request.done",
        RequestStepKind::Followed => "requests.request.followed",
        RequestStepKind::Withdrawn => "requests.request.withdrawn",
        RequestStepKind::Moved => "requests.request.moved",
        RequestStepKind::Late => "requests.request.late",
    };
    let data = serde_json::json!({ "kind": row.kind, "from_team_id": row.from_team_id, "handler_id": row.taken_by });
    work.emit(NewEvent::new(kind, "service_request", row.id).client(row.client_id).team(team).data(data)).await?;
    work.touched(&[row.client()]);
    Ok(())
}
