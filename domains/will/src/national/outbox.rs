//! Telling Kanta. The message and its job go in with the change; the job sends what the change said, under the message's own id, so that
//! Kanta takes it once however often it is sent. The messages of one will go in their order.

use ::kanta::{Consent, Fault, Kanta, own_name};
use jobs::{Claimed, Failure, Handler, NewJob};
use kernel::hetu::Hetu;
use kernel::{ClientId, WillKind, WillLevel};
use store::sea_orm::{ConnectionTrait, DbErr};
use trust::will::Expression;
use trust::{Gate, Job, Work};
use uuid::Uuid;

pub(crate) use super::store::Doing;
use super::store::{self as rows, Message, REFUSED, TAKEN, WAITING};
use crate::{Error, Will};

const JOB: &str = "will.kanta.send";
/// With waits of an hour at the end: more than a week of Kanta's silence. After it an administrator replays the job.
const ATTEMPTS: i32 = 200;
const NO_HETU: &str = "no_hetu";
const NOT_TOLD: &str = "not_told";

impl Will {
    /// Puts what was said or ended on its way to Kanta, in the change that does it. Nothing at a node without Kanta, nor of what is
    /// not told there (consents).
    pub(crate) async fn tell(&self, work: &Work, expression: Uuid, doing: Doing) -> Result<(), Error> {
        if self.kanta.is_some()
            && let Some(row) = trust::will::row(work, expression).await?
        {
            put(work, &row, doing).await?;
        }
        Ok(())
    }
}

/// As [`Will::tell`], of a row at hand and at a node that has Kanta.
pub(super) async fn put(work: &Work, row: &Expression, doing: Doing) -> Result<(), DbErr> {
    if matches!(WillKind::parse(&row.kind), Some(WillKind::Permit | WillKind::Denial)) {
        let id = rows::add_message(work, row, doing).await?;
        let job = NewJob::new(JOB, serde_json::json!({ "message_id": id })).key(id.to_string()).attempts(ATTEMPTS);
        jobs::put(work, job).await?;
    }
    Ok(())
}

/// A row as Kanta is told of it by a message. None: the program does not know its words.
async fn consent(conn: &impl ConnectionTrait, row: &Expression, message: &Message, person: Hetu) -> Result<Option<Consent>, DbErr> {
    let (Some(kind), Some(level), Some((register, task))) = (WillKind::parse(&row.kind), WillLevel::parse(&row.level), row.place()) else {
        return Ok(None);
    };
    // What was said there goes by the name it has there.
    let name = rows::links_of(conn, &[row.id]).await?.pop().map_or_else(|| own_name(row.id), |link| link.name);
    Ok(Some(Consent {
        name,
        version: 0,
        person,
        kind,
        level,
        register: (level != WillLevel::Document).then_some(register),
        service_task: (level == WillLevel::ServiceTask).then_some(task),
        document: row.document_id,
        emergency_ok: row.emergency_ok,
        given_by: match row.given_by.as_str() {
            "guardian" => "guardian",
            "trustee" => "trustee",
            _ => "client",
        },
        given_at: row.valid_from,
        // Ended after it was given, it says so in a message of its own: the same message always says the same.
        ended_at: row.withdrawn_at.filter(|_| message.doing == Doing::End.code()),
    }))
}

/// Does the jobs that tell.
pub struct SendWill(Will);

impl SendWill {
    pub fn new(room: Will) -> Self {
        Self(room)
    }

    async fn send(&self, kanta: &Kanta, job: &Job, message: &Message, claimed: &Claimed) -> Result<(), Failure> {
        let earlier = rows::messages_of(job.reader(), &[message.expression_id]).await?;
        if earlier.iter().any(|other| other.id < message.id && other.state == WAITING) {
            return Err(Failure::again("earlier_first"));
        }
        let client = ClientId(message.client_id);
        let row = trust::will::row(job.reader(), message.expression_id).await?.ok_or_else(|| Failure::dead("no_expression"))?;
        let code = people::hetu_for_print(job.gate(), job, client).await.map_err(Error::from)?;
        let Some(hetu) = code.and_then(|code| Hetu::parse(&code).ok()) else {
            return self.refused(job, message, NO_HETU).await;
        };
        let consent = consent(job.reader(), &row, message, hetu).await?.ok_or_else(|| Failure::dead("unknown_words"))?;
        match kanta.tell(message.id, &consent).await {
            Ok(receipt) => {
                let work = begin(job, client).await?;
                rows::settle(&work, message.id, TAKEN, None, Some(&receipt.reference)).await?;
                rows::link(&work, &row, &consent.name, receipt.version).await?;
                claimed.done(&work).await?;
                work.commit().await?;
                Ok(())
            }
            Err(Fault::Refused(code)) => self.refused(job, message, &code).await,
            Err(fault) => {
                let work = begin(job, client).await?;
                rows::settle(&work, message.id, WAITING, Some(&fault.to_string()), None).await?;
                work.commit().await?;
                Err(Failure::again(&fault.to_string()))
            }
        }
    }

    /// Kanta's no is final and the job dies of it, so that an administrator sees it.
    async fn refused(&self, job: &Job, message: &Message, reason: &str) -> Result<(), Failure> {
        let work = begin(job, ClientId(message.client_id)).await?;
        rows::settle(&work, message.id, REFUSED, Some(reason), None).await?;
        work.commit().await?;
        Err(Failure::dead(reason))
    }
}

async fn begin(job: &Job, client: ClientId) -> Result<Work, Failure> {
    let work = job.begin().await?;
    work.touched(&[client]);
    Ok(work)
}

#[async_trait::async_trait]
impl Handler for SendWill {
    fn kind(&self) -> &'static str {
        JOB
    }

    async fn run(&self, gate: &Gate, claimed: &Claimed) -> Result<(), Failure> {
        let job = gate.job(JOB, "care", None);
        let id = claimed.uuid("message_id")?;
        let message = rows::message(job.reader(), id).await?.ok_or_else(|| Failure::dead("no_message"))?;
        if message.state != WAITING {
            return Ok(());
        }
        match &self.0.kanta {
            Some(kanta) => self.send(kanta, &job, &message, claimed).await,
            None => Err(Failure::again(NOT_TOLD)),
        }
    }
}
