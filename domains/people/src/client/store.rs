use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use kernel::hetu::Hetu;
use kernel::{ClientId, Scope};
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbBackend, DbErr, Value};
use store::sql;
use trust::Work;
use uuid::Uuid;

use crate::card::IdentityKind;
use crate::client::identifier::{self, HETU_SYSTEM};
use crate::error::Error;
use crate::name;

/// All of a client's own row that people or sources say.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientFields {
    pub identity: IdentityKind,
    pub family_name: String,
    pub given_names: String,
    pub birth_date: Option<NaiveDate>,
    /// female | male | unknown
    pub sex: String,
    pub mother_tongue: Option<String>,
    pub service_language: Option<String>,
    pub interpreter: bool,
    pub municipality: Option<String>,
    pub protected: bool,
    pub deceased: bool,
    pub deceased_on: Option<NaiveDate>,
    pub hetu_hint: Option<String>,
}

/// The row as it is.
#[derive(Clone, Debug)]
pub struct ClientRow {
    pub id: ClientId,
    pub fields: ClientFields,
    pub version: i32,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    identity: String,
    family_name: String,
    given_names: String,
    birth_date: Option<NaiveDate>,
    sex: String,
    mother_tongue: Option<String>,
    service_language: Option<String>,
    interpreter: bool,
    municipality: Option<String>,
    protected: bool,
    deceased: bool,
    deceased_on: Option<NaiveDate>,
    hetu_hint: Option<String>,
    version: i32,
}

impl From<Row> for ClientRow {
    fn from(r: Row) -> Self {
        Self {
            id: ClientId(r.id),
            version: r.version,
            fields: ClientFields {
                identity: IdentityKind::parse(&r.identity),
                family_name: r.family_name,
                given_names: r.given_names,
                birth_date: r.birth_date,
                sex: r.sex,
                mother_tongue: r.mother_tongue,
                service_language: r.service_language,
                interpreter: r.interpreter,
                municipality: r.municipality,
                protected: r.protected,
                deceased: r.deceased,
                deceased_on: r.deceased_on,
                hetu_hint: r.hetu_hint,
            },
        }
    }
}

pub async fn load(conn: &impl ConnectionTrait, ids: &[ClientId]) -> Result<HashMap<ClientId, ClientRow>, DbErr> {
    let mut out = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(1_000) {
        let text = format!(
            "SELECT id, identity, family_name, given_names, birth_date, sex, mother_tongue, service_language, interpreter, municipality, \
             protected, deceased, deceased_on, hetu_hint, version FROM client WHERE id IN ({})",
            sql::params(1, chunk.len())
        );
        let rows: Vec<Row> = sql::all(conn, &text, chunk.iter().map(|c| Value::from(c.0))).await?;
        out.extend(rows.into_iter().map(ClientRow::from).map(|c| (c.id, c)));
    }
    Ok(out)
}

/// A client to be written, with the names they are also found by (former names, names in a source).
pub struct NewRow<'a> {
    pub id: ClientId,
    pub scope: Scope,
    pub origin: &'a str,
    pub fields: ClientFields,
    pub other_names: &'a [String],
}

pub async fn insert(work: &Work, rows: &[NewRow<'_>]) -> Result<(), DbErr> {
    let columns = [
        "id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "identity",
        "family_name",
        "given_names",
        "birth_date",
        "sex",
        "mother_tongue",
        "service_language",
        "interpreter",
        "municipality",
        "protected",
        "deceased",
        "deceased_on",
        "hetu_hint",
        "origin",
        "version",
        "created_at",
        "updated_at",
    ];
    let values = rows.iter().map(|row| {
        let mut values: Vec<Value> = vec![row.id.0.into()];
        values.extend(scope(row.scope));
        let f = row.fields.clone();
        values.extend::<[Value; 17]>([
            f.identity.code().into(),
            f.family_name.into(),
            f.given_names.into(),
            f.birth_date.into(),
            f.sex.into(),
            f.mother_tongue.into(),
            f.service_language.into(),
            f.interpreter.into(),
            f.municipality.into(),
            f.protected.into(),
            f.deceased.into(),
            f.deceased_on.into(),
            f.hetu_hint.into(),
            row.origin.into(),
            1i32.into(),
            work.at().into(),
            work.at().into(),
        ]);
        values
    });
    sql::insert_many(work, "client", &columns, values.collect()).await?;
    let keys = rows.iter().flat_map(|row| {
        let id = row.id;
        keys_of(&row.fields, row.other_names).into_iter().map(move |part| vec![Value::from(part), id.0.into()])
    });
    sql::insert_many(work, "client_name_key", &["part", "client_id"], keys.collect()).await
}

fn keys_of(fields: &ClientFields, others: &[String]) -> std::collections::BTreeSet<String> {
    name::keys([fields.family_name.as_str(), fields.given_names.as_str()].into_iter().chain(others.iter().map(String::as_str)))
}

/// Writes changed fields over the row; the keys of the names too. Former names stay findable.
pub async fn update(work: &Work, id: ClientId, fields: &ClientFields, others: &[String]) -> Result<(), DbErr> {
    let text = "UPDATE client SET identity = $1, family_name = $2, given_names = $3, birth_date = $4, sex = $5, mother_tongue = $6, \
                service_language = $7, interpreter = $8, municipality = $9, protected = $10, deceased = $11, deceased_on = $12, \
                hetu_hint = $13, updated_at = $14, version = version + 1 WHERE id = $15";
    let f = fields.clone();
    let values: [Value; 15] = [
        f.identity.code().into(),
        f.family_name.into(),
        f.given_names.into(),
        f.birth_date.into(),
        f.sex.into(),
        f.mother_tongue.into(),
        f.service_language.into(),
        f.interpreter.into(),
        f.municipality.into(),
        f.protected.into(),
        f.deceased.into(),
        f.deceased_on.into(),
        f.hetu_hint.into(),
        work.at().into(),
        id.0.into(),
    ];
    sql::exec(work, text, values).await?;
    add_keys(work, id, keys_of(fields, others)).await
}

async fn add_keys(work: &Work, id: ClientId, keys: std::collections::BTreeSet<String>) -> Result<(), DbErr> {
    for part in keys {
        let text = "INSERT INTO client_name_key (part, client_id) VALUES ($1, $2) ON CONFLICT (part, client_id) DO NOTHING";
        sql::exec(work, text, [part.into(), id.0.into()]).await?;
    }
    Ok(())
}

/// The scope's four columns.
pub fn scope(scope: Scope) -> [Value; 4] {
    [scope.controller.into(), scope.register.code().into(), scope.service_task.code().into(), scope.catalogue_row.into()]
}

/// One identifier to be written.
pub struct NewIdentifier<'a> {
    pub client: ClientId,
    pub scope: Scope,
    pub kind: IdentityKind,
    pub system: &'a str,
    pub value: &'a str,
    pub blind: Vec<u8>,
}

impl<'a> NewIdentifier<'a> {
    pub fn hetu(work: &Work, client: ClientId, scope: Scope, hetu: &'a Hetu) -> Self {
        let blind = identifier::blind_hetu(work.gate().keys(), hetu);
        Self { client, scope, kind: IdentityKind::Hetu, system: HETU_SYSTEM, value: hetu.reveal(), blind }
    }
    pub fn other(work: &Work, client: ClientId, scope: Scope, kind: IdentityKind, system: &'a str, value: &'a str) -> Self {
        let blind = identifier::blind_other(work.gate().keys(), value);
        Self { client, scope, kind, system, value, blind }
    }
}

pub async fn insert_identifiers(work: &Work, identifiers: &[NewIdentifier<'_>]) -> Result<(), Error> {
    let columns = [
        "id",
        "client_id",
        "controller",
        "register",
        "service_task",
        "catalogue_row",
        "kind",
        "system",
        "sealed",
        "blind",
        "valid_from",
        "valid_to",
    ];
    let mut rows = Vec::with_capacity(identifiers.len());
    for identifier in identifiers {
        let id = work.new_id();
        let sealed = identifier::seal(work.gate().keys(), id, identifier.value)?;
        let mut row: Vec<Value> = vec![id.into(), identifier.client.0.into()];
        row.extend(scope(identifier.scope));
        row.extend::<[Value; 6]>([
            identifier.kind.code().into(),
            identifier.system.into(),
            sealed.into(),
            identifier.blind.clone().into(),
            work.at().into(),
            Option::<DateTime<Utc>>::None.into(),
        ]);
        rows.push(row);
    }
    Ok(sql::insert_many(work, "client_identifier", &columns, rows).await?)
}

/// Who has these blind indexes, by any identifier valid or former; (blind, system) → clients, the oldest first.
pub async fn holders(conn: &impl ConnectionTrait, blinds: &[Vec<u8>]) -> Result<HashMap<(Vec<u8>, String), Vec<ClientId>>, DbErr> {
    #[derive(FromQueryResult)]
    struct Holder {
        blind: Vec<u8>,
        system: String,
        client_id: Uuid,
    }
    let mut out: HashMap<(Vec<u8>, String), Vec<ClientId>> = HashMap::new();
    for chunk in blinds.chunks(1_000) {
        let text =
            format!("SELECT blind, system, client_id FROM client_identifier WHERE blind IN ({}) ORDER BY id", sql::params(1, chunk.len()));
        let rows: Vec<Holder> = sql::all(conn, &text, chunk.iter().map(|b| Value::from(b.clone()))).await?;
        for row in rows {
            out.entry((row.blind, row.system)).or_default().push(ClientId(row.client_id));
        }
    }
    Ok(out)
}

/// One writer of identities at a time, so that two requests never make two clients of one hetu. SQLite has one writer anyway.
pub async fn lock_identities(work: &Work) -> Result<(), DbErr> {
    if work.get_database_backend() == DbBackend::Postgres {
        // An arbitrary number of this room's own; the lock goes with the transaction.
        sql::rows(work, "SELECT pg_advisory_xact_lock($1)", [0x7065_6f70_6c65_i64.into()]).await?;
    }
    Ok(())
}
