//! The structure of a document with what is needed to check it and to read its facts.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use ::store::sea_orm::ConnectionTrait;
use uuid::Uuid;

use super::Document;
use crate::DocumentError;
use crate::mapping::{Facts, Mapping, extract, parse_mapping, shared};
use crate::structure::{Shipped, Structure, shipped, store};
use crate::validate::Validators;

/// Structures of the database that have been compiled, by key; some megabytes each, so not all at once.
static READY: LazyLock<Mutex<HashMap<Uuid, Arc<Loaded>>>> = LazyLock::new(Mutex::default);
const MOST_READY: usize = 32;

/// A shipped structure, or one read from the database.
pub enum Form {
    /// The product's own, compiled once.
    Shipped(&'static Shipped),
    /// An earlier version or a structure of the nation.
    Loaded(Arc<Loaded>),
}

/// Read from the database.
pub struct Loaded {
    structure: Structure,
    mapping: Option<Mapping>,
    validators: Validators,
}

impl Form {
    /// The form a document was begun on.
    pub async fn of(conn: &impl ConnectionTrait, document: &Document) -> Result<Self, DocumentError> {
        if let Some(kind) = document.kind {
            let ours = shipped(kind)?;
            if ours.structure.oid == document.structure.oid && ours.structure.version == document.structure.version {
                return Ok(Self::Shipped(ours));
            }
        }
        Self::by_id(conn, document.structure.id).await?.ok_or(DocumentError::NotFound)
    }

    /// A structure of the database by its key.
    pub async fn by_id(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<Self>, DocumentError> {
        // What is loaded never changes, so what was compiled once serves as long as it is used.
        if let Some(loaded) = READY.lock().unwrap_or_else(PoisonError::into_inner).get(&id) {
            return Ok(Some(Self::Loaded(loaded.clone())));
        }
        let Some(mut row) = store::by_id(conn, id).await? else { return Ok(None) };
        let beside = row.mapping.take();
        let structure = row.into_structure();
        let mapping = match beside {
            Some(m) => Some(parse_mapping(m.to_string().as_bytes(), &structure)?),
            None => shared(&structure).map(|(mapping, _)| mapping),
        };
        let validators = Validators::of(&structure)?;
        let loaded = Arc::new(Loaded { structure, mapping, validators });
        let mut ready = READY.lock().unwrap_or_else(PoisonError::into_inner);
        if ready.len() >= MOST_READY {
            ready.clear();
        }
        ready.insert(id, loaded.clone());
        Ok(Some(Self::Loaded(loaded)))
    }

    /// The structure.
    pub fn structure(&self) -> &Structure {
        match self {
            Self::Shipped(s) => &s.structure,
            Self::Loaded(l) => &l.structure,
        }
    }

    /// The mapping, when there is one.
    pub fn mapping(&self) -> Option<&Mapping> {
        match self {
            Self::Shipped(s) => Some(&s.mapping),
            Self::Loaded(l) => l.mapping.as_ref(),
        }
    }

    /// The validators.
    pub fn validators(&self) -> &Validators {
        match self {
            Self::Shipped(s) => &s.validators,
            Self::Loaded(l) => &l.validators,
        }
    }

    /// The facts of a body; none without a mapping.
    pub fn facts(&self, body: &serde_json::Value) -> Facts {
        self.mapping().map_or_else(Facts::new, |m| extract(self.structure(), m, body))
    }
}
