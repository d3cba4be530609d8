use std::collections::{BTreeMap, BTreeSet};

use kernel::{ClientId, Register, Scope, SharingChoice, SharingSituation};
use rules::{Rules, SelfDirection, SharingEffect};
use serde_json::json;
use store::NewEvent;
use trust::Work;
use trust::selfdirection::{NewChoice, one_at_a_time, save as keep};
use uuid::Uuid;

use crate::Error;
use crate::model::SharingChange;
use crate::table::{Key, key};
use crate::view::Known;

/// What is wanted at some places; none: nothing chosen there.
type Wanted = BTreeMap<Key, Option<SharingChoice>>;

/// Keeps the changes; what is already so stays as it is. They hold from the next request on. Gives the percentage then.
///
/// # Errors
/// Field errors for a place the rules do not have; `said_by_will` for one that a permit or a denial decides.
pub(crate) async fn save(work: &mut Work, rules: &Rules, clients: &[ClientId], changes: &[SharingChange]) -> Result<u32, Error> {
    let set = rules.selfdirection.on(work.today());
    let mut wanted = Wanted::new();
    for (index, change) in changes.iter().enumerate() {
        check(&set.body, index, change)?;
        wanted.insert((change.situation, change.party, change.group.clone()), change.choice);
    }
    put(work, clients, &set.version, wanted, "selfdirection.choices.saved").await?;
    left(work, clients, &set.body).await
}

/// Goes back to what was chosen before the last saving. That is a saving too: going back again undoes it.
///
/// # Errors
/// `nothing_to_undo`.
pub(crate) async fn undo(work: &mut Work, rules: &Rules, clients: &[ClientId]) -> Result<u32, Error> {
    let set = rules.selfdirection.on(work.today());
    lock(work, clients).await?;
    let rows = Known::of(work, clients).await?.rows;
    // Its own rows began with it, the ones it ended went with it; of two in one instant the later key is the later saving.
    let began = rows.iter().map(|row| (row.valid_from, row.save_id));
    let ended = rows.iter().filter_map(|row| Some((row.ended_at?, row.ended_save_id?)));
    let (_, last) = began.chain(ended).max().ok_or(Error::State("nothing_to_undo"))?;
    let mut wanted: Wanted = rows.iter().filter(|row| row.save_id == last).filter_map(key).map(|(place, _)| (place, None)).collect();
    let gone = rows.iter().filter(|row| row.ended_save_id == Some(last)).filter_map(key);
    wanted.extend(gone.map(|(place, choice)| (place, Some(choice))));
    // A place that the rules have no more, or that a permit decides now, is not brought back.
    wanted.retain(|(_, party, group), choice| {
        choice.is_none() || set.body.lets(*party, group).is_some_and(|l| l.effect != SharingEffect::Will)
    });
    put(work, clients, &set.version, wanted, "selfdirection.choices.undone").await?;
    left(work, clients, &set.body).await
}

fn check(rules: &SelfDirection, index: usize, change: &SharingChange) -> Result<(), Error> {
    let at = |field: &str| format!("/changes/{index}/{field}");
    let party = rules.party(change.party).ok_or_else(|| Error::field(&at("party"), "unknown"))?;
    let lets = rules.lets(change.party, &change.group).ok_or_else(|| Error::field(&at("group"), "unknown"))?;
    if !party.situations.contains(&change.situation) {
        return Err(Error::field(&at("situation"), "unknown"));
    }
    // A permit is given after being told what it means, and has its own history: it is not given in passing.
    if lets.effect == SharingEffect::Will {
        return Err(Error::State("said_by_will"));
    }
    Ok(())
}

async fn lock(work: &Work, clients: &[ClientId]) -> Result<ClientId, Error> {
    let client = clients.first().copied().ok_or(Error::NotFound)?;
    one_at_a_time(work, client).await?;
    Ok(client)
}

/// The percentage as the change leaves it.
async fn left(work: &Work, clients: &[ClientId], rules: &SelfDirection) -> Result<u32, Error> {
    Ok(Known::of(work, clients).await?.table().percent(rules))
}

async fn put(work: &mut Work, clients: &[ClientId], version: &str, wanted: Wanted, event: &'static str) -> Result<(), Error> {
    let client = lock(work, clients).await?;
    let rows = Known::of(work, clients).await?.rows;
    let (mut ended, mut new, mut settled): (Vec<Uuid>, Vec<NewChoice>, BTreeSet<Key>) = Default::default();
    for row in rows.iter().filter(|row| row.ended_at.is_none()) {
        let Some((place, choice)) = key(row) else { continue };
        match wanted.get(&place) {
            // Of two linked identities one row is enough.
            Some(Some(want)) if *want == choice && settled.insert(place) => {}
            Some(_) => ended.push(row.id),
            None => {}
        }
    }
    for (place, want) in wanted {
        if let (Some(choice), false) = (want, settled.contains(&place)) {
            let (situation, party, data_group): (SharingSituation, _, _) = place;
            new.push(NewChoice { situation, party, data_group, choice });
        }
    }
    if ended.is_empty() && new.is_empty() {
        return Ok(());
    }
    let scope = Scope {
        controller: work.gate().controller(),
        register: Register::Social,
        service_task: trust::opening::whole(Register::Social),
        catalogue_row: 1,
    };
    let id = keep(work, client, scope, version, &ended, &new).await?;
    work.object("sharing_choice", id);
    let data = json!({ "text_version": version, "given": new.len(), "ended": ended.len() });
    work.emit(NewEvent::new(event, "sharing_choice", id).client(client.0).data(data)).await?;
    Ok(())
}
