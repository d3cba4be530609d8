//! The past written many rows at once: matters with what was done in them, for the synthetic county and for what another
//! system held. Nothing here decides anything: callers build matters with [`crate::matter::Initiation::build`] and tell
//! their clocks with [`crate::clock::rules::apply`], the same pure functions that live changes go through.

mod rows;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::{ClientId, Scope, ServiceTask, Text};
use people::tied::{self, ClientRole, Named};
use rules::{Notice, Outcome};
use trust::Work;
use trust::relation::{NewTie, tie};
use uuid::Uuid;

use crate::Error;
use crate::appointment::Appointment;
pub use crate::matter::initiate::{NewMatter, PastStep};

/// A thing made in a matter: whose, where it belongs.
#[derive(Clone, Copy, Debug)]
pub struct Of {
    pub id: Uuid,
    pub client: ClientId,
    /// The matter's scope; the catalogue row is set here.
    pub scope: Scope,
    pub matter_id: Uuid,
}

#[derive(Clone, Debug)]
pub struct PastAssessment {
    pub of: Of,
    pub document_id: Option<Uuid>,
    pub started_on: NaiveDate,
    /// Absent while it is a draft.
    pub finished_on: Option<NaiveDate>,
    pub summary: Option<String>,
    pub own_view: Option<String>,
    pub conclusion: Option<String>,
    pub special_support: Option<bool>,
    pub duration_estimate: Option<String>,
    pub author_id: Uuid,
}

#[derive(Clone, Debug)]
pub struct PastGoal {
    pub words: String,
    pub measure: Option<String>,
    pub target_on: Option<NaiveDate>,
    /// in_progress | reached | given_up
    pub status: &'static str,
    /// 0–100
    pub progress: Option<i32>,
    /// When it was last looked at together.
    pub followed_on: Option<NaiveDate>,
}

#[derive(Clone, Debug)]
pub struct PastService {
    /// A code of the plan's structure.
    pub service: String,
    pub provider: Option<String>,
    pub who: Option<String>,
    pub how_often: Option<String>,
    pub from_on: Option<NaiveDate>,
    pub until_on: Option<NaiveDate>,
    /// planned | active | ended
    pub status: &'static str,
}

#[derive(Clone, Debug)]
pub struct PastPlan {
    pub of: Of,
    pub document_id: Option<Uuid>,
    pub valid_from: NaiveDate,
    /// Set when it has ended.
    pub valid_to: Option<NaiveDate>,
    pub review_on: Option<NaiveDate>,
    pub own_words: Option<String>,
    pub author_id: Uuid,
    pub goals: Vec<PastGoal>,
    pub services: Vec<PastService>,
}

#[derive(Clone, Debug)]
pub struct PastSending {
    pub by: Uuid,
    pub at: DateTime<Utc>,
    pub notice: Notice,
    pub received_on: NaiveDate,
    pub appeal_until: NaiveDate,
    pub rule_version: String,
}

/// A decision that was made.
#[derive(Clone, Debug)]
pub struct PastDecision {
    pub of: Of,
    pub document_id: Uuid,
    pub outcome: Outcome,
    pub reasons: String,
    pub legal_basis: String,
    pub services: Option<String>,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
    pub drafted_by: Uuid,
    pub decided_by: Uuid,
    pub decided_at: DateTime<Utc>,
    /// Absent when it waits to be sent.
    pub sent: Option<PastSending>,
}

/// What was decided on a request for review: that the decision stands.
#[derive(Clone, Debug)]
pub struct PastRuling {
    pub by: Uuid,
    pub at: DateTime<Utc>,
    pub reasons: String,
    pub received_on: NaiveDate,
    pub appeal_until: NaiveDate,
    pub appeal_to: Text,
    pub rule_version: String,
}

/// A request for review that a client made on their own page.
#[derive(Clone, Debug)]
pub struct PastReview {
    pub of: Of,
    pub decision_id: Uuid,
    pub arrived_on: NaiveDate,
    pub late: bool,
    pub words: String,
    pub authority: Text,
    pub rule: String,
    pub rule_version: String,
    pub at: DateTime<Utc>,
    /// Absent while it waits.
    pub ruled: Option<PastRuling>,
}

/// An appeal to a court that is pending.
#[derive(Clone, Debug)]
pub struct PastAppeal {
    pub of: Of,
    pub decision_id: Uuid,
    pub court: String,
    pub made_on: NaiveDate,
    pub recorded_by: Uuid,
}

/// A customership; ties and namings go with it.
#[derive(Clone, Debug)]
pub struct PastCustomership {
    pub id: Uuid,
    pub client: ClientId,
    pub controller: Uuid,
    pub service_task: ServiceTask,
    pub matter_id: Option<Uuid>,
    pub team_id: Uuid,
    pub responsible_worker_id: Uuid,
    pub contact_person_id: Option<Uuid>,
    pub opened_at: DateTime<Utc>,
    /// When and why (a code of the rules' `customership_close_reasons`).
    pub closed: Option<(NaiveDate, &'static str)>,
}

#[derive(Clone, Debug)]
pub struct PastNote {
    pub of: Of,
    /// contact | home_visit | phone | office | network_meeting | other
    pub kind: &'static str,
    pub at: DateTime<Utc>,
    pub text: String,
    pub author_id: Uuid,
}

#[derive(Clone, Debug)]
pub struct PastMessage {
    pub of: Of,
    pub from_client: bool,
    /// The professional, or the client.
    pub author_id: Uuid,
    pub text: String,
    pub at: DateTime<Utc>,
    pub read_at: Option<DateTime<Utc>>,
}

/// What a past holds; written in this order.
#[derive(Clone, Debug, Default)]
pub struct Past {
    pub matters: Vec<NewMatter>,
    pub assessments: Vec<PastAssessment>,
    pub plans: Vec<PastPlan>,
    pub decisions: Vec<PastDecision>,
    pub reviews: Vec<PastReview>,
    pub appeals: Vec<PastAppeal>,
    pub customerships: Vec<PastCustomership>,
    pub notes: Vec<PastNote>,
    pub messages: Vec<PastMessage>,
    /// Behind and to come.
    pub appointments: Vec<Appointment>,
}

impl Past {
    /// Writes it all with its ties; the caller's change names the clients and tells of it in an event.
    ///
    /// # Errors
    /// When the database fails; nothing of the change is then kept.
    pub async fn write(self, work: &Work) -> Result<(), Error> {
        crate::matter::initiate::insert(work, &self.matters).await?;
        rows::assessments(work, &self.assessments).await?;
        rows::plans(work, &self.plans).await?;
        rows::decisions(work, &self.decisions).await?;
        rows::reviews(work, &self.reviews).await?;
        rows::appeals(work, &self.appeals).await?;
        rows::customerships(work, &self.customerships).await?;
        rows::notes(work, &self.notes).await?;
        rows::messages(work, &self.messages).await?;
        crate::appointment::store::insert(work, &self.appointments).await?;
        let ties: Vec<NewTie> = self.customerships.iter().flat_map(ties).collect();
        tie(work, &ties).await?;
        let named: Vec<Named> = self.customerships.iter().filter(|c| c.closed.is_none()).flat_map(named).collect();
        tied::set(work, &named).await?;
        Ok(())
    }
}

impl PastCustomership {
    fn scope(&self) -> Scope {
        Scope { controller: self.controller, register: kernel::Register::Social, service_task: self.service_task, catalogue_row: 18 }
    }
}

fn ties(c: &PastCustomership) -> Vec<NewTie> {
    let tie = |basis, professional_id, team_id| NewTie {
        client: c.client,
        scope: c.scope(),
        basis,
        object_kind: "customership",
        object_id: c.id,
        professional_id,
        team_id,
        unit_id: None,
        from: c.opened_at,
        to: c.closed.and_then(|(on, _)| on.and_hms_opt(12, 0, 0)).map(|at| at.and_utc()),
    };
    let mut ties = vec![tie("responsible", Some(c.responsible_worker_id), None), tie("team", None, Some(c.team_id))];
    ties.extend(c.contact_person_id.map(|id| tie("contact", Some(id), None)));
    ties
}

fn named(c: &PastCustomership) -> Vec<Named> {
    let named = |role, professional_id| Named { client: c.client, scope: c.scope(), role, professional_id, wish: None, from: c.opened_at };
    let mut names = vec![named(ClientRole::ResponsibleWorker, c.responsible_worker_id)];
    names.extend(c.contact_person_id.map(|id| named(ClientRole::ContactPerson, id)));
    names
}
