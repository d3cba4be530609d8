//! Models switched off and on, one or all of them, in one place. Every act is kept with its reason.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use people::organisation::people_by_id;
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::{NewEvent, sql};
use trust::{Staff, Work};
use uuid::Uuid;

use crate::Error;
use crate::answer::words;
use crate::model::{NewPredictionSwitch, PredictionAct, PredictionActKind};

/// Acts that are told.
const ACTS: usize = 50;

/// What is switched off. Everything is on until it is switched off.
#[derive(Debug, Default)]
pub(crate) struct Switches(BTreeMap<Option<String>, bool>);

impl Switches {
    pub async fn now(conn: &impl ConnectionTrait) -> Result<Self, DbErr> {
        #[derive(FromQueryResult)]
        struct Row {
            act: String,
            model: Option<String>,
        }
        let text = "SELECT a.act, a.model FROM (SELECT x.act, x.model, ROW_NUMBER() OVER (PARTITION BY x.model ORDER BY x.at DESC, x.id DESC) \
                    AS nth FROM prediction_act x WHERE x.act IN ('off', 'on')) a WHERE a.nth = 1";
        let rows: Vec<Row> = sql::all(conn, text, []).await?;
        Ok(Self(rows.into_iter().map(|row| (row.model, row.act == PredictionActKind::On.code())).collect()))
    }

    pub fn all_off(&self) -> bool {
        self.0.get(&None) == Some(&false)
    }

    /// The model's own switch.
    pub fn on(&self, model: &str) -> bool {
        self.0.get(&Some(model.to_owned())) != Some(&false)
    }
}

/// The newest acts.
pub(crate) async fn acts(conn: &impl ConnectionTrait) -> Result<Vec<PredictionAct>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        act: String,
        model: Option<String>,
        reason: String,
        by_name: String,
        at: DateTime<Utc>,
        row_count: Option<i32>,
    }
    let text = format!(
        "SELECT a.act, a.model, a.reason, a.by_name, a.at, a.row_count FROM prediction_act a ORDER BY a.at DESC, a.id DESC LIMIT {ACTS}"
    );
    let rows: Vec<Row> = sql::all(conn, &text, []).await?;
    let told = rows.into_iter().filter_map(|row| {
        let act = PredictionActKind::parse(&row.act)?;
        Some(PredictionAct { act, model: row.model, reason: row.reason, by: row.by_name, at: row.at, rows: row.row_count })
    });
    Ok(told.collect())
}

/// Something done with models.
pub(crate) struct NewAct<'a> {
    pub act: PredictionActKind,
    pub model: Option<&'a str>,
    pub reason: &'a str,
    pub by: (Option<Uuid>, &'a str),
    pub rows: Option<i32>,
}

pub(crate) async fn keep(work: &mut Work, new: NewAct<'_>) -> Result<(), DbErr> {
    let id = work.new_id();
    let columns = ["id", "act", "model", "reason", "by_name", "by_id", "at", "row_count"];
    let row: Vec<Value> = vec![
        id.into(),
        new.act.code().into(),
        new.model.into(),
        new.reason.into(),
        new.by.1.into(),
        new.by.0.into(),
        work.at().into(),
        new.rows.into(),
    ];
    sql::insert_many(work, "prediction_act", &columns, vec![row]).await?;
    work.object_named("prediction_act", format!("{} {}", new.act.code(), new.model.unwrap_or("*")));
    let kind = match new.act {
        PredictionActKind::Off => "prediction.model.off",
        PredictionActKind::On => "prediction.model.on",
        PredictionActKind::Exported => "prediction.training.exported",
    };
    work.emit(NewEvent::new(kind, "prediction_act", id).data(serde_json::json!({ "model": new.model }))).await
}

/// Switches. To what is so already there is nothing to do, and it is refused.
pub(crate) async fn switch(work: &mut Work, staff: &Staff, new: &NewPredictionSwitch) -> Result<(), Error> {
    let reason = words("/reason", &new.reason, 500)?;
    if new.model.as_deref().is_some_and(|model| model.is_empty() || model.len() > 100) {
        return Err(Error::field("/model", "not_in_list"));
    }
    let now = Switches::now(work).await?;
    let on = new.model.as_deref().map_or_else(|| !now.all_off(), |model| now.on(model));
    if on == new.on {
        return Err(Error::State("prediction_switched_already"));
    }
    let act = if new.on { PredictionActKind::On } else { PredictionActKind::Off };
    let people = people_by_id(work, &[staff.id]).await?;
    let name = people.get(&staff.id).map(|one| one.name.as_str()).unwrap_or_default();
    let new = NewAct { act, model: new.model.as_deref(), reason: &reason, by: (Some(staff.id), name), rows: None };
    Ok(keep(work, new).await?)
}
