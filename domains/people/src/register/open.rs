use chrono::{DateTime, Duration, Utc};
use kernel::{ClientId, FieldError, Problem, Register, Scope};
use rules::{Ground, Rules};
use serde::Deserialize;
use store::NewEvent;
use trust::opening::{self, NewOpening};
use trust::{Opened, Work};
use uuid::Uuid;

use super::review;
use super::view::RegisterOpening;
use crate::error::Error;
use crate::reason;

#[derive(Clone, Debug, Deserialize, utoipa::ToSchema)]
pub struct OpenRegisters {
    /// What is opened: no more than is needed.
    pub registers: Vec<Register>,
    /// Code of the ground.
    pub ground: String,
    /// One of the ground's reasons, when it has a list of them.
    #[serde(default)]
    pub reason_code: Option<String>,
    /// Why, in own words; kept with the client's data and shown to whoever reviews the use.
    #[serde(default)]
    pub reason: String,
    /// That the warning of an emergency opening was read.
    #[serde(default)]
    pub confirmed: bool,
}

/// Opens registers of the opened client for the professional, all at once or none.
///
/// # Errors
/// Field errors for an unknown ground, no register, a reason that is missing or not of the list, a warning that was not
/// confirmed; refused when the role may not open a register by that ground, or has no care relation and the ground asks for one.
pub(crate) async fn open(work: &mut Work, rules: &Rules, opened: &Opened, asked: &OpenRegisters) -> Result<Vec<RegisterOpening>, Error> {
    let staff = opened.staff();
    let set = rules.grounds.on(work.today());
    if !set.body.grounds.iter().any(|g| g.code == asked.ground) {
        return Err(Error::Invalid(vec![FieldError::new("/ground", "unknown")]));
    }
    // In the order of the program, each once.
    let registers: Vec<Register> = Register::ALL.iter().copied().filter(|r| asked.registers.contains(r)).collect();
    if registers.is_empty() {
        return Err(Error::field("/registers", "required"));
    }
    let mut usable = None;
    for register in &registers {
        let ground = set.body.usable(&asked.ground, staff.role.code(), *register);
        usable = Some(ground.ok_or_else(|| Problem::refused("ground_not_for_role", &["ask_permit", "another_ground"]))?);
    }
    let ground: &Ground = usable.ok_or(Error::NotFound)?;
    let tied = opened.relation().cares();
    if !tied && !ground.without_relation {
        return Err(Problem::refused("ground_needs_relation", &["initiate_matter", "another_ground"]).into());
    }
    let reason_code = match &asked.reason_code {
        Some(code) if ground.reasons.iter().any(|r| r.code == *code) => Some(code.clone()),
        Some(_) => return Err(Error::field("/reason_code", "unknown")),
        None if !ground.reasons.is_empty() => return Err(Error::field("/reason_code", "required")),
        None => None,
    };
    let reason = if ground.needs_reason || !asked.reason.trim().is_empty() { reason::checked("/reason", &asked.reason)? } else { "" };
    if ground.emergency && !asked.confirmed {
        return Err(Error::field("/confirmed", "required"));
    }
    let act = NewAct {
        client: opened.client(),
        registers: registers.clone(),
        professional_id: staff.id,
        unit_id: staff.unit_id,
        tied,
        ground: ground.code.clone(),
        reason_code,
        reason: reason.to_owned(),
    };
    let (id, until) = write(work, rules, act).await?;
    work.object("register_opening", id);
    work.ground(&ground.code);
    let opened_at = work.at();
    Ok(registers.into_iter().map(|register| RegisterOpening { register, ground: ground.into(), opened_at, until }).collect())
}

/// An act of opening, its ground and reason already checked.
#[derive(Clone, Debug)]
pub struct NewAct {
    pub client: ClientId,
    pub registers: Vec<Register>,
    pub professional_id: Uuid,
    pub unit_id: Uuid,
    /// Whether the professional has any care relation to the client.
    pub tied: bool,
    /// Code of a ground in force.
    pub ground: String,
    pub reason_code: Option<String>,
    pub reason: String,
}

/// Records an act of opening and, when another is to look at it, puts it in the supervisor's queue. Gives its id and its end.
///
/// # Errors
/// When the ground is none of those in force, or the database does not take it.
pub async fn write(work: &Work, rules: &Rules, act: NewAct) -> Result<(Uuid, DateTime<Utc>), Error> {
    let set = rules.grounds.on(work.today());
    let ground = set.body.grounds.iter().find(|g| g.code == act.ground).ok_or(Error::NotFound)?;
    let until = work.at() + Duration::minutes(i64::from(ground.minutes));
    let controller = work.gate().controller();
    let scopes: Vec<Scope> = act
        .registers
        .iter()
        .map(|register| Scope { controller, register: *register, service_task: opening::whole(*register), catalogue_row: 1 })
        .collect();
    let scope = *scopes.first().ok_or(Error::NotFound)?;
    let new = NewOpening {
        client: act.client,
        scopes,
        professional_id: act.professional_id,
        ground: ground.code.clone(),
        rule_version: set.version.clone(),
        emergency: ground.emergency,
        past_denials: ground.past_denials.code(),
        reason_code: act.reason_code.clone(),
        reason: act.reason.clone(),
        until,
    };
    let id = opening::open(work, new).await?;
    if ground.reviewed {
        let due = set.body.review.as_ref().map(|clock| kernel::workday::add_workdays(work.today(), clock.workdays));
        review::begin(work, &act, scope, id, ground.emergency, due, &set.version).await?;
    }
    let data = serde_json::json!({
        "registers": act.registers, "ground": ground.code, "emergency": ground.emergency, "tied": act.tied,
        "rule_version": set.version, "until": until,
    });
    work.emit(NewEvent::new("people.register.opened", "register_opening", id).client(act.client.0).data(data)).await?;
    Ok((id, until))
}

/// Closes what the viewer holds open of the client before its time is out.
///
/// # Errors
/// [`Error::NotFound`] when nothing is open.
pub(crate) async fn close(work: &mut Work, opened: &Opened) -> Result<(), Error> {
    let acts = opening::close(work, opened).await?;
    let first = *acts.first().ok_or(Error::NotFound)?;
    work.object("register_opening", first);
    for act in acts {
        work.emit(NewEvent::new("people.register.closed", "register_opening", act).client(opened.client().0)).await?;
    }
    Ok(())
}

/// The registers of the opened client that the viewer has open by a ground, with their ends.
pub(crate) async fn holding(rules: &Rules, opened: &Opened) -> Result<Vec<RegisterOpening>, Error> {
    let grounds = rules.grounds.on(opened.today());
    let held = opening::holding(opened).await?;
    let told = held.into_iter().filter_map(|held| {
        let ground = grounds.body.grounds.iter().find(|g| g.code == held.ground)?;
        Some(RegisterOpening { register: held.register, ground: ground.into(), opened_at: held.opened_at, until: held.until })
    });
    Ok(told.collect())
}
