use kernel::Text;
use serde::Deserialize;

use crate::codes::{GapKind, GapOwner};
use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

/// What was done but not recorded: which kinds are looked for, when, and to whom each belongs.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gaps {
    pub gaps: Vec<GapRule>,
}

/// One kind of gap.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GapRule {
    pub kind: GapKind,
    /// Workdays that may pass before it is told, 0–400.
    pub after_workdays: u32,
    /// To whom it belongs: the first of these that is known and works here today, else the team's lead.
    pub belongs_to: Vec<GapOwner>,
    pub label: Text,
    /// What is missing and what mends it.
    pub about: Text,
    /// Law and section, as far as known; see `mark`.
    pub law: String,
    pub mark: Mark,
}

/// Whom the facts of a kind can name.
const fn possible(kind: GapKind) -> &'static [GapOwner] {
    use GapOwner::{Author, Decider, Handler, Responsible, TeamLead};
    match kind {
        GapKind::VisitWithoutEntry | GapKind::ContactWithoutEntry => &[Handler, TeamLead],
        GapKind::AssessmentPastDate => &[Author, Handler, TeamLead],
        GapKind::DecisionWithoutReasons => &[Decider, Author, Handler, TeamLead],
        GapKind::PlanWithoutClientView | GapKind::GoalWithoutFollowUp => &[Responsible, Handler, Author, TeamLead],
        GapKind::CustomershipWithoutWorker => &[TeamLead],
    }
}

impl Gaps {
    /// The rule of a kind, when the organiser looks for it.
    pub fn rule(&self, kind: GapKind) -> Option<&GapRule> {
        self.gaps.iter().find(|rule| rule.kind == kind)
    }
}

impl RuleKind for Gaps {
    const KIND: &'static str = "gaps";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.unique("gaps", "kind", self.gaps.iter().map(|rule| rule.kind.code()));
        for (index, rule) in self.gaps.iter().enumerate() {
            faults.enter("gaps", index);
            let code = rule.kind.code();
            faults.text(code, "label", &rule.label);
            faults.text(code, "about", &rule.about);
            if rule.law.trim().is_empty() {
                faults.add(Some(code), "law", "law_missing", "is empty");
            }
            if rule.after_workdays > 400 {
                faults.add(Some(code), "after_workdays", "number_range", "is more than 400").param("least", "0").param("most", "400");
            }
            if rule.belongs_to.is_empty() {
                faults.add(Some(code), "belongs_to", "empty", "is empty");
            }
            for owner in &rule.belongs_to {
                if !possible(rule.kind).contains(owner) {
                    faults
                        .add(Some(code), "belongs_to", "unknown_word", format!("`{owner}` is not known of `{code}`"))
                        .param("found", owner.to_string())
                        .param("expected", possible(rule.kind).iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
                }
            }
        }
        faults.leave();
    }
}
