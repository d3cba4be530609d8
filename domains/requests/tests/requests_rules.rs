//! The shipped rules, as this room reads them: what is about to begin leads to the need it is about, and each need to sources that exist.
#![allow(clippy::unwrap_used, reason = "tests")]

use rules::{Covering, Rules, Starting};

#[test]
fn what_begins_leads_to_its_need() {
    let rules = Rules::shipped().unwrap();
    let set = &rules.requests.on("2026-11-18".parse().unwrap()).body;
    for (starting, code, need) in [
        (Starting::Request, "physio_assessment", Some("mobility")),
        (Starting::Request, "medication_review", None),
        (Starting::Request, "no_such", None),
        (Starting::Measure, "tug", Some("mobility")),
        (Starting::Measure, "pain", None),
        (Starting::Assessment, "assessment", Some("service_needs")),
    ] {
        assert_eq!(set.need_of(starting, code).map(|one| one.code.as_str()), need, "{starting} {code}");
    }
}

#[test]
fn a_need_names_measures_and_kinds_that_are_there() {
    let rules = Rules::shipped().unwrap();
    let day = "2026-11-18".parse().unwrap();
    let (set, measures) = (&rules.requests.on(day).body, &rules.measures.on(day).body);
    for need in &set.needs {
        assert!(need.measures.iter().all(|code| measures.of(code).is_some()), "{}", need.code);
        for by in &need.by {
            let known = |code: &String| match by.source {
                Covering::Measurement => measures.of(code).is_some(),
                Covering::Request => set.kind(code).is_some(),
                Covering::Entry | Covering::Assessment | Covering::Appointment => !code.is_empty(),
            };
            assert!(by.codes.iter().all(known), "{} {}", need.code, by.source);
        }
    }
}
