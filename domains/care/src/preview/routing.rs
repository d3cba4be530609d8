//! Which matters would have gone to another team.

use std::collections::{BTreeMap, HashMap};

use kernel::ClientId;
use rulekeeping::Prepared;
use rules::Routing;
use trust::Surveyed;

use super::ROWS;
use super::past::{CHUNK, Sight, Stretch, initiated, read};
use super::view::{MovedMatter, RoutedTeam, RoutingEffect, RuleUse, TeamMove};
use crate::Error;
use crate::routing::rules::FALLBACK;

pub async fn effect(
    surveyed: &Surveyed,
    change: &Prepared,
    stretch: Stretch,
    sight: &Sight,
    shown: &mut Vec<ClientId>,
) -> Result<RoutingEffect, Error> {
    let (before, after) = (&change.before.routing.on(change.valid_from).body, &change.after.routing.on(change.valid_from).body);
    let county: HashMap<String, String> =
        people::organisation::all_teams(surveyed.reader()).await?.into_values().map(|team| (team.key, team.name)).collect();
    let team = |key: &str| RoutedTeam { key: key.to_owned(), name: name_of(key, &county, after, before) };
    let mut effect = RoutingEffect::default();
    let mut moves: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut uses: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for ids in initiated(surveyed, stretch).await?.chunks(CHUNK) {
        for matter in read(surveyed, ids).await? {
            let ((rule_before, from), (rule_after, to)) = (before.choose(&matter.facts), after.choose(&matter.facts));
            let [rule_before, rule_after] = [rule_before, rule_after].map(|rule| rule.map_or(FALLBACK, |rule| rule.id.as_str()).to_owned());
            effect.matters += 1;
            uses.entry(rule_before.clone()).or_default().0 += 1;
            uses.entry(rule_after.clone()).or_default().1 += 1;
            if from == to {
                continue;
            }
            effect.moved += 1;
            *moves.entry((from.to_owned(), to.to_owned())).or_default() += 1;
            if effect.rows.len() < ROWS
                && let Some(id) = sight.of(&matter)
            {
                shown.extend(&matter.clients);
                effect.rows.push(MovedMatter {
                    id,
                    number: matter.number,
                    initiated_on: matter.initiated_on,
                    situation: matter.facts.situation,
                    service_task: matter.facts.service_task,
                    from: team(from),
                    to: team(to),
                    rule_before,
                    rule_after,
                });
            }
        }
    }
    effect.by_team = moves.iter().map(|((from, to), matters)| TeamMove { from: team(from), to: team(to), matters: *matters }).collect();
    effect.by_team.sort_by_key(|one| std::cmp::Reverse(one.matters));
    // Every rule of the text in its order, then those that are no more.
    let order = after.rules.iter().chain(&before.rules).map(|rule| rule.id.as_str()).chain([FALLBACK]);
    let mut told: Vec<&str> = Vec::new();
    for rule in order {
        if !told.contains(&rule) {
            told.push(rule);
            let (before, after) = uses.get(rule).copied().unwrap_or_default();
            effect.by_rule.push(RuleUse { rule: rule.to_owned(), before, after });
        }
    }
    Ok(effect)
}

/// The county's name of a team, else the one the rules give it.
fn name_of(key: &str, county: &HashMap<String, String>, after: &Routing, before: &Routing) -> String {
    let defined = || after.team(key).or_else(|| before.team(key)).map(|team| team.label.fi.clone());
    county.get(key).cloned().or_else(defined).unwrap_or_else(|| key.to_owned())
}
