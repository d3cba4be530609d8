//! What covers a part of a template already: a service of a plan in force, or what has been done.

use std::collections::HashMap;

use care::plans::SOURCES;
use chrono::NaiveDate;
use rules::Starting;
use sea_orm::FromQueryResult;
use store::sea_orm::DbErr;
use store::sql;
use trust::Opened;
use uuid::Uuid;

use crate::model::TemplateCovered;
use crate::{Error, Templates};

/// Services of the client's plans in force, by their codes, as far as the viewer's rights reach.
pub(crate) async fn services(opened: &Opened) -> Result<HashMap<String, Vec<TemplateCovered>>, DbErr> {
    #[derive(FromQueryResult)]
    struct Service {
        id: Uuid,
        item: String,
        code: String,
        who: Option<String>,
        until_on: Option<NaiveDate>,
    }
    let mut found: HashMap<String, Vec<TemplateCovered>> = HashMap::new();
    for source in SOURCES.iter().filter(|source| source.part == "service") {
        let (clients, mut values) = opened.clients_sql("s", 2);
        values.insert(0, opened.today().into());
        let text = format!(
            "SELECT s.id, '{}' AS item, s.code, s.who, s.until_on FROM ({}) s WHERE {clients} AND {} AND s.code IS NOT NULL \
             AND (s.until_on IS NULL OR s.until_on >= $1) ORDER BY s.id",
            source.item,
            source.sql(),
            opened.scopes().sql("s")
        );
        for row in sql::all::<Service>(opened.reader(), &text, values).await? {
            let covered = TemplateCovered { item: row.item, id: row.id, who: row.who, at: None, until: row.until_on };
            found.entry(row.code).or_default().push(covered);
        }
    }
    Ok(found)
}

/// What has been done, asked or booked that covers it.
pub(crate) async fn done(room: &Templates, opened: &Opened, starting: Starting, code: &str) -> Result<Vec<TemplateCovered>, Error> {
    let covered = room.requests.covered(opened, starting, code).await?;
    let told = covered.by.into_iter().map(|one| TemplateCovered {
        item: one.item,
        id: one.id,
        who: one.title.or(one.origin),
        at: Some(one.at),
        until: one.holds_until,
    });
    Ok(told.collect())
}
