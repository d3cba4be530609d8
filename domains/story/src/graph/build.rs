//! Nodes and ties of what happened and of who is around. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{NaiveDate, Timelike};
use chrono_tz::Europe::Helsinki;
use kernel::Text;
use people::CloseOne;
use people::organisation::TeamName;
use people::{ClientProfessional, PersonRef};
use rules::{LabelledList, Rules, StoryPart, StoryRules};
use uuid::Uuid;

use super::model::{GraphEdge, GraphKind, GraphNode, GraphTie};
use crate::names::name;
use crate::things::Thing;

/// Of what has been over for longer than this nothing is drawn, unless something else came of it.
const OVER_DAYS: i64 = 365;
/// A part of a day is told of a service when at least so large a share of its visits fell in it (one in so many).
const SHARE: usize = 5;

/// All that the graph is made of.
pub struct Around<'a> {
    pub client: (Uuid, String),
    pub close_ones: &'a [CloseOne],
    pub named: &'a [ClientProfessional],
    pub people: &'a HashMap<Uuid, PersonRef>,
    pub teams: &'a HashMap<Uuid, TeamName>,
    pub things: &'a [Thing],
}

/// Which node a part of the story is, if any.
fn kind_of(part: StoryPart) -> Option<GraphKind> {
    Some(match part {
        StoryPart::Customership => GraphKind::Customership,
        StoryPart::Matter => GraphKind::Matter,
        StoryPart::Plan | StoryPart::CarePlan => GraphKind::Plan,
        StoryPart::PlanService | StoryPart::ServicePeriod => GraphKind::Service,
        StoryPart::Request => GraphKind::Request,
        StoryPart::Decision => GraphKind::Decision,
        StoryPart::Alert => GraphKind::Alert,
        _ => return None,
    })
}

/// The nodes, the client first, and the ties between them.
pub fn build(rules: &Rules, today: NaiveDate, around: &Around<'_>) -> (Vec<GraphNode>, Vec<GraphEdge>) {
    let story = &rules.story.on(today).body;
    let me = around.client.0.to_string();
    let mut nodes = vec![GraphNode { now: true, ..node(me.clone(), GraphKind::Client, Text::fi(&around.client.1)) }];
    let mut edges: BTreeSet<GraphEdge> = BTreeSet::new();
    let mut tie = |from: &str, to: &str, tie: GraphTie| {
        if from != to {
            edges.insert(GraphEdge { from: from.to_owned(), to: to.to_owned(), tie });
        }
    };

    for one in around.close_ones {
        let id = one.id.to_string();
        let needs = &rules.needs.on(today).body;
        let role = one.roles.first().map(|role| needs.label(LabelledList::CloseOneRoles, role).cloned().unwrap_or_else(|| Text::fi(role)));
        nodes.push(GraphNode { note: role, now: true, ..node(id.clone(), GraphKind::CloseOne, Text::fi(&one.name)) });
        tie(&id, &me, if one.roles.iter().any(|role| role == "informal_carer") { GraphTie::Helps } else { GraphTie::Close });
    }

    let known: HashSet<Uuid> =
        around.things.iter().filter(|thing| kind_of(thing.part).is_some() && drawn(thing, today)).map(|thing| thing.row.id).collect();
    let mut hours: HashMap<Uuid, BTreeSet<String>> = HashMap::new();
    let mut staff: BTreeSet<Uuid> = around.named.iter().map(|one| one.id).collect();
    let mut teams: BTreeSet<Uuid> = BTreeSet::new();
    for thing in around.things {
        if thing.part == StoryPart::Appointment
            && let Some(person) = thing.row.person_id
        {
            staff.insert(person);
            hours.entry(person).or_default().extend(daypart(story, thing));
            tie(&person.to_string(), &me, GraphTie::Helps);
        }
        let Some(kind) = kind_of(thing.part).filter(|_| known.contains(&thing.row.id)) else { continue };
        let id = thing.row.id.to_string();
        let telling = story.telling(thing.part, &thing.row.code);
        let called = name(rules, today, thing).or_else(|| telling.and_then(|telling| telling.name.clone()));
        let called = called.or_else(|| telling.map(|telling| telling.worker.clone())).unwrap_or_default();
        let (from, to) = (thing.day(), thing.end());
        let now = from.is_none_or(|from| from <= today) && to.is_none_or(|to| to >= today) && kind != GraphKind::Decision;
        let words = thing.row.words.as_deref().filter(|_| kind == GraphKind::Service);
        let dayparts = words.map(|words| story.dayparts_in(words).into_iter().map(str::to_owned).collect()).unwrap_or_default();
        let note = words.map(Text::fi);
        nodes.push(GraphNode { note, from, to, now, dayparts, place: Some(thing.place()), ..node(id.clone(), kind, called) });

        let matter = thing.row.matter_id.filter(|matter| *matter != thing.row.id && known.contains(matter));
        let cause = thing.row.cause_id.filter(|cause| known.contains(cause));
        match (cause, matter) {
            (Some(cause), _) if thing.part == StoryPart::Decision => tie(&cause.to_string(), &id, GraphTie::LedTo),
            (Some(cause), _) => tie(&id, &cause.to_string(), GraphTie::PartOf),
            _ => {}
        }
        // What a matter ends in came of it; the rest belongs to it.
        match matter {
            Some(matter) if matches!(kind, GraphKind::Customership | GraphKind::Plan | GraphKind::Decision | GraphKind::Request) => {
                tie(&matter.to_string(), &id, GraphTie::LedTo);
            }
            Some(matter) if cause.is_none() => tie(&id, &matter.to_string(), GraphTie::PartOf),
            _ => {}
        }
        if let Some(led_to) = thing.row.led_to.filter(|led_to| known.contains(led_to)) {
            tie(&id, &led_to.to_string(), GraphTie::LedTo);
        }
        if kind == GraphKind::Service && now {
            tie(&id, &me, GraphTie::Helps);
        }
        if matches!(kind, GraphKind::Customership | GraphKind::Matter | GraphKind::Plan) || (matter.is_none() && cause.is_none()) {
            tie(&id, &me, GraphTie::PartOf);
        }
        if let Some(asker) = thing.row.asker_id {
            teams.insert(asker);
            tie(&asker.to_string(), &id, GraphTie::Asked);
        }
        let holds = matches!(kind, GraphKind::Customership | GraphKind::Matter | GraphKind::Request | GraphKind::Alert);
        if let Some(team) = thing.row.team_id.filter(|_| holds && now) {
            teams.insert(team);
            tie(&team.to_string(), &id, GraphTie::Holds);
        }
        if let Some(person) = thing.row.person_id.filter(|_| holds && now) {
            staff.insert(person);
            tie(&person.to_string(), &id, GraphTie::Holds);
        }
    }
    nodes.extend(visits(rules, story, today, around.things));
    for visit in nodes.iter().filter(|node| node.id.starts_with("visits-")) {
        tie(&visit.id, &me, GraphTie::Helps);
    }
    for one in around.named {
        tie(&one.id.to_string(), &me, GraphTie::Helps);
    }
    for id in staff {
        let named = around.named.iter().find(|one| one.id == id);
        let person = named.map(ClientProfessional::person).or_else(|| around.people.get(&id).cloned());
        let Some(person) = person else { continue };
        let dayparts = hours.remove(&id).unwrap_or_default().into_iter().collect();
        nodes.push(GraphNode {
            note: person.title,
            now: true,
            dayparts,
            ..node(id.to_string(), GraphKind::Professional, Text::fi(&person.name))
        });
    }
    for id in teams {
        let Some(team) = around.teams.get(&id) else { continue };
        nodes.push(GraphNode { now: true, ..node(id.to_string(), GraphKind::Team, Text::fi(&team.name)) });
    }
    let there: HashSet<&str> = nodes.iter().map(|node| node.id.as_str()).collect();
    let edges = edges.into_iter().filter(|edge| there.contains(edge.from.as_str()) && there.contains(edge.to.as_str())).collect();
    (nodes, edges)
}

fn node(id: String, kind: GraphKind, name: Text) -> GraphNode {
    GraphNode { id, kind, name, note: None, from: None, to: None, now: false, dayparts: Vec::new(), place: None }
}

fn drawn(thing: &Thing, today: NaiveDate) -> bool {
    let over = match kind_of(thing.part) {
        Some(GraphKind::Decision) => thing.day(),
        _ => thing.end(),
    };
    over.is_none_or(|over| (today - over).num_days() <= OVER_DAYS)
}

/// The part of the day a thing began in; none of what has a day alone.
fn daypart(story: &StoryRules, thing: &Thing) -> Option<String> {
    let hour = thing.row.begun_at?.with_timezone(&Helsinki).hour();
    story.daypart_at(hour).map(str::to_owned)
}

/// Visits of one name as one helper, with the parts of the day they mostly fall in. Emergency care and ward stays are no help of every day.
fn visits(rules: &Rules, story: &StoryRules, today: NaiveDate, things: &[Thing]) -> Vec<GraphNode> {
    let mut by_name: BTreeMap<String, Vec<&Thing>> = BTreeMap::new();
    for thing in things.iter().filter(|thing| thing.part == StoryPart::Visit && matches!(thing.row.code.as_str(), "HH" | "VR")) {
        let telling = story.telling(thing.part, &thing.row.code);
        let called = name(rules, today, thing).or_else(|| telling.and_then(|telling| telling.name.clone()));
        by_name.entry(called.unwrap_or_default().fi).or_default().push(thing);
    }
    let told = by_name.into_iter().enumerate().map(|(place, (called, of))| {
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        for part in of.iter().filter_map(|thing| daypart(story, thing)) {
            *count.entry(part).or_default() += 1;
        }
        let dayparts = count.into_iter().filter(|(_, n)| n * SHARE >= of.len()).map(|(part, _)| part).collect();
        let newest = of.iter().max_by_key(|thing| (thing.row.begun_at, thing.row.id));
        GraphNode {
            from: of.iter().filter_map(|thing| thing.day()).min(),
            now: true,
            dayparts,
            place: newest.map(|thing| thing.place()),
            ..node(format!("visits-{place}"), GraphKind::Service, Text::fi(called))
        }
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::things::Row;

    fn thing(part: StoryPart, code: &str, id: Uuid, at: &str) -> Thing {
        let row = Row {
            id,
            register: "social".into(),
            matter_id: None,
            cause_id: None,
            led_to: None,
            asker_id: None,
            code: code.into(),
            title: None,
            words: None,
            value: None,
            voice: "staff".into(),
            team_id: None,
            person_id: None,
            begun_at: Some(at.parse().unwrap()),
            ended_at: None,
            begun_on: None,
            ended_on: None,
        };
        Thing { part, item: "thing", many: false, row }
    }

    fn made(things: &[Thing]) -> (Uuid, Vec<GraphNode>, Vec<GraphEdge>) {
        let rules = Rules::shipped().unwrap();
        let client = Uuid::now_v7();
        let (people, teams) = (HashMap::new(), HashMap::new());
        let around =
            Around { client: (client, "Virtanen Aino".into()), close_ones: &[], named: &[], people: &people, teams: &teams, things };
        let (nodes, edges) = build(&rules, "2026-11-23".parse().unwrap(), &around);
        (client, nodes, edges)
    }

    #[test]
    fn what_led_to_a_customership_goes_back_to_the_alert() {
        let [alert, matter, customership] = [(); 3].map(|()| Uuid::now_v7());
        let mut raised = thing(StoryPart::Alert, "fall_risk", alert, "2026-09-01T08:00:00Z");
        raised.row.led_to = Some(matter);
        let opened = thing(StoryPart::Matter, "needs_assessment", matter, "2026-09-02T08:00:00Z");
        let mut begun = thing(StoryPart::Customership, "older_people", customership, "2026-10-01T08:00:00Z");
        begun.row.matter_id = Some(matter);
        let (client, nodes, edges) = made(&[raised, opened, begun]);
        assert_eq!(nodes.len(), 4);
        let led: Vec<(&str, &str)> = edges.iter().filter(|e| e.tie == GraphTie::LedTo).map(|e| (e.from.as_str(), e.to.as_str())).collect();
        assert!(led.contains(&(alert.to_string().as_str(), matter.to_string().as_str())), "{led:?}");
        assert!(led.contains(&(matter.to_string().as_str(), customership.to_string().as_str())), "{led:?}");
        assert_eq!(nodes[0].id, client.to_string());
    }

    #[test]
    fn who_comes_in_the_mornings_is_seen_of_visits_and_said_by_plans() {
        let visits: Vec<Thing> = [6, 7, 6, 15]
            .iter()
            .map(|hour| thing(StoryPart::Visit, "HH", Uuid::now_v7(), &format!("2026-11-10T{hour:02}:00:00Z")))
            .collect();
        let mut service = thing(StoryPart::PlanService, "meals", Uuid::now_v7(), "2026-10-01T08:00:00Z");
        service.row.words = Some("Joka aamu".into());
        let (_, nodes, edges) = made(&[visits, vec![service]].concat());
        let seen = nodes.iter().find(|node| node.id == "visits-0").unwrap();
        // Six and seven UTC are eight and nine in Finland; three is five in the evening, one in four.
        assert_eq!(seen.dayparts, ["evening", "morning"]);
        let said = nodes.iter().find(|node| node.kind == GraphKind::Service && node.id != "visits-0").unwrap();
        assert_eq!((said.dayparts.as_slice(), said.now), (["morning".to_owned()].as_slice(), true));
        assert_eq!(edges.iter().filter(|edge| edge.tie == GraphTie::Helps).count(), 2);
    }

    #[test]
    fn what_was_over_long_ago_is_left_out() {
        let mut old = thing(StoryPart::Customership, "older_people", Uuid::now_v7(), "2023-10-01T08:00:00Z");
        old.row.ended_on = Some("2025-01-01".parse().unwrap());
        assert_eq!(made(&[old]).1.len(), 1);
    }
}
