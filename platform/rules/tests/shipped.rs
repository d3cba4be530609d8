//! The files released with the product read, fit each other and say what they are meant to say.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests fail as tests do

use chrono::NaiveDate;
use kernel::{Register, ServiceTask};
use rules::{LabelledList, Limit, Mark, Notice, ROLES, ROLES_WITHOUT_CLIENTS, Rules, Shift};

fn d(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn shipped() -> Rules {
    match Rules::shipped() {
        Ok(rules) => rules,
        Err(errors) => panic!("{errors}"),
    }
}

#[test]
fn deadlines_are_those_of_the_law() {
    let rules = shipped();
    let set = rules.deadlines.on(d("2026-11-21"));
    assert_eq!(set.version, "1");
    let workdays = |count| Limit::Workdays { count };
    let months = |count| Limit::Months { count, roll: false };
    let table = [
        ("urgent_help", "SHL 36 §", Mark::Verified, Limit::Immediate {}),
        ("child_assessment_decision", "LsL 26 §, SHL 36 §", Mark::Verified, workdays(7)),
        ("child_assessment_start", "SHL 36 §", Mark::Verified, workdays(7)),
        ("child_assessment_finish", "SHL 36 §", Mark::Verified, months(3)),
        ("older_assessment_start", "SHL 36 §", Mark::Memory, workdays(7)),
        ("assessment_without_delay", "SHL 36 §", Mark::Verified, Limit::WithoutDelay {}),
        ("decision_without_delay", "SHL 45 §", Mark::Memory, Limit::WithoutDelay {}),
        ("service_start_urgent", "SHL 45 §", Mark::Memory, Limit::WithoutDelay {}),
        ("service_start", "SHL 45 §", Mark::Memory, months(3)),
        ("older_service_start", "Vanhuspalvelulaki 18 §", Mark::Memory, months(3)),
        ("own_worker", "SHL 42 §", Mark::Memory, Limit::WithoutDelay {}),
        ("client_plan", "SHL 39 §", Mark::Memory, Limit::WithoutDelay {}),
        ("child_plan_review", "LsL 30 §", Mark::Memory, months(12)),
        ("review_without_delay", "Hallintolaki 434/2003 49 e §", Mark::Memory, Limit::WithoutDelay {}),
    ];
    for (id, section, mark, limit) in table {
        let rule = set.body.rule(id).unwrap_or_else(|| panic!("{id} is missing"));
        assert_eq!((rule.section.as_str(), rule.mark, rule.limit), (section, mark, limit), "{id}");
    }
    assert_eq!(set.body.rules.len(), table.len() + 1);
    let appeal = set.body.rule("appeal").unwrap();
    assert_eq!(appeal.limit, Limit::Days { count: kernel::workday::APPEAL_DAYS, roll: true });
    let receipt = appeal.receipt.unwrap();
    assert_eq!(receipt.days(Notice::Letter), Some(kernel::workday::LETTER_RECEIVED_AFTER_DAYS));
    assert_eq!(receipt.days(Notice::Electronic), Some(kernel::workday::E_NOTICE_RECEIVED_AFTER_DAYS));
    assert_eq!(receipt.days(Notice::InPerson), Some(0));
    // These prove the day themselves.
    assert_eq!([Notice::VerifiedLetter, Notice::VerifiedElectronic].map(|n| receipt.days(n)), [None, None]);
}

/// Only the limit whose section allows more time is moved by a pause.
#[test]
fn only_the_service_start_gets_more_time() {
    let rules = shipped();
    let moving: Vec<(&str, &str)> = rules
        .deadlines
        .on(d("2026-11-21"))
        .body
        .rules
        .iter()
        .flat_map(|rule| rule.pauses.iter().map(move |pause| (rule, pause)))
        .filter(|(_, pause)| pause.shift != Shift::None)
        .map(|(rule, pause)| (rule.id.as_str(), pause.reason.as_str()))
        .collect();
    assert_eq!(
        moving,
        [("service_start", "more_investigation"), ("service_start", "additional_information"), ("service_start", "hearing")]
    );
}

#[test]
fn the_demo_countys_teams_and_municipalities() {
    let rules = shipped();
    let routing = &rules.routing.on(d("2026-11-21")).body;
    let teams: Vec<&str> = routing.teams.iter().map(|team| team.key.as_str()).collect();
    assert_eq!(teams, ["ohjaus", "ita", "lansi", "kotikuntoutus", "akuutti", "tyoikaiset", "vammaispalvelut", "perheet"]);
    assert_eq!(routing.fallback_team, "ohjaus");
    let codes: Vec<(&str, &str)> = routing.municipalities.iter().map(|one| (one.code.as_str(), one.label.fi.as_str())).collect();
    assert_eq!(
        codes,
        [
            ("153", "Imatra"),
            ("405", "Lappeenranta"),
            ("416", "Lemi"),
            ("441", "Luumäki"),
            ("580", "Parikkala"),
            ("689", "Rautjärvi"),
            ("700", "Ruokolahti"),
            ("739", "Savitaipale"),
            ("831", "Taipalsaari"),
        ]
    );
    for municipality in &routing.municipalities {
        let named =
            routing.rules.iter().filter(|rule| rule.when.iter().any(|when| when.municipalities.contains(&municipality.code))).count();
        assert_eq!(named, 1, "{} belongs to one area", municipality.label.fi);
    }
}

#[test]
fn every_role_that_sees_clients_has_a_lens() {
    let rules = shipped();
    let lenses = &rules.lenses.on(d("2026-11-21")).body;
    for role in ROLES.into_iter().filter(|role| !ROLES_WITHOUT_CLIENTS.contains(role)) {
        assert_eq!(lenses.of(role).unwrap().role, role);
    }
    assert_eq!(lenses.of("administrator").unwrap().role, "case_manager");
    let first = |role: &str| lenses.of(role).unwrap().sections.iter().take(4).map(|section| section.code()).collect::<Vec<_>>();
    assert_eq!(first("acute_nurse"), ["risks", "medication", "people", "plans"]);
    assert_eq!(first("team_lead")[..2], ["deadlines", "open"]);
}

#[test]
fn grounds_open_for_named_roles_only() {
    let rules = shipped();
    let grounds = &rules.grounds.on(d("2026-11-21")).body;
    assert!(grounds.usable("joint_assessment", "case_manager", Register::Patient).is_some());
    assert!(grounds.usable("emergency_care", "acute_nurse", Register::Social).is_some());
    assert!(grounds.usable("emergency_care", "case_manager", Register::Patient).is_none());
    assert!(grounds.usable("child_interest", "social_worker", Register::Social).is_none());
    assert!(grounds.usable("curiosity", "social_worker", Register::Patient).is_none());
    // A lead's own is for a colleague who is the team's client, and opens no other register.
    assert!(grounds.usable("lead_of_colleague", "team_lead", Register::Social).is_some());
    assert_eq!(grounds.of("team_lead", Register::Patient).count() + grounds.of("team_lead", Register::Social).count(), 1);
    for role in ["administrator", "data_protection_officer"] {
        assert_eq!(grounds.of(role, Register::Patient).count() + grounds.of(role, Register::Social).count(), 0, "{role}");
    }
    assert!(grounds.grounds.iter().all(|ground| ground.minutes == 60 && ground.needs_reason));
}

#[test]
fn code_sets_are_whole() {
    let rules = shipped();
    let needs = &rules.needs.on(d("2026-11-21")).body;
    let codes = |list| needs.list(list).iter().map(|item| item.code.clone()).collect::<Vec<_>>();
    let mut reasons: Vec<String> = (1..=11).map(|code| code.to_string()).collect();
    reasons.push("99".into());
    assert_eq!(codes(LabelledList::NeedReasons), reasons);
    let mut notifiers = codes(LabelledList::Notifiers);
    notifiers.sort_by_key(|code| code.parse::<u32>().unwrap());
    let expected: Vec<String> = (1..=24).filter(|code| ![20, 21].contains(code)).map(|code| code.to_string()).collect();
    assert_eq!(notifiers, expected);
    assert!(needs.has(LabelledList::CloseOneRoles, "informal_carer") && !needs.has(LabelledList::CloseOneRoles, "neighbour"));
    assert_eq!(needs.label(LabelledList::Situations, "guidance").unwrap().fi, "Ohjauksen ja neuvonnan tarve");
}

/// Against the national list, where the folder of real data stands beside the repository.
#[test]
fn municipality_names_agree_with_the_service_catalogue() {
    let Ok(text) = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/ptv/Municipality.json")) else {
        return;
    };
    let rules = shipped();
    for municipality in &rules.routing.on(d("2026-11-21")).body.municipalities {
        let (_, after) = text.split_once(&format!("\"municipalityCode\": \"{}\"", municipality.code)).unwrap();
        let entry = after.split_once("municipalityCode").map_or(after, |(entry, _)| entry);
        for name in [&municipality.label.fi, municipality.label.sv.as_ref().unwrap()] {
            assert!(entry.contains(&format!("\"{name}\"")), "{name}");
        }
    }
}

#[test]
fn notices_say_the_same_to_everybody() {
    let rules = shipped();
    let set = rules.notices.on(d("2026-11-21"));
    let notices = &set.body;
    assert_eq!(notices.occasions.len(), rules::OCCASIONS.len());
    // Nothing of what waits is told: all but reminders have the same words.
    for code in rules::OCCASIONS.into_iter().filter(|code| !code.ends_with("_reminder")) {
        assert_eq!(notices.words(code), &notices.words.new, "{code}");
    }
    assert_eq!(notices.words("appointment_reminder"), &notices.words.reminder);
    for words in [&notices.words.new, &notices.words.reminder] {
        for text in [&words.email, &words.sms, &words.suomifi] {
            for language in [kernel::Lang::Fi, kernel::Lang::Sv, kernel::Lang::En] {
                let whole = format!("{} {}", text.title.get(language), text.body.get(language)).to_lowercase();
                for told in ["päätö", "beslut", "decision", "tapaami", "möte", "appointment", "viesti sinulle", "sosiaal", "social"] {
                    assert!(!whole.contains(told), "{told} in {whole}");
                }
            }
        }
    }
}

#[test]
fn every_decision_says_where_to_turn_and_every_way_of_notice_when_it_arrives() {
    use kernel::ServiceTask;
    use rules::RemedyKind;
    let rules = shipped();
    let remedies = &rules.remedies.on(d("2026-11-21")).body;
    for task in ServiceTask::ALL.iter().copied() {
        let first = remedies.of(task, false).unwrap();
        assert_eq!((first.kind, remedies.of(task, true).unwrap().kind), (RemedyKind::Review, RemedyKind::Appeal), "{task:?}");
        let (authority, address) = first.place("Etelä-Karjalan hyvinvointialue");
        assert_eq!(authority.fi, "Etelä-Karjalan hyvinvointialue, yksilöasioiden jaosto");
        assert_eq!(address.sv.as_deref(), Some("Etelä-Karjalan hyvinvointialue, registratorskontoret"));
    }
    assert_eq!(
        remedies.way(Notice::Letter).unwrap().words(Some(7)).fi,
        "Kirjeen katsotaan tulleen perille 7. päivänä lähettämisestä, jollei muuta näytetä."
    );
    assert!(Notice::ALL.iter().all(|n| remedies.way(*n).is_some()));
}

#[test]
fn periods_share_the_tasks_of_a_register() {
    let rules = shipped();
    let kept = &rules.retention.on(d("2026-11-21")).body;
    let tasks = |id: &str| kept.tasks(kept.rules.iter().find(|rule| rule.id == id).unwrap());
    assert_eq!(tasks("child_protection"), [ServiceTask::ChildProtection]);
    let rest = tasks("social_records");
    assert!(rest.contains(&ServiceTask::OlderPeople));
    assert!(!rest.contains(&ServiceTask::ChildProtection) && !rest.contains(&ServiceTask::FamilyLaw));
    assert_eq!(tasks("patient_records").len(), ServiceTask::ALL.len());
}

/// The rows are those of the workshop: numbers, groups and levels as its table and its results have them.
#[test]
fn the_catalogue_is_the_workshops() {
    let rules = shipped();
    let catalogue = &rules.catalogue.on(d("2026-11-21")).body;
    let of = |level: rules::Governance| -> Vec<i32> {
        let mut rows: Vec<i32> = catalogue.rows.iter().filter(|item| item.level == level).map(|item| item.row).collect();
        rows.sort_unstable();
        rows
    };
    use rules::Governance as G;
    assert_eq!(of(G::County), [10, 25, 29, 30]);
    assert_eq!(of(G::JointlyDefined), [7, 13, 14, 22, 23, 24, 28]);
    assert_eq!(of(G::Joint), [3, 17, 18, 19]);
    assert_eq!(of(G::National), [1, 2, 4, 5, 6, 8, 11, 12, 20, 26, 27]);
    assert_eq!(of(G::Undecided), [9, 15, 16, 21]);
    let group = |code: &str| -> Vec<i32> { catalogue.rows.iter().filter(|item| item.group == code).map(|item| item.row).collect() };
    assert_eq!(group("payments"), [22, 23, 24, 25, 26, 27, 28, 30], "the payer of a service went over to the services");
    assert_eq!(group("income_and_wealth"), [9]);
    assert_eq!(group("unplaced"), [10]);
    // One item, several levels (A29).
    let facets = |row: i32| -> Vec<(&str, G)> {
        catalogue.item(row).unwrap().facets.iter().map(|facet| (facet.code.as_str(), facet.level)).collect()
    };
    assert_eq!(facets(6), [("national", G::National), ("county", G::County), ("provider", G::County)]);
    assert_eq!(facets(20), [("direct_choice", G::National), ("own_choices", G::County)]);
    assert!(catalogue.rows.iter().filter(|item| ![6, 20].contains(&item.row)).all(|item| item.facets.is_empty()));
    assert!(catalogue.item(20).unwrap().leaves(), "a part of it does");
    for (row, leaves) in [(10, false), (25, false), (9, false), (3, true), (23, true), (26, true)] {
        assert_eq!(catalogue.item(row).unwrap().leaves(), leaves, "{row}");
    }
}

#[test]
fn nursing_does_without_payments_and_nobody_else_loses_a_group() {
    let rules = shipped();
    let catalogue = &rules.catalogue.on(d("2026-11-21")).body;
    for role in ["home_care_nurse", "acute_nurse"] {
        assert_eq!(catalogue.closed(role), [9, 22, 23, 24, 25, 26, 27, 28, 30], "{role}");
    }
    for role in ["care_coordinator", "case_manager", "social_worker", "team_lead"] {
        assert!(catalogue.closed(role).is_empty(), "{role}");
    }
    for role in ROLES_WITHOUT_CLIENTS {
        assert_eq!(catalogue.closed(role).len(), 30, "{role}");
    }
    assert_eq!(catalogue.closed("stranger").len(), 30, "what the catalogue does not know opens nothing");
}

#[test]
fn the_widest_question_answered_yes_proposes_its_level() {
    use rules::Governance as G;
    let rules = shipped();
    let catalogue = &rules.catalogue.on(d("2026-11-21")).body;
    let proposed = |yes: &[G]| catalogue.propose(yes).map(|question| question.level);
    assert_eq!(proposed(&[]), None);
    assert_eq!(proposed(&[G::County]), Some(G::County));
    assert_eq!(proposed(&[G::JointlyDefined, G::County]), Some(G::JointlyDefined));
    assert_eq!(proposed(&[G::Joint, G::JointlyDefined]), Some(G::Joint));
    assert_eq!(proposed(&[G::National, G::County]), Some(G::National));
}

#[test]
fn one_observation_has_a_meaning_for_each_profession() {
    use rules::{ReadingChange, ReadingUse};
    let rules = shipped();
    let readings = &rules.readings.on(d("2026-11-23")).body;
    let told = |role: &str, measure: &str, band: Option<&str>, change: Option<ReadingChange>| -> Vec<(String, ReadingUse)> {
        readings.of(role, measure, band, change).into_iter().map(|(who, reading)| (who.code.clone(), reading.read_as)).collect()
    };
    use ReadingUse::{Dose, Ground, Outcome, Problem, Sizing};
    let of =
        |all: &[(&str, ReadingUse)]| -> Vec<(String, ReadingUse)> { all.iter().map(|(who, what)| ((*who).to_owned(), *what)).collect() };
    // A weight: a dose to two, a size to two.
    assert_eq!(
        told("home_care_nurse", "weight", None, None),
        of(&[("nurse", Dose), ("physiotherapist", Sizing), ("dietician", Dose), ("transport_planner", Sizing)])
    );
    // Lost weight: each role's own first, the others in their order.
    let lost = told("case_manager", "weight_change", Some("lost"), None);
    assert_eq!(
        lost,
        of(&[
            ("social_worker", Ground),
            ("nurse", Problem),
            ("physiotherapist", Problem),
            ("dietician", Problem),
            ("outcome_analyst", Outcome)
        ])
    );
    assert_eq!(told("case_manager", "weight_change", Some("steady"), None), of(&[("outcome_analyst", Outcome)]));
    // The first that fits holds: a band before one that fits always; a change is asked only where there is one.
    assert_eq!(
        told("team_lead", "sppb", Some("good"), Some(ReadingChange::Better)),
        of(&[("outcome_analyst", Outcome), ("physiotherapist", Outcome)])
    );
    let low = told("acute_nurse", "sppb", Some("low"), None);
    assert_eq!(
        low,
        of(&[("nurse", Problem), ("physiotherapist", Problem), ("social_worker", Ground), ("transport_planner", Sizing)]),
        "no change is known: no outcome"
    );
    assert_eq!(told("home_care_nurse", "no_such", Some("low"), None), []);
}
