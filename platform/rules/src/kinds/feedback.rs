use chrono::NaiveDate;
use kernel::{ServiceTask, Text, codes};
use serde::Deserialize;

use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

codes! {
    /// How a question is answered.
    FeedbackAsks { Scale => "scale", Text => "text" }
}

/// Feedback after a matter (E16, E14): when a client is asked, what, and how many answers there must be before anybody sees them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedbackRules {
    /// Calendar days from the matter's end to the question.
    pub days_after: u32,
    /// For how many days it can be answered and changed.
    pub open_days: u32,
    /// A client is not asked again within so many days.
    pub quiet_days: u32,
    /// With fewer answers nothing is told of them.
    pub least: i64,
    /// The question that the figures are about.
    pub main: String,
    /// An answer to it from which a client counts as satisfied.
    pub good: i32,
    pub service_tasks: Vec<ServiceTask>,
    /// Reasons of closing after which nobody is asked.
    pub not_after: Vec<String>,
    pub questions: Vec<FeedbackQuestion>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeedbackQuestion {
    pub code: String,
    pub asks: FeedbackAsks,
    /// The ends of a scale.
    #[serde(default)]
    pub least: i32,
    #[serde(default)]
    pub most: i32,
    /// Without it the answers are not taken.
    #[serde(default)]
    pub required: bool,
    pub words: Text,
    /// What the ends of the scale mean.
    #[serde(default)]
    pub low: Option<Text>,
    #[serde(default)]
    pub high: Option<Text>,
    /// It is asked from this day on, and until the other.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    #[serde(default)]
    pub until: Option<NaiveDate>,
    pub law: String,
    pub mark: Mark,
}

impl FeedbackQuestion {
    /// Whether it is asked on a day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| day >= from) && self.until.is_none_or(|until| day < until)
    }
}

impl FeedbackRules {
    pub fn question(&self, code: &str) -> Option<&FeedbackQuestion> {
        self.questions.iter().find(|one| one.code == code)
    }

    /// Whether the end of a matter of this task, for this reason, is asked about.
    pub fn asks_of(&self, task: ServiceTask, reason: &str) -> bool {
        self.service_tasks.contains(&task) && !self.not_after.iter().any(|one| one == reason)
    }
}

impl RuleKind for FeedbackRules {
    const KIND: &'static str = "feedback";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        let days = [("days_after", self.days_after, 0, 90), ("open_days", self.open_days, 7, 180), ("quiet_days", self.quiet_days, 0, 730)];
        for (field, number, least, most) in days {
            if !(least..=most).contains(&number) {
                faults
                    .add(None, field, "number_range", format!("must be from {least} to {most}"))
                    .param("least", least.to_string())
                    .param("most", most.to_string());
            }
        }
        // Fewer than five could be somebody: a county may ask for more, not for less.
        if !(5..=50).contains(&self.least) {
            faults.add(None, "least", "number_range", "must be from 5 to 50").param("least", "5").param("most", "50");
        }
        faults.unique("questions", "code", self.questions.iter().map(|one| one.code.as_str()));
        match self.question(&self.main) {
            Some(main) if main.asks == FeedbackAsks::Scale && main.required => {
                if !(main.least..=main.most).contains(&self.good) {
                    let problem = format!("must be from {} to {}", main.least, main.most);
                    faults
                        .add(None, "good", "number_range", problem)
                        .param("least", main.least.to_string())
                        .param("most", main.most.to_string());
                }
            }
            _ => {
                faults.add(None, "main", "unknown_word", "must be a required question on a scale").param("found", self.main.clone());
            }
        }
        for (index, question) in self.questions.iter().enumerate() {
            faults.enter("questions", index);
            let code = question.code.as_str();
            faults.text(code, "words", &question.words);
            for (field, text) in [("low", &question.low), ("high", &question.high)] {
                match text {
                    Some(text) => faults.text(code, field, text),
                    None if question.asks == FeedbackAsks::Scale => {
                        faults.add(Some(code), field, "empty", "is empty");
                    }
                    None => {}
                }
            }
            if question.asks == FeedbackAsks::Scale && (question.least < 0 || question.most > 10 || question.most - question.least < 2) {
                faults.add(Some(code), "most", "number_range", "must be from 2 to 10").param("least", "2").param("most", "10");
            }
            if question.law.trim().is_empty() {
                faults.add(Some(code), "law", "law_missing", "is empty");
            }
            if question.from.zip(question.until).is_some_and(|(from, until)| until <= from) {
                faults.add(Some(code), "until", "number_range", "must be after `from`").param("least", "from").param("most", "");
            }
        }
        faults.leave();
    }
}
