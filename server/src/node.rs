//! A node opened from its options: the database, its key, the rules, the gate.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kernel::Context;
use store::{Birth, Db, Keyring, Options, StoreError};
use trust::{Gate, GateOptions};
use uuid::Uuid;

/// Where a node lives and how it is reached.
#[derive(Clone)]
pub struct NodeOptions {
    /// `sqlite://…` or `postgres://…`
    pub database: String,
    /// Key file, spool of looks; the SQLite file too by default.
    pub data: PathBuf,
    pub connections: u32,
    /// True when people reach the node by https.
    pub secure: bool,
    /// Told every statement that reads by a proof; `None` outside benchmarks.
    pub watch: Option<store::Watch>,
}

#[derive(Debug, thiserror::Error)]
pub enum NodeError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Key(#[from] store::keys::KeyError),
    #[error("PUNOS_KEY is not 32 bytes in base64")]
    EnvKey,
    #[error(transparent)]
    Policy(#[from] trust::PolicyError),
    #[error("the rules cannot be read: {0}")]
    Rules(String),
    #[error(transparent)]
    Retention(#[from] retention::RetentionError),
}

/// An open node, before it listens.
pub struct Node {
    pub gate: Gate,
    pub rules: Arc<rules::LiveRules>,
    pub retention: Arc<retention::RetentionRules>,
    pub birth: Birth,
    pub data: PathBuf,
}

impl Node {
    /// Opens, migrates and, when new, marks the database.
    pub async fn create(options: &NodeOptions, birth: Birth) -> Result<Self, NodeError> {
        let (db, master) = connect(options).await?;
        if let Some(found) = db.birth().await?
            && found != birth
        {
            return Err(StoreError::Birth { found: found.code().into(), wanted: birth.code() }.into());
        }
        db.migrate().await?;
        db.born_as(birth).await?;
        Self::build(options, db, master, birth, true).await
    }

    /// Opens a database that is already at this program's version. `wanted`: which mark it must have, when that matters.
    pub async fn open(options: &NodeOptions, wanted: Option<Birth>) -> Result<Self, NodeError> {
        let (db, master) = connect(options).await?;
        db.expect_current().await?;
        let found = db.birth().await?.ok_or(StoreError::NoSchema)?;
        if let Some(wanted) = wanted
            && found != wanted
        {
            return Err(StoreError::Birth { found: found.code().into(), wanted: wanted.code() }.into());
        }
        Self::build(options, db, master, found, false).await
    }

    async fn build(options: &NodeOptions, db: Db, master: store::Master, birth: Birth, new: bool) -> Result<Self, NodeError> {
        let keys = keys(&options.data, new)?;
        let ctx = Context::system();
        let controller = controller(&db, &ctx).await?;
        let loaded = rulekeeping::load(&db.reference(), ctx.now()).await.map_err(|e| NodeError::Rules(e.to_string()))?;
        let rules = Arc::new(rules::LiveRules::new(loaded.rules));
        let gate = Gate::new(GateOptions {
            db,
            master,
            keys,
            ctx,
            directory: Arc::new(people::Directory),
            controller,
            spool: Some(options.data.join("looks.spool")),
            secure: options.secure,
            birth,
        })?;
        Ok(Self { gate, rules, retention: Arc::new(retention_rules(&options.data)?), birth, data: options.data.clone() })
    }

    /// Puts the product's own document structures and rules into the database, when this version brings new ones.
    pub async fn load_structures(&self) -> Result<(), kernel::Problem> {
        rulekeeping::remember_shipped(&self.gate.job("rules.remember", "administration", None)).await?;
        documents::load_shipped(&self.gate.job("documents.structures.load", "administration", None)).await
    }

    /// Waits for what is under way and closes the database.
    pub async fn close(&self) {
        self.gate.flush_log().await;
        self.gate.db().close().await;
    }
}

/// The organiser's own retention rules (`retention.toml` in the data directory), or the shipped ones.
pub fn retention_rules(data: &Path) -> Result<retention::RetentionRules, retention::RetentionError> {
    let path = data.join("retention.toml");
    match std::fs::read_to_string(&path) {
        Ok(text) => retention::RetentionRules::parse(&path.display().to_string(), &text),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => retention::RetentionRules::shipped(),
        Err(e) => Err(retention::RetentionError::Rules { file: path.display().to_string(), problem: e.to_string() }),
    }
}

async fn connect(options: &NodeOptions) -> Result<(Db, store::Master), StoreError> {
    Db::connect(&options.database, &Options { connections: options.connections, watch: options.watch.clone(), ..Options::default() }).await
}

/// The county as controller; its id is made at the database's birth.
async fn controller(db: &Db, ctx: &Context) -> Result<Uuid, StoreError> {
    if let Some(id) = db.meta("controller").await?.and_then(|id| id.parse().ok()) {
        return Ok(id);
    }
    let id = ctx.new_id();
    db.set_meta("controller", &id.to_string()).await?;
    Ok(id)
}

/// The key comes from `PUNOS_KEY`, from the file `PUNOS_KEY_FILE` names, or from `node.key` in the data directory, which is
/// made with a new node.
pub fn keys(data: &Path, new: bool) -> Result<Keyring, NodeError> {
    if let Ok(text) = std::env::var("PUNOS_KEY") {
        return Keyring::parse(text.trim()).ok_or(NodeError::EnvKey);
    }
    if let Ok(path) = std::env::var("PUNOS_KEY_FILE") {
        return Ok(Keyring::load(Path::new(&path))?);
    }
    let path = data.join("node.key");
    Ok(if new { Keyring::load_or_create(&path)? } else { Keyring::load(&path)? })
}
