use chrono::{Datelike, NaiveDate};
use kernel::hetu::{Hetu, Sex};
use kernel::{ClientId, FieldError, Register, Scope, ServiceTask};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use store::NewEvent;
use store::sql;
use trust::{Role, Staff, Work};
use uuid::Uuid;

use crate::card::IdentityKind;
use crate::client::duplicate::{Like, candidates};
use crate::client::store::{self as rows, ClientFields, NewIdentifier, NewRow};
use crate::client::temporary;
use crate::error::Error;
use crate::import::row_scope;
use crate::{municipality, reason};

/// Why a person has no usable personal identity code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TemporaryReason {
    Newborn,
    Unknown,
    Foreigner,
    Protected,
}

impl TemporaryReason {
    const fn code(self) -> &'static str {
        match self {
            Self::Newborn => "newborn",
            Self::Unknown => "unknown",
            Self::Foreigner => "foreigner",
            Self::Protected => "protected",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SexCode {
    Female,
    Male,
    Unknown,
}

/// A client to be added by hand: a personal identity code, or the reason why there is none.
#[derive(Clone, Deserialize, utoipa::ToSchema)]
pub struct NewClient {
    pub hetu: Option<String>,
    pub temporary_reason: Option<TemporaryReason>,
    /// 1–100 characters.
    pub family_name: String,
    /// All given names, blanks between; 1–100 characters.
    pub given_names: String,
    /// Asked when there is no hetu.
    pub birth_date: Option<NaiveDate>,
    pub sex: Option<SexCode>,
    /// Language of service, ISO 639-1.
    pub language: Option<String>,
    /// Three digits (1.2.246.537.6.21).
    pub municipality: Option<String>,
    /// Address protection (turvakielto).
    pub protected: Option<bool>,
    /// Why the like clients shown are not this one.
    pub why_not_duplicate: Option<String>,
}

/// What came of it.
pub enum Created {
    Client(ClientId),
    /// Like clients exist; nothing was made. `same_hetu`: the code is in use, and no reason makes a second client of it.
    Duplicate {
        candidates: Vec<ClientId>,
        same_hetu: bool,
    },
}

struct Checked {
    hetu: Option<Hetu>,
    fields: ClientFields,
}

fn check(new: &NewClient, today: NaiveDate) -> Result<Checked, Error> {
    let mut errors: Vec<FieldError> = Vec::new();
    let mut wrong = |path: &str, code: &str| errors.push(FieldError::new(path, code));
    let mut text = |path: &str, value: &str| {
        let value = value.trim();
        match value.chars().count() {
            0 => wrong(path, "required"),
            n if n > 100 => wrong(path, "too_long"),
            _ if crate::name::fold(value).is_empty() => wrong(path, "not_a_name"),
            _ => {}
        }
        value.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let family_name = text("/family_name", &new.family_name);
    let given_names = text("/given_names", &new.given_names);
    let typed = new.hetu.as_deref().map(str::trim).filter(|h| !h.is_empty());
    let hetu = match typed.map(Hetu::parse) {
        None => {
            if new.temporary_reason.is_none() {
                wrong("/temporary_reason", "required");
            }
            None
        }
        Some(Ok(hetu)) => {
            if new.temporary_reason.is_some() {
                wrong("/temporary_reason", "has_hetu");
            }
            Some(hetu)
        }
        Some(Err(error)) => {
            wrong("/hetu", error.code());
            None
        }
    };
    if let Some(birth) = new.birth_date {
        if birth > today {
            wrong("/birth_date", "in_future");
        } else if birth.year() < 1850 {
            wrong("/birth_date", "too_early");
        } else if hetu.as_ref().is_some_and(|h| h.birth_date() != birth) {
            wrong("/birth_date", "differs_from_hetu");
        }
    }
    if hetu.as_ref().is_some_and(|h| h.birth_date() > today) {
        wrong("/hetu", "in_future");
    }
    let municipality = new.municipality.as_deref().map(str::trim).filter(|m| !m.is_empty());
    if municipality.is_some_and(|m| !municipality::known(m)) {
        wrong("/municipality", "unknown");
    }
    let language = new.language.as_deref().map(str::trim).filter(|l| !l.is_empty());
    if language.is_some_and(|l| !(2..=3).contains(&l.len()) || !l.chars().all(|c| c.is_ascii_lowercase())) {
        wrong("/language", "not_a_language");
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let by_hetu = hetu.as_ref().map(|h| match h.sex() {
        Sex::Female => "female",
        Sex::Male => "male",
    });
    let said = new.sex.map(|s| match s {
        SexCode::Female => "female",
        SexCode::Male => "male",
        SexCode::Unknown => "unknown",
    });
    let fields = ClientFields {
        identity: if hetu.is_some() { IdentityKind::Hetu } else { IdentityKind::Temporary },
        family_name,
        given_names,
        birth_date: hetu.as_ref().map(Hetu::birth_date).or(new.birth_date),
        sex: said.or(by_hetu).unwrap_or("unknown").to_owned(),
        mother_tongue: None,
        service_language: language.map(ToOwned::to_owned),
        interpreter: false,
        municipality: municipality.map(ToOwned::to_owned),
        protected: new.protected.unwrap_or(false) || new.temporary_reason == Some(TemporaryReason::Protected),
        deceased: false,
        deceased_on: None,
        hetu_hint: hetu.as_ref().map(ToString::to_string),
    };
    Ok(Checked { hetu, fields })
}

/// Makes a client, unless a like one exists and nothing says why this is another.
pub async fn create(work: &Work, staff: &Staff, new: &NewClient) -> Result<Created, Error> {
    let Checked { hetu, fields } = check(new, work.today())?;
    let why = match new.why_not_duplicate.as_deref().map(str::trim).filter(|w| !w.is_empty()) {
        Some(why) => Some(reason::checked("/why_not_duplicate", why)?),
        None => None,
    };
    rows::lock_identities(work).await?;
    if let Some(hetu) = &hetu {
        let held = rows::holders(work, &crate::client::identifier::blinds_hetu(work.gate().keys(), hetu)).await?;
        if let Some(candidates) = held.into_values().next() {
            return Ok(Created::Duplicate { candidates, same_hetu: true });
        }
    }
    let like = Like {
        family_name: &fields.family_name,
        given_names: &fields.given_names,
        birth_date: fields.birth_date,
        municipality: fields.municipality.as_deref(),
        has_hetu: hetu.is_some(),
    };
    let like = candidates(work, &like).await?;
    if !like.is_empty() && why.is_none() {
        return Ok(Created::Duplicate { candidates: like, same_hetu: false });
    }
    let client = ClientId(work.new_id());
    let scope = row_scope(scope_of(work, staff).await?, fields.identity);
    let identity = fields.identity;
    rows::insert(work, &[NewRow { id: client, scope, origin: "staff", fields, other_names: &[] }]).await?;
    match &hetu {
        Some(hetu) => rows::insert_identifiers(work, &[NewIdentifier::hetu(work, client, scope, hetu)]).await?,
        None => {
            let system = temporary::system(work, work.today()).await?;
            let number = temporary::next(work, &system, 1).await?.to_string();
            rows::insert_identifiers(work, &[NewIdentifier::other(work, client, scope, IdentityKind::Temporary, &system, &number)]).await?;
        }
    }
    let mut data = serde_json::json!({ "identity": identity.code() });
    if let Some(why_none) = new.temporary_reason {
        set(&mut data, "temporary_reason", why_none.code().into());
    }
    if let Some(why) = why.filter(|_| !like.is_empty()) {
        reason::keep(work, client, scope, staff.id, "not_duplicate", why).await?;
        set(&mut data, "not_duplicate_of", serde_json::json!(like));
    }
    work.touched(&[client]);
    work.emit(NewEvent::new("people.client.created", "client", client.0).client(client.0).data(data)).await?;
    Ok(Created::Client(client))
}

/// Where a client added by hand belongs: the register of the professional's work and the task of their first team.
async fn scope_of(work: &Work, staff: &Staff) -> Result<Scope, Error> {
    #[derive(FromQueryResult)]
    struct Task {
        service_task: String,
    }
    let controller = work.gate().controller();
    if matches!(staff.role, Role::HomeCareNurse | Role::AcuteNurse) {
        return Ok(Scope { controller, register: Register::Patient, service_task: ServiceTask::Health, catalogue_row: 1 });
    }
    let team = staff.team_ids.first().copied().unwrap_or(Uuid::nil());
    let task: Option<Task> = sql::one(work, "SELECT service_task FROM team WHERE id = $1", [team.into()]).await?;
    let task = task.and_then(|t| ServiceTask::parse(&t.service_task)).filter(|t| *t != ServiceTask::Health);
    // One without a team (a planner) writes where most of a county's clients are.
    Ok(Scope { controller, register: Register::Social, service_task: task.unwrap_or(ServiceTask::OlderPeople), catalogue_row: 1 })
}

fn set(data: &mut serde_json::Value, name: &str, value: serde_json::Value) {
    if let Some(data) = data.as_object_mut() {
        data.insert(name.to_owned(), value);
    }
}
