use chrono::NaiveDate;
use functioning::ScoreChange;
use kernel::{Register, Text, codes};
use rules::StoryPart;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::things::StoryItem;

codes! {
    StoryOrder { Newest => "newest", Oldest => "oldest" }
}

codes! {
    /// Whose words or estimate.
    StoryVoice {
        Client => "client", CloseOne => "close_one", Professional => "professional", Device => "device", Staff => "staff", Source => "source",
    }
}

#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct StoryQuery {
    /// A theme's code.
    pub theme: Option<String>,
    /// First day; two years back when left out.
    pub from: Option<NaiveDate>,
    /// Last day; today when left out.
    pub to: Option<NaiveDate>,
    #[param(inline)]
    pub order: Option<StoryOrder>,
    /// The last entry of the page before.
    pub cursor: Option<String>,
}

/// A theme, and how many entries of the time are under it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StoryThemeCount {
    pub code: String,
    pub name: Text,
    pub count: usize,
}

/// What was measured, and what became of it since the same was measured before by the same side.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StoryMeasured {
    pub value: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<ScoreChange>,
}

/// One sentence of the story.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct StoryEntry {
    /// For going on from it.
    pub id: String,
    pub part: StoryPart,
    /// The first day; of what is gathered, its first.
    pub from: NaiveDate,
    /// The last day, where there is one after the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    pub count: usize,
    pub themes: Vec<String>,
    pub sentence: Text,
    /// What was written, its beginning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    pub voice: StoryVoice,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured: Option<StoryMeasured>,
    /// The professional.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    pub register: Register,
    pub place: StoryItem,
}

/// A page of the story.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClientStory {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub themes: Vec<StoryThemeCount>,
    pub entries: Vec<StoryEntry>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Registers open to the viewer; empty on the client's own side.
    pub registers_open: Vec<Register>,
    /// Other registers may hold something; said the same whether or not they do.
    pub others_may_hold: bool,
    /// The newest of the client's own words of the time; on the client's own side only.
    pub own_words: Vec<StoryEntry>,
    pub rules_version: String,
}
