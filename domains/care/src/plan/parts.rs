//! Goals and services of plans.

use std::collections::HashMap;

use ::store::sql;
use chrono::NaiveDate;
use kernel::Text;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A goal in the client's words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PlanGoal {
    /// Absent in plans of source systems.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Uuid>,
    pub text: String,
    pub status: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<i32>,
    /// When it was last looked at together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub followed_on: Option<NaiveDate>,
}

/// A service agreed on: what, who gives it, how often, from when until when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct PlanService {
    pub what: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how_often: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

/// By plan.
pub type Parts = (HashMap<Uuid, Vec<PlanGoal>>, HashMap<Uuid, Vec<PlanService>>);

/// Goals and services of plans that the caller's proof has reached.
pub async fn parts(conn: &impl ConnectionTrait, plans: &[Uuid]) -> Result<Parts, DbErr> {
    #[derive(FromQueryResult)]
    struct Goal {
        id: Uuid,
        plan_id: Uuid,
        words: String,
        status: String,
        progress: Option<i32>,
        followed_on: Option<NaiveDate>,
    }
    #[derive(FromQueryResult)]
    struct Service {
        plan_id: Uuid,
        service: String,
        provider: Option<String>,
        who: Option<String>,
        how_often: Option<String>,
        from_on: Option<NaiveDate>,
        until_on: Option<NaiveDate>,
    }
    if plans.is_empty() {
        return Ok(Parts::default());
    }
    let ids = || plans.iter().map(|p| Value::from(*p));
    let list = sql::params(1, plans.len());
    let text = format!(
        "SELECT g.id, g.plan_id, g.words, g.status, g.progress, (SELECT MAX(f.followed_on) FROM goal_follow_up f WHERE f.goal_id = g.id) AS followed_on \
         FROM plan_goal g WHERE g.plan_id IN ({list}) ORDER BY g.plan_id, g.position"
    );
    let mut goals: HashMap<Uuid, Vec<PlanGoal>> = HashMap::new();
    for g in sql::all::<Goal>(conn, &text, ids()).await? {
        goals.entry(g.plan_id).or_default().push(PlanGoal {
            id: Some(g.id),
            text: g.words,
            status: g.status,
            progress: g.progress,
            followed_on: g.followed_on,
        });
    }
    let text = format!(
        "SELECT plan_id, service, provider, who, how_often, from_on, until_on FROM plan_service WHERE plan_id IN ({list}) ORDER BY plan_id, position"
    );
    let mut found: HashMap<Uuid, Vec<PlanService>> = HashMap::new();
    for s in sql::all::<Service>(conn, &text, ids()).await? {
        let service = PlanService {
            what: super::services::name(&s.service),
            who: s.provider.or(s.who),
            how_often: s.how_often,
            from: s.from_on,
            to: s.until_on,
        };
        found.entry(s.plan_id).or_default().push(service);
    }
    Ok((goals, found))
}
