//! Sending one delivery. What is to be sent is marked as under way before the channel is spoken to, and as sent after: a
//! process that goes away between the two leaves a mark. Where the channel knows a repeated id it is then sent again under
//! the same id; where it does not (SMTP), it is not: a person decides.

use std::time::Duration;

use jobs::{Claimed, Failure, Handler, NewJob};
use kernel::ClientId;
use people::reach::{self, Reach};
use trust::{Gate, Job, Work};

use super::model::DeliveryState;
use super::store::{self, Delivery};
use super::{JOB, hours};
use crate::channel::{ChannelKind, Fault, Parcel};
use crate::{Error, Notices, choice};

/// Why a delivery is dropped, as codes.
const DECEASED: &str = "deceased";
const CHOSEN_OTHERWISE: &str = "chosen_otherwise";
const NO_ADDRESS: &str = "no_address";

/// Does the jobs that send.
pub struct SendNotice(Notices);

impl SendNotice {
    pub fn new(room: Notices) -> Self {
        Self(room)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::from(kernel::Problem::from(error))
    }
}

#[async_trait::async_trait]
impl Handler for SendNotice {
    fn kind(&self) -> &'static str {
        JOB
    }

    /// Longer than any channel's own patience.
    fn limit(&self) -> Duration {
        Duration::from_secs(300)
    }

    async fn run(&self, gate: &Gate, claimed: &Claimed) -> Result<(), Failure> {
        let id = claimed.uuid("delivery_id")?;
        let job = gate.job(JOB, "notice", None);
        let delivery = store::delivery(&job, id).await?.ok_or_else(|| Failure::dead("no_delivery"))?;
        if matches!(delivery.state, DeliveryState::Sent | DeliveryState::Dropped) {
            return Ok(());
        }
        let Some(channel) = self.0.channels.get(delivery.channel) else {
            return Err(self.settle(&job, &delivery, claimed, Fault::NotNow("channel_not_in_use".into())).await?);
        };
        // Left under way by a process that went away. A job replayed by an administrator finds another state and goes on.
        if delivery.state == DeliveryState::Sending && !channel.knows_repeats() {
            return Err(self.settle(&job, &delivery, claimed, Fault::Unknown("interrupted".into())).await?);
        }
        // Read anew at every turn: this outlives any request.
        let rules = self.0.rules.now();
        let set = &rules.notices.on(gate.ctx().today()).body;
        let (now, client) = (gate.ctx().now(), ClientId(delivery.client_id));
        if delivery.channel == ChannelKind::Sms {
            let opens = hours::within(now, set.sms_hours);
            if opens > now {
                return wait(&job, claimed, &delivery, opens).await;
            }
        }
        let reach = reach::of(&job, &[client]).await.map_err(Error::from)?;
        let to = match self.address(gate, &job, &delivery, &reach).await? {
            Ok(to) => to,
            Err(why) => {
                let work = begin(&job, client).await?;
                store::end(&work, delivery.id, DeliveryState::Dropped, Some(why), None).await?;
                claimed.done(&work).await?;
                work.commit().await?;
                return Ok(());
            }
        };
        let words = set.words(&delivery.occasion);
        let text = match delivery.channel {
            ChannelKind::Email => &words.email,
            ChannelKind::Sms => &words.sms,
            ChannelKind::Suomifi => &words.suomifi,
        };
        let parcel = Parcel {
            id: delivery.id,
            to,
            title: text.title.get(reach.language).to_owned(),
            body: text.body.get(reach.language).replace("{link}", &self.0.channels.link),
            language: reach.language,
        };
        let work = begin(&job, client).await?;
        if !store::begin(&work, delivery.id, delivery.state).await? {
            return Err(Failure::again("under_way"));
        }
        work.commit().await?;
        match channel.send(&parcel).await {
            Ok(reference) => {
                let work = begin(&job, client).await?;
                store::end(&work, delivery.id, DeliveryState::Sent, None, reference.as_deref()).await?;
                claimed.done(&work).await?;
                work.commit().await?;
                Ok(())
            }
            Err(fault) => {
                // What may have been taken can be sent again under the same id, where the channel knows it.
                let fault = match fault {
                    Fault::Unknown(code) if channel.knows_repeats() => Fault::NotNow(code),
                    fault => fault,
                };
                Err(self.settle(&job, &delivery, claimed, fault).await?)
            }
        }
    }
}

/// The job that sends a delivery, dead after so many attempts.
pub(super) fn job_of(delivery: uuid::Uuid, attempts: i32) -> NewJob {
    NewJob::new(JOB, serde_json::json!({ "delivery_id": delivery, "attempts": attempts })).attempts(attempts)
}

/// How many attempts this job has.
fn allowed(claimed: &Claimed) -> i32 {
    claimed.payload().get("attempts").and_then(serde_json::Value::as_i64).and_then(|n| i32::try_from(n).ok()).unwrap_or(1)
}

/// A transaction about this client's notice.
async fn begin(job: &Job, client: ClientId) -> Result<Work, Failure> {
    let work = job.begin().await?;
    work.touched(&[client]);
    Ok(work)
}

/// Out of the hours of the channel: this job is done, and another takes its place at the opening hour.
async fn wait(job: &Job, claimed: &Claimed, delivery: &Delivery, opens: chrono::DateTime<chrono::Utc>) -> Result<(), Failure> {
    let work = begin(job, ClientId(delivery.client_id)).await?;
    // What has been tried stays tried: a night does not begin the count anew.
    let left = allowed(claimed) - claimed.attempt() + 1;
    jobs::put(&work, job_of(delivery.id, left).key(format!("{}/{}", delivery.id, opens.timestamp())).at(opens)).await?;
    claimed.done(&work).await?;
    work.commit().await?;
    Ok(())
}

impl SendNotice {
    /// Where it goes, or why it goes nowhere.
    async fn address(&self, gate: &Gate, job: &Job, delivery: &Delivery, reach: &Reach) -> Result<Result<String, &'static str>, Failure> {
        let client = ClientId(delivery.client_id);
        let chosen = choice::store::of(job.reader(), &[client]).await?.remove(&client).unwrap_or_default();
        if reach.deceased {
            return Ok(Err(DECEASED));
        }
        if !chosen.has(delivery.channel) {
            return Ok(Err(CHOSEN_OTHERWISE));
        }
        let address = match delivery.channel {
            ChannelKind::Email => reach.email.clone(),
            ChannelKind::Sms => reach.phone.clone(),
            ChannelKind::Suomifi => people::hetu_for_print(gate, job, client).await.map_err(Error::from)?,
        };
        Ok(address.ok_or(NO_ADDRESS))
    }

    /// Writes how a failed attempt leaves the delivery, and says what becomes of the job.
    async fn settle(&self, job: &Job, delivery: &Delivery, claimed: &Claimed, fault: Fault) -> Result<Failure, Failure> {
        let last = claimed.attempt() >= allowed(claimed);
        let (state, code, failure) = match fault {
            Fault::Refused(code) => (DeliveryState::Failed, code.clone(), Failure::dead(&code)),
            Fault::NotNow(code) if last => (DeliveryState::Failed, code.clone(), Failure::dead(&code)),
            Fault::NotNow(code) => (DeliveryState::Waiting, code.clone(), Failure::again(&code)),
            Fault::Unknown(code) => (DeliveryState::Uncertain, code.clone(), Failure::dead(&code)),
        };
        let work = begin(job, ClientId(delivery.client_id)).await?;
        store::end(&work, delivery.id, state, Some(&code), None).await?;
        work.commit().await?;
        Ok(failure)
    }
}
