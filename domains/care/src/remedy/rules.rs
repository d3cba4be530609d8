//! What the law lets be done about a decision. Pure.

use chrono::{Months, NaiveDate};
use kernel::FieldError;

use super::model::{AppealOutcome, Consent, CorrectionGround, CorrectionKind, Effect, NewCorrection, ReviewOutcome};
use crate::decision::Force;
use crate::hearing::Standing;

/// Whether a request came after the last day. While the day of receipt is not known, no time has begun to run.
pub fn late(arrived: NaiveDate, until: Option<NaiveDate>) -> bool {
    until.is_some_and(|until| arrived > until)
}

/// Whether an outcome fits a request: what came late is not examined, what came in time is (434/2003 49 c § [verified]).
///
/// # Errors
/// `review_late`, `review_in_time`.
pub fn outcome_fits(outcome: ReviewOutcome, late: bool) -> Result<(), &'static str> {
    match (outcome, late) {
        (ReviewOutcome::DismissedLate, false) => Err("review_in_time"),
        (ReviewOutcome::DismissedLate, true) | (_, false) => Ok(()),
        (_, true) => Err("review_late"),
    }
}

/// What a court's outcome makes of the decision: `None` where it stays as it is.
pub const fn force_after(outcome: Option<AppealOutcome>) -> Option<Force> {
    match outcome {
        Some(AppealOutcome::Changed) => Some(Force::Changed),
        Some(AppealOutcome::Annulled | AppealOutcome::Returned) => Some(Force::Annulled),
        Some(AppealOutcome::Dismissed | AppealOutcome::NotExamined) | None => None,
    }
}

/// Why a correction may not be made, or what its form lacks.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    Refused(&'static str),
    Invalid(FieldError),
}

/// Whether a decision may be corrected on the authority's own initiative (434/2003 50–52 § [verified: kuntaliitto.fi]):
/// - within the years that the rules give, from when it was decided;
/// - a factual error by one of four grounds, for new facts only to the client's good;
/// - to the client's harm with their consent, or when the error is evident and of their own making; a slip of the pen to their
///   harm when it is of their own making or they consent (51 §: not when the result would be unreasonable to them);
/// - after the client has been heard, of a slip of the pen unless that is needless.
///
/// # Errors
/// The first fault found.
pub fn correctable(asked: &NewCorrection, decided: NaiveDate, today: NaiveDate, years: u32, heard: Standing) -> Result<(), Fault> {
    if decided.checked_add_months(Months::new(12 * years)).is_some_and(|last| last < today) {
        return Err(Fault::Refused("correction_too_old"));
    }
    let field = |path: &str, code: &str| Err(Fault::Invalid(FieldError::new(path, code)));
    match (asked.kind, asked.ground) {
        (CorrectionKind::Factual, None) => return field("/ground", "required"),
        (CorrectionKind::Writing, Some(_)) => return field("/ground", "not_in_list"),
        (CorrectionKind::Factual, Some(CorrectionGround::NewFacts)) if asked.effect == Effect::Harm => {
            return Err(Fault::Refused("new_facts_only_for_good"));
        }
        _ => {}
    }
    if asked.effect == Effect::Harm && asked.consent.is_none() {
        return Err(Fault::Refused("consent_missing"));
    }
    let needless = asked.unheard_reason.as_deref().is_some_and(|r| !r.trim().is_empty());
    let must_hear = match asked.kind {
        // What is to their good and what they agree to need not be asked of them.
        CorrectionKind::Factual => asked.effect == Effect::Harm && asked.consent != Some(Consent::Given),
        CorrectionKind::Writing => !needless,
    };
    match heard {
        _ if !must_hear => Ok(()),
        Standing::Heard => Ok(()),
        Standing::NotHeard => Err(Fault::Refused("hearing_missing")),
        Standing::TimeLeft(_) => Err(Fault::Refused("hearing_open")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn what_is_late_is_not_examined_and_what_is_not_is() {
        assert!(!late(d("2026-12-23"), Some(d("2026-12-23"))));
        assert!(late(d("2026-12-24"), Some(d("2026-12-23"))));
        assert!(!late(d("2030-01-01"), None), "no time has begun");
        assert_eq!(outcome_fits(ReviewOutcome::DismissedLate, true), Ok(()));
        assert_eq!(outcome_fits(ReviewOutcome::DismissedLate, false), Err("review_in_time"));
        for outcome in [ReviewOutcome::Upheld, ReviewOutcome::Changed, ReviewOutcome::Annulled] {
            assert_eq!((outcome_fits(outcome, false), outcome_fits(outcome, true)), (Ok(()), Err("review_late")));
        }
    }

    #[test]
    fn a_correction_needs_its_ground_its_time_consent_and_hearing() {
        let asked = |kind, ground, effect, consent, unheard: Option<&str>| NewCorrection {
            kind,
            ground,
            error: "Väärä päivä.".into(),
            effect,
            consent,
            unheard_reason: unheard.map(str::to_owned),
        };
        use CorrectionGround::{NewFacts, WrongFacts};
        use CorrectionKind::{Factual, Writing};
        use Effect::{Good, Harm, Neutral};
        let refused = |code| Err(Fault::Refused(code));
        let missing = |path: &str, code: &str| Err(Fault::Invalid(FieldError::new(path, code)));
        let open = Standing::TimeLeft(d("2026-12-01"));
        for (what, heard, expected) in [
            (asked(Factual, Some(WrongFacts), Good, None, None), Standing::NotHeard, Ok(())),
            (asked(Factual, None, Good, None, None), Standing::NotHeard, missing("/ground", "required")),
            (asked(Writing, Some(WrongFacts), Good, None, None), Standing::Heard, missing("/ground", "not_in_list")),
            (asked(Factual, Some(NewFacts), Good, None, None), Standing::NotHeard, Ok(())),
            (asked(Factual, Some(NewFacts), Harm, Some(Consent::Given), None), Standing::Heard, refused("new_facts_only_for_good")),
            (asked(Factual, Some(WrongFacts), Harm, None, None), Standing::Heard, refused("consent_missing")),
            (asked(Factual, Some(WrongFacts), Harm, Some(Consent::Given), None), Standing::NotHeard, Ok(())),
            (asked(Factual, Some(WrongFacts), Harm, Some(Consent::OwnConduct), None), Standing::NotHeard, refused("hearing_missing")),
            (asked(Factual, Some(WrongFacts), Harm, Some(Consent::OwnConduct), None), open, refused("hearing_open")),
            (asked(Factual, Some(WrongFacts), Harm, Some(Consent::OwnConduct), None), Standing::Heard, Ok(())),
            (asked(Writing, None, Neutral, None, None), Standing::NotHeard, refused("hearing_missing")),
            (asked(Writing, None, Neutral, None, Some("Vain nimi väärin.")), Standing::NotHeard, Ok(())),
            (asked(Writing, None, Harm, None, Some("x")), Standing::Heard, refused("consent_missing")),
        ] {
            assert_eq!(correctable(&what, d("2026-11-16"), d("2026-11-20"), 5, heard), expected, "{what:?}");
        }
        let good = asked(Factual, Some(WrongFacts), Good, None, None);
        assert_eq!(correctable(&good, d("2021-11-20"), d("2026-11-20"), 5, Standing::NotHeard), Ok(()));
        assert_eq!(correctable(&good, d("2021-11-19"), d("2026-11-20"), 5, Standing::NotHeard), refused("correction_too_old"));
    }
}
