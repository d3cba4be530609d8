use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use kernel::{ClientId, Problem};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::row::{Cookie, SessionRow, load};
use crate::access::proof::preview::{Seen, Vantage};
use crate::access::proof::{Asker, Change, Found, Listed, Opened, Own, OwnAsker, OwnChange, Surveyed, failed, is_change};
use crate::action::Action;
use crate::gate::{Gate, Role, Staff};
use crate::http::{Actor, gate_of, unsafe_method};

/// Whoever asks, or nobody; for the routes of the session itself.
pub struct AnySession {
    pub row: Option<SessionRow>,
    pub key: Option<String>,
    pub gate: Gate,
}

/// Whether a person asks. A page says by `X-Idle` that nobody has touched it for a while and it looks by itself; the stream of news
/// is opened anew by the browser.
fn used(parts: &Parts) -> bool {
    !parts.headers.contains_key("x-idle") && !parts.uri.path().ends_with("/live")
}

async fn row_of(parts: &Parts) -> Result<(AnySession, Arc<crate::http::Trail>), Problem> {
    let (gate, trail) = gate_of(parts)?;
    let key = Cookie::read(gate.secure(), &parts.headers);
    let row = match &key {
        Some(key) => load(&gate, key, gate.ctx().now(), used(parts)).await?,
        None => None,
    };
    if let Some(row) = &row
        && unsafe_method(&parts.method)
    {
        let given = parts.headers.get("x-csrf-token").map(|v| v.as_bytes()).unwrap_or_default();
        if !bool::from(given.ct_eq(row.csrf.as_bytes())) {
            return Err(Problem::new(StatusCode::FORBIDDEN, "csrf", "The request did not come from this session's page"));
        }
    }
    Ok((AnySession { row, key, gate }, trail))
}

impl<S: Send + Sync> FromRequestParts<S> for AnySession {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        row_of(parts).await.map(|(session, _)| session)
    }
}

/// A professional's session. The methods ask the policies and give proofs.
#[derive(Clone)]
pub struct StaffSession {
    asker: Asker,
    key: Arc<str>,
}

impl<S: Send + Sync> FromRequestParts<S> for StaffSession {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let (session, trail) = row_of(parts).await?;
        let gate = session.gate;
        let key: Arc<str> = session.key.unwrap_or_default().into();
        let row = session.row.filter(|r| r.audience == "staff").ok_or_else(Problem::not_signed_in)?;
        let staff = gate.0.directory.staff(gate.db(), row.subject_id, gate.ctx().today()).await.map_err(failed)?;
        let staff = staff.ok_or_else(Problem::not_signed_in)?;
        trail.recognise(Actor { kind: "staff", id: Some(staff.id), role: Some(staff.role.code()), unit_id: Some(staff.unit_id) });
        gate.0.limits.take(trail.action.as_deref(), staff.id)?;
        Ok(Self { asker: Asker { gate, staff: Arc::new(staff), trail }, key })
    }
}

impl StaffSession {
    pub fn staff(&self) -> &Staff {
        &self.asker.staff
    }
    pub fn gate(&self) -> &Gate {
        &self.asker.gate
    }
    /// The caller for Idempotency-Key.
    pub fn subject(&self) -> Uuid {
        self.asker.staff.id
    }

    /// The professional as they are now, or `None` when the session has ended; for answers that last long.
    pub async fn again(&self) -> Option<Staff> {
        let gate = self.gate();
        let row = load(gate, &self.key, gate.ctx().now(), false).await.ok()??;
        gate.0.directory.staff(gate.db(), row.subject_id, gate.ctx().today()).await.ok()?
    }

    /// Opens one client for a look. Logged durably before the answer leaves.
    pub async fn open(&self, client: ClientId, action: &'static Action) -> Result<Opened, Problem> {
        debug_assert!(!is_change(action), "{}", action.name);
        self.asker.open(client, action).await
    }
    /// Opens those of several clients whom one may open each in one's own right, and leaves the others out without a word: for what
    /// stands beside a client who is already open (their family). Those opened are logged; nobody asked for the others.
    pub async fn open_those(&self, clients: &[ClientId], action: &'static Action) -> Result<Vec<Opened>, Problem> {
        debug_assert!(!is_change(action), "{}", action.name);
        self.asker.open_those(clients, action).await
    }
    /// Opens the clients an object (matter, customership) is about. The object's ties name them.
    pub async fn open_object(&self, kind: &'static str, id: Uuid, action: &'static Action) -> Result<Opened, Problem> {
        debug_assert!(!is_change(action), "{}", action.name);
        self.asker.open_object(kind, id, action).await
    }
    /// A change about one client, or several (the first is the main one).
    pub async fn change(&self, clients: &[ClientId], action: &'static Action) -> Result<Change, Problem> {
        debug_assert!(is_change(action), "{}", action.name);
        self.asker.change(clients, action).await
    }
    pub async fn change_object(&self, kind: &'static str, id: Uuid, action: &'static Action) -> Result<Change, Problem> {
        debug_assert!(is_change(action), "{}", action.name);
        self.asker.change_object(kind, id, action).await
    }
    /// A change about no client: own filters, absences, units.
    pub fn change_reference(&self, action: &'static Action) -> Result<Change, Problem> {
        debug_assert!(is_change(action), "{}", action.name);
        self.asker.change_reference(action)
    }
    /// Many clients by the teams one belongs to. Say with [`Listed::shown`] whose rows leave.
    pub fn list(&self, action: &'static Action) -> Result<Listed, Problem> {
        self.asker.list(action)
    }
    /// Many clients' data counted over the county. Say with [`Surveyed::shown`] whose rows leave.
    pub fn survey(&self, action: &'static Action) -> Result<Surveyed, Problem> {
        self.asker.survey(action)
    }
    /// Whether the role could do what is not about clients: for screens that offer it or not. Nothing is logged.
    pub fn allows(&self, action: &'static Action) -> bool {
        self.asker.could(action)
    }
    /// Whether the role may at all; for what is not about clients. A refusal is logged.
    pub fn may(&self, action: &'static Action) -> Result<(), Problem> {
        self.asker.may(action)
    }
    /// Identity cards. Say with [`Found::shown`] whose cards leave.
    pub fn find(&self, action: &'static Action) -> Result<Found, Problem> {
        self.asker.find(action)
    }
}

/// A client's session on their own side, or on that of another for whom they act.
#[derive(Clone)]
pub struct ClientSession {
    pub(super) asker: OwnAsker,
    pub(super) key: Arc<str>,
}

impl<S: Send + Sync> FromRequestParts<S> for ClientSession {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let (session, trail) = row_of(parts).await?;
        let row = session.row.filter(|r| r.audience == "client").ok_or_else(Problem::not_signed_in)?;
        trail.recognise(Actor { kind: "client", id: Some(row.subject_id), role: None, unit_id: None });
        session.gate.0.limits.take(trail.action.as_deref(), row.subject_id)?;
        let key: Arc<str> = session.key.unwrap_or_default().into();
        let (acting, standing) = super::acting::standing(&session.gate, &row, &key).await?.unzip();
        let client = acting.as_ref().map_or(ClientId(row.subject_id), |acting| acting.client);
        // A page says whom it shows: what was begun for one must not be done for another because another tab has gone on.
        if parts.headers.get("x-acting").is_some_and(|shown| shown.as_bytes() != client.0.to_string().as_bytes()) {
            return Err(Problem::refused("acting_changed", &["look_again"]));
        }
        Ok(Self { asker: OwnAsker { gate: session.gate, client, acting, standing: standing.unwrap_or_default(), trail }, key })
    }
}

impl ClientSession {
    /// Whose data.
    pub fn client(&self) -> ClientId {
        self.asker.client
    }
    pub fn gate(&self) -> &Gate {
        &self.asker.gate
    }
    /// The caller for Idempotency-Key: who acts.
    pub fn subject(&self) -> Uuid {
        self.actor().0
    }
    pub async fn open(&self, action: &'static Action) -> Result<Own, Problem> {
        debug_assert!(!is_change(action), "{}", action.name);
        self.asker.open(action).await
    }
    pub async fn change(&self, action: &'static Action) -> Result<OwnChange, Problem> {
        debug_assert!(is_change(action), "{}", action.name);
        self.asker.change(action).await
    }
    /// What a professional of a role would see of the client by an action now. Logged by the look that gave `own`.
    pub async fn seen_by(&self, own: &Own, role: Role, standing: &Vantage, action: &'static Action) -> Result<Seen, Problem> {
        self.asker.seen_by(own, role, standing, action).await
    }
}
