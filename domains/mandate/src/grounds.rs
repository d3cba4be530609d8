//! Whether a ground of acting stands just now and what it opens; asked by the gate on every request of a session that acts for another.

use chrono::NaiveDate;
use kernel::{ClientId, Problem, Register, SharingParty};
use people::population::CustodyShare;
use rules::{ActingGroup, Mandates, RulesInUse};
use trust::{Acting, ActingGround, Action, Gate, Grounds, Hidden, Job, Standing};

use crate::{Error, invitation, minor, national};

/// The rules in force on the day of the request.
pub(crate) struct InForce(pub RulesInUse);

#[async_trait::async_trait]
impl Grounds for InForce {
    async fn standing(&self, gate: &Gate, acting: &Acting) -> Result<Option<Standing>, Problem> {
        let job = gate.job("mandate.standing", "own", Some(acting.actor.0));
        Ok(standing(&self.0, &job, acting).await?)
    }

    fn opens(&self, acting: &Acting, standing: &Standing, action: &'static Action, today: NaiveDate) -> Result<(), &'static str> {
        let set = self.0.mandates.on(today);
        let group = set.body.group_of(action.name).ok_or("not_for_another")?;
        closed(&set.body, group, acting.ground, standing).map_or(Ok(()), Err)
    }
}

/// Why a group of actions is not open; none when it is.
pub(crate) fn closed(set: &Mandates, group: &ActingGroup, ground: ActingGround, standing: &Standing) -> Option<&'static str> {
    let whys = [
        (!group.grounds.iter().any(|one| one == ground.code()), "not_by_this_ground"),
        (standing.groups.as_ref().is_some_and(|groups| !groups.contains(&group.code)), "not_in_invitation"),
        (group.shares.iter().any(|shared| standing.withheld.contains(shared)), "withheld_by_client"),
        (group.address && standing.protected, "address_protected"),
        (standing.share.is_some_and(|part| !set.part_opens(part, &group.code)), "part_of_custody"),
        (group.together && standing.shared, "needs_both_guardians"),
    ];
    whys.into_iter().find_map(|(holds, why)| holds.then_some(why))
}

/// What the client keeps from those who act by the client's own mandate or invitation: data groups, and a register when all the groups
/// of it alone are kept.
async fn kept(rules: &rules::Rules, job: &Job, client: &[ClientId]) -> Result<(Vec<String>, Vec<Register>), Error> {
    let withheld = trust::selfdirection::withheld(job.reader(), client, SharingParty::CloseOnes).await?;
    let groups = &rules.selfdirection.on(job.gate().ctx().today()).body.groups;
    let whole = |register: &Register| {
        let mut alone = groups.iter().filter(|group| group.registers == [*register]).peekable();
        alone.peek().is_some() && alone.all(|group| withheld.contains(&group.code))
    };
    let registers = Register::ALL.iter().copied().filter(whole).collect();
    Ok((withheld, registers))
}

/// What the ground opens on this day; `None` when it has ended: the custody, the mandate, the invitation, or the life of the client.
pub(crate) async fn standing(rules: &rules::Rules, job: &Job, acting: &Acting) -> Result<Option<Standing>, Error> {
    let actor = job.identities(acting.actor).await?;
    let client = job.identities(acting.client).await?;
    let Some(card) = people::card::card(job, acting.client).await? else { return Ok(None) };
    if card.deceased || actor.is_empty() || actor.contains(&acting.client) {
        return Ok(None);
    }
    let today = job.gate().ctx().today();
    let set = &rules.mandates.on(today).body;
    let alone = Standing { protected: card.protected, ..Standing::default() };
    Ok(match acting.ground {
        ActingGround::Custody => {
            let all = people::custody::of_guardian(job, &actor).await?;
            match all.into_iter().find(|one| client.contains(&one.child)) {
                Some(custody) => {
                    let hidden = minor::hidden(job, &set.minor, &client).await?;
                    let share = (custody.share != CustodyShare::Whole).then(|| custody.share.code());
                    Some(Standing { shared: custody.shared, share, hidden, ..alone })
                }
                None => None,
            }
        }
        ActingGround::Mandate => {
            let issues = national::store::in_force(job.reader(), &actor, &client, job.gate().ctx().now()).await?;
            let open = |register: &Register| set.register.issues.iter().any(|i| i.register == *register && issues.contains(&i.uri));
            let (withheld, mut closed) = kept(rules, job, &client).await?;
            closed.extend(Register::ALL.iter().copied().filter(|register| !open(register)));
            let hidden = Hidden { registers: closed, ..Hidden::default() };
            (!issues.is_empty()).then_some(Standing { hidden, withheld, ..alone })
        }
        ActingGround::Invitation => {
            let row = invitation::store::accepted(job.reader(), acting.reference, &client, &actor, today).await?;
            match row {
                Some(row) => {
                    let (withheld, registers) = kept(rules, job, &client).await?;
                    let hidden = Hidden { registers, ..Hidden::default() };
                    Some(Standing { groups: Some(row.groups()), hidden, withheld, ..alone })
                }
                None => None,
            }
        }
    })
}
