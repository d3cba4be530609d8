use kernel::Text;
use serde::{Deserialize, Serialize};

use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

/// What in the use of clients' data raises a review: the detectors, each with its parameters, and how soon one is looked at.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watch {
    pub review: ReviewTime,
    /// In the order they are shown. One that is not here is off.
    pub detectors: Vec<Detector>,
}

/// How soon a review is looked at, and where that comes from.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReviewTime {
    /// Working days from the raising, 1–60.
    pub workdays: u32,
    pub source: String,
    pub mark: Mark,
}

/// What a detector looks for. The program knows how; the rules say whether, how sharply and how gravely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Detect {
    /// The client lives at the viewer's own address or is a close one of theirs.
    OwnHousehold,
    /// The viewer's own record.
    OwnData,
    /// The client works in the viewer's unit or team.
    Colleague,
    /// The client lives in the same building or next to it.
    Neighbour,
    /// The client is marked as one whom the news are about.
    InTheNews,
    /// Many more clients in a day than the viewer's or their role's ordinary day has.
    Volume,
    /// A register opened by a named ground, and nothing done in any matter of the client after it.
    NothingAfter,
    /// A tie one made oneself by sending a matter to one's own team, a look by it, and nothing done.
    OwnTie,
}

impl Detect {
    pub const ALL: &'static [Detect] = &[
        Self::OwnHousehold,
        Self::OwnData,
        Self::Colleague,
        Self::Neighbour,
        Self::InTheNews,
        Self::Volume,
        Self::NothingAfter,
        Self::OwnTie,
    ];

    /// Stable code; stored with what was found.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OwnHousehold => "own_household",
            Self::OwnData => "own_data",
            Self::Colleague => "colleague",
            Self::Neighbour => "neighbour",
            Self::InTheNews => "in_the_news",
            Self::Volume => "volume",
            Self::NothingAfter => "nothing_after",
            Self::OwnTie => "own_tie",
        }
    }
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|d| d.code() == code)
    }
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Minor,
    Notable,
    Serious,
}

impl Severity {
    pub const ALL: &'static [Severity] = &[Self::Minor, Self::Notable, Self::Serious];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Minor => "minor",
            Self::Notable => "notable",
            Self::Serious => "serious",
        }
    }
    /// 1 minor, 2 notable, 3 serious; stored, so that a list is sorted by it.
    pub const fn rank(self) -> i32 {
        match self {
            Self::Minor => 1,
            Self::Notable => 2,
            Self::Serious => 3,
        }
    }
    pub fn of_rank(rank: i32) -> Self {
        Self::ALL.iter().copied().find(|s| s.rank() == rank).unwrap_or(Self::Notable)
    }
    /// One step less grave.
    #[must_use]
    pub const fn lower(self) -> Self {
        match self {
            Self::Serious => Self::Notable,
            Self::Notable | Self::Minor => Self::Minor,
        }
    }
}

/// What a care tie of the viewer's, in force when they looked, does to a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenTied {
    Same,
    Lower,
    LeaveOut,
}

/// Whose doing in a matter counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoneBy {
    Viewer,
    Anyone,
}

/// One rule. Parameters that its detector does not use are not said.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Detector {
    pub code: Detect,
    pub on: bool,
    pub severity: Severity,
    /// Of those that are about one client.
    pub when_tied: Option<WhenTied>,
    /// own_household: whether close ones count wherever they live.
    pub close_ones: Option<bool>,
    /// neighbour: how far a number of the same street may be; 0 is the same building only. 2 is the next one on the same side.
    pub number_reach: Option<u32>,
    /// volume: days before the day that tell what is ordinary.
    pub window_days: Option<u32>,
    /// volume: working days that are needed before one's own ordinary day is known; with fewer the role's is used.
    pub least_days: Option<u32>,
    /// volume: how many times the ordinary.
    pub factor: Option<f64>,
    /// volume: fewer clients than this in a day are never unusual.
    pub least_clients: Option<u32>,
    /// nothing_after, own_tie: days in which something is to be done.
    pub days: Option<u32>,
    /// nothing_after, own_tie: whose doing counts.
    pub done_by: Option<DoneBy>,
    /// nothing_after: openings that are looked at afterwards anyway are left to that look.
    pub skip_reviewed: Option<bool>,
    /// Law and section, as far as known; see `mark`.
    pub law: String,
    pub mark: Mark,
    pub label: Text,
    /// Why this raises a review, for the reviewer and the one who looked.
    pub about: Text,
}

impl Watch {
    /// The rule of a detector, when it is on.
    pub fn on(&self, detect: Detect) -> Option<&Detector> {
        self.of(detect).filter(|rule| rule.on)
    }
    pub fn of(&self, detect: Detect) -> Option<&Detector> {
        self.detectors.iter().find(|rule| rule.code == detect)
    }
}

impl Detector {
    /// The parameters by name, and whether each is said.
    fn said(&self) -> [(&'static str, bool); 10] {
        [
            ("when_tied", self.when_tied.is_some()),
            ("close_ones", self.close_ones.is_some()),
            ("number_reach", self.number_reach.is_some()),
            ("window_days", self.window_days.is_some()),
            ("least_days", self.least_days.is_some()),
            ("factor", self.factor.is_some()),
            ("least_clients", self.least_clients.is_some()),
            ("days", self.days.is_some()),
            ("done_by", self.done_by.is_some()),
            ("skip_reviewed", self.skip_reviewed.is_some()),
        ]
    }

    const fn uses(code: Detect) -> &'static [&'static str] {
        match code {
            Detect::OwnHousehold => &["when_tied", "close_ones"],
            Detect::OwnData | Detect::Colleague | Detect::InTheNews => &["when_tied"],
            Detect::Neighbour => &["when_tied", "number_reach"],
            Detect::Volume => &["window_days", "least_days", "factor", "least_clients"],
            Detect::NothingAfter => &["days", "done_by", "skip_reviewed"],
            Detect::OwnTie => &["days", "done_by"],
        }
    }

    /// The numbers that are out of their range.
    fn out_of_range(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let within = |value: Option<u32>, from: u32, to: u32| value.is_none_or(|n| (from..=to).contains(&n));
        [
            (within(self.number_reach, 0, 10), "number_reach", "must be from 0 to 10"),
            (within(self.window_days, 7, 365), "window_days", "must be from 7 to 365 days"),
            (within(self.least_days, 1, 60), "least_days", "must be from 1 to 60 days"),
            (within(self.least_clients, 1, 10_000), "least_clients", "must be from 1 to 10000"),
            (within(self.days, 1, 90), "days", "must be from 1 to 90 days"),
            (self.factor.is_none_or(|f| (1.1..=100.0).contains(&f)), "factor", "must be from 1.1 to 100"),
        ]
        .into_iter()
        .filter(|(right, ..)| !right)
        .map(|(_, field, problem)| (field, problem))
    }
}

impl RuleKind for Watch {
    const KIND: &'static str = "watch";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        if !(1..=60).contains(&self.review.workdays) {
            faults.add(None, "review.workdays", "watch_range", "must be from 1 to 60 working days");
        }
        if self.review.source.trim().is_empty() {
            faults.add(None, "review.source", "law_missing", "is empty");
        }
        faults.unique("detectors", "code", self.detectors.iter().map(|rule| rule.code.code()));
        for (index, rule) in self.detectors.iter().enumerate() {
            faults.enter("detectors", index);
            let code = rule.code.code();
            if rule.law.trim().is_empty() {
                faults.add(Some(code), "law", "law_missing", "is empty");
            }
            let used = Detector::uses(rule.code);
            for (field, said) in rule.said() {
                if said != used.contains(&field) {
                    let problem = if said { "is not a parameter of this detector" } else { "is needed by this detector" };
                    faults.add(Some(code), field, "watch_parameter", problem);
                }
            }
            for (field, problem) in rule.out_of_range() {
                faults.add(Some(code), field, "watch_range", problem);
            }
            faults.text(code, "label", &rule.label);
            faults.text(code, "about", &rule.about);
        }
        faults.leave();
    }
}
