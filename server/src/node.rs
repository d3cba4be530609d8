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
    #[error("{0} is not 32 bytes in base64")]
    EnvKey(&'static str),
    #[error(transparent)]
    Policy(#[from] trust::PolicyError),
    #[error("the rules cannot be read: {0}")]
    Rules(String),
    #[error("this database was written with another key than this one: put that key in place, or name its file in PUNOS_KEY_FILE")]
    OtherKey,
}

/// An open node, before it listens.
pub struct Node {
    pub gate: Gate,
    pub rules: Arc<rules::LiveRules>,
    pub birth: Birth,
    pub data: PathBuf,
    /// The secret of the log's own keys, when it has one.
    pub log_key: Option<Keyring>,
}

/// Where the database keeps which key it is written with; it tells nothing of the key.
pub const KEY_CHECK: &str = "key_check";

/// All columns that hold sealed values.
/// Who the staff are as clients goes first: it is known by two keys at once.
pub static SEALED: [&trust::SealedColumn; 7] = [
    &people::own_identity::SEALED[0],
    &people::own_identity::SEALED[1],
    &people::SEALED,
    &records::SEALED,
    &population::SEALED,
    &rights::SEALED,
    &mandate::SEALED,
];

impl Node {
    /// Goes on with the keys as the key file has them now; whether they were others. Keys of the environment stay as they are.
    ///
    /// # Errors
    /// When the file cannot be read; the keys stay as they were.
    pub async fn reread_keys(&self) -> Result<bool, NodeError> {
        if std::env::var_os("PUNOS_KEY").is_some() {
            return Ok(false);
        }
        let (ring, now) = (store::keys::read(&key_file(&self.data))?, self.gate.keys().current());
        let changed = ring.checks() != now.checks();
        if changed {
            if !same_key(self.gate.db(), &ring.clone().into()).await? {
                return Err(NodeError::OtherKey);
            }
            self.gate.keys().renew(ring);
        }
        Ok(changed)
    }

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
        if !same_key(&db, &keys).await? {
            return Err(NodeError::OtherKey);
        }
        let log_key = log_key(&options.data)?;
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
            items: Arc::new(catalogue::InForce(rules.clone())),
            controller,
            spool: Some(options.data.join("looks.spool")),
            secure: options.secure,
            birth,
        })?;
        Ok(Self { gate, rules, birth, data: options.data.clone(), log_key })
    }

    /// The sealer of this node's access log. `watched`: other nodes' logs it follows.
    pub fn sealing(&self, watched: Vec<sealing::Watched>) -> sealing::Sealing {
        sealing::Sealing::new(self.log_key.clone(), watched)
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

async fn connect(options: &NodeOptions) -> Result<(Db, store::Master), StoreError> {
    Db::connect(&options.database, &Options { connections: options.connections, watch: options.watch.clone(), ..Options::default() }).await
}

/// Whether the key that the database was last written with is among these; the one in use is then what it is written with.
async fn same_key(db: &Db, keys: &Keyring) -> Result<bool, StoreError> {
    let (kept, ours) = (db.meta(KEY_CHECK).await?, keys.check());
    if kept.as_ref().is_some_and(|kept| !keys.has(kept)) {
        return Ok(false);
    }
    if kept.as_ref() != Some(&ours) && db.set_meta(KEY_CHECK, &ours).await.is_err() {
        tracing::warn!("the database takes no writes: which key it is written with is noted later");
    }
    Ok(true)
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
        return Keyring::parse(text.trim()).ok_or(NodeError::EnvKey("PUNOS_KEY"));
    }
    let path = key_file(data);
    Ok(if new && path == data.join("node.key") { Keyring::load_or_create(&path)? } else { Keyring::load(&path)? })
}

/// The file the key comes from when it does not stand in the environment.
pub fn key_file(data: &Path) -> PathBuf {
    std::env::var_os("PUNOS_KEY_FILE").map_or_else(|| data.join("node.key"), PathBuf::from)
}

/// The secret that the log's keys are made from: `PUNOS_LOG_KEY`, the file `PUNOS_LOG_KEY_FILE` names, or `log.key` in the data
/// directory; without any of these the node's key is used. Same form as the node's key.
pub fn log_key(data: &Path) -> Result<Option<Keyring>, NodeError> {
    if let Ok(text) = std::env::var("PUNOS_LOG_KEY") {
        return Keyring::parse(text.trim()).ok_or(NodeError::EnvKey("PUNOS_LOG_KEY")).map(Some);
    }
    if let Ok(path) = std::env::var("PUNOS_LOG_KEY_FILE") {
        return Ok(Some(Keyring::load(Path::new(&path))?));
    }
    let path = data.join("log.key");
    Ok(if path.exists() { Some(Keyring::load(&path)?) } else { None })
}
