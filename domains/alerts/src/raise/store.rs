//! The only place that raises and lets go.

use chrono::{DateTime, Utc};
use kernel::{ClientId, Scope};
use rules::{AlertRule, Figures};
use sea_orm::FromQueryResult;
use store::sea_orm::{ConnectionTrait, DbErr, Value};
use store::{NewEvent, sql};
use trust::Work;
use trust::relation::{self, NewTie};
use uuid::Uuid;

use crate::count::CHUNK;
use crate::count::now::Thing;

/// An alert whose rule holds, whatever was done of it.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Standing {
    pub id: Uuid,
    pub client_id: Uuid,
    pub team_id: Uuid,
    pub figures: serde_json::Value,
    pub evidence: serde_json::Value,
    pub closed_at: Option<DateTime<Utc>>,
}

const STANDING: &str = "SELECT a.id, a.client_id, a.team_id, a.figures, a.evidence, a.closed_at FROM alert a WHERE a.standing";

/// Those of a rule that stand, of these clients or of all.
pub(super) async fn standing(conn: &impl ConnectionTrait, rule: &str, clients: Option<&[Uuid]>) -> Result<Vec<Standing>, DbErr> {
    let Some(clients) = clients else {
        return sql::all(conn, &format!("{STANDING} AND a.rule = $1"), [rule.into()]).await;
    };
    let mut found = Vec::new();
    for some in clients.chunks(CHUNK) {
        let text = format!("{STANDING} AND a.rule = $1 AND a.client_id IN ({})", sql::params(2, some.len()));
        let values = std::iter::once(Value::from(rule)).chain(some.iter().map(|client| Value::from(*client)));
        found.extend(sql::all::<Standing>(conn, &text, values).await?);
    }
    Ok(found)
}

/// Those that stand by no rule that is in use.
pub(super) async fn orphaned(conn: &impl ConnectionTrait, rules: &[&str]) -> Result<Vec<Standing>, DbErr> {
    let named = if rules.is_empty() { String::new() } else { format!(" AND a.rule NOT IN ({})", sql::params(1, rules.len())) };
    sql::all(conn, &format!("{STANDING}{named}"), rules.iter().map(|rule| Value::from(*rule))).await
}

/// An alert to be raised.
pub(super) struct New<'r> {
    pub rule: &'r AlertRule,
    pub rule_version: &'r str,
    pub team_id: Uuid,
    pub client: Uuid,
    pub figures: &'r Figures,
    pub things: &'r [Thing],
}

const COLUMNS: &str = "id, client_id, controller, register, service_task, catalogue_row, rule, rule_version, severity, team_id, state, standing, \
     basis, figures, evidence, raised_at, counted_at, version, created_at, updated_at";

/// Raises one, unless the same stands already: whoever else raised it meanwhile. While it waits its team is tied to the client by it.
pub(super) async fn raise(work: &Work, new: &New<'_>) -> Result<bool, DbErr> {
    let (id, rule, at) = (work.new_id(), new.rule, work.at());
    let scope = Scope { controller: work.gate().controller(), register: rule.register, service_task: rule.service_task, catalogue_row: 18 };
    let crosses = new.things.iter().any(|thing| thing.register != rule.register.code());
    let basis = match (crosses, rule.by_law) {
        (false, _) => "own",
        (true, true) => "law",
        (true, false) => "permit",
    };
    let values: [Value; 20] = [
        id.into(),
        new.client.into(),
        scope.controller.into(),
        scope.register.code().into(),
        scope.service_task.code().into(),
        scope.catalogue_row.into(),
        rule.id.clone().into(),
        new.rule_version.into(),
        rule.severity.rank().into(),
        new.team_id.into(),
        "waiting".into(),
        true.into(),
        basis.into(),
        json(new.figures).into(),
        json(new.things).into(),
        at.into(),
        at.into(),
        1i32.into(),
        at.into(),
        at.into(),
    ];
    let text = format!("INSERT INTO alert ({COLUMNS}) VALUES ({}) ON CONFLICT DO NOTHING", sql::params(1, values.len()));
    if sql::exec(work, &text, values).await?.rows_affected() == 0 {
        return Ok(false);
    }
    let tie = NewTie {
        client: ClientId(new.client),
        scope,
        basis: "team",
        object_kind: "alert",
        object_id: id,
        professional_id: None,
        team_id: Some(new.team_id),
        unit_id: None,
        from: at,
        to: None,
    };
    relation::tie(work, &[tie]).await?;
    tell(work, "alerts.alert.raised", id, new.client, new.team_id, serde_json::json!({ "rule": rule.id })).await?;
    Ok(true)
}

/// The figures are otherwise than before: the words tell the new ones. Nothing anybody has seen of its state changes.
pub(super) async fn counted(work: &Work, id: Uuid, figures: &Figures, things: &[Thing]) -> Result<(), DbErr> {
    let text = "UPDATE alert SET figures = $1, evidence = $2, counted_at = $3 WHERE id = $4 AND standing";
    sql::exec(work, text, [json(figures).into(), json(things).into(), work.at().into(), id.into()]).await.map(|_| ())
}

/// The rule holds no more. What nobody has taken goes off the desk, saying why; what somebody has stays theirs to close.
pub(super) async fn let_go(work: &Work, one: &Standing, why: &str) -> Result<bool, DbErr> {
    let text = "UPDATE alert SET standing = $1, lapsed_at = $2, lapsed_why = $3, state = CASE WHEN state = 'waiting' THEN 'lapsed' ELSE state END, \
                version = version + 1, updated_at = $2 WHERE id = $4 AND standing RETURNING state";
    #[derive(FromQueryResult)]
    struct Now {
        state: String,
    }
    let values: [Value; 4] = [false.into(), work.at().into(), why.into(), one.id.into()];
    let Some(now) = sql::one::<Now>(work, text, values).await? else { return Ok(false) };
    // By what it is now: somebody may have taken it since it was read, and works by the tie.
    if now.state == "lapsed" {
        relation::end(work, one.id, None).await?;
    }
    tell(work, "alerts.alert.lapsed", one.id, one.client_id, one.team_id, serde_json::json!({ "why": why })).await?;
    Ok(true)
}

/// It has been closed long enough: the same may be raised anew.
pub(super) async fn forget(work: &Work, id: Uuid) -> Result<(), DbErr> {
    sql::exec(work, "UPDATE alert SET standing = $1 WHERE id = $2", [false.into(), id.into()]).await.map(|_| ())
}

async fn tell(work: &Work, kind: &'static str, id: Uuid, client: Uuid, team: Uuid, data: serde_json::Value) -> Result<(), DbErr> {
    work.emit(NewEvent::new(kind, "alert", id).client(client).team(team).data(data)).await?;
    work.touched(&[ClientId(client)]);
    Ok(())
}

fn json(value: &(impl serde::Serialize + ?Sized)) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}
