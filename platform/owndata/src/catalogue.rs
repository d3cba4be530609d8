//! What a copy is made of.

use std::sync::OnceLock;

use kernel::Text;
use rules::Mark;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How a field is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    Plain,
    /// A word of the program's.
    Code,
    /// The name of something done, as the log tells it.
    Action,
    /// By name, never by key.
    Staff,
    Team,
    Unit,
    /// A sealed identity code, opened.
    Hetu,
    /// With a link to a file, when there is one of the row.
    File,
    /// In the data alone, not on the page.
    Data,
}

/// One column as it is told.
#[derive(Clone, Debug)]
pub struct Field {
    pub column: String,
    pub how: How,
    /// Told in part: the expression over `x` and `p`.
    pub sql: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parent {
    pub table: String,
    pub key: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawKind {
    code: String,
    table: String,
    whose: Option<String>,
    only: Option<String>,
    parent: Option<Parent>,
    #[serde(default)]
    always: bool,
    fields: Vec<String>,
    #[serde(default)]
    left_out: Vec<String>,
    point: Option<String>,
    label: Text,
}

/// One kind of data: one table's rows.
#[derive(Debug)]
pub struct KindOf {
    pub code: String,
    pub table: String,
    pub whose: String,
    pub only: Option<String>,
    pub parent: Option<Parent>,
    pub always: bool,
    pub fields: Vec<Field>,
    /// Columns left out, each with the code of its reason.
    pub left_out: Vec<(String, String)>,
    /// The column that names a row when the client points at it.
    pub point: Option<String>,
    pub label: Text,
}

/// A table that is not in the copy.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Excluded {
    pub table: String,
    pub about: Text,
    pub law: String,
    pub mark: Mark,
    /// Said on the page; what is the program's own is said only in the data.
    #[serde(default)]
    pub told: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    automatic: Vec<String>,
    belongs: Vec<String>,
    technical: Vec<String>,
    kinds: Vec<RawKind>,
    excluded: Vec<Excluded>,
    reasons: BTreeMap<String, Text>,
}

#[derive(Debug)]
pub struct Catalogue {
    pub automatic: Vec<String>,
    pub belongs: Vec<String>,
    pub technical: Vec<String>,
    pub kinds: Vec<KindOf>,
    pub excluded: Vec<Excluded>,
    pub reasons: BTreeMap<String, Text>,
}

#[derive(Clone, Debug, thiserror::Error)]
#[error("the catalogue of own data cannot be read: {0}")]
pub struct CatalogueError(pub String);

impl Catalogue {
    /// The catalogue released with the program.
    ///
    /// # Errors
    /// Never with the file of a release: a test reads it.
    pub fn get() -> Result<&'static Self, CatalogueError> {
        static READ: OnceLock<Result<Catalogue, CatalogueError>> = OnceLock::new();
        READ.get_or_init(|| Self::parse(include_str!("catalogue.toml"))).as_ref().map_err(Clone::clone)
    }

    fn parse(text: &str) -> Result<Self, CatalogueError> {
        let raw: Raw = toml::from_str(text).map_err(|e| CatalogueError(e.to_string()))?;
        let kinds = raw.kinds.into_iter().map(kind).collect::<Result<Vec<_>, _>>()?;
        for (column, reason) in kinds.iter().flat_map(|k| &k.left_out) {
            if !raw.reasons.contains_key(reason) {
                return Err(CatalogueError(format!("{column}: no reason {reason}")));
            }
        }
        Ok(Self {
            automatic: raw.automatic,
            belongs: raw.belongs,
            technical: raw.technical,
            kinds,
            excluded: raw.excluded,
            reasons: raw.reasons,
        })
    }

    pub fn kind(&self, code: &str) -> Option<&KindOf> {
        self.kinds.iter().find(|k| k.code == code)
    }
}

fn kind(raw: RawKind) -> Result<KindOf, CatalogueError> {
    let fields = raw.fields.iter().map(|f| field(f)).collect::<Result<Vec<_>, _>>()?;
    let left_out = raw
        .left_out
        .iter()
        .map(|one| {
            one.split_once(':').map(|(c, r)| (c.to_owned(), r.to_owned())).ok_or_else(|| CatalogueError(format!("{one}: no reason")))
        })
        .collect::<Result<Vec<_>, _>>()?;
    Ok(KindOf {
        code: raw.code,
        table: raw.table,
        whose: raw.whose.unwrap_or_else(|| "x.client_id IN ({ids})".to_owned()),
        only: raw.only,
        parent: raw.parent,
        always: raw.always,
        fields,
        left_out,
        point: raw.point,
        label: raw.label,
    })
}

fn field(text: &str) -> Result<Field, CatalogueError> {
    let (name, sql) = match text.split_once(" = ") {
        Some((name, sql)) => (name, Some(sql.to_owned())),
        None => (text, None),
    };
    let (column, how) = name.split_once(':').unwrap_or((name, ""));
    let how = match how {
        "" => How::Plain,
        "code" => How::Code,
        "action" => How::Action,
        "staff" => How::Staff,
        "team" => How::Team,
        "unit" => How::Unit,
        "hetu" => How::Hetu,
        "file" => How::File,
        "data" => How::Data,
        other => return Err(CatalogueError(format!("{text}: `{other}` is no way of telling"))),
    };
    Ok(Field { column: column.to_owned(), how, sql })
}
