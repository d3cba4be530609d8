use chrono::{DateTime, Utc};
use kernel::{Register, ServiceTask, SharingChoice, SharingParty, SharingSituation, Text};
use rules::{Mark, SharingEffect};
use serde::{Deserialize, Serialize};
use trust::Role;

/// A main data group in plain words.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SharedData {
    pub code: String,
    pub label: Text,
    pub about: Text,
}

/// A choice as it is called with one party.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SharingOption {
    pub choice: SharingChoice,
    pub label: Text,
    /// What it adds to the percentage: the mean of all of them is the percentage.
    pub weight: u32,
}

/// With whom.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SharingWith {
    pub party: SharingParty,
    pub label: Text,
    pub about: Text,
    pub options: Vec<SharingOption>,
    /// The situations in which a choice can be made.
    pub situations: Vec<SharingSituation>,
    /// What holds while nothing is chosen.
    pub default: SharingChoice,
}

/// For which situation.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SharingWhen {
    pub situation: SharingSituation,
    pub label: Text,
    pub about: Text,
}

/// One place of the table.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SharingCell {
    pub situation: SharingSituation,
    pub party: SharingParty,
    pub group: String,
    /// What holds.
    pub choice: SharingChoice,
    /// The client has said it for this very place.
    pub own: bool,
}

/// What the law lets through whatever is chosen, and what a choice does.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SharingLaw {
    pub party: SharingParty,
    pub groups: Vec<String>,
    pub effect: SharingEffect,
    /// Of a will: the register its permit and denial are of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub register: Option<Register>,
    pub text: Text,
    pub law: String,
    pub mark: Mark,
}

/// A place of a preset.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PresetChoice {
    pub party: SharingParty,
    pub group: String,
    pub choice: SharingChoice,
}

/// A degree to begin from: every place of ordinary life.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SharingPreset {
    pub code: String,
    pub percent: u32,
    pub label: Text,
    pub about: Text,
    pub choices: Vec<PresetChoice>,
}

/// One choice as it was kept.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SharingKept {
    pub situation: SharingSituation,
    pub party: SharingParty,
    pub group: String,
    pub choice: SharingChoice,
    pub from: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
}

/// The client's self-direction.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ClientSelfDirection {
    /// Version of the words.
    pub text_version: String,
    /// 0–100, counted from what holds in ordinary life.
    pub percent: u32,
    /// The nearest preset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
    pub groups: Vec<SharedData>,
    pub parties: Vec<SharingWith>,
    pub situations: Vec<SharingWhen>,
    pub laws: Vec<SharingLaw>,
    pub presets: Vec<SharingPreset>,
    pub cells: Vec<SharingCell>,
    /// When something was last saved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saved_at: Option<DateTime<Utc>>,
    /// Whether there is a saving to go back from.
    pub can_undo: bool,
    /// What was kept, newest first, in force and ended.
    pub kept: Vec<SharingKept>,
    /// Whose eyes can be looked through.
    pub viewers: Vec<SharingViewer>,
}

/// A change of one place.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct SharingChange {
    pub situation: SharingSituation,
    pub party: SharingParty,
    pub group: String,
    /// Nothing: as it is while nothing is chosen, or as in ordinary life.
    #[serde(default)]
    pub choice: Option<SharingChoice>,
}

/// What is to be saved: the places that change.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct NewSharing {
    pub changes: Vec<SharingChange>,
}

/// What a saving left.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SharingSaved {
    /// 0–100, as it is now.
    pub percent: u32,
}

/// Who is imagined to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ViewerKind {
    OwnTeam,
    OtherUnit,
    Emergency,
    CloseOne,
}

/// One whose eyes can be looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SharingViewer {
    pub kind: ViewerKind,
    /// Of a professional.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

/// How much of a group is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupOpen {
    Open,
    Partly,
    Hidden,
}

/// Why a part of a group is open, or is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SeenWhy {
    Relation,
    Permit,
    Ground,
    Mandate,
    Denied,
    NoPermit,
    NotTied,
    Colleague,
    /// The role does not open such data.
    Role,
    /// Some documents of it are denied.
    Documents,
    /// The client's choice.
    Choice,
}

/// What would be seen of a group.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct GroupSeen {
    pub group: String,
    pub open: GroupOpen,
    pub why: Vec<SeenWhy>,
    /// Of a group that is partly open: the tasks that are.
    pub tasks: Vec<ServiceTask>,
}

/// What one would see now.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SharingSeen {
    pub viewer: SharingViewer,
    pub groups: Vec<GroupSeen>,
}

/// What the client wishes of one group with one party.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SharingWish {
    pub party: SharingParty,
    pub party_label: Text,
    pub group: String,
    pub group_label: Text,
    pub situation: SharingSituation,
    pub situation_label: Text,
    pub choice: SharingChoice,
    pub wish: Text,
    pub from: DateTime<Utc>,
}

/// What the client wishes, as far as the viewer sees the data it is about.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SharingWishes {
    pub wishes: Vec<SharingWish>,
}
