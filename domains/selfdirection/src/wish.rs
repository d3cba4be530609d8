//! What the client wishes, for those who see the data it is about. It stops nothing: it is read and taken into account.

use rules::{Rules, SelfDirection, SharingEffect};
use store::sea_orm::DbErr;
use trust::selfdirection::{Chosen, chosen};
use trust::{Opened, Scopes};

use crate::model::{SharingWish, SharingWishes};
use crate::view::MOST;

/// The wishes of the data groups the viewer sees something of.
pub(crate) async fn seen(rules: &Rules, opened: &Opened) -> Result<SharingWishes, DbErr> {
    let (whose, values) = opened.clients_sql("c", 1);
    let whose = format!("c.ended_at IS NULL AND {whose}{}", opened.scopes().items_sql("c"));
    let rows = chosen(opened.reader(), (whose, values), MOST).await?;
    let body = &rules.selfdirection.on(opened.today()).body;
    let mut wishes: Vec<SharingWish> = rows.iter().filter_map(|row| wish(body, opened.scopes(), row)).collect();
    let place = |wish: &SharingWish| {
        let group = body.groups.iter().position(|group| group.code == wish.group);
        (group, wish.party, wish.situation)
    };
    wishes.sort_by_key(place);
    // Of two linked identities one is enough.
    wishes.dedup_by_key(|wish| place(wish));
    Ok(SharingWishes { wishes })
}

fn wish(rules: &SelfDirection, scopes: &Scopes, row: &Chosen) -> Option<SharingWish> {
    let (situation, party, choice) = row.place()?;
    let (group, words) = (rules.group(&row.data_group)?, rules.party(party)?);
    let sees = group.registers.iter().any(|register| scopes.register(*register)) && group.rows.iter().any(|one| scopes.opens(*one));
    // What a permit decides is told by the permit, and what an app may is no matter of staff.
    let told = matches!(rules.lets(party, &group.code)?.effect, SharingEffect::Wish | SharingEffect::Mandate);
    let wish = words.words(choice).wish.clone().filter(|_| sees && told)?;
    let situation_label = rules.situations.iter().find(|one| one.situation == situation)?.label.clone();
    Some(SharingWish {
        party,
        party_label: words.label.clone(),
        group: group.code.clone(),
        group_label: group.label.clone(),
        situation,
        situation_label,
        choice,
        wish,
        from: row.valid_from,
    })
}
