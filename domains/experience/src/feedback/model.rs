use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ServiceTask, Text, codes};
use people::IdentityCard;
use rules::FeedbackAsks;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

codes! {
    /// Where one asking stands.
    MatterFeedbackState {
        Open => "open", Answered => "answered",
        /// The client does not want to answer.
        Declined => "declined",
        /// The matter goes on after all.
        Withdrawn => "withdrawn",
    }
}

codes! {
    /// How long back figures are of.
    FeedbackSpan { Quarter => "quarter", HalfYear => "half_year", Year => "year" }
}

impl FeedbackSpan {
    /// Whole calendar months, this one among them.
    pub(crate) const fn months(self) -> u32 {
        match self {
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }
}

/// A question as it is put.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FeedbackQuestionSeen {
    pub code: String,
    pub asks: FeedbackAsks,
    pub least: i32,
    pub most: i32,
    pub required: bool,
    pub words: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<Text>,
}

/// An answer to one question: a value on a scale, or words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FeedbackAnswer {
    pub question: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<i32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// What the client is asked of one matter of theirs.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OwnFeedback {
    pub id: Uuid,
    pub version: i32,
    pub matter_id: Uuid,
    pub service_task: ServiceTask,
    pub team: String,
    pub ended_on: NaiveDate,
    /// The last day on which it can be answered or changed.
    pub closes_on: NaiveDate,
    pub state: MatterFeedbackState,
    pub named: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<DateTime<Utc>>,
    pub questions: Vec<FeedbackQuestionSeen>,
    pub answers: Vec<FeedbackAnswer>,
    /// With fewer answers staff see nothing of them.
    pub least: i64,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMatterFeedback {
    pub answers: Vec<FeedbackAnswer>,
    /// The client's name is told with their words.
    #[serde(default)]
    pub named: bool,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFeedbackRefusal {
    /// `false` takes it back.
    pub declined: bool,
}

#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct FeedbackQuery {
    /// One of one's own teams; the first by name when absent.
    #[serde(default)]
    pub team_id: Option<Uuid>,
    #[serde(default)]
    #[param(inline)]
    pub service_task: Option<ServiceTask>,
    /// A year when absent.
    #[serde(default)]
    #[param(inline)]
    pub span: Option<FeedbackSpan>,
    /// Language of a table, Finnish when absent.
    #[serde(default)]
    #[param(inline)]
    pub lang: Option<kernel::Lang>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FeedbackTeam {
    pub id: Uuid,
    pub name: String,
}

/// How many gave one value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FeedbackShare {
    pub value: i32,
    pub n: i64,
}

/// What was answered to one question on a scale.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FeedbackQuestionFigures {
    pub code: String,
    pub words: Text,
    pub low: Text,
    pub high: Text,
    pub least: i32,
    pub most: i32,
    /// Too few answered it.
    pub few: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub average: Option<f64>,
    /// Every value of the scale; empty when too few answered.
    pub shares: Vec<FeedbackShare>,
}

/// Answers to the main question of one month or one service.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct FeedbackPart {
    /// The first day of the month, of a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_task: Option<ServiceTask>,
    pub asked: i64,
    pub few: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub average: Option<f64>,
}

/// A team's feedback in figures.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FeedbackFigures {
    pub teams: Vec<FeedbackTeam>,
    /// The team they are of; none when one is in no team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<Uuid>,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// How many clients were asked.
    pub asked: i64,
    /// Fewer than `least` answered, or so few of a larger group that they could be counted out of it.
    pub few: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answered: Option<i64>,
    /// How many said that they do not want to answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declined: Option<i64>,
    /// Of those asked, 0–1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<f64>,
    pub least: i64,
    pub main: String,
    pub questions: Vec<FeedbackQuestionFigures>,
    /// Oldest first.
    pub months: Vec<FeedbackPart>,
    pub services: Vec<FeedbackPart>,
    /// One may read what clients have written.
    pub reads_words: bool,
}

/// What a client has written.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FeedbackWords {
    pub question: String,
    pub asked: Text,
    pub words: String,
    /// The first day of the month in which it was asked.
    pub month: NaiveDate,
    pub service_task: ServiceTask,
    /// Only when the client lets it be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<IdentityCard>,
}

/// What clients have written, newest month first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FeedbackWordList {
    pub few: bool,
    pub least: i64,
    pub items: Vec<FeedbackWords>,
}
