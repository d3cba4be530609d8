//! How fresh and whole is what is known of reaching clients and of those close to them (U23): item by item where it is used, and
//! in figures by source. The rules are `rules/quality.toml`; the figures ask the database the same that the judgement asks of one
//! item, and a test holds them together.

use kernel::{Text, helsinki_date, helsinki_start};
use rules::{DataItem, DataPart, ItemFacts, QualityRule, QualityRules, Rules};
use serde::Serialize;
use store::sea_orm::{ConnectionTrait, DbBackend, DbErr, Value};
use store::sql;
use trust::Surveyed;

use crate::close_one::CloseOne;
use crate::contact::store::ContactDetail;

/// Five digits after one another: a Finnish postal code.
fn has_postal_code(address: &str) -> bool {
    address.as_bytes().windows(5).any(|five| five.iter().all(u8::is_ascii_digit))
}

/// Says of each what there is to say.
pub fn mark(rules: &Rules, today: chrono::NaiveDate, contacts: &mut [ContactDetail], close_ones: &mut [CloseOne]) {
    let set = rules.quality.on(today);
    let judge =
        |item: DataItem, facts: &ItemFacts<'_>| set.body.rule(item).and_then(|rule| rule.judge(facts, &set.body, &set.version, today));
    for contact in contacts {
        let item = match contact.r#type.as_str() {
            "phone" => DataItem::Phone,
            "email" => DataItem::Email,
            _ => DataItem::Address,
        };
        let has = if item == DataItem::Address && has_postal_code(&contact.value) { vec![DataPart::PostalCode] } else { Vec::new() };
        let facts = ItemFacts { recorded_on: Some(helsinki_date(contact.recorded_at)), origin: Some(&contact.origin), has };
        contact.quality = judge(item, &facts);
    }
    for one in close_ones {
        let has = if one.phone.is_some() { vec![DataPart::Telephone] } else { Vec::new() };
        let facts = ItemFacts { recorded_on: Some(helsinki_date(one.recorded_at)), origin: Some(&one.origin), has };
        one.quality = judge(DataItem::CloseOne, &facts);
    }
}

/// How many lack a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct MissingCount {
    pub part: DataPart,
    pub label: Text,
    pub count: i64,
}

/// One kind of item of one source, in figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct QualityFigure {
    pub item: DataItem,
    /// The source system's name; `staff`, `client` or `punos` for what was told or written here.
    pub source: String,
    pub total: i64,
    /// Older than the rule lets.
    pub stale: i64,
    /// Lacking at least one part.
    pub incomplete: i64,
    /// Neither old nor lacking.
    pub good: i64,
    pub missing: Vec<MissingCount>,
}

/// What to count: a table with its conditions, in the words of the database.
pub struct Counting<'a> {
    /// `FROM …` with its `WHERE`, without either word's own parameters beyond `values`.
    pub from: &'a str,
    pub values: Vec<Value>,
    /// The source of a row.
    pub source: &'a str,
    /// The instant a row grows old from.
    pub recorded_at: &'a str,
    /// The column that says who told, when origins are told apart.
    pub origin: Option<&'a str>,
    /// For each part, when a row has it.
    pub parts: &'a [(DataPart, &'a str)],
}

/// Counts the rows of an item by source: all, the old, the lacking, each part. One statement.
///
/// # Errors
/// When the database does not answer.
pub async fn count(
    surveyed: &Surveyed,
    rule: &QualityRule,
    rules: &QualityRules,
    counting: Counting<'_>,
) -> Result<Vec<QualityFigure>, DbErr> {
    let (mut values, today) = (counting.values, surveyed.today());
    let mut older = |origin: Option<&str>| -> String {
        match rule.fresh_from(origin, today) {
            None => "1 = 0".into(),
            Some(first) => {
                values.push(helsinki_start(first).into());
                format!("({at} IS NULL OR {at} < ${n})", at = counting.recorded_at, n = values.len())
            }
        }
    };
    let stale = match counting.origin {
        None => older(None),
        Some(column) => {
            let mut text = "CASE".to_owned();
            for origin in rule.stale_by_origin.keys() {
                // The origins are words of the program: a checked rule has no others.
                text.push_str(&format!(" WHEN {column} = '{origin}' THEN {}", older(Some(origin))));
            }
            if rule.stale_by_origin.is_empty() { older(None) } else { format!("{text} ELSE {} END", older(None)) }
        }
    };
    let asked: Vec<(DataPart, &str)> = counting.parts.iter().filter(|(part, _)| rule.whole_with.contains(part)).copied().collect();
    let lacking = asked.iter().map(|(_, has)| format!("NOT ({has})")).collect::<Vec<_>>();
    let any = if lacking.is_empty() { "1 = 0".to_owned() } else { format!("({})", lacking.join(" OR ")) };
    let sum = |condition: &str| format!("SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)");
    let mut columns = vec![
        format!("{} AS source", counting.source),
        "COUNT(*) AS total".to_owned(),
        format!("{} AS stale", sum(&stale)),
        format!("{} AS incomplete", sum(&any)),
        format!("{} AS marked", sum(&format!("({stale}) OR {any}"))),
    ];
    columns.extend(lacking.iter().enumerate().map(|(n, condition)| format!("{} AS lacks_{n}", sum(condition))));
    let text = format!("SELECT {} {} GROUP BY 1 ORDER BY 1", columns.join(", "), counting.from);
    let mut figures = Vec::new();
    for row in sql::rows(surveyed.reader(), &text, values).await? {
        let total: i64 = row.try_get("", "total")?;
        let marked: i64 = row.try_get("", "marked")?;
        let mut missing = Vec::with_capacity(asked.len());
        for (n, (part, _)) in asked.iter().enumerate() {
            missing.push(MissingCount { part: *part, label: rules.part(*part), count: row.try_get("", &format!("lacks_{n}"))? });
        }
        figures.push(QualityFigure {
            item: rule.item,
            source: row.try_get("", "source")?,
            total,
            stale: row.try_get("", "stale")?,
            incomplete: row.try_get("", "incomplete")?,
            good: total - marked,
            missing,
        });
    }
    Ok(figures)
}

/// Contact details and close ones in force, in figures by source.
///
/// # Errors
/// When the database does not answer.
pub async fn figures(surveyed: &Surveyed, rules: &QualityRules) -> Result<Vec<QualityFigure>, DbErr> {
    let mut all = Vec::new();
    let five = match surveyed.reader().get_database_backend() {
        DbBackend::Postgres => "value ~ '[0-9]{5}'",
        _ => "value GLOB '*[0-9][0-9][0-9][0-9][0-9]*'",
    };
    let source = "CASE WHEN origin = 'register' THEN COALESCE(service, 'register') ELSE origin END";
    for (item, kind) in [(DataItem::Phone, "phone"), (DataItem::Email, "email"), (DataItem::Address, "address")] {
        let Some(rule) = rules.rule(item) else { continue };
        let counting = Counting {
            from: "FROM contact_detail WHERE type = $1 AND ended_at IS NULL AND (valid_to IS NULL OR valid_to >= $2)",
            values: vec![kind.into(), surveyed.today().into()],
            source,
            recorded_at: "recorded_at",
            origin: Some("origin"),
            parts: &[(DataPart::PostalCode, five)],
        };
        all.extend(count(surveyed, rule, rules, counting).await?);
    }
    if let Some(rule) = rules.rule(DataItem::CloseOne) {
        let counting = Counting {
            from: "FROM close_one WHERE ended_at IS NULL",
            values: Vec::new(),
            source: "origin",
            recorded_at: "updated_at",
            origin: Some("origin"),
            parts: &[(DataPart::Telephone, "phone IS NOT NULL")],
        };
        all.extend(count(surveyed, rule, rules, counting).await?);
    }
    Ok(all)
}
