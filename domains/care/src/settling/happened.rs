//! A register's word taken: what the rules end ends in the same change, what they ask about is put before a person.

use chrono::NaiveDate;
use kernel::{ClientId, Register, Scope, ServiceTask};
use people::population::Taken;
use rules::{RegisterCause, RegisterDeed, RegisterObject};
use trust::Work;
use uuid::Uuid;

use super::model::Ended;
use super::store::{self, New};
use crate::appointment::{self, cancel::cancel_by};
use crate::customership::{self, close::shut};
use crate::{Care, Error, matter};

impl Care {
    /// What follows from what the population register told of a client, in the change that took it.
    ///
    /// # Errors
    /// When the database fails; a state that refuses (an appointment changed at the same instant).
    pub async fn register_told(&self, work: &Work, client: ClientId, taken: &Taken) -> Result<Ended, Error> {
        let mut all = Ended::default();
        let mut follow: Vec<(RegisterCause, Option<NaiveDate>)> = Vec::new();
        if let Some(on) = taken.died {
            follow.push((RegisterCause::Died, on));
        }
        if let Some((from, to)) = &taken.moved {
            let rules = &self.rules.routing.on(work.today()).body;
            let ours = |code: &str| rules.municipalities.iter().any(|m| m.code == code);
            if !ours(&to.code) && from.as_deref().is_none_or(ours) {
                follow.push((RegisterCause::MovedAway, to.since));
            }
        }
        if taken.protection_in_doubt {
            follow.push((RegisterCause::ProtectionEnded, None));
        }
        if follow.is_empty() {
            return Ok(all);
        }
        let person = people::identity::all_of(work, client).await.map_err(kernel::Problem::from)?;
        for (cause, on) in follow {
            let one = self.follow(work, client, &person, cause, on).await?;
            all = Ended { ended: all.ended + one.ended, asked: all.asked + one.asked };
        }
        Ok(all)
    }

    async fn follow(
        &self,
        work: &Work,
        client: ClientId,
        person: &[ClientId],
        cause: RegisterCause,
        on: Option<NaiveDate>,
    ) -> Result<Ended, Error> {
        let set = self.rules.population.on(work.today());
        let mut done = Ended::default();
        let new = |client: ClientId, scope: Scope, object: RegisterObject, object_id: Uuid, team: Option<Uuid>, handler: Option<Uuid>| {
            New { client, scope, cause, on, object, object_id, team_id: team, handler_id: handler }
        };
        for effect in set.body.of(cause) {
            let ends = effect.does == RegisterDeed::End;
            match effect.on {
                RegisterObject::Appointment => {
                    for mut a in appointment::store::coming(work, person).await? {
                        if ends {
                            // Nobody is told of a dead person's appointment.
                            cancel_by(self, work, &mut a, cause != RegisterCause::Died).await?;
                            done.ended += 1;
                        } else {
                            let ask = new(a.client, a.scope, effect.on, a.id, Some(a.team_id), Some(a.handler_id));
                            done.asked += u64::from(store::ask(work, &ask, &set.version).await?);
                        }
                    }
                }
                RegisterObject::Customership => {
                    for row in customership::store::open_of_clients(work, person).await? {
                        if ends {
                            done.ended += u64::from(shut(work, &row, row.version, work.today(), cause.code(), None).await?);
                        } else {
                            let (team, worker) = (Some(row.team_id), Some(row.responsible_worker_id));
                            let ask = new(ClientId(row.client_id), row.scope()?, effect.on, row.id, team, worker);
                            done.asked += u64::from(store::ask(work, &ask, &set.version).await?);
                        }
                    }
                }
                RegisterObject::Matter => {
                    for m in matter::store::open_of_clients(work, person).await? {
                        let whose = m.clients.iter().copied().find(|c| person.contains(c)).unwrap_or(client);
                        let ask = new(whose, m.scope, effect.on, m.id, Some(m.team_id), m.handler_id);
                        done.asked += u64::from(store::ask(work, &ask, &set.version).await?);
                    }
                }
                RegisterObject::Permit => {
                    for one in person {
                        for register in Register::ALL {
                            done.ended += u64::from(trust::will::withdraw_permits(work, *one, *register).await?);
                        }
                    }
                }
                RegisterObject::Mandate => {
                    for one in person {
                        done.ended += people::population::end_mandates(work, *one).await.map_err(kernel::Problem::from)?;
                    }
                }
                RegisterObject::Notice => done.ended += self.notices.give_up(work, person, cause.code()).await?,
                RegisterObject::Protection => {
                    let (scope, team, worker) = self.whose(work, person).await?;
                    let ask = new(client, scope, effect.on, client.0, team, worker);
                    done.asked += u64::from(store::ask(work, &ask, &set.version).await?);
                }
            }
        }
        work.touched(person);
        Ok(done)
    }

    /// Who answers for a client as a whole: the worker responsible for their oldest customership, else the handler of an open
    /// matter, else nobody yet.
    async fn whose(&self, work: &Work, person: &[ClientId]) -> Result<(Scope, Option<Uuid>, Option<Uuid>), Error> {
        if let Some(row) = customership::store::open_of_clients(work, person).await?.into_iter().next() {
            return Ok((row.scope()?, Some(row.team_id), Some(row.responsible_worker_id)));
        }
        if let Some(m) = matter::store::open_of_clients(work, person).await?.into_iter().next() {
            return Ok((m.scope, Some(m.team_id), m.handler_id));
        }
        let controller = work.gate().controller();
        Ok((Scope { controller, register: Register::Social, service_task: ServiceTask::OlderPeople, catalogue_row: 18 }, None, None))
    }
}
