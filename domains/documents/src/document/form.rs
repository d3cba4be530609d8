//! The structure of a document with what is needed to check it and to read its facts.

use ::store::sea_orm::ConnectionTrait;

use super::Document;
use crate::DocumentError;
use crate::mapping::{Facts, Mapping, extract, parse_mapping};
use crate::structure::{Shipped, Structure, shipped, store};
use crate::validate::Validators;

/// A shipped structure, or one read from the database.
pub enum Form {
    /// The product's own, compiled once.
    Shipped(&'static Shipped),
    /// An earlier version or a structure of the nation.
    Loaded(Box<Loaded>),
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
        let mut row = store::by_id(conn, document.structure.id).await?.ok_or(DocumentError::NotFound)?;
        let mapping = row.mapping.take();
        let structure = row.into_structure();
        let mapping = mapping.map(|m| parse_mapping(m.to_string().as_bytes(), &structure)).transpose()?;
        let validators = Validators::of(&structure)?;
        Ok(Self::Loaded(Box::new(Loaded { structure, mapping, validators })))
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
