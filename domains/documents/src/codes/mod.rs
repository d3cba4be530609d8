//! National code sets by version. A set is `imported` when its official list has been taken in, and `linked` when only the
//! codes that structures mention are known: that is said wherever the set is used.

mod fhir;
mod model;
pub(crate) mod overview;
pub(crate) mod reports;
pub(crate) mod routes;
pub(crate) mod store;

use trust::Work;

use crate::DocumentError;
use crate::structure::{StructureRefusal, StructureReport, hash};

pub use fhir::{MAX_BYTES, read_code_system};
pub use model::{Code, CodeSet, SetState};

/// Takes code sets in from files that hold FHIR R4 CodeSystems (plain or in a Bundle). A refused one does not hinder the others;
/// the same again changes nothing; other content under the same identifier and version is refused, since documents rest on it.
///
/// # Errors
/// The database's.
pub async fn import(work: &Work, files: &[crate::structure::StructureFile]) -> Result<StructureReport, DocumentError> {
    let mut report = StructureReport::default();
    for file in files {
        let refuse = |path: String, reason: String| StructureRefusal { file: file.name.clone(), path, reason };
        let sets = match fhir::read_file(&file.bytes) {
            Ok(sets) => sets,
            Err(fault) => {
                report.errors.push(refuse(fault.path, fault.reason));
                continue;
            }
        };
        for set in sets {
            let set = match set {
                Ok(set) => set,
                Err(fault) => {
                    report.errors.push(refuse(fault.path, fault.reason));
                    continue;
                }
            };
            let digest = hash(&serde_json::to_value(&set).unwrap_or_default());
            match store::key(work, &set.oid, &set.version).await? {
                Some((_, known)) if known == digest => report.unchanged += 1,
                Some(_) => {
                    report.errors.push(refuse("/version".into(), "this code set and version are loaded with another content".into()))
                }
                None => {
                    store::insert(work, work.new_id(), &set, &digest, &file.name).await?;
                    report.imported += 1;
                }
            }
        }
    }
    Ok(report)
}
