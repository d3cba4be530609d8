use chrono::{DateTime, Utc};
use kernel::{Register, ServiceTask};
use rules::Rules;
use uuid::Uuid;

use super::{check, reliances};
use crate::part::{Part, PlanPartKind};

const NOW: &str = "2026-11-23T08:00:00Z";

fn part(kind: PlanPartKind, id: u128, plan: u128) -> Part {
    Part {
        kind,
        item: "thing",
        whole: true,
        told: true,
        id: Uuid::from_u128(id),
        client_id: Uuid::nil(),
        register: Register::Social,
        task: ServiceTask::OlderPeople,
        row: 21,
        plan_id: (plan > 0).then(|| Uuid::from_u128(plan)),
        matter_id: None,
        code: None,
        title: None,
        words: None,
        measure: Some("Käy kaupassa viikoittain".into()),
        who: Some("Kotihoito".into()),
        team_id: None,
        person_id: None,
        from_on: None,
        until_on: None,
        due_on: None,
        begins_at: None,
        ends_at: None,
    }
}

fn goal(id: u128, plan: u128, words: &str) -> Part {
    Part {
        words: Some(words.into()),
        measure: Some(char::from(b'a' + u8::try_from(id).unwrap()).to_string().repeat(5)),
        ..part(PlanPartKind::Goal, id, plan)
    }
}

fn service(id: u128, plan: u128, code: &str) -> Part {
    Part { code: Some(code.into()), ..part(PlanPartKind::Service, id, plan) }
}

fn task(id: u128, plan: u128, title: &str) -> Part {
    Part { title: Some(title.into()), ..part(PlanPartKind::Task, id, plan) }
}

fn medicine(id: u128, atc: &str) -> Part {
    Part { code: Some(atc.into()), title: Some("Lääke 10 mg".into()), ..part(PlanPartKind::Medicine, id, 0) }
}

fn time(id: u128, begins: &str, ends: &str) -> Part {
    let at = |text: &str| Some(format!("2026-12-01T{text}:00Z").parse::<DateTime<Utc>>().unwrap());
    Part { begins_at: at(begins), ends_at: at(ends), ..part(PlanPartKind::Time, id, 0) }
}

/// The findings as `rule:parts`, in the order they are told.
fn found(parts: &[Part]) -> Vec<String> {
    let rules = Rules::shipped().unwrap();
    let now = NOW.parse().unwrap();
    check(&rules.fit.on(kernel::helsinki_date(now)).body, now, parts)
        .iter()
        .map(|one| {
            format!("{}:{}", one.rule.code, one.parts.iter().map(|part| part.id.as_u128().to_string()).collect::<Vec<_>>().join("+"))
        })
        .collect()
}

#[test]
fn a_goal_said_twice_in_two_plans_is_one_goal() {
    let one = goal(1, 10, "Haluan asua kotona ja päästä taas kirkkoon.");
    assert_eq!(found(&[one.clone(), goal(2, 20, "Tavoite: asun kotona ja pääsen kirkkoon")]), ["same_goal:1+2"]);
    // In one plan it is that plan's own matter; what only begins alike is another goal.
    assert_eq!(found(&[one.clone(), goal(2, 10, "Haluan asua kotona ja päästä taas kirkkoon.")]), Vec::<String>::new());
    assert_eq!(found(&[one.clone(), goal(2, 20, "Haluan päästä kauppaan omin voimin")]), Vec::<String>::new());
    // Of three, each is told with the first.
    assert_eq!(
        found(&[
            one.clone(),
            Part { id: Uuid::from_u128(2), plan_id: Some(Uuid::from_u128(20)), ..one.clone() },
            Part { id: Uuid::from_u128(3), plan_id: Some(Uuid::from_u128(30)), ..one }
        ]),
        ["same_goal:1+2", "same_goal:1+3"]
    );
}

#[test]
fn two_goals_with_the_same_measure_are_one() {
    let one = Part { measure: Some("SPPB vähintään 8 pistettä".into()), ..goal(1, 10, "Kävely sujuu") };
    let other = Part { measure: Some("SPPB vähintään 8 pistettä.".into()), ..goal(2, 20, "Portaat onnistuvat") };
    assert_eq!(found(&[one, other]), ["same_goal:1+2"]);
}

#[test]
fn contrary_measures_are_found_in_either_order_and_once() {
    let rest = task(1, 10, "Vuodelepo kaksi viikkoa");
    let exercise = service(2, 20, "home_rehabilitation");
    assert_eq!(found(&[rest.clone(), exercise.clone()]), ["rest_against_exercise:1+2"]);
    assert_eq!(found(&[exercise, rest]), ["rest_against_exercise:1+2"]);
    // A word that only holds another inside it is another word.
    assert_eq!(found(&[task(1, 10, "Villepojan ulkoilu"), service(2, 20, "home_rehabilitation")]), Vec::<String>::new());
}

#[test]
fn a_medicine_is_told_with_the_activity_it_does_not_go_with() {
    let training = task(1, 10, "Tasapainoharjoittelu kahdesti viikossa");
    assert_eq!(found(&[medicine(2, "N05CF01"), training.clone()]), ["sedative_exercise:1+2"]);
    assert_eq!(found(&[medicine(2, "C08CA01"), training]), Vec::<String>::new());
}

#[test]
fn times_collide_when_there_is_no_way_from_one_to_the_other() {
    let first = time(1, "08:00", "09:00");
    assert_eq!(found(&[time(2, "08:30", "09:30"), first.clone()]), ["colliding_times:1+2"]);
    assert_eq!(found(&[first.clone(), time(2, "09:29", "10:00")]), ["colliding_times:1+2"]);
    assert_eq!(found(&[first, time(2, "09:30", "10:00")]), Vec::<String>::new());
}

#[test]
fn what_a_plan_does_not_say_is_missing_and_what_a_source_did_not_send_is_not() {
    let nobody = Part { who: Some(" - ".into()), ..service(1, 10, "cleaning") };
    assert_eq!(found(&[nobody.clone()]), ["no_provider:1"]);
    assert_eq!(found(&[Part { whole: false, ..nobody }]), Vec::<String>::new());
    let measureless = Part { measure: None, ..goal(1, 10, "Arki sujuu") };
    assert_eq!(found(&[measureless.clone()]), ["no_measure:1"]);
    assert_eq!(found(&[Part { whole: false, ..measureless }]), Vec::<String>::new());
}

#[test]
fn a_task_nobody_takes_is_found_after_a_week() {
    let asked =
        |day: &str| Part { who: None, begins_at: Some(format!("2026-11-{day}T10:00:00Z").parse().unwrap()), ..task(1, 0, "Pyyntö") };
    assert_eq!(found(&[asked("16")]), ["no_owner:1"]);
    assert_eq!(found(&[asked("17")]), Vec::<String>::new());
    assert_eq!(found(&[Part { person_id: Some(Uuid::from_u128(9)), ..asked("02") }]), Vec::<String>::new());
}

#[test]
fn what_another_relies_on_must_not_end_first() {
    let rehabilitation = Part { until_on: Some("2027-03-01".parse().unwrap()), ..service(1, 10, "home_rehabilitation") };
    let care = |id: u128, until: &str| Part { until_on: Some(until.parse().unwrap()), ..service(id, 20, "home_care") };
    assert_eq!(found(&[rehabilitation.clone(), care(2, "2027-01-01")]), ["relied_ends:2+1"]);
    assert_eq!(found(&[rehabilitation.clone(), care(2, "2027-02-20")]), Vec::<String>::new());
    // Another in its place is enough.
    let more = [rehabilitation, care(2, "2027-01-01"), Part { plan_id: Some(Uuid::from_u128(20)), ..care(3, "2027-12-01") }];
    assert_eq!(found(&more), Vec::<String>::new());
    let rules = Rules::shipped().unwrap();
    let fit = &rules.fit.on("2026-11-23".parse().unwrap()).body;
    let told: Vec<(u128, u128)> = reliances(fit, &more).iter().map(|one| (one.one.id.as_u128(), one.on.id.as_u128())).collect();
    assert_eq!(told, [(1, 2), (1, 3)]);
}

#[test]
fn the_same_service_in_two_plans_is_an_overlap_and_harm_is_told_first() {
    let parts = [
        service(1, 10, "meals"),
        service(2, 20, "meals"),
        service(3, 10, "other"),
        service(4, 20, "other"),
        medicine(5, "N05BA06"),
        service(6, 10, "home_rehabilitation"),
    ];
    assert_eq!(found(&parts), ["sedative_exercise:6+5", "same_service:1+2"]);
}
