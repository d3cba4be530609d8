//! Another register opened by a named legal ground, for a while: what the rules name, who may use it, and the record of it.

use chrono::{DateTime, Duration, Utc};
use kernel::{FieldError, Problem, Register, Scope, Text};
use rules::{Ground, Mark, Rules};
use serde::{Deserialize, Serialize};
use store::NewEvent;
use trust::opening::{self, NewOpening};
use trust::{Opened, Staff, Work};

use crate::error::Error;
use crate::reason;

/// A legal ground as it is offered for choice.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = Ground)]
pub struct GroundView {
    pub code: String,
    pub label: Text,
    /// When it may be used.
    pub about: Text,
    /// Law and section, as far as known; see `mark`.
    pub law: String,
    pub needs_reason: bool,
    pub mark: Mark,
    /// The registers it opens.
    pub registers: Vec<Register>,
    /// Each use is looked at afterwards.
    pub reviewed: bool,
    /// How long the register stays open.
    pub minutes: u32,
}

impl From<&Ground> for GroundView {
    fn from(g: &Ground) -> Self {
        Self {
            code: g.code.clone(),
            label: g.label.clone(),
            about: g.about.clone(),
            law: g.law.clone(),
            needs_reason: g.needs_reason,
            mark: g.mark,
            registers: g.registers.clone(),
            reviewed: g.reviewed,
            minutes: g.minutes,
        }
    }
}

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct OpenRegister {
    /// Code of the ground.
    pub ground: String,
    /// Why, in own words; kept with the client's data and shown to whoever reviews the use.
    #[serde(default)]
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct RegisterOpening {
    pub register: Register,
    pub ground: GroundView,
    pub until: DateTime<Utc>,
}

/// The grounds a professional's role may use, today.
pub(crate) fn grounds(rules: &Rules, staff: &Staff, today: chrono::NaiveDate) -> Vec<GroundView> {
    let set = rules.grounds.on(today);
    set.body.grounds.iter().filter(|g| g.roles.iter().any(|r| r == staff.role.code())).map(GroundView::from).collect()
}

/// Opens a register of the opened client for the professional.
///
/// # Errors
/// A field error for an unknown ground or a missing reason; refused when the role may not open the register by that ground.
pub(crate) async fn open(
    work: &mut Work,
    rules: &Rules,
    opened: &Opened,
    register: Register,
    asked: &OpenRegister,
) -> Result<RegisterOpening, Error> {
    let staff = opened.staff();
    let set = rules.grounds.on(work.today());
    if !set.body.grounds.iter().any(|g| g.code == asked.ground) {
        return Err(Error::Invalid(vec![FieldError::new("/ground", "unknown")]));
    }
    let ground = set
        .body
        .usable(&asked.ground, staff.role.code(), register)
        .ok_or_else(|| Problem::refused("ground_not_for_role", &["ask_permit", "another_ground"]))?;
    let reason = if ground.needs_reason || !asked.reason.trim().is_empty() { reason::checked("/reason", &asked.reason)? } else { "" };
    let until = work.at() + Duration::minutes(i64::from(ground.minutes));
    let scope = Scope { controller: work.gate().controller(), register, service_task: opening::whole(register), catalogue_row: 1 };
    let new = NewOpening {
        client: opened.client(),
        scope,
        professional_id: staff.id,
        ground: ground.code.clone(),
        rule_version: set.version.clone(),
        reason: reason.to_owned(),
        until,
    };
    let id = opening::open(work, new).await?;
    work.object("register_opening", id);
    let data = serde_json::json!({ "register": register, "ground": ground.code, "rule_version": set.version, "until": until });
    work.emit(NewEvent::new("people.register.opened", "register_opening", id).client(opened.client().0).data(data)).await?;
    Ok(RegisterOpening { register, ground: ground.into(), until })
}

/// The registers of the opened client that the viewer has open by a ground, with their ends.
pub(crate) async fn holding(rules: &Rules, opened: &Opened) -> Result<Vec<RegisterOpening>, Error> {
    let grounds = rules.grounds.on(opened.today());
    let held = opening::holding(opened).await?;
    let told = held.into_iter().filter_map(|(register, code, until)| {
        let ground = grounds.body.grounds.iter().find(|g| g.code == code)?;
        Some(RegisterOpening { register, ground: ground.into(), until })
    });
    Ok(told.collect())
}
