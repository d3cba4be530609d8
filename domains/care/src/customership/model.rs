use chrono::NaiveDate;
use kernel::ServiceTask;
use people::PersonRef;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CustomershipState {
    Open,
    Closed,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TeamRef {
    pub id: Uuid,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Customership {
    pub id: Uuid,
    pub version: i32,
    pub client_id: Uuid,
    pub service_task: ServiceTask,
    /// The worker responsible: own worker (SHL 42 § [memory]) or responsible worker (980/2012 17 § [memory]).
    pub responsible_worker: PersonRef,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_person: Option<PersonRef>,
    pub team: TeamRef,
    pub opened_on: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_on: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close_reason: Option<String>,
    pub state: CustomershipState,
    /// The matter it was opened in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matter_id: Option<Uuid>,
    pub permitted_actions: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCustomership {
    pub service_task: ServiceTask,
    pub responsible_worker_id: Uuid,
    pub contact_person_id: Option<Uuid>,
    pub team_id: Uuid,
    /// The matter it is opened in, when there is one.
    pub matter_id: Option<Uuid>,
}

/// What is given is changed.
#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeCustomership {
    pub responsible_worker_id: Option<Uuid>,
    /// `null` leaves the customership without a contact person.
    #[serde(default, deserialize_with = "given::deserialize")]
    #[schema(value_type = Option<Uuid>)]
    pub contact_person_id: Option<Option<Uuid>>,
    pub team_id: Option<Uuid>,
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseCustomership {
    /// A code of `customership_close_reasons`.
    pub reason_code: String,
    pub text: Option<String>,
}

/// Tells a field that is `null` from one that is left out.
mod given {
    use serde::{Deserialize, Deserializer};

    pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
        Option::<T>::deserialize(from).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_and_left_out_are_two_things() {
        let read = |text: &str| serde_json::from_str::<ChangeCustomership>(text).unwrap().contact_person_id;
        assert_eq!(read("{}"), None);
        assert_eq!(read(r#"{"contact_person_id":null}"#), Some(None));
        let id = Uuid::now_v7();
        assert_eq!(read(&format!(r#"{{"contact_person_id":"{id}"}}"#)), Some(Some(id)));
    }
}
