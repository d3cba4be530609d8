//! One batch in one transaction.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, Value};
use store::sql;
use trust::Work;
use uuid::Uuid;

use super::{Original, Pending, Resource};
use crate::error::RecordsError;
use crate::rows::{Actor, Entry, Part};

/// Parameters a statement, see `find`.
const AT_A_TIME: usize = 500;
/// Names the lock under which imports write one after another on PostgreSQL.
const LOCK: i64 = 0x7265_636f_7264;

/// What one transaction of an import writes.
#[derive(Debug, Default)]
pub struct Batch {
    /// Resources that were not known.
    pub new: Vec<Resource>,
    /// Known ones with a newer version.
    pub changed: Vec<Resource>,
    /// Names (hash, resource) of which the resource was not known before.
    pub keys: Vec<(Uuid, Uuid)>,
    pub originals: Vec<Original>,
    /// Resources whose typed rows and waiting references are replaced by those below.
    pub replaced: Vec<Uuid>,
    pub entries: Vec<Entry>,
    pub parts: Vec<Part>,
    pub actors: Vec<Actor>,
    pub pending: Vec<Pending>,
    /// Resources whose client became known (resource, client).
    pub owners: Vec<(Uuid, Uuid)>,
}

/// Lets one import write at a time, until the transaction ends: two that bring the same resource would otherwise both
/// take it for new. SQLite has one writer anyway.
pub async fn lock(work: &Work) -> Result<(), RecordsError> {
    if work.get_database_backend() == DbBackend::Postgres {
        sql::exec(work, "SELECT pg_advisory_xact_lock($1)", [LOCK.into()]).await?;
    }
    Ok(())
}

impl Batch {
    /// Writes everything; nothing is read back.
    pub async fn write(self, work: &Work) -> Result<(), RecordsError> {
        let at = work.at();
        clear(work, &self.replaced).await?;
        retire(work, &self.originals).await?;
        insert_resources(work, self.new, at).await?;
        for resource in self.changed {
            update_resource(work, resource, at).await?;
        }
        insert_keys(work, self.keys).await?;
        insert_originals(work, self.originals, at).await?;
        for (resource, client) in self.owners {
            own(work, resource, client).await?;
        }
        insert_entries(work, self.entries).await?;
        insert_parts(work, self.parts).await?;
        insert_actors(work, self.actors).await?;
        insert_pending(work, self.pending, at).await
    }
}

async fn clear(work: &Work, resources: &[Uuid]) -> Result<(), RecordsError> {
    for part in resources.chunks(AT_A_TIME) {
        let places = sql::params(1, part.len());
        for (table, column) in
            [("record_entry", "resource_id"), ("record_part", "resource_id"), ("source_actor", "id"), ("pending_reference", "resource_id")]
        {
            sql::exec(work, &format!("DELETE FROM {table} WHERE {column} IN ({places})"), part.iter().map(|r| (*r).into())).await?;
        }
    }
    Ok(())
}

/// The older version stops being the current one when a newer comes.
async fn retire(work: &Work, originals: &[Original]) -> Result<(), RecordsError> {
    let resources: Vec<Uuid> = originals.iter().filter(|o| o.is_current && o.revision > 1).map(|o| o.resource_id).collect();
    for part in resources.chunks(AT_A_TIME) {
        let text =
            format!("UPDATE original SET is_current = FALSE WHERE is_current = TRUE AND resource_id IN ({})", sql::params(1, part.len()));
        sql::exec(work, &text, part.iter().map(|r| (*r).into())).await?;
    }
    Ok(())
}

async fn insert_resources(work: &Work, new: Vec<Resource>, at: DateTime<Utc>) -> Result<(), RecordsError> {
    let columns = ["id", "source_system", "resource_type", "client_id", "original_id", "label", "version", "received_at", "updated_at"];
    let rows = new.into_iter().map(|r| {
        vec![
            r.id.into(),
            r.source_system.into(),
            r.resource_type.into(),
            r.client_id.into(),
            r.original_id.into(),
            r.label.into(),
            r.version.into(),
            at.into(),
            at.into(),
        ]
    });
    Ok(sql::insert_many(work, "source_resource", &columns, rows.collect()).await?)
}

async fn update_resource(work: &Work, resource: Resource, at: DateTime<Utc>) -> Result<(), RecordsError> {
    let text = "UPDATE source_resource SET client_id = $1, original_id = $2, label = $3, version = $4, updated_at = $5 WHERE id = $6";
    let values: [Value; 6] = [
        resource.client_id.into(),
        resource.original_id.into(),
        resource.label.into(),
        resource.version.into(),
        at.into(),
        resource.id.into(),
    ];
    sql::exec(work, text, values).await?;
    Ok(())
}

async fn own(work: &Work, resource: Uuid, client: Uuid) -> Result<(), RecordsError> {
    sql::exec(work, "UPDATE source_resource SET client_id = $1 WHERE id = $2", [client.into(), resource.into()]).await?;
    sql::exec(work, "UPDATE original SET client_id = $1 WHERE resource_id = $2", [client.into(), resource.into()]).await?;
    Ok(())
}

async fn insert_keys(work: &Work, keys: Vec<(Uuid, Uuid)>) -> Result<(), RecordsError> {
    let rows = keys.into_iter().map(|(key, resource)| vec![key.into(), resource.into()]);
    Ok(sql::insert_many(work, "source_key", &["key_hash", "resource_id"], rows.collect()).await?)
}

async fn insert_originals(work: &Work, originals: Vec<Original>, at: DateTime<Utc>) -> Result<(), RecordsError> {
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "resource_id",
        "source_system",
        "resource_type",
        "revision",
        "is_current",
        "source_version",
        "source_changed_at",
        "sha256",
        "content_type",
        "body_len",
        "body",
        "context",
        "source_file",
        "entry",
        "received_at",
    ];
    let rows = originals.into_iter().map(|o| {
        vec![
            o.id.into(),
            o.client_id.into(),
            o.scope.controller.into(),
            o.scope.register.code().into(),
            o.scope.service_task.code().into(),
            o.scope.catalogue_row.into(),
            o.resource_id.into(),
            o.source_system.into(),
            o.resource_type.into(),
            o.revision.into(),
            o.is_current.into(),
            o.source_version.into(),
            o.source_changed_at.into(),
            o.sha256.to_vec().into(),
            o.content_type.into(),
            o.body_len.into(),
            o.body.into(),
            o.context.into(),
            o.source_file.into(),
            o.entry.into(),
            at.into(),
        ]
    });
    Ok(sql::insert_many(work, "original", &columns, rows.collect()).await?)
}

const ENTRY_COLUMNS: [&str; 41] = [
    "id",
    "client_id",
    "controller",
    "register",
    "service_task",
    "catalogue_row",
    "source_system",
    "original_id",
    "original_line",
    "resource_id",
    "part_of",
    "position",
    "kind",
    "class",
    "status",
    "verification",
    "code_system",
    "code",
    "title",
    "started_at",
    "ended_at",
    "precision",
    "recorded_at",
    "quantity",
    "unit",
    "text_value",
    "value_system",
    "value_code",
    "range_low",
    "range_high",
    "interpretation",
    "severity",
    "performer_id",
    "performer",
    "organisation_id",
    "organisation",
    "place_id",
    "place",
    "encounter_id",
    "reason",
    "received_at",
];

pub(crate) async fn insert_entries(conn: &impl ConnectionTrait, entries: Vec<Entry>) -> Result<(), RecordsError> {
    let rows = entries.into_iter().map(|e| {
        let f = e.facts;
        vec![
            e.id.into(),
            e.client_id.into(),
            e.scope.controller.into(),
            e.scope.register.code().into(),
            e.scope.service_task.code().into(),
            e.scope.catalogue_row.into(),
            e.source_system.into(),
            e.original_id.into(),
            e.original_line.into(),
            e.resource_id.into(),
            e.part_of.into(),
            e.position.into(),
            f.kind.into(),
            f.class.into(),
            f.status.into(),
            f.verification.into(),
            f.code_system.into(),
            f.code.into(),
            f.title.into(),
            f.started_at.into(),
            f.ended_at.into(),
            f.precision.into(),
            f.recorded_at.into(),
            f.quantity.into(),
            f.unit.into(),
            f.text_value.into(),
            f.value_system.into(),
            f.value_code.into(),
            f.range_low.into(),
            f.range_high.into(),
            f.interpretation.into(),
            f.severity.into(),
            e.performer_id.into(),
            f.performer.into(),
            e.organisation_id.into(),
            f.organisation.into(),
            e.place_id.into(),
            f.place.into(),
            e.encounter_id.into(),
            f.reason.into(),
            e.received_at.into(),
        ]
    });
    Ok(sql::insert_many(conn, "record_entry", &ENTRY_COLUMNS, rows.collect()).await?)
}

pub(crate) async fn insert_parts(conn: &impl ConnectionTrait, parts: Vec<Part>) -> Result<(), RecordsError> {
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "entry_id",
        "resource_id",
        "kind",
        "position",
        "status",
        "code_system",
        "code",
        "title",
        "text_value",
        "quantity",
        "unit",
        "started_at",
        "ended_at",
        "role",
        "actor_id",
        "actor",
        "target_id",
    ];
    let rows = parts.into_iter().map(|p| {
        let f = p.facts;
        vec![
            p.id.into(),
            p.client_id.into(),
            p.scope.controller.into(),
            p.scope.register.code().into(),
            p.scope.service_task.code().into(),
            p.scope.catalogue_row.into(),
            p.entry_id.into(),
            p.resource_id.into(),
            f.kind.into(),
            p.position.into(),
            f.status.into(),
            f.code_system.into(),
            f.code.into(),
            f.title.into(),
            f.text_value.into(),
            f.quantity.into(),
            f.unit.into(),
            f.started_at.into(),
            f.ended_at.into(),
            f.role.into(),
            p.actor_id.into(),
            f.actor.into(),
            p.target_id.into(),
        ]
    });
    Ok(sql::insert_many(conn, "record_part", &columns, rows.collect()).await?)
}

async fn insert_actors(work: &Work, actors: Vec<Actor>) -> Result<(), RecordsError> {
    let columns = [
        "id",
        "original_id",
        "source_system",
        "kind",
        "name",
        "active",
        "identifier_system",
        "identifier",
        "code_system",
        "code",
        "title",
        "phone",
        "email",
        "address",
        "practitioner_id",
        "organisation_id",
        "place_id",
        "part_of",
        "status",
        "received_at",
    ];
    let rows = actors.into_iter().map(|a| {
        let f = a.facts;
        vec![
            a.id.into(),
            a.original_id.into(),
            a.source_system.into(),
            f.kind.into(),
            f.name.into(),
            f.active.into(),
            f.identifier_system.into(),
            f.identifier.into(),
            f.code_system.into(),
            f.code.into(),
            f.title.into(),
            f.phone.into(),
            f.email.into(),
            f.address.into(),
            a.practitioner_id.into(),
            a.organisation_id.into(),
            a.place_id.into(),
            a.part_of.into(),
            f.status.into(),
            a.received_at.into(),
        ]
    });
    Ok(sql::insert_many(work, "source_actor", &columns, rows.collect()).await?)
}

async fn insert_pending(work: &Work, pending: Vec<Pending>, at: DateTime<Utc>) -> Result<(), RecordsError> {
    let columns = ["id", "resource_id", "client_id", "source_system", "path", "target_type", "key_hash", "target_label", "since"];
    let rows = pending.into_iter().map(|p| {
        vec![
            work.new_id().into(),
            p.resource_id.into(),
            p.client_id.into(),
            p.source_system.into(),
            p.path.into(),
            p.target_type.into(),
            p.key_hash.into(),
            p.target_label.into(),
            at.into(),
        ]
    });
    Ok(sql::insert_many(work, "pending_reference", &columns, rows.collect()).await?)
}
