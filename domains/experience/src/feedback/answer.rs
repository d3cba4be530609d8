//! What may be answered: by the questions of the rules it was asked with. Pure.

use chrono::NaiveDate;
use kernel::FieldError;
use rules::{FeedbackAsks, FeedbackRules};

use super::model::FeedbackAnswer;

/// The longest free text.
const MOST: usize = 4_000;

/// The answers that say something, with the main value and whether the client is satisfied.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Checked {
    pub answers: Vec<FeedbackAnswer>,
    pub main_value: Option<i32>,
    pub satisfied: Option<bool>,
}

/// # Errors
/// Each answer that is to no question asked, out of its scale, too long or there twice; each question that needs one and has none.
pub(crate) fn checked(set: &FeedbackRules, asked_on: NaiveDate, given: &[FeedbackAnswer]) -> Result<Checked, Vec<FieldError>> {
    let mut faults = Vec::new();
    let mut answers: Vec<FeedbackAnswer> = Vec::new();
    for (at, one) in given.iter().enumerate() {
        let Some(question) = set.question(&one.question).filter(|question| question.holds_on(asked_on)) else {
            faults.push(FieldError::new(format!("/answers/{at}/question"), "not_in_list"));
            continue;
        };
        if answers.iter().any(|other| other.question == one.question) {
            faults.push(FieldError::new(format!("/answers/{at}/question"), "same"));
            continue;
        }
        let words = one.words.as_deref().map(str::trim).filter(|words| !words.is_empty());
        match question.asks {
            FeedbackAsks::Scale => {
                if words.is_some() {
                    faults.push(FieldError::new(format!("/answers/{at}/words"), "wrong_shape"));
                }
                match one.value {
                    Some(value) if !(question.least..=question.most).contains(&value) => {
                        faults.push(FieldError::new(format!("/answers/{at}/value"), "out_of_range"));
                    }
                    Some(value) => {
                        answers.push(FeedbackAnswer { question: one.question.clone(), value: Some(value), words: None });
                    }
                    None => {}
                }
            }
            FeedbackAsks::Text => {
                if one.value.is_some() {
                    faults.push(FieldError::new(format!("/answers/{at}/value"), "wrong_shape"));
                }
                if words.is_some_and(|words| words.chars().count() > MOST) {
                    faults.push(FieldError::new(format!("/answers/{at}/words"), "too_long"));
                } else if let Some(words) = words {
                    answers.push(FeedbackAnswer { question: one.question.clone(), value: None, words: Some(words.to_owned()) });
                }
            }
        }
    }
    let missing = set
        .questions
        .iter()
        .filter(|question| question.required && question.holds_on(asked_on))
        .filter(|question| !answers.iter().any(|one| one.question == question.code));
    if faults.is_empty() {
        faults.extend(missing.map(|question| FieldError::new(format!("/answers/{}", question.code), "required")));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let main_value = answers.iter().find(|one| one.question == set.main).and_then(|one| one.value);
    Ok(Checked { main_value, satisfied: main_value.map(|value| value >= set.good), answers })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(all: &[(&str, Option<i32>, Option<&str>)]) -> Result<Checked, Vec<(String, String)>> {
        let rules = rules::Rules::shipped().unwrap();
        let set = &rules.feedback.on("2026-11-23".parse().unwrap()).body;
        let answers: Vec<FeedbackAnswer> = all
            .iter()
            .map(|(question, value, words)| FeedbackAnswer {
                question: (*question).to_owned(),
                value: *value,
                words: words.map(str::to_owned),
            })
            .collect();
        checked(set, "2026-11-23".parse().unwrap(), &answers)
            .map_err(|faults| faults.into_iter().map(|fault| (fault.path, fault.code)).collect())
    }

    #[test]
    fn what_is_on_the_scale_is_taken_and_the_main_answer_says_who_is_satisfied() {
        let taken = given(&[("satisfied", Some(4), None), ("words", None, Some("  Hyvä.  ")), ("respected", None, None)]).unwrap();
        assert_eq!((taken.main_value, taken.satisfied, taken.answers.len()), (Some(4), Some(true), 2));
        assert_eq!(taken.answers[1].words.as_deref(), Some("Hyvä."));
        assert_eq!(given(&[("satisfied", Some(3), None)]).unwrap().satisfied, Some(false));
    }

    #[test]
    fn what_is_not_asked_is_told() {
        let fault = |all: &[_]| given(all).unwrap_err().remove(0);
        let said = |path: &str, code: &str| (path.to_owned(), code.to_owned());
        assert_eq!(fault(&[("satisfied", Some(6), None)]), said("/answers/0/value", "out_of_range"));
        assert_eq!(fault(&[("respected", Some(5), None)]), said("/answers/satisfied", "required"));
        assert_eq!(fault(&[("weather", Some(5), None)]), said("/answers/0/question", "not_in_list"));
        assert_eq!(fault(&[("satisfied", Some(5), None), ("satisfied", Some(1), None)]), said("/answers/1/question", "same"));
        assert_eq!(fault(&[("words", Some(5), None)]), said("/answers/0/value", "wrong_shape"));
    }
}
