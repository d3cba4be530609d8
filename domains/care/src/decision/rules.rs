//! What a decision must have in it and when the client's time to ask for review ends. Pure.

use ::rules::{DeadlineRule, Limit, Notice, Outcome};
use chrono::NaiveDate;
use documents::mapping::Facts;
use kernel::FieldError;
use kernel::workday::{add_days, appeal_ends, e_notice_received, letter_received, roll_to_workday};

use crate::hearing::Standing;

/// What a decision says, as the room computes on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Ruling {
    pub outcome: Outcome,
    pub reasons: String,
    /// Sections of law, one a line.
    pub legal_basis: String,
    /// Codes of the services granted, comma-separated.
    pub services: Option<String>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
}

/// Reads the ruling and checks the contents a decision must have: what is decided, reasons, legal basis, how to appeal, and
/// from when a granted service is valid (434/2003 44–47 § [memory]). The author is who decides. The structure asks for the
/// same; this holds for an organiser's own structure too.
///
/// # Errors
/// The facts that are missing, by the name of the fact.
pub fn ruling(facts: &Facts) -> Result<Ruling, Vec<FieldError>> {
    let mut errors = Vec::new();
    let mut missing = |fact: &str, there: bool| {
        if !there {
            errors.push(FieldError::new(format!("/{fact}"), "required"));
        }
    };
    let outcome = facts.code("outcome").and_then(Outcome::parse);
    let legal_basis = facts.texts("legal_basis");
    let valid_from = facts.date("valid_from");
    missing("outcome", outcome.is_some());
    missing("reasons", facts.text("reasons").is_some());
    missing("legal_basis", !legal_basis.is_empty());
    // The nation's structures have the instruction to appeal as a whole text.
    let instruction = facts.text("appeal_instruction").is_some();
    missing("appeal_authority", instruction || facts.text("appeal_authority").is_some());
    missing("appeal_address", instruction || facts.text("appeal_address").is_some());
    missing("valid_from", valid_from.is_some() || outcome == Some(Outcome::Negative));
    if let (Some(from), Some(to)) = (valid_from, facts.date("valid_to"))
        && to < from
    {
        errors.push(FieldError::new("/valid_to", "before_start"));
    }
    let services: Vec<&str> = facts.list("services").iter().filter_map(|s| s.code("service")).collect();
    match (outcome, facts.text("reasons")) {
        (Some(outcome), Some(reasons)) if errors.is_empty() => Ok(Ruling {
            outcome,
            reasons: reasons.to_owned(),
            legal_basis: legal_basis.join("\n"),
            services: (!services.is_empty()).then(|| services.join(",")),
            valid_from,
            valid_to: facts.date("valid_to"),
        }),
        _ => Err(errors),
    }
}

/// Why a decision with this outcome may not be made yet: one that refuses something needs that the client has been heard
/// (434/2003 34 § [memory]). With the last day of a hearing under way.
pub fn hearing_refusal(outcome: Outcome, heard: Standing) -> Option<(&'static str, Option<NaiveDate>)> {
    match (outcome, heard) {
        (Outcome::Positive, _) | (_, Standing::Heard) => None,
        (_, Standing::NotHeard) => Some(("hearing_missing", None)),
        (_, Standing::TimeLeft(until)) => Some(("hearing_open", Some(until))),
    }
}

/// The day a decision is deemed received, by the rule in force; by the law's own days when the organiser's rules have none.
/// `None` for a way that proves the day itself: it is not known before it is recorded.
pub fn deemed(rule: Option<&DeadlineRule>, sent: NaiveDate, notice: Notice) -> Option<NaiveDate> {
    match (rule.and_then(|rule| rule.receipt), notice) {
        (_, Notice::VerifiedLetter | Notice::VerifiedElectronic) => None,
        (Some(receipt), _) => receipt.days(notice).map(|days| add_days(sent, days)),
        (None, Notice::Letter) => Some(letter_received(sent)),
        (None, Notice::Electronic) => Some(e_notice_received(sent)),
        (None, Notice::InPerson) => Some(sent),
    }
}

/// The last day to seek a change to what was received on a day.
pub fn last_day(rule: Option<&DeadlineRule>, received: NaiveDate) -> NaiveDate {
    match rule.map(|rule| rule.limit) {
        Some(Limit::Days { count, roll }) => {
            let last = add_days(received, count);
            if roll { roll_to_workday(last) } else { last }
        }
        _ => appeal_ends(received),
    }
}

/// The day a decision is deemed received and the last day to seek a change to it; `None` while the day is not known.
pub fn appeal(rule: Option<&DeadlineRule>, sent: NaiveDate, notice: Notice) -> Option<(NaiveDate, NaiveDate)> {
    deemed(rule, sent, notice).map(|received| (received, last_day(rule, received)))
}

/// Why a day cannot be recorded as the one on which the client received what was sent, as a code of the field; `None` when it
/// can. A shown day only ever gives the client more time than the deemed one (434/2003 59 § [verified]: unless shown otherwise).
pub fn not_shown(sent: NaiveDate, deemed: Option<NaiveDate>, day: NaiveDate, today: NaiveDate) -> Option<&'static str> {
    match deemed {
        _ if day > today => Some("in_future"),
        _ if day < sent => Some("before_sent"),
        Some(deemed) if day <= deemed => Some("not_after_deemed"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::rules::Rules;
    use documents::mapping::FactValue;

    fn d(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn whole() -> Facts {
        let text = |t: &str| FactValue::Text(t.into());
        let mut facts = Facts::new();
        facts
            .set("outcome", FactValue::Code("positive".into()))
            .set("reasons", text("Arvion mukaan."))
            .set("legal_basis", FactValue::Texts(vec!["SHL 19 a §".into(), "Vanhuspalvelulaki 14 §".into()]))
            .set("appeal_authority", text("Lautakunta"))
            .set("appeal_address", text("PL 1"))
            .set("valid_from", FactValue::Date(d("2026-12-01")));
        facts
    }

    #[test]
    fn a_whole_ruling() {
        let ruling = ruling(&whole()).unwrap();
        assert_eq!((ruling.outcome, ruling.legal_basis.as_str()), (Outcome::Positive, "SHL 19 a §\nVanhuspalvelulaki 14 §"));
    }

    #[test]
    fn what_is_missing_is_named() {
        let missing: Vec<String> = ruling(&Facts::new()).unwrap_err().into_iter().map(|e| e.path).collect();
        assert_eq!(missing, ["/outcome", "/reasons", "/legal_basis", "/appeal_authority", "/appeal_address", "/valid_from"]);
        let mut facts = whole();
        facts.set("valid_to", FactValue::Date(d("2026-11-01")));
        assert_eq!(ruling(&facts).unwrap_err()[0].code, "before_start");
    }

    #[test]
    fn a_refusal_needs_a_hearing() {
        use Outcome::{Negative, Partial, Positive};
        let day = d("2026-12-01");
        for (outcome, heard, refusal) in [
            (Positive, Standing::NotHeard, None),
            (Negative, Standing::NotHeard, Some(("hearing_missing", None))),
            (Partial, Standing::NotHeard, Some(("hearing_missing", None))),
            (Partial, Standing::TimeLeft(day), Some(("hearing_open", Some(day)))),
            (Negative, Standing::Heard, None),
        ] {
            assert_eq!(hearing_refusal(outcome, heard), refusal, "{outcome} {heard:?}");
        }
    }

    #[test]
    fn the_time_to_ask_for_review() {
        let rules = Rules::shipped().unwrap();
        let set = rules.deadlines.on(d("2026-11-21"));
        // Sent, how, deemed received, last day; as counted by hand in kernel::workday's tests.
        for (sent, notice, received, last) in [
            ("2026-11-02", Notice::Letter, "2026-11-09", "2026-12-09"),
            ("2026-11-17", Notice::Letter, "2026-11-24", "2026-12-28"),
            ("2026-11-02", Notice::Electronic, "2026-11-05", "2026-12-07"),
            ("2026-11-02", Notice::InPerson, "2026-11-02", "2026-12-02"),
        ] {
            for rule in [set.body.rule("appeal"), None] {
                assert_eq!(appeal(rule, d(sent), notice), Some((d(received), d(last))), "{sent} {notice:?} by rule: {}", rule.is_some());
            }
        }
        for notice in [Notice::VerifiedLetter, Notice::VerifiedElectronic] {
            assert_eq!(appeal(set.body.rule("appeal"), d("2026-11-02"), notice), None, "the day is not known before it is recorded");
        }
        // Received on Wednesday 25 November: the thirtieth day is Christmas Day.
        assert_eq!(last_day(set.body.rule("appeal"), d("2026-11-25")), d("2026-12-28"));
    }

    /// The printed instruction tells the days in words; they are those of the shipped rules.
    #[test]
    fn the_printed_instruction_tells_the_days_of_the_rules() {
        let text = include_str!("../../../documents/structures/decision.mapping.json");
        let rules = Rules::shipped().unwrap();
        let rule = rules.deadlines.on(d("2026-11-21")).body.rule("appeal").unwrap();
        let receipt = rule.receipt.unwrap();
        assert_eq!((rule.limit, receipt.letter_days, receipt.electronic_days), (Limit::Days { count: 30, roll: true }, 7, 3));
        let mapping: serde_json::Value = serde_json::from_str(text).unwrap();
        for kind in ["1", "2"] {
            for (lang, words) in
                [("fi", ["30 päivän", "seitsemäntenä päivänä", "kolmantena päivänä"]), ("sv", ["30 dagar", "sjunde dagen", "tredje dagen"])]
            {
                let told = mapping["print"]["appeal"]["texts"][kind][lang]["paragraphs"].to_string();
                assert!(words.iter().all(|w| told.contains(w)), "{kind} {lang}: {told}");
            }
        }
    }

    #[test]
    fn a_shown_day_gives_more_time_and_never_less() {
        let (sent, deemed, today) = (d("2026-11-02"), Some(d("2026-11-09")), d("2026-11-20"));
        for (deemed, day, expected) in [
            (deemed, "2026-11-12", None),
            (deemed, "2026-11-09", Some("not_after_deemed")),
            (deemed, "2026-11-05", Some("not_after_deemed")),
            (None, "2026-11-03", None),
            (None, "2026-11-02", None),
            (None, "2026-11-01", Some("before_sent")),
            (None, "2026-11-21", Some("in_future")),
        ] {
            assert_eq!(not_shown(sent, deemed, d(day), today), expected, "{day}");
        }
    }
}
