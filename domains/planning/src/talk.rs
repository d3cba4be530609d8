//! A finding opened for talk, said of, agreed to, settled and opened again: the line of the log and the event are in the change's transaction.

use kernel::{ClientId, Problem};
use rules::Rules;
use store::NewEvent;
use trust::{Opened, Work};
use uuid::Uuid;

use crate::Error;
use crate::fit::Found;
use crate::model::{NewPlanFinding, PlanFindingState, PlanSettling, PlanTalkStep, PlanVoice, words};
use crate::part::Part;
use crate::row::{self, FindingRow, NewFinding, Place};

/// Who speaks.
pub(crate) type Speaker = (PlanVoice, Uuid);

/// The finding by what its talk is kept.
fn place(row: &FindingRow) -> Result<(Uuid, Uuid, Place), Error> {
    let first = row.places().and_then(|places| places.first().copied()).ok_or(Error::NotFound)?;
    Ok((row.id, row.client_id, first))
}

/// Opens a finding for talk with the first words. `looked`: by what the opener sees all its parts; `tending`: where they work.
///
/// # Errors
/// `plan_finding_gone` when the plans do not have it any more, `plan_finding_open` when it is talked of already, field errors.
pub(crate) async fn open(
    work: &mut Work,
    rules: &Rules,
    tending: &Opened,
    looked: &Opened,
    found: &[Found<'_>],
    new: &NewPlanFinding,
) -> Result<Uuid, Error> {
    let said = words(&new.words)?;
    let one = found.iter().find(|one| one.key() == new.key).ok_or(Error::State("plan_finding_gone"))?;
    if new.tell_client && one.rule.own.is_none() {
        return Err(Error::field("/tell_client", "not_in_list"));
    }
    let touched = one.parts.iter().any(|part| tending.scopes().sees(part.register, part.task));
    if !touched {
        return Err(Error::NotFound);
    }
    if row::findings(looked).await?.iter().any(|row| row.finding_key == new.key) {
        return Err(Error::State("plan_finding_open"));
    }
    let first: &Part = one.parts.first().copied().ok_or(Error::NotFound)?;
    let with = one.parts.get(1).map(|part| Place::of(part));
    let id = work.new_id();
    // The team that hears of it: the other side's, where the plan or the task says whose it is.
    let staff = tending.staff();
    let team = one.parts.iter().filter_map(|part| part.team_id).find(|team| !staff.team_ids.contains(team));
    let row = NewFinding {
        id,
        client_id: first.client_id,
        places: (Place::of(first), with),
        rule: &one.rule.code,
        rules_version: &rules.fit.on(work.today()).version,
        key: &new.key,
        told_client: new.tell_client,
        team_id: team.or_else(|| staff.team_ids.first().copied()),
    };
    row::insert(work, &row).await?;
    let speaker = (PlanVoice::Staff, staff.id);
    row::say(work, (id, first.client_id, Place::of(first)), PlanTalkStep::Opened, speaker, Some(said)).await?;
    tell(work, "planning.finding.opened", (id, first.client_id), row.team_id, &one.rule.code).await?;
    Ok(id)
}

/// Says something in an open talk.
///
/// # Errors
/// `plan_finding_over` when it has been settled; field errors.
pub(crate) async fn say(work: &mut Work, row: &FindingRow, speaker: Speaker, text: &str) -> Result<(), Error> {
    let said = words(text)?;
    open_still(row)?;
    row::say(work, place(row)?, PlanTalkStep::Said, speaker, Some(said)).await?;
    tell(work, "planning.finding.talked", (row.id, row.client_id), row.team_id, &row.rule).await
}

/// Agrees to what was said.
///
/// # Errors
/// `plan_finding_over` when it has been settled, `plan_agreed_already`.
pub(crate) async fn agree(work: &mut Work, row: &FindingRow, speaker: Speaker) -> Result<(), Error> {
    open_still(row)?;
    if !row::agree(work, place(row)?, speaker).await? {
        return Err(Error::State("plan_agreed_already"));
    }
    tell(work, "planning.finding.agreed", (row.id, row.client_id), row.team_id, &row.rule).await
}

/// Settles a talk: what was agreed and why. Whoever settles agrees.
///
/// # Errors
/// `plan_finding_over` when it has been settled; field errors; 412 when something was done meanwhile.
pub(crate) async fn settle(
    work: &mut Work,
    row: &FindingRow,
    seen: i32,
    speaker: Speaker,
    (how, text): (PlanSettling, &str),
) -> Result<(), Error> {
    let said = words(text)?;
    open_still(row)?;
    change(work, row, seen, how.state()).await?;
    let step = match how {
        PlanSettling::Settled => PlanTalkStep::Settled,
        PlanSettling::Accepted => PlanTalkStep::Accepted,
        PlanSettling::Void => PlanTalkStep::Void,
    };
    row::say(work, place(row)?, step, speaker, Some(said)).await?;
    row::agree(work, place(row)?, speaker).await?;
    tell(work, "planning.finding.settled", (row.id, row.client_id), row.team_id, &row.rule).await
}

/// Opens a settled talk again; what was agreed holds no more.
///
/// # Errors
/// `plan_finding_open` when it is open; field errors; 412 when something was done meanwhile.
pub(crate) async fn reopen(work: &mut Work, row: &FindingRow, seen: i32, speaker: Speaker, text: &str) -> Result<(), Error> {
    let said = words(text)?;
    if row.state() == PlanFindingState::Open {
        return Err(Error::State("plan_finding_open"));
    }
    change(work, row, seen, PlanFindingState::Open).await?;
    row::agreements_over(work, row.id).await?;
    row::say(work, place(row)?, PlanTalkStep::Reopened, speaker, Some(said)).await?;
    tell(work, "planning.finding.reopened", (row.id, row.client_id), row.team_id, &row.rule).await
}

fn open_still(row: &FindingRow) -> Result<(), Error> {
    if row.state() == PlanFindingState::Open { Ok(()) } else { Err(Error::State("plan_finding_over")) }
}

async fn change(work: &Work, row: &FindingRow, seen: i32, to: PlanFindingState) -> Result<(), Error> {
    if row::change(work, row.id, seen, to).await? {
        return Ok(());
    }
    Err(Problem::version_conflict(serde_json::json!({ "id": row.id, "version": row.version })).into())
}

/// The event names the finding and its rule; the words stay in the row.
async fn tell(work: &mut Work, kind: &'static str, (id, client): (Uuid, Uuid), team: Option<Uuid>, rule: &str) -> Result<(), Error> {
    work.object("plan_finding", id);
    let event = NewEvent::new(kind, "plan_finding", id).client(client).data(serde_json::json!({ "rule": rule }));
    work.emit(match team {
        Some(team) => event.team(team),
        None => event,
    })
    .await?;
    work.touched(&[ClientId(client)]);
    Ok(())
}
