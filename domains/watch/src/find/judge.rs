//! What the rules say of one look. Pure: what is known is handed in.

use kernel::{ClientId, helsinki_date};
use rules::{Detect, Detector, Watch, WhenTied};
use trust::looks::Look;

use super::near::Near;

/// The detectors one look sets off, a care tie not yet thought of.
pub(super) fn hits<'r>(rules: &'r Watch, near: &Near, look: &Look) -> Vec<&'r Detector> {
    let client = ClientId(look.client_id);
    let own = near.own(look.actor_id);
    let itself = own.contains(&client);
    let mut hits = Vec::new();
    let mut put = |detect: Detect, holds: &dyn Fn(&Detector) -> bool| {
        hits.extend(rules.on(detect).filter(|rule| holds(rule)));
    };
    put(Detect::OwnData, &|_| itself);
    let lives_with = own.iter().any(|me| near.homes(*me).iter().any(|mine| near.homes(client).iter().any(|theirs| mine.same(theirs))));
    put(Detect::OwnHousehold, &|rule| {
        let close = rule.close_ones.unwrap_or(false) && own.iter().any(|me| near.close.contains(&(*me, client)));
        !itself && (lives_with || close)
    });
    put(Detect::Neighbour, &|rule| {
        let reach = rule.number_reach.unwrap_or(0);
        let beside = own.iter().any(|me| near.homes(*me).iter().any(|mine| near.homes(client).iter().any(|home| mine.beside(home, reach))));
        !itself && !lives_with && beside
    });
    put(Detect::Colleague, &|_| !itself && works_beside(near, look, client));
    let day = helsinki_date(look.at);
    put(Detect::InTheNews, &|_| {
        near.news.iter().any(|n| n.client == client && n.from <= day && n.to >= day && n.ended_at.is_none_or(|ended| ended > look.at))
    });
    hits
}

fn works_beside(near: &Near, look: &Look, client: ClientId) -> bool {
    let day = helsinki_date(look.at);
    let viewer = near.working.get(&look.actor_id);
    near.staff.get(&client).into_iter().flatten().filter(|one| **one != look.actor_id).any(|one| {
        let Some(other) = near.working.get(one) else { return false };
        let unit = other.unit.is_some() && other.unit == look.unit_id;
        unit || viewer.is_some_and(|v| v.teams.iter().any(|t| v.in_team(t.id, day) && other.in_team(t.id, day)))
    })
}

/// What is left of a hit when the viewer had a care tie.
pub(super) fn weighed(rule: &Detector, tied: bool) -> Option<rules::Severity> {
    match rule.when_tied {
        Some(WhenTied::LeaveOut) if tied => None,
        Some(WhenTied::Lower) if tied => Some(rule.severity.lower()),
        _ => Some(rule.severity),
    }
}
