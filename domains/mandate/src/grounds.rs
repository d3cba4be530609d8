//! Whether a ground of acting stands just now and what it opens; asked by the gate on every request of a session that acts for another.

use chrono::NaiveDate;
use kernel::{Problem, Register};
use rules::RulesInUse;
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
        if !group.grounds.iter().any(|ground| ground == acting.ground.code()) {
            return Err("not_by_this_ground");
        }
        if standing.groups.as_ref().is_some_and(|groups| !groups.contains(&group.code)) {
            return Err("not_in_invitation");
        }
        if group.address && standing.protected {
            return Err("address_protected");
        }
        if group.together && standing.shared {
            return Err("needs_both_guardians");
        }
        Ok(())
    }
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
                    Some(Standing { shared: custody.shared, hidden, ..alone })
                }
                None => None,
            }
        }
        ActingGround::Mandate => {
            let issues = national::store::in_force(job.reader(), &actor, &client, job.gate().ctx().now()).await?;
            let open = |register: &Register| set.register.issues.iter().any(|i| i.register == *register && issues.contains(&i.uri));
            let closed: Vec<Register> = Register::ALL.iter().copied().filter(|register| !open(register)).collect();
            let hidden = Hidden { registers: closed, ..Hidden::default() };
            (!issues.is_empty()).then_some(Standing { hidden, ..alone })
        }
        ActingGround::Invitation => {
            let row = invitation::store::accepted(job.reader(), acting.reference, &client, &actor, today).await?;
            row.map(|row| Standing { groups: Some(row.groups()), ..alone })
        }
    })
}
