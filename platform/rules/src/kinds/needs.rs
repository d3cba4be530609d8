use kernel::{ServiceTask, Text};
use serde::{Deserialize, Serialize};

use crate::codes::{Situation, Urgency};
use crate::set::{Checks, RuleKind};

/// The codes of intake and their labels: what the lobby's form offers and reasons are chosen from.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Needs {
    /// THL 1.2.246.537.6.1282.
    pub need_reasons: Vec<CodeLabel>,
    /// THL 1.2.246.537.6.1243.
    pub notifiers: Vec<CodeLabel>,
    pub service_tasks: Vec<CodeLabel>,
    pub situations: Vec<CodeLabel>,
    pub urgencies: Vec<CodeLabel>,
    pub close_one_roles: Vec<CodeLabel>,
    pub matter_close_reasons: Vec<CodeLabel>,
    pub customership_close_reasons: Vec<CodeLabel>,
    pub return_reasons: Vec<CodeLabel>,
    pub pause_reasons: Vec<CodeLabel>,
}

/// A code and its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeLabel {
    pub code: String,
    pub label: Text,
    /// What it means or when to choose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Text>,
}

/// The lists of [`Needs`] by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelledList {
    NeedReasons,
    Notifiers,
    ServiceTasks,
    Situations,
    Urgencies,
    CloseOneRoles,
    MatterCloseReasons,
    CustomershipCloseReasons,
    ReturnReasons,
    PauseReasons,
}

impl Needs {
    /// A list in the order it is offered.
    pub fn list(&self, list: LabelledList) -> &[CodeLabel] {
        match list {
            LabelledList::NeedReasons => &self.need_reasons,
            LabelledList::Notifiers => &self.notifiers,
            LabelledList::ServiceTasks => &self.service_tasks,
            LabelledList::Situations => &self.situations,
            LabelledList::Urgencies => &self.urgencies,
            LabelledList::CloseOneRoles => &self.close_one_roles,
            LabelledList::MatterCloseReasons => &self.matter_close_reasons,
            LabelledList::CustomershipCloseReasons => &self.customership_close_reasons,
            LabelledList::ReturnReasons => &self.return_reasons,
            LabelledList::PauseReasons => &self.pause_reasons,
        }
    }

    /// Whether a list has a code: the check of an input.
    pub fn has(&self, list: LabelledList, code: &str) -> bool {
        self.label(list, code).is_some()
    }

    /// The words of a code.
    pub fn label(&self, list: LabelledList, code: &str) -> Option<&Text> {
        self.list(list).iter().find(|item| item.code == code).map(|item| &item.label)
    }
}

impl RuleKind for Needs {
    const KIND: &'static str = "needs";

    fn check(&self, Checks(faults): &mut Checks<'_>) {
        use LabelledList::{
            CloseOneRoles, CustomershipCloseReasons, MatterCloseReasons, NeedReasons, Notifiers, PauseReasons, ReturnReasons, ServiceTasks,
            Situations, Urgencies,
        };
        for (field, list) in [
            ("need_reasons", NeedReasons),
            ("notifiers", Notifiers),
            ("service_tasks", ServiceTasks),
            ("situations", Situations),
            ("urgencies", Urgencies),
            ("close_one_roles", CloseOneRoles),
            ("matter_close_reasons", MatterCloseReasons),
            ("customership_close_reasons", CustomershipCloseReasons),
            ("return_reasons", ReturnReasons),
            ("pause_reasons", PauseReasons),
        ] {
            let items = self.list(list);
            if items.is_empty() {
                faults.add(None, field, "empty", "is empty");
            }
            faults.unique(field, "code", items.iter().map(|item| item.code.as_str()));
            for (index, item) in items.iter().enumerate() {
                faults.enter(field, index);
                faults.text(&item.code, "label", &item.label);
                if let Some(about) = &item.about {
                    faults.text(&item.code, "about", about);
                }
            }
            faults.leave();
        }
        // The program's own words need labels, and no label may stand for a word it does not know.
        let programme: [(&str, &[CodeLabel], Vec<&str>); 3] = [
            ("service_tasks", &self.service_tasks, ServiceTask::ALL.iter().map(|code| code.code()).collect()),
            ("situations", &self.situations, Situation::ALL.iter().map(|code| code.code()).collect()),
            ("urgencies", &self.urgencies, Urgency::ALL.iter().map(|code| code.code()).collect()),
        ];
        for (field, items, known) in programme {
            for code in known.iter().filter(|code| !items.iter().any(|item| item.code == **code)) {
                faults.add(Some(code), field, "label_missing", "has no label").param("found", *code);
            }
            for (index, item) in items.iter().enumerate().filter(|(_, item)| !known.contains(&item.code.as_str())) {
                faults.enter(field, index);
                let told = faults.add(Some(&item.code), "code", "label_for_nothing", "is not a code the program knows");
                told.param("found", &item.code).param("expected", known.join(", "));
            }
            faults.leave();
        }
    }
}
