//! A fault in a rule file is named by file, rule and field, and nothing half-read is used.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests fail as tests do

use rules::{LiveRules, RuleFile, RuleSet, Rules};

fn text_of(name: &str) -> &'static str {
    Rules::shipped_files().iter().find(|file| file.name == name).unwrap().text
}

/// The shipped files with one of them changed; the change must hit.
fn with(name: &str, from: &str, to: &str) -> Result<Rules, String> {
    let changed = text_of(name).replacen(from, to, 1);
    assert_ne!(changed, text_of(name), "nothing to replace in {name}: {from}");
    let files: Vec<RuleFile<'_>> =
        Rules::shipped_files().iter().map(|file| if file.name == name { RuleFile { name, text: &changed } } else { *file }).collect();
    Rules::from_files(&files).map_err(|errors| errors.to_string())
}

#[test]
fn faults_name_file_rule_and_field() {
    // file, what is replaced, by what, how the fault begins
    let cases = [
        ("deadlines.toml", "kind = \"deadlines\"", "kind = ", "deadlines.toml: line "),
        ("deadlines.toml", "kind = \"deadlines\"", "kind = \"fees\"", "deadlines.toml, field `kind`: `fees` is not a kind"),
        ("deadlines.toml", "version = \"1\"", "version = \" \"", "deadlines.toml, field `version`: is empty"),
        ("deadlines.toml", "valid_from = \"2015-04-01\"", "valid_from = \"2015-02-29\"", "deadlines.toml, field `valid_from`: "),
        ("deadlines.toml", "count = 7 }", "count = \"seven\" }", "deadlines.toml, rule `child_assessment_decision`, field `limit"),
        ("deadlines.toml", "count = 7 }", "count = 0 }", "deadlines.toml, rule `child_assessment_decision`, field `limit.count`: must be"),
        (
            "deadlines.toml",
            "kind = \"workdays\"",
            "kind = \"fortnights\"",
            "deadlines.toml, rule `child_assessment_decision`, field `limit",
        ),
        (
            "deadlines.toml",
            "mark = \"verified\"",
            "mark = \"sure\"",
            "deadlines.toml, rule `urgent_help`, field `mark`: unknown variant `sure`",
        ),
        (
            "deadlines.toml",
            "trigger = \"matter_initiated\"",
            "triger = \"matter_initiated\"",
            "deadlines.toml, rule `urgent_help`, field `triger`: unknown field",
        ),
        ("deadlines.toml", "trigger = \"matter_initiated\"", "", "deadlines.toml, rule `urgent_help`: missing field `trigger`"),
        ("deadlines.toml", "stops = [\"urgency_assessed\"]", "stops = []", "deadlines.toml, rule `urgent_help`, field `stops`: is empty"),
        (
            "deadlines.toml",
            "stops = [\"urgency_assessed\"]",
            "stops = [\"matter_closed\"]",
            "deadlines.toml, rule `urgent_help`, field `ends`: ",
        ),
        ("deadlines.toml", "section = \"SHL 36 §\"", "section = \"\"", "deadlines.toml, rule `urgent_help`, field `section`: is empty"),
        ("deadlines.toml", "id = \"own_worker\"", "id = \"client_plan\"", "deadlines.toml, rule `client_plan`, field `id`: is there twice"),
        ("deadlines.toml", "sv = \"Servicen ska börja\"", "", "deadlines.toml, rule `service_start`, field `label.sv`: a text is missing"),
        (
            "deadlines.toml",
            "reason = \"more_investigation\"",
            "reason = \"holiday\"",
            "deadlines.toml, rule `service_start`, field `pauses[0].reason`: names `holiday`",
        ),
        (
            "deadlines.toml",
            "unless = [{ service_tasks = [\"health\"] }]",
            "unless = [{}]",
            "deadlines.toml, rule `urgent_help`, field `unless`: ",
        ),
        (
            "deadlines.toml",
            "trigger = \"decision_sent\"",
            "trigger = \"decision_made\"",
            "deadlines.toml, rule `appeal`, field `receipt`: ",
        ),
        (
            "deadlines.toml",
            "service_tasks = [\"health\"]",
            "service_tasks = [\"dental\"]",
            "deadlines.toml, rule `urgent_help`, field `unless[0].service_tasks[0]`: unknown variant `dental`",
        ),
        (
            "routing.toml",
            "team = \"akuutti\"",
            "team = \"akutti\"",
            "routing.toml, rule `acute_discharge`, field `team`: names the team `akutti`",
        ),
        ("routing.toml", "fallback_team = \"ohjaus\"", "fallback_team = \"neuvonta\"", "routing.toml, field `fallback_team`: "),
        ("routing.toml", "\"831\"] },", "\"832\"] },", "routing.toml, rule `older_west`, field `municipalities`: names `832`"),
        ("routing.toml", "code = \"153\"", "code = \"15\"", "routing.toml, rule `15`, field `code`: "),
        ("routing.toml", "when = [{ age_below = 18 }]", "when = [{}]", "routing.toml, rule `child`, field `when`: always holds"),
        ("routing.toml", "Kotikunta: {value}", "Kotikunta", "routing.toml, rule `words`, field `municipality`: lacks {value}"),
        (
            "lenses.toml",
            "sections = [\"alerts\", ",
            "sections = [\"medication\", ",
            "lenses.toml, rule `home_care_nurse`, field `sections`: `alerts` is missing",
        ),
        (
            "lenses.toml",
            "timeline = [\"visits\", ",
            "timeline = [\"visits\", \"visits\", ",
            "lenses.toml, rule `home_care_nurse`, field `timeline`: `visits` is there twice",
        ),
        ("lenses.toml", "role = \"team_lead\"", "role = \"boss\"", "lenses.toml, rule `boss`, field `role`: "),
        ("lenses.toml", "fallback_role = \"case_manager\"", "fallback_role = \"boss\"", "lenses.toml, field `fallback_role`: "),
        ("grounds.toml", "minutes = 60", "minutes = 100000", "grounds.toml, rule `joint_assessment`, field `minutes`: "),
        (
            "grounds.toml",
            "law = \"SHL 36 § ja 41 §, terveydenhuoltolaki 1326/2010 32 §\"",
            "law = \"\"",
            "grounds.toml, rule `joint_assessment`, field `law`: ",
        ),
        (
            "grounds.toml",
            "registers = [\"social\", \"patient\"]",
            "registers = [\"tax\"]",
            "grounds.toml, rule `joint_assessment`, field `registers[0]`: unknown variant `tax`",
        ),
        (
            "grounds.toml",
            "roles = [\"social_worker\"]",
            "roles = [\"anyone\"]",
            "grounds.toml, rule `child_interest`, field `roles`: names `anyone`",
        ),
        ("notices.toml", "remind_hours = 24", "remind_hours = 0", "notices.toml, field `remind_hours`: must be"),
        ("notices.toml", "attempts = 20", "attempts = 500", "notices.toml, field `attempts`: must be"),
        ("notices.toml", "from = 8", "from = 21", "notices.toml, field `sms_hours`: must begin"),
        ("notices.toml", "code = \"hearing\"", "code = \"hearings\"", "notices.toml, rule `hearing`, field `code`: is missing"),
        ("notices.toml", "merge_minutes = 60", "merge_minutes = 6000", "notices.toml, rule `message`, field `merge_minutes`: must be"),
        (
            "notices.toml",
            "fi = \"Sinulla on uutta Omat asiat -palvelussa. Kirjaudu palveluun tavalliseen tapaan.",
            "fi = \"Hei {name}! Sinulla on uutta.",
            "notices.toml, rule `words.new.sms`, field `body.fi`: takes no other field than {link}",
        ),
        (
            "notices.toml",
            "fi = \"Sinulla on uutta Omat asiat -palvelussa. Kirjaudu palveluun tavalliseen tapaan.",
            "fi = \"Sinulla on uutta Omat asiat -palvelussa, jonne kannattaa kirjautua mahdollisimman pian ja aivan tavalliseen tapaan omilla tunnuksilla tai varmenteella.",
            "notices.toml, rule `words.new.sms`, field `body.fi`: is longer than 160 characters",
        ),
        ("needs.toml", "code = \"guidance\"", "code = \"guide\"", "needs.toml, rule `guidance`, field `situations`: has no label"),
        ("needs.toml", "code = \"11\"", "code = \"10\"", "needs.toml, rule `10`, field `need_reasons`: is there twice"),
        (
            "needs.toml",
            "code = \"hearing\"",
            "code = \"listening\"",
            "deadlines.toml, rule `decision_without_delay`, field `pauses[0].reason`: names `hearing`",
        ),
    ];
    for (name, from, to, begins) in cases {
        match with(name, from, to) {
            Ok(_) => panic!("accepted: {name}: {from} -> {to}"),
            Err(text) => assert!(text.starts_with(begins), "{name}: {from} -> {to}\n  got: {text}\n  expected: {begins}…"),
        }
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let text = with("grounds.toml", "minutes = 60", "minutes = 0").unwrap_err();
    assert_eq!(text.lines().count(), 1);
    let changed = text_of("grounds.toml").replace("minutes = 60", "minutes = 0");
    let errors = RuleSet::<rules::Grounds>::parse(RuleFile { name: "grounds.toml", text: &changed }).unwrap_err();
    assert_eq!(errors.0.len(), 4);
    assert_eq!(errors.0[3].rule.as_deref(), Some("necessary_social_care"));
}

#[test]
fn every_kind_is_needed() {
    let files = &Rules::shipped_files()[1..];
    assert_eq!(Rules::from_files(files).unwrap_err().to_string(), "rules: no file of kind `deadlines`");
}

#[test]
fn versions_follow_each_other_by_date() {
    let next = text_of("routing.toml").replacen("version = \"1\"", "version = \"2\"", 1).replacen("\"2023-01-01\"", "\"2027-01-01\"", 1);
    let mut files = vec![RuleFile { name: "routing 2", text: &next }];
    files.extend(Rules::shipped_files());
    let rules = Rules::from_files(&files).unwrap();
    // Before the first version's own day the first one is used all the same.
    for (day, version) in [("2020-01-01", "1"), ("2026-12-31", "1"), ("2027-01-01", "2"), ("2040-01-01", "2")] {
        assert_eq!(rules.routing.on(day.parse().unwrap()).version, version, "{day}");
    }
    assert_eq!(rules.routing.version("2").unwrap().file, "routing 2");
    assert!(rules.routing.version("3").is_none());

    files.push(RuleFile { name: "routing 2 again", text: &next });
    let text = Rules::from_files(&files).unwrap_err().to_string();
    assert_eq!(text, "routing 2 again, field `version`: version `2` of routing is there twice");
}

/// Needs that lose a pause reason are refused even if they come into force later than the deadlines.
#[test]
fn later_needs_must_still_know_what_deadlines_name() {
    let next = text_of("needs.toml")
        .replacen("version = \"1\"", "version = \"2\"", 1)
        .replacen("\"2015-04-01\"", "\"2027-01-01\"", 1)
        .replacen("code = \"hearing\"", "code = \"listening\"", 1);
    let mut files = Rules::shipped_files().to_vec();
    files.push(RuleFile { name: "needs 2", text: &next });
    let text = Rules::from_files(&files).unwrap_err().to_string();
    assert!(text.contains("names `hearing`, which is not among pause_reasons of needs 2"), "{text}");
}

#[test]
fn live_rules_change_whole_and_requests_keep_theirs() {
    let live = LiveRules::new(Rules::shipped().unwrap());
    let held = live.current();
    let next = with("lenses.toml", "version = \"1\"", "version = \"1b\"").unwrap();
    live.replace(next);
    let day = "2026-11-21".parse().unwrap();
    assert_eq!(held.lenses.on(day).version, "1");
    assert_eq!(live.current().lenses.on(day).version, "1b");
}
