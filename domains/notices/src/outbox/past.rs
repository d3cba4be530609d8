//! Notices told before: those of a county that is made, as sending would have left them.

use ::store::sea_orm::DbErr;
use trust::Work;

use super::model::{DeliveryState, Waiting};
use super::{send, store};
use crate::Notices;
use crate::channel::ChannelKind;

/// How one delivery stands.
#[derive(Clone, Copy, Debug)]
pub struct PastDelivery {
    pub channel: ChannelKind,
    pub state: DeliveryState,
    /// Why not sent, as a code.
    pub code: Option<&'static str>,
}

impl Notices {
    /// Writes a notice with its deliveries as they stand. Only what waits is sent yet; one told already is left as it is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tell_past(&self, work: &Work, waiting: &Waiting, deliveries: &[PastDelivery]) -> Result<(), DbErr> {
        let set = self.rules.notices.on(work.today());
        let Some(notice) = store::insert(work, waiting, &set.version).await? else { return Ok(()) };
        for one in deliveries {
            let delivery = store::insert_delivery(work, notice, waiting, one.channel).await?;
            if one.state == DeliveryState::Waiting {
                jobs::put(work, send::job_of(delivery, set.body.attempts).key(delivery.to_string())).await?;
                continue;
            }
            // What was dropped was never tried.
            if one.state != DeliveryState::Dropped {
                store::begin(work, delivery, DeliveryState::Waiting).await?;
            }
            store::end(work, delivery, one.state, one.code, None).await?;
        }
        Ok(())
    }
}
