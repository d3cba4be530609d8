//! Validation of bodies on the server: drafts may have holes, finished documents may not, and a hetu is never taken in.

mod draft;
mod fields;
mod hetu;

use jsonschema::{Draft, Validator};
use kernel::FieldError;
use serde_json::Value;

use crate::structure::{Condition, Structure, StructureFault, as_kept, check_conditions, conditions};

pub use hetu::holds_hetu;

/// Largest body that is taken, in bytes of JSON.
pub const MAX_BODY_BYTES: usize = 512 * 1024;

/// How strictly a body is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Autosave: nothing needs to be there yet, but what is there has its type, length and code set, and no unknown fields.
    Draft,
    /// Finishing: the whole schema.
    Whole,
}

/// The compiled validators of one structure.
#[derive(Debug)]
pub struct Validators {
    draft: Validator,
    whole: Validator,
    conditions: Vec<Condition>,
}

impl Validators {
    /// Compiles both validators.
    ///
    /// # Errors
    /// When the schema does not compile; one that passed [`crate::structure::parse`] does.
    pub fn of(structure: &Structure) -> Result<Self, StructureFault> {
        let kept = as_kept(&structure.schema);
        Ok(Self { draft: compile(&draft::relaxed(&kept))?, whole: compile(&kept)?, conditions: conditions(structure).stated })
    }

    /// What is wrong with a body: path, code and parameters of each, in the order of the schema; empty when it is fine.
    ///
    /// Codes: `required`, `unknown_field`, `wrong_type {expected}`, `not_in_list`, `wrong_format {format}`,
    /// `too_long {max}`, `too_short {min}`, `too_few {min}`, `too_many {max}`, `too_small {min}`, `too_great {max}`,
    /// `repeated`, `hetu`, `too_large {max}`, `one_required {fields}`, `not_allowed`.
    #[must_use]
    pub fn check(&self, mode: Mode, body: &Value) -> Vec<FieldError> {
        let validator = match mode {
            Mode::Draft => &self.draft,
            Mode::Whole => &self.whole,
        };
        let mut errors = Vec::new();
        let bytes = serde_json::to_string(body).map_or(usize::MAX, |s| s.len());
        if bytes > MAX_BODY_BYTES {
            return vec![fields::with(FieldError::new("", "too_large"), "max", MAX_BODY_BYTES)];
        }
        for e in validator.iter_errors(body) {
            fields::add(&mut errors, &e);
        }
        if mode == Mode::Whole {
            check_conditions(&self.conditions, body, false, &mut errors);
        }
        hetu::find(body, &mut errors);
        errors
    }
}

/// What a body that has been given out still lacks by its structure as the nation wrote it, identifiers of the register among it.
///
/// # Errors
/// When the schema does not compile; one that passed [`crate::structure::parse`] does.
pub fn gaps(structure: &Structure, body: &Value) -> Result<Vec<FieldError>, StructureFault> {
    let mut errors = Vec::new();
    for e in compile(&structure.schema)?.iter_errors(body) {
        fields::add(&mut errors, &e);
    }
    check_conditions(&conditions(structure).stated, body, true, &mut errors);
    Ok(errors)
}

fn compile(schema: &Value) -> Result<Validator, StructureFault> {
    jsonschema::options()
        .with_draft(Draft::Draft7)
        .should_validate_formats(true)
        .build(schema)
        .map_err(|e| StructureFault { path: e.instance_path().as_str().to_owned(), reason: e.masked().to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::structure::{Kind, shipped};
    use serde_json::json;

    fn codes(kind: Kind, mode: Mode, body: &Value) -> Vec<(String, String)> {
        let v = Validators::of(&shipped(kind).unwrap().structure).unwrap();
        v.check(mode, body).into_iter().map(|e| (e.path, e.code)).collect()
    }

    fn one(path: &str, code: &str) -> Vec<(String, String)> {
        vec![(path.into(), code.into())]
    }

    fn decision(outcome: &str) -> Value {
        json!({"decision": {
            "matter": {"subject": "Kotihoito", "initiated_on": "2026-11-02"},
            "ruling": {"outcome": outcome, "text": "Myönnetään.", "valid_from": "2026-12-01",
                "services": [{"service": "home_care", "from": "2026-12-01"}]},
            "grounds": {"reasons": "Arvion mukaan.", "legal_basis": ["Sosiaalihuoltolaki (1301/2014) 19 a §"]},
            "more_information": {"name": "Liisa Laine", "contact": "040 123 4567"},
            "appeal": {"kind": "1", "authority": "Lautakunta", "address": "PL 1, 53100 Lappeenranta"}
        }})
    }

    #[test]
    fn a_draft_may_be_empty_and_a_finished_one_may_not() {
        for kind in Kind::ALL {
            assert!(codes(kind, Mode::Draft, &json!({})).is_empty(), "{kind}");
            assert_eq!(codes(kind, Mode::Whole, &json!({})), one(&format!("/{kind}"), "required"), "{kind}");
        }
    }

    #[test]
    fn types_lists_and_unknown_fields_are_checked_in_a_draft_too() {
        let c = |b: Value| codes(Kind::Plan, Mode::Draft, &b);
        assert_eq!(c(json!({"plan": {"goals": "x"}})), one("/plan/goals", "wrong_type"));
        assert_eq!(c(json!({"plan": {"secret": 1}})), one("/plan/secret", "unknown_field"));
        assert_eq!(c(json!({"plan": {"services": [{"service": "magic"}]}})), one("/plan/services/0/service", "not_in_list"));
        assert_eq!(c(json!({"plan": {"follow_up": {"duration": "x".repeat(501)}}})), one("/plan/follow_up/duration", "too_long"));
        assert!(c(json!({"plan": {"follow_up": {"duration": "", "review_on": "2027-"}}})).is_empty(), "half-typed is a draft");
    }

    #[test]
    fn dates_are_checked_when_finishing() {
        let mut d = decision("positive");
        assert!(codes(Kind::Decision, Mode::Whole, &d).is_empty(), "{:?}", codes(Kind::Decision, Mode::Whole, &d));
        d["decision"]["ruling"]["valid_from"] = "2026-02-30".into();
        assert_eq!(codes(Kind::Decision, Mode::Whole, &d), one("/decision/ruling/valid_from", "wrong_format"));
        d["decision"]["ruling"]["valid_from"] = "".into();
        assert_eq!(codes(Kind::Decision, Mode::Whole, &d), one("/decision/ruling/valid_from", "wrong_format"));
    }

    #[test]
    fn an_empty_required_text_is_missing() {
        let mut d = decision("positive");
        d["decision"]["grounds"]["reasons"] = "".into();
        assert_eq!(codes(Kind::Decision, Mode::Whole, &d), one("/decision/grounds/reasons", "required"));
    }

    #[test]
    fn a_refusal_says_what_is_not_granted_and_a_grant_names_a_service() {
        assert_eq!(codes(Kind::Decision, Mode::Whole, &decision("negative")), one("/decision/ruling/not_granted", "required"));
        assert_eq!(codes(Kind::Decision, Mode::Whole, &decision("partial")), one("/decision/ruling/not_granted", "required"));
        let mut d = decision("positive");
        d["decision"]["ruling"]["services"] = json!([]);
        assert_eq!(codes(Kind::Decision, Mode::Whole, &d), one("/decision/ruling/services", "too_few"));
    }

    #[test]
    fn the_clients_view_or_the_obstacle_is_needed() {
        let view = |v: Value| {
            codes(Kind::Assessment, Mode::Whole, &json!({"assessment": {"client_view": v}}))
                .into_iter()
                .filter(|(p, _)| p.starts_with("/assessment/client_view"))
                .collect::<Vec<_>>()
        };
        assert_eq!(view(json!({})), one("/assessment/client_view/own_view", "required"));
        assert!(view(json!({"own_view": "Haluan asua kotona."})).is_empty());
        assert!(view(json!({"own_view_obstacle": "Asiakas ei pysty ilmaisemaan tahtoaan."})).is_empty());
    }

    #[test]
    fn a_hetu_is_not_taken_in_any_field_or_mode() {
        let body = json!({"plan": {"needs": {"client_view": "Äiti (010190-999W) asuu naapurissa."}}});
        assert_eq!(codes(Kind::Plan, Mode::Draft, &body), one("/plan/needs/client_view", "hetu"));
    }

    #[test]
    fn an_enormous_body_is_refused_before_it_is_looked_at() {
        let body = json!({"plan": {"x": "y".repeat(MAX_BODY_BYTES)}});
        assert_eq!(codes(Kind::Plan, Mode::Draft, &body), one("", "too_large"));
    }
}
