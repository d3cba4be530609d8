use super::*;
use ::rules::{ClientFacts, RuleFile, Situation, Urgency};
use chrono::NaiveDate;
use kernel::ServiceTask;

const TODAY: &str = "2026-11-21";

fn facts(birth: &str, municipality: &str, service_task: ServiceTask, situation: Situation, urgency: Urgency) -> Facts {
    let on: NaiveDate = TODAY.parse().unwrap();
    Facts {
        on,
        clients: vec![ClientFacts {
            birth_date: birth.parse().ok(),
            municipality: (!municipality.is_empty()).then(|| municipality.into()),
        }],
        service_task,
        situation,
        urgency,
        special_support: false,
        highest_care_allowance: false,
        outcome: None,
    }
}

#[test]
fn teams_of_the_demo_county() {
    use ServiceTask::{ChildProtection, Disability, Families, FamilyLaw, Health, OlderPeople, Substance, WorkingAge};
    use Situation::{AcuteDischarge as Acute, Guidance, HomeRehabilitation as Rehab, NeedsAssessment as Assess};
    use Urgency::{NonUrgent, Soon, Urgent};
    let cases = [
        // born, municipality, task, situation, urgency -> team, rule
        ("1942-01-01", "153", OlderPeople, Assess, Soon, "ita", "older_east"),
        ("1942-01-01", "580", OlderPeople, Assess, Soon, "ita", "older_east"),
        ("1942-01-01", "689", OlderPeople, Assess, Soon, "ita", "older_east"),
        ("1942-01-01", "700", OlderPeople, Assess, Soon, "ita", "older_east"),
        ("1942-01-01", "405", OlderPeople, Assess, Soon, "lansi", "older_west"),
        ("1942-01-01", "416", OlderPeople, Assess, Soon, "lansi", "older_west"),
        ("1942-01-01", "441", OlderPeople, Assess, Soon, "lansi", "older_west"),
        ("1942-01-01", "739", OlderPeople, Assess, Soon, "lansi", "older_west"),
        ("1942-01-01", "831", OlderPeople, Assess, Soon, "lansi", "older_west"),
        ("1942-01-01", "091", OlderPeople, Assess, Soon, "ohjaus", FALLBACK), // lives elsewhere
        ("1942-01-01", "", OlderPeople, Assess, Soon, "ohjaus", FALLBACK),    // municipality unknown
        ("1942-01-01", "153", OlderPeople, Guidance, NonUrgent, "ohjaus", "older_guidance"),
        ("1942-01-01", "153", OlderPeople, Guidance, Soon, "ohjaus", "older_guidance"),
        ("1942-01-01", "153", OlderPeople, Guidance, Urgent, "ita", "older_east"), // urgent does not queue for guidance
        ("1942-01-01", "405", OlderPeople, Guidance, Urgent, "lansi", "older_west"),
        ("1942-01-01", "153", OlderPeople, Acute, Urgent, "akuutti", "acute_discharge"),
        ("1980-01-01", "153", Health, Acute, Urgent, "akuutti", "acute_discharge"),
        ("1942-01-01", "153", OlderPeople, Rehab, Soon, "kotikuntoutus", "home_rehabilitation"),
        ("1961-11-21", "153", Health, Assess, Soon, "ita", "older_east"), // 65 today
        ("1961-11-22", "153", Health, Assess, Soon, "ohjaus", FALLBACK),  // 65 tomorrow
        ("1942-01-01", "153", Health, Guidance, Soon, "ohjaus", FALLBACK),
        ("1980-01-01", "153", Disability, Assess, Soon, "vammaispalvelut", "disability"),
        ("2015-01-01", "153", Disability, Assess, Soon, "vammaispalvelut", "disability"),
        ("1980-01-01", "153", WorkingAge, Assess, Soon, "tyoikaiset", "working_age"),
        ("1980-01-01", "153", Substance, Guidance, Soon, "tyoikaiset", "working_age"),
        ("1980-01-01", "153", Families, Assess, Soon, "perheet", "families"),
        ("1980-01-01", "153", FamilyLaw, Guidance, NonUrgent, "perheet", "families"),
        ("2015-01-01", "153", ChildProtection, Assess, Urgent, "perheet", "child_protection"),
        ("2015-01-01", "153", ChildProtection, Acute, Urgent, "perheet", "child_protection"),
        ("2008-11-22", "153", WorkingAge, Assess, Soon, "perheet", "child"), // 18 tomorrow
        ("2008-11-21", "153", WorkingAge, Assess, Soon, "tyoikaiset", "working_age"), // 18 today
        ("2015-01-01", "153", Health, Acute, Urgent, "perheet", "child"),
        ("unknown", "153", OlderPeople, Acute, Urgent, "ita", "older_east"), // age unknown: no age rule holds
    ];
    let rules = Rules::shipped().unwrap();
    for (birth, municipality, task, situation, urgency, team, rule) in cases {
        let proposal = propose(&rules, &facts(birth, municipality, task, situation, urgency));
        assert_eq!((proposal.team.as_str(), proposal.rule.as_str()), (team, rule), "{birth} {municipality} {task} {situation} {urgency}");
        assert_eq!(proposal.rule_version, "1");
        assert!(!proposal.alternatives.contains(&proposal.team));
        assert!(proposal.team == "ohjaus" || proposal.alternatives.iter().any(|key| key == "ohjaus"), "guidance is always near");
    }
}

#[test]
fn the_reasons_are_in_words() {
    let rules = Rules::shipped().unwrap();
    let proposal = propose(&rules, &facts("1940-05-05", "405", ServiceTask::Health, Situation::NeedsAssessment, Urgency::Soon));
    let said = |language| proposal.why.iter().map(|why| why.text.get(language).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        said(kernel::Lang::Fi),
        [
            "Lappeenrannan, Lemin, Luumäen, Savitaipaleen ja Taipalsaaren ikäihmisten asiat hoitaa läntinen tiimi.",
            "Palvelutehtävä: Terveydenhuolto",
            "Tilanne: Palvelutarpeen arviointi",
            "Kotikunta: Lappeenranta",
            "Asiakas on täyttänyt 65 vuotta",
        ]
    );
    assert_eq!(said(kernel::Lang::Sv)[3..], ["Hemkommun: Villmanstrand", "Klienten har fyllt 65 år"]);
    assert_eq!(said(kernel::Lang::En)[1], "Service task: Health care");
    assert!(proposal.why.iter().all(|why| why.rule == "older_west"));

    let child = propose(&rules, &facts("2015-01-01", "405", ServiceTask::ChildProtection, Situation::NeedsAssessment, Urgency::Soon));
    assert_eq!(child.why[0].law.as_deref(), Some("LsL 26 §"));
    let nobody = propose(&rules, &facts("1940-05-05", "091", ServiceTask::OlderPeople, Situation::NeedsAssessment, Urgency::Soon));
    assert_eq!((nobody.why.len(), nobody.why[0].rule.as_str()), (1, FALLBACK));
    assert!(nobody.alternatives.is_empty());
}

#[test]
fn alternatives_are_named_ones_then_later_rules_then_guidance() {
    let rules = Rules::shipped().unwrap();
    let alternatives = |facts: Facts| propose(&rules, &facts).alternatives;
    assert_eq!(
        alternatives(facts("1942-01-01", "153", ServiceTask::OlderPeople, Situation::AcuteDischarge, Urgency::Urgent)),
        ["ita", "ohjaus"]
    );
    assert_eq!(
        alternatives(facts("1942-01-01", "153", ServiceTask::OlderPeople, Situation::NeedsAssessment, Urgency::Soon)),
        ["kotikuntoutus", "ohjaus"]
    );
    assert_eq!(alternatives(facts("1942-01-01", "405", ServiceTask::OlderPeople, Situation::Guidance, Urgency::Soon)), ["lansi"]);
    assert_eq!(
        alternatives(facts("2015-01-01", "405", ServiceTask::WorkingAge, Situation::Guidance, Urgency::Soon)),
        ["vammaispalvelut", "tyoikaiset", "ohjaus"]
    );
}

#[test]
fn a_couple_is_routed_by_either() {
    let rules = Rules::shipped().unwrap();
    let mut both = facts("1942-01-01", "", ServiceTask::OlderPeople, Situation::NeedsAssessment, Urgency::Soon);
    both.clients.push(ClientFacts { birth_date: None, municipality: Some("700".into()) });
    let proposal = propose(&rules, &both);
    assert_eq!(proposal.team, "ita");
    assert!(proposal.why.iter().any(|why| why.text.fi == "Kotikunta: Ruokolahti"));
}

/// The proposal follows the version in force on the day and names it.
#[test]
fn a_new_version_is_used_from_its_day() {
    let shipped = Rules::shipped_files().iter().find(|file| file.name == "routing.toml").unwrap().text;
    let next = shipped
        .replacen("version = \"1\"", "version = \"2027\"", 1)
        .replacen("valid_from = \"2023-01-01\"", "valid_from = \"2027-01-01\"", 1)
        .replace("team = \"ita\"", "team = \"lansi\"");
    let mut files = Rules::shipped_files().to_vec();
    files.push(RuleFile { name: "routing 2027", text: &next });
    let rules = Rules::from_files(&files).unwrap();
    let mut matter = facts("1942-01-01", "153", ServiceTask::OlderPeople, Situation::NeedsAssessment, Urgency::Soon);
    for (on, team, version) in [("2026-12-31", "ita", "1"), ("2027-01-01", "lansi", "2027")] {
        matter.on = on.parse().unwrap();
        let proposal = propose(&rules, &matter);
        assert_eq!((proposal.team.as_str(), proposal.rule_version.as_str()), (team, version));
    }
}
