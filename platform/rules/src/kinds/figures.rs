use kernel::{Text, codes};
use serde::Deserialize;

use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

codes! {
    /// What can be counted of the house's own work. Each is told by the room that keeps it (`store::FigureSource` of the same code): one
    /// more is a line here and one there.
    FigureSourceCode {
        Matter => "matter", TimeLimit => "time_limit", TimeLimitEnded => "time_limit_ended", AssessmentStarted => "assessment_started",
        Appointment => "appointment", GoalFollowed => "goal_followed", Alert => "alert", RequestAnswer => "request_answer",
        CoverChoice => "cover_choice", MatterClosed => "matter_closed", FirstContactLeft => "first_contact_left", MatterHanded => "matter_handed",
        AssessmentAgain => "assessment_again", NoteWritten => "note_written", EmergencyVisit => "emergency_visit", HomeCareVisit => "home_care_visit",
        MatterFeedback => "matter_feedback", ConsultationAnswered => "consultation_answered", ConsultationWait => "consultation_wait",
        ConsultationEnded => "consultation_ended",
    }
}

codes! {
    /// How rows become a figure.
    FigureCount {
        /// How many go on at the end of the period.
        Open => "open",
        /// How many began or happened within it.
        Happened => "happened",
        /// Which share of those that happened within it came true, 0–1.
        Share => "share",
        /// The median of days from the beginning of waiting to what happened within it.
        MedianWait => "median_wait",
    }
}

codes! {
    /// Whose figures: each level sees the same ones of its own.
    FigureLevel { Own => "own", Team => "team", Service => "service", Organiser => "organiser" }
}

codes! {
    /// What a figure is counted in.
    FigureUnit { Pieces => "pieces", Days => "days", Share => "share" }
}

codes! {
    /// Which way is better; with `none` a figure is only known.
    FigureBetter { More => "more", Less => "less", None => "none" }
}

/// Figures of the house's own work (E17, U1): the same ones at each level.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureRules {
    /// Above the team a number smaller than this is not told: it could be somebody.
    pub least: i64,
    pub figures: Vec<FigureRule>,
}

/// One figure.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureRule {
    pub code: String,
    pub name: Text,
    /// What is counted, in a sentence.
    pub about: Text,
    pub source: FigureSourceCode,
    pub count: FigureCount,
    pub better: FigureBetter,
    /// Where it means something.
    pub levels: Vec<FigureLevel>,
    /// What is aimed at, in the figure's own unit.
    pub target: Option<f64>,
    /// Law or agreement, as far as known; see `mark`.
    pub law: String,
    pub mark: Mark,
}

impl FigureRule {
    pub const fn unit(&self) -> FigureUnit {
        match self.count {
            FigureCount::Open | FigureCount::Happened => FigureUnit::Pieces,
            FigureCount::Share => FigureUnit::Share,
            FigureCount::MedianWait => FigureUnit::Days,
        }
    }
}

impl FigureRules {
    pub fn figure(&self, code: &str) -> Option<&FigureRule> {
        self.figures.iter().find(|one| one.code == code)
    }

    /// The figures of a level, in their order.
    pub fn of_level(&self, level: FigureLevel) -> impl Iterator<Item = &FigureRule> {
        self.figures.iter().filter(move |one| one.levels.contains(&level))
    }
}

impl RuleKind for FigureRules {
    const KIND: &'static str = "figures";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.unique("figures", "code", self.figures.iter().map(|one| one.code.as_str()));
        if !(3..=20).contains(&self.least) {
            faults.add(None, "least", "number_range", "must be from 3 to 20").param("least", "3").param("most", "20");
        }
        if self.figures.is_empty() {
            faults.add(None, "figures", "empty", "is empty");
        }
        for (index, figure) in self.figures.iter().enumerate() {
            faults.enter("figures", index);
            let code = figure.code.as_str();
            faults.text(code, "name", &figure.name);
            faults.text(code, "about", &figure.about);
            if figure.law.trim().is_empty() {
                faults.add(Some(code), "law", "law_missing", "is empty");
            }
            if figure.levels.is_empty() {
                faults.add(Some(code), "levels", "empty", "is empty");
            }
            let most = if figure.unit() == FigureUnit::Share { 1.0 } else { 1_000_000.0 };
            if figure.target.is_some_and(|target| !(0.0..=most).contains(&target)) {
                faults
                    .add(Some(code), "target", "number_range", format!("must be from 0 to {most}"))
                    .param("least", "0")
                    .param("most", most.to_string());
            }
        }
        faults.leave();
    }
}
