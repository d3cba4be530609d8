//! Rules as data with dates (rule 5 of the house): the files in `rules/` are the shipped defaults; a set is parsed,
//! validated and only then used; a result names the version it used and the law behind it.
//!
//! Doors:
//! - [`Rules`]: all kinds together, checked against each other. [`Rules::shipped`] has the defaults,
//!   [`Rules::from_files`] reads any set of files (an organiser's versions included).
//! - [`Versions`]: the versions of one kind; [`Versions::on`] gives the one in force on a date.
//! - [`LiveRules`]: what a running instance uses; replaced whole when an event says so. [`RulesInUse`]: what one request uses.
//! - [`Candidate`]: a text that is to become a version: every fault with its line, and what it will be.
//! - [`Facts`] and [`Condition`]: what a rule asks of a matter, and the pure answer.
//! - The kinds: [`Deadlines`], [`Routing`], [`Lenses`], [`Grounds`], [`Needs`], [`Gaps`], [`Notices`],
//!   [`QualityRules`], [`Letters`], [`Accessibility`], [`Population`], [`Remedies`], [`Retention`],
//!   [`Catalogue`], [`Measures`].
//!
//! No I/O, no clock and no database: texts are handed in and a date comes with the facts.

mod candidate;
mod cel;
mod codes;
mod condition;
mod error;
mod form;
mod kinds;
mod live;
mod mark;
mod place;
mod quality;
mod reach;
mod set;
mod shipped;
mod versions;

pub use candidate::{Against, Candidate};
pub use cel::CelFault;
pub use codes::{
    ClockState, DataItem, DataPart, DataUse, GapKind, GapOwner, Governance, Happening, ItemData, Lane, LimitKind, Outcome, ROLES,
    ROLES_WITHOUT_CLIENTS, RegisterCause, RegisterDeed, RegisterObject, Section, Situation, TimelineLane, Urgency,
};
pub use condition::{ClientFacts, Condition, Facts, Matched};
pub use error::{FAULTS, RuleError, RuleErrors};
pub use kinds::accessibility::{Accessibility, Authority, Conformance, Contact, Shortcoming};
pub use kinds::alerts::{AlertFigure, AlertRule, AlertSource, Alerts, Figure, Figures, NEVER, WhoseFigure};
pub use kinds::catalogue::{Catalogue, Facet, ITEMS, Item, LevelQuestion, MainGroup, RoleOpens};
pub use kinds::chains::{Chain, ChainPlace, ChainStep, Chains};
pub use kinds::consultation::{ConsultUnit, ConsultUrgency, ConsultationRules};
pub use kinds::deadlines::{DeadlineRule, Deadlines, Duty, Limit, Notice, PauseRule, Receipt, Shift};
pub use kinds::features::{Feature, FeatureHow, Features};
pub use kinds::feedback::{FeedbackAsks, FeedbackQuestion, FeedbackRules};
pub use kinds::figures::{FigureBetter, FigureCount, FigureLevel, FigureRule, FigureRules, FigureSourceCode, FigureUnit};
pub use kinds::fit::{Fit, FitAlike, FitCheck, FitGroup, FitReliance, FitRule, FitSeverity};
pub use kinds::gaps::{GapRule, Gaps};
pub use kinds::grounds::{Ground, Grounds, OpeningReason, PastDenials, Review};
pub use kinds::homesafety::{HomeSafety, RescueField, RescueRules, SafetyChoice, SafetyGroup, SafetyHazard, SafetyItem, chosen};
pub use kinds::insight::Insight;
pub use kinds::lenses::{Lens, Lenses};
pub use kinds::letters::{LetterTemplate, LetterUse, Letters, PLACES, Unfilled};
pub use kinds::mandates::{
    ActingGroup, CustodyPart, InvitationRule, MandateIssue, MandateRegister, Mandates, MinorCode, MinorRule, NeverForAnother,
};
pub use kinds::measures::{
    BandSeverity, BandSex, BetterWhen, Dimension, MeasureBand, MeasureDefinition, MeasureError, MeasureItem, MeasureItemKind,
    MeasureLicence, MeasureOption, MeasureRecorder, Measures, PointStep, Scoring,
};
pub use kinds::needs::{CodeLabel, LabelledList, Needs};
pub use kinds::networks::{NetworkFact, NetworkRule, NetworkWhen, Networks};
pub use kinds::notices::{ByChannel, Hours, NoticeText, NoticeWords, Notices, OCCASIONS, Occasion, WordsOf};
pub use kinds::population::{Population, RegisterEffect};
pub use kinds::quality::{PartWords, QualityRule, QualityRules, UseRule};
pub use kinds::readings::{Profession, Reading, ReadingChange, ReadingUse, Readings};
pub use kinds::remedies::{Remedies, Remedy, RemedyKind, Way};
pub use kinds::requests::{CoverRule, CoveredNeed, Covering, DeclineRule, RequestClass, RequestRule, Requests, Starting};
pub use kinds::retention::{Kept, Period, Retention, RetentionRule, Since};
pub use kinds::rights::{Rights, RightsClock, RightsGround};
pub use kinds::routing::{Municipality, Routing, RoutingRule, TeamDefinition, Words};
pub use kinds::selfdirection::{PartyWords, Preset, SelfDirection, SharedGroup, SharingEffect, SharingLets, SharingWords, SituationWords};
pub use kinds::story::{ConsequenceRule, StoryDaypart, StoryPart, StoryRules, StoryTelling, StoryTheme, SummaryUseRule};
pub use kinds::supply::{Supply, SupplyKind, SupplyLink, SupplyRule, SupplyService, SupplyTodo};
pub use kinds::templates::{
    PlanTemplate, TemplateAct, TemplateActKind, TemplateAnchor, TemplateFor, TemplateGoal, TemplateRemark, TemplateScores, TemplateService,
    TemplateVariant, TemplateWhose, Templates,
};
pub use kinds::watch::{Detect, Detector, DoneBy, Severity, Watch, WhenTied};
pub use kinds::will::{Expressions, WillWords};
pub use live::{LiveRules, RulesInUse};
pub use mark::Mark;
pub use quality::{ItemFacts, MissingPart, Quality};
pub use set::{Checks, RuleFile, RuleKind, RuleSet, entries, head};
pub use shipped::Rules;
pub use versions::Versions;
