use std::collections::BTreeMap;

use serde::Serialize;

use crate::problem::Problem;

/// What an import did, by resource type; printed as it stands by `punos import fhir --json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    pub imported: BTreeMap<String, u64>,
    pub updated: BTreeMap<String, u64>,
    pub unchanged: BTreeMap<String, u64>,
    /// Types that are not taken, counted; nothing of them is stored.
    pub not_taken: BTreeMap<String, u64>,
    pub errors: Vec<Fault>,
    /// References of the source whose target has not come, at most 10,000. They wait and are followed when it does.
    pub unresolved: Vec<Waiting>,
}

/// A resource or file that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    pub file: String,
    /// Place in the Bundle or among the resources of the file, from 0; absent when the file as a whole is unusable.
    pub entry: Option<usize>,
    pub path: String,
    pub reason: String,
}

/// A reference that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Waiting {
    pub file: String,
    pub entry: Option<usize>,
    pub path: String,
    /// As it was written, identifiers of persons left out.
    pub reference: String,
}

impl Report {
    pub fn fault(&mut self, file: &str, entry: Option<usize>, problem: &Problem) {
        self.errors.push(Fault { file: file.to_owned(), entry, path: problem.path.clone(), reason: problem.reason.to_string() });
    }

    pub(crate) fn count(map: &mut BTreeMap<String, u64>, name: &str, more: u64) {
        match map.get_mut(name) {
            Some(count) => *count += more,
            None => {
                map.insert(name.to_owned(), more);
            }
        }
    }

    /// 0: everything was taken or is of a type that is not; 1: something was wrong.
    pub fn exit_code(&self) -> u8 {
        u8::from(!self.errors.is_empty())
    }

    /// Resources seen, taken or not.
    pub fn resources(&self) -> u64 {
        [&self.imported, &self.updated, &self.unchanged, &self.not_taken].iter().flat_map(|map| map.values()).sum()
    }
}
