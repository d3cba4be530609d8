//! The job goes in with the change that makes a notification, and sends it under the notification's own id until the receiver has taken it or
//! said no. However often it is sent, the receiver knows it as one.

use ::store::sea_orm::DbErr;
use jobs::{Claimed, Failure, Handler, NewJob};
use kernel::Problem;
use trust::{Gate, Work};
use uuid::Uuid;

use super::client::{Fault, Rescue};
use super::model::RescueState;
use super::notify::tell;
use super::store::{self, Settled};
use crate::{Error, HomeSafetyRoom};

const JOB: &str = "homesafety.rescue.send";
/// With waits of an hour at the end: more than a week of silence. The screens say long before that it has not gone.
const ATTEMPTS: i32 = 200;

pub(super) async fn put(work: &Work, notice: Uuid) -> Result<(), DbErr> {
    let job = NewJob::new(JOB, serde_json::json!({ "notice_id": notice })).key(notice.to_string()).attempts(ATTEMPTS);
    jobs::put(work, job).await.map(|_| ())
}

/// Does the jobs that send.
pub struct SendRescueNotice(HomeSafetyRoom);

impl SendRescueNotice {
    pub fn new(room: HomeSafetyRoom) -> Self {
        Self(room)
    }

    async fn send(&self, rescue: &Rescue, gate: &Gate, claimed: &Claimed) -> Result<(), Failure> {
        let job = gate.job(JOB, "care", None);
        let row = store::one(job.reader(), claimed.uuid("notice_id")?).await?.ok_or_else(|| Failure::dead("no_notice"))?;
        // Taken, refused, or delivered by hand meanwhile.
        if row.state() != RescueState::Waiting {
            return Ok(());
        }
        let content = row.content()?;
        let answer = rescue.tell(row.id, row.made_at, &content).await;
        let work = job.begin().await?;
        let settled = match &answer {
            Ok(receipt) => Settled {
                state: RescueState::Received,
                reason: None,
                receipt: Some(&receipt.receipt),
                receiver: Some(rescue.host()),
                by: None,
                words: None,
            },
            Err(Fault::Refused(reason)) => Settled {
                state: RescueState::Refused,
                reason: Some(reason),
                receipt: None,
                receiver: Some(rescue.host()),
                by: None,
                words: None,
            },
            Err(Fault::NotNow(code)) => {
                store::tried(&work, row.id, code).await?;
                work.touched(&[kernel::ClientId(row.client_id)]);
                work.commit().await?;
                return Err(Failure::again(code));
            }
        };
        if store::settle(&work, row.id, &[RescueState::Waiting], &settled).await? {
            tell(&work, "homesafety.notice.settled", &row, settled.state).await.map_err(failed)?;
        }
        claimed.done(&work).await?;
        work.commit().await?;
        Ok(())
    }
}

fn failed(error: Error) -> Failure {
    Problem::from(error).into()
}

#[async_trait::async_trait]
impl Handler for SendRescueNotice {
    fn kind(&self) -> &'static str {
        JOB
    }

    async fn run(&self, gate: &Gate, claimed: &Claimed) -> Result<(), Failure> {
        match &self.0.rescue {
            Some(rescue) => self.send(rescue, gate, claimed).await,
            // The address was taken away: the notification waits, and the screens offer to deliver it by hand.
            None => Err(Failure::again("no_receiver")),
        }
    }
}
