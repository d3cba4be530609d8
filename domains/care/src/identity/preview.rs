use kernel::ClientId;
use people::card::card;
use people::identity::{self, Difference};
use trust::{Found, Opened};

use super::model::{LinkPreview, UnlinkPreview};
use super::written::written;
use crate::Error;

/// What linking the opened temporary identity to `real` would do. `found` shows the card of the other.
pub async fn of_link(opened: &Opened, found: &Found, real: ClientId) -> Result<LinkPreview, Error> {
    let temporary = opened.client();
    let (Some(one), Some(other)) = (card(opened, temporary).await?, card(found, real).await?) else { return Err(Error::NotFound) };
    let refusal = match identity::check(opened.reader(), temporary, real).await {
        Ok(()) => None,
        Err(people::Error::State(code)) => Some(code),
        Err(error) => return Err(kernel::Problem::from(error).into()),
    };
    let differences = identity::differences(opened.reader(), temporary, real).await.map_err(kernel::Problem::from)?;
    let mut warnings = Vec::new();
    let both = |d: &Difference| d.temporary.is_some() && d.real.is_some();
    if differences.iter().any(|d| d.field == "birth_date" && both(d)) {
        warnings.push("other_birth_date");
    }
    let unknown = |value: &Option<String>| value.as_deref() == Some("unknown");
    if differences.iter().any(|d| d.field == "sex" && !unknown(&d.temporary) && !unknown(&d.real)) {
        warnings.push("other_sex");
    }
    if one.protected != other.protected {
        warnings.push("becomes_protected");
    }
    if other.deceased {
        warnings.push("deceased");
    }
    let comes = written(opened, &[temporary], None).await?;
    Ok(LinkPreview { temporary: one, real: other, differences, warnings, comes, refusal })
}

/// What came after the opened identity was linked.
pub async fn of_unlink(opened: &Opened) -> Result<UnlinkPreview, Error> {
    let own = opened.client();
    let link = identity::open_link(opened.reader(), own).await?.ok_or(Error::Refused("not_linked"))?;
    let (Some(one), Some(main)) = (card(opened, own).await?, card(opened, link.main).await?) else { return Err(Error::NotFound) };
    let after = written(opened, &[own, link.main], Some(link.linked_at)).await?;
    let linked_by = match link.linked_by {
        Some(id) => people::organisation::person(opened.reader(), id).await?,
        None => None,
    };
    let came_after = after.iter().map(|w| w.count).sum();
    Ok(UnlinkPreview { identity: one, main, linked_at: link.linked_at, linked_by, after, came_after })
}
