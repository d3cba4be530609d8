use kernel::{Register, Scope, ServiceTask};
use store::Keyring;
use uuid::Uuid;

use crate::types::Taken;

/// What an import is told beside the data.
#[derive(Clone)]
pub struct Settings {
    /// The name under which this source's originals are kept; what it calls the same is the same.
    pub source_system: String,
    /// Where items belong unless the source says otherwise.
    pub register: Register,
    /// Service task of items of the social register that say none.
    pub service_task: ServiceTask,
    /// The controller of what is written.
    pub controller: Uuid,
    pub keys: Keyring,
}

/// The register a resource says it is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    pub register: Option<Register>,
    pub service_task: Option<ServiceTask>,
}

impl Settings {
    /// Where an item belongs: what the source says, else what the import was told.
    pub fn scope(&self, of: Taken, said: Said) -> Scope {
        let register = said.register.unwrap_or(match said.service_task {
            Some(_) => Register::Social,
            None => self.register,
        });
        let service_task = match register {
            Register::Patient => ServiceTask::Health,
            Register::Social => said.service_task.unwrap_or(self.service_task),
        };
        Scope { controller: self.controller, register, service_task, catalogue_row: of.catalogue_row() }
    }
}

/// The code system of the registers of social care [verified: sosmeta].
const SOCIAL_REGISTERS: &str = "1.2.246.537.6.1264";
/// The code system of the patient registers [verified: finnish-base-profiles].
const PATIENT_REGISTERS: &str = "1.2.246.537.5.40150";

/// What labels (`meta.security`, `meta.tag`) and codes say of the register. Of the service tasks' code numbers only three
/// are known [verified: sosmeta documents]; another number means social care without saying which task.
pub fn said(resource: &serde_json::Map<String, serde_json::Value>, service_task_code: Option<&str>) -> Said {
    let labels = ["security", "tag"].iter().filter_map(|name| resource.get("meta")?.get(name)?.as_array()).flatten();
    let systems = labels.filter_map(|label| label.get("system")?.as_str());
    let register = systems.map(|system| system.strip_prefix("urn:oid:").unwrap_or(system)).find_map(|system| {
        if system.starts_with(SOCIAL_REGISTERS) {
            Some(Register::Social)
        } else {
            system.starts_with(PATIENT_REGISTERS).then_some(Register::Patient)
        }
    });
    let service_task = match service_task_code {
        Some("10") => Some(ServiceTask::ChildProtection),
        Some("15") => Some(ServiceTask::Substance),
        Some("20") => Some(ServiceTask::Disability),
        _ => None,
    };
    Said { register: register.or(service_task_code.map(|_| Register::Social)), service_task }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn scope(resource: Value, code: Option<&str>, default: Register) -> (Register, ServiceTask) {
        let settings = Settings {
            source_system: "x".into(),
            register: default,
            service_task: ServiceTask::OlderPeople,
            controller: Uuid::nil(),
            keys: Keyring::from_secret([0; 32]),
        };
        let scope = settings.scope(Taken::CarePlan, said(resource.as_object().unwrap(), code));
        (scope.register, scope.service_task)
    }

    #[test]
    fn the_source_decides_the_register_and_the_import_where_it_is_silent() {
        let social = json!({"meta": {"tag": [{"system": "urn:oid:1.2.246.537.6.1264.202001", "code": "1"}]}});
        let patient = json!({"meta": {"security": [{"system": "urn:oid:1.2.246.537.5.40150.2009", "code": "2"}]}});
        let silent = json!({});
        use Register::{Patient, Social};
        assert_eq!(scope(silent.clone(), None, Patient), (Patient, ServiceTask::Health));
        assert_eq!(scope(silent.clone(), None, Social), (Social, ServiceTask::OlderPeople));
        assert_eq!(scope(social, None, Patient), (Social, ServiceTask::OlderPeople));
        assert_eq!(scope(patient, None, Social), (Patient, ServiceTask::Health));
        assert_eq!(scope(silent.clone(), Some("20"), Patient), (Social, ServiceTask::Disability));
        assert_eq!(scope(silent, Some("77"), Patient), (Social, ServiceTask::OlderPeople));
    }
}
