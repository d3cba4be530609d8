use kernel::{CatalogueRow, Text};
use serde::Deserialize;

use crate::codes::{Governance, ItemData, ROLES, ROLES_WITHOUT_CLIENTS};
use crate::error::Faults;
use crate::mark::Mark;
use crate::set::{Checks, RuleKind};

/// How many items the catalogue has; rows of client data carry one of these numbers.
pub const ITEMS: CatalogueRow = 30;

/// The data catalogue (A1, A29): every item with its main group, its level and its master, and which role opens which group.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// In the order they are shown.
    pub groups: Vec<MainGroup>,
    /// One for each level that is one, from the narrowest to the widest.
    pub questions: Vec<LevelQuestion>,
    pub rows: Vec<Item>,
    pub roles: Vec<RoleOpens>,
}

/// A main data group (päätietoryhmä).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MainGroup {
    pub code: String,
    pub label: Text,
}

/// A question of the workshop: answered yes, it speaks for its level.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelQuestion {
    pub level: Governance,
    pub ask: Text,
    /// The reason a proposal of the level gives.
    pub because: Text,
}

/// One item.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// 1–30; what rows of client data carry.
    pub row: CatalogueRow,
    pub code: String,
    pub group: String,
    pub data: ItemData,
    pub level: Governance,
    pub mark: Mark,
    pub label: Text,
    pub master: Text,
    pub reason: Text,
    /// Parts with levels of their own (A29); an item without them has one level.
    #[serde(default)]
    pub facets: Vec<Facet>,
}

/// A part of an item that is governed on another level.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facet {
    pub code: String,
    pub level: Governance,
    pub label: Text,
    pub master: Text,
    pub reason: Text,
}

/// The main groups a role opens; every role of the program stands here once.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleOpens {
    pub role: String,
    pub opens: Vec<String>,
    pub mark: Mark,
    pub why: Text,
}

impl Item {
    /// Whether the item, or a part of it, may leave the county.
    pub fn leaves(&self) -> bool {
        if self.facets.is_empty() { self.level.leaves() } else { self.facets.iter().any(|facet| facet.level.leaves()) }
    }
}

impl Catalogue {
    pub fn item(&self, row: CatalogueRow) -> Option<&Item> {
        self.rows.iter().find(|item| item.row == row)
    }

    pub fn group(&self, code: &str) -> Option<&MainGroup> {
        self.groups.iter().find(|group| group.code == code)
    }

    /// Whether a role opens a main group; a role the catalogue does not know opens none.
    pub fn opens(&self, role: &str, group: &str) -> bool {
        self.roles.iter().any(|opens| opens.role == role && opens.opens.iter().any(|open| open == group))
    }

    /// The roles that open a main group, in the catalogue's order.
    pub fn roles_of(&self, group: &str) -> Vec<&str> {
        self.roles.iter().map(|opens| opens.role.as_str()).filter(|role| self.opens(role, group)).collect()
    }

    /// The items a role may not open, by number.
    pub fn closed(&self, role: &str) -> Vec<CatalogueRow> {
        self.rows.iter().filter(|item| !self.opens(role, &item.group)).map(|item| item.row).collect()
    }

    /// What the workshop's questions propose when the ones of these levels are answered yes: the widest of them. All no: no
    /// level, for the item's use is not known well enough.
    pub fn propose(&self, yes: &[Governance]) -> Option<&LevelQuestion> {
        self.questions.iter().filter(|question| yes.contains(&question.level)).max_by_key(|question| question.level)
    }

    fn check_item(&self, faults: &mut Faults<'_>, item: &Item) {
        let code = item.code.as_str();
        if !(1..=ITEMS).contains(&item.row) {
            faults.add(Some(code), "row", "row_range", format!("must be from 1 to {ITEMS}")).param("found", item.row.to_string());
        }
        if self.rows.iter().filter(|other| other.row == item.row).count() > 1 {
            faults.add(Some(code), "row", "twice", "is there twice");
        }
        self.check_group(faults, code, "group", &item.group);
        for (field, text) in [("label", &item.label), ("master", &item.master), ("reason", &item.reason)] {
            faults.text(code, field, text);
        }
        for (index, facet) in item.facets.iter().enumerate() {
            let field = |name: &str| format!("facets[{index}].{name}");
            if item.facets.iter().take(index).any(|other| other.code == facet.code) {
                faults.add(Some(code), &field("code"), "twice", "is there twice");
            }
            for (name, text) in [("label", &facet.label), ("master", &facet.master), ("reason", &facet.reason)] {
                faults.text(code, &field(name), text);
            }
        }
    }

    fn check_group(&self, faults: &mut Faults<'_>, code: &str, field: &str, group: &str) {
        if self.group(group).is_none() {
            let problem = format!("names `{group}`, which is not among the groups");
            let expected: Vec<&str> = self.groups.iter().map(|known| known.code.as_str()).collect();
            faults.add(Some(code), field, "group_unknown", problem).param("found", group).param("expected", expected.join(", "));
        }
    }
}

impl RuleKind for Catalogue {
    const KIND: &'static str = "catalogue";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        faults.unique("groups", "code", self.groups.iter().map(|group| group.code.as_str()));
        for (index, group) in self.groups.iter().enumerate() {
            faults.enter("groups", index);
            faults.text(&group.code, "label", &group.label);
        }
        faults.unique("questions", "level", self.questions.iter().map(|question| question.level.code()));
        for (index, question) in self.questions.iter().enumerate() {
            faults.enter("questions", index);
            let level = question.level.code();
            if question.level == Governance::Undecided {
                faults.add(Some(level), "level", "question_undecided", "is no level that a question could propose");
            }
            faults.text(level, "ask", &question.ask);
            faults.text(level, "because", &question.because);
        }
        faults.unique("rows", "code", self.rows.iter().map(|item| item.code.as_str()));
        for (index, item) in self.rows.iter().enumerate() {
            faults.enter("rows", index);
            self.check_item(faults, item);
        }
        faults.unique("roles", "role", self.roles.iter().map(|opens| opens.role.as_str()));
        for (index, role) in self.roles.iter().enumerate() {
            faults.enter("roles", index);
            let name = role.role.as_str();
            if !ROLES.contains(&name) {
                let told = faults.add(Some(name), "role", "role_unknown", format!("`{name}` is not a role the program knows"));
                told.param("found", name).param("expected", ROLES.join(", "));
            }
            for group in &role.opens {
                self.check_group(faults, name, "opens", group);
            }
            faults.text(name, "why", &role.why);
        }
        faults.leave();
        // What is absent stands nowhere: nothing may be left out, for a row or a role without a word would be open or closed by chance.
        for row in (1..=ITEMS).filter(|row| self.item(*row).is_none()) {
            faults.add(None, "rows", "row_missing", format!("lacks the row {row}")).param("found", row.to_string());
        }
        // A role that works with no clients opens nothing, written or not: a county's version from before the role holds on.
        let with_clients = ROLES.iter().filter(|role| !ROLES_WITHOUT_CLIENTS.contains(role));
        for role in with_clients.filter(|role| !self.roles.iter().any(|opens| opens.role == **role)) {
            faults.add(None, "roles", "role_missing", format!("lacks the role {role}")).param("found", *role);
        }
        for level in Governance::ALL.iter().filter(|level| **level != Governance::Undecided) {
            if !self.questions.iter().any(|question| question.level == *level) {
                faults.add(None, "questions", "question_missing", format!("lacks the question of {level}")).param("found", level.code());
            }
        }
    }
}
