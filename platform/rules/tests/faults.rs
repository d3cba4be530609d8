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
    Rules::from_files(&files).map_err(without_lines)
}

/// The faults as text; lines are looked at by tests of their own.
fn without_lines(errors: rules::RuleErrors) -> String {
    let texts = errors.0.into_iter().map(|mut error| {
        error.line = None;
        error.to_string()
    });
    texts.collect::<Vec<_>>().join("\n")
}

#[test]
fn faults_name_file_rule_and_field() {
    // file, what is replaced, by what, how the fault begins
    let cases = [
        ("deadlines.toml", "kind = \"deadlines\"", "kind = ", "deadlines.toml: "),
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
            "deadlines.toml, rule `urgent_help`, field `unless[0]`: ",
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
        ("routing.toml", "\"831\"] },", "\"832\"] },", "routing.toml, rule `older_west`, field `when[0].municipalities`: names `832`"),
        ("routing.toml", "code = \"153\"", "code = \"15\"", "routing.toml, rule `15`, field `code`: "),
        ("routing.toml", "when = [{ age_below = 18 }]", "when = [{}]", "routing.toml, rule `child`, field `when`: always holds"),
        ("routing.toml", "Kotikunta: {value}", "Kotikunta", "routing.toml, rule `words`, field `words.municipality`: lacks {value}"),
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
        ("insight.toml", "months = 24", "months = 0", "insight.toml, rule `shown`, field `months`: must be from 1 to 144"),
        ("rights.toml", "months = 2\n", "months = 13\n", "rights.toml, rule `extension`, field `months`: must be from 1 to 12 months"),
        ("rights.toml", "days = 14", "days = 0", "rights.toml, rule `kept`, field `days`: must be from 1 to 90 days"),
        (
            "will.toml",
            "level = \"controller\"",
            "level = \"all\"",
            "will.toml, rule `denial_patient`, field `level`: does not fit the kind",
        ),
        ("will.toml", "register = \"patient\"\n", "", "will.toml, rule `permit_patient`, field `register`: is needed"),
        (
            "will.toml",
            "emergency = { fi = \"Hätätilanteessa potilastietojani",
            "# { fi = \"Hätätilanteessa potilastietojani",
            "will.toml, rule `denial_patient`, field `emergency`: is needed for a denial",
        ),
        (
            "selfdirection.toml",
            "rows = [21]",
            "rows = []",
            "selfdirection.toml, field `groups`: row 21 of the social register is in no group",
        ),
        (
            "selfdirection.toml",
            "rows = [21]",
            "rows = [21, 15]",
            "selfdirection.toml, rule `plans`, field `rows`: has row 15 of the social register, which `services` has",
        ),
        (
            "selfdirection.toml",
            "percent = 25",
            "percent = 30",
            "selfdirection.toml, rule `mostly_shared`, field `percent`: its cells make 25",
        ),
        (
            "selfdirection.toml",
            "effect = \"wish\"",
            "effect = \"mandate\"",
            "selfdirection.toml, rule `own_team`, field `effect`: is not what",
        ),
        ("selfdirection.toml", "groups = [\"basic\"]", "groups = []", "selfdirection.toml, field `lets`: says 0 times"),
        (
            "selfdirection.toml",
            "register = \"patient\"",
            "register = \"social\"",
            "selfdirection.toml, rule `other_units`, field `register`: is needed for a will",
        ),
        (
            "selfdirection.toml",
            "{ party = \"other_units\", groups = [\"health\"], choice = \"keep\" }",
            "{ party = \"other_units\", groups = [\"plans\"], choice = \"keep\" }",
            "selfdirection.toml, rule `mostly_own`, field `cells`: chooses differently",
        ),
        (
            "selfdirection.toml",
            "situations = [\"ordinary\"]",
            "situations = []",
            "selfdirection.toml, rule `apps`, field `situations`: lacks `ordinary`",
        ),
        (
            "measures.toml",
            "{ code = \"middle\", up_to = 9.0,",
            "{ code = \"middle\", up_to = 5.0,",
            "measures.toml, rule `sppb`, field `bands`: the limits must rise",
        ),
        (
            "measures.toml",
            "{ code = \"good\", label = { fi = \"hyvä suorituskyky\"",
            "{ code = \"good\", up_to = 12.0, label = { fi = \"hyvä suorituskyky\"",
            "measures.toml, rule `sppb`, field `bands`: the last has no limit",
        ),
        (
            "measures.toml",
            "{ kind = \"quotient\", dividend = \"distance\", divisor = \"time\" }",
            "{ kind = \"quotient\", dividend = \"length\", divisor = \"time\" }",
            "measures.toml, rule `gait_speed`, field `score`: needs two numbers",
        ),
        (
            "measures.toml",
            "of = \"weight\", at_least",
            "of = \"mass\", at_least",
            "measures.toml, rule `weight_change`, field `score`: is counted from another measure that is there",
        ),
        ("measures.toml", "loinc = \"29463-7\"", "loinc = \"29463-8\"", "measures.toml, rule `weight`, field `loinc`: `29463-8` is not"),
        ("measures.toml", "holder = \"interRAI\"\n", "", "measures.toml, rule `rai_cps`, field `items`: of a licensed measure"),
        (
            "measures.toml",
            "\"b730\", \"d410\", \"d415\"",
            "\"x730\", \"d410\", \"d415\"",
            "measures.toml, rule `sppb`, field `icf[0]`: `x730` is not",
        ),
        ("watch.toml", "workdays = 10", "workdays = 0", "watch.toml, field `review.workdays`: must be from 1 to 60"),
        ("watch.toml", "number_reach = 2\n", "", "watch.toml, rule `neighbour`, field `number_reach`: is needed"),
        (
            "watch.toml",
            "number_reach = 2\n",
            "number_reach = 2\nfactor = 2.0\n",
            "watch.toml, rule `neighbour`, field `factor`: is not a parameter",
        ),
        ("watch.toml", "factor = 3.0", "factor = 1.0", "watch.toml, rule `volume`, field `factor`: must be from 1.1"),
        ("catalogue.toml", "row = 18", "row = 31", "catalogue.toml, rule `customerships`, field `row`: must be from 1 to 30"),
        ("catalogue.toml", "row = 18", "row = 17", "catalogue.toml, field `rows`: lacks the row 18"),
        (
            "catalogue.toml",
            "group = \"services\"",
            "group = \"deals\"",
            "catalogue.toml, rule `professionals`, field `group`: names `deals`, which is not among the groups",
        ),
        ("catalogue.toml", "role = \"team_lead\"", "role = \"boss\"", "catalogue.toml, rule `boss`, field `role`: `boss` is not a role"),
        ("catalogue.toml", "role = \"team_lead\"", "role = \"boss\"", "catalogue.toml, field `roles`: lacks the role team_lead"),
        (
            "catalogue.toml",
            "code = \"own_choices\"",
            "code = \"direct_choice\"",
            "catalogue.toml, rule `provider_choice`, field `facets[1].code`: is there",
        ),
        (
            "catalogue.toml",
            "level = \"county\"\nask",
            "level = \"undecided\"\nask",
            "catalogue.toml, rule `undecided`, field `level`: is no level",
        ),
        (
            "catalogue.toml",
            "level = \"county\"\nask",
            "level = \"undecided\"\nask",
            "catalogue.toml, field `questions`: lacks the question of county",
        ),
        ("grounds.toml", "workdays = 5", "workdays = 0", "grounds.toml, field `review.workdays`: must be from 1 to 60"),
        (
            "grounds.toml",
            "code = \"joint_assessment\"",
            "code = \"joint_assessment\"\nemergency = true",
            "grounds.toml, rule `joint_assessment`, field `emergency`: ",
        ),
        (
            "grounds.toml",
            "code = \"joint_assessment\"",
            "code = \"joint_assessment\"\nwithout_relation = true",
            "grounds.toml, rule `joint_assessment`, field `without_relation`: ",
        ),
        (
            "grounds.toml",
            "code = \"violence\"",
            "code = \"life_or_health\"",
            "grounds.toml, rule `emergency_care`, field `reasons[3]`: `life_or_health` is there twice",
        ),
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
        ("notices.toml", "code = \"hearing\"", "code = \"hearings\"", "notices.toml, field `occasions`: `hearing` is missing"),
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
        ("accessibility.toml", "reply_days = 14", "reply_days = 90", "accessibility.toml, field `reply_days`: must be"),
        (
            "accessibility.toml",
            "conformance = \"partial\"",
            "conformance = \"full\"",
            "accessibility.toml, field `conformance`: says `full`",
        ),
        (
            "accessibility.toml",
            "criterion = \"1.1.1\"",
            "criterion = \"1.1\"",
            "accessibility.toml, rule `attachments`, field `criterion`: is not a criterion's number",
        ),
        (
            "accessibility.toml",
            "web = \"https://www.saavutettavuusvaatimukset.fi\"",
            "web = \"saavutettavuusvaatimukset.fi\"",
            "accessibility.toml, field `authority.web`: is not an https address",
        ),
        (
            "accessibility.toml",
            "[contact]\nemail = \"\"",
            "[contact]\nemail = \"kirjaamo\"",
            "accessibility.toml, field `contact.email`: is not an e-mail address",
        ),
        ("remedies.toml", "correction_years = 5", "correction_years = 0", "remedies.toml, field `correction_years`: must be"),
        ("remedies.toml", "after_review = true", "after_review = false", "remedies.toml, field `remedies`: has none for every task"),
        (
            "remedies.toml",
            "kind = \"appeal\"",
            "kind = \"review\"",
            "remedies.toml, rule `court`, field `kind`: is a review after a review",
        ),
        ("remedies.toml", "way = \"electronic\"", "way = \"letter\"", "remedies.toml, rule `letter`, field `way`: is there twice"),
        (
            "remedies.toml",
            "fi = \"{county}, kirjaamo\"",
            "fi = \"{organ}, kirjaamo\"",
            "remedies.toml, rule `review`, field `address.fi`: takes no other field than {county}",
        ),
        (
            "remedies.toml",
            "section = \"Laki 13/2003 19 §\"",
            "section = \"\"",
            "remedies.toml, rule `electronic`, field `section`: is empty",
        ),
        ("retention.toml", "years = 30", "years = 0", "retention.toml, rule `social_records`, field `periods[0].years`: is out of range"),
        (
            "retention.toml",
            "id = \"family_law\"",
            "id = \"child_protection\"",
            "retention.toml, rule `child_protection`, field `id`: is there twice",
        ),
        (
            "retention.toml",
            "[\"family_law\"]",
            "[\"child_protection\"]",
            "retention.toml, rule `family_law`, field `service_tasks`: is about the same data as `child_protection`",
        ),
        (
            "retention.toml",
            "mark = \"memory\"",
            "mark = \"sure\"",
            "retention.toml, rule `social_records`, field `mark`: unknown variant `sure`",
        ),
        (
            "retention.toml",
            "from = \"written\"",
            "from = \"death\"",
            "retention.toml, rule `access_log`, field `periods[0].from`: does not fit",
        ),
        (
            "retention.toml",
            "what = \"records\"",
            "what = \"everything\"",
            "retention.toml, rule `social_records`, field `what`: unknown variant",
        ),
        (
            "retention.toml",
            "what = \"access_log\"",
            "what = \"access_log\"\nregister = \"patient\"",
            "retention.toml, rule `access_log`, field `register`: is named for",
        ),
        ("retention.toml", "register = \"patient\"\n", "", "retention.toml, rule `patient_records`, field `register`: is missing"),
        ("needs.toml", "code = \"guidance\"", "code = \"guide\"", "needs.toml, rule `guidance`, field `situations`: has no label"),
        ("needs.toml", "code = \"11\"", "code = \"10\"", "needs.toml, rule `10`, field `code`: is there twice"),
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
            Err(text) => {
                assert!(text.lines().any(|line| line.starts_with(begins)), "{name}: {from} -> {to}\n  got: {text}\n  expected: {begins}…")
            }
        }
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let text = with("grounds.toml", "minutes = 60", "minutes = 0").unwrap_err();
    assert_eq!(text.lines().count(), 1);
    let changed = text_of("grounds.toml").replace("minutes = 60", "minutes = 0");
    let errors = RuleSet::<rules::Grounds>::parse(RuleFile { name: "grounds.toml", text: &changed }).unwrap_err();
    assert_eq!(errors.0.len(), 5);
    assert_eq!(errors.0[3].rule.as_deref(), Some("necessary_social_care"));
}

#[test]
fn every_kind_is_needed() {
    let files = &Rules::shipped_files()[1..];
    assert_eq!(Rules::from_files(files).unwrap_err().to_string(), "rules: no file of kind `routing`");
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
    let text = without_lines(Rules::from_files(&files).unwrap_err());
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

/// The same for one text: line and column of each fault, with its code.
fn places(name: &str, changes: &[(&str, &str)]) -> Vec<(usize, usize, &'static str)> {
    let mut text = text_of(name).to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "nothing to replace in {name}: {from}");
        text = text.replacen(from, to, 1);
    }
    let files: Vec<RuleFile<'_>> =
        Rules::shipped_files().iter().map(|file| if file.name == name { RuleFile { name, text: &text } } else { *file }).collect();
    let faults = Rules::from_files(&files).unwrap_err();
    faults.0.iter().map(|fault| (fault.line.unwrap_or_else(|| panic!("{fault:?}")), fault.column.unwrap(), fault.code)).collect()
}

fn line_of(name: &str, sought: &str) -> usize {
    text_of(name).lines().position(|line| line.contains(sought)).unwrap() + 1
}

#[test]
fn faults_stand_at_line_and_column() {
    /// What is changed in the file, and where which faults stand then.
    type Case<'a> = (&'a [(&'a str, &'a str)], Vec<(usize, usize, &'a str)>);
    let at = |sought: &str| line_of("deadlines.toml", sought);
    let cases: [Case<'_>; 6] = [
        // Not TOML at all: where reading stopped.
        (&[("id = \"own_worker\"", "id = \"own_worker")], vec![(at("id = \"own_worker\""), 17, "syntax")]),
        // Three faults of form in three places are told together.
        (
            &[
                ("section = \"SHL 42 §\"", "sectoin = \"SHL 42 §\""),
                ("mark = \"verified\"", "mark = \"sure\""),
                ("kind = \"months\", count = 12", "kind = \"months\", count = \"twelve\""),
            ],
            vec![
                (at("mark = \"verified\""), 1, "unknown_word"),
                (at("id = \"own_worker\"") + 1, 1, "unknown_key"),
                (at("id = \"own_worker\"") - 1, 1, "missing_key"),
                (at("limit = { kind = \"months\", count = 12"), 1, "wrong_type"),
            ],
        ),
        // A unit that is not one of the program's.
        (
            &[("kind = \"workdays\", count = 7", "kind = \"working_days\", count = 7")],
            vec![(at("kind = \"workdays\", count = 7"), 11, "unknown_word")],
        ),
        (&[("count = 7 }", "count = 0 }")], vec![(at("count = 7 }"), 30, "limit_count")]),
        // A law that is missing and one that is empty.
        (&[("section = \"SHL 42 §\"", "section = \" \"")], vec![(at("SHL 42 §"), 1, "law_missing")]),
        // A misspelt language would else be a text that is silently missing.
        (&[("[rules.label]\nfi", "[rules.label]\nse = \"x\"\nfi")], vec![(at("[rules.label]") + 1, 1, "unknown_key")]),
    ];
    for (changes, mut expected) in cases {
        let mut found = places("deadlines.toml", changes);
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{changes:?}");
    }
}

/// Faults of form and of content in one file, several in one rule: one reading tells them all.
#[test]
fn everything_is_told_in_one_reading() {
    let text = "kind = \"deadlines\"\nversion = \"1\"\nvalid_from = \"2026-12-01\"\nsource = \"x\"\n\n\
        [[rules]]\nid = \"a\"\nsection = \"SHL 36 §\"\nmark = \"guess\"\ntrigger = \"matter_initiated\"\n\
        limit = { kind = \"working_days\", count = 7 }\nstops = [\"assessment_started\"]\ntypo = 1\n\
        label = { fi = \"a\", sv = \"b\", en = \"c\" }\n\n\
        [[rules]]\nid = \"b\"\nsection = \" \"\nmark = \"memory\"\ntrigger = \"matter_initiated\"\n\
        limit = { kind = \"workdays\", count = 0 }\nstops = [\"assessment_started\"]\n\
        label = { fi = \"a\", sv = \"b\", en = \"c\" }\n";
    let errors = RuleSet::<rules::Deadlines>::parse(RuleFile { name: "d", text }).unwrap_err();
    let mut told: Vec<(usize, &str)> = errors.0.iter().map(|error| (error.line.unwrap(), error.code)).collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [(9, "unknown_word"), (11, "unknown_word"), (13, "unknown_key"), (18, "law_missing"), (21, "limit_count")],
        "{errors}"
    );
}

/// A rule may stand in the file once for each time it is in force; the times meet day by day.
#[test]
fn validity_of_rules_neither_overlaps_nor_gaps() {
    const RULE: &str = "[[rules]]\nid = \"own_worker\"\nsection = \"SHL 42 §\"\nmark = \"memory\"\ntrigger = \"customership_opened\"\n\
        limit = { kind = \"days\", count = 30 }\nstops = [\"own_worker_named\"]\n";
    const LABEL: &str = "label = { fi = \"a\", sv = \"b\", en = \"c\" }\n";
    let head = "kind = \"deadlines\"\nversion = \"x\"\nvalid_from = 2026-01-01\nsource = \"SHL\"\n\n";
    let file = |id: &str, first: &str, second: &str| {
        format!("{head}{RULE}{LABEL}{first}\n\n{}{LABEL}{second}\n", RULE.replace("own_worker\"\nsection", &format!("{id}\"\nsection")))
    };
    let faults = |text: &str| {
        let read = RuleSet::<rules::Deadlines>::parse(RuleFile { name: "d", text });
        read.map(|set| set.body).map_err(|errors| errors.0.iter().map(|e| (e.code, e.line.unwrap())).collect::<Vec<_>>())
    };
    for id in ["own_worker", "own_worker_2027"] {
        let met = faults(&file(id, "valid_to = \"2026-12-31\"", "valid_from = 2027-01-01")).unwrap();
        assert_eq!(met.rule_on(id, "2027-01-01".parse().unwrap()).unwrap().valid_to, None);
        assert_eq!(faults(&file(id, "valid_to = \"2027-01-31\"", "valid_from = \"2027-01-01\"")).unwrap_err(), [("validity_overlap", 24)]);
        assert_eq!(faults(&file(id, "valid_to = \"2026-11-30\"", "valid_from = \"2027-01-01\"")).unwrap_err(), [("validity_gap", 24)]);
        assert_eq!(faults(&file(id, "", "valid_from = \"2027-01-01\"")).unwrap_err(), [("validity_overlap", 24)]);
        assert_eq!(
            faults(&file(id, "valid_from = \"2026-12-01\"\nvalid_to = \"2026-11-30\"", "valid_from = \"2026-12-02\"")).unwrap_err()[0],
            ("validity_backwards", 15)
        );
    }
    assert_eq!(faults(&file("own_worker", "", "")).unwrap_err(), [("twice", 17)]);
    // Each time has its own rule.
    let two = faults(&file("own_worker", "valid_to = \"2026-12-31\"", "valid_from = \"2027-01-01\"")).unwrap();
    for (day, from) in [("2020-01-01", None), ("2026-12-31", None), ("2027-01-01", Some("2027-01-01".parse().unwrap()))] {
        assert_eq!(two.rule_on("own_worker", day.parse().unwrap()).unwrap().valid_from, from, "{day}");
    }
}

#[test]
fn units_of_pauses_fit_the_limit() {
    let shift = |id: &str, to: &str| {
        let text = text_of("deadlines.toml");
        let begin = text.find(&format!("id = \"{id}\"")).unwrap();
        let changed = format!("{}{}", &text[..begin], text[begin..].replacen("shift = \"none\"", &format!("shift = \"{to}\""), 1));
        let errors = RuleSet::<rules::Deadlines>::parse(RuleFile { name: "d", text: &changed });
        errors.map(|_| ()).map_err(|errors| errors.0.iter().map(|error| error.code).collect::<Vec<_>>())
    };
    assert_eq!(shift("older_assessment_start", "workdays"), Ok(()));
    assert_eq!(shift("older_assessment_start", "days"), Err(vec!["pause_unit"]));
    assert_eq!(shift("child_assessment_finish", "workdays"), Err(vec!["pause_unit"]));
    assert_eq!(shift("decision_without_delay", "days"), Err(vec!["pause_without_date"]));
}

#[test]
fn a_route_that_nothing_reaches_is_told() {
    let insert = |rule: &str| {
        let text =
            text_of("routing.toml").replacen("[[rules]]\nid = \"older_west\"", &format!("{rule}\n[[rules]]\nid = \"older_west\""), 1);
        let read = RuleSet::<rules::Routing>::parse(RuleFile { name: "r", text: &text });
        read.map(|_| ()).map_err(|errors| errors.0.iter().map(|e| (e.code, e.rule.clone().unwrap())).collect::<Vec<_>>())
    };
    let rule = |when: &str| format!("[[rules]]\nid = \"new\"\nteam = \"ita\"\n{when}\ntext = {{ fi = \"a\", sv = \"b\", en = \"c\" }}\n");
    assert_eq!(insert(&rule("when = [{ urgencies = [\"urgent\"], municipalities = [\"416\"] }]")), Ok(()));
    // Two rules before it take it all together: neither alone does.
    let hidden = "when = [{ service_tasks = [\"older_people\"], municipalities = [\"153\"], urgencies = [\"urgent\"] }]";
    assert_eq!(insert(&rule(hidden)), Err(vec![("unreachable", "new".to_owned())]));
    assert_eq!(insert(&rule("when = [{ service_tasks = [\"child_protection\"] }]")), Err(vec![("unreachable", "new".to_owned())]));
    let excepted = "when = [{ age_at_least = 90, municipalities = [\"153\"] }]\nunless = [{ age_at_least = 85 }]";
    assert_eq!(insert(&rule(excepted)), Err(vec![("never_holds", "new".to_owned())]));
    let never = "when = [{ age_at_least = 70, age_below = 70 }]";
    assert_eq!(insert(&rule(never)), Err(vec![("ages_never", "new".to_owned())]));
}

#[test]
fn a_candidate_is_checked_against_the_county() {
    let others = Rules::shipped_files();
    let teams: std::collections::BTreeSet<String> = ["ohjaus", "ita"].map(str::to_owned).into();
    let codes = |text: &str, against: &rules::Against<'_>| match rules::Candidate::check(text, against) {
        Ok(candidate) => {
            Ok((candidate.kind, candidate.valid_from.to_string(), candidate.rules.routing.on(candidate.valid_from).version.clone()))
        }
        Err(errors) => Err(errors.0.iter().map(|error| (error.code, error.rule.clone().unwrap_or_default())).collect::<Vec<_>>()),
    };
    let mut against = rules::Against { kind: Some("routing"), others, teams: None, municipality: None };
    let text = text_of("routing.toml").replacen("\"2023-01-01\"", "2027-03-01", 1);
    assert_eq!(codes(&text, &against), Ok(("routing".into(), "2027-03-01".into(), "candidate".into())));
    against.municipality = Some(|code| code != "831");
    assert_eq!(codes(&text, &against), Err(vec![("municipality_unknown", "831".into())]));
    against.teams = Some(&teams);
    assert_eq!(codes(&text, &against).unwrap_err().len(), 7);
    against.kind = Some("deadlines");
    assert_eq!(codes(&text, &against), Err(vec![("kind_other", String::new())]));
    // A needs file that takes away a reason the deadlines in force name: the fault is told in the deadlines' file.
    let needs = text_of("needs.toml").replacen("code = \"hearing\"", "code = \"listening\"", 1);
    let against = rules::Against { kind: None, others, teams: None, municipality: None };
    let errors = rules::Candidate::check(&needs, &against).unwrap_err();
    assert!(errors.0.iter().all(|error| error.file == "deadlines.toml" && error.code == "pause_reason_unknown" && error.line.is_some()));
}

/// The screens have words in every language for every fault, and every fault the program can tell is in the list.
#[test]
fn every_fault_has_words() {
    let web = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/src/i18n");
    for language in ["fi", "sv", "en"] {
        let words = std::fs::read_to_string(format!("{web}/{language}/rules.json")).unwrap();
        for code in rules::FAULTS {
            assert!(words.contains(&format!("\"{code}\":")), "{language}: no words for {code}");
        }
    }
    let sources =
        ["src/kinds", "src"].iter().flat_map(|folder| std::fs::read_dir(format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap());
    let code: String = sources.filter_map(|file| std::fs::read_to_string(file.unwrap().path()).ok()).collect();
    for fault in rules::FAULTS {
        assert!(code.matches(&format!("\"{fault}\"")).count() > 1, "nothing tells {fault}");
    }
}

/// What someone may do to a rule file by hand.
fn bent(text: &str, place: usize, how: usize) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let at = place % lines.len();
    let value = lines[at].split_once(" = ").map(|(key, _)| key.to_owned());
    let with = |new: &str| value.as_ref().map_or_else(|| new.to_owned(), |key| format!("{key} = {new}"));
    let new = match how % 12 {
        0 => {
            lines.remove(at);
            return lines.join("\n");
        }
        1 => format!("{}\n{}", lines[at], lines[at]),
        2 => with("\"\""),
        3 => with("-1"),
        4 => with("99999999999"),
        5 => with("[]"),
        6 => with("{ }"),
        7 => with("2026-02-30"),
        8 => with("\"\\u0000 ä\""),
        9 => with("nan"),
        10 => lines[at].chars().skip(place % 7).collect(),
        _ => format!("{}\n[[templates]]", lines[at]),
    };
    lines[at] = &new;
    lines.join("\n")
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    /// Whatever is done to a file, it is in force whole or told with its place.
    #[test]
    fn a_bent_file_is_told_or_taken(file: proptest::sample::Index, bends in proptest::collection::vec((0..5_000_usize, 0..12_usize), 1..4)) {
        let files = Rules::shipped_files();
        let one = files[file.index(files.len())];
        let text = bends.into_iter().fold(one.text.to_owned(), |text, (place, how)| bent(&text, place, how));
        let changed: Vec<RuleFile<'_>> =
            files.iter().map(|file| if file.name == one.name { RuleFile { name: one.name, text: &text } } else { *file }).collect();
        if let Err(errors) = Rules::from_files(&changed) {
            proptest::prop_assert!(!errors.0.is_empty());
            for error in &errors.0 {
                proptest::prop_assert!(rules::FAULTS.contains(&error.code), "{error}");
                let lines = changed.iter().find(|file| file.name == error.file).unwrap().text.lines().count();
                proptest::prop_assert!(error.line.is_none_or(|line| (1..=lines + 1).contains(&line)), "{error}");
            }
        }
    }
}
