use super::*;
use ::rules::{ClientFacts, Outcome, RuleFile, Situation, Urgency};
use kernel::ServiceTask;

fn d(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Read once: parsing five files for every row of a table is slow in a debug build.
fn shipped() -> &'static Rules {
    static RULES: std::sync::LazyLock<Rules> = std::sync::LazyLock::new(|| Rules::shipped().unwrap());
    &RULES
}

/// A matter of one client, about to be assessed, not urgent.
fn facts(on: &str, birth: &str, service_task: ServiceTask) -> Facts {
    Facts {
        on: d(on),
        clients: vec![ClientFacts { birth_date: birth.parse().ok(), municipality: Some("153".into()) }],
        service_task,
        situation: Situation::NeedsAssessment,
        urgency: Urgency::NonUrgent,
        special_support: false,
        highest_care_allowance: false,
        outcome: None,
    }
}

fn started(facts: &Facts, what: Happening) -> Vec<Clock> {
    apply(shipped(), facts, &[], what, None).started
}

fn ids(clocks: &[Clock]) -> Vec<&str> {
    clocks.iter().map(|clock| clock.rule.as_str()).collect()
}

fn named<'c>(clocks: &'c [Clock], rule: &str) -> &'c Clock {
    clocks.iter().find(|clock| clock.rule == rule).unwrap_or_else(|| panic!("{rule} is not among {:?}", ids(clocks)))
}

fn rule(id: &str) -> DeadlineRule {
    shipped().deadlines.on(d("2026-11-21")).body.rule(id).unwrap().clone()
}

/// The clock of a rule as it starts for an 84-year-old on the day given.
fn clock(id: &str, on: &str) -> Clock {
    let all = started(&facts(on, "1942-01-01", ServiceTask::OlderPeople), Happening::MatterInitiated);
    named(&all, id).clone()
}

#[test]
fn who_gets_which_clocks_when_a_matter_arrives() {
    use ServiceTask::{ChildProtection, Disability, Families, Health, OlderPeople, WorkingAge};
    const URGENT: &str = "urgent_help";
    const ADULT: &str = "assessment_without_delay";
    const SERVICE: &str = "service_start";
    let child = ["child_assessment_decision"];
    let special = ["child_assessment_decision", "child_assessment_start", "child_assessment_finish"];
    // Born, task, special support; the clocks besides urgent help and service start.
    let cases: [(&str, ServiceTask, bool, Vec<&str>); 11] = [
        ("1942-01-01", OlderPeople, false, vec!["older_assessment_start", ADULT]),
        ("1951-11-21", OlderPeople, false, vec!["older_assessment_start", ADULT]), // 75 today
        ("1951-11-22", OlderPeople, false, vec![ADULT]),                           // 75 tomorrow
        ("1980-06-01", WorkingAge, true, vec![ADULT]),
        ("1942-01-01", Disability, false, vec!["older_assessment_start", ADULT]), // age decides, not the task
        ("2008-11-21", WorkingAge, true, vec![ADULT]),                            // 18 today
        ("2008-11-22", Families, false, [&child[..], &[ADULT]].concat()),         // 18 tomorrow
        ("2008-11-22", Families, true, special.to_vec()),
        ("2015-01-01", ChildProtection, false, special.to_vec()),
        ("unknown", ChildProtection, false, [&child[..], &[ADULT]].concat()),
        ("unknown", OlderPeople, false, vec![ADULT]),
    ];
    for (birth, task, special_support, expected) in cases {
        let facts = Facts { special_support, ..facts("2026-11-21", birth, task) };
        let expected = [&[URGENT][..], &expected, &[SERVICE]].concat();
        assert_eq!(ids(&started(&facts, Happening::MatterInitiated)), expected, "{birth} {task} {special_support}");
    }
    // The patient register has clocks of its own law, not these.
    assert!(started(&facts("2026-11-21", "1942-01-01", Health), Happening::MatterInitiated).is_empty());
}

#[test]
fn other_conditions_of_starting() {
    let base = facts("2026-11-21", "1980-06-01", ServiceTask::WorkingAge);
    let allowance = Facts { highest_care_allowance: true, ..base.clone() };
    assert!(ids(&started(&allowance, Happening::MatterInitiated)).contains(&"older_assessment_start"));
    let urgent = Facts { urgency: Urgency::Urgent, ..base.clone() };
    let clocks = started(&urgent, Happening::MatterInitiated);
    assert!(ids(&clocks).contains(&"service_start_urgent") && !ids(&clocks).contains(&"service_start"));
    let guidance = Facts { situation: Situation::Guidance, ..base.clone() };
    assert_eq!(ids(&started(&guidance, Happening::MatterInitiated)), ["urgent_help", "assessment_without_delay"]);
    // One of several clients is enough.
    let mut couple = base.clone();
    couple.clients.push(ClientFacts { birth_date: Some(d("1945-03-03")), municipality: None });
    assert!(ids(&started(&couple, Happening::MatterInitiated)).contains(&"older_assessment_start"));
    // A granted service of an older person; not a refused one, not another task's.
    let decided = |task, outcome| ids(&started(&Facts { outcome, service_task: task, ..base.clone() }, Happening::DecisionMade)).join(" ");
    assert_eq!(decided(ServiceTask::OlderPeople, Some(Outcome::Positive)), "older_service_start");
    assert_eq!(decided(ServiceTask::OlderPeople, Some(Outcome::Partial)), "older_service_start");
    assert_eq!(decided(ServiceTask::OlderPeople, Some(Outcome::Negative)), "");
    assert_eq!(decided(ServiceTask::OlderPeople, None), "");
    assert_eq!(decided(ServiceTask::WorkingAge, Some(Outcome::Positive)), "");
    assert_eq!(ids(&started(&base, Happening::AssessmentFinished)), ["decision_without_delay", "client_plan"]);
    assert_eq!(ids(&started(&base, Happening::CustomershipOpened)), ["own_worker"]);
    assert!(started(&base, Happening::PlanFinished).is_empty());
    // A rule starts nothing before its own first day.
    let early = Facts { outcome: Some(Outcome::Positive), ..facts("2013-06-30", "1930-01-01", ServiceTask::OlderPeople) };
    assert!(started(&early, Happening::DecisionMade).is_empty());
    assert_eq!(started(&Facts { on: d("2013-07-01"), ..early }, Happening::DecisionMade).len(), 1);
}

#[test]
fn due_dates() {
    // Rule, arrived on, due on; counted by hand.
    let cases = [
        ("older_assessment_start", "2026-11-13", "2026-11-24"), // a Friday
        ("older_assessment_start", "2026-11-14", "2026-11-24"), // the Saturday after it
        ("older_assessment_start", "2025-12-23", "2026-01-08"), // eve of Christmas Eve, New Year and Epiphany between
        ("older_assessment_start", "2026-04-02", "2026-04-15"), // Thursday before Easter
        ("older_assessment_start", "2024-06-20", "2024-07-02"), // day before Midsummer Eve
        ("service_start", "2026-11-21", "2027-02-21"),          // a Sunday: the county's own time is not rolled
        ("service_start", "2026-11-30", "2027-02-28"),          // no 30 February
        ("service_start", "2027-11-30", "2028-02-29"),          // leap year
        ("service_start", "2028-02-29", "2028-05-29"),
        ("urgent_help", "2026-11-21", "2026-11-21"),
    ];
    for (rule, on, due) in cases {
        assert_eq!(clock(rule, on).due_on, Some(d(due)), "{rule} {on}");
    }
    assert_eq!(clock("assessment_without_delay", "2026-11-21").due_on, None);
    let child = started(&facts("2026-11-30", "2015-01-01", ServiceTask::ChildProtection), Happening::MatterInitiated);
    assert_eq!(named(&child, "child_assessment_decision").due_on, Some(d("2026-12-09")));
    assert_eq!(named(&child, "child_assessment_finish").due_on, Some(d("2027-02-28")));
    let plan = started(&facts("2028-02-29", "2015-01-01", ServiceTask::ChildProtection), Happening::PlanFinished);
    assert_eq!(named(&plan, "child_plan_review").due_on, Some(d("2029-02-28")));
}

#[test]
fn a_clock_carries_its_law() {
    let clock = clock("older_assessment_start", "2026-11-13");
    assert_eq!((clock.rule_version.as_str(), clock.section.as_str(), clock.mark), ("1", "SHL 36 §", Mark::Memory));
    assert_eq!((clock.kind, clock.started_on, clock.state), (LimitKind::Workdays, d("2026-11-13"), ClockState::Running));
    assert!(clock.label.fi.starts_with("Palvelutarpeen arviointi on aloitettava"));
}

#[test]
fn counting_down() {
    let (clock, rule) = (clock("older_assessment_start", "2026-11-13"), rule("older_assessment_start"));
    for (today, left, overdue) in [
        ("2026-11-13", 7, false),
        ("2026-11-20", 2, false),
        ("2026-11-22", 2, false), // Sunday
        ("2026-11-24", 0, false), // the due date itself
        ("2026-11-25", -1, true),
        ("2026-11-30", -4, true),
    ] {
        let standing = clock.standing(&rule, d(today));
        assert_eq!(standing, Standing { state: ClockState::Running, workdays_left: Some(left), overdue }, "{today}");
    }
    let open_ended = self::clock("assessment_without_delay", "2026-11-13");
    let standing = open_ended.standing(&self::rule("assessment_without_delay"), d("2030-01-01"));
    assert_eq!(standing, Standing { state: ClockState::Running, workdays_left: None, overdue: false });
    let at_once = self::clock("urgent_help", "2026-11-13");
    assert!(!at_once.standing(&self::rule("urgent_help"), d("2026-11-13")).overdue);
    assert!(at_once.standing(&self::rule("urgent_help"), d("2026-11-14")).overdue);
}

#[test]
fn met_missed_and_ended() {
    let cases = [
        // rule, what happened, on, state
        ("older_assessment_start", Happening::AssessmentStarted, "2026-11-24", Some(ClockState::Met)),
        ("older_assessment_start", Happening::AssessmentStarted, "2026-11-25", Some(ClockState::Missed)),
        ("older_assessment_start", Happening::MatterClosed, "2026-11-20", Some(ClockState::Ended)),
        ("older_assessment_start", Happening::MatterClosed, "2026-11-30", Some(ClockState::Missed)),
        ("older_assessment_start", Happening::DecisionMade, "2026-11-20", None),
        ("assessment_without_delay", Happening::AssessmentFinished, "2028-01-01", Some(ClockState::Met)),
        ("service_start", Happening::DecisionRefused, "2026-12-01", Some(ClockState::Ended)),
        ("service_start", Happening::ServiceStarted, "2027-02-13", Some(ClockState::Met)),
        ("service_start", Happening::ServiceStarted, "2027-02-14", Some(ClockState::Missed)),
    ];
    for (id, what, on, state) in cases {
        let after = clock(id, "2026-11-13").happened(&rule(id), what, d(on));
        assert_eq!(after.as_ref().map(|clock| clock.state), state, "{id} {what} {on}");
        if let Some(after) = after {
            assert_eq!(after.stopped_on, Some(d(on)));
            assert!(
                !after.is_open()
                    && after.standing(&rule(id), d("2030-01-01")) == Standing { state: after.state, workdays_left: None, overdue: false }
            );
            assert_eq!(after.happened(&rule(id), what, d(on)), None, "a stopped clock stays stopped");
        }
    }
    // Closing a child's matter is the decision not to start an assessment.
    let child = started(&facts("2026-11-13", "2015-01-01", ServiceTask::Families), Happening::MatterInitiated);
    let decision =
        named(&child, "child_assessment_decision").happened(&rule("child_assessment_decision"), Happening::MatterClosed, d("2026-11-16"));
    assert_eq!(decision.unwrap().state, ClockState::Met);
}

#[test]
fn a_pause_moves_the_date_only_where_the_law_allows() {
    // Rule, reason, paused, resumed, due afterwards, days moved; all arrived on Friday 13 November 2026.
    let cases = [
        ("service_start", "more_investigation", "2026-12-01", "2026-12-11", "2027-02-23", 10),
        ("service_start", "hearing", "2026-12-01", "2026-12-01", "2027-02-13", 0),
        ("service_start", "client_in_hospital", "2026-12-01", "2026-12-11", "2027-02-13", 0),
        ("older_assessment_start", "client_in_hospital", "2026-11-16", "2026-11-20", "2026-11-24", 0),
        ("older_assessment_start", "client_wish", "2026-11-16", "2026-11-30", "2026-11-24", 0),
    ];
    for (id, reason, paused, resumed, due, moved) in cases {
        let rule = rule(id);
        let pause = clock(id, "2026-11-13").pause(&rule, reason, d(paused)).unwrap();
        assert_eq!((pause.state, pause.paused_on, pause.pause_reason.as_deref()), (ClockState::Paused, Some(d(paused)), Some(reason)));
        assert_eq!(pause.pause_law.as_deref(), rule.pause(reason).map(|pause| pause.section.as_str()));
        let resumed = pause.resume(&rule, d(resumed)).unwrap();
        assert_eq!((resumed.state, resumed.due_on, resumed.paused_days), (ClockState::Running, Some(d(due)), moved), "{id} {reason}");
        assert_eq!((resumed.paused_on, resumed.pause_reason, resumed.pause_law), (None, None, None));
    }
}

/// The organiser may let a pause move a limit by workdays; such a rule is counted as it says.
#[test]
fn pauses_by_workdays_and_rolled_days() {
    let changed = Rules::shipped_files().iter().find(|file| file.name == "deadlines.toml").unwrap().text;
    let changed = changed
        .replacen(
            "section = \"SHL 36 §\"\nmark = \"uncertain\"\nshift = \"none\"",
            "section = \"SHL 36 §\"\nmark = \"uncertain\"\nshift = \"workdays\"",
            1,
        )
        .replace(
            "limit = { kind = \"months\", count = 3 }\nstops = [\"service_started\"]",
            "limit = { kind = \"months\", count = 3, roll = true }\nstops = [\"service_started\"]",
        );
    let files: Vec<RuleFile<'_>> = Rules::shipped_files()
        .iter()
        .map(|file| if file.name == "deadlines.toml" { RuleFile { name: file.name, text: &changed } } else { *file })
        .collect();
    let rules = Rules::from_files(&files).unwrap();
    let all = apply(&rules, &facts("2026-11-13", "1942-01-01", ServiceTask::OlderPeople), &[], Happening::MatterInitiated, None).started;

    let start = named(&all, "older_assessment_start");
    let rule = rule_of(&rules.deadlines, start).unwrap();
    // Paused Thursday 19 November to Tuesday 24 November: three workdays pass, three are given after the 24th.
    let resumed = start.pause(rule, "client_in_hospital", d("2026-11-19")).unwrap().resume(rule, d("2026-11-24")).unwrap();
    assert_eq!((resumed.due_on, resumed.paused_days), (Some(d("2026-11-27")), 3));

    let service = named(&all, "service_start");
    let rule = rule_of(&rules.deadlines, service).unwrap();
    assert_eq!(service.due_on, Some(d("2027-02-15"))); // 13 February is a Saturday
    let resumed = service.pause(rule, "hearing", d("2026-12-01")).unwrap().resume(rule, d("2026-12-06")).unwrap();
    assert_eq!(resumed.due_on, Some(d("2027-02-22"))); // the 20th is a Saturday again
}

#[test]
fn a_paused_clock_stands_still_only_if_its_date_moves() {
    let service = rule("service_start");
    let paused = clock("service_start", "2026-11-13").pause(&service, "hearing", d("2027-02-10")).unwrap();
    let standing = paused.standing(&service, d("2027-03-31"));
    assert_eq!(standing, Standing { state: ClockState::Paused, workdays_left: Some(2), overdue: false }); // Thursday and Friday
    let told =
        clock("older_assessment_start", "2026-11-13").pause(&rule("older_assessment_start"), "client_wish", d("2026-11-16")).unwrap();
    let standing = told.standing(&rule("older_assessment_start"), d("2026-11-25"));
    assert_eq!(standing, Standing { state: ClockState::Paused, workdays_left: Some(-1), overdue: true });
    // What happens during a pause is judged by the date as the pause moved it.
    let met = paused.happened(&service, Happening::ServiceStarted, d("2027-02-20")).unwrap();
    assert_eq!((met.state, met.due_on, met.paused_on), (ClockState::Met, Some(d("2027-02-23")), None));
}

#[test]
fn refusals() {
    let (clock, rule) = (clock("service_start", "2026-11-13"), rule("service_start"));
    let refused = |clock: &Clock, reason: &str, on: &str| clock.pause(&rule, reason, d(on)).unwrap_err();
    assert_eq!(refused(&clock, "client_wish", "2026-11-20"), ClockRefusal::ReasonNotAllowed);
    assert_eq!(refused(&clock, "hearing", "2026-11-12"), ClockRefusal::DatesOutOfOrder);
    assert_eq!(refused(&clock, "hearing", "2027-02-14"), ClockRefusal::AlreadyOverdue);
    assert!(clock.pause(&rule, "hearing", d("2027-02-13")).is_ok());
    assert_eq!(clock.resume(&rule, d("2026-11-20")), Err(ClockRefusal::NotPaused));
    let paused = clock.pause(&rule, "hearing", d("2026-11-20")).unwrap();
    assert_eq!(refused(&paused, "hearing", "2026-11-21"), ClockRefusal::AlreadyPaused);
    assert_eq!(paused.resume(&rule, d("2026-11-19")), Err(ClockRefusal::DatesOutOfOrder));
    let stopped = clock.happened(&rule, Happening::MatterClosed, d("2026-11-20")).unwrap();
    assert_eq!(refused(&stopped, "hearing", "2026-11-21"), ClockRefusal::Stopped);
    let urgent = self::clock("urgent_help", "2026-11-13");
    assert_eq!(urgent.pause(&self::rule("urgent_help"), "hearing", d("2026-11-13")), Err(ClockRefusal::ReasonNotAllowed));
}

#[test]
fn the_clients_time_to_appeal() {
    let rules = shipped();
    // Sent, how, deemed received, last day.
    let cases = [
        ("2026-11-02", Some(Notice::Letter), "2026-11-09", "2026-12-09"),
        ("2026-11-02", None, "2026-11-09", "2026-12-09"),
        ("2026-11-02", Some(Notice::Electronic), "2026-11-05", "2026-12-07"), // Saturday to Monday
        ("2026-11-02", Some(Notice::InPerson), "2026-11-02", "2026-12-02"),
        ("2026-11-17", Some(Notice::Letter), "2026-11-24", "2026-12-28"), // Christmas Eve to Monday
    ];
    for (sent, notice, received, last) in cases {
        let clocks = apply(rules, &facts(sent, "1942-01-01", ServiceTask::OlderPeople), &[], Happening::DecisionSent, notice).started;
        let appeal = named(&clocks, "appeal");
        assert_eq!((appeal.started_on, appeal.due_on), (d(received), Some(d(last))), "{sent} {notice:?}");
        let rule = rule("appeal");
        assert_eq!(appeal.standing(&rule, d(last)).state, ClockState::Running);
        // Their own time is never overdue: it is over.
        let after = appeal.standing(&rule, d(last).succ_opt().unwrap());
        assert_eq!(after, Standing { state: ClockState::Ended, workdays_left: None, overdue: false });
        assert_eq!(appeal.happened(&rule, Happening::MatterClosed, d(last)), None);
        assert_eq!(appeal.happened(&rule, Happening::AppealMade, d(last)).unwrap().state, ClockState::Met);
        assert_eq!(appeal.happened(&rule, Happening::AppealMade, d("2027-06-01")).unwrap().state, ClockState::Ended);
    }
}

/// The story of one matter from the lobby to a closed file.
#[test]
fn a_matter_from_first_to_last() {
    let rules = shipped();
    let mut clocks: Vec<Clock> = Vec::new();
    let mut happen = |on: &str, what: Happening, outcome: Option<Outcome>| {
        let facts = Facts { outcome, ..facts(on, "1942-01-01", ServiceTask::OlderPeople) };
        let changes = apply(rules, &facts, &clocks, what, Some(Notice::Letter));
        for (index, clock) in changes.stopped {
            clocks[index] = clock;
        }
        clocks.extend(changes.started);
        let open = |state| clocks.iter().filter(|clock| clock.state == state).map(|clock| clock.rule.clone()).collect::<Vec<_>>().join(" ");
        (open(ClockState::Running), next_due(rules, &clocks).map(|clock| clock.rule.clone()))
    };
    let next = |rule: &str| Some(rule.to_owned());
    use Happening::*;
    assert_eq!(
        happen("2026-11-13", MatterInitiated, None),
        ("urgent_help older_assessment_start assessment_without_delay service_start".into(), next("urgent_help"))
    );
    assert_eq!(
        happen("2026-11-13", UrgencyAssessed, None),
        ("older_assessment_start assessment_without_delay service_start".into(), next("older_assessment_start"))
    );
    assert_eq!(happen("2026-11-20", AssessmentStarted, None), ("assessment_without_delay service_start".into(), next("service_start")));
    assert_eq!(
        happen("2026-12-02", AssessmentFinished, None),
        ("service_start decision_without_delay client_plan".into(), next("service_start"))
    );
    // Saved as finished a second time: nothing starts twice.
    assert_eq!(happen("2026-12-03", AssessmentFinished, None).0, "service_start decision_without_delay client_plan");
    assert_eq!(happen("2026-12-09", PlanFinished, None).0, "service_start decision_without_delay");
    assert_eq!(happen("2026-12-11", DecisionMade, Some(Outcome::Positive)).0, "service_start older_service_start");
    // The client's time runs too, but is nobody's next deadline on the desk.
    assert_eq!(
        happen("2026-12-11", DecisionSent, Some(Outcome::Positive)),
        ("service_start older_service_start appeal".into(), next("service_start"))
    );
    assert_eq!(happen("2026-12-14", CustomershipOpened, Some(Outcome::Positive)).0, "service_start older_service_start appeal own_worker");
    assert_eq!(happen("2026-12-14", OwnWorkerNamed, Some(Outcome::Positive)).0, "service_start older_service_start appeal");
    assert_eq!(happen("2026-12-21", ServiceStarted, Some(Outcome::Positive)), ("appeal".into(), None));
    assert_eq!(happen("2027-05-03", MatterClosed, Some(Outcome::Positive)), ("appeal".into(), None));
    assert!(clocks.iter().filter(|clock| clock.rule != "appeal").all(|clock| clock.state == ClockState::Met));
}

#[test]
fn each_finished_child_plan_meets_the_last_and_starts_the_next() {
    let rules = shipped();
    let at = |on: &str| facts(on, "2015-01-01", ServiceTask::ChildProtection);
    let first = apply(rules, &at("2026-03-31"), &[], Happening::PlanFinished, None).started;
    assert_eq!(named(&first, "child_plan_review").due_on, Some(d("2027-03-31")));
    let changes = apply(rules, &at("2027-02-01"), &first, Happening::PlanFinished, None);
    assert_eq!(changes.stopped.iter().map(|(index, clock)| (*index, clock.state)).collect::<Vec<_>>(), [(0, ClockState::Met)]);
    assert_eq!(named(&changes.started, "child_plan_review").due_on, Some(d("2028-02-01")));
}

#[test]
fn reopening_lets_time_run_on() {
    let ended = clock("service_start", "2026-11-13").happened(&rule("service_start"), Happening::MatterClosed, d("2026-12-01")).unwrap();
    let again = ended.reopened().unwrap();
    assert_eq!((again.state, again.due_on, again.stopped_on), (ClockState::Running, Some(d("2027-02-13")), None));
    assert!(again.standing(&rule("service_start"), d("2027-02-14")).overdue);
    let met = clock("service_start", "2026-11-13").happened(&rule("service_start"), Happening::ServiceStarted, d("2026-12-01")).unwrap();
    assert_eq!(met.reopened(), None);
}
