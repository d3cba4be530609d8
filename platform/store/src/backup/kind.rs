use sea_orm::DbBackend;
use serde::{Deserialize, Serialize};

/// What a column holds, in words both databases share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Hexadecimal without hyphens.
    Uuid,
    Text,
    Int,
    /// Decimal digits that give the same 64 bits when read again, as a string.
    Float,
    /// 0 or 1.
    Flag,
    /// RFC 3339 in UTC, with as many decimals of the second as needed.
    Time,
    Date,
    /// Hexadecimal.
    Bytes,
    /// JSON text as a string, as the database kept it.
    Json,
}

impl Kind {
    /// From the declared type; `None` when this program has not learned it.
    pub fn of(backend: DbBackend, declared: &str) -> Option<Self> {
        Some(match (backend, declared) {
            (DbBackend::Sqlite, "uuid_text") | (_, "uuid") => Self::Uuid,
            (_, "text") => Self::Text,
            (_, "integer" | "bigint" | "int4" | "int8") => Self::Int,
            (DbBackend::Sqlite, "double") | (_, "float8") => Self::Float,
            (DbBackend::Sqlite, "boolean") | (_, "bool") => Self::Flag,
            (DbBackend::Sqlite, "timestamp_with_timezone_text") | (_, "timestamptz") => Self::Time,
            (DbBackend::Sqlite, "date_text") | (_, "date") => Self::Date,
            (DbBackend::Sqlite, "blob") | (_, "bytea") => Self::Bytes,
            (DbBackend::Sqlite, "jsonb_text") | (_, "jsonb") => Self::Json,
            _ => return None,
        })
    }

    /// The expression that gives column `c` as a member of a JSON array.
    pub fn read(self, backend: DbBackend, c: &str) -> String {
        match (backend, self) {
            (DbBackend::Sqlite, Self::Uuid | Self::Bytes) => format!("CASE WHEN {c} IS NULL THEN NULL ELSE lower(hex({c})) END"),
            // SQLite's own decimals are not exact: the number goes beside the row.
            (DbBackend::Sqlite, Self::Float) => "NULL".to_owned(),
            (DbBackend::Sqlite, _) => c.to_owned(),
            (_, Self::Uuid) => format!("replace({c}::text, '-', '')"),
            (_, Self::Text | Self::Int) => c.to_owned(),
            (_, Self::Float | Self::Json) => format!("{c}::text"),
            (_, Self::Flag) => format!("{c}::int"),
            // As the SQLite driver writes instants: no decimals, three or six, so that texts compare alike.
            (_, Self::Time) => {
                let at = format!("{c} AT TIME ZONE 'UTC'");
                format!(
                    "to_char({at}, 'YYYY-MM-DD\"T\"HH24:MI:SS') || CASE WHEN to_char({at}, 'US') = '000000' THEN '' \
                     WHEN to_char({at}, 'US') LIKE '%000' THEN to_char({at}, '.MS') ELSE to_char({at}, '.US') END || '+00:00'"
                )
            }
            (_, Self::Date) => format!("to_char({c}, 'YYYY-MM-DD')"),
            (_, Self::Bytes) => format!("encode({c}, 'hex')"),
        }
    }

    /// The expression that makes the column's value from member `at` of the JSON array `r`.
    pub fn write(self, backend: DbBackend, r: &str, at: usize) -> String {
        match (backend, self) {
            (DbBackend::Sqlite, Self::Uuid | Self::Bytes) => format!("unhex({r} ->> {at})"),
            (DbBackend::Sqlite, _) => format!("{r} ->> {at}"),
            (_, Self::Uuid) => format!("({r} ->> {at})::uuid"),
            (_, Self::Text) => format!("{r} ->> {at}"),
            (_, Self::Int) => format!("({r} ->> {at})::bigint"),
            (_, Self::Float) => format!("({r} ->> {at})::float8"),
            (_, Self::Flag) => format!("({r} ->> {at})::int::bool"),
            (_, Self::Time) => format!("({r} ->> {at})::timestamptz"),
            (_, Self::Date) => format!("({r} ->> {at})::date"),
            (_, Self::Bytes) => format!("decode({r} ->> {at}, 'hex')"),
            (_, Self::Json) => format!("({r} ->> {at})::jsonb"),
        }
    }
}
