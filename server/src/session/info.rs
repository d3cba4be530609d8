use axum::extract::State;
use kernel::{ClientId, Problem, Text};
use serde::Serialize;
use store::{Birth, Health};
use trust::limits::Share;
use trust::oidc::Oidc;
use trust::{AnySession, Gate, Json};
use uuid::Uuid;

use super::persona::{Persona, personas};

/// What the session's routes need.
#[derive(Clone)]
pub struct Entry {
    pub gate: Gate,
    /// Who staff log in with.
    pub oidc: Option<Oidc>,
    /// Who residents identify themselves with.
    pub identification: Option<Oidc>,
    /// Log-ins begun by each source: each is a row until it is finished or ten minutes old.
    pub departures: Share,
}

impl Entry {
    pub fn new(gate: Gate, oidc: Option<Oidc>, identification: Option<Oidc>) -> Self {
        // A whole county behind one address begins its day at once.
        Self { gate, oidc, identification, departures: Share::new(3_000, std::time::Duration::from_secs(600)) }
    }
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct SessionInfo {
    /// none | staff | client
    pub audience: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub csrf: Option<String>,
    /// True on a node of synthetic people; every page says so.
    pub demo: bool,
    pub node: NodeInfo,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personas: Option<Vec<Persona>>,
    /// Whether staff log in at a provider here.
    pub oidc: bool,
    /// Whether residents log in here by strong identification.
    pub identification: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub professional: Option<ProfessionalInfo>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientInfo>,
    pub languages: [&'static str; 3],
    /// Seconds until the session ends by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_in: Option<i64>,
    /// Whether the session can be asked to last longer than that.
    pub can_extend: bool,
    /// read_only | unreachable, when the database is unwell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub degraded: Option<&'static str>,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct NodeInfo {
    pub name: Text,
    pub county: String,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct Named {
    pub id: Uuid,
    pub name: String,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ProfessionalInfo {
    pub id: Uuid,
    pub name: String,
    pub title: Text,
    pub role: trust::Role,
    pub unit: Named,
    pub teams: Vec<Named>,
    pub substitutes_for: Vec<Named>,
    pub can_decide: bool,
}

#[derive(Serialize, utoipa::ToSchema)]
pub struct ClientInfo {
    pub id: Uuid,
    pub name: String,
    pub given_name: String,
}

#[utoipa::path(
    get, path = "/api/v1/session", tag = "session", extensions(("x-action" = json!("public.session.read"))),
    responses((status = 200, body = SessionInfo))
)]
pub async fn read(session: AnySession, State(entry): State<Entry>) -> Result<Json<SessionInfo>, Problem> {
    info(&entry, session.row.as_ref()).await.map(Json)
}

/// What the page needs to know of the session.
pub async fn info(entry: &Entry, row: Option<&trust::SessionRow>) -> Result<SessionInfo, Problem> {
    let gate = &entry.gate;
    let demo = gate.birth() == Birth::Demo;
    let county = gate.db().meta("county").await.ok().flatten().unwrap_or_default();
    let name =
        gate.db().meta("county_name").await.ok().flatten().and_then(|t| serde_json::from_str(&t).ok()).unwrap_or_else(|| Text::fi("Punos"));
    let mut info = SessionInfo {
        audience: "none".into(),
        csrf: None,
        demo,
        node: NodeInfo { name, county },
        personas: if demo { Some(personas(gate).await?) } else { None },
        oidc: entry.oidc.is_some(),
        identification: entry.identification.is_some(),
        professional: None,
        client: None,
        languages: ["fi", "sv", "en"],
        ends_in: None,
        can_extend: false,
        degraded: match gate.db().health() {
            Health::Well => None,
            Health::ReadOnly => Some("read_only"),
            Health::Unreachable => Some("unreachable"),
        },
    };
    let Some(row) = row else { return Ok(info) };
    match row.audience.as_str() {
        "staff" => info.professional = professional(gate, row.subject_id).await?,
        _ => info.client = client(gate, row.subject_id).await?,
    }
    if info.professional.is_some() || info.client.is_some() {
        info.audience = row.audience.clone();
        info.csrf = Some(row.csrf.clone());
        let now = gate.ctx().now();
        info.ends_in = Some(row.left(gate.session_idle(), now));
        // In its last moments a session that could go on says so; one that has had its lives says that it will end.
        let unused = row.ends_at(gate.session_idle()) < row.expires_at;
        info.can_extend = unused || row.extended(gate.session_life(), row.expires_at).is_some();
    }
    Ok(info)
}

async fn professional(gate: &Gate, id: Uuid) -> Result<Option<ProfessionalInfo>, Problem> {
    let today = gate.ctx().today();
    let Some(profile) = people::professional::profile(gate.db(), id, today).await.map_err(failed)? else { return Ok(None) };
    let named = |(id, name): (Uuid, String)| Named { id, name };
    Ok(Some(ProfessionalInfo {
        id,
        name: profile.name,
        title: profile.title,
        role: profile.role,
        unit: named(profile.unit),
        teams: profile.teams.into_iter().map(named).collect(),
        substitutes_for: profile.substitutes_for.into_iter().map(named).collect(),
        can_decide: profile.can_decide,
    }))
}

async fn client(gate: &Gate, id: Uuid) -> Result<Option<ClientInfo>, Problem> {
    let job = gate.job("session.greeting", "own", Some(id));
    let card = people::own_name(&job, ClientId(id)).await.map_err(failed)?;
    Ok(card.map(|(name, given_name)| ClientInfo { id, name, given_name }))
}

fn failed(error: store::sea_orm::DbErr) -> Problem {
    tracing::error!(%error, "the session's owner cannot be read");
    Problem::internal()
}
