//! A line of the log as the bytes its leaf is made from.
//!
//! The text is JSON with its members in a fixed order, so that the same line always gives the same bytes on either database.
//! Clients are named by salted hashes: whoever holds the salt can say "this line is about me", and a receipt for one client
//! tells nothing of the others in the same line. For the same reason the objects of a line about several clients are hashed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, SecondsFormat, Utc};
use sha2::{Digest, Sha256};
use store::sea_orm::{DbErr, QueryResult};
use uuid::Uuid;

use crate::tree::{Hash, leaf_hash};

/// The columns of a line, in the order [`Entry::read`] takes them.
pub(crate) const COLUMNS: &str = "l.id, l.at, l.actor_kind, l.actor_id, l.role, l.unit_id, l.client_id, l.action, l.purpose, l.ground, \
     l.registers, l.categories, l.object_kind, l.objects, l.outcome, l.code, l.request_id, l.salt, l.acting";

/// One line with the clients it names.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub actor_kind: String,
    pub actor_id: Option<Uuid>,
    pub role: Option<String>,
    pub unit_id: Option<Uuid>,
    pub client_id: Option<Uuid>,
    pub action: String,
    pub purpose: String,
    pub ground: Option<String>,
    pub registers: Option<String>,
    pub categories: Option<String>,
    pub object_kind: Option<String>,
    pub objects: Option<String>,
    pub outcome: String,
    pub code: Option<String>,
    pub request_id: Uuid,
    pub salt: Vec<u8>,
    /// By what the actor acted for another; lines of those who act for nobody have no such member, nor had any before it was kept.
    pub acting: Option<String>,
    pub also: Vec<Uuid>,
}

impl Entry {
    /// Reads a row whose columns are [`COLUMNS`] from the `first` on; `None` when an outer join found no line.
    pub fn read(row: &QueryResult, first: usize) -> Result<Option<Self>, DbErr> {
        let Some(id) = row.try_get_by_index::<Option<Uuid>>(first)? else { return Ok(None) };
        let text = |at: usize| row.try_get_by_index::<Option<String>>(first + at);
        Ok(Some(Self {
            id,
            at: row.try_get_by_index(first + 1)?,
            actor_kind: row.try_get_by_index(first + 2)?,
            actor_id: row.try_get_by_index(first + 3)?,
            role: text(4)?,
            unit_id: row.try_get_by_index(first + 5)?,
            client_id: row.try_get_by_index(first + 6)?,
            action: row.try_get_by_index(first + 7)?,
            purpose: row.try_get_by_index(first + 8)?,
            ground: text(9)?,
            registers: text(10)?,
            categories: text(11)?,
            object_kind: text(12)?,
            objects: text(13)?,
            outcome: row.try_get_by_index(first + 14)?,
            code: text(15)?,
            request_id: row.try_get_by_index(first + 16)?,
            salt: row.try_get_by_index::<Option<Vec<u8>>>(first + 17)?.unwrap_or_default(),
            acting: text(18)?,
            also: Vec::new(),
        }))
    }

    /// The bytes of the line, as they are hashed and as a receipt shows them.
    pub fn text(&self) -> String {
        let mut out = Out(String::with_capacity(512));
        out.0.push_str("{\"v\":1");
        out.text("id", Some(&self.id.to_string()));
        out.text("at", Some(&self.at.to_rfc3339_opts(SecondsFormat::Micros, true)));
        out.text("actor_kind", Some(&self.actor_kind));
        out.id("actor_id", self.actor_id);
        out.text("role", self.role.as_deref());
        out.id("unit_id", self.unit_id);
        out.text("action", Some(&self.action));
        out.text("purpose", Some(&self.purpose));
        out.text("ground", self.ground.as_deref());
        out.text("registers", self.registers.as_deref());
        out.text("categories", self.categories.as_deref());
        out.text("object_kind", self.object_kind.as_deref());
        let several = self.also.len() + usize::from(self.client_id.is_some()) > 1;
        match &self.objects {
            Some(objects) if several => out.text("objects", Some(&self.salted("objects", objects))),
            objects => out.text("objects", objects.as_deref()),
        }
        out.text("outcome", Some(&self.outcome));
        out.text("code", self.code.as_deref());
        out.id("request_id", Some(self.request_id));
        if let Some(acting) = &self.acting {
            out.text("acting", Some(acting));
        }
        out.text("client", self.client_id.map(|id| self.salted("client", &id.to_string())).as_deref());
        let mut also: Vec<String> = self.also.iter().map(|id| self.salted("client", &id.to_string())).collect();
        also.sort_unstable();
        out.0.push_str(",\"clients\":[");
        for (at, one) in also.iter().enumerate() {
            if at > 0 {
                out.0.push(',');
            }
            out.quoted(one);
        }
        out.0.push_str("]}");
        out.0
    }

    fn salted(&self, what: &str, text: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(&self.salt);
        hash.update(what.as_bytes());
        hash.update(b":");
        hash.update(text.as_bytes());
        STANDARD.encode(hash.finalize())
    }

    /// The leaf of the line: SHA-256(0x00 ‖ salt ‖ text).
    pub fn leaf(&self) -> Hash {
        leaf_hash(&[&self.salt, self.text().as_bytes()])
    }
}

struct Out(String);

impl Out {
    fn name(&mut self, name: &str) {
        self.0.push_str(",\"");
        self.0.push_str(name);
        self.0.push_str("\":");
    }
    fn text(&mut self, name: &str, text: Option<&str>) {
        self.name(name);
        match text {
            Some(text) => self.quoted(text),
            None => self.0.push_str("null"),
        }
    }
    fn id(&mut self, name: &str, id: Option<Uuid>) {
        let mut buffer = Uuid::encode_buffer();
        self.text(name, id.map(|id| &*id.hyphenated().encode_lower(&mut buffer)));
    }
    fn quoted(&mut self, text: &str) {
        if text.bytes().all(|b| b >= 0x20 && b != b'"' && b != b'\\') {
            self.0.push('"');
            self.0.push_str(text);
            self.0.push('"');
        } else {
            self.0.push_str(&serde_json::Value::from(text).to_string());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            id: Uuid::from_u128(1),
            at: "2026-11-22T08:00:00.000001Z".parse().unwrap(),
            actor_kind: "staff".into(),
            actor_id: Some(Uuid::from_u128(2)),
            role: Some("case_manager".into()),
            unit_id: None,
            client_id: Some(Uuid::from_u128(3)),
            action: "care.summary.read".into(),
            purpose: "care".into(),
            ground: None,
            registers: Some("social".into()),
            categories: None,
            object_kind: Some("matter".into()),
            objects: Some("a \"b\"\n".into()),
            outcome: "allowed".into(),
            code: None,
            request_id: Uuid::from_u128(4),
            salt: vec![9; 16],
            acting: None,
            also: Vec::new(),
        }
    }

    #[test]
    fn the_text_is_json_and_names_no_client() {
        let mut entry = entry();
        let value: serde_json::Value = serde_json::from_str(&entry.text()).unwrap();
        assert_eq!((&value["objects"], &value["at"]), (&"a \"b\"\n".into(), &"2026-11-22T08:00:00.000001Z".into()));
        assert!(!entry.text().contains(&Uuid::from_u128(3).to_string()));
        entry.also = vec![Uuid::from_u128(5)];
        let value: serde_json::Value = serde_json::from_str(&entry.text()).unwrap();
        assert_ne!(value["objects"], "a \"b\"\n", "objects of several clients are told to none of them");
        assert_eq!(value["clients"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn every_column_counts() {
        let whole = entry().leaf();
        let changes: Vec<fn(&mut Entry)> = vec![
            |e| e.id = Uuid::nil(),
            |e| e.at += chrono::Duration::microseconds(1),
            |e| e.actor_kind = "client".into(),
            |e| e.actor_id = None,
            |e| e.role = None,
            |e| e.unit_id = Some(Uuid::nil()),
            |e| e.client_id = Some(Uuid::nil()),
            |e| e.action.push('x'),
            |e| e.purpose.push('x'),
            |e| e.ground = Some(String::new()),
            |e| e.registers = None,
            |e| e.categories = Some("1".into()),
            |e| e.object_kind = None,
            |e| e.objects = None,
            |e| e.outcome = "refused".into(),
            |e| e.code = Some("x".into()),
            |e| e.request_id = Uuid::nil(),
            |e| e.salt = Vec::new(),
            |e| e.acting = Some("custody".into()),
            |e| e.also = vec![Uuid::nil()],
            |e| e.also = e.client_id.take().into_iter().collect(),
        ];
        for (at, change) in changes.iter().enumerate() {
            let mut changed = entry();
            change(&mut changed);
            assert_ne!(changed.leaf(), whole, "change {at}");
        }
        assert_eq!(entry().leaf(), whole);
    }
}
