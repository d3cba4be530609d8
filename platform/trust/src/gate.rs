use std::sync::{Arc, OnceLock};

use chrono::{Duration, NaiveDate};
use kernel::{CatalogueRow, Context};
use serde::{Deserialize, Serialize};
use store::sea_orm::DbErr;
use store::{Birth, Db, Keyring, Master};
use uuid::Uuid;

use crate::access::policy::{Policies, PolicyError};
use crate::http::InFlight;
use crate::limits::Limits;
use crate::log::{Log, Spool};

macro_rules! roles {
    ($($variant:ident => $code:tt, [$($audience:literal),*];)+) => {
        /// What a professional is, for the policies.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
        pub enum Role { $(#[serde(rename = $code)] $variant),+ }
        impl Role {
            pub const ALL: &'static [Role] = &[$(Role::$variant),+];
            pub const fn code(self) -> &'static str { match self { $(Role::$variant => $code),+ } }
            pub fn parse(code: &str) -> Option<Self> { match code { $($code => Some(Role::$variant),)+ _ => None } }
            /// The kinds of staff the policies name.
            pub const fn audiences(self) -> &'static [&'static str] { match self { $(Role::$variant => &[$($audience),*]),+ } }
        }
    };
}

roles! {
    HomeCareNurse => "home_care_nurse", ["health_staff", "client_work"];
    AcuteNurse => "acute_nurse", ["health_staff", "client_work"];
    CareCoordinator => "care_coordinator", ["social_staff", "client_work"];
    CaseManager => "case_manager", ["social_staff", "client_work"];
    SocialWorker => "social_worker", ["social_staff", "client_work"];
    TeamLead => "team_lead", ["social_staff", "client_work"];
    Administrator => "administrator", [];
    DataProtectionOfficer => "data_protection_officer", [];
}

/// A professional as rights see them, now.
#[derive(Clone, Debug)]
pub struct Staff {
    pub id: Uuid,
    pub role: Role,
    pub unit_id: Uuid,
    /// Teams of which the membership is valid today.
    pub team_ids: Vec<Uuid>,
    /// Absent professionals whom this one substitutes today.
    pub substitutes_for: Vec<Uuid>,
    pub can_decide: bool,
}

/// Who works here; the room `people` answers.
#[async_trait::async_trait]
pub trait Directory: Send + Sync {
    /// `None` when there is no such professional or the employment is not valid on `today`.
    async fn staff(&self, db: &Db, id: Uuid, today: NaiveDate) -> Result<Option<Staff>, DbErr>;
    /// The professional an OpenID subject stands for.
    async fn by_subject(&self, db: &Db, subject: &str, today: NaiveDate) -> Result<Option<Uuid>, DbErr>;
}

/// Which items of the data catalogue a role does not open; the room `catalogue` answers from the rules in force.
pub trait Items: Send + Sync {
    /// Their numbers, on `today`; asked for each proof, so that a change of the rules holds in the next request.
    fn closed(&self, role: Role, today: NaiveDate) -> Vec<CatalogueRow>;
}

pub struct GateOptions {
    pub db: Db,
    pub master: Master,
    pub keys: Keyring,
    pub ctx: Context,
    pub directory: Arc<dyn Directory>,
    pub items: Arc<dyn Items>,
    /// The county's own organisation: controller of what is written here.
    pub controller: Uuid,
    /// Where looks are kept when the database takes no writes; `None`: client data stay closed then.
    pub spool: Option<std::path::PathBuf>,
    /// True when the address is https: cookies get the `__Host-` prefix and `Secure`.
    pub secure: bool,
    pub birth: Birth,
}

/// The gate every request and job passes. Cheap to clone.
#[derive(Clone)]
pub struct Gate(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub db: Db,
    /// One for each database; a gate to its past shares it.
    pub master: Arc<Master>,
    pub keys: Keyring,
    pub ctx: Context,
    pub policies: Policies,
    pub directory: Arc<dyn Directory>,
    pub items: Arc<dyn Items>,
    pub controller: Uuid,
    pub log: Log,
    pub in_flight: InFlight,
    pub secure: bool,
    pub birth: Birth,
    pub session_life: OnceLock<Duration>,
    pub session_idle: OnceLock<Duration>,
    pub seen: crate::session::Seen,
    pub limits: Limits,
    pub grounds: OnceLock<Arc<dyn crate::acting::Grounds>>,
}

impl Gate {
    /// Checks the policies and starts the writer of looks; needs a Tokio runtime.
    pub fn new(options: GateOptions) -> Result<Self, PolicyError> {
        let policies = Policies::shipped()?;
        let (log, writer) = Log::new(options.spool.as_deref().and_then(Spool::hold));
        let inner = Arc::new(Inner {
            log,
            db: options.db,
            master: Arc::new(options.master),
            keys: options.keys,
            ctx: options.ctx,
            policies,
            directory: options.directory,
            items: options.items,
            controller: options.controller,
            in_flight: InFlight::default(),
            secure: options.secure,
            birth: options.birth,
            session_life: OnceLock::new(),
            session_idle: OnceLock::new(),
            seen: crate::session::Seen::default(),
            limits: Limits::new(),
            grounds: OnceLock::new(),
        });
        writer.start(Arc::downgrade(&inner));
        Ok(Gate(inner))
    }

    /// The same gate on another clock, for writing the past of a demo. None on a node of real people: their log tells when a thing was
    /// done by the one clock. Without a spool: what it shows is written as the database takes it.
    pub fn in_the_past(&self, clock: Arc<dyn kernel::Clock>) -> Option<Self> {
        if self.0.birth != Birth::Demo {
            return None;
        }
        let now = &*self.0;
        let (log, writer) = Log::new(None);
        let inner = Arc::new(Inner {
            log,
            db: now.db.clone(),
            master: now.master.clone(),
            keys: now.keys.clone(),
            ctx: Context::with_clock(clock),
            policies: Policies::shipped().ok()?,
            directory: now.directory.clone(),
            items: now.items.clone(),
            controller: now.controller,
            in_flight: InFlight::default(),
            secure: now.secure,
            birth: now.birth,
            session_life: OnceLock::new(),
            session_idle: OnceLock::new(),
            seen: crate::session::Seen::default(),
            limits: Limits::new(),
            grounds: OnceLock::new(),
        });
        writer.start(Arc::downgrade(&inner));
        Some(Gate(inner))
    }

    pub fn db(&self) -> &Db {
        &self.0.db
    }
    pub fn ctx(&self) -> &Context {
        &self.0.ctx
    }
    pub fn keys(&self) -> &Keyring {
        &self.0.keys
    }
    /// The county as controller (rekisterinpitäjä).
    pub fn controller(&self) -> Uuid {
        self.0.controller
    }
    pub fn birth(&self) -> Birth {
        self.0.birth
    }
    pub fn secure(&self) -> bool {
        self.0.secure
    }
    /// How long a session lasts before it ends by itself.
    pub fn session_life(&self) -> Duration {
        self.0.session_life.get().copied().unwrap_or(crate::session::LIFE)
    }
    /// Says how long sessions that begin from now on last. Said once, before the node listens; what is said later changes nothing.
    pub fn set_session_life(&self, life: Duration) {
        let _ = self.0.session_life.set(life);
    }
    /// How long a session lasts that nobody uses; none: as long as any.
    pub fn session_idle(&self) -> Option<Duration> {
        self.0.session_idle.get().copied()
    }
    /// Says how long a session lasts that nobody uses; said once.
    pub fn set_session_idle(&self, idle: Duration) {
        let _ = self.0.session_idle.set(idle);
    }
    /// Says who knows by what people act for each other; said once. Before it is said, nobody acts for another.
    pub fn set_grounds(&self, grounds: Arc<dyn crate::acting::Grounds>) {
        let _ = self.0.grounds.set(grounds);
    }
    pub(crate) fn grounds(&self) -> Option<&dyn crate::acting::Grounds> {
        self.0.grounds.get().map(AsRef::as_ref)
    }
    /// Lets everyone ask as often as they like: for measuring how fast the node answers.
    pub fn lift_limits(&self) {
        self.0.limits.lift();
    }
    pub fn policies(&self) -> &Policies {
        &self.0.policies
    }
    pub(crate) fn reader(&self) -> store::Reader {
        self.0.db.reader(&self.0.master)
    }
    pub(crate) async fn begin(&self) -> Result<store::Tx, DbErr> {
        self.0.db.begin(&self.0.master).await
    }

    /// Waits until every look handed over so far is on disk.
    pub async fn flush_log(&self) {
        self.0.log.flush().await;
    }
}
