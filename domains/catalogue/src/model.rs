use chrono::NaiveDate;
use kernel::{CatalogueRow, Text};
use rules::{Catalogue, Facet, Governance, Item, ItemData, Mark, RuleSet};
use serde::Serialize;

/// The catalogue in force.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CatalogueView {
    /// What its rules editor names.
    pub version: String,
    pub valid_from: NaiveDate,
    pub source: String,
    pub groups: Vec<CatalogueGroup>,
    /// From the narrowest level to the widest.
    pub questions: Vec<CatalogueQuestion>,
    pub rows: Vec<CatalogueItem>,
    pub roles: Vec<CatalogueRole>,
    /// Whether the viewer may put a new version in force.
    pub may_change: bool,
    /// Whether the viewer may ask how many rows there are.
    pub may_count: bool,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CatalogueGroup {
    pub code: String,
    pub label: Text,
}

#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CatalogueQuestion {
    pub level: Governance,
    pub ask: Text,
    /// Why a yes speaks for the level.
    pub because: Text,
}

/// A role and the main groups it opens, with the reason.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CatalogueRole {
    pub role: String,
    pub opens: Vec<String>,
    #[schema(value_type = String)]
    pub mark: Mark,
    pub why: Text,
}

/// One item.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CatalogueItem {
    pub row: CatalogueRow,
    pub code: String,
    pub group: String,
    pub data: ItemData,
    pub level: Governance,
    #[schema(value_type = String)]
    pub mark: Mark,
    pub label: Text,
    pub master: Text,
    pub reason: Text,
    pub facets: Vec<CatalogueFacet>,
    /// Whether it, or a part of it, may leave the county.
    pub leaves: bool,
    /// The roles that open it.
    pub opens: Vec<String>,
    /// The kinds of rows that hold it in this node; empty when none does.
    pub kept: Vec<String>,
}

/// A part of an item with a level of its own.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CatalogueFacet {
    pub code: String,
    pub level: Governance,
    pub label: Text,
    pub master: Text,
    pub reason: Text,
    pub leaves: bool,
}

/// What the workshop's questions propose.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct LevelProposal {
    /// `undecided` when none was answered yes.
    pub level: Governance,
    /// Why; absent when none was answered yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<Text>,
    /// Whether an item of the level may leave the county.
    pub leaves: bool,
}

/// What a change of an item's group or level would change.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CatalogueChange {
    pub row: CatalogueRow,
    pub before: ItemSide,
    pub after: ItemSide,
    /// Roles that would open it and do not now.
    pub gain: Vec<String>,
    /// Roles that open it now and would not.
    pub lose: Vec<String>,
    /// False: it is so already.
    pub changes: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ItemSide {
    pub group: String,
    pub level: Governance,
    pub opens: Vec<String>,
    pub leaves: bool,
}

/// How many rows of one kind an item has.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct KeptCount {
    pub kind: String,
    pub number: i64,
    /// There are more than `number`: nobody counted on.
    pub more: bool,
}

impl CatalogueView {
    pub(crate) fn of(set: &RuleSet<Catalogue>, may_change: bool, may_count: bool) -> Self {
        let catalogue = &set.body;
        let groups = catalogue.groups.iter().map(|one| CatalogueGroup { code: one.code.clone(), label: one.label.clone() });
        let questions = catalogue.questions.iter().map(|one| CatalogueQuestion {
            level: one.level,
            ask: one.ask.clone(),
            because: one.because.clone(),
        });
        let roles = catalogue.roles.iter().map(|one| CatalogueRole {
            role: one.role.clone(),
            opens: one.opens.clone(),
            mark: one.mark,
            why: one.why.clone(),
        });
        Self {
            version: set.version.clone(),
            valid_from: set.valid_from,
            source: set.source.clone(),
            groups: groups.collect(),
            questions: questions.collect(),
            rows: catalogue.rows.iter().map(|item| CatalogueItem::of(catalogue, item)).collect(),
            roles: roles.collect(),
            may_change,
            may_count,
        }
    }
}

impl CatalogueItem {
    fn of(catalogue: &Catalogue, item: &Item) -> Self {
        Self {
            row: item.row,
            code: item.code.clone(),
            group: item.group.clone(),
            data: item.data,
            level: item.level,
            mark: item.mark,
            label: item.label.clone(),
            master: item.master.clone(),
            reason: item.reason.clone(),
            facets: item.facets.iter().map(CatalogueFacet::of).collect(),
            leaves: item.leaves(),
            opens: catalogue.roles_of(&item.group).into_iter().map(str::to_owned).collect(),
            kept: trust::items::kept(item.row).iter().map(|table| (*table).to_owned()).collect(),
        }
    }
}

impl CatalogueFacet {
    fn of(facet: &Facet) -> Self {
        Self {
            code: facet.code.clone(),
            level: facet.level,
            label: facet.label.clone(),
            master: facet.master.clone(),
            reason: facet.reason.clone(),
            leaves: facet.level.leaves(),
        }
    }
}
