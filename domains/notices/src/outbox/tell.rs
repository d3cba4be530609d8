use ::store::sea_orm::DbErr;
use chrono::Duration;
use trust::Work;

use super::model::Waiting;
use super::{hours, send, store};
use crate::channel::ChannelKind;
use crate::{Notices, choice};

impl Notices {
    /// Something waits for the client: a notice for each channel they chose and the county has in use, written in the
    /// caller's transaction and sent after its commit. `false`: nothing is sent, since no channel is in use, the client chose
    /// none of them, this was told already, or the like of it was told a moment ago.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tell(&self, work: &Work, waiting: Waiting) -> Result<bool, DbErr> {
        if self.channels.is_empty() {
            return Ok(false);
        }
        let choice = choice::store::of(work, &[waiting.client]).await?.remove(&waiting.client).unwrap_or_default();
        let channels: Vec<ChannelKind> = self.configured().into_iter().filter(|c| choice.has(*c)).collect();
        if channels.is_empty() {
            return Ok(false);
        }
        let set = self.rules.notices.on(work.today());
        let merge = set.body.occasion(waiting.occasion).map_or(0, |o| o.merge_minutes);
        if merge > 0 && store::told_since(work, &waiting, work.at() - Duration::minutes(i64::from(merge))).await? {
            return Ok(false);
        }
        let Some(notice) = store::insert(work, &waiting, &set.version).await? else { return Ok(false) };
        for channel in channels {
            let delivery = store::insert_delivery(work, notice, &waiting, channel).await?;
            let at = if channel == ChannelKind::Sms { hours::within(work.at(), set.body.sms_hours) } else { work.at() };
            jobs::put(work, send::job_of(delivery, set.body.attempts).key(delivery.to_string()).at(at)).await?;
        }
        Ok(true)
    }

    /// What has not been sent to these clients is not sent any more; `code` says why. Gives how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn give_up(&self, work: &Work, clients: &[kernel::ClientId], code: &str) -> Result<u64, DbErr> {
        store::give_up(work, clients, code).await
    }
}
